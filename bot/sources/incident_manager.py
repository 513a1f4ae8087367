"""AWS Systems Manager Incident Manager: how many incidents began, and how long each one took.

AWS takes on no new customers, but goes on keeping the incidents of those it has.

Which changes led to an incident is not told (`incident_linked_changes`). What AWS calls findings are
its own guesses, from deployments close in time. Related items may be links to a change, but nothing
in them says what they are, whether a person or AWS added them, or that anybody confirmed a cause;
and no answer names who made the change, so that nobody could be counted behind the figure.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import cached_property, partial
from typing import Annotated, Any, Self, cast

from pydantic import Field, StringConstraints, model_validator
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.sources import aws
from bot.sources.aws_incident import COUNT, RESTORE, Incident, told
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

A_PAGE = 100
"""The most that AWS allows."""
_TOKEN = "nextToken"  # noqa: S105 - a name
# `arn:aws:ssm-incidents::111122223333:incident-record/<response plan>/<id>`, as the service
# authorization reference has it. No answer names the plan in a field of its own.
_RECORD = re.compile(r":incident-record/(?P<plan>[A-Za-z0-9_-]+)/[^/]+")
_PLAN = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,200}$")]
_NONE_THERE = (
    "Incident Manager has none of the response plans in coach.yml. Look at `response_plans` and"
    " `region` there."
)


class IncidentManagerScope(Model):
    """The response plans that start the incidents of a team or service, by their names."""

    response_plans: Annotated[tuple[_PLAN, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len(set(self.response_plans)) < len(self.response_plans):
            msg = "a response plan stands in `response_plans` twice"
            raise ValueError(msg)
        return self


class IncidentManager(Source):
    """Incidents that began, and hours until they were resolved.

    All records are asked for, whatever the window: one may be resolved long after it began, and a
    week without an incident is a zero only from a plan's first incident on, because AWS does not
    say since when a plan is there. A plan that never had one says nothing.
    """

    kind = "incident_manager"
    title = "AWS Incident Manager"
    calendar = Calendar.TEAM
    metrics = (COUNT, RESTORE)
    permissions = (
        "ssm-incidents:ListResponsePlans",
        "ssm-incidents:ListIncidentRecords",
    )
    history = "As far back as Incident Manager lists incidents."
    personal = (
        "Of each incident only its response plan, its state and two times are read. Its title and"
        " who started it pass through memory with AWS's answer, and are not looked at or kept."
    )
    Options = aws.AwsOptions
    Scope = IncidentManagerScope

    @override
    def probes(self) -> Iterator[Probe]:
        plans, records = self.permissions
        with closing(self._client()) as client:
            yield Probe(plans, partial(aws.may, client, "list_response_plans", maxResults=1))
            yield Probe(records, partial(aws.may, client, "list_incident_records", maxResults=1))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        with closing(self._client()) as client:
            there = _plans(client, report)
            skipped = report.skipped.total()
            found = list(_incidents(client, self._by_plan, report))
        first: dict[str, datetime] = {}
        for plan, incident in found:
            first[plan] = min(incident.began, first.get(plan, incident.began))
        if not self._by_plan.keys() & (there | first.keys()):
            raise OperatorError(_NONE_THERE)
        # Where an incident may be missing, a week without one is no zero.
        is_whole = report.skipped.total() == skipped
        for place in self.scopes:
            _watch(place, there, first if is_whole else {}, report)
        for plan, incident in found:
            yield from told(incident, self._by_plan[plan], window, report)

    def _client(self) -> Any:
        return aws.client("ssm-incidents", **self.options.model_dump())

    @cached_property
    def _by_plan(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            for plan in _named(place):
                # Two entries of one service in coach.yml may name the same plan.
                places.setdefault(plan, {})[place.team, place.service] = place
        return {plan: tuple(whose.values()) for plan, whose in places.items()}


def _watch(
    place: TeamScope, there: Collection[str], first: Mapping[str, datetime], report: Report
) -> None:
    """Say since when a place is watched, if all its plans are there, and which are not.

    One that was deleted starts no incidents any more; its old ones are told all the same.
    """
    plans = _named(place)
    lacking = [number for number, plan in enumerate(plans, start=1) if plan not in there]
    service = f", service {place.service}" if place.service else ""
    for number in lacking:
        report.skip(
            f"team {place.team}{service}, response plan {number}",
            "Incident Manager has no response plan of this name",
        )
    if not lacking:
        for plan in first.keys() & set(plans):
            report.watch(place.team, place.service, COUNT, first[plan])


def _named(place: TeamScope) -> Sequence[str]:
    return cast("IncidentManagerScope", place.scope).response_plans


def _plans(client: Any, report: Report) -> set[str]:
    """Return the names of the response plans that are there."""
    pages = aws.pages(client, "list_response_plans", report, cursor=_TOKEN, maxResults=A_PAGE)
    return {plan.get("name") for page in pages for plan in page.get("responsePlanSummaries", ())}


def _incidents(
    client: Any, plans: Collection[str], report: Report
) -> Iterator[tuple[str, Incident]]:
    """Yield the incidents of some response plans, each once, with the plan."""
    seen: set[str] = set()
    pages = aws.pages(client, "list_incident_records", report, cursor=_TOKEN, maxResults=A_PAGE)
    for number, page in enumerate(pages, start=1):
        for row, record in enumerate(page.get("incidentRecordSummaries", ()), start=1):
            place = f"ListIncidentRecords page {number}, row {row}"
            named = _RECORD.search(record.get("arn") or "")
            if named is None:
                report.skip(place, "the incident does not say of which response plan")
            elif named["plan"] in plans and record["arn"] not in seen:
                seen.add(record["arn"])
                incident = _incident(record, place, report)
                if incident:
                    yield named["plan"], incident


def _incident(record: Mapping[str, Any], place: str, report: Report) -> Incident | None:
    began, ended = record.get("creationTime"), record.get("resolvedTime")
    if began is None:
        report.skip(place, "the incident does not say when it began")
        return None
    match record.get("status"):
        case "OPEN":
            return Incident(place, began)
        case "RESOLVED" if ended is not None:
            return Incident(place, began, ended)
        case "RESOLVED":
            problem = "the incident is resolved and does not say when"
        case _:
            problem = "the incident is neither open nor resolved"
    return Incident(place, began, problem=problem)
