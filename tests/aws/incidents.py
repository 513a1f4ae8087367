"""Incident Manager as it behaves: response plans, and records of incidents, newest first, paged."""

from datetime import datetime
from typing import Any

from tests.aws.faults import SOMEBODY
from tests.aws.server import AwsServer

SERVICE = "ssm-incidents"
_ACCOUNT = "arn:aws:ssm-incidents::111122223333:"


class Incidents:
    """Holds response plans and incident records, and answers for them on a stand-in.

    Attributes:
        a_page: rows of an answer at most, whatever is asked for.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 100
        self._plans: list[dict[str, Any]] = []
        self._records: list[dict[str, Any]] = []
        server.on(SERVICE, "ListResponsePlans", self._list_response_plans)
        server.on(SERVICE, "ListIncidentRecords", self._list_incident_records)

    def plan(self, name: str) -> None:
        """Hold a response plan."""
        self._plans.append({"arn": f"{_ACCOUNT}response-plan/{name}", "name": name})

    def began(
        self, at: datetime, ended: datetime | None = None, plan: str = "checkout", **changed: Any
    ) -> None:
        """Hold one incident; members are given as AWS names them, and left out where None."""
        number = len(self._records) + 1
        row = {
            "arn": f"{_ACCOUNT}incident-record/{plan}/6ebcc812-0000-4000-8000-{number:012d}",
            "creationTime": at,
            "resolvedTime": ended,
            "impact": 3,
            "status": "OPEN" if ended is None else "RESOLVED",
            "title": "ada.lovelace took the checkout down",
            "incidentRecordSource": {"createdBy": SOMEBODY, "source": "aws.ssm-incidents.custom"},
            **changed,
        }
        self._records.append({name: value for name, value in row.items() if value is not None})

    def _list_response_plans(self, asked: dict[str, Any]) -> dict[str, Any]:
        return self._page("responsePlanSummaries", self._plans, asked)

    def _list_incident_records(self, asked: dict[str, Any]) -> dict[str, Any]:
        return self._page("incidentRecordSummaries", self._records[::-1], asked)

    def _page(self, name: str, rows: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, Any]:
        start = int(asked.get("nextToken", 0))
        end = start + min(self.a_page, asked.get("maxResults", 100))
        page: dict[str, Any] = {name: rows[start:end]}
        if end < len(rows):
            page["nextToken"] = str(end)
        return page
