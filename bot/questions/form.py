"""What somebody wrote, checked: a question and an answer are held to the same length. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.questions import words
from bot.questions.question import Choice
from bot.slack.text import clean, quoted, unescape

METRIC: Final = "metric"
CHOICE: Final = "choice"
TEXT: Final = "text"
LEAST: Final = 10
MOST: Final = 800
"""Characters: one thing, said shortly. A question and its answer fit into one message."""
Filled = Mapping[str, str | bool | None]


def text(filled: Filled) -> str:
    """Return what was written, without control characters and outer spaces."""
    return clean(str(filled.get(TEXT) or "")).strip()


def problem(written: str) -> str:
    """Return what is wrong with a text and how to mend it; "" where nothing is."""
    seen = sum(char.isprintable() and not char.isspace() for char in written)
    if min(seen, len(written)) < LEAST:
        return words.TOO_SHORT
    if len(written) > MOST:
        return words.TOO_LONG.format(length=f"{len(written):,}", most=MOST)
    return ""


def choice(filled: Filled) -> Choice | None:
    """Return what a steward chose; None where they chose nothing that there is."""
    chosen = filled.get(CHOICE)
    return next((one for one in Choice if one == chosen), None)


def one_line(said: str) -> tuple[str, str | None]:
    """Return the number that a command names, and the question in quotation marks after it.

    Args:
        said: what follows `/coach question`, as Slack hands it over: escaped.

    Returns:
        the number, and the question; None where there are no quotation marks, "" where they are not
        closed or stand before other words.
    """
    named, text = quoted(said)
    return named, None if text is None else clean(unescape(text)).strip()
