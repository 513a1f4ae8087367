"""What a team may see of itself: floor, guardrails, gaps, versions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.metrics import catalogue
from bot.metrics.snapshot import (
    chance_of,
    last_complete_week,
    take,
    wanted_dimensions,
    weeks_needed,
)
from bot.metrics.trend import (
    BESIDE_CHANCE,
    EACH_CHANCE,
    FOCUS_CHANCE,
    SERVICES_PART,
    Word,
)
from tests.builders import LAST, a_setting, a_week, a_year
from tests.clock import T0

STEADY = [3, 4, 3, 2, 4, 3]
HIGHER = [9, 10, 8, 9, 11, 10]
FAST, SLOW = [[10.0, 20.0, 30.0]] * 6, [[40.0, 50.0, 90.0]] * 6


def taken(rows, metrics=catalogue.SAFEST, focus=None, **said):
    return take(rows, a_setting(**said), metrics=metrics, focus=focus, collected_at=T0)


def words(snapshot):
    return {trend.metric.id: trend.word for trend in snapshot.trends}


def findings(before, recent, **said):
    return [
        row
        for dimension in ("critical", "high")
        for row in a_year(
            "findings_new",
            before,
            recent,
            dimension=dimension,
            contributors=None,
            largest_share=None,
            **said,
        )
    ]


def test_the_last_complete_week_is_over_where_the_team_is():
    late_sunday = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)

    assert last_complete_week(T0, ZoneInfo("Europe/Berlin")) == LAST
    assert last_complete_week(late_sunday, ZoneInfo("UTC")) == LAST.plus(-1)
    assert last_complete_week(late_sunday, ZoneInfo("Asia/Tokyo")) == LAST


def test_severities_add_up_and_share_their_reviewed_lines_once():
    snapshot = taken(findings(STEADY, HIGHER), ["findings_new"])
    trend = snapshot.trends[0]

    assert trend.word is Word.ROSE
    assert trend.recent is not None
    # two severities of 57 each, over six weeks of 30 thousand lines
    assert (trend.recent.numerator, trend.recent.denominator) == (114, 180)
    assert trend.recent.value == 114 / 180


def test_a_severity_below_high_stays_out_of_the_headline():
    low = a_year("findings_new", HIGHER, HIGHER, dimension="low", contributors=None)

    assert "low" not in wanted_dimensions(["findings_new"])
    assert words(taken([*low, *findings(STEADY, STEADY)], ["findings_new"])) == {
        "findings_new": Word.NO_CLEAR_CHANGE
    }


def test_a_speed_metric_is_not_shown_without_its_guardrail():
    alone = taken(a_year("pr_cycle_time", FAST, SLOW))

    assert words(alone) == {}
    reasons = {missing.metric.id: missing.reason for missing in alone.missing}
    assert "not shown without its guardrail" in reasons["pr_cycle_time"]

    guarded = taken(
        [*a_year("pr_cycle_time", FAST, SLOW), *a_year("rework_after_merge", STEADY, STEADY)]
    )
    assert words(guarded) == {
        "pr_cycle_time": Word.ROSE,
        "rework_after_merge": Word.NO_CLEAR_CHANGE,
    }


def test_a_guardrail_with_too_little_behind_it_guards_nothing():
    rows = [
        *a_year("pr_cycle_time", FAST, SLOW),
        *a_year("rework_after_merge", [1] * 6, [1] * 6, denominator=2.0, sample_size=2),
    ]

    assert "pr_cycle_time" not in words(taken(rows))


def test_a_week_under_the_floor_is_left_out_of_every_sum():
    rows = a_year("rework_after_merge", STEADY, STEADY)
    few = [*rows[:-1], a_week(week=LAST, contributors=5)]
    trend = taken(few, ["rework_after_merge"]).trends[0]

    assert trend.weekly[-1] == (LAST, None)
    assert trend.recent is not None
    assert trend.recent.weeks == tuple(LAST.plus(n) for n in range(-5, 0))


def test_a_small_team_sees_no_number_even_where_the_source_knows_nobody():
    small = taken(findings(STEADY, HIGHER), ["findings_new"], headcount=5)

    assert not small.trends
    assert not small.services
    assert not small.is_usable


def test_absence_is_worded_the_same_whatever_its_cause():
    nothing = taken([], ["rework_after_merge"]).missing[0].reason
    few = taken(
        a_year("rework_after_merge", STEADY, STEADY, contributors=4), ["rework_after_merge"]
    )

    assert few.missing[0].reason == nothing


def test_half_a_week_is_not_compared_with_whole_ones():
    rows = a_year("rework_after_merge", STEADY, STEADY)
    partial = [*rows[:-1], a_week(week=LAST, days_covered=4)]

    assert taken(partial, ["rework_after_merge"]).trends[0].weekly[-1] == (LAST, None)


def test_no_comparison_is_made_across_two_definitions():
    old = a_year("rework_after_merge", STEADY, STEADY, definition_version=99)

    assert taken(old, ["rework_after_merge"]).trends == ()


@pytest.mark.parametrize("metric", ["incident_linked_changes", "drafts_flipped"])
def test_a_restricted_metric_is_on_no_page_even_when_asked_for(metric):
    rows = a_year(metric, STEADY, HIGHER)

    assert taken(rows, [metric]).trends == ()


def test_services_are_judged_beside_the_team():
    rows = [*findings(STEADY, STEADY), *findings(STEADY, HIGHER, service="auth-service")]
    snapshot = taken(rows, ["findings_new"])

    assert words(snapshot) == {"findings_new": Word.NO_CLEAR_CHANGE}
    assert [(trend.service, trend.word) for trend in snapshot.services] == [
        ("auth-service", Word.ROSE)
    ]


def test_two_sources_of_one_metric_add_up_as_sums():
    rows = [
        *a_year("rework_after_merge", STEADY, STEADY),
        *a_year(
            "rework_after_merge", STEADY, STEADY, source="other", denominator=70.0, sample_size=70
        ),
    ]
    trend = taken(rows, ["rework_after_merge"]).trends[0]

    assert trend.recent is not None
    assert (trend.recent.numerator, trend.recent.denominator) == (38, 600)


def test_a_snapshot_needs_the_year_that_it_judges_and_draws_the_last_twelve_weeks():
    snapshot = taken(a_year("rework_after_merge", STEADY, STEADY), ["rework_after_merge"])

    assert weeks_needed(LAST) == LAST.plus(-51)
    assert (snapshot.first, snapshot.recent_first) == (LAST.plus(-11), LAST.plus(-5))


@pytest.mark.parametrize("focus", [None, "rework_after_merge", "pr_cycle_time"])
def test_another_metric_changes_nothing_of_what_is_said_of_this_one(focus):
    rework = a_year("rework_after_merge", STEADY, [4, 6, 5, 7, 4, 6])
    more = [
        *findings(STEADY, HIGHER),
        *findings(STEADY, HIGHER, service="auth-service"),
        *a_year("pr_cycle_time", SLOW, FAST),
        *a_year("test_failure_rate", HIGHER, STEADY),
    ]
    alone = taken(rework, ["rework_after_merge"], focus)
    many = taken(
        [*rework, *more],
        ["test_failure_rate", "rework_after_merge", "pr_cycle_time", "findings_new"],
        focus,
    )

    assert alone.trends == tuple(
        one for one in many.trends if one.metric.id == "rework_after_merge"
    )
    assert len(many.trends) == 4


def test_asking_a_day_later_without_new_numbers_changes_nothing():
    rows = [*a_year("rework_after_merge", STEADY, HIGHER), *findings(STEADY, HIGHER)]
    zone = ZoneInfo("Europe/Berlin")
    days = [T0 + timedelta(days=number) for number in range(4)]

    found = [taken(rows, last=last_complete_week(day, zone)) for day in days]
    assert all(one == found[0] for one in found)


def test_what_the_team_marked_is_left_out_of_every_trend_of_the_page():
    rows = [*a_year("rework_after_merge", STEADY, HIGHER), *findings(STEADY, HIGHER)]
    few = taken(rows, marked=frozenset({LAST, LAST.plus(-1)}))
    most = taken(rows, marked=frozenset(LAST.plus(-number) for number in range(4)))

    assert words(few) == {"findings_new": Word.ROSE, "rework_after_merge": Word.ROSE}
    assert words(most) == dict.fromkeys(words(few), Word.NOT_COMPARABLE)
    assert not most.is_usable
    assert all(one.with_marked is not None for one in (*few.trends, *most.trends))


def test_a_guardrail_that_is_not_comparable_guards_nothing():
    """Its weeks are there, and the team has marked too many of them."""
    rows = [*a_year("pr_cycle_time", FAST, SLOW), *a_year("rework_after_merge", STEADY, STEADY)]

    assert "pr_cycle_time" in words(taken(rows))
    marked = frozenset(LAST.plus(-number) for number in range(4))
    assert words(taken(rows, marked=marked)) == {"rework_after_merge": Word.NOT_COMPARABLE}


def test_a_count_is_of_full_working_weeks_and_a_week_without_any_is_a_gap():
    short = {LAST: 0.2, LAST.plus(-3): 0.0}
    rows = [
        *a_year("deployment_frequency", [10] * 6, [10, 10, 0, 10, 10, 2]),
        *a_year("change_fail_rate", STEADY, STEADY),
    ]
    found = taken(
        rows,
        ["deployment_frequency", "change_fail_rate"],
        working=lambda week: short.get(week, 1.0),
    )
    counted, share = found.trends

    assert counted.word is Word.NO_CLEAR_CHANGE
    assert counted.recent is not None
    # by hand: 42 deployments in four whole working weeks and a fifth of one
    assert counted.recent.value == pytest.approx(42 / 4.2)
    assert [value for _, value in counted.weekly][-4:] == [None, 10, 10, pytest.approx(10)]
    # A share is out of what there was, however short the week.
    assert None not in [value for _, value in share.weekly]


def test_how_sure_a_change_must_be_hangs_on_its_part_of_the_page_only():
    rework, cycle_time = "rework_after_merge", "pr_cycle_time"

    assert chance_of(rework, "", rework, 3) == FOCUS_CHANCE
    assert chance_of(cycle_time, "", rework, 3) == BESIDE_CHANCE
    assert chance_of(cycle_time, "", None, 3) == EACH_CHANCE
    assert chance_of(rework, "ledger", rework, 4) == FOCUS_CHANCE * SERVICES_PART / 4
    assert chance_of(rework, "ledger", rework, 0) == FOCUS_CHANCE * SERVICES_PART
