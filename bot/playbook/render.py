"""Renders a template into the four parts of a page, as Slack mrkdwn."""

import re
from dataclasses import dataclass
from typing import Final

from jinja2 import Template, TemplateError

from bot.errors import OperatorError
from bot.playbook.context import Context
from bot.playbook.template import PARTS, ConversationTemplate

PART_LIMIT: Final = 2_800
"""Characters a part. Slack takes 3,000 in a section; the rest is for the page around it."""
PAGE_LIMIT: Final = 12_000
"""Characters of all four parts before blank lines are taken out, so what a template may produce."""

_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The four parts of a conversation, as mrkdwn, without their headings."""

    observe: str
    explore: str
    align: str
    support: str


def render(template: ConversationTemplate, context: Context) -> Rendered:
    """Render a template. Each value is escaped on its way out; pass plain text.

    Raises:
        OperatorError: it grew too long, used a name that is not there, or needs a trend and
            there is none.
    """
    if template.needs_signal and not context.has_signal:
        raise OperatorError(f"{template.file}: `{template.id}` can only be used with a trend.")
    left = PAGE_LIMIT
    texts = []
    for name, part in zip(PARTS, template.parts, strict=True):
        text = _generate(f"{template.file}, {name}", part, context, left)
        left -= len(text)
        texts.append(_BLANK_LINES.sub("\n\n", text).strip())
        if len(texts[-1]) > PART_LIMIT:
            raise OperatorError(
                f"{template.file}: {name} came to {len(texts[-1]):,} characters; "
                f"{PART_LIMIT:,} is the most."
            )
    return Rendered(*texts)


def _generate(place: str, part: Template, context: Context, limit: int) -> str:
    pieces = []
    length = 0
    try:
        for piece in part.generate(context.values()):
            length += len(piece)
            if length > limit:
                raise OperatorError(f"{place}: the page went past {PAGE_LIMIT:,} characters.")
            pieces.append(piece)
    except TemplateError as error:
        raise OperatorError(f"{place}: {error}.") from error
    return "".join(pieces)
