"""The Home tab at its largest, and what it never shows."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from bot.collection.store import Try
from bot.commitments.pieces import Sharing
from bot.commitments.record import Side, Stage
from bot.commitments.words import LIST_MORE
from bot.delivery.status_store import Dead
from bot.home import blocks, words
from bot.home.compose import MOST_PAGES, MOST_TEAMS, Governing
from bot.signals.blocks import table
from bot.slack import check
from tests.builders import LAST, a_week, a_year
from tests.clock import T0
from tests.digest.sample import DECISION, FAST, HIGHER, SLOW, STEADY, a_digest, a_team, findings
from tests.home.sample import STEWARD, a_home, a_record, a_view, an_open, belonging, managing
from tests.workspace import reads_as

ENGINEERS = [f"U0ENGINEER{number:02}" for number in range(60)]
MANAGER = "U0MARTA001"
NUMBERS = [{"source": "numbers", "scope": {}}]


def read(home):
    view = blocks.home(home)
    check.home(view)
    return reads_as(a_view(view))


def signals(number=0, rows=None, **said):
    """The signals of a team that clearly moved."""
    team = a_team(
        id=f"team{number}",
        name=f"Team {number} & <friends> with a long name {'x' * 30}",
        telemetry=NUMBERS,
        services=[{"name": f"service-{each}"} for each in range(12)],
    )
    rows = eventful() if rows is None else rows
    return a_digest(rows, team=team, decision=DECISION, **said).signals


def eventful():
    return [
        *a_year("rework_after_merge", STEADY, STEADY),
        *a_year("pr_cycle_time", SLOW, FAST),
        *a_year("ai_acceptance", STEADY, HIGHER),
        *findings(STEADY, HIGHER),
        *(row for each in range(12) for row in findings(STEADY, HIGHER, service=f"service-{each}")),
    ]


def records(length=800):
    """Forty open records of a manager, in every way in which they can be open."""
    ways: tuple[dict, ...] = (
        {},
        {"stage": Stage.PROPOSED, "turn": Side.MANAGER},
        {"stage": Stage.PROPOSED, "turn": Side.ENGINEER},
        {},
    )
    return [
        a_record(number, MANAGER, ENGINEERS[number], length=length, **ways[number % 4])
        for number in range(40)
    ]


def test_a_manager_of_thirty_teams_with_forty_open_records_gets_whole_pieces_only():
    home = managing([signals(number) for number in range(30)], open=an_open(MANAGER, records()))
    view = blocks.home(home)
    check.home(view)
    text = reads_as(a_view(view))

    assert text.count("did not clearly change") == 30
    assert "[Prepare a conversation for …]" in text
    for title in ("What you will do", "promised to you", "Check-ins", "your answer", "other side"):
        assert title in text
    assert re.findall(LIST_MORE.format(number=r"\d+"), text)
    promised = [block["block_id"][3:] for block in view["blocks"] if block["block_id"][:3] == "do-"]
    rows = {block["block_id"] for block in view["blocks"]}
    assert promised
    assert {f"promise-{one}" for one in promised} <= rows
    assert {f"when-{one}" for one in promised} <= rows


def test_everything_of_everybody_at_once_is_still_a_view_that_slack_takes():
    found = [signals(number) for number in range(MOST_TEAMS)]
    shared = [a_record(100 + n, "U0OTHER001", ENGINEERS[n], length=800) for n in range(20)]
    open_now = an_open(
        MANAGER,
        [*records(), *shared],
        stopped=True,
        sharing={f"r{n}": Sharing(["U0OTHER002"], ["U0OTHER003"]) for n in range(40)},
    )
    dead = [Dead(f"kind{number}", "r" * 200, 7, T0) for number in range(40)]
    tries = [(f"source-{number}", Try(T0, None, "t" * 300)) for number in range(60)]
    home = managing(
        found,
        open=open_now,
        belongs=[one.team for one in found],
        pages=found[:MOST_PAGES],
        governing=Governing(tries, T0, dead, "the bot token was revoked", 12),
    )
    home = a_home(
        **{name: getattr(home, name) for name in home.__slots__}
        | {"manages": [one.team for one in found] * 3}
    )

    text = read(home)
    assert words.TEAMS_MORE.format(number=2 * MOST_TEAMS) in text
    assert words.PAGES_MORE.format(number=MOST_TEAMS - MOST_PAGES) in text
    assert words.DEAD_MORE.format(number=30) in text
    assert words.STOPPED in text


def test_no_line_of_a_team_ranks_it_or_judges_it():
    text = read(managing([signals(2), signals(0), signals(1, rows=[])]))
    order = [int(number) for number in re.findall(r"^\*Team (\d)", text, re.MULTILINE)]

    assert order == [2, 0, 1]
    lines = "".join(line for line in text.splitlines() if line.startswith("*Team"))
    assert not re.search(r"[^\x00-\x7f–]|:[a-z_]+:|better|worse|best|worst|good|bad\b", lines)


def test_a_speed_that_moved_stands_beside_its_guardrail_and_its_limits():
    rows = [*a_year("pr_cycle_time", SLOW, FAST), *a_year("rework_after_merge", STEADY, STEADY)]
    text = read(managing([a_digest(rows).signals]))

    assert (
        "*Payments*: Pull request cycle time fell, from a median of 2.1 to 0.83 days;"
        " Rework after merge did not clearly change, from 11 to 11 %."
    ) in text
    assert "*What numbers cannot show:* Pull request cycle time: " in text


def test_a_team_without_numbers_says_what_is_missing_and_who_can_mend_it():
    bare = read(managing([a_digest(team=a_team()).signals]))
    waiting = read(managing([a_digest(team=a_team(telemetry=NUMBERS)).signals]))

    assert (
        f"*Payments*: *No numbers yet.* coach.yml names no source of telemetry for this team. <@{STEWARD}> can add one"
        in bare
    )
    assert "*Payments*: *No numbers yet.* No source has delivered anything" in waiting
    assert f"<@{STEWARD}> can see which source is waiting" in waiting


FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


def figures(text):
    return set(FIGURES.findall(re.sub(r"<!date[^>]*>", "", text)))


@pytest.mark.parametrize("rows", [eventful(), a_year("pr_cycle_time", SLOW, FAST), []])
def test_what_a_manager_can_reach_of_a_team_is_a_part_of_what_a_member_can(rows):
    found = a_digest(rows, team=a_team(telemetry=NUMBERS), decision=DECISION).signals
    theirs = figures(read(managing([found])))
    whole = figures(read(belonging([found])))

    assert theirs <= whole
    page = {cell for row in table(found)[1:] for cell in row}
    assert {one for cell in page for one in figures(cell)} <= whole


HUGE = 7_919_000


def a_row(number, metric, people, share, service):
    """A week: with huge numbers where it is of five people or fewer, or half of it is of one."""
    is_hidden = people <= 5 or (share is not None and share >= 0.5)
    value = HUGE if is_hidden else 3
    hours = [9000.0 if is_hidden else 20.0] * 30
    return a_week(
        metric,
        week=LAST.plus(-number),
        service=service,
        contributors=people,
        largest_share=share,
        numerator=float(value),
        denominator=None if metric == "pr_cycle_time" else value * 10.0,
        sample_size=value * 10,
        values=hours if metric == "pr_cycle_time" else None,
    )


rows_of_all_sizes = st.lists(
    st.builds(
        a_row,
        st.integers(0, 20),
        st.sampled_from(["rework_after_merge", "pr_cycle_time", "ai_acceptance"]),
        st.integers(0, 8),
        st.one_of(st.none(), st.floats(0.1, 1.0)),
        st.sampled_from(["", "", "auth-service"]),
    ),
    max_size=60,
    unique_by=lambda row: (row.week, row.metric, row.service),
)


@settings(max_examples=80, deadline=None)
@given(rows_of_all_sizes, st.integers(1, 12))
def test_no_home_tab_holds_a_figure_of_fewer_than_the_floor(rows, size):
    team = a_team(
        users=[f"U0MEMBER{number:02}" for number in range(size)],
        telemetry=NUMBERS,
        services=[{"name": "auth-service"}],
    )
    found = a_digest(rows, team=team).signals
    for home in (managing([found]), belonging([found])):
        text = read(home)
        assert [one for one in figures(text) if float(one.replace(",", "")) > 100_000] == []
        assert not re.search(r"3[0-9]{2} days", text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ENGINEERS[:12]), st.sampled_from(list(Stage)[:2])), max_size=12
    ),
    st.integers(1, 12),
)
def test_no_home_tab_of_a_manager_names_anybody_they_have_no_record_with(pairs, size):
    members = ENGINEERS[:size]
    team = a_team(users=members, telemetry=NUMBERS)
    rows = [*a_year("rework_after_merge", STEADY, HIGHER), *findings(STEADY, HIGHER)]
    found = a_digest(rows, team=team).signals
    held = [
        a_record(
            number,
            MANAGER,
            engineer,
            stage=stage,
            turn=Side.ENGINEER if stage is Stage.PROPOSED else None,
        )
        for number, (engineer, stage) in enumerate(pairs)
    ]
    named = set(
        re.findall(
            r"U0[A-Z0-9]{6,}", str(blocks.home(managing([found], open=an_open(MANAGER, held))))
        )
    )

    assert named <= {MANAGER, STEWARD, *(engineer for engineer, _ in pairs)}


def test_the_figures_of_a_group_that_is_large_enough_are_shown():
    """What the property above looks for can be seen where it may be."""
    rows = [
        *a_year("pr_cycle_time", [[9000.0] * 30] * 6, [[9000.0] * 30] * 6),
        *a_year("rework_after_merge", [HUGE] * 6, [HUGE] * 6, denominator=HUGE * 10.0),
    ]
    text = read(belonging([a_digest(rows, team=a_team(telemetry=NUMBERS)).signals]))

    assert re.search(r"3[0-9]{2} days", text)
    assert f"{HUGE * 6:,}" in text


def test_each_word_is_offered_for_each_team_that_it_can_be_about():
    first, second = signals(0), signals(1)
    home = managing([first], belongs=[second.team], pages=[second])
    view = blocks.home(home)
    check.home(view)
    sent = [
        str(value)
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        for value in (
            element.get("value"),
            *(option["value"] for option in element.get("options", ())),
        )
    ]

    assert {"prep team0", "announce team0", "digest off team0", "digest on team0"} <= {*sent}
    assert {"team team0", "team team1", "digest preview team0", "digest preview team1"} <= {*sent}
    assert {"mine", "stop", "metrics", "help"} <= {*sent}
    assert not {"prep team1", "announce team1", "digest off team1", "questions", "audit"} & {*sent}


def test_a_word_that_the_table_does_not_have_is_not_offered():
    bare = frozenset({"help", "prep", "stop", "start", "metrics"})
    text = read(managing([signals(0)], words=bare))

    assert "[Prepare a conversation]" in text
    for name in (words.MINE, words.DIGEST, words.ANNOUNCE, words.TEAM):
        assert name not in text
