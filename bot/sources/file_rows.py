"""What one row of a file of weekly figures may say, and the facts that it stands for.

A row that breaks a rule is left out whole, with a reason that never repeats what it said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import SkippedError
from bot.metrics import catalogue, forbidden
from bot.metrics.fact import Fact
from bot.metrics.histogram import LARGEST
from bot.metrics.metric import Kind, Metric, Unit
from bot.metrics.week import Week
from bot.sources.source import Window, midweek

NEEDED = ("team", "week", "metric")
"""Without these no row can be understood; which others one needs depends on its metric."""
COLUMNS = (
    "team", "service", "week", "metric", "dimension", "numerator", "denominator", "sample_size",
    "values", "contributors", "largest_share",
)  # fmt: skip

LARGEST_FIGURE = 1e9
"""No team does more of anything in a week; a larger number is a slip, and no database holds all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One week of one metric, as somebody wrote it down.

    Attributes:
        team: what stands in the column `team`.
        service: what stands in the column `service`; "" for the whole team.
        at: an instant inside the week, in UTC.
        dimension: one of the metric's dimensions, or "".
        numerator: what happened; 0 for a distribution.
        denominator: out of what, for a ratio.
        sample: how many events stand behind it.
        values: the values of a distribution, in the metric's unit.
        people: how many people stand behind it; None where the metric is nobody's doing.
        largest_share: the largest part one of them has, 0 to 1; None with `people`.
    """

    team: str
    service: str
    metric: str
    at: datetime
    dimension: str
    numerator: float
    denominator: float | None
    sample: int
    values: tuple[float, ...]
    people: int | None
    largest_share: float | None


def read(cells: Mapping[str, str], window: Window) -> Row | None:
    """Return what a row says; None for a week that lies before the window.

    Args:
        cells: the cells by column; a column that is missing is blank.
        window: what is asked for.

    Raises:
        SkippedError: the row breaks a rule; the message says which.
    """
    at = _at(cells)
    if at < window.start:
        return None
    if at >= window.end:
        raise SkippedError("the week lies after the time that was asked for")
    if not cells.get("team"):
        raise SkippedError("the row names no team")
    metric = _metric(cells.get("metric", ""))
    dimension = cells.get("dimension", "")
    if dimension not in (metric.dimensions or ("",)):
        raise SkippedError("the metric has no such dimension")
    values = _values(cells, metric)
    numerator, denominator = _figures(cells, metric)
    people, largest_share = _people(cells, metric)
    return Row(
        team=cells["team"],
        service=cells.get("service", ""),
        metric=metric.id,
        at=at,
        dimension=dimension,
        numerator=numerator,
        denominator=denominator,
        sample=_sample(cells, metric, numerator, denominator),
        values=values,
        people=people,
        largest_share=largest_share,
    )


def facts(row: Row, team: str, service: str) -> Iterator[Fact]:
    """Yield what a row stands for: one fact, or one for each value of a distribution."""
    for value in row.values or (None,):
        yield Fact(
            team=team,
            service=service,
            metric=row.metric,
            at=row.at,
            dimension=row.dimension,
            numerator=row.numerator,
            denominator=row.denominator,
            sample=row.sample,
            value=value,
            people=row.people,
            largest_share=row.largest_share,
        )


def _at(cells: Mapping[str, str]) -> datetime:
    try:
        return midweek(Week.parse(cells.get("week", "")))
    except (ValueError, OverflowError):
        raise SkippedError("the week is neither like 2026-W40 nor the date of a Monday") from None


def _metric(name: str) -> Metric:
    metric = catalogue.METRICS.get(name)
    if metric is None:
        reason = forbidden.reason(name)
        raise SkippedError(
            f"Coach does not take this metric: {reason}"
            if reason
            else "the metric is not in Coach's catalogue"
        )
    return metric


def _values(cells: Mapping[str, str], metric: Metric) -> tuple[float, ...]:
    if metric.kind is not Kind.DISTRIBUTION:
        return ()
    values = tuple(_number(part, "values") for part in cells.get("values", "").split(";"))
    if max(values) > LARGEST:
        raise SkippedError("a duration in values is longer than ten years")
    return values


def _figures(cells: Mapping[str, str], metric: Metric) -> tuple[float, float | None]:
    if metric.kind is Kind.DISTRIBUTION:
        return 0.0, None
    numerator = _number(cells.get("numerator", ""), "numerator")
    if metric.kind is Kind.COUNT:
        return numerator, None
    denominator = _number(cells.get("denominator", ""), "denominator")
    if metric.unit is Unit.SHARE and numerator > denominator:
        raise SkippedError("the numerator is larger than the denominator")
    return numerator, denominator


def _sample(
    cells: Mapping[str, str], metric: Metric, numerator: float, denominator: float | None
) -> int:
    """Return how many events stand behind each fact of the row."""
    if metric.kind is Kind.DISTRIBUTION:
        return 1
    said = cells.get("sample_size", "")
    if said:
        return _whole(said, "sample_size")
    if metric.kind is Kind.COUNT:
        # A week in which nothing happened is known, and one observation says so.
        return max(1, round(numerator))
    # Of a density, such as findings in 1,000 lines, a row alone says only that somebody looked.
    return round(denominator or 0) if metric.unit is Unit.SHARE else 1


def _people(cells: Mapping[str, str], metric: Metric) -> tuple[int | None, float | None]:
    said = cells.get("contributors", ""), cells.get("largest_share", "")
    if not metric.from_people and not any(said):
        return None, None
    if not all(said):
        raise SkippedError(
            "contributors and largest_share are missing: without them Coach cannot keep its floor"
            " of five people, so it leaves the row out"
        )
    people, largest_share = _whole(said[0], "contributors"), _number(said[1], "largest_share")
    if largest_share > 1:
        raise SkippedError("largest_share is above 1; it is a part of the whole")
    return people, largest_share


def _number(text: str, column: str) -> float:
    if not text.strip():
        raise SkippedError(f"{column} is blank, and this metric needs it")
    try:
        number = float(text)
    except ValueError:
        raise SkippedError(f"{column} is not a number") from None
    if not 0 <= number <= LARGEST_FIGURE:
        raise SkippedError(f"{column} is not between 0 and a thousand million")
    return number


def _whole(text: str, column: str) -> int:
    number = _number(text, column)
    if number != int(number):
        raise SkippedError(f"{column} is not a whole number")
    return int(number)
