"""The templates that come with Coach, as a manager reads them."""

import re
from dataclasses import astuple, replace

import pytest

from bot.metrics.catalogue import METRICS
from bot.metrics.metric import Metric
from bot.metrics.trend import Word
from bot.playbook import wording
from bot.playbook.context import Context
from bot.playbook.load import load
from bot.playbook.render import render
from bot.playbook.template import ConversationTemplate, Kind
from tests.playbook.builders import A_PAGE, WITHOUT_NUMBERS, a_trend

TEMPLATES = load().templates
SIGNALS = [template for template in TEMPLATES if template.kind is Kind.SIGNAL]
SHOWN = [metric for metric in METRICS.values() if metric.privacy.is_on_pages]


def about(metric: Metric) -> Context:
    return replace(
        A_PAGE,
        pattern=f"{metric.label} in checkout-service rose, from 12.5 to 31.0 over six weeks",
        metric=metric.label,
        question=metric.question,
        interventions=metric.interventions,
        guardrail="Beside it, the change fail rate shows no clear change over the same weeks",
    )


def pages(template: ConversationTemplate) -> list[Context]:
    named = [METRICS[condition.metric] for condition in template.when]
    contexts = [WITHOUT_NUMBERS, *(about(metric) for metric in named or SHOWN)]
    return [replace(page, with_person=person) for page in contexts for person in (False, True)]


def by_id(name: str) -> ConversationTemplate:
    return next(template for template in TEMPLATES if template.id == name)


each_template = pytest.mark.parametrize("template", TEMPLATES, ids=[t.id for t in TEMPLATES])


def test_the_nine_conversations_that_were_promised_are_there() -> None:
    assert {
        "growth_check_in", "ai_adoption", "rework_with_context", "review_wait",
        "security_findings", "test_reliability", "incident_load", "new_joiner", "no_numbers",
    } <= {template.id for template in TEMPLATES}  # fmt: skip


@each_template
def test_each_part_is_short_enough_to_read_before_a_conversation(
    template: ConversationTemplate,
) -> None:
    for page in pages(template):
        for part in astuple(render(template, page)):
            assert 40 < len(part) < 700


@each_template
def test_every_page_passes_the_wording_check(template: ConversationTemplate) -> None:
    for page in pages(template):
        for part in astuple(render(template, page)):
            assert wording.check(part) == ()


@each_template
def test_every_page_has_questions_a_guess_and_both_sides_of_one_experiment(
    template: ConversationTemplate,
) -> None:
    for page in pages(template):
        rendered = render(template, page)
        assert "cannot show" in rendered.observe or "cannot tell" in rendered.observe
        assert rendered.explore.count("?") >= 2
        assert "“Our shared guess:" in rendered.align
        assert rendered.support.count("experiment") == 1
        assert "*You offer:* “I will " in rendered.support
        assert re.search(r"^\*[\w ]+ might:\* ", rendered.support, re.MULTILINE)
        assert f"*{page.check_in}*" in rendered.support


@each_template
def test_every_page_is_slack_text_without_leftovers(template: ConversationTemplate) -> None:
    for page in pages(template):
        whole = "\n".join(astuple(render(template, page)))
        assert whole.count("*") % 2 == 0
        assert whole.count("“") == whole.count("”")
        for leftover in ("{", "}", "**", "](", "<", "\n\n\n", " \n", "..", "?.", "None", "!"):
            assert leftover not in whole


@pytest.mark.parametrize("template", SIGNALS, ids=[t.id for t in SIGNALS])
def test_a_signal_template_shows_the_pattern_and_helps_without_one_too(
    template: ConversationTemplate,
) -> None:
    metric = METRICS[template.when[0].metric]
    page = about(metric)

    shown = render(template, page)

    assert page.pattern in shown.observe
    assert page.guardrail in shown.observe
    assert page.question in shown.explore
    assert all(f"• {move}" in shown.support for move in metric.interventions)
    assert not template.needs_signal


def test_the_check_in_and_the_fallback_give_no_figure_without_a_trend() -> None:
    quiet = replace(WITHOUT_NUMBERS, weeks=7)
    for name in ("growth_check_in", "no_numbers", "new_joiner"):
        text = "\n".join(astuple(render(by_id(name), quiet)))
        assert set(re.findall(r"\d+", text)) <= {
            "7",
            "14",
        }  # the weeks, and the day of the check-in


@pytest.mark.parametrize("metric", SHOWN, ids=[metric.id for metric in SHOWN])
def test_every_metric_that_may_be_shown_has_a_template_for_when_it_moves_away(
    metric: Metric,
) -> None:
    moves = [a_trend(metric.id, word) for word in (Word.ROSE, Word.FELL)]

    holding = [
        move.word
        for move in moves
        if any(condition.holds(move) for t in TEMPLATES for condition in t.when)
    ]

    assert len(holding) == (2 if metric.better is None else 1)
