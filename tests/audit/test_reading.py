"""Stewards read who did what and never about whom; each person reads their own part."""

import threading
from datetime import UTC, datetime
from typing import Any

from bot.audit import store, words
from bot.audit.carried import Action
from bot.audit.noted import Act, Noted
from bot.audit.read import Worded
from bot.audit.trail import Trail
from bot.demo.local_slack import Message
from bot.questions.carried import Action as Asks
from tests.commitments.conftest import opened_with, workspace
from tests.commitments.steps import FILLED, agreed, lists, newest_with, records
from tests.questions.steps import answers, asks_in_one_line
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER, Workspace, reads_as

__all__ = ["opened_with", "workspace"]
BASIM = "U0BASIM001"
PROMISE = FILLED["engineer_will"]


def noted(workspace: Workspace) -> list[tuple[str, str, str, str]]:
    """Return what stands in the audit, oldest first: act, by, about, team."""
    with workspace.coach.deliverer.database.read() as reading:
        found = store.newest(reading, 1000)
    of_people = [one for one in reversed(found) if one.act != Act.POLICY_ADOPTED]
    return [(one.act, one.by, one.about, one.team) for one in of_people]


def own(workspace: Workspace, user: str) -> list[str]:
    deliverer = workspace.coach.deliverer
    worded = Worded(deliverer.roster, workspace.coach.homes._people)
    with deliverer.database.read() as reading:
        return [one.text for one in worded.own(reading, user, 20)]


def note(workspace: Workspace, *several: Noted) -> None:
    deliverer = workspace.coach.deliverer
    with deliverer.database.write() as session:
        for one in several:
            deliverer.trail.note(session, one)


def audit(workspace: Workspace, user: str = STEWARD) -> str:
    workspace.types(user, "/coach audit")
    return reads_as(workspace.slack.ephemerals(user)[-1])


def test_stewards_read_it_twenty_at_a_time_and_others_are_told_of_their_own_part(workspace):
    shown = Noted(Act.PAGE_SHOWN, by=MARTA, about=ALICE, team="payments", details={"weeks": 97531})
    gone = Noted(Act.TEAM_PAGE_SHOWN, by=BASIM, team="no-longer-there")
    note(workspace, Noted("of_a_later_version", by=MARTA), gone, *[shown] * 38)  # type: ignore[arg-type]

    said = audit(workspace)

    lines = [line for line in said.splitlines() if line.startswith("`")]
    assert len(lines) == 20
    assert lines[0].startswith("`42` ")
    assert lines[0].endswith(f": <@{STEWARD}> read the audit.")
    assert lines[1].endswith(f": <@{MARTA}> opened a page of Payments before a conversation.")
    assert ALICE not in said
    assert "97531" not in said
    with workspace.coach.deliverer.database.read() as reading:
        seal = workspace.coach.deliverer.trail.seal(reading)
    assert words.SEAL.format(number=42, seal=seal) in said
    assert noted(workspace)[-1] == ("audit_read", STEWARD, "", "")

    page = workspace.slack.ephemerals(STEWARD)[-1]
    assert workspace.presses(STEWARD, page, Action.OLDER).status == 200
    page = workspace.slack.ephemerals(STEWARD)[-1]
    older = [line for line in reads_as(page).splitlines() if line.startswith("`")]
    assert [line.split("`")[1] for line in older] == [str(n) for n in range(22, 2, -1)]
    assert workspace.presses(STEWARD, page, Action.OLDER).status == 200
    last = reads_as(workspace.slack.ephemerals(STEWARD)[-1])
    assert f"<@{MARTA}> did something that this version of Coach has no words for." in last
    assert words.NO_MORE in last
    assert len(noted(workspace)) == 43

    for user in (ALICE, MARTA, STRANGER):
        assert audit(workspace, user) == words.STEWARDS_ONLY.format(stewards=f"<@{STEWARD}>")
    assert len(noted(workspace)) == 43, "who may not read it has read nothing"


def test_records_are_noted_once_a_day_for_each_other_person_and_not_by_a_renewal(workspace):
    records(workspace)
    lists(workspace, MARTA)
    assert noted(workspace) == [], "what waits for the other side shows none of its words"
    shown = ("record_shown", ALICE, MARTA, "payments")
    lists(workspace, ALICE)
    assert noted(workspace) == [shown]

    workspace.clock.forward(days=1)
    agreed_by = newest_with(workspace, ALICE, "commitments.agree")
    workspace.presses(ALICE, agreed_by, "commitments.agree")
    workspace.sweeps()
    assert noted(workspace) == [shown], "a renewal of the Home tab is no opening"
    for _ in range(2):
        assert workspace.slack.open_home(ALICE).status == 200
        workspace.settles()
        lists(workspace, ALICE)
    assert noted(workspace) == [shown, shown]
    workspace.presses(MARTA, lists(workspace, MARTA), "commitments.change")
    workspace.presses(ALICE, lists(workspace, ALICE), "commitments.change")
    assert noted(workspace) == [shown, shown, ("record_shown", MARTA, ALICE, "payments")]

    assert own(workspace, ALICE)[0] == f"<@{MARTA}> opened records of conversations of yours"
    assert own(workspace, MARTA)[0] == f"You opened records of conversations of <@{ALICE}>"


def test_a_list_shows_nothing_that_came_after_the_audit_was_told_of_it(workspace, monkeypatch):
    agreed(workspace)
    records(workspace, engineer=BASIM)
    card = newest_with(workspace, BASIM, "commitments.agree")
    came: list[Message] = []
    tells = Trail.note_seen

    def tells_and_somebody_agrees(*given: Any) -> None:
        tells(*given)
        if not came:
            came.append(card)
            workspace.presses(BASIM, card, "commitments.agree")

    monkeypatch.setattr(Trail, "note_seen", tells_and_somebody_agrees)
    said = reads_as(lists(workspace, MARTA))
    workspace.settles()

    assert came
    assert said.count(PROMISE) == 1
    assert [one[2] for one in noted(workspace)] == [ALICE]
    assert reads_as(lists(workspace, MARTA)).count(PROMISE) == 2
    assert [one[2] for one in noted(workspace)] == [ALICE, BASIM]


def test_a_records_window_is_noted_where_no_list_was_opened_before_it(workspace):
    agreed(workspace)
    card = newest_with(workspace, MARTA, "commitments.suggest")

    workspace.presses(MARTA, card, "commitments.suggest")
    workspace.presses(MARTA, card, "commitments.suggest")

    assert noted(workspace) == [("record_shown", MARTA, ALICE, "payments")]


def test_what_stewards_do_with_questions_and_numbers_stands_in_it(workspace):
    asks_in_one_line(workspace)
    workspace.types(STEWARD, "/coach questions")
    answers(workspace, choice="paused")
    answers(workspace, choice="corrected")

    acts = [
        ("question_shown", STEWARD, ALICE, "payments"),
        ("metric_paused", STEWARD, "", "payments"),
        ("question_answered", STEWARD, ALICE, "payments"),
        ("corrected", STEWARD, "", "payments"),
        ("metric_resumed", STEWARD, "", "payments"),
    ]
    assert noted(workspace) == acts
    assert own(workspace, ALICE) == [
        f"<@{STEWARD}> answered your question about Rework after merge of Payments",
        f"<@{STEWARD}> read questions of yours about numbers of Payments",
    ]
    said = audit(workspace)
    assert f"<@{STEWARD}> let Rework after merge of Payments be shown again." in said
    assert ALICE not in said


def test_a_form_alone_shows_a_question_and_a_pause_ends_by_its_button(workspace):
    asks_in_one_line(workspace)
    answers(workspace, choice="paused")
    workspace.presses(ALICE, workspace.slack.ephemerals(ALICE)[-1], Asks.WITHDRAW)
    workspace.types(STEWARD, "/coach questions")
    workspace.presses(STEWARD, workspace.slack.ephemerals(STEWARD)[-1], Asks.LIFT)
    assert workspace.submits(STEWARD, choice="explained") == {}

    assert [one[0] for one in noted(workspace)] == [
        "question_shown", "metric_paused", "metric_resumed",
    ]  # fmt: skip


def test_two_who_note_the_same_of_a_day_at_once_write_it_down_once(workspace):
    deliverer = workspace.coach.deliverer
    seen = Noted(Act.RECORD_SHOWN, by=MARTA, about=ALICE, team="payments")
    gate = threading.Barrier(4)

    def write() -> None:
        gate.wait()
        deliverer.trail.note_seen(deliverer.database, [seen, seen])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(noted(workspace)) == 1

    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    workspace.clock.forward(seconds=(midnight - workspace.clock.now()).total_seconds() - 1)
    deliverer.trail.note_seen(deliverer.database, [seen])
    deliverer.trail.note_seen(deliverer.database, [seen])
    workspace.clock.forward(seconds=1)
    deliverer.trail.note_seen(deliverer.database, [seen])
    assert len(noted(workspace)) == 3


def test_coach_itself_and_somebody_who_was_erased_are_told_apart(workspace):
    note(workspace, Noted(Act.PAGE_SHOWN, by=MARTA, about=ALICE), Noted(Act.DELETED))
    with workspace.coach.deliverer.database.write() as session:
        store.forget_person(session, MARTA)

    said = audit(workspace)

    assert ": I deleted what had reached the end of its time." in said
    assert f": {words.SOMEBODY_GONE} opened a page before a conversation." in said
    assert own(workspace, ALICE) == [
        f"{words.SOMEBODY_GONE} opened a page before a conversation with you"
    ]
