"""What is wrong with a decision, said beside each field, all of it at once."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, strategies as st

from bot.decisions import chosen, form, words
from bot.decisions.decision import Cadence, Decision, metrics_of
from bot.demo import company
from bot.metrics import catalogue
from bot.teams.policy import Policy
from tests.decisions.steps import FILLED

TODAY = date(2026, 11, 18)
EVERY = sorted(catalogue.METRICS)


def read(kept=None, **other):
    return form.read({**FILLED, **other}, TODAY, kept)


def test_what_the_policy_does_not_allow_is_refused_in_whatever_field_it_stands():
    allowed = Policy(metrics=("findings_new", "rework_after_merge"))
    found = form.read(FILLED, TODAY, policy=allowed)

    assert isinstance(found, dict)
    assert {*found} == {"process"}
    assert "Your organisation's policy does not allow Wait for first review" in found["process"]


def test_what_is_sound_is_read_as_it_was_written():
    assert read(process_too="ai_acceptance") == Decision(
        improve="Review within a day, without more findings.",
        outcome="findings_new",
        process=("first_review_wait", "ai_acceptance"),
        guardrail="rework_after_merge",
        cadence=Cadence.WEEK,
        until=date(2027, 1, 29),
    )


def test_what_is_read_and_filled_in_again_is_the_same():
    for too in ("none", "ai_acceptance"):
        decision = read(process_too=too)
        assert isinstance(decision, Decision)
        assert form.read({**form.filled_with(decision), "retro": "yes"}, TODAY) == decision


WRITTEN = {
    "nothing": (None, "a few more words"),
    "nine characters": ("Fewer bug", "at least 10 characters"),
    "spaces": ("          a b c          ", "a few more words"),
    "unseen characters": ("\u200b" * 30, "a few more words"),
    "141 characters": ("x" * 141, "That is 141 characters; 140 fit."),
    "two lines": ("Review within a day.\nMerge in two.", "on one line"),
    "two lines of another kind": ("Review within a day.\u2028Merge in two.", "on one line"),
    "a mention": ("Let <@U0ALICE001> review faster.", "names or mentions somebody"),
    "a mention of all": ("Let <!channel> review faster.", "names or mentions somebody"),
    "a mention of a channel": ("Let <#C0PAYMENTS> review faster.", "names or mentions somebody"),
    "a name after an at sign": ("Let @alice review faster.", "names or mentions somebody"),
    "a wide at sign": ("Let \uff20alice review faster.", "names or mentions somebody"),
    "an address": ("Mail alice.ng@example.com the findings.", "names or mentions somebody"),
    "an id of Slack": ("Let U0ALICE001 review faster.", "names or mentions somebody"),
}


@pytest.mark.parametrize(("written", "problem"), WRITTEN.values(), ids=WRITTEN)
def test_a_sentence_that_cannot_stand_on_a_page_is_refused_with_the_reason(written, problem):
    found = read(improve=written)

    assert found.keys() == {"improve"}
    assert problem in found["improve"]


@pytest.mark.parametrize(
    "written",
    ["Fewer bugs", "x" * 140, "Keep p95 @ 300 ms & <fast>.", "审查在一天之内完成，不增加返工。", "مراجعة أسرع بلا عيوب"],
    ids=["ten", "longest", "signs", "Chinese", "Arabic"],
)  # fmt: skip
def test_a_sentence_in_any_script_and_of_any_allowed_length_is_kept(written):
    assert read(improve=f"  {written} ").improve == written


METRICS = {
    "a forbidden outcome": (
        {"outcome": "commits_per_engineer"},
        {"outcome": "it says nothing of effort or worth"},
    ),
    "an unknown one": ({"process": "joy"}, {"process": "Coach has no metric “joy”."}),
    "one for stewards": (
        {"outcome": "incident_linked_changes"},
        {"outcome": "for stewards alone, in a blameless review"},
    ),
    "adoption as the outcome": (
        {"outcome": "ai_active_share"},
        {"outcome": "no better direction, so it cannot be the outcome"},
    ),
    "speed as the guardrail": (
        {"guardrail": "deployment_frequency"},
        {"guardrail": "it guards nothing. Choose"},
    ),
    "the outcome as the guardrail": (
        {"guardrail": "findings_new"},
        {"guardrail": words.TWICE},
    ),
    "the same process twice": (
        {"process_too": "first_review_wait"},
        {"process_too": words.TWICE},
    ),
    "a guardrail of something else": (
        {"outcome": "defect_escape_rate", "process": "pr_cycle_time", "guardrail": "findings_new"},
        {
            "guardrail": "Choose rework after merge or change fail rate.",
            "process": "never shown alone: choose change fail rate or rework after merge too",
        },
    ),
    "speed without a guardrail of its own": (
        {"process_too": "deployment_frequency"},
        {"process_too": "Deployment frequency is never shown alone: choose change fail rate too"},
    ),
    "nothing at all": (
        {"outcome": None, "process": None, "guardrail": None},
        dict.fromkeys(("outcome", "process", "guardrail"), words.CHOOSE_ONE),
    ),
}


@pytest.mark.parametrize(("filled", "problems"), METRICS.values(), ids=METRICS)
def test_a_metric_that_cannot_stand_where_it_does_is_refused_with_the_reason(filled, problems):
    found = read(**filled)

    assert found.keys() == problems.keys()
    assert {name: text for name, text in problems.items() if text not in found[name]} == {}


REST = {
    "a day too soon": ("until", "2026-12-01", "Choose Wednesday 2 December 2026 or a later day."),
    "a day too far": ("until", "2027-05-22", "Choose Friday 21 May 2027 or an earlier day."),
    "a day that is over": ("until", "2026-11-17", "a later day"),
    "no day": ("until", None, words.CHOOSE_DAY),
    "a word for a day": ("until", "christmas", words.CHOOSE_DAY),
    "no cadence": ("cadence", None, words.CHOOSE_ONE),
    "another cadence": ("cadence", "daily", words.CHOOSE_ONE),
    "nothing for the board": ("retro", "no", words.NOT_ON_THE_BOARD),
    "no answer": ("retro", None, words.CHOOSE_ONE),
    "another answer": ("retro", "maybe", words.CHOOSE_ONE),
}


@pytest.mark.parametrize(("field", "value", "problem"), REST.values(), ids=REST)
def test_end_cadence_and_board_are_held_to_what_they_are_for(field, value, problem):
    found = read(**{field: value})

    assert found.keys() == {field}
    assert problem in found[field]


@pytest.mark.parametrize("until", ["2026-12-02", "2027-05-21"])
def test_an_end_on_the_very_edge_is_taken(until):
    assert read(until=until).until == date.fromisoformat(until)


def test_an_end_that_is_near_may_stay_and_none_that_is_over():
    near, over = TODAY + timedelta(days=3), TODAY - timedelta(days=1)

    assert read(near, until=near.isoformat()).until == near
    assert read(over, until=over.isoformat()).keys() == {"until"}
    assert read(near, until=(near + timedelta(days=1)).isoformat()).keys() == {"until"}


def test_everything_that_is_wrong_is_said_in_one_answer():
    nothing = dict.fromkeys(FILLED)

    assert read(**nothing).keys() == {*FILLED} - {"process_too"}


LETTERS = "ab c.,:;@<>&#!|/\\\n\t\u200b\u00e9\U0001f642U0123456789"
FIELDS = st.dictionaries(
    st.sampled_from(sorted(FILLED)),
    st.none()
    | st.booleans()
    | st.text(LETTERS, max_size=160)
    | st.sampled_from([*EVERY, *FILLED.values()]),
)


@given(other=FIELDS)
def test_whatever_is_filled_in_is_a_decision_or_problems_beside_fields_of_the_form(other):
    found = read(**other)
    if isinstance(found, Decision):
        assert found.holds_on(TODAY)
        assert not [name for name in company.people() if name in found.improve]
    else:
        assert found
        assert found.keys() <= FILLED.keys()
        assert all(found.values())


@given(
    outcome=st.sampled_from(EVERY),
    process=st.lists(st.sampled_from(EVERY), min_size=1, max_size=2),
    guardrail=st.sampled_from(EVERY),
)
def test_no_speed_or_adoption_metric_is_ever_taken_without_a_guardrail_of_its_own(
    outcome, process, guardrail
):
    found = read(
        outcome=outcome,
        process=process[0],
        process_too=process[1] if len(process) > 1 else "none",
        guardrail=guardrail,
    )
    if isinstance(found, Decision):
        shown = [catalogue.get(name) for name in found.metrics]
        assert len({*found.metrics}) == len(found.metrics)
        assert not [one for one in shown if not one.privacy.is_on_pages]
        for one in shown:
            assert not one.needs_guardrail or {*one.guardrails} & {*found.metrics}


@pytest.mark.parametrize("outcome", [metric.id for metric in chosen.outcomes()])
@pytest.mark.parametrize("process", [metric.id for metric in chosen.processes()])
def test_for_whatever_a_team_wants_to_change_there_is_a_guardrail_to_choose(outcome, process):
    """Where both are of speed or adoption, each with guardrails of its own, the other stands beside it."""
    guards = [one.id for one in chosen.guardrails()]
    found = [
        read(outcome=outcome, process=process, process_too=too, guardrail=guardrail)
        for too, guardrail in product(["none", *guards], guards)
    ]

    assert (outcome == process) != any(isinstance(one, Decision) for one in found)


@pytest.mark.parametrize("metric", catalogue.METRICS.values(), ids=lambda metric: metric.id)
def test_the_guardrails_that_the_catalogue_names_can_guard(metric):
    assert {*metric.guardrails} <= {one.id for one in chosen.guardrails()}


def test_a_decision_says_its_metrics_in_order_and_without_one_the_safest_are_looked_at():
    decision = read(process_too="ai_acceptance")

    assert metrics_of(decision) == (
        "findings_new",
        "first_review_wait",
        "ai_acceptance",
        "rework_after_merge",
    )
    assert metrics_of(None) == catalogue.SAFEST


@pytest.mark.parametrize(
    ("day", "soon", "holds"),
    [
        (date(2027, 1, 21), False, True),
        (date(2027, 1, 22), True, True),
        (date(2027, 1, 29), True, True),
        (date(2027, 1, 30), False, False),
    ],
    ids=str,
)
def test_the_last_eight_days_are_told_and_the_day_after_it_is_over(day, soon, holds):
    decision = read()

    assert (decision.ends_soon(day), decision.holds_on(day)) == (soon, holds)


@pytest.mark.parametrize(
    ("cadence", "label"),
    [("week", "every week"), ("two_weeks", "every two weeks"), ("month", "every month")],
)
def test_each_cadence_reads_well_in_a_sentence(cadence, label):
    assert read(cadence=cadence).cadence.label == label
