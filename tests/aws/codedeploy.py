"""CodeDeploy as it behaves: by application and group, by the time of creation, 25 at a time."""

from datetime import datetime, timedelta
from typing import Any

from tests.aws.pages import page
from tests.aws.server import AwsServer, RefusedError

SERVICE = "codedeploy"
MOST = 25


class CodeDeploy:
    """Holds applications, groups and deployments, and answers for them on a stand-in.

    Attributes:
        a_page: deployments of ListDeployments at most.
        forgotten: ids that are listed, and of which nothing more is told.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 100
        self.forgotten: set[str] = set()
        self._applications: dict[str, datetime | None] = {}
        self._groups: set[tuple[str, str]] = set()
        self._rows: list[dict[str, Any]] = []
        server.on(SERVICE, "GetApplication", self._get_application)
        server.on(SERVICE, "ListDeployments", self._list_deployments)
        server.on(SERVICE, "BatchGetDeployments", self._batch_get_deployments)

    def group(self, application: str, group: str, created: datetime | None) -> None:
        """Have an application, created then, with a deployment group."""
        self._applications[application] = created
        self._groups.add((application, group))

    def deploys(
        self,
        ended: datetime | None,
        status: str = "Succeeded",
        *,
        application: str = "shop",
        group: str = "production",
        took: timedelta = timedelta(minutes=20),
        creator: str | None = "user",
        triggered_by: str | None = None,
        undone_by: str | None = None,
        **changed: Any,
    ) -> str:
        """Hold one deployment, and return its id.

        Members of the row are given as AWS names them, and left out where they are None.
        """
        links = {"rollbackTriggeringDeploymentId": triggered_by, "rollbackDeploymentId": undone_by}
        links = {name: value for name, value in links.items() if value}
        row = {
            "applicationName": application,
            "deploymentGroupName": group,
            "deploymentId": f"d-{len(self._rows) + 1:09d}",
            "status": status,
            "createTime": ended - took if ended else None,
            "completeTime": ended,
            "creator": creator,
            "description": "ada.lovelace pressed the button",
            "rollbackInfo": links or None,
            **changed,
        }
        self._rows.append({name: value for name, value in row.items() if value is not None})
        return str(row["deploymentId"])

    def _get_application(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["applicationName"]
        if name not in self._applications:
            raise RefusedError(400, "ApplicationDoesNotExistException", f"No application {name}")
        created = self._applications[name]
        told = {"applicationName": name, "gitHubAccountName": "ada.lovelace"}
        return {"application": told | ({"createTime": created} if created else {})}

    def _list_deployments(self, asked: dict[str, Any]) -> dict[str, Any]:
        group = (asked["applicationName"], asked["deploymentGroupName"])
        if group not in self._groups:
            raise RefusedError(400, "DeploymentGroupDoesNotExistException", f"No group {group}")
        # The wire carries seconds; a row without a time of creation is listed all the same.
        since = asked.get("createTimeRange", {}).get("start", 0)
        found = [
            row["deploymentId"]
            for row in self._rows
            if (row["applicationName"], row["deploymentGroupName"]) == group
            and ("createTime" not in row or row["createTime"].timestamp() >= since)
        ]
        return page("deployments", found, asked, self.a_page)

    def _batch_get_deployments(self, asked: dict[str, Any]) -> dict[str, Any]:
        if len(asked["deploymentIds"]) > MOST:
            raise RefusedError(400, "BatchLimitExceededException")
        wanted = set(asked["deploymentIds"]) - self.forgotten
        return {"deploymentsInfo": [row for row in self._rows if row["deploymentId"] in wanted]}
