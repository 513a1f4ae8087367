"""`/coach context add [team] <kind> <from>..<to> "text"`, read. Pure."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.context import form, words
from bot.context.marker import Reason
from bot.slack.text import clean, quote, quoted, unescape

_RANGE = re.compile(r"\s*(?:\.{2,3}|…)\s*")
_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_DAYS = re.compile(rf"{_DAY}(?:\.\.{_DAY})?")


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed, part by part, with nothing looked up yet.

    Attributes:
        team: the words that name a team; "" for none.
        filled: the other parts, as the form would have them.
        rest: all that was typed but the team, to be shown again.
    """

    team: str
    filled: form.Filled = field(repr=False)
    rest: str = field(repr=False)


def read(said: str) -> Line | str:
    """Return the parts of a line, or what is wrong with it and how to write it.

    Args:
        said: what follows `/coach context add`, as Slack hands it over: escaped.
    """
    head, text = quoted(said)
    names, days, after = _around(_RANGE.sub("..", head).split())
    first, _, last = days.partition("..")
    kinds = [place for place, word in enumerate(names) if word.lower() in set(Reason)]
    if text == "":
        return words.LINE_QUOTES
    if not days:
        return _no_days(names)
    if after:
        return words.LINE_AFTER.format(words=quote(" ".join(after)))
    if not kinds:
        return _no_kind(names)
    wrong = next((day for day in (first, last or first) if form.day_of(day) is None), "")
    if wrong:
        return words.LINE_DAY.format(words=quote(wrong))
    kind, added = names.pop(kinds[-1]).lower(), " ".join(clean(unescape(text or "")).split())
    filled = {form.REASON: kind, form.FIRST: first, form.LAST: last or first, form.TEXT: added}
    rest = f'{kind} {days} "{added}"' if added else f"{kind} {days}"
    return Line(" ".join(names), filled, rest)


def _no_kind(typed: list[str]) -> str:
    known = words.KINDS.format(kinds=", ".join(Reason))
    said = words.LINE_KIND.format(words=quote(typed[-1])) if typed else words.LINE_NO_KIND
    return f"{said} {known}"


def _around(typed: list[str]) -> tuple[list[str], str, list[str]]:
    """Return the words before the days, the days, and the words after them."""
    for place, word in enumerate(typed):
        if _DAYS.fullmatch(word):
            return typed[:place], word, typed[place + 1 :]
    return typed, "", []


def _no_days(typed: list[str]) -> str:
    """Say which word looks as if it were meant as a day, or that none does."""
    meant = next((word for word in typed if any(char.isdigit() for char in word)), "")
    return words.LINE_DAY.format(words=quote(meant)) if meant else words.LINE_NO_DAYS
