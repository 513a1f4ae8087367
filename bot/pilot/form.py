"""What somebody answered about a pilot, checked: a problem a field, each with its mend. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.pilot import words
from bot.pilot.state import Choice, Side, Written
from bot.slack.text import clean

KNEW: Final = "knew"
WORRY: Final = "worry"
CHOICE: Final = "choice"
TEXT: Final = "text"
LEAST: Final = 10
MOST: Final = 300
"""Characters: one sentence, or two."""
Filled = Mapping[str, str | bool | None]


def read(filled: Filled, side: Side) -> Written | dict[str, str]:
    """Return the answer, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        side: for which part it is.
    """
    knew, worry, chosen = (str(filled.get(name) or "") for name in (KNEW, WORRY, CHOICE))
    text = clean(str(filled.get(TEXT) or "")).strip()
    choice = next((one for one in words.CHOICE_SAID if one == chosen), None)
    problems = {
        KNEW: "" if knew in words.KNEW_SAID else words.CHOOSE_ONE,
        WORRY: "" if worry in words.WORRY_SAID else words.CHOOSE_ONE,
        CHOICE: "" if choice else words.CHOOSE_ONE,
        TEXT: _problem(text, is_needed=choice is Choice.CHANGE),
    }
    problems = {name: said for name, said in problems.items() if said}
    if problems or choice is None:
        return problems
    return Written(side, choice, knew, worry, text)


def _problem(text: str, *, is_needed: bool) -> str:
    if len(text) > MOST:
        return words.TOO_LONG.format(length=f"{len(text):,}", most=MOST)
    seen = sum(char.isprintable() and not char.isspace() for char in text)
    return words.TOO_SHORT if is_needed and seen < LEAST else ""
