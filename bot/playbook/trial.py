"""Renders a template with made-up pages before it is ever used, so that gaps are found at the start."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.errors import OperatorError
from bot.playbook.body import Part
from bot.playbook.context import Context
from bot.playbook.render import render
from bot.playbook.template import ConversationTemplate
from bot.teams.problem import Problem

QUESTIONS: Final = 2
"""Open questions that Explore must ask; with one, a conversation is an interview for a conclusion."""

_QUESTION: Final = re.compile(r"\?(?=[\s”\"’')*_]|$)")

WITHOUT_TREND: Final = Context(
    team="Payments",
    pattern="",
    metric="",
    service="",
    word="",
    recent="",
    before="",
    weeks=6,
    question="",
    interventions=(),
    check_in="Tuesday 14 July",
    guardrail="",
    with_person=False,
)
WITH_TREND: Final = replace(
    WITHOUT_TREND,
    pattern="High-severity findings in auth-service rose, from 4 to 11 in 52 reviewed changes",
    metric="High-severity findings",
    service="auth-service",
    word="rose",
    recent="11 in 52 reviewed changes",
    before="4 in 48 reviewed changes",
    question="Where would one more check or test save us the most trouble?",
    interventions=("Add a short checklist for review.", "Pair on the next two changes."),
    guardrail="Rework after merge shows no clear change",
)
_OF_THE_WHOLE_TEAM: Final = replace(WITH_TREND, service="", before="", guardrail="", word="fell")


def trial(template: ConversationTemplate, parts: tuple[Part, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the pages that a template makes, each thing once."""
    pages = [WITH_TREND, _OF_THE_WHOLE_TEAM, *([] if template.needs_signal else [WITHOUT_TREND])]
    found: dict[Problem, None] = {}
    for page in pages:
        for with_person in (False, True):
            context = replace(page, with_person=with_person)
            found |= dict.fromkeys(_one(template, parts, context))
    yield from found


def _one(
    template: ConversationTemplate, parts: tuple[Part, ...], context: Context
) -> Iterator[Problem]:
    try:
        rendered = render(template, context)
    except OperatorError as error:
        mend = "Make it shorter; a page is read in ten minutes"
        yield Problem(template.file, parts[0].line, str(error).rstrip("."), mend)
        return
    texts = (rendered.observe, rendered.explore, rendered.align, rendered.support)
    for part, text in zip(parts, texts, strict=True):
        if not text:
            what = f"{part.name} comes out empty"
            yield Problem(template.file, part.line, what, "Write text that stands in every case")
    if len(_QUESTION.findall(rendered.explore)) < QUESTIONS:
        yield Problem(
            template.file,
            parts[1].line,
            f"Explore asks fewer than {QUESTIONS} questions",
            "Ask at least two open questions that end in a question mark, with and without a trend",
        )
