"""Inspector's code security as it behaves: filtered by project, kind, state and time, and paged."""

from datetime import datetime
from typing import Any

from tests.aws.pages import page
from tests.aws.server import AwsServer, RefusedError

SERVICE = "inspector2"
MOST_VALUES = 10
_ARN = "arn:aws:inspector2:eu-west-1:111122223333:"
_BY = {"findingType": "type", "findingStatus": "status"}


class Inspector:
    """Holds projects and their findings, and answers for them on a stand-in.

    Attributes:
        a_page: rows of either listing at most.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 25
        self._covered: list[dict[str, Any]] = []
        self._findings: list[dict[str, Any]] = []
        server.on(SERVICE, "ListCoverage", self._list_coverage)
        server.on(SERVICE, "ListFindings", self._list_findings)

    def project(self, name: str, *, active: bool = True, scan: str = "CODE") -> None:
        """Have a project that is scanned in one way, or is no longer."""
        reason = "SUCCESSFUL" if active else "NO_SCAN_CONFIGURATION_ASSOCIATED"
        metadata = {"projectName": name, "providerType": "GITHUB"}
        self._covered.append(
            {
                "resourceType": "CODE_REPOSITORY",
                "resourceId": f"{_ARN}codesecurity-integration/ada.lovelace/project/{name}",
                "accountId": "111122223333",
                "scanType": scan,
                "scanStatus": {"statusCode": "ACTIVE" if active else "INACTIVE", "reason": reason},
                "resourceMetadata": {
                    "codeRepository": {**metadata, "providerTypeVisibility": "PRIVATE"}
                },
            }
        )

    def finding(
        self,
        opened: datetime,
        status: str = "ACTIVE",
        changed: datetime | None = None,
        *,
        project: str | None = "shop",
        severity: str = "HIGH",
        kind: str = "CODE_VULNERABILITY",
        **members: Any,
    ) -> None:
        """Hold one finding, first seen then, that came to its status then.

        Members of the row are given as AWS names them, and left out where they are None.
        """
        number = len(self._findings) + 1
        details = {"codeRepository": {"projectName": project, "providerType": "GITHUB"}}
        row = {
            "findingArn": f"{_ARN}finding/{number:032x}",
            "awsAccountId": "111122223333",
            "type": kind,
            "description": "ada.lovelace@example.com stands in the code.",
            "title": "A secret of ada.lovelace",
            "remediation": {"recommendation": {"text": "Take it out."}},
            "severity": severity,
            "firstObservedAt": opened,
            "lastObservedAt": opened,
            "updatedAt": changed or opened,
            "status": status,
            "resources": [
                {
                    "type": "CODE_REPOSITORY",
                    "id": f"project-of-{number}",
                    **({"details": details} if project else {}),
                }
            ],
            "codeVulnerabilityDetails": {
                "cwes": ["CWE-798"],
                "detectorId": "java/secret@v1.0",
                "detectorName": "Secret",
                "filePath": {
                    "fileName": "ada.lovelace.java",
                    "filePath": "src/ada.lovelace.java",
                    "startLine": 1,
                    "endLine": 2,
                },
            },
            **members,
        }
        self._findings.append({name: value for name, value in row.items() if value is not None})

    def _list_coverage(self, asked: dict[str, Any]) -> dict[str, Any]:
        wanted = _values(asked, "codeRepositoryProjectName")
        found = [
            row
            for row in self._covered
            if not wanted or row["resourceMetadata"]["codeRepository"]["projectName"] in wanted
        ]
        return page("coveredResources", found, asked, self.a_page)

    def _list_findings(self, asked: dict[str, Any]) -> dict[str, Any]:
        (since,) = asked.get("filterCriteria", {}).get("updatedAt", [{}])
        found = [
            row
            for row in self._findings
            if _is_wanted(row, asked)
            # A row without a time of its change is told all the same.
            and (
                "updatedAt" not in row
                or row["updatedAt"].timestamp() >= since.get("startInclusive", 0)
            )
        ]
        if asked.get("sortCriteria") == {"field": "FIRST_OBSERVED_AT", "sortOrder": "ASC"}:
            found.sort(key=lambda row: row["firstObservedAt"])
        return page("findings", found, asked, self.a_page)


def _is_wanted(row: dict[str, Any], asked: dict[str, Any]) -> bool:
    wanted = _values(asked, "codeRepositoryProjectName")
    details = row["resources"][0].get("details")
    # A row that does not name its project is told all the same.
    is_here = not wanted or not details or details["codeRepository"]["projectName"] in wanted
    return is_here and all(
        row[member] in (_values(asked, name) or {row[member]}) for name, member in _BY.items()
    )


def _values(asked: dict[str, Any], name: str) -> set[str]:
    filters = asked.get("filterCriteria", {}).get(name, ())
    if len(filters) > MOST_VALUES:
        raise RefusedError(400, "ValidationException")
    return {one["value"] for one in filters}
