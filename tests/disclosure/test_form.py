"""What a disclosure must say before it is kept: rules, without Slack and without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.disclosure import blocks, evidence, form, words
from bot.disclosure.disclosure import Disclosure, Said, beside, choices
from bot.metrics import catalogue
from bot.metrics.metric import Privacy
from bot.teams import months
from bot.teams.policy import Policy
from tests.disclosure.steps import FILLED, LIMITS, METRIC
from tests.workspace import ALICE, MARTA

TODAY = date(2026, 11, 18)


def problems(**other):
    filled = {**FILLED, "limits": LIMITS, **other}
    found = form.read(filled, catalogue.get(METRIC), TODAY)
    return {} if isinstance(found, form.Form) else found


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, words.TOO_SOON.format(day="Friday 18 December 2026")),
        (29, words.TOO_SOON.format(day="Friday 18 December 2026")),
        (30, ""),
        (365, ""),
        (366, words.TOO_FAR.format(day="Thursday 18 November 2027")),
        (None, words.CHOOSE_DAY),
    ],
)
def test_the_day_is_thirty_days_ahead_or_more(days, said):
    day = None if days is None else (TODAY + timedelta(days=days)).isoformat()

    assert problems(effective=day) == ({"effective": said} if said else {})


@pytest.mark.parametrize(
    "only",
    [
        "The telemetry of the team",
        "Our Grafana dashboard\nrework after merge",
        "• pull request cycle time\n• the other metrics",
        "Jira tickets closed",
        "What the numbers say",
        "review_iterations, week by week",
        "Feedback on the dashboard",  # mixed: the other evidence wants a line of its own
        "feedback",  # one word says nothing
        "1234 5678",
    ],
)
def test_evidence_of_telemetry_alone_is_refused_as_the_sole_basis(only):
    assert problems(evidence=only) == {"evidence": words.SOLE_BASIS}


@pytest.mark.parametrize(
    "line",
    [
        "Design documents",
        "Feedback from peers",
        "Die Notizen aus den Reviews",
        "How incidents went",
    ],
)
def test_one_line_that_people_saw_themselves_is_enough(line):
    assert evidence.other(f"The dashboards\n- {line}\n") == [line]
    assert problems(evidence=f"The dashboards\n- {line}") == {}


def test_nothing_may_be_left_empty_and_the_limits_least_of_all():
    empty = dict.fromkeys(form.TEXTS, " \u200b\n")

    assert problems(**empty) == {
        **dict.fromkeys(form.TEXTS, words.EMPTY),
        "limits": words.EMPTY_LIMITS,
    }
    assert problems(expectation="x" * 801)["expectation"].startswith("That is 801 characters")


def test_wording_that_judges_is_said_another_way_unless_they_keep_it():
    judging = {"expectation": "She is the slowest of the team."}
    (said,) = problems(**judging).values()
    kept = form.read(
        {**FILLED, "limits": LIMITS, **judging, "keep_wording": True},
        catalogue.get(METRIC),
        TODAY,
    )

    assert "slowest" in said
    assert "tick the box" in said
    assert isinstance(kept, form.Form)
    assert kept.said.kept_wording


def test_only_numbers_of_whole_teams_can_be_chosen_and_never_the_use_of_ai():
    offered = {one.id for one in choices(Policy())}

    assert METRIC in offered
    assert not any(name.startswith("ai_") for name in offered)
    assert {catalogue.get(name).privacy for name in offered} == {Privacy.TEAM}
    assert [one.id for one in choices(Policy(metrics=("ai_acceptance", METRIC)))] == [METRIC]


def test_the_limits_that_a_form_begins_with_need_no_other_words():
    for metric in choices(Policy()):
        begins = form.limits_of(metric)
        assert len(begins) <= form.MOST
        found = form.read({**FILLED, "limits": begins}, metric, TODAY)
        assert isinstance(found, form.Form), found
        for work in ("mentoring", "emergency work", "rescue work", "legacy code"):
            assert work in begins


def test_it_holds_no_sooner_than_thirty_days_after_it_reached_the_engineer():
    zone, metric = ZoneInfo("Europe/Berlin"), catalogue.get(METRIC)
    text = Said(metric.definition, metric.version, "-", "-", LIMITS, "-")
    effective, at = date(2026, 12, 18), datetime(2026, 11, 18, 10, tzinfo=UTC)
    unheard = Disclosure("d", "payments", MARTA, ALICE, METRIC, effective, text, at, None, None, at)
    heard, late = replace(unheard, told_at=at), replace(unheard, told_at=at + timedelta(days=3))
    other = replace(heard, said=replace(text, version=metric.version + 1))

    assert unheard.holds_from(zone) is None
    assert [heard.holds_on(effective + timedelta(days=n), zone) for n in (-1, 0)] == [False, True]
    assert late.holds_from(zone) == date(2026, 12, 21)
    assert not any(one.holds_on(date(2027, 6, 1), zone) for one in (unheard, other))


def test_a_number_of_speed_is_disclosed_with_its_guardrail_and_others_alone():
    speed, rework = catalogue.get("pr_cycle_time"), catalogue.get(METRIC)

    assert beside(rework) == []
    assert [one.id for one in beside(speed)] == [*speed.guardrails]
    guards = " or ".join(one.label.lower() for one in beside(speed))
    assert blocks.definition(speed, "-").endswith(words.BESIDE.format(guards=guards))


def test_a_year_after_the_last_of_february_is_a_day_that_there_is():
    assert months.after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months.after(date(2026, 12, 18), 12) == date(2027, 12, 18)
    assert months.after(date(2026, 10, 31), 4) == date(2027, 2, 28)
