"""Before and after: what an experiment may be said to have done, and what it may not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from bot.metrics import catalogue, reading
from bot.metrics.choices import guardrail_for, measurable
from bot.metrics.metric import Privacy
from bot.metrics.outcome import CHANCE, REGRESSION, WASH_IN, Verdict, compare, weeks_needed
from bot.metrics.trend import BASELINE, SPAN, Word, judge
from tests.builders import LAST, a_setting, a_week, sums, usually, weeks_to

AGREED = LAST.plus(-7).monday + timedelta(days=2)
"""A Wednesday, so that `LAST` is the sixth week after the two that are left out."""
FIRST = LAST.plus(-7 - BASELINE)
"""The first week of the year before."""
SAME = "test_failure_rate"
"""A metric of people's work whose number is known with its week, and that needs no guardrail."""

LEFT_OUT = "the week of the agreement and the next one are left out"
FEWEST = "it takes at least 3 of these 6 weeks and 6 before"
LOW = [3, 4, 3, 2, 4, 3]
HIGH = [7, 8, 6, 9, 7, 8]
FAST, SLOW = [[10.0, 20.0, 30.0]] * 6, [[40.0, 50.0, 90.0]] * 6


unhurried = settings(deadline=None)
"""A machine may be busy; how long an example takes is not what these tests are about."""


def around(metric, before, after, *, meanwhile=(30, 30), **said):
    """The weeks before, the two that are left out (spoiled unless said), and those after.

    Six weeks before stand for a year of them, fewer or more for themselves; None leaves a week out.
    """
    distribution = metric in {"pr_cycle_time", "first_review_wait", "review_iterations"}
    between = [[500.0] * 9] * 2 if distribution else meanwhile
    year = usually(before) if len(before) == SPAN else before
    later = [*after, *[None] * (SPAN - len(after))]
    return weeks_to(LAST, metric, [*year, *between, *later], **said)


def compared(rows, metric=SAME, guardrail=None, *, agreed_on=AGREED, **said):
    return compare(rows, a_setting(**said), metric=metric, guardrail=guardrail, agreed_on=agreed_on)


def values(figure):
    return None if figure is None else figure.value


def said(outcome):
    lines = [*outcome.reasons, reading.verdict_line(outcome)]
    if outcome.guardrail:
        lines.append(reading.verdict_line(outcome.guardrail))
    return " ".join(lines)


def test_six_lower_weeks_after_a_year_of_higher_ones_are_a_help_where_lower_is_better():
    outcome = compared(around(SAME, HIGH, LOW))

    assert outcome.verdict is Verdict.HELPED
    # ratio of sums, by hand: seven times 45 and another 30 of 46 times 30, and 19 of 180 after
    assert (values(outcome.before), values(outcome.after)) == (345 / 1380, 19 / 180)
    assert outcome.before is not None
    assert outcome.after is not None
    assert outcome.before.weeks == tuple(FIRST.plus(number) for number in range(46))
    assert outcome.after.weeks == tuple(LAST.plus(number) for number in range(-5, 1))
    assert outcome.look_again_on is None
    assert outcome.reasons == ("6 of 6 weeks can be compared, with 46 before",)


def test_by_how_much_it_changed_is_told_as_a_range():
    change = compared(around(SAME, HIGH, LOW)).change

    assert change is not None
    assert change.low is not None
    assert change.high is not None
    assert change.low < (19 / 180) / (345 / 1380) < change.high < 1


def test_the_other_way_round_it_got_worse():
    assert compared(around(SAME, LOW, HIGH)).verdict is Verdict.GOT_WORSE


def test_weeks_that_overlap_or_hardly_move_are_no_clear_change():
    hardly = around(SAME, [200] * 6, [190] * 6, denominator=400.0, sample_size=400)

    assert compared(around(SAME, LOW, LOW)).verdict is Verdict.NO_CLEAR_CHANGE
    assert compared(hardly).verdict is Verdict.NO_CLEAR_CHANGE


@pytest.mark.parametrize("meanwhile", [(0, 0), (30, 30), (30, 0), (None, None)])
def test_the_week_of_the_agreement_and_the_next_one_change_nothing(meanwhile):
    spoiled = around(SAME, HIGH, LOW, meanwhile=meanwhile)

    assert WASH_IN == 2
    assert compared(spoiled) == compared(around(SAME, HIGH, LOW, meanwhile=(5, 5)))


def test_every_day_of_the_week_of_the_agreement_gives_the_same_weeks():
    rows, monday = around(SAME, HIGH, LOW), LAST.plus(-7).monday
    outcomes = [compared(rows, agreed_on=monday + timedelta(days=n)) for n in range(-1, 8)]

    assert all(outcome == outcomes[1] for outcome in outcomes[1:8])
    assert outcomes[0] != outcomes[1] != outcomes[8]


def test_weeks_before_the_year_and_after_the_six_are_not_looked_at():
    rows = around(SAME, HIGH, LOW)
    more = [
        *rows,
        *(a_week(SAME, week=FIRST.plus(-n), numerator=30.0) for n in range(1, 5)),
        *(a_week(SAME, week=LAST.plus(n), numerator=30.0) for n in range(1, 5)),
    ]

    assert weeks_needed(AGREED) == FIRST
    assert compared(more, last=LAST.plus(4)) == compared(rows)


def test_a_week_that_is_not_over_is_not_looked_at():
    rows = [row for row in around(SAME, HIGH, LOW) if row.week < LAST]
    running = [*rows, a_week(SAME, week=LAST, numerator=30.0, days_covered=5)]

    assert compared(running, last=LAST.plus(-1)) == compared(rows, last=LAST.plus(-1))


def test_more_is_a_help_where_higher_is_better():
    calm = around("change_fail_rate", LOW, LOW)
    more = compared(
        [*around("deployment_frequency", LOW, HIGH), *calm],
        "deployment_frequency",
        "change_fail_rate",
    )
    fewer = compared(
        [*around("deployment_frequency", HIGH, LOW), *calm],
        "deployment_frequency",
        "change_fail_rate",
    )

    assert (more.verdict, fewer.verdict) == (Verdict.HELPED, Verdict.GOT_WORSE)
    # events a week, by hand: 145 in 46 weeks, and 45 in 6 weeks
    assert (values(more.before), values(more.after)) == (145 / 46, 45 / 6)


def test_durations_are_compared_by_their_medians():
    rows = [*around("pr_cycle_time", SLOW, FAST), *around("rework_after_merge", LOW, LOW)]
    outcome = compared(rows, "pr_cycle_time", "rework_after_merge")

    assert outcome.verdict is Verdict.HELPED
    assert values(outcome.before) == pytest.approx(50, rel=0.02)
    assert values(outcome.after) == pytest.approx(20, rel=0.02)


@pytest.mark.parametrize("over", range(3))
def test_with_fewer_than_three_weeks_after_nothing_can_be_told_yet(over):
    last = LAST.plus(over - SPAN)
    rows = [row for row in around(SAME, HIGH, LOW) if row.week <= last]
    outcome = compared(rows, last=last)

    assert outcome.verdict is Verdict.CANNOT_TELL
    # the Monday after the week of 9 November, whatever the day one asks
    assert outcome.look_again_on == date(2026, 11, 16)
    assert outcome.reasons == (
        f"{over} of the 6 weeks after are over; {LEFT_OUT}",
        f"{over} of 6 weeks can be compared, with 46 before",
        FEWEST,
    )
    assert len(outcome.after.weeks if outcome.after else ()) == over
    assert values(outcome.before) == 345 / 1380


def test_on_the_day_of_the_agreement_all_is_still_to_come():
    rows = [row for row in around(SAME, HIGH, LOW) if row.week < LAST.plus(-7)]
    outcome = compared(rows, last=LAST.plus(-8))

    assert (outcome.verdict, outcome.after) == (Verdict.CANNOT_TELL, None)
    assert outcome.look_again_on == date(2026, 11, 16)


@pytest.mark.parametrize("over", [3, 4, 5])
def test_three_weeks_after_can_be_enough_and_there_is_still_a_day_to_look_again(over):
    last = LAST.plus(over - SPAN)
    rows = [row for row in around(SAME, [20, 21, 22, 23, 24, 25], LOW) if row.week <= last]
    outcome = compared(rows, last=last)

    assert outcome.verdict is Verdict.HELPED
    assert outcome.look_again_on == date(2026, 11, 16)


def test_a_number_that_is_known_only_weeks_later_moves_the_day_to_look_again():
    """Rework counts for 21 days after a merge: on the day of the agreement, half is still open."""
    rework = "rework_after_merge"
    rows = [row for row in around(rework, HIGH, LOW) if row.week < LAST.plus(-10)]
    early = compared(rows, rework, last=LAST.plus(-8))
    late = compared(around(rework, HIGH, LOW), rework, last=LAST.plus(3))

    assert early.verdict is Verdict.CANNOT_TELL
    assert early.look_again_on == date(2026, 12, 7)
    assert "the number of a week can be known 3 weeks after its end" in early.reasons
    assert (late.verdict, late.look_again_on) == (Verdict.HELPED, None)


def test_a_gap_is_a_gap_and_never_a_zero():
    outcome = compared(around(SAME, [7, None, 6, None, 7, 8], [3, 4, None, 2, 4, 3]))

    assert outcome.verdict is Verdict.HELPED
    # by hand: seven times 28 and another 21 in 31 weeks of 30, and 16 of 150
    assert (values(outcome.before), values(outcome.after)) == (217 / 930, 16 / 150)
    assert outcome.reasons == ("5 of 6 weeks can be compared, with 31 before",)


def test_marked_weeks_are_left_out_before_and_after():
    rows = around(SAME, HIGH, [3, 4, 30, 30, 4, 3])
    spoiled = frozenset({LAST.plus(-3), LAST.plus(-2), LAST.plus(-20)})
    outcome = compared(rows, marked=spoiled)

    assert compared(rows).verdict is not Verdict.HELPED
    assert outcome.verdict is Verdict.HELPED
    # by hand: 14 of 120
    assert values(outcome.after) == 14 / 120
    assert outcome.reasons == (
        "4 of 6 weeks can be compared, 2 that the team marked left out, with 45 before",
    )


def test_where_the_team_marked_too_many_of_the_weeks_nothing_can_be_told():
    most = frozenset(LAST.plus(-number) for number in range(4))
    outcome = compared(around(SAME, HIGH, LOW), marked=most)

    assert (outcome.verdict, outcome.look_again_on) == (Verdict.CANNOT_TELL, None)
    assert outcome.reasons == (
        "2 of 6 weeks can be compared, 4 that the team marked left out, with 46 before",
        FEWEST,
        "waiting will not change this",
    )


def test_where_the_weeks_before_are_too_few_waiting_is_not_asked_for():
    outcome = compared(around(SAME, [7, 8, 9], LOW), last=LAST.plus(-2))

    assert outcome.verdict is Verdict.CANNOT_TELL
    assert outcome.look_again_on is None
    assert outcome.reasons[-1] == "waiting will not change this"


def test_where_the_events_before_are_too_few_waiting_is_not_asked_for():
    few = around(SAME, [None, *[2] * 6], [0, 1, 0, 1], denominator=3.0, sample_size=3)
    outcome = compared(few, last=LAST.plus(-2))

    assert "12 events in one of the two windows; it takes 20" in outcome.reasons
    assert outcome.look_again_on is None


def test_a_guardrail_that_is_still_to_come_is_no_reason_to_wait_for_what_cannot_come():
    too_few = around(SAME, [7, 8, 9], LOW)
    rework = around("rework_after_merge", LOW, [])
    rows = [*too_few, *rework]
    waiting = compared(rows, SAME, "rework_after_merge", last=LAST.plus(-1))

    assert (waiting.verdict, waiting.look_again_on) == (Verdict.CANNOT_TELL, None)


def test_where_the_guardrail_cannot_come_a_speed_metric_is_not_waited_for():
    rework = around("rework_after_merge", [3, 4, 3], LOW)
    rows = [*around("pr_cycle_time", SLOW, FAST), *rework]
    outcome = compared(rows, "pr_cycle_time", "rework_after_merge", last=LAST.plus(-2))

    assert (outcome.verdict, outcome.look_again_on) == (Verdict.CANNOT_TELL, None)


def test_a_guardrail_that_cannot_come_does_not_put_off_the_day():
    rework = around("rework_after_merge", [3, 4, 3], [])
    outcome = compared(
        [*around(SAME, HIGH, LOW), *rework], SAME, "rework_after_merge", last=LAST.plus(-1)
    )

    assert outcome.look_again_on == date(2026, 11, 16)


def test_where_the_weeks_after_stayed_too_few_waiting_is_not_asked_for():
    outcome = compared(around(SAME, HIGH, [3, None, None, None, None, 3]))

    assert (outcome.verdict, outcome.look_again_on) == (Verdict.CANNOT_TELL, None)
    assert outcome.reasons[-1] == "waiting will not change this"


def test_below_the_minimum_sample_there_are_counts_and_no_verdict():
    few = around(SAME, [None, *[2] * 6], [0, 1, 0, 1, 0, 1], denominator=3.0, sample_size=3)
    outcome = compared(few)

    assert outcome.verdict is Verdict.CANNOT_TELL
    assert outcome.before is not None
    assert (outcome.before.value, outcome.before.numerator) == (None, 12)
    assert "18 events in one of the two windows; it takes 20" in outcome.reasons


def test_only_the_whole_team_is_compared():
    whole, part = around(SAME, LOW, LOW), around(SAME, HIGH, LOW, service="auth-service")

    assert compared([*whole, *part]).verdict is Verdict.NO_CLEAR_CHANGE
    assert compared(part) == compared([])


def test_no_comparison_is_made_across_two_definitions():
    old = [
        row for row in around(SAME, HIGH, LOW, definition_version=99) if row.week < LAST.plus(-7)
    ]
    new = [row for row in around(SAME, HIGH, LOW) if row.week >= LAST.plus(-7)]
    outcome = compared([*old, *new])

    assert outcome.verdict is Verdict.CANNOT_TELL
    assert (outcome.before, outcome.look_again_on) == (None, None)


def test_a_week_under_the_floor_is_in_no_figure():
    rows = around(SAME, HIGH, LOW)
    few = [*rows[:-1], a_week(SAME, week=LAST, numerator=3.0, contributors=5)]
    one = [*rows[:-1], a_week(SAME, week=LAST, numerator=3.0, largest_share=0.5)]

    for outcome in (compared(few), compared(one)):
        assert outcome.after is not None
        assert LAST not in outcome.after.weeks
        assert values(outcome.after) == 16 / 150


def test_what_is_under_the_floor_looks_like_what_is_not_there():
    few = around(SAME, HIGH, LOW, contributors=5)
    nobody_known = around("defect_escape_rate", HIGH, LOW, contributors=None, largest_share=None)

    assert compared(few) == compared([])
    assert compared(few).before is None
    assert compared(nobody_known, "defect_escape_rate").verdict is Verdict.HELPED
    assert compared(nobody_known, "defect_escape_rate", headcount=5) == compared(
        [], "defect_escape_rate", headcount=5
    )


@unhurried
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from([0.2, 0.49, 0.5, 0.9]), st.integers(0, 30)),
        min_size=30,
        max_size=BASELINE + 2 + SPAN,
    )
)
def test_every_week_in_a_figure_stands_on_the_floor(weeks):
    rows = [
        a_week(
            SAME,
            week=LAST.plus(-number),
            contributors=people,
            largest_share=share,
            numerator=float(numerator),
        )
        for number, (people, share, numerator) in enumerate(weeks)
    ]
    standing = {
        LAST.plus(-number)
        for number, (people, share, _) in enumerate(weeks)
        if people > 5 and share < 0.5
    }
    outcome = compared(rows)
    agreed = LAST.plus(-7)

    assert set(outcome.before.weeks if outcome.before else ()) == {
        week for week in standing if week < agreed
    }
    assert set(outcome.after.weeks if outcome.after else ()) == {
        week for week in standing if week >= agreed.plus(WASH_IN)
    }


def test_a_guardrail_that_got_worse_is_shown_beside_what_helped():
    rows = [
        *around("pr_cycle_time", SLOW, FAST),
        *around("rework_after_merge", LOW, HIGH, meanwhile=(0, 0)),
    ]
    outcome = compared(rows, "pr_cycle_time", "rework_after_merge")

    assert outcome.verdict is Verdict.HELPED
    assert outcome.guardrail is not None
    assert outcome.guardrail.verdict is Verdict.GOT_WORSE
    assert outcome.guardrail.metric.id == "rework_after_merge"
    assert (values(outcome.guardrail.before), values(outcome.guardrail.after)) == (
        145 / 1380,
        45 / 180,
    )


@pytest.mark.parametrize(
    ("guardrail", "rows"),
    [
        (None, around("rework_after_merge", LOW, LOW)),
        ("rework_after_merge", []),
        ("rework_after_merge", around("rework_after_merge", LOW, LOW, contributors=5)),
        ("rework_after_merge", around("rework_after_merge", LOW, LOW, sample_size=2)),
        # Not one of its own guardrails:
        ("test_failure_rate", around("test_failure_rate", LOW, LOW)),
        ("pr_cycle_time", []),
    ],
    ids=["none", "no data", "under the floor", "too little", "another", "itself"],
)
def test_a_speed_metric_says_nothing_without_its_guardrail(guardrail, rows):
    alone = [*around("pr_cycle_time", SLOW, FAST), *rows]
    outcome = compared(alone, "pr_cycle_time", guardrail, last=LAST.plus(3))

    assert outcome.verdict is Verdict.CANNOT_TELL
    assert (outcome.before, outcome.after, outcome.guardrail) == (None, None, None)
    assert outcome.change is None
    assert outcome.reasons[0].startswith("not shown without its guardrail (change fail rate or")
    assert (outcome.look_again_on, outcome.reasons[-1]) == (None, "waiting will not change this")


def test_a_guardrail_whose_number_comes_later_is_waited_for():
    rework = [row for row in around("rework_after_merge", LOW, LOW) if row.week <= LAST.plus(-4)]
    rows = [*around("pr_cycle_time", SLOW, FAST), *rework]
    outcome = compared(rows, "pr_cycle_time", "rework_after_merge")

    assert (outcome.verdict, outcome.before) == (Verdict.CANNOT_TELL, None)
    assert outcome.look_again_on == date(2026, 12, 7)


def test_other_metrics_can_be_compared_without_a_guardrail():
    outcome = compared(around(SAME, HIGH, LOW), SAME, "rework_after_merge", last=LAST.plus(3))

    assert (outcome.verdict, outcome.guardrail) == (Verdict.HELPED, None)


def test_a_guardrail_with_too_little_behind_it_shows_its_counts_and_cannot_tell():
    few = around("rework_after_merge", [1] * 6, [1] * 6, denominator=2.0, sample_size=2)
    outcome = compared([*around(SAME, HIGH, LOW), *few], SAME, "rework_after_merge")

    assert outcome.verdict is Verdict.HELPED
    assert outcome.guardrail is not None
    assert outcome.guardrail.verdict is Verdict.CANNOT_TELL
    assert outcome.guardrail.after is not None
    assert (outcome.guardrail.after.value, outcome.guardrail.after.numerator) == (None, 6)


def test_a_speed_metric_is_no_guardrail_of_what_does_not_guard_it():
    rows = [
        *around(SAME, HIGH, LOW),
        *around("rework_after_merge", HIGH, LOW),
        *around("pr_cycle_time", FAST, SLOW),
    ]
    guarded = compared(rows, "rework_after_merge", "pr_cycle_time").guardrail

    assert compared(rows, SAME, "pr_cycle_time").guardrail is None
    assert guarded is not None
    assert guarded.verdict is Verdict.GOT_WORSE


def test_a_speed_metric_is_not_shown_beside_what_has_too_little_behind_it():
    few = around("rework_after_merge", [1] * 6, [1] * 6, denominator=2.0, sample_size=2)
    rows = [*few, *around("pr_cycle_time", FAST, SLOW)]

    assert compared(rows, "rework_after_merge", "pr_cycle_time").guardrail is None


@pytest.mark.parametrize(
    "guardrail",
    ["ai_acceptance", "incident_linked_changes", "drafts_flipped", "rework_after_merge"],
)
def test_what_cannot_guard_is_not_shown_as_a_guardrail(guardrail):
    rows = [*around("rework_after_merge", HIGH, LOW), *around("ai_acceptance", LOW, HIGH)]
    outcome = compared(rows, "rework_after_merge", guardrail, last=LAST.plus(3))

    assert (outcome.verdict, outcome.guardrail) == (Verdict.HELPED, None)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        ("ai_acceptance", "neither direction of it is better"),
        ("ai_active_share", "neither direction of it is better"),
        ("incident_linked_changes", "it is on no page"),
        ("pulls_held_overnight", "it is on no page"),
    ],
)
def test_what_is_not_offered_for_experiments_is_not_compared_either(metric, reason):
    rows = [*around(metric, LOW, HIGH), *around("findings_new", LOW, LOW, dimension="high")]
    outcome = compared(rows, metric, "findings_new")

    assert outcome.verdict is Verdict.CANNOT_TELL
    assert (outcome.before, outcome.after, outcome.look_again_on) == (None, None, None)
    assert outcome.reasons[0].startswith(reason)


def test_an_unknown_metric_is_an_error_and_no_guess():
    with pytest.raises(KeyError):
        compared([], "commits")


@unhurried
@given(st.permutations(range(108)))
def test_the_order_of_the_rows_changes_nothing(order):
    rows = [*around("pr_cycle_time", SLOW, FAST), *around("rework_after_merge", LOW, HIGH)]
    shuffled = [rows[number] for number in order]

    assert compared(shuffled, "pr_cycle_time", "rework_after_merge") == compared(
        rows, "pr_cycle_time", "rework_after_merge"
    )


@unhurried
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=52, max_size=52),
    st.sets(st.integers(0, 51), max_size=8),
)
def test_an_outcome_says_what_a_trend_says_of_the_same_weeks(numerators, marks):
    """With the same chance of an error, and the two weeks in between taken out."""
    marked = [LAST.plus(-number) for number in marks]
    trend = judge(catalogue.get(SAME), "", sums(numerators), LAST, chance=CHANCE, marked=marked)
    apart = frozenset(week.plus(-WASH_IN) if week <= LAST.plus(-SPAN) else week for week in marked)
    outcome = compared(around(SAME, numerators[:BASELINE], numerators[BASELINE:]), marked=apart)

    assert (
        outcome.verdict
        is {
            Word.ROSE: Verdict.GOT_WORSE,
            Word.FELL: Verdict.HELPED,
            Word.NO_CLEAR_CHANGE: Verdict.NO_CLEAR_CHANGE,
            Word.TOO_LITTLE: Verdict.CANNOT_TELL,
            Word.NOT_COMPARABLE: Verdict.CANNOT_TELL,
        }[trend.word]
    )
    assert (values(outcome.before), values(outcome.after)) == (
        values(trend.before),
        values(trend.recent),
    )


@unhurried
@given(
    st.sampled_from(sorted(catalogue.METRICS)),
    st.sampled_from([None, *sorted(catalogue.METRICS)]),
    st.integers(-8, 4),
    st.booleans(),
)
def test_what_moved_it_is_never_claimed(metric, guardrail, until, better):
    before, after = (HIGH, LOW) if better else (LOW, HIGH)
    rows = []
    for name in {metric, guardrail} - {None}:
        for dimension in catalogue.get(name).headline or ("",):
            rows += around(name, before, after, dimension=dimension)
    outcome = compared(rows, metric, guardrail, last=LAST.plus(until))

    assert "because" not in (said(outcome) + REGRESSION).lower()
    assert not any(word in said(outcome) for word in ("caused", "due to", "thanks to"))
    assert outcome.reasons
    if catalogue.get(metric).needs_guardrail and outcome.after is not None:
        assert outcome.guardrail is not None


def test_the_words_about_bad_stretches_say_hint_and_not_proof():
    assert "often get better by themselves" in REGRESSION
    assert "a hint, not proof" in REGRESSION


def test_what_may_be_chosen_has_a_better_direction_and_is_on_a_page():
    offered = {metric.id for metric in measurable()}

    assert offered == set(catalogue.METRICS) - {
        "ai_acceptance",
        "ai_active_share",
        "incident_linked_changes",
        "pulls_held_overnight",
        "quick_large_reviews",
        "drafts_flipped",
    }
    assert [metric.id for metric in measurable()] == [m for m in catalogue.METRICS if m in offered]


@pytest.mark.parametrize(
    ("metric", "guardrail"),
    [
        ("pr_cycle_time", "change_fail_rate"),
        ("first_review_wait", "rework_after_merge"),
        ("review_iterations", "rework_after_merge"),
        ("deployment_frequency", "change_fail_rate"),
        ("lead_time", "change_fail_rate"),
        ("findings_new", "rework_after_merge"),
        ("findings_inherited", "rework_after_merge"),
        ("rework_after_merge", "pr_cycle_time"),
        ("test_failure_rate", "rework_after_merge"),
        ("defect_escape_rate", "change_fail_rate"),
        ("change_fail_rate", "deployment_frequency"),
        ("incident_linked_changes", None),
    ],
)
def test_each_metric_has_something_that_must_not_suffer(metric, guardrail):
    assert guardrail_for(metric) == guardrail


@pytest.mark.parametrize("metric", measurable(), ids=lambda metric: metric.id)
def test_what_must_not_suffer_is_another_metric_that_can_be_shown_beside_it(metric):
    name = guardrail_for(metric.id)
    assert name is not None
    other = catalogue.get(name)

    assert name != metric.id
    assert other.privacy is Privacy.TEAM
    assert other.better is not None
    assert not metric.needs_guardrail or name in metric.guardrails
    assert not other.needs_guardrail or metric.id in other.guardrails
