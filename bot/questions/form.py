"""What somebody wrote, checked: a question and an answer are held to the same length. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.questions import words
from bot.slack.text import clean

METRIC: Final = "metric"
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
