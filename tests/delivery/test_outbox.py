"""The outbox: each message once, whatever breaks; what Slack refuses for good is seen by an operator."""

import threading
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.db import Database
from bot.delivery import outbox_store, status_store
from bot.delivery.kind import Drop, Kind, Later, Post
from bot.delivery.outbox import KEPT, LEASE, SETTLES, Outbox
from bot.delivery.tables import DeliveryState
from bot.demo.local_slack import SCOPES, Fault, LocalSlack
from bot.slack.client import Poster, web_client

MARTA, NOAM = "U0MARTA001", "U0NOAM0001"
POST = "chat.postMessage"


class Letters(Kind):
    """A kind of message that says what the test wants."""

    def __init__(self):
        self.text = "a reminder"
        self.next_plan = None
        self.noted = []

    @override
    def plan(self, delivery, now):
        if self.next_plan is not None:
            made, self.next_plan = self.next_plan, None
            if isinstance(made, BaseException):
                raise made
            return made
        return Post({"text": self.text})

    @override
    def again(self, delivery, now):
        return {"text": f"{self.text}, as it is now"}

    @override
    def sent(self, session, delivery, now):
        self.noted.append(("sent", delivery.key))

    @override
    def not_sent(self, session, delivery, now, why):
        self.noted.append(("not sent", delivery.key))


class Desk:
    """An outbox with one kind of message, as one process has it."""

    def __init__(self, database_url, slack, clock, **more):
        self.database = Database(database_url)
        poster = Poster(web_client(slack.bot_token, slack.api_url))
        self.outbox = Outbox(self.database, poster, clock, **more)
        self.letters = Letters()
        self.outbox.on("letter", self.letters)

    def put(self, *key, recipient=MARTA, due_at=None):
        with self.database.write() as session:
            return self.outbox.put(
                session, key=key, kind="letter", recipient=recipient, subject="s", due_at=due_at
            )

    def states(self):
        with self.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT state FROM delivery ORDER BY created_at, key")
            return [state for (state,) in rows]


@pytest.fixture
def slack(clock):
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        slack.add_user(NOAM, name="noam")
        yield slack


@pytest.fixture
def desk(database_url, slack, clock):
    opened = Desk(database_url, slack, clock)
    yield opened
    opened.database.close()


def test_a_message_is_sent_once_however_often_it_is_planned(desk, slack):
    first, second = desk.put("2026-11-18", MARTA), desk.put("2026-11-18", MARTA)
    desk.outbox.drain()
    desk.put("2026-11-18", MARTA)
    desk.outbox.drain()

    assert first == second
    assert [message.text for message in slack.dm(MARTA)] == ["a reminder"]
    assert desk.letters.noted == [("sent", first)]


def test_the_key_says_nothing_about_anybody(desk, slack):
    desk.put("2026-11-18", MARTA)
    desk.outbox.drain()
    key = slack.dm(MARTA)[0].metadata["event_payload"]["key"]

    assert MARTA not in key
    assert len(key) == 64


def test_a_message_waits_for_its_time(desk, slack, clock):
    desk.put("a", due_at=clock.now() + timedelta(minutes=5))
    desk.outbox.drain()
    assert slack.dm(MARTA) == []

    clock.forward(minutes=5)
    desk.outbox.drain()
    assert len(slack.dm(MARTA)) == 1


def test_what_was_planned_in_a_transaction_that_failed_is_never_sent(desk, slack):
    def fails():
        with desk.database.write() as session:
            desk.outbox.put(session, key=("a",), kind="letter", recipient=MARTA, subject="s")
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    desk.outbox.drain()
    assert slack.dm(MARTA) == []


def test_the_row_says_sending_before_slack_is_called(desk, slack):
    desk.put("a")
    seen = []

    def looks(_delivery, _now):
        seen.append(desk.states())
        return Post({"text": "x"})

    desk.letters.plan = looks
    desk.outbox.drain()

    assert seen == [["sending"]]
    assert desk.states() == ["sent"]


@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.SERVER_ERROR_AFTER])
def test_a_lost_reply_is_settled_from_the_history(fault, desk, slack, clock):
    desk.put("a")
    slack.fail(POST, fault)
    desk.outbox.drain()
    assert desk.states() == ["uncertain"]
    desk.outbox.drain()
    assert desk.states() == ["uncertain"], "it was looked at before the history could tell"

    clock.forward(seconds=SETTLES.total_seconds())
    desk.outbox.drain()
    assert desk.states() == ["sent"]
    assert len(slack.dm(MARTA)) == 1


@pytest.mark.parametrize("fault", [Fault.UNREACHABLE, Fault.SERVER_ERROR])
def test_a_message_that_did_not_arrive_is_sent_again(fault, desk, slack, clock):
    desk.put("a")
    slack.fail(POST, fault)
    desk.outbox.drain()
    assert slack.dm(MARTA) == []

    clock.forward(seconds=SETTLES.total_seconds())
    desk.outbox.drain()
    assert len(slack.dm(MARTA)) == 1


def test_a_message_lost_among_hundreds_of_others_is_found(desk, slack, clock):
    desk.put("a")
    slack.fail(POST, Fault.REPLY_LOST)
    desk.outbox.drain()
    for number in range(450):
        slack.say(MARTA, slack.dm_id(MARTA), f"something else {number}")
    clock.forward(seconds=SETTLES.total_seconds())
    desk.outbox.drain()

    assert [message.text for message in slack.dm(MARTA)].count("a reminder") == 1
    assert desk.states() == ["sent"]


def test_where_the_history_cannot_be_read_nothing_is_sent_twice(desk, slack, clock, logged):
    desk.put("a")
    slack.fail(POST, Fault.REPLY_LOST)
    desk.outbox.drain()
    slack.workspace.scopes = SCOPES - {"im:history"}
    clock.forward(seconds=SETTLES.total_seconds())
    desk.outbox.drain()

    assert len(slack.dm(MARTA)) == 1
    assert desk.states() == ["dead"]
    with desk.database.read() as connection:
        (dead,) = status_store.dead(connection)
    assert (dead.kind, dead.number) == ("letter", 1)
    assert "im:history" in dead.reason
    assert "event=message_refused" in logged.getvalue()


def test_a_process_that_died_in_the_middle_is_taken_over_within_a_minute(
    database_url, desk, slack, clock
):
    desk.put("a")
    desk.letters.next_plan = KeyboardInterrupt()  # as far as the row can tell, the process is gone
    with pytest.raises(KeyboardInterrupt):
        desk.outbox.drain()
    assert desk.states() == ["sending"]

    other = Desk(database_url, slack, clock)
    other.outbox.drain()
    assert slack.dm(MARTA) == []
    clock.forward(seconds=LEASE.total_seconds())
    other.outbox.drain()
    other.database.close()
    assert len(slack.dm(MARTA)) == 1
    assert timedelta(seconds=10) < LEASE < timedelta(minutes=1)


def test_a_late_process_cannot_undo_what_another_has_settled(database_url, desk, slack, clock):
    desk.put("a")
    other = Desk(database_url, slack, clock)

    def overtaken(_delivery, _now):
        clock.forward(seconds=LEASE.total_seconds())
        other.outbox.drain()
        return Drop("too late")

    desk.letters.plan = overtaken
    desk.outbox.drain()
    other.database.close()

    assert desk.states() == ["sent"]
    assert desk.letters.noted == []


def test_a_message_is_given_back_when_its_lease_is_about_to_run_out(desk, slack, clock):
    desk.put("a")
    desk.put("b")

    def slow(_delivery, _now):
        clock.forward(seconds=LEASE.total_seconds() - 10)
        return Post({"text": "slow"})

    desk.letters.plan = slow
    desk.outbox.drain()

    assert len(slack.dm(MARTA)) == 2
    assert desk.states() == ["sent", "sent"]


def test_slacks_wish_to_wait_is_kept_for_the_whole_workspace(desk, slack, clock):
    desk.put("a")
    desk.put("b", recipient=NOAM)
    slack.fail(POST, Fault.RATE_LIMITED(retry_after=30))
    desk.outbox.drain()
    clock.forward(seconds=29)
    desk.outbox.drain()
    assert [call.method for call in slack.calls].count(POST) == 1

    clock.forward(seconds=1)
    desk.outbox.drain()
    assert len(slack.dm(MARTA)) == len(slack.dm(NOAM)) == 1


def test_a_wait_while_looking_for_a_lost_message_forgets_nothing(desk, slack, clock):
    desk.put("a")
    slack.fail(POST, Fault.REPLY_LOST)
    desk.outbox.drain()
    clock.forward(seconds=SETTLES.total_seconds())
    slack.fail("conversations.history", Fault.RATE_LIMITED(retry_after=5))
    desk.outbox.drain()
    clock.forward(seconds=5)
    desk.outbox.drain()

    assert len(slack.dm(MARTA)) == 1
    assert desk.states() == ["sent"]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        ("channel_not_found", "dead"),
        ("is_archived", "dead"),
        ("restricted_action", "dead"),
        ("messages_tab_disabled", "dead"),
        ("invalid_blocks", "dead"),
        ("missing_scope", "dead"),
        ("user_disabled", "cancelled"),
    ],
)
def test_a_definite_refusal_is_never_tried_again(error, state, desk, slack, clock):
    key = desk.put("a")
    slack.fail(POST, Fault.error(error))
    desk.outbox.drain()
    clock.forward(days=1)
    desk.outbox.drain()

    assert desk.states() == [state]
    assert [call.method for call in slack.calls].count(POST) == 1
    assert desk.letters.noted == [("not sent", key)]


def test_a_message_whose_charts_are_refused_goes_out_without_them_once(desk, slack):
    desk.letters.next_plan = Post({"text": "with a chart"}, {"text": "with a table"})
    slack.fail(POST, Fault.error("invalid_blocks"))
    key = desk.put("a")
    desk.outbox.drain()
    desk.outbox.drain()

    assert [message.text for message in slack.dm(MARTA)] == ["with a table"]
    assert desk.letters.noted == [("sent", key)]


def test_a_message_that_is_refused_without_its_charts_too_is_given_up(desk, slack):
    desk.letters.next_plan = Post({"text": "with a chart"}, {"text": "with a table"})
    slack.fail(POST, Fault.error("invalid_blocks"), times=2)
    desk.put("a")
    desk.outbox.drain()

    assert slack.dm(MARTA) == []
    assert desk.states() == [DeliveryState.DEAD]


def test_no_lease_runs_out_between_a_message_and_the_same_without_charts(desk, slack, clock):
    class Slow(dict):
        """It takes so long to be refused that another process may have the message by now."""

        @override
        def get(self, key, default=None):
            clock.forward(seconds=LEASE.total_seconds())
            return super().get(key, default)

    slack.fail(POST, Fault.error("invalid_blocks"))
    desk.letters.next_plan = Post(Slow(text="with a chart"), {"text": "with a table"})
    desk.put("a")
    desk.outbox.drain()
    desk.outbox.drain()

    assert [message.text for message in slack.dm(MARTA)] == ["a reminder"]


def test_somebody_who_left_is_told_to_those_who_care(desk, slack):
    gone = []
    desk.outbox.on_gone = lambda _session, user: gone.append(user)
    desk.put("a")
    slack.change_user(MARTA, deleted=True)
    desk.outbox.drain()

    assert gone == [MARTA]


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
def test_all_sending_stops_when_slack_refuses_coach_itself(
    error, database_url, desk, slack, clock, logged
):
    desk.put("a")
    desk.put("b", recipient=NOAM)
    slack.fail(POST, Fault.error(error))
    desk.outbox.drain()
    other = Desk(database_url, slack, clock)
    clock.forward(days=1)
    other.outbox.drain()
    assert [call.method for call in slack.calls].count(POST) == 1
    assert "event=sending_stopped" in logged.getvalue()

    other.outbox.resume()
    other.outbox.drain()
    other.database.close()
    assert len(slack.dm(MARTA)) == len(slack.dm(NOAM)) == 1


def test_one_message_that_breaks_never_stops_the_others(desk, slack, clock, logged):
    desk.put("a")
    desk.put("b", recipient=NOAM)
    broken = desk.letters.plan

    def breaks(delivery, now):
        if delivery.recipient == MARTA:
            raise ZeroDivisionError
        return broken(delivery, now)

    desk.letters.plan = breaks
    desk.outbox.drain()
    assert len(slack.dm(NOAM)) == 1
    assert "event=message_broke" in logged.getvalue()

    for _ in range(20):
        clock.forward(hours=1)
        desk.outbox.drain()
    assert sorted(desk.states()) == ["dead", "sent"], "an operator must see it in the end"


def test_a_message_may_put_itself_off_or_be_dropped(desk, slack, clock):
    desk.put("a")
    desk.letters.next_plan = Later(clock.now() + timedelta(hours=1))
    desk.outbox.drain()
    assert desk.states() == ["pending"]
    clock.forward(hours=1)
    desk.letters.next_plan = Drop("no need any more")
    desk.outbox.drain()

    assert desk.states() == ["cancelled"]
    assert slack.dm(MARTA) == []


def test_a_message_in_slack_is_put_anew_when_what_it_says_has_changed(desk, slack):
    key = desk.put("a")
    desk.outbox.drain()
    with desk.database.write() as session:
        desk.outbox.redraw(session, outbox_store.shown(session, [key]))
    desk.outbox.drain()

    (message,) = slack.dm(MARTA)
    assert message.text == "a reminder, as it is now"
    assert message.edited


def test_a_change_while_the_message_is_on_its_way_is_not_lost(desk, slack, clock):
    key = desk.put("a")
    slack.fail(POST, Fault.REPLY_LOST)
    desk.outbox.drain()
    with desk.database.write() as session:
        desk.outbox.redraw(session, outbox_store.shown(session, [key]))
    for _ in range(3):
        clock.forward(seconds=SETTLES.total_seconds())
        desk.outbox.drain()

    assert [message.text for message in slack.dm(MARTA)] == ["a reminder, as it is now"]


def test_two_processes_never_send_one_message(database_url, desk, slack, clock):
    for number in range(60):
        desk.put(str(number), recipient=(MARTA, NOAM)[number % 2])
    desks = [desk, *(Desk(database_url, slack, clock) for _ in range(2))]
    threads = [threading.Thread(target=one.outbox.drain) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in desks[1:]:
        one.database.close()

    assert len(slack.dm(MARTA)) == len(slack.dm(NOAM)) == 30
    assert set(desk.states()) == {str(DeliveryState.SENT)}


def test_old_closed_messages_are_forgotten_sent_or_refused(desk, slack, clock):
    desk.put("a")
    desk.outbox.drain()
    desk.put("b")
    slack.fail(POST, Fault.error("is_archived"))
    desk.outbox.drain()
    clock.forward(days=401)

    desk.put("c")

    with desk.database.write() as session:
        assert outbox_store.forget_before(session, clock.now() - KEPT) == 2
    assert desk.states() == ["pending"]
