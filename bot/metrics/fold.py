"""Folds facts into weekly team rows: where persons end and numbers begin.

Pure and streaming: it holds one cell a team, week, metric, service and dimension, and in it the
run's own made-up names of the people, for as long as the fold lasts.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.metrics import catalogue, floor
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.cell import Cell
from bot.metrics.fact import WHOLE_TEAM, Exclusion, Fact
from bot.metrics.metric import Kind
from bot.metrics.week import DAYS, Week, days_in

SETTLES_AFTER = timedelta(days=3)
"""Sources correct themselves for up to three days (Copilot's reports are final after three)."""


Watch = tuple[str, str, str]
"""Team, service ("" for the whole team), and a metric that counts."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known before the first fact.

    Attributes:
        source: the source's name in `coach.yml`.
        zones: on whose calendar each team's weeks are cut.
        first: the first week wanted of each team; what lies before it is left out.
        until: where the window ends, exclusive, in UTC: the time of the run.
        minimum_group: the organisation's floor.
    """

    source: str
    zones: Mapping[str, ZoneInfo]
    first: Mapping[str, Week]
    until: datetime
    minimum_group: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known after the last fact.

    Attributes:
        known_since: the earliest instant the source still knows of; None: all of the window.
        days: the days for which the source had an answer; None: every day it knows of.
        watched: since when a source tells all events of a team, service and metric.
    """

    known_since: datetime | None = None
    days: Collection[date] | None = None
    watched: Mapping[Watch, datetime] = field(default_factory=dict)


Key = tuple[str, Week, str]
"""Team, week, metric."""
Place = tuple[str, str]
"""Service, dimension."""


class Fold:
    """A fold in progress. Add facts in any order, then ask for the rows once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._calendars = {
            team: _calendar(first, frame.until, frame.zones[team])
            for team, first in frame.first.items()
        }
        self._said: dict[Key, dict[Place, Cell]] = defaultdict(dict)
        self._summed: dict[Key, dict[Place, Cell]] = defaultdict(dict)

    def add(self, items: Iterable[Fact | Exclusion]) -> None:
        """Take in what a source saw.

        A fact of a service counts for the service and for the whole team; where the source itself
        speaks of the whole team, its word stands instead of the sum.

        Raises:
            ValueError: a fact has a duration that cannot be true.
        """
        until = self._frame.until
        for item in items:
            calendar = self._calendars[item.team]
            place = bisect_right(calendar.starts, item.at) - 1
            if place < 0 or item.at >= until:
                continue
            group = (item.team, calendar.weeks[place], item.metric)
            _add(self._said[group], item, item.service)
            if item.service != WHOLE_TEAM:
                _add(self._summed[group], item, WHOLE_TEAM)

    def rows(self, coverage: Coverage) -> dict[str, list[WeeklyAggregate]]:
        """Return the rows that may be stored, by team.

        Raises:
            KeyError: a fact named a metric that is not in the catalogue.
            ValueError: a metric is watched that does not count events.
        """
        self._fill(coverage)
        rows: dict[str, list[WeeklyAggregate]] = defaultdict(list)
        for group, said in self._said.items():
            cells = {**self._summed.get(group, {}), **said}
            made = [
                _row(group, place, cell, self._frame, coverage)
                for place, cell in sorted(cells.items())
                if cell.says_something
            ]
            from_people = catalogue.get(group[2]).from_people
            kept = floor.keep(
                made, self._frame.minimum_group, from_people=from_people, rests=_rests(cells)
            )
            rows[group[0]].extend(kept)
        return dict(rows)

    def _fill(self, coverage: Coverage) -> None:
        """Make a whole week without an event a zero, where the source would have told of one."""
        for (team, service, metric_id), since in coverage.watched.items():
            metric, zone = catalogue.get(metric_id), self._frame.zones[team]
            if metric.kind is not Kind.COUNT or metric.from_people:
                msg = f"{metric_id} is no count of events, so that a week without one is no zero"
                raise ValueError(msg)
            week = max(Week.containing(since, zone).plus(1), self._frame.first[team])
            while week.ends(zone) <= self._frame.until:
                if _days_covered(week, zone, self._frame.until, coverage) == DAYS:
                    self._watch((team, week, metric_id), service, metric.dimensions or ("",))
                week = week.plus(1)

    def _watch(self, key: Key, service: str, dimensions: Iterable[str]) -> None:
        for dimension in dimensions:
            self._said[key].setdefault((service, dimension), Cell()).is_watched = True
            if service != WHOLE_TEAM:
                self._summed[key].setdefault((WHOLE_TEAM, dimension), Cell()).is_watched = True

    def keys(self) -> Iterator[Key]:
        """Yield of which team, week and metric anything was said."""
        yield from self._said

    def whole(self, key: Key) -> dict[str, Cell]:
        """Return what a whole team did, by dimension, whether it may be stored or not."""
        cells = {**self._summed.get(key, {}), **self._said.get(key, {})}
        return {
            of: cell for (service, of), cell in cells.items() if not service and cell.says_something
        }

    def row(self, key: Key, dimension: str, cell: Cell, coverage: Coverage) -> WeeklyAggregate:
        """Return the row of a whole team or group, of which the frame knows the zone."""
        return _row(key, (WHOLE_TEAM, dimension), cell, self._frame, coverage)


class _Calendar(NamedTuple):
    """The weeks that are wanted of a team, and when each begins, in UTC."""

    starts: Sequence[datetime]
    weeks: Sequence[Week]


def _calendar(first: Week, until: datetime, zone: ZoneInfo) -> _Calendar:
    """Lay the weeks out once: to reckon with zones for each fact would be most of the work."""
    weeks = [first]
    while weeks[-1].ends(zone) < until:
        weeks.append(weeks[-1].plus(1))
    return _Calendar([week.starts(zone) for week in weeks], weeks)


def _add(cells: dict[Place, Cell], item: Fact | Exclusion, service: str) -> None:
    place = (service, item.dimension if isinstance(item, Fact) else "")
    cell = cells.get(place)
    if cell is None:
        cell = cells[place] = Cell()
    if isinstance(item, Fact):
        cell.add(item)
    else:
        cell.excluded[item.reason] += item.count


def _rests(cells: Mapping[Place, Cell]) -> Iterator[floor.Rest]:
    """Yield what the services leave of the whole team, a dimension each, where they leave anything."""
    for dimension in {dimension for _, dimension in cells}:
        whole = cells.get((WHOLE_TEAM, dimension), Cell())
        parts = [
            cell
            for (service, of), cell in cells.items()
            if service and of == dimension and cell.sample
        ]
        if parts and whole.sample != sum(part.sample for part in parts):
            yield _rest(whole, parts)


def _rest(whole: Cell, parts: Iterable[Cell]) -> floor.Rest:
    actors = Counter(whole.actors)
    for part in parts:
        actors.subtract(part.actors)
    left = [number for number in actors.values() if number]
    if not left or min(left) < 0:  # The source knows nobody, or counts the whole in its own way.
        return floor.Rest(None, None)
    return floor.Rest(len(left), max(left) / sum(left))


def _row(group: Key, place: Place, cell: Cell, frame: Frame, coverage: Coverage) -> WeeklyAggregate:
    (team, week, metric_id), (service, dimension) = group, place
    metric, zone = catalogue.get(metric_id), frame.zones[team]
    days = _days_covered(week, zone, frame.until, coverage)
    return WeeklyAggregate(
        team=team,
        week=week,
        metric=metric_id,
        service=service,
        dimension=dimension,
        source=frame.source,
        definition_version=metric.version,
        numerator=cell.numerator,
        denominator=cell.denominator if metric.kind is Kind.RATIO else None,
        sample_size=cell.sample,
        contributors=cell.contributors,
        largest_share=cell.largest_share,
        histogram=cell.histogram,
        days_covered=days,
        week_zone=zone.key,
        final=days == DAYS and week.ends(zone) + SETTLES_AFTER <= frame.until,
        excluded=dict(cell.excluded),
    )


def _days_covered(week: Week, zone: ZoneInfo, until: datetime, coverage: Coverage) -> int:
    """Count the days of a week that are over and for which the source had an answer."""
    return sum(
        1
        for day, begins, ends in days_in(week, zone)
        if ends <= until
        and (coverage.known_since is None or begins >= coverage.known_since)
        and (coverage.days is None or day in coverage.days)
    )
