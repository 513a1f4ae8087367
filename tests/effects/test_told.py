"""What a report tells holds for no single person: over histories at random, and side by side."""

import re

import pytest
from hypothesis import assume, given, settings, strategies as st

from bot.effects import blocks, promises, pulse, scrutiny, words
from bot.effects.blocks import Told
from bot.effects.promises import FEW, MOST, Case
from bot.effects.pulse import DIVIDED, MORE_NO, MORE_YES, Answer, Question
from bot.effects.report import Noticed, Report
from bot.effects.scrutiny import MORE, USUAL, Look
from bot.metrics import catalogue
from bot.slack import check
from tests.digest.sample import a_team
from tests.home.sample import a_view
from tests.workspace import reads_as

FLOOR = 5
YES, NO = Answer.YES, Answer.NO
TEAMS = ("payments", *(f"other{number}" for number in range(6)))
SIZES = dict.fromkeys(TEAMS, 8)
USUALLY = [Look(team, "page_shown", f"{team}{each}", 2) for team in TEAMS[1:] for each in range(8)]
NEW = "joiner"
COUNTS = st.tuples(st.integers(0, 12), st.integers(0, 12))


def answered(yes, no):
    return [YES] * yes + [NO] * no


PHRASES = {
    (yes, no): pulse.told(answered(yes, no), FLOOR, None) for yes in range(13) for no in range(13)
}

# The pulse


@given(COUNTS, st.sampled_from([None, MORE_YES, MORE_NO, DIVIDED]))
def test_nothing_is_told_of_answers_up_to_the_floor_and_each_phrase_is_true(counts, before):
    yes, no = counts
    said = pulse.told(answered(yes, no), FLOOR, before)

    assert (said is None) == (yes + no <= FLOOR)
    is_true = {None: True, MORE_YES: yes > no, MORE_NO: no > yes, DIVIDED: yes > 0 and no > 0}
    assert is_true[said]


@given(COUNTS)
def test_unanimity_sounds_like_a_majority_and_no_answer_can_be_read_from_a_phrase(counts):
    yes, no = counts
    said = pulse.told(answered(yes, no), FLOOR, None)
    assume(said is not None)
    alike = [one for one, phrase in PHRASES.items() if phrase == said]

    # Whoever answered, and knows their own answer, finds a case for either answer of each other one.
    for mine in (YES, NO):
        others = {(y - (mine is YES), n - (mine is NO)) for y, n in alike}
        possible = {one for one in others if min(one) >= 0}
        assert {y > 0 for y, _ in possible} >= {True}
        assert {n > 0 for _, n in possible} >= {True}


@given(COUNTS, st.sampled_from([YES, NO]))
def test_a_joiner_s_answer_never_turns_the_phrase_of_the_report_before(counts, joined):
    first = pulse.told(answered(*counts), FLOOR, None)
    assume(first is not None)

    assert pulse.told([*answered(*counts), joined], FLOOR, first) == first


@given(COUNTS, st.randoms())
def test_the_order_of_answers_never_matters(counts, draw):
    answers = answered(*counts)
    shuffled = draw.sample(answers, len(answers))

    assert pulse.told(answers, FLOOR, None) == pulse.told(shuffled, FLOOR, None)


def test_a_team_whose_answers_could_not_be_told_is_not_asked_and_no_manager_is():
    team = a_team(users=[f"U0MEMBER0{number}" for number in range(7)], managers=["U0MEMBER00"])

    assert pulse.asked(team, FLOOR) == tuple(f"U0MEMBER0{number}" for number in range(1, 7))
    assert pulse.asked(team, 6) == ()


def test_marks_of_one_token_do_not_lead_to_each_other_without_the_key():
    marks = {pulse.marked(key, "token", question) for key in (b"a", b"b") for question in Question}

    assert len(marks) == 6


# Scrutiny


def looks(of_payments):
    return [*USUALLY, *(Look("payments", "page_shown", who, n) for who, n in of_payments)]


def judged(of_payments, before=None, size=8):
    return scrutiny.judged(
        "payments", looks(of_payments), {**SIZES, "payments": size}, FLOOR, before
    )


def test_a_team_with_four_times_the_pages_is_asked_why_and_one_with_as_many_is_not():
    assert judged([(f"p{each}", 8) for each in range(8)]) == MORE
    assert judged([(f"p{each}", 2) for each in range(8)]) == USUAL
    assert judged([]) == USUAL


def test_a_manager_with_four_times_the_requests_is_noticed_though_pages_are_many():
    requests = [
        Look(team, act, f"{team}{each}", 1)
        for team in TEAMS
        for act in ("individual_asked", "disclosed")
        for each in range(4 if team == "payments" else 1)
    ]

    assert scrutiny.judged("payments", [*looks([]), *requests], SIZES, FLOOR, None) == MORE


def test_pages_about_one_engineer_alone_are_no_finding_about_a_team():
    assert judged([("p0", 60), ("p1", 2)]) == USUAL


def test_with_few_other_teams_there_is_no_usual_and_nothing_is_told():
    few = dict.fromkeys(TEAMS[:FLOOR], 8)

    assert scrutiny.judged("payments", looks([("p0", 9)]), few, FLOOR, None) is None


PAGES = st.lists(st.integers(0, 40), min_size=8, max_size=8)


@given(PAGES, st.integers(0, 80))
def test_pages_about_a_joiner_never_turn_the_phrase_of_the_report_before(pages, about_joiner):
    before = [(f"p{each}", number) for each, number in enumerate(pages) if number]
    first = judged(before)
    joined = [*before, (NEW, about_joiner)] if about_joiner else before

    assert judged(joined, first, size=9) == first


# Promises


CASES = st.lists(
    st.builds(
        Case,
        st.sampled_from([f"m{each}" for each in range(9)]),
        st.sampled_from([f"e{each}" for each in range(30)]),
        st.booleans(),
    ),
    max_size=60,
)


@given(CASES)
def test_nothing_is_told_of_promises_of_managers_up_to_the_floor_or_half_one_manager_s(cases):
    said = promises.told(cases, FLOOR, None)
    managers = [one.manager for one in cases]

    if said is not None:
        assert len(set(managers)) > FLOOR
        assert all(managers.count(one) * 2 < len(cases) for one in managers)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=14, max_size=40),
    st.lists(st.booleans(), max_size=4),
)
def test_promises_to_a_joiner_never_turn_the_phrase_of_the_report_before(made, to_joiner):
    cases = [Case(f"m{n % 7}", f"e{who}", is_so) for n, (who, is_so) in enumerate(made)]
    first = promises.told(cases, FLOOR, None)
    after = [*cases, *(Case("m0", NEW, is_so) for is_so in to_joiner)]

    assert first is not None
    assert promises.told(after, FLOOR, first) == first


def test_what_managers_kept_is_told_in_one_of_three_phrases():
    cases = [Case(f"m{each % 7}", f"e{each}", each % 4 != 0) for each in range(21)]

    assert promises.told(cases, FLOOR, None) == MOST
    assert (
        promises.told([Case(c.manager, c.engineer, not c.is_so) for c in cases], FLOOR, None) == FEW
    )


# The report


def told(report, *, users=None, **more):
    team = a_team(users=users) if users else a_team()
    given_more = {"paused": frozenset(), "outright": frozenset(), "floor": FLOOR, **more}
    return blocks.report(Told(team, report, **given_more))


def read(report, **more):
    message = told(report, **more)
    check.message(message)
    return reads_as(a_view({"blocks": message["blocks"]}))


SIGN = Noticed("price", "pr_cycle_time", "fell", "rework_after_merge", "rose", "pr_cycle_time")
FULL = Report(
    "2026-Q4",
    tuple(catalogue.SAFEST),
    is_judged=True,
    signs=(SIGN,) * 30,
    scrutiny=MORE,
    preps=FEW,
    kept=FEW,
    is_asked=True,
    pulse={Question.RATHER_NOT: MORE_YES, Question.WORRY: MORE_YES, Question.HELP: DIVIDED},
)


@st.composite
def reports(draw):
    return Report(
        "2026-Q4",
        tuple(catalogue.SAFEST),
        is_judged=draw(st.booleans()),
        scrutiny=judged([(f"U0PERSON{each}", n) for each, n in enumerate(draw(PAGES)) if n]),
        preps=promises.told(draw(CASES), FLOOR, None),
        kept=promises.told(draw(CASES), FLOOR, None),
        is_asked=draw(st.booleans()),
        pulse={
            question: said
            for question in Question
            if (said := pulse.told(answered(*draw(COUNTS)), FLOOR, None)) is not None
        },
    )


@settings(max_examples=60, deadline=None)
@given(reports())
def test_no_report_holds_an_id_a_name_or_a_figure(report):
    said = read(report)

    assert not re.findall(r"U0[A-Z0-9]+|<@|@\w", said)
    assert set(re.findall(r"\d+", said)) <= {"2026", str(FLOOR)}
    assert report == Report.from_json(report.to_json())
    assert not [each for each in str(report.to_json()).split() if each.strip("{}[](),':").isdigit()]


def test_the_fullest_report_fits_a_message_and_keeps_its_end():
    said = read(FULL)

    assert "Does the one have to do with the other?" in said
    assert said.endswith(words.FOOTER)


def test_each_pattern_that_asks_something_has_one_thing_for_stewards_below_it():
    few = Report(**{**{name: getattr(FULL, name) for name in FULL.__slots__}, "signs": (SIGN,)})
    rows = [block for block in told(few)["blocks"] if block["type"] == "actions"]

    assert len(rows) == 7
    assert all(len(row["elements"]) == 1 for row in rows)
    fine = Report("2026-Q4", ("pr_cycle_time",), is_judged=True, scrutiny=USUAL, kept=MOST)
    assert not [block for block in told(fine)["blocks"] if block["type"] == "actions"]


@pytest.mark.parametrize("hidden", ["pr_cycle_time", "rework_after_merge"])
def test_a_sign_of_a_paused_number_or_guardrail_is_not_told(hidden):
    few = Report("2026-Q4", ("pr_cycle_time",), is_judged=True, signs=(SIGN,))
    said = read(few, paused=frozenset({hidden}), outright=frozenset({hidden}))

    assert "fell" not in said
    assert f"*{catalogue.get(hidden).label}* is paused for this team" in said
    assert "[Bring it back]" in said
    by_question = read(few, paused=frozenset({hidden}))
    assert "[Bring it back]" not in by_question


def test_a_quarter_with_too_little_is_one_line():
    assert read(Report("2026-Q4", (), is_asked=True)).splitlines()[1:] == [words.EMPTY]
