"""AWS Systems Manager OpsCenter: how many incidents began, and how long each one took.

OpsCenter keeps no instant at which an OpsItem was resolved (`ActualEndTime` is of change requests
alone). What stands for it is the last change of one that is resolved, so that a note written later
makes it longer and moves it into the week of the note.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Annotated, Any, Self, cast

from pydantic import StringConstraints, model_validator
from typing_extensions import override

from bot.metrics.fact import Fact
from bot.sources import aws
from bot.sources.aws_incident import COUNT, RESTORE, Incident, told
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

A_PAGE = 50
"""The most that AWS allows."""
BEFORE = timedelta(weeks=2)
"""An OpsItem older than the window by this much shows that all of the window's weeks are watched:
the first whole week after it lies before the window, or begins it, on every calendar."""
ISSUE = "/aws/issue"
"""The only type that may be an incident; insights and change requests are none."""
_OPEN, _ENDED = {"Open", "InProgress"}, {"Resolved", "Closed"}
_NO_INCIDENTS = ("cloudwatch", "security hub")
_AWS_KEYS = ("amazon", "aws", "amzn", "ssm")

_Filter = Mapping[str, Any]


class OperationalData(Model):
    """One searchable pair that OpsItems of a service carry, such as `service` and `checkout`."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    value: Annotated[str, StringConstraints(min_length=1)]


class OpsCenterScope(Model):
    """Which OpsItems are incidents of a team or service: all that is said must be true of them.

    Attributes:
        origin: what OpsCenter calls their source, word for word.
        data: a pair among their operational data.
        category: narrows either of the two down, `Availability`.
    """

    origin: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None
    data: OperationalData | None = None
    category: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None

    @model_validator(mode="after")
    def _says_whose_they_are(self) -> Self:
        if self.origin is None and self.data is None:
            msg = "`origin` or `data` must say which OpsItems are meant"
            raise ValueError(msg)
        if self.origin and any(name in self.origin.lower() for name in _NO_INCIDENTS):
            msg = "alarms and security findings are no incidents; `origin` must name others"
            raise ValueError(msg)
        if self.data and self.data.key.lower().lstrip("/").startswith(_AWS_KEYS):
            msg = "`data` must name a key of your own; AWS's do not say whose an OpsItem is"
            raise ValueError(msg)
        return self

    @property
    def filters(self) -> list[_Filter]:
        """The same, as AWS is asked for it."""
        said = {"Source": self.origin, "Category": self.category}
        if self.data:
            said["OperationalData"] = json.dumps(self.data.model_dump(), separators=(",", ":"))
        return [_filter(key, "Equal", value) for key, value in said.items() if value]


class OpsCenter(Source):
    """Incidents that began, and hours until the last change of those that are resolved.

    A week without an incident is a zero only from the first one on that OpsCenter still has for a
    service, because nothing says since when anybody writes them there.
    """

    kind = "ops_center"
    title = "AWS OpsCenter"
    calendar = Calendar.TEAM
    metrics = (COUNT, RESTORE)
    permissions = ("ssm:DescribeOpsItems",)
    history = "As far back as OpsCenter lists OpsItems."
    personal = (
        "Of each OpsItem only its id, its type, its state and two times are read. Its title, its data"
        " and who wrote or changed it pass through memory with AWS's answer, and are not looked at"
        " or kept."
    )
    Options = aws.AwsOptions
    Scope = OpsCenterScope

    @override
    def probes(self) -> Iterator[Probe]:
        with closing(self._client()) as client:
            ask = partial(aws.may, client, "describe_ops_items", MaxResults=1)
            yield Probe(self.permissions[0], ask)

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        counted: set[tuple[str, str, str]] = set()
        with closing(self._client()) as client:
            scopes = self._by_scope().items()
            for number, (scope, places) in enumerate(scopes, start=1):
                skipped = report.skipped.total()
                found = dict(_since(client, scope, number, window, report))
                first = [incident.began for incident in found.values()]
                first += _one_before(client, scope, number, window, report)
                if report.skipped.total() == skipped and first:
                    for place in places:
                        report.watch(place.team, place.service, COUNT, min(first))
                for name, incident in found.items():
                    # Two entries of one service in coach.yml may both mean it.
                    new = [at for at in places if (at.team, at.service, name) not in counted]
                    counted.update((at.team, at.service, name) for at in new)
                    yield from told(incident, new, window, report)
                report.progress(number, len(scopes))

    def _client(self) -> Any:
        return aws.client("ssm", **self.options.model_dump())

    def _by_scope(self) -> Mapping[OpsCenterScope, Sequence[TeamScope]]:
        places: dict[OpsCenterScope, list[TeamScope]] = {}
        for place in self.scopes:
            places.setdefault(cast("OpsCenterScope", place.scope), []).append(place)
        return places


def _since(
    client: Any, scope: OpsCenterScope, number: int, window: Window, report: Report
) -> Iterator[tuple[str, Incident]]:
    """Yield whatever was changed in the window or later, or a little before, by its id.

    What began in the window is among it: nothing is changed before it is there.
    """
    changed = _filter("LastModifiedTime", "GreaterThan", _written(window.start - BEFORE))
    return _listed(client, [*scope.filters, changed], f"scope {number}", report)


def _one_before(
    client: Any, scope: OpsCenterScope, number: int, window: Window, report: Report
) -> list[datetime]:
    """Return when one incident began that is older than all whose beginnings are asked for."""
    older = _filter("CreatedTime", "LessThan", _written(window.start - BEFORE))
    found = _listed(client, [*scope.filters, older], f"before the window, scope {number}", report)
    return [incident.began for _, incident in islice(found, 1)]


def _listed(
    client: Any, filters: Sequence[_Filter], what: str, report: Report
) -> Iterator[tuple[str, Incident]]:
    pages = aws.pages(
        client, "describe_ops_items", report, OpsItemFilters=list(filters), MaxResults=A_PAGE
    )
    for number, page in enumerate(pages, start=1):
        for row, item in enumerate(page.get("OpsItemSummaries", ()), start=1):
            if item.get("OpsItemType") in {None, ISSUE}:
                place = f"DescribeOpsItems {what}, page {number}, row {row}"
                incident = _incident(item, place)
                if incident and item.get("OpsItemId"):
                    yield item["OpsItemId"], incident
                else:
                    report.skip(place, "the OpsItem has no id or does not say when it began")


def _incident(item: Mapping[str, Any], place: str) -> Incident | None:
    began, changed, status = (
        item.get(name) for name in ("CreatedTime", "LastModifiedTime", "Status")
    )
    if began is None:
        return None
    if status in _OPEN:
        return Incident(place, began)
    if status not in _ENDED:
        return Incident(place, began, problem="the OpsItem is neither open nor resolved")
    if changed is None:
        return Incident(place, began, problem="the OpsItem is resolved and does not say when")
    return Incident(place, began, changed)


def _filter(key: str, operator: str, value: str) -> _Filter:
    return {"Key": key, "Values": [value], "Operator": operator}


def _written(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
