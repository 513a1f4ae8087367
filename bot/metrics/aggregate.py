"""The weekly aggregate: what Coach keeps of a team's week, and all that it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from bot.metrics.histogram import Histogram
from bot.metrics.week import Week

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A team's weeks from one source, from `first` to `last`, both with."""

    team: str
    source: str
    first: Week
    last: Week


class WeeklyAggregate(NamedTuple):
    """One team, week, metric, service and dimension, from one source, under one definition.

    A page is made of hundreds of them, and a named tuple is the quickest to make.

    Attributes:
        service: the service's name, or "" for the whole team.
        dimension: one of the metric's dimensions, or "".
        numerator: what happened; for a distribution, how many values there are.
        denominator: out of what, in the metric's unit; None for counts and distributions.
        sample_size: how many events stand behind it.
        contributors: how many distinct people stand behind it; None where the source knows nobody.
            Of a group: behind what is left without its teams, where that is less.
        largest_share: the largest part one of them has, 0 to 1; None where the source knows nobody.
            Of a group: of what is left without its teams, where that is more.
        histogram: the values of a distribution; None for others.
        days_covered: days of the week for which the source had an answer, 0 to 7.
        week_zone: the IANA zone on whose calendar the week was cut.
        final: whether later pulls can no longer change it.
        excluded: what was left out on purpose, by reason.
    """

    team: str
    week: Week
    metric: str
    service: str
    dimension: str
    source: str
    definition_version: int
    numerator: float
    denominator: float | None
    sample_size: int
    contributors: int | None
    largest_share: float | None
    histogram: Histogram | None
    days_covered: int
    week_zone: str
    final: bool
    excluded: Mapping[str, int] = NOTHING
