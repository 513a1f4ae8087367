"""Figures and trends as a person reads them: units, ends and counts always said."""

from dataclasses import replace

import pytest

from bot.metrics import catalogue, reading
from bot.metrics.change import Change
from bot.metrics.figure import Figure, WeekSum
from bot.metrics.histogram import Histogram
from bot.metrics.outcome import GuardrailOutcome, Verdict
from bot.metrics.trend import FOCUS_CHANCE, Word, judge
from bot.metrics.week import Week
from tests.builders import LAST, sums, usually

REWORK, CYCLE_TIME = catalogue.get("rework_after_merge"), catalogue.get("pr_cycle_time")
LOW, HIGH = [3, 4, 3, 2, 4, 3], [7, 8, 6, 9, 7, 8]


def judged(numerators, service="", marked=()):
    weeks = sums(numerators)
    return judge(REWORK, service, weeks, LAST, chance=FOCUS_CHANCE, marked=marked)


def drawn(*values, marked=()):
    """A trend of which these weeks are drawn, the last of them `LAST`."""
    weekly = tuple((LAST.plus(n + 1 - len(values)), value) for n, value in enumerate(values))
    return replace(judged(usually(LOW)), weekly=weekly, marked=tuple(marked))


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [
        ("rework_after_merge", 0.153, "15 %"),
        ("rework_after_merge", 0.0, "0 %"),
        ("rework_after_merge", 0.004, "0.4 %"),
        ("pr_cycle_time", 9.96, "10 h"),
        ("pr_cycle_time", 6.25, "6.2 h"),
        ("pr_cycle_time", 47.9, "48 h"),
        ("pr_cycle_time", 60.0, "2.5 days"),
        ("findings_new", 0.913, "0.91 per 1,000 lines"),
        ("findings_new", 1234.5, "1,234 per 1,000 lines"),
        ("deployment_frequency", 3.0, "3 a week"),
        ("review_iterations", 1.44, "1.4 turns"),
    ],
)
def test_a_value_is_written_with_its_unit_and_no_false_precision(metric, value, said):
    assert reading.amount(catalogue.get(metric), value) == said


def test_two_values_share_the_unit_of_the_larger_one():
    assert reading.between(catalogue.get("pr_cycle_time"), 12, 96) == "0.5 to 4 days"
    assert reading.between(catalogue.get("pr_cycle_time"), 96, 12) == "4 to 0.5 days"


def test_a_figure_below_the_minimum_sample_is_counts_and_no_percentage():
    few = Figure((LAST,), None, None, 7, 12, 12)

    assert reading.figure(REWORK, few) == "7 of 12"


def test_how_many_durations_there_are_is_told_in_tens_and_never_below_the_minimum():
    few = [Figure((LAST,), None, None, number, None, number) for number in range(1, 10)]
    some = [Figure((LAST,), 20.0, 30.0, number, None, number) for number in (56, 60, 64)]

    assert {reading.figure(CYCLE_TIME, one) for one in few} == {"fewer than 10 so far"}
    assert {reading.figure(CYCLE_TIME, one) for one in some} == {
        "median 20 h, three in four within 30 h (about 60 in all)"
    }


def test_a_count_is_told_with_the_working_weeks_behind_it():
    found = Figure((LAST,), 106 / 5.2, None, 106, 5.2, 106)

    assert (
        reading.figure(catalogue.get("deployment_frequency"), found)
        == "20 a week (106 in 5.2 working weeks)"
    )


def test_no_figure_at_all_is_a_dash_and_never_zero():
    assert reading.figure(catalogue.get("rework_after_merge"), None) == "–"


def test_a_gap_in_the_weeks_is_a_dot_in_the_sparkline():
    assert reading.sparkline(drawn(1.0, None, 2.0, 8.0)) == "▁·▂█"
    assert reading.sparkline(drawn(None, None, None)) == "···"
    assert reading.sparkline(drawn(5.0, 5.0, 5.0)) == "▁▁▁"


def test_a_marked_week_stands_in_brackets_in_the_sparkline():
    one, two, apart = (
        {LAST.plus(-2)},
        {LAST.plus(-2), LAST.plus(-1)},
        {LAST.plus(-3), LAST},
    )

    assert reading.sparkline(drawn(1.0, 4.5, 2.0, 8.0, marked=one)) == "▁(▅)▂█"
    assert reading.sparkline(drawn(1.0, 4.5, 2.0, 8.0, marked=two)) == "▁(▅▂)█"
    assert reading.sparkline(drawn(1.0, 4.5, 2.0, 8.0, marked=apart)) == "(▁)▅▂(█)"
    assert reading.sparkline(drawn(1.0, None, 2.0, 8.0, marked=one)) == "▁(·)▂█"


def test_it_is_told_of_how_many_weeks_where_some_are_missing():
    whole = judged([*usually(LOW), *HIGH])
    fewer = judged([*usually(LOW), *HIGH[:2], None, *HIGH[3:]])

    assert "weeks" not in reading.said(whole)
    assert reading.said(fewer).startswith("rose, by ")
    assert reading.said(fewer).endswith("; 5 of 6 weeks")


def test_a_pattern_is_one_sentence_that_can_be_said_aloud():
    trend = judged([*usually(LOW), *HIGH], "auth-service")

    assert trend.word is Word.ROSE
    assert reading.pattern(trend) == "Rework after merge in auth-service rose, from 11 to 25 %"


def test_a_clear_change_is_said_with_how_large_it_is():
    rose, fell = judged([*usually(LOW), *HIGH]), judged([*usually(HIGH), *LOW])

    assert reading.said(rose) == "rose, by 79 to 220 %"
    assert reading.said(fell) == "fell, by 36 to 71 %"


def test_no_clear_change_is_said_with_how_large_one_might_be():
    assert reading.said(judged([*usually(LOW), *LOW])) == (
        "no clear change (between 33 % less and 57 % more)"
    )
    assert reading.said(judged([*usually(LOW), 5, 4, 5, 4, 5, 5])) == (
        "no clear change (perhaps 5 to 110 % more, but not surely)"
    )


@pytest.mark.parametrize(
    ("numerators", "marked", "said"),
    [
        (
            [*usually(LOW), 3, 4, None, None, None, None],
            (),
            "too little to say (it takes at least 3 of these 6 weeks and 6 before)",
        ),
        (
            [*usually(LOW), *HIGH],
            [LAST.plus(-number) for number in range(4)],
            "not comparable (it takes at least 3 of these 6 weeks and 6 before)",
        ),
        ([0] * 52, (), "no clear change (the weeks part no further than they do by chance)"),
    ],
)
def test_where_no_size_can_be_told_the_reason_stands_there(numerators, marked, said):
    assert reading.said(judged(numerators, marked=marked)) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(1, 1.12, 1.7), "by 12 to 70 %"),
        (Change(-1, 0.4, 0.66), "by 34 to 60 %"),
        (Change(1, 1.004, 1.2), "by up to 20 %"),
        (Change(1, 1.79, 3.21), "by 79 to 220 %"),
        (Change(0, 0.88, 1.2), "between 12 % less and 20 % more"),
        (Change(0, 1.0, 1.2), "between the same and 20 % more"),
        (Change(0, 0.55, 0.9), "perhaps 10 to 45 % less, but not surely"),
        (Change(0), ""),
        (Change(1), ""),
    ],
)
def test_how_large_a_change_is_reads_as_percent(change, said):
    assert reading.size_of(REWORK, change) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(-1, 0.433, 0.710), "by 30 to 55 %"),
        (Change(1, 1.019, 1.223), "by up to 20 %"),
        (Change(0, 0.781, 1.280), "between 20 % less and 30 % more"),
        (Change(1, 2.04, 3.16), "by 100 to 220 %"),
    ],
)
def test_how_large_a_change_of_durations_is_reads_in_twentieths(change, said):
    assert reading.size_of(CYCLE_TIME, change) == said


def test_the_range_of_a_change_of_durations_is_rounded_wherever_it_is_told():
    """To 5 % up to a hundred, and to tens from there on."""
    day = [5.0, 8.0, 12.0, 18.0, 24.0, 30.0, 45.0, 70.0]
    weeks = {
        LAST.plus(-number): WeekSum(8, None, 8, Histogram.of([v * part for v in day]))
        for number in range(52)
        for part in [0.55 if number < 6 else 1.0]
    }
    trend = judge(CYCLE_TIME, "", weeks, LAST, chance=FOCUS_CHANCE)

    assert reading.said(trend) == "fell, by 30 to 55 %"


def test_weeks_that_were_marked_are_told_both_ways():
    marked = [LAST, LAST.plus(-1)]
    trend = judged([*usually(LOW), 7, 8, 6, 9, 30, 30], marked=marked)

    assert reading.both_ways(trend) == ("25 % (30 of 120); with the marked weeks 50 % (90 of 180)")


def test_where_nothing_was_marked_or_all_was_there_is_no_invented_figure():
    all_six = [LAST.plus(-number) for number in range(6)]

    assert reading.both_ways(judged([*usually(LOW), *HIGH])) == "25 % (45 of 180)"
    assert reading.both_ways(judged([*usually(LOW), *HIGH], marked=all_six)) == (
        "–; with the marked weeks 25 % (45 of 180)"
    )


@pytest.mark.parametrize(
    ("metric", "before", "after", "word", "line"),
    [
        (
            "findings_new",
            Figure((LAST,), 0.43, None, 13, 30.0, 40),
            Figure((LAST,), 0.91, None, 27, 30.0, 40),
            "got worse",
            "High-severity findings: 0.91 per 1,000 lines after, 0.43 before: got worse",
        ),
        (
            "pr_cycle_time",
            Figure((LAST,), 60.0, 90.0, 40, None, 40),
            Figure((LAST,), 18.0, 41.0, 40, None, 40),
            "helped",
            "Pull request cycle time: a median of 0.75 days after, 2.5 before: helped",
        ),
        (
            "rework_after_merge",
            Figure((LAST,), 0.25, None, 45, 180.0, 180),
            Figure((LAST,), None, None, 3, 12.0, 12),
            "cannot tell yet",
            "Rework after merge: 3 of 12 after, 25 % (45 of 180) before: cannot tell yet",
        ),
        (
            "rework_after_merge",
            Figure((LAST,), 0.25, None, 45, 180.0, 180),
            None,
            "cannot tell yet",
            "Rework after merge: nothing yet after, 25 % (45 of 180) before: cannot tell yet",
        ),
        (
            "rework_after_merge",
            None,
            None,
            "cannot tell yet",
            "Rework after merge: cannot tell yet",
        ),
    ],
)
def test_a_verdict_stands_in_one_line_with_what_it_rests_on(metric, before, after, word, line):
    found = GuardrailOutcome(catalogue.get(metric), Verdict(word), before, after)

    assert reading.verdict_line(found) == line


def test_a_span_names_its_first_and_last_day():
    assert reading.span(Week.parse("2026-W41"), Week.parse("2026-W46")) == "5 Oct to 15 Nov 2026"
    assert (
        reading.span(Week.parse("2025-W50"), Week.parse("2026-W02")) == "8 Dec 2025 to 11 Jan 2026"
    )


@pytest.mark.parametrize(
    ("numerators", "marked"),
    [
        ([*usually(LOW), 7, 8, None, None, None, None], ()),
        ([*usually(LOW), *HIGH], [LAST.plus(-number) for number in range(4)]),
    ],
    ids=["too little", "not comparable"],
)
def test_what_cannot_be_judged_is_never_said_not_to_have_changed(numerators, marked):
    trend = judged(numerators, marked=marked)

    assert "change" not in reading.pattern(trend)
    assert str(trend.word) in reading.pattern(trend)
