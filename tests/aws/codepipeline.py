"""CodePipeline as it behaves: by pipeline, newest first, a hundred at a time, filtered by nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.aws.pages import page
from tests.aws.server import AwsServer, RefusedError

SERVICE = "codepipeline"
_SOMEBODY = "arn:aws:iam::111122223333:user/ada.lovelace"


class CodePipeline:
    """Holds pipelines and their executions, and answers for them on a stand-in.

    Attributes:
        a_page: executions of ListPipelineExecutions at most.
    """

    def __init__(self, server: AwsServer) -> None:
        self.a_page = 100
        self._pipelines: dict[str, datetime | None] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        server.on(SERVICE, "GetPipeline", self._get_pipeline)
        server.on(SERVICE, "ListPipelineExecutions", self._list_pipeline_executions)

    def pipeline(self, name: str, created: datetime | None) -> None:
        """Have a pipeline, created then."""
        self._pipelines[name] = created
        self._rows[name] = []

    def runs(
        self,
        ended: datetime,
        status: str = "Succeeded",
        *,
        pipeline: str = "shop",
        revision: str | Mapping[str, str] | None = None,
        took: timedelta = timedelta(minutes=20),
        trigger: str = "WebhookV2",
        returns_to: str | None = None,
        **changed: Any,
    ) -> str:
        """Hold one execution, and return its id.

        Members of the row are given as AWS names them, and left out where they are None. What goes
        in is new each time, unless a revision or one an action is given.
        """
        number = sum(len(rows) for rows in self._rows.values()) + 1
        went_in = revision if isinstance(revision, Mapping) else {"Source": revision or f"{number}"}
        row = {
            "pipelineExecutionId": f"00000000-0000-0000-0000-{number:012d}",
            "status": status,
            "startTime": ended - took,
            "lastUpdateTime": ended,
            "executionType": "ROLLBACK" if returns_to else "STANDARD",
            "rollbackMetadata": {"rollbackTargetPipelineExecutionId": returns_to}
            if returns_to
            else None,
            "trigger": {"triggerType": trigger, "triggerDetail": _SOMEBODY},
            "sourceRevisions": [
                {
                    "actionName": action,
                    "revisionId": one,
                    "revisionSummary": "ada.lovelace merged this",
                }
                for action, one in went_in.items()
            ],
            **changed,
        }
        self._rows[pipeline].append({key: value for key, value in row.items() if value is not None})
        return str(row["pipelineExecutionId"])

    def _get_pipeline(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["name"]
        if name not in self._pipelines:
            raise RefusedError(400, "PipelineNotFoundException", f"No pipeline {name}")
        created = self._pipelines[name]
        return {
            "pipeline": {"name": name, "roleArn": _SOMEBODY, "stages": []},
            "metadata": {"created": created} if created else {},
        }

    def _list_pipeline_executions(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["pipelineName"]
        if name not in self._pipelines:
            raise RefusedError(400, "PipelineNotFoundException", f"No pipeline {name}")
        newest_first = self._rows[name][::-1]
        return page("pipelineExecutionSummaries", newest_first, asked, self.a_page)
