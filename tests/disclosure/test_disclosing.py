"""A manager discloses a number, and the engineer knows it long before: through Slack, with what can go wrong."""

from datetime import timedelta

import pytest

from bot.audit.trail import Trail
from bot.disclosure import words
from bot.disclosure.carried import Action
from bot.disclosure.keep import Disclosures
from bot.home import words as home_words
from tests.commitments.steps import (
    actions_of,
    berlin,
    forges,
    leaks,
    newest_with,
    quotes,
    rows,
    told,
)
from tests.disclosure.steps import (
    FILLED,
    LIMITS,
    METRIC,
    chooses,
    disagrees,
    disclosed,
    discloses,
    texts,
)
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, reads_as

ALL = "SELECT team_id, manager, engineer, metric, effective, answer FROM disclosure"
ACTS = (
    "SELECT act FROM audit_entry"
    " WHERE act IN ('disclosed', 'disclosure_answered', 'disclosure_withdrawn') ORDER BY number"
)
WHY = "Half of it is the migration that we agreed on."


def kept(workspace):
    return [(*row[:4], str(row[4])[:10], row[5]) for row in rows(workspace, ALL)]


def test_both_read_the_same_text_to_the_byte_and_the_engineer_answers_once(either, logged):
    form = chooses(either)
    begins = next(one for one in form.blocks if one["block_id"] == "limits")
    assert "mentoring, emergency work" in begins["element"]["initial_value"]
    values = {**FILLED, "limits": LIMITS}
    assert either.submits(MARTA, **values) == {}
    assert "errors" not in str(either.slack.redeliver().json), "it came twice, and counts once"
    either.settles()
    either.sweeps()

    assert kept(either) == [("payments", MARTA, ALICE, METRIC, "2026-12-18", None)]
    mine, theirs = disclosed(either, MARTA), disclosed(either, ALICE)
    assert texts(mine) == texts(theirs)
    assert actions_of(mine) == {Action.WITHDRAW}
    assert actions_of(theirs) == {Action.ACKNOWLEDGE, Action.DISAGREE}
    assert quotes(theirs)[:3] == [FILLED["threshold"], FILLED["expectation"], LIMITS]
    assert f"> {FILLED['evidence']}" in reads_as(theirs)
    assert words.NEVER in reads_as(theirs)

    assert disagrees(either, " ") == {"because": words.EMPTY}
    assert either.submits(ALICE, because=WHY) == {}
    either.sweeps()
    either.presses(ALICE, theirs, Action.ACKNOWLEDGE)
    assert told(either, ALICE) == words.ANSWERED_ALREADY
    answer = either.page(MARTA)
    assert answer.text == words.ANSWERED_TEXT
    assert quotes(answer) == [WHY]
    assert len([one for one in either.slack.dm(MARTA) if one.text == words.ANSWERED_TEXT]) == 1
    shown = [
        next(one for one in either.slack.dm(who) if one.text == words.TEXT)
        for who in (MARTA, ALICE)
    ]
    assert texts(shown[0]) == texts(shown[1])
    assert quotes(shown[1])[-1] == WHY
    assert [one for (one,) in rows(either, ACTS)] == ["disclosed", "disclosure_answered"]
    assert leaks(either, logged.getvalue(), [*FILLED.values(), LIMITS, WHY][:3]) == []


def test_what_is_wrong_is_said_beside_each_field_and_nothing_is_kept(workspace):
    chooses(workspace)
    wrong = {
        "limits": "…",
        "evidence": "Our dashboards",
        "effective": "2026-11-17",
        "threshold": "-",
    }

    assert workspace.submits(MARTA, **{**FILLED, **wrong}) == {
        "threshold": words.EMPTY,
        "limits": words.EMPTY_LIMITS,
        "evidence": words.SOLE_BASIS,
        "effective": words.TOO_SOON.format(day="Friday 18 December 2026"),
    }
    workspace.sweeps()
    assert kept(workspace) == []
    assert rows(workspace, "SELECT * FROM record_key WHERE record <> 'audit'") == []
    assert workspace.slack.dm(ALICE) == workspace.slack.dm(MARTA) == []
    right = {**FILLED, "limits": LIMITS}
    assert workspace.submits(MARTA, **right) == {}, "the form stays as it is"


@pytest.mark.parametrize(
    ("user", "typed", "said"),
    [
        (ALICE, f"<@{MARTA}>", words.NOT_A_MANAGER),
        (STEWARD, f"<@{ALICE}>", words.NOT_A_MANAGER),
        (MARTA, f"<@{MARTA}>", words.ONE_ENGINEER),
        (MARTA, "everybody", words.ONE_ENGINEER),
        (MARTA, "<@U0IRINA001>", words.NOT_LISTED.format(engineer="U0IRINA001")),
    ],
)
def test_only_a_manager_discloses_and_only_to_an_engineer_of_theirs(workspace, user, typed, said):
    assert workspace.types(user, f"/coach disclose {typed}") == said
    assert workspace.slack.views(user) == []


@pytest.mark.parametrize(
    "forged",
    [
        "payments/U0IRINA001/rework_after_merge",
        "search/U0IRINA001/rework_after_merge",
        f"payments/{ALICE}/ai_acceptance",
        f"payments/{ALICE}/incident_linked",
        f"payments/{MARTA}/rework_after_merge",
    ],
)
def test_a_form_that_carries_something_else_is_refused(workspace, forged):
    chooses(workspace)
    forges(workspace, MARTA, forged)

    assert set(workspace.submits(MARTA, **FILLED)) == {"threshold"}
    assert kept(workspace) == []


def test_the_manager_withdraws_it_before_its_day_and_the_engineer_is_told(workspace):
    discloses(workspace)
    chooses(workspace)
    assert workspace.submits(MARTA, **{**FILLED, "effective": "2026-12-21"}) == {
        "effective": words.ALREADY
    }
    mine = disclosed(workspace, MARTA)
    workspace.presses(ALICE, mine, Action.WITHDRAW)
    assert told(workspace, ALICE) == words.NOT_THE_MANAGER
    workspace.presses(MARTA, mine, Action.WITHDRAW)
    workspace.sweeps()

    assert kept(workspace) == []
    assert rows(workspace, "SELECT * FROM record_key WHERE record <> 'audit'") == []
    first, second = workspace.slack.dm(ALICE)
    assert reads_as(first) == words.GONE
    assert "has withdrawn" in reads_as(second)
    workspace.presses(MARTA, mine, Action.WITHDRAW)
    assert told(workspace, MARTA) == words.GONE
    assert [one for (one,) in rows(workspace, ACTS)] == ["disclosed", "disclosure_withdrawn"]


def test_nothing_is_withdrawn_once_its_day_has_come(workspace):
    discloses(workspace)
    workspace.clock.forward(days=30)
    workspace.presses(MARTA, disclosed(workspace, MARTA), Action.WITHDRAW)

    assert told(workspace, MARTA) == words.TOO_LATE_TO_WITHDRAW
    assert len(kept(workspace)) == 1


@pytest.mark.parametrize("who", [NOAM, STEWARD, STRANGER, "U0BASIM001"])
def test_nobody_else_reads_answers_withdraws_or_lists_it(workspace, who):
    discloses(workspace)
    workspace.types(MARTA, "/coach disclose")
    listed = workspace.slack.ephemerals(MARTA)[-1]
    workspace.presses(who, listed, Action.READ)
    assert told(workspace, who) == words.NOT_YOURS
    workspace.presses(who, disclosed(workspace, ALICE), Action.ACKNOWLEDGE)
    assert told(workspace, who) == words.NOT_THE_ENGINEER
    workspace.types(who, "/coach disclose")
    assert words.LIST_NOTHING in told(workspace, who)
    workspace.sweeps()
    assert workspace.slack.dm(who) == []
    assert kept(workspace)[0][-1] is None


def test_both_list_their_own_and_read_all_of_it(workspace):
    discloses(workspace)
    workspace.presses(ALICE, disclosed(workspace, ALICE), Action.ACKNOWLEDGE)
    workspace.sweeps()
    read = []
    for who, line in ((MARTA, f"*You to <@{ALICE}>:*"), (ALICE, f"*<@{MARTA}> to you:*")):
        workspace.types(who, "/coach disclose")
        listed = workspace.slack.ephemerals(who)[-1]
        day = "from Friday 18 December 2026"
        assert f"{line} Rework after merge of Payments, {day}. <@{ALICE}> has read it." in reads_as(
            listed
        )
        workspace.presses(who, listed, Action.READ)
        read.append(texts(workspace.form(who)))
    assert read[0] == read[1] == texts(newest_with(workspace, MARTA, Action.WITHDRAW))


def test_who_said_stop_is_not_held_to_what_did_not_reach_them(workspace):
    workspace.types(ALICE, "/coach stop")
    discloses(workspace)
    workspace.wakes_at(berlin(21, 12, month=12))

    assert workspace.slack.dm(ALICE) == []
    assert rows(workspace, "SELECT told_at FROM disclosure") == [(None,)]


def test_it_is_deleted_for_good_a_year_after_its_day_or_with_who_leaves(either):
    discloses(either)
    keeps = disclosures_of(either)
    database, day = either.coach.deliverer.database, berlin(18, 0, month=12, year=2027)
    with database.write() as session:
        assert keeps.delete_due(session, day - timedelta(seconds=1)) == 0
        assert keeps.delete_due(session, day) == 1
    assert kept(either) == []
    either.sweeps()
    assert reads_as(either.slack.dm(ALICE)[0]) == words.GONE

    discloses(either)
    either.slack.change_user(ALICE, deleted=True)
    either.slack.user_changed(ALICE)
    either.settles()
    assert kept(either) == []
    assert rows(either, "SELECT * FROM record_key WHERE record <> 'audit'") == []


def disclosures_of(workspace):
    """What keeps disclosures, as the running bot has it."""
    coach = workspace.coach
    vault = coach.deliverer.carry.vault
    return Disclosures(
        vault,
        coach.outbox,
        Trail.open(coach.deliverer.database, vault, workspace.clock),
        workspace.clock,
        lambda: coach.deliverer.roster.policy,
        coach.homes.changed,
    )


def test_what_waits_for_an_engineers_answer_stands_in_their_home_tab(workspace):
    for who in (ALICE, MARTA):
        workspace.slack.open_home(who)
    workspace.settles()
    discloses(workspace)
    assert home_words.DISCLOSURES in reads_as(workspace.slack.home(ALICE))
    assert home_words.DISCLOSURES not in reads_as(workspace.slack.home(MARTA))

    workspace.presses(ALICE, workspace.slack.home(ALICE), "home.word.disclose")
    listed = workspace.page(ALICE)
    workspace.presses(ALICE, listed, Action.ACKNOWLEDGE)
    workspace.sweeps()
    assert home_words.DISCLOSURES not in reads_as(workspace.slack.home(ALICE))
