"""CodeBuild's reports as they behave: groups and reports by ARN, a hundred at a time."""

from datetime import datetime, timedelta
from typing import Any

from tests.aws.pages import page
from tests.aws.server import AwsServer, RefusedError

SERVICE = "codebuild"
MOST = 100
_HERE = "arn:aws:codebuild:eu-west-1:111122223333"
OUTCOMES = ("SUCCEEDED", "FAILED", "ERROR", "SKIPPED", "UNKNOWN")


class CodeBuild:
    """Holds report groups and their reports, and answers for them on a stand-in.

    Attributes:
        a_page: rows of either listing at most.
        forgotten: ARNs that are listed, and of which nothing more is told.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 100
        self.forgotten: set[str] = set()
        self._reports: dict[str, list[dict[str, Any]]] = {}
        server.on(SERVICE, "ListReportGroups", self._list_report_groups)
        server.on(SERVICE, "ListReportsForReportGroup", self._list_reports_for_report_group)
        server.on(SERVICE, "BatchGetReports", self._batch_get_reports)

    def group(self, name: str) -> None:
        """Have a report group."""
        self._reports[f"{_HERE}:report-group/{name}"] = []

    def reports(
        self,
        created: datetime,
        /,
        *counts: int,
        group: str = "shop-unit",
        status: str = "SUCCEEDED",
        kind: str = "TEST",
        **changed: Any,
    ) -> str:
        """Hold one report, and return its ARN.

        Its counts are of the cases that succeeded, failed, ended in an error, were skipped, and are
        unknown; those that are left out at the end are told as none, as AWS does. Members of the
        row are given as AWS names them, and left out where they are None.
        """
        number = sum(len(rows) for rows in self._reports.values()) + 1
        told = {**dict.fromkeys(OUTCOMES, 0), **dict(zip(OUTCOMES, counts, strict=False))}
        summary = {
            "total": sum(counts),
            "statusCounts": told,
            "durationInNanoSeconds": 5_000_000_000,
        }
        row = {
            "arn": f"{_HERE}:report/{group}:00000000-0000-0000-0000-{number:012d}",
            "type": kind,
            "name": "ada.lovelace-unit",
            "reportGroupArn": f"{_HERE}:report-group/{group}",
            "executionId": f"{_HERE}:build/ada.lovelace:1",
            "status": status,
            "created": created,
            "expired": created + timedelta(days=30),
            "truncated": False,
            "testSummary": summary if kind == "TEST" else None,
            **changed,
        }
        kept = {name: value for name, value in row.items() if value is not None}
        self._reports[f"{_HERE}:report-group/{group}"].append(kept)
        return str(row["arn"])

    def _list_report_groups(self, asked: dict[str, Any]) -> dict[str, Any]:
        return _told(page("reportGroups", list(self._reports), asked, self.a_page))

    def _list_reports_for_report_group(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["reportGroupArn"] not in self._reports:
            raise RefusedError(400, "ResourceNotFoundException")
        arns = [row["arn"] for row in self._reports[asked["reportGroupArn"]]]
        ordered = arns[::-1] if asked.get("sortOrder") == "DESCENDING" else arns
        return _told(page("reports", ordered, asked, self.a_page))

    def _batch_get_reports(self, asked: dict[str, Any]) -> dict[str, Any]:
        wanted = asked["reportArns"]
        if len(wanted) > MOST:
            raise RefusedError(400, "InvalidInputException")
        rows = [row for rows in self._reports.values() for row in rows]
        found = [row for row in rows if row["arn"] in set(wanted) - self.forgotten]
        known = {row["arn"] for row in found}
        missing = [arn for arn in wanted if arn not in known]
        return _told({"reports": found, "reportsNotFound": missing})


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out what holds nothing: AWS's model allows no empty list here."""
    return {name: value for name, value in answer.items() if value}
