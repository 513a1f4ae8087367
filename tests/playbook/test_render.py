"""What a page is made of, and what it can never become."""

from dataclasses import astuple, fields, replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from bot.errors import OperatorError
from bot.playbook.check import check
from bot.playbook.context import Context
from bot.playbook.environment import ENVIRONMENT
from bot.playbook.load import load
from bot.playbook.render import PART_LIMIT, Rendered, render
from bot.playbook.template import ConversationTemplate
from tests.playbook.builders import A_PAGE, WITHOUT_NUMBERS, a_file

PLAYBOOK = load()
TEXTS = [field.name for field in fields(Context) if field.type is str]


def accepted(text: str) -> ConversationTemplate:
    template = check("t.md.j2", text.encode()).template
    assert template is not None
    return template


def whole(rendered: Rendered) -> str:
    return "\n".join(astuple(rendered))


def test_the_four_parts_come_without_their_headings_and_in_their_places() -> None:
    template = accepted(a_file(observe="One.", align="Three.", support="Four."))

    rendered = render(template, A_PAGE)

    assert rendered == Rendered("One.", rendered.explore, "Three.", "Four.")
    assert "##" not in whole(rendered)


def test_lines_taken_by_tags_leave_no_gap() -> None:
    observe = "One.\n{% if not pattern %}\nTwo.\n{% endif %}\n\n  \n\nThree."
    template = accepted(a_file(observe=observe, needs="[pattern]"))

    assert render(template, A_PAGE).observe == "One.\n\nThree."


def test_a_value_is_escaped_once_and_its_quotes_stay() -> None:
    template = accepted(a_file(align="{{ team | upper }} {{ team | e }}", needs="[team]"))

    rendered = render(template, replace(A_PAGE, team="R&D's <!here>"))

    assert rendered.align == "R&amp;D'S &lt;!HERE&gt; R&amp;D's &lt;!here&gt;"


@given(
    text=st.text(max_size=40) | st.sampled_from(["<!channel>", "<@U01234567>", "a&b", "{{ x }}"])
)
@settings(deadline=None, max_examples=50)
def test_no_value_brings_a_mention_or_a_link_into_any_page(text: str) -> None:
    texts: dict[str, Any] = dict.fromkeys(TEXTS, text)
    page = replace(A_PAGE, **texts, interventions=(text, text))
    for template in PLAYBOOK.templates:
        assert "<" not in whole(render(template, page))


def test_a_value_with_headings_and_tags_stays_inside_its_part() -> None:
    template = accepted(a_file(observe="Seen: {{ pattern }}.", needs="[pattern]"))
    sly = "rose\n## Align\n{% if x %}{{ 9**9 }}"

    rendered = render(template, replace(A_PAGE, pattern=sly))

    assert rendered.observe == f"Seen: {sly}."
    assert rendered.align == "Our shared guess: it is the build."


@pytest.mark.parametrize("ending", ["", ".", ". "])
def test_a_sentence_may_come_with_or_without_its_full_stop(ending: str) -> None:
    observe = "{{ pattern }}. {{ guardrail }}."
    template = accepted(a_file(observe=observe, needs="[pattern, guardrail]"))

    rendered = render(
        template, replace(A_PAGE, pattern="It rose" + ending, guardrail="So" + ending)
    )

    assert rendered.observe == "It rose. So."


def test_a_part_that_outgrows_slack_is_refused_by_name() -> None:
    template = accepted(a_file(observe="{{ team }}", needs="[team]"))

    assert len(render(template, replace(A_PAGE, team="x" * PART_LIMIT)).observe) == PART_LIMIT
    with pytest.raises(OperatorError, match=r"Observe came to 2,801 characters; 2,800 is the most"):
        render(template, replace(A_PAGE, team="x" * (PART_LIMIT + 1)))


def test_a_page_stops_growing_at_twelve_thousand_characters() -> None:
    loop = "{% for option in interventions %}{{ option }}{% endfor %}"
    template = accepted(a_file(support=f"One. {loop}", needs="[interventions]"))

    with pytest.raises(OperatorError, match=r"Support: the page went past 12,000 characters"):
        render(template, replace(A_PAGE, interventions=("x" * 100,) * 1_000_000))


def test_a_name_that_is_not_there_is_an_error_and_not_a_gap() -> None:
    part = ENVIRONMENT.from_string("{{ nobody }}")
    template = PLAYBOOK.fallback.model_copy(update={"parts": (part, part, part, part)})

    with pytest.raises(OperatorError, match=r"no_numbers\.md\.j2, Observe: 'nobody' is undefined"):
        render(template, A_PAGE)


def test_a_template_that_speaks_of_a_trend_is_not_rendered_without_one() -> None:
    template = accepted(a_file(observe="{{ pattern }}.", needs="[pattern]"))

    assert template.needs_signal
    with pytest.raises(OperatorError, match="only be used with a trend"):
        render(template, WITHOUT_NUMBERS)


@pytest.mark.parametrize(
    "observe",
    [
        "{% if pattern %}{{ pattern }}.{% else %}Calm.{% endif %}",
        "{% if metric and team %}{{ metric }}{% endif %}.",
        "{% if word == 'rose' or word == 'fell' %}{{ word }}{% endif %}.",
        "{{ question or 'What now' }}.",
        "{{ question | default('What now', true) }}.",
        "{% for option in interventions %}{{ option }} {{ metric }}{% endfor %}.",
    ],
)
def test_a_name_inside_a_condition_on_a_trend_leaves_the_template_usable_without_one(
    observe: str,
) -> None:
    names = sorted(name for name in A_PAGE.names() if name in observe)
    template = accepted(a_file(observe=observe, needs=f"[{', '.join(names)}]"))

    assert not template.needs_signal
    assert render(template, WITHOUT_NUMBERS).observe


@pytest.mark.parametrize(
    "observe",
    [
        "{% if team %}{{ metric }}{% endif %}.",
        "{% if not metric %}{{ metric }}{% endif %}.",
        "{% if metric or team %}{{ metric }}{% endif %}.",
        "{% if metric %}a{% else %}{{ metric }}{% endif %}.",
        "{% if metric == '' %}{{ metric }}{% endif %}.",
        "{{ team or metric }}.",
    ],
)
def test_a_condition_that_says_nothing_of_a_trend_guards_nothing(observe: str) -> None:
    names = sorted(name for name in ("team", "metric") if name in observe)

    assert accepted(a_file(observe=observe, needs=f"[{', '.join(names)}]")).needs_signal


def test_the_names_a_template_may_use_are_the_documented_ones() -> None:
    assert Context.names() == (
        "team", "pattern", "metric", "service", "word", "recent", "before", "weeks", "question",
        "interventions", "check_in", "guardrail", "with_person",
    )  # fmt: skip
