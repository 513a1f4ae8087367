"""What somebody filled in to mark weeks, checked: a problem a field, each with how to mend it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.context import words
from bot.context.marker import Reason

REASON: Final = "reason"
FIRST: Final = "first_day"
LAST: Final = "last_day"
LONGEST_DAYS: Final = 366
"""A mark that holds for longer than a year explains nothing any more."""
AHEAD: Final = timedelta(days=365)
BACK: Final = timedelta(days=2 * 365)
Filled = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A reason and its days, first and last included."""

    reason: Reason
    first: date
    last: date


def read(filled: Filled, today: date) -> Stretch | dict[str, str]:
    """Return what is to be marked, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        today: the team's own day.
    """
    problems = {}
    reason = str(filled.get(REASON) or "")
    if reason not in set(Reason):
        problems[REASON] = words.CHOOSE_ONE
    days = {name: _day(filled, name) for name in (FIRST, LAST)}
    problems |= {name: said for name, day in days.items() if (said := _out_of_reach(day, today))}
    first, last = days[FIRST], days[LAST]
    if first is not None and last is not None and not {FIRST, LAST} & problems.keys():
        problems |= _order(first, last)
    if problems or first is None or last is None:
        return problems
    return Stretch(Reason(reason), first, last)


def _day(filled: Filled, name: str) -> date | None:
    try:
        return date.fromisoformat(str(filled.get(name) or ""))
    except ValueError:
        return None


def _out_of_reach(day: date | None, today: date) -> str:
    if day is None:
        return words.CHOOSE_DAY
    if day < today - BACK:
        return words.TOO_OLD
    return words.TOO_FAR if day > today + AHEAD else ""


def _order(first: date, last: date) -> dict[str, str]:
    days = (last - first).days + 1
    if days < 1:
        return {LAST: words.LAST_FIRST.format(first=f"{first:%A} {first.day} {first:%B %Y}")}
    if days > LONGEST_DAYS:
        return {LAST: words.TOO_LONG.format(days=days, most=LONGEST_DAYS)}
    return {}
