"""Figures and trends as a person reads them: units, ends and counts always said."""

import pytest

from bot.metrics import catalogue, reading
from bot.metrics.outcome import GuardrailOutcome, Verdict
from bot.metrics.trend import Figure, Word, judge
from bot.metrics.week import Week
from tests.builders import LAST, sums


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
    some = Figure((LAST,), None, None, 4, None, 4)

    assert reading.figure(catalogue.get("rework_after_merge"), few) == "7 of 12"
    assert reading.figure(catalogue.get("pr_cycle_time"), some) == "4 so far"


def test_no_figure_at_all_is_a_dash_and_never_zero():
    assert reading.figure(catalogue.get("rework_after_merge"), None) == "–"


def test_a_gap_in_the_weeks_is_a_dot_in_the_sparkline():
    weekly = [(LAST.plus(n), value) for n, value in enumerate([1.0, None, 2.0, 8.0])]

    assert reading.sparkline(weekly) == "▁·▂█"
    assert reading.sparkline([(LAST, None)] * 3) == "···"
    assert reading.sparkline([(LAST, 5.0)] * 3) == "▁▁▁"


def test_a_pattern_is_one_sentence_that_can_be_said_aloud():
    trend = judge(
        catalogue.get("rework_after_merge"),
        "auth-service",
        sums([3, 4, 3, 2, 4, 3, 7, 8, 6, 9, 7, 8]),
        LAST,
    )

    assert trend.word is Word.ROSE
    assert reading.pattern(trend) == "Rework after merge in auth-service rose, from 11 to 25 %"


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
