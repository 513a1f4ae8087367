"""What somebody filled in to mark weeks, checked: a problem a field, each with how to mend it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.context import naming, words
from bot.context.marker import Reason
from bot.slack.text import clean

REASON: Final = "reason"
FIRST: Final = "first_day"
LAST: Final = "last_day"
TEXT: Final = "text"
MOST: Final = 140
"""Characters of the words beside a mark."""
LONGEST_DAYS: Final = 366
"""A mark that holds for longer than a year explains nothing any more."""
AHEAD: Final = timedelta(days=365)
BACK: Final = timedelta(days=2 * 365)
Filled = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A reason, its days, first and last included, and what the team adds in its own words."""

    reason: Reason
    first: date
    last: date
    text: str = ""


def read(filled: Filled, today: date, names: Collection[str] = ()) -> Stretch | dict[str, str]:
    """Return what is to be marked, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        today: the team's own day.
        names: how the people of the team are known, whom no words may name.
    """
    problems = {}
    reason = str(filled.get(REASON) or "")
    if reason not in set(Reason):
        problems[REASON] = words.CHOOSE_ONE
    days = {name: day_of(str(filled.get(name) or "")) for name in (FIRST, LAST)}
    problems |= {name: said for name, day in days.items() if (said := _out_of_reach(day, today))}
    first, last = days[FIRST], days[LAST]
    if first is not None and last is not None and not {FIRST, LAST} & problems.keys():
        problems |= _order(first, last)
    text = " ".join(clean(str(filled.get(TEXT) or "")).split())
    if wrong := _wrong(text, reason, names):
        problems[TEXT] = wrong
    if problems or first is None or last is None:
        return problems
    return Stretch(Reason(reason), first, last, text)


def _wrong(text: str, reason: str, names: Collection[str]) -> str:
    """Return what is wrong with the words beside a mark; "" where nothing is."""
    if not text:
        return words.NEEDS_TEXT if reason == Reason.OTHER else ""
    if len(text) > MOST:
        return words.TEXT_LONG.format(length=f"{len(text):,}", most=MOST)
    return naming.refusal(text, names)


def day_of(said: str) -> date | None:
    """Return a day that is written as in 2026-11-02; None where it is none."""
    try:
        return date.fromisoformat(said)
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
