"""Makes facts of what DevLake's database answers, for each team and service of a project."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.week import Week
from bot.sources import devlake_questions as questions
from bot.sources.devlake_database import Reading, moment
from bot.sources.source import TeamScope, Window

INCIDENTS, RESTORE = "incident_count", "incident_restore_time"
LEAD, FINDINGS = "lead_time", "findings_opened"
FIRST_DEPLOYMENT, NO_FIRST_COMMIT = "first_deployment", "no_first_commit"
_HOUR = timedelta(hours=1)
_SEVERITIES = {
    "BLOCKER": "critical",
    "CRITICAL": "high",
    "MAJOR": "medium",
    "MINOR": "low",
    "INFO": "info",
    "": "unrated",
}
"""SonarQube's words, whose `critical` is its second. A security hotspot has none."""

Skip = Callable[[str, str], None]
"""Is told of what cannot be read, by place and reason."""


class Asked(NamedTuple):
    """One project, and whom it concerns."""

    project: str
    places: Sequence[TeamScope]
    window: Window


def incidents(reading: Reading, asked: Asked, skip: Skip) -> Iterator[Fact]:
    """Yield incidents in the week in which they began, and how long they took when they ended."""
    window = asked.window
    question = questions.incidents(asked.project, window.start, window.end)
    for number, row in enumerate(reading.rows(question, questions.INCIDENTS), start=1):
        began, ended = moment(row[0]), moment(row[1])
        if began is None:
            skip(f"incident {number}", "the incident does not say when it began")
            continue
        for place in asked.places:
            if window.holds(began):
                yield Fact(place.team, place.service, INCIDENTS, began, numerator=1)
            if ended is not None and began <= ended and window.holds(ended):
                hours = (ended - began) / _HOUR
                yield Fact(place.team, place.service, RESTORE, ended, value=hours)
        if ended is not None and ended < began:
            skip(f"incident {number}", "the incident ended before it began")


def findings(reading: Reading, asked: Asked, skip: Skip) -> Iterator[Fact]:
    """Yield findings in the week in which the scanner saw them first, each once."""
    seen: set[str] = set()
    window = asked.window
    question = questions.findings(asked.project, window.start, window.end)
    for number, row in enumerate(reading.rows(question, questions.FINDINGS), start=1):
        identity, severity, at = str(row[0]), str(row[1] or "").upper(), moment(row[2])
        if at is None:
            skip(f"finding {number}", "the finding does not say when it was first seen")
        elif severity not in _SEVERITIES:
            skip(f"finding {number}", "the finding has a severity that Coach does not know")
        elif (own := _without_connection(identity)) not in seen:
            seen.add(own)
            dimension = _SEVERITIES[severity]
            for place in asked.places:
                yield Fact(place.team, place.service, FINDINGS, at, dimension, numerator=1)


def _without_connection(identity: str) -> str:
    """Take the number of the connection out of DevLake's id, `sonarqube:SonarqubeIssue:1:AX…`."""
    plugin, _, rest = identity.partition(":")
    entity, _, rest = rest.partition(":")
    connection, _, own = rest.partition(":")
    return f"{plugin}:{entity}:{own}" if own and connection.isdigit() else identity


def changes(
    reading: Reading, asked: Asked, place: TeamScope, skip: Skip
) -> Iterator[Fact | Exclusion]:
    """Yield lead times of a team's own people, a week at a time, with how many they were.

    The people are those of the whole week, wherever the window cuts it.
    """
    window, zone = asked.window, place.zone
    week = Week.containing(window.start, zone)
    while week.starts(zone) < window.end:
        whole = Window(week.starts(zone), week.ends(zone))
        part = Window(max(whole.start, window.start), min(whole.end, window.end))
        yield from _of_one_week(reading, asked.project, place, (whole, part), skip)
        week = week.plus(1)


def _of_one_week(
    reading: Reading, project: str, place: TeamScope, week: tuple[Window, Window], skip: Skip
) -> Iterator[Fact | Exclusion]:
    whole, part = week
    hours: list[tuple[datetime, float]] = []
    question = questions.changes(project, place.people, part.start, part.end)
    for number, row in enumerate(reading.rows(question, questions.CHANGES), start=1):
        began, ended = moment(row[0]), moment(row[1])
        if ended is None:
            continue  # Not in the window, then: it cannot be asked for.
        if began is None or row[2]:
            reason = FIRST_DEPLOYMENT if row[2] else NO_FIRST_COMMIT
            yield Exclusion(place.team, place.service, LEAD, ended, reason)
        elif ended < began:
            skip(f"change {number}", "the change was deployed before its first commit")
        else:
            hours.append((ended, (ended - began) / _HOUR))
    if not hours:
        return
    question = questions.behind(project, place.people, whole.start, whole.end)
    people, most, number_of = next(iter(list(reading.rows(question, questions.CHANGES))))
    share = int(most) / int(number_of)
    for ended, value in hours:
        yield Fact(
            team=place.team,
            service=place.service,
            metric=LEAD,
            at=ended,
            value=value,
            people=int(people),
            largest_share=share,
        )
