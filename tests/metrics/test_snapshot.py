"""What a team may see of itself: floor, guardrails, gaps, versions."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.metrics import catalogue
from bot.metrics.snapshot import last_complete_week, take, wanted_dimensions
from bot.metrics.trend import Word
from tests.builders import LAST, a_week, twelve
from tests.clock import T0

STEADY = [3, 4, 3, 2, 4, 3]
HIGHER = [9, 10, 8, 9, 11, 10]
FAST, SLOW = [[10.0, 20.0, 30.0]] * 6, [[40.0, 50.0, 90.0]] * 6


def taken(rows, metrics=catalogue.SAFEST, headcount=8):
    return take(
        rows,
        metrics=metrics,
        last=LAST,
        headcount=headcount,
        minimum_group=5,
        collected_at=T0,
    )


def words(snapshot):
    return {trend.metric.id: trend.word for trend in snapshot.trends}


def findings(before, recent, **said):
    return [
        row
        for dimension in ("critical", "high")
        for row in twelve(
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
    low = twelve("findings_new", HIGHER, HIGHER, dimension="low", contributors=None)

    assert "low" not in wanted_dimensions(["findings_new"])
    assert words(taken([*low, *findings(STEADY, STEADY)], ["findings_new"])) == {
        "findings_new": Word.NO_CLEAR_CHANGE
    }


def test_a_speed_metric_is_not_shown_without_its_guardrail():
    alone = taken(twelve("pr_cycle_time", FAST, SLOW))

    assert words(alone) == {}
    reasons = {missing.metric.id: missing.reason for missing in alone.missing}
    assert "not shown without its guardrail" in reasons["pr_cycle_time"]

    guarded = taken(
        [*twelve("pr_cycle_time", FAST, SLOW), *twelve("rework_after_merge", STEADY, STEADY)]
    )
    assert words(guarded) == {
        "pr_cycle_time": Word.ROSE,
        "rework_after_merge": Word.NO_CLEAR_CHANGE,
    }


def test_a_guardrail_with_too_little_behind_it_guards_nothing():
    rows = [
        *twelve("pr_cycle_time", FAST, SLOW),
        *twelve("rework_after_merge", [1] * 6, [1] * 6, denominator=2.0, sample_size=2),
    ]

    assert "pr_cycle_time" not in words(taken(rows))


def test_a_week_under_the_floor_is_left_out_of_every_sum():
    rows = twelve("rework_after_merge", STEADY, STEADY)
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
        twelve("rework_after_merge", STEADY, STEADY, contributors=4), ["rework_after_merge"]
    )

    assert few.missing[0].reason == nothing


def test_half_a_week_is_not_compared_with_whole_ones():
    rows = twelve("rework_after_merge", STEADY, STEADY)
    partial = [*rows[:-1], a_week(week=LAST, days_covered=4)]

    assert taken(partial, ["rework_after_merge"]).trends[0].weekly[-1] == (LAST, None)


def test_no_comparison_is_made_across_two_definitions():
    old = twelve("rework_after_merge", STEADY, STEADY, definition_version=99)

    assert taken(old, ["rework_after_merge"]).trends == ()


def test_a_restricted_metric_is_on_no_page_even_when_asked_for():
    rows = twelve("incident_linked_changes", STEADY, HIGHER)

    assert taken(rows, ["incident_linked_changes"]).trends == ()


def test_services_are_judged_beside_the_team():
    rows = [*findings(STEADY, STEADY), *findings(STEADY, HIGHER, service="auth-service")]
    snapshot = taken(rows, ["findings_new"])

    assert words(snapshot) == {"findings_new": Word.NO_CLEAR_CHANGE}
    assert [(trend.service, trend.word) for trend in snapshot.services] == [
        ("auth-service", Word.ROSE)
    ]


def test_two_sources_of_one_metric_add_up_as_sums():
    rows = [
        *twelve("rework_after_merge", STEADY, STEADY),
        *twelve(
            "rework_after_merge", STEADY, STEADY, source="other", denominator=70.0, sample_size=70
        ),
    ]
    trend = taken(rows, ["rework_after_merge"]).trends[0]

    assert trend.recent is not None
    assert (trend.recent.numerator, trend.recent.denominator) == (38, 600)
