"""Which template is chosen, why, and that the order of the input makes no difference."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from bot.metrics.catalogue import METRICS
from bot.metrics.trend import Trend, Word
from bot.playbook.load import load
from bot.playbook.match import Choice, match
from bot.playbook.template import Kind
from tests.playbook.builders import a_file, a_trend, write

PLAYBOOK = load()
NOTHING = "Fewer than five people stand behind the numbers, so none is shown."


def choose(*trends: Trend, topic: str | None = None, focus: tuple[str, ...] = ()) -> Choice:
    return match(trends, PLAYBOOK, weeks=6, focus=focus, topic=topic, no_data_reason=NOTHING)


# What the numbers ask for.


def test_a_clear_move_away_brings_up_its_template_with_the_reason() -> None:
    findings = a_trend("findings_new", service="auth-service", before=4, recent=11)

    choice = choose(findings, a_trend("rework_after_merge", "no clear change"))

    assert choice.template.id == "security_findings"
    assert choice.trend == findings
    assert choice.reason == (
        "Chosen because high-severity findings in auth-service rose in the last six weeks."
    )


@pytest.mark.parametrize(
    ("metric", "word", "sentence"),
    [
        ("pr_cycle_time", "rose", "pull request cycle time rose"),
        ("first_review_wait", "rose", "the wait for a first review rose"),
        ("change_fail_rate", "rose", "the change fail rate rose"),
        ("deployment_frequency", "fell", "deployment frequency fell"),
        ("ai_acceptance", "fell", "the share of AI suggestions accepted fell"),
        ("ai_active_share", "rose", "use of the AI assistant rose"),
    ],
)
def test_the_reason_reads_as_one_sentence_for_any_metric(
    metric: str, word: str, sentence: str
) -> None:
    reason = choose(a_trend(metric, word)).reason

    assert reason == f"Chosen because {sentence} in the last six weeks."


def test_every_metric_that_moves_away_reads_in_lower_case_mid_sentence() -> None:
    for metric in METRICS.values():
        word = "fell" if metric.id == "deployment_frequency" else "rose"
        reason = choose(a_trend(metric.id, word)).reason
        assert not metric.privacy.is_on_pages or reason.split()[2].islower()


@pytest.mark.parametrize(
    ("weeks", "span"),
    [(1, "the last week"), (4, "the last four weeks"), (12, "the last twelve weeks"),
     (13, "the last 13 weeks")],
)  # fmt: skip
def test_the_reason_names_the_weeks_that_were_looked_at(weeks: int, span: str) -> None:
    assert match([a_trend()], PLAYBOOK, weeks=weeks).reason.endswith(f" in {span}.")


def test_a_metric_of_the_teams_decision_comes_before_all_others() -> None:
    trends = [a_trend("findings_new"), a_trend("pr_cycle_time")]

    assert choose(*trends).template.id == "security_findings"
    assert choose(*trends, focus=("pr_cycle_time",)).template.id == "review_wait"


def test_a_move_away_comes_before_use_and_use_before_an_improvement(tmp_path: Path) -> None:
    better = a_file(name="well_done", when="[{metric: findings_new, words: [fell]}]", order=1)
    playbook = load(write(tmp_path, well_done=better))
    improved, use = a_trend("findings_new", "fell"), a_trend("ai_acceptance", "rose")

    def chosen(*trends: Trend) -> str:
        return match(trends, playbook, weeks=6).template.id

    assert chosen(improved, use, a_trend("lead_time", "rose")) == "release_flow"
    assert chosen(improved, use) == "ai_adoption"
    assert chosen(improved) == "well_done"


def test_a_guardrail_comes_before_an_outcome_and_an_outcome_before_a_process() -> None:
    process, outcome = a_trend("pr_cycle_time"), a_trend("rework_after_merge")

    assert choose(process, outcome).template.id == "rework_with_context"
    assert choose(process, outcome, a_trend("test_failure_rate")).template.id == "test_reliability"


def test_a_tie_is_broken_by_the_templates_order_and_then_by_its_id(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a=a_file(name="b_template", order=50),
        b=a_file(name="a_template", order=50),
        c=a_file(name="c_template", order=49),
    )
    choice = match([a_trend("pr_cycle_time")], load(folder), weeks=6)

    assert choice.template.id == "c_template"
    assert [other.id for other in choice.others[:3]] == ["a_template", "b_template", "review_wait"]


def test_two_metrics_of_one_template_that_weigh_the_same_go_by_their_ids() -> None:
    cycle, wait = a_trend("pr_cycle_time"), a_trend("first_review_wait")

    assert choose(cycle, wait).trend == choose(wait, cycle).trend == wait


def test_of_several_services_the_one_that_changed_most_relatively_is_named() -> None:
    large = a_trend("findings_new", service="checkout", before=40, recent=60)
    small = a_trend("findings_new", service="auth-service", before=2, recent=5)
    whole = a_trend("findings_new", before=1, recent=50)

    choice = choose(large, whole, small)

    assert choice.trend == small
    assert "in auth-service rose" in choice.reason


def test_a_rise_from_nothing_is_the_largest_change_there_is() -> None:
    new = a_trend("findings_new", service="checkout", before=0, recent=1)

    assert choose(a_trend("findings_new", service="a", before=1, recent=90), new).trend == new


def test_services_that_changed_alike_are_named_in_the_order_of_their_names() -> None:
    names = [a_trend("findings_new", service=name) for name in ("c", "a", "b")]

    assert choose(*names).trend == names[1]


def test_the_whole_team_is_named_when_no_service_is_clear() -> None:
    whole = a_trend("findings_new")

    choice = choose(a_trend("findings_new", "no clear change", service="checkout"), whole)

    assert choice.trend == whole
    assert "high-severity findings rose" in choice.reason


def test_a_service_that_got_worse_is_heard_while_the_team_got_better() -> None:
    service = a_trend("findings_new", "rose", service="auth-service")

    choice = choose(a_trend("findings_new", "fell", before=30, recent=20), service)

    assert choice.trend == service


def test_a_move_that_no_template_speaks_of_is_a_reason_for_a_check_in() -> None:
    improved = a_trend("pr_cycle_time", "fell")

    choice = choose(improved)

    assert choice.template.kind is Kind.CHECK_IN
    assert choice.trend == improved
    assert choice.reason == (
        "Chosen because pull request cycle time fell in the last six weeks: "
        "a good moment for a growth check-in."
    )


def test_calm_numbers_are_a_good_moment_for_a_check_in() -> None:
    choice = choose(a_trend(word="no clear change"), a_trend("findings_new", "too little to say"))

    assert choice.template.kind is Kind.CHECK_IN
    assert choice.trend is None
    assert choice.reason == (
        "Chosen because nothing stands out in the last six weeks: "
        "a good moment for a growth check-in."
    )


@pytest.mark.parametrize("trends", [(), (a_trend("findings_new", "too little to say"),)])
def test_without_usable_numbers_the_fallback_gives_the_reason_it_was_handed(
    trends: tuple[Trend, ...],
) -> None:
    choice = choose(*trends)

    assert choice.template.kind is Kind.FALLBACK
    assert choice.trend is None
    assert choice.reason == NOTHING
    assert "no numbers to show" in match(trends, PLAYBOOK, weeks=6).reason


@pytest.mark.parametrize(
    ("metric", "topic"),
    [("incident_linked_changes", "incidents"), ("quick_large_reviews", "quick reviews")],
)
def test_a_metric_that_is_on_no_page_brings_up_nothing_even_when_asked_for(
    metric: str, topic: str
) -> None:
    trend = a_trend(metric)

    assert choose(trend).template.kind is Kind.FALLBACK
    assert choose(trend, focus=(metric,)).trend is None
    assert choose(trend, topic=topic).trend is None


# What somebody asked for.


@pytest.mark.parametrize(
    ("topic", "template"),
    [
        ("new_joiner", "new_joiner"),
        ("New Joiner", "new_joiner"),
        ("onboarding", "new_joiner"),
        ("flaky-tests", "test_reliability"),
        ("  pickup   time ", "review_wait"),
        ("Defect escape rate", "escaped_defects"),
        ("pr_cycle_time", "review_wait"),
        ("production", "release_flow"),
        ("the tests we can trust", "test_reliability"),
        ("AI", "ai_adoption"),
        ("no numbers", "no_numbers"),
    ],
)
def test_a_topic_finds_a_template_by_id_tag_metric_or_title(topic: str, template: str) -> None:
    choice = choose(a_trend("change_fail_rate"), topic=topic)

    assert choice.template.id == template
    assert choice.reason == f'Chosen because you asked for "{" ".join(topic.split())}".'


def test_a_topic_brings_the_numbers_of_its_template_even_if_they_are_calm() -> None:
    calm = a_trend("pr_cycle_time", "no clear change")

    choice = choose(a_trend("findings_new"), calm, topic="review wait")

    assert choice.template.id == "review_wait"
    assert choice.trend == calm


def test_a_topic_of_several_templates_takes_the_one_that_fits_now() -> None:
    assert choose(topic="quality").template.id == "escaped_defects"

    fits_now = choose(a_trend("rework_after_merge"), topic="rework").template.id
    assert fits_now == "rework_with_context"


def test_of_templates_with_the_same_topic_the_one_with_a_trend_comes_first(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a=a_file(name="first_one", order=1, title="Our thing"),
        b=a_file(
            name="second_one", order=2, title="Our thing",
            when="[{metric: lead_time, words: [rose]}]",
        ),
    )  # fmt: skip
    playbook = load(folder)

    assert match([], playbook, weeks=6, topic="thing").template.id == "first_one"
    chosen = match([a_trend("lead_time")], playbook, weeks=6, topic="thing")
    assert chosen.template.id == "second_one"


@pytest.mark.parametrize("topic", [None, "", "   "])
def test_an_empty_topic_is_no_topic(topic: str | None) -> None:
    assert choose(a_trend(), topic=topic) == choose(a_trend())


@pytest.mark.parametrize(
    ("trends", "rest"),
    [
        ([a_trend()], ", so this one was chosen because pull request cycle time rose in the last"),
        ([a_trend(word="no clear change")], ", so this one was chosen because nothing stands out"),
        ([], f". {NOTHING}"),
    ],
)
def test_an_unknown_topic_is_said_kindly_and_the_choice_goes_on(
    trends: list[Trend], rest: str
) -> None:
    choice = choose(*trends, topic="the  moon")

    assert choice.reason.startswith(f'No template is about "the moon"{rest}')
    assert choice.template == choose(*trends).template


def test_filler_words_alone_ask_for_nothing() -> None:
    assert 'No template is about "the"' in choose(topic="the").reason


def test_a_long_topic_is_cut_and_its_quotes_are_softened() -> None:
    reason = choose(topic='say "hello"\n' + "x" * 500).reason

    assert reason.startswith("No template is about \"say 'hello' xxx")
    assert 'xxx…". ' in reason
    assert len(reason) < 200


def test_a_template_that_needs_numbers_is_not_opened_without_them(tmp_path: Path) -> None:
    needy = a_file(name="our_speed", title="Speed talk", align="{{ pattern }}.", needs="[pattern]")
    playbook = load(write(tmp_path, t=needy))

    without = match([], playbook, weeks=6, topic="our speed", no_data_reason=NOTHING)
    calm = match([a_trend(word="no clear change")], playbook, weeks=6, topic="our speed")

    assert without.template.kind is Kind.FALLBACK
    assert without.reason == (
        f'The template for "our speed" needs numbers, and there are none to show. {NOTHING}'
    )
    assert "our_speed" not in {other.id for other in without.others}
    assert calm.template.id == "our_speed"


# The rest of the shelf, and the order of the input.


def test_the_others_are_all_that_can_be_opened_those_that_fit_first() -> None:
    choice = choose(a_trend("lead_time"), a_trend("rework_after_merge"), a_trend("findings_new"))

    assert choice.template.id == "security_findings"
    assert [other.id for other in choice.others][:3] == [
        "rework_with_context", "release_flow", "growth_check_in",
    ]  # fmt: skip
    assert {choice.template, *choice.others} == set(PLAYBOOK.templates)


TRENDS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(METRICS)), st.sampled_from(["", "auth", "checkout", "web"])),
    st.tuples(
        st.sampled_from(list(Word)),
        st.none() | st.integers(0, 5),
        st.none() | st.integers(0, 5),
    ),
    max_size=12,
).map(
    lambda found: [
        a_trend(metric, word, service=service, before=before, recent=recent)
        for (metric, service), (word, before, recent) in found.items()
    ]
)


@given(
    data=st.data(),
    trends=TRENDS,
    focus=st.lists(st.sampled_from(sorted(METRICS)), max_size=3),
    topic=st.sampled_from([None, None, "ai", "tests", "quality", "the moon"]),
)
@settings(deadline=None, max_examples=150)
def test_the_choice_is_sound_and_the_same_in_any_order_of_the_input(
    data: st.DataObject, trends: list[Trend], focus: list[str], topic: str | None
) -> None:
    shuffled = data.draw(st.permutations(trends))
    turned = data.draw(st.permutations(focus))

    choice = match(trends, PLAYBOOK, weeks=6, focus=focus, topic=topic)

    assert match(shuffled, PLAYBOOK, weeks=6, focus=turned, topic=topic) == choice
    assert choice.trend is None or choice.trend in trends
    assert choice.trend is None or choice.trend.metric.privacy.is_on_pages
    assert choice.trend is None or choice.trend.is_usable
    assert choice.template not in choice.others
    assert choice.reason.endswith(".")
    if choice.template.kind is Kind.SIGNAL and "you asked" not in choice.reason:
        assert choice.trend is not None
        assert any(condition.holds(choice.trend) for condition in choice.template.when)
    if choice.template.kind is Kind.FALLBACK:
        shown = [t for t in trends if t.metric.privacy.is_on_pages]
        assert not any(trend.is_usable for trend in shown)
