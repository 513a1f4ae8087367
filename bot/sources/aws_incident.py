"""What an incident that AWS keeps says of the teams and services it belongs to."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.metrics.fact import Fact
from bot.sources.source import Report, TeamScope, Window

COUNT, RESTORE = "incident_count", "incident_restore_time"
_HOUR = timedelta(hours=1)


class Incident(NamedTuple):
    """One incident, without a word of what it was about.

    Attributes:
        row: where it stands in AWS's answers, for the report.
        began: aware, in UTC.
        ended: when it was resolved; None while it is open.
        problem: why its end cannot be told, where that is so.
    """

    row: str
    began: datetime
    ended: datetime | None = None
    problem: str = ""


def told(
    incident: Incident, places: Iterable[TeamScope], window: Window, report: Report
) -> Iterator[Fact]:
    """Yield what lies in the window: one fact where it began, and one where it was resolved.

    One whose end cannot be told is counted as begun, and its length is left out.
    """
    began, ended = incident.began, incident.ended
    places = tuple(places)
    if window.holds(began):
        for place in places:
            yield Fact(place.team, place.service, COUNT, began, numerator=1)
        if incident.problem:
            report.skip(incident.row, incident.problem)
    if ended is None or not window.holds(ended):
        return
    if ended < began:
        report.skip(incident.row, "the incident ended before it began")
        return
    for place in places:
        hours = (ended - began) / _HOUR
        yield Fact(place.team, place.service, RESTORE, ended, value=hours)
