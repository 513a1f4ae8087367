"""AWS CodeDeploy: how often a deployment group deploys, and how often that is rolled back.

Read are times, outcomes and what rolled back what. Which deployment group is production is for
`coach.yml` to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import cached_property, partial
from typing import Annotated, Any, NamedTuple, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources import aws
from bot.sources.aws_places import Place, each_there, places
from bot.sources.codedeploy_deployment import LONGEST, Deployment, outcomes, read
from bot.sources.deployments import FAILURES, FREQUENCY, TRAILING, told
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

WHAT = "deployment group"
NAMES_A_CALL = 25
"""The most that AWS allows."""
MADE_UP = "d-COACH0000"
"""A deployment that is not there: whether Coach may ask for deployments shows all the same."""

_Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class CodeDeployScope(Model):
    """A deployment group that deploys to production; AWS wants both names."""

    application: _Name
    deployment_group: _Name


class _Group(NamedTuple):
    application: str
    name: str


class _Found(NamedTuple):
    since: datetime | None
    now: datetime | None
    deployments: Sequence[Deployment]


class CodeDeploy(Source):
    """Deployments to production, and which of them were rolled back."""

    kind = "codedeploy"
    title = "AWS CodeDeploy"
    calendar = Calendar.TEAM
    trailing = TRAILING
    metrics = (FREQUENCY, FAILURES)
    permissions = (
        "codedeploy:GetApplication",
        "codedeploy:ListDeployments",
        "codedeploy:BatchGetDeployments",
    )
    history = "As far back as AWS lists the deployments of a group."
    personal = (
        "The answers name nobody who deployed. Descriptions, revisions and the text of faults pass"
        " through memory unread."
    )
    Options = aws.AwsOptions
    Scope = CodeDeployScope

    @override
    def probes(self) -> Iterator[Probe]:
        application, listing, details = self.permissions
        # By the names in coach.yml, for a right may be given for these alone.
        group = next(iter(self._places), _Group("coach", "coach"))
        client = aws.client("codedeploy", **self.options.model_dump())
        with closing(client):
            may = partial(aws.may, client)
            yield Probe(
                application, partial(may, "get_application", applicationName=group.application)
            )
            yield Probe(listing, partial(may, "list_deployments", **_named(group)))
            yield Probe(details, partial(may, "batch_get_deployments", deploymentIds=[MADE_UP]))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        client = aws.client("codedeploy", **self.options.model_dump())
        with closing(client):
            look = partial(self._look, client, window, report)
            for place, found in each_there(self._places, WHAT, report, look):
                # A group tells no date of its own; before it was there, it deployed nothing.
                if found.since:
                    for team, service in place.owners:
                        report.watch(team, service, FREQUENCY, found.since)
                for outcome in outcomes(found.deployments):
                    if window.holds(outcome.at):
                        yield from told(outcome, place, found.now or window.end)

    @cached_property
    def _places(self) -> Mapping[_Group, Place]:
        return places(self.scopes, WHAT, _group)

    def _look(
        self, client: Any, window: Window, report: Report, group: _Group, place: Place
    ) -> _Found:
        """Ask for the deployments that may have ended since the window began, and all since.

        What ends inside the window was created a while before it, and what rolls it back may come
        after. The end is left open, so that a rollback is seen whatever the window.
        """
        application = aws.ask(client, "get_application", applicationName=group.application)
        pages = aws.pages(
            client,
            "list_deployments",
            report,
            cursor="nextToken",
            createTimeRange={"start": window.start - LONGEST},
            **_named(group),
        )
        # Each once, should AWS come back to an earlier page.
        names = list(
            dict.fromkeys(name for page in pages for name in page.get("deployments") or ())
        )
        since = (application.get("application") or {}).get("createTime")
        return _Found(since, aws.clock(application), list(_described(client, names, place, report)))


def _described(
    client: Any, names: Sequence[str], place: Place, report: Report
) -> Iterator[Deployment]:
    for start in range(0, len(names), NAMES_A_CALL):
        some = names[start : start + NAMES_A_CALL]
        answer = aws.ask(client, "batch_get_deployments", deploymentIds=some)
        rows = {row.get("deploymentId"): row for row in answer.get("deploymentsInfo") or ()}
        for number, name in enumerate(some, start=start + 1):
            deployment = (
                read(rows[name]) if name in rows else "AWS listed it and told nothing of it"
            )
            if isinstance(deployment, str):
                report.skip(f"{place.words}, deployment {number}", deployment)
            else:
                yield deployment


def _group(place: TeamScope) -> _Group:
    scope = cast("CodeDeployScope", place.scope)
    return _Group(scope.application, scope.deployment_group)


def _named(group: _Group) -> dict[str, Any]:
    return {"applicationName": group.application, "deploymentGroupName": group.name}
