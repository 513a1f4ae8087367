"""The form in which a steward says not yet, and what may stand in it. Pure."""

from collections.abc import Mapping
from typing import Final

from bot.approvals import words
from bot.approvals.carried import View
from bot.slack import inputs
from bot.slack.text import clean

REASON: Final = "reason"
LEAST: Final = 10
MOST: Final = 300
"""Characters: one thing that is missing, said shortly."""


def not_yet(request: str) -> inputs.View:
    """Return the form.

    Args:
        request: the request's id.
    """
    hint = words.FORM_HINT.format(least=LEAST, most=MOST)
    return inputs.modal(
        View.NOT_YET,
        words.FORM_TITLE,
        [inputs.text_input(REASON, words.FORM_REASON, hint=hint)],
        submit=words.FORM_SUBMIT,
        close=words.CLOSE,
        private_metadata=request,
    )


def reason_in(filled: Mapping[str, inputs.Filled]) -> str:
    """Return what was written, without control characters and outer spaces."""
    return clean(str(filled.get(REASON) or "")).strip()


def problem(reason: str) -> str:
    """Return what is wrong with a reason and how to mend it; "" where nothing is."""
    if sum(char.isprintable() and not char.isspace() for char in reason) < LEAST:
        return words.TOO_SHORT
    if len(reason) > MOST:
        return words.TOO_LONG.format(length=f"{len(reason):,}", most=MOST)
    return ""
