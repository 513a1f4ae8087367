"""Who left, who took over, and what Coach may still do when a workspace takes it away."""

import pytest

from bot import app
from bot.commitments import jobs, words
from bot.commitments.carried import Action
from bot.demo.local_slack import Fault
from bot.errors import OperatorError
from tests.commitments.steps import (
    FILLED,
    TEXTS,
    actions_of,
    agreed,
    berlin,
    cards,
    does,
    elements_of,
    everything_stored,
    leaks,
    lists,
    nudges,
    quotes,
    records,
    rows,
    suggests,
    told,
)
from tests.workspace import ALICE, MARTA, NOAM, reads_as

BASIM = "U0BASIM001"
NOAM_TOO = ("managers: [U0MARTA001]", "managers: [U0MARTA001, U0NOAM0001]")
NOAM_NOW = ("managers: [U0MARTA001]", "managers: [U0NOAM0001]")
KEPT = (
    "conversation",
    "conversation_revision",
    "commitment",
    "follow_up",
    "record_key WHERE record <> 'audit'",
)


def leaves(workspace, user):
    """Somebody's account is closed, and Slack says so."""
    workspace.slack.change_user(user, deleted=True)
    assert workspace.slack.user_changed(user).status == 200
    workspace.sweeps()


def cleans(workspace):
    return workspace.cleans().get("records", 0)


def left_notes(workspace, user):
    return [one for one in workspace.slack.dm(user) if one.text == words.LEFT_TEXT]


def test_who_left_gets_nothing_more_and_the_other_side_is_told_once(either):
    agreed(either)
    records(either, engineer_will="Another thing.")
    leaves(either, ALICE)
    either.clock.forward(seconds=1)
    either.slack.redeliver()  # the same event in another envelope
    either.slack.user_changed(ALICE)  # and once more, of its own
    before = len(either.slack.dm(ALICE))
    for day in (24, 25, 26, 30):
        either.wakes_at(berlin(day, 9, 30))

    (note,) = left_notes(either, MARTA)
    assert reads_as(note) == (
        f"The Slack account of <@{ALICE}> is no longer active. The reminders about what you two"
        " agreed have stopped, and the record is deleted for good on 18 December 2026."
    )
    assert len(either.slack.dm(ALICE)) == before
    assert nudges(either, MARTA) == []
    assert actions_of(lists(either, MARTA)) == set()
    assert rows(either, "SELECT DISTINCT stage, turn FROM conversation") == [("closed", None)]
    assert "It is deleted for good on 18 December 2026." in reads_as(cards(either, MARTA)[-1])


def test_an_event_and_a_refusal_that_say_the_same_are_one_note(workspace):
    """The outbox meets the closed account before Slack's event arrives."""
    agreed(workspace)
    workspace.slack.change_user(ALICE, deleted=True)
    workspace.clock.forward(days=7)
    workspace.sweeps()
    workspace.slack.user_changed(ALICE)
    workspace.sweeps()
    workspace.clock.forward(days=1)
    workspace.sweeps()

    assert nudges(workspace, ALICE) == []
    assert len(left_notes(workspace, MARTA)) == 1


def test_a_manager_who_left_is_told_to_each_engineer_once(workspace):
    for engineer in (ALICE, ALICE, BASIM):
        records(workspace, engineer=engineer)
        does(workspace, engineer, Action.AGREE)
    leaves(workspace, MARTA)

    assert len(left_notes(workspace, ALICE)) == len(left_notes(workspace, BASIM)) == 1
    workspace.clock.forward(days=7)
    workspace.sweeps()
    assert nudges(workspace, ALICE) == nudges(workspace, BASIM) == []


def test_a_record_of_somebody_who_left_is_deleted_for_good_a_month_later(either, logged):
    agreed(either)
    does_and_keeps(either)
    records(either, engineer_will="Another thing.", check_in="2026-12-16")
    sealed = [bytes(blob) for (blob,) in rows(either, "SELECT sealed FROM conversation_revision")]
    either.clock.forward(days=1)
    leaves(either, ALICE)
    either.clock.forward(days=29, hours=23)
    assert cleans(either) == 0
    either.clock.forward(hours=1)
    assert cleans(either) == 2
    either.sweeps()

    for table in KEPT:
        assert rows(either, f"SELECT * FROM {table}") == [], table  # noqa: S608
    assert not any(blob in everything_stored(either) for blob in sealed)
    assert leaks(either, logged.getvalue(), [FILLED[name] for name in TEXTS]) == []
    shown = "\n".join(reads_as(one) for one in either.slack.dm(MARTA))
    assert not any(FILLED[name] in shown for name in ("pattern", "engineer_will", "not_helping"))
    assert words.DELETED in shown


def does_and_keeps(workspace):
    """Go on until both have looked again, and keep what was tried: the record is closed."""
    for day in (24, 25):
        workspace.wakes_at(berlin(day, 9, 30))
    workspace.wakes_at(berlin(2, 9, 30, month=12))
    does(workspace, MARTA, Action.KEEP)
    assert rows(workspace, "SELECT stage, conclusion FROM conversation") == [("closed", "kept")]


def test_a_closed_record_is_kept_for_half_a_year_and_then_deleted(workspace):
    agreed(workspace)
    does_and_keeps(workspace)
    assert "It is deleted for good on 2 June 2027." in reads_as(cards(workspace, MARTA)[-1])
    workspace.clock.forward(days=181)
    assert cleans(workspace) == 0
    workspace.clock.forward(days=1)
    assert cleans(workspace) == 1
    workspace.sweeps()

    shown = "\n".join(reads_as(one) for user in (MARTA, ALICE) for one in workspace.slack.dm(user))
    assert not any(FILLED[name] in shown for name in ("pattern", "engineer_will", "not_helping"))


def test_somebody_who_comes_back_begins_anew(workspace):
    agreed(workspace)
    leaves(workspace, ALICE)
    workspace.clock.forward(minutes=1)
    workspace.slack.change_user(ALICE, deleted=False)
    workspace.slack.user_changed(ALICE)
    agreed(workspace, engineer_will="A new beginning.")
    workspace.clock.forward(days=7)
    workspace.sweeps()
    assert [quotes(one) for one in nudges(workspace, ALICE)] == [["A new beginning."]]

    leaves(workspace, ALICE)
    assert len(left_notes(workspace, MARTA)) == 2


def test_a_later_manager_sees_nothing_until_the_engineer_says_so(opened_with):
    with opened_with() as workspace:
        agreed(workspace)
        records(workspace, engineer_will="Only suggested.")
        manages_too(workspace, NOAM)
        workspace.types(NOAM, f"/coach prep payments <@{ALICE}>")
        assert "Still open from before" not in reads_as(workspace.page(NOAM))
        assert reads_as(lists(workspace, NOAM)).endswith(words.LIST_NOTHING)
        before = len(workspace.slack.dm(NOAM))

        listed = lists(workspace, ALICE)
        assert f"<@{NOAM}>, who manages you now, cannot see it." in reads_as(listed)
        (share,) = [one for one in elements_of(listed) if one["action_id"] == Action.SHARE]
        workspace.presses(ALICE, listed, Action.SHARE, share["value"])
        workspace.sweeps()
        assert f"<@{NOAM}>, who manages you now, can see it" in told(workspace, ALICE)
        assert len(workspace.slack.dm(NOAM)) == before, "it is there to look up, and tells nobody"

        workspace.types(NOAM, f"/coach prep payments <@{ALICE}>")
        assert quotes(workspace.page(NOAM))[:2] == [
            FILLED["manager_will"],
            FILLED["engineer_will"],
        ]
        assert "The earlier manager will" in reads_as(workspace.page(NOAM))
        seen = lists(workspace, NOAM)
        assert words.LIST_SHARED in reads_as(seen)
        assert words.LIST_THEIRS not in reads_as(seen)
        assert "Only suggested." not in quotes(seen)
        assert actions_of(seen) == set()


def manages_too(workspace, user):
    """Somebody else manages the team from now on, beside the one before."""
    config = workspace.settings.coach_config
    text = config.read_text("utf-8")
    assert NOAM_TOO[0] in text
    config.write_text(text.replace(NOAM_TOO[0], f"managers: [{MARTA}, {user}]"), "utf-8")
    workspace.restarts()


@pytest.mark.parametrize("who", [MARTA, NOAM])
def test_only_the_engineer_can_share_a_record(workspace, who):
    agreed(workspace)
    manages_too(workspace, NOAM)
    listed = lists(workspace, ALICE)
    workspace.presses(who, listed, Action.SHARE)

    assert told(workspace, who).startswith("Only the ")
    assert rows(workspace, "SELECT * FROM conversation_share") == []


def test_somebody_who_does_not_manage_the_engineer_any_more_sees_nothing_shared(workspace):
    agreed(workspace)
    before = workspace.settings.coach_config.read_text("utf-8")
    manages_too(workspace, NOAM)
    workspace.presses(ALICE, lists(workspace, ALICE), Action.SHARE)
    assert words.LIST_SHARED in reads_as(lists(workspace, NOAM))
    workspace.settings.coach_config.write_text(before, "utf-8")
    workspace.restarts()

    assert reads_as(lists(workspace, NOAM)).endswith(words.LIST_NOTHING)


def test_nobody_is_reminded_of_what_they_promised_a_manager_of_the_past(workspace):
    agreed(workspace)
    config = workspace.settings.coach_config
    config.write_text(config.read_text("utf-8").replace(*NOAM_NOW), "utf-8")
    workspace.restarts()
    for day in (24, 25, 30):
        workspace.wakes_at(berlin(day, 9, 30))

    assert nudges(workspace, MARTA) == nudges(workspace, ALICE) == []


@pytest.mark.parametrize("order", [("uninstalled", "tokens_revoked"), ("tokens_revoked",)])
def test_after_the_app_was_removed_no_process_sends_anything(either, clock, order):
    agreed(either)
    other = app.build(either.settings, clock)
    for event in order:
        assert getattr(either.slack, event)().status == 200
    calls = len(either.slack.calls)
    clock.forward(days=7)
    either.sweeps()
    jobs.sweep(other.nudges, other.outbox)
    other.close()

    sent = [one.method for one in either.slack.calls[calls:] if one.method.startswith("chat.")]
    assert sent == []
    assert either.coach.outbox.drain() == 0


def test_with_a_good_token_sending_goes_on_after_a_restart(workspace, logged):
    agreed(workspace)
    workspace.slack.revoke()
    workspace.slack.uninstalled()
    workspace.clock.forward(days=7)
    workspace.sweeps()
    assert nudges(workspace, ALICE) == []
    with pytest.raises(OperatorError):
        workspace.restarts()
    assert "event=sending_stopped" in logged.getvalue()

    workspace.slack.revoke("")
    workspace.restarts()
    workspace.sweeps()
    assert len(nudges(workspace, ALICE)) == len(nudges(workspace, MARTA)) == 1
    assert "event=sending_resumed" in logged.getvalue()


def test_a_token_that_is_refused_in_the_middle_stops_all_and_loses_nothing(workspace):
    agreed(workspace)
    workspace.clock.forward(days=7)
    workspace.slack.fail("chat.postMessage", Fault.error("token_revoked"))
    for _ in range(3):
        workspace.sweeps()
        workspace.clock.forward(minutes=5)
    assert nudges(workspace, ALICE) == nudges(workspace, MARTA) == []

    workspace.restarts()
    workspace.sweeps()
    assert len(nudges(workspace, ALICE)) == len(nudges(workspace, MARTA)) == 1


def test_a_change_that_waits_when_its_author_leaves_is_closed_too(workspace):
    records(workspace)
    suggests(workspace, ALICE, engineer_will="Another thing.")
    leaves(workspace, ALICE)

    assert rows(workspace, "SELECT stage, turn FROM conversation") == [("closed", None)]
    assert actions_of(cards(workspace, MARTA)[-1]) == set()
    card = cards(workspace, MARTA)[-1]
    assert words.CLOSED_LEFT.format(day="18 December 2026") in reads_as(card)
