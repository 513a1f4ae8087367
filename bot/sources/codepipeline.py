"""AWS CodePipeline: how often a pipeline reaches its end, and how often that is rolled back.

Read are times, outcomes, what went in, and what rolled back to what. Which pipeline deploys to
production is for `coach.yml` to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Annotated, Any, NamedTuple, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources import aws
from bot.sources.aws_places import Place, each_there, places
from bot.sources.codepipeline_execution import Execution, outcomes, read
from bot.sources.deployments import FAILURES, FREQUENCY, TRAILING, told
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

WHAT = "pipeline"
HISTORY = timedelta(days=365)
"""CodePipeline lists the executions of the last twelve months."""
ROWS_A_PAGE = 100
"""The most that AWS allows."""


class CodePipelineScope(Model):
    """A pipeline that ends in production."""

    pipeline: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.@_-]{1,100}$")]


class _Found(NamedTuple):
    since: datetime | None
    now: datetime | None
    executions: Sequence[Execution]


class CodePipeline(Source):
    """Executions that reached production, and which of them were rolled back."""

    kind = "codepipeline"
    title = "AWS CodePipeline"
    calendar = Calendar.TEAM
    trailing = TRAILING
    metrics = (FREQUENCY, FAILURES)
    permissions = ("codepipeline:GetPipeline", "codepipeline:ListPipelineExecutions")
    history = "AWS lists the executions of the last twelve months."
    personal = (
        "The messages of commits, who started an execution and how a pipeline is built pass through"
        " memory unread; of a commit only its id is looked at, to see whether it runs already."
    )
    Options = aws.AwsOptions
    Scope = CodePipelineScope

    @override
    def probes(self) -> Iterator[Probe]:
        pipeline, listing = self.permissions
        # By the name in coach.yml, for a right may be given for it alone.
        name = next(iter(self._places), "coach")
        client = aws.client("codepipeline", **self.options.model_dump())
        with closing(client):
            may = partial(aws.may, client)
            yield Probe(pipeline, partial(may, "get_pipeline", name=name))
            yield Probe(
                listing, partial(may, "list_pipeline_executions", pipelineName=name, maxResults=1)
            )

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        if window.start < window.end - HISTORY:
            report.history_starts = window.end - HISTORY
        client = aws.client("codepipeline", **self.options.model_dump())
        with closing(client):
            look = partial(_look, client, report)
            for place, found in each_there(self._places, WHAT, report, look):
                if found.since:
                    for team, service in place.owners:
                        report.watch(team, service, FREQUENCY, found.since)
                for outcome in outcomes(found.executions):
                    if window.holds(outcome.at):
                        yield from told(outcome, place, found.now or window.end)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return places(self.scopes, WHAT, _pipeline)


def _look(client: Any, report: Report, pipeline: str, place: Place) -> _Found:
    """Ask for all executions that AWS still lists.

    It filters by no time, and an execution may wait for an approval for weeks, so that a late end
    may stand far down the list; and what runs now may have come with the oldest of them.
    """
    told_of = aws.ask(client, "get_pipeline", name=pipeline)
    since = (told_of.get("metadata") or {}).get("created")
    pages = aws.pages(
        client,
        "list_pipeline_executions",
        report,
        cursor="nextToken",
        pipelineName=pipeline,
        maxResults=ROWS_A_PAGE,
    )
    rows = (row for page in pages for row in page.get("pipelineExecutionSummaries") or ())
    executions = []
    for number, row in enumerate(rows, start=1):
        execution = read(row)
        if isinstance(execution, str):
            report.skip(f"{place.words}, execution {number}", execution)
        else:
            executions.append(execution)
    return _Found(since, aws.clock(told_of), executions)


def _pipeline(place: TeamScope) -> str:
    return cast("CodePipelineScope", place.scope).pipeline
