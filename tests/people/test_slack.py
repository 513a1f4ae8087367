"""Stop means stop, start means start, and who left is known at once, however often Slack says so."""

import pytest

from bot.delivery.inbox import Inbox
from bot.demo.local_slack import Fault
from bot.people import store
from bot.people.slack import USAGES, Wishes
from bot.slack import factory
from bot.slack.client import web_client
from bot.slack.http import wsgi
from bot.slack.words import COMMAND, Words
from bot.slack.work import Workers
from tests.people.conftest import ALICE, MARTA, STRANGER


@pytest.fixture
def started():
    """Who was reported to have said start, in order."""
    return []


@pytest.fixture
def words():
    return Words()


@pytest.fixture(autouse=True)
def wishes(database, people, clock, slack, started, words):
    """The listeners of this capability in an app that hears the local Slack."""
    workers = Workers()
    app = factory.build(web_client(slack.bot_token, slack.api_url), workers)
    inbox = Inbox(database, clock)
    on_start = lambda _session, user: started.append(user)  # noqa: E731
    made = Wishes(
        database, inbox, people, clock, on_start=on_start, on_changed=lambda _session, _users: None
    )
    made.register(app, words)
    words.register(app)
    slack.send_to(wsgi(app, slack.signing_secret, clock))
    yield made
    workers.close()


def types(slack, user, text):
    answer = slack.command(user, COMMAND, text)
    assert answer.status == 200
    return answer.json["text"]


def known(database, people, user):
    with database.read() as connection:
        return people.known(connection, user)


def row(database, user):
    with database.read() as connection:
        return store.get(connection, user)


def again(slack, clock, times=1):
    """Deliver once more what was delivered last; a signature counts once, so time must pass."""
    for _ in range(times):
        clock.forward(seconds=1)
        assert slack.redeliver().status == 200


def changes(slack, user, **more):
    slack.change_user(user, **more)
    assert slack.user_changed(user).status == 200


def test_the_words_are_listed_in_the_help_with_what_they_do(slack, words):
    said = types(slack, MARTA, "help")

    assert [usage for usage in words.usages() if usage != "help"] == list(USAGES)
    assert "`/coach stop`: from now on I send you nothing unasked" in said
    assert "`/coach start`: I may write to you again after a stop" in said


def test_whoever_says_stop_is_told_how_to_look_and_how_to_start_again(slack, database, people):
    said = types(slack, ALICE, "stop")

    assert "nothing that you did not ask for" in said
    assert "`/coach commitments`" in said
    assert "`/coach start`" in said
    assert known(database, people, ALICE).stopped
    assert not known(database, people, MARTA).stopped


def test_stop_said_twice_is_one_stop_since_the_first_time(slack, database, clock):
    first = types(slack, ALICE, "stop")
    since = row(database, ALICE).stopped_at
    clock.forward(minutes=5)

    assert types(slack, ALICE, "STOP now please") == first
    assert row(database, ALICE).stopped_at == since


def test_whoever_says_start_may_be_written_to_again(slack, database, people, started):
    types(slack, ALICE, "stop")
    said = types(slack, ALICE, "start")

    assert "I may write to you" in said
    assert "`/coach stop`" in said
    assert not known(database, people, ALICE).stopped
    assert started == [ALICE]


def test_start_brings_nothing_back_a_second_time(slack, clock, started):
    first = types(slack, ALICE, "start")
    assert started == []
    types(slack, ALICE, "stop")
    for _ in range(3):
        assert types(slack, ALICE, "start") == first
    again(slack, clock, times=2)

    assert started == [ALICE]


def test_start_is_undone_where_what_follows_from_it_breaks(slack, database, people, wishes):
    def breaks(session, user):
        raise RuntimeError("undone")

    wishes._on_start = breaks
    types(slack, ALICE, "stop")

    assert "Something went wrong on my side" in types(slack, ALICE, "start")
    assert known(database, people, ALICE).stopped


def test_anybody_may_say_stop_whether_coach_knows_them_or_not(slack, database, people):
    types(slack, STRANGER, "stop")

    assert known(database, people, STRANGER).stopped
    assert slack.posted == []


def test_whoever_left_is_gone_at_once_and_once(slack, database, people, clock, left):
    people.person(ALICE)
    clock.forward(minutes=5)
    changes(slack, ALICE, deleted=True)
    since = row(database, ALICE).gone_at
    again(slack, clock, times=2)

    assert known(database, people, ALICE).gone
    assert row(database, ALICE).gone_at == since
    assert left == [ALICE]


def test_somebody_never_seen_before_may_leave_too(slack, database, people, left):
    changes(slack, ALICE, deleted=True)

    assert known(database, people, ALICE).gone
    assert left == [ALICE]


def test_whoever_is_back_is_not_gone_any_more(slack, database, people, left):
    changes(slack, ALICE, deleted=True)
    changes(slack, ALICE, deleted=False)
    assert not known(database, people, ALICE).gone
    changes(slack, ALICE, deleted=True)

    assert left == [ALICE, ALICE]


def test_an_event_delivered_again_after_the_next_one_changes_nothing(
    slack, database, people, clock, left
):
    changes(slack, ALICE, deleted=True)
    parcel, _ = slack._last
    clock.forward(seconds=1)
    changes(slack, ALICE, deleted=False)
    clock.forward(seconds=1)
    assert slack._send(parcel).status == 200

    assert not known(database, people, ALICE).gone
    assert left == [ALICE]


def test_an_event_that_is_overtaken_by_a_later_one_is_not_believed(
    slack, database, people, clock, left
):
    overtaken = slack.workspace.next_ts()
    changes(slack, ALICE, tz="Asia/Tokyo")
    event = {"type": "user_change", "event_ts": overtaken, "user": {"id": ALICE, "deleted": True}}
    assert slack.event(event).status == 200

    assert left == []
    assert known(database, people, ALICE).zone.key == "Asia/Tokyo"
    assert row(database, ALICE).checked_at is None


def test_whoever_moves_is_known_by_their_new_zone_at_once(slack, database, people):
    assert people.person(ALICE).zone.key == "Asia/Kathmandu"
    changes(slack, ALICE, tz="America/New_York")

    assert people.person(ALICE).zone.key == "America/New_York"
    assert [call.method for call in slack.calls].count("users.info") == 1


def test_people_who_are_none_of_coachs_business_leave_no_trace(slack, database, left):
    changes(slack, STRANGER, deleted=True)
    with database.read() as connection:
        rows = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
            for table in ("person", "inbox")
        ]

    assert rows == [0, 0]
    assert left == []


def test_what_follows_from_leaving_is_done_with_it_or_can_be_done_again(
    slack, database, people, clock, left
):
    def breaks(session, user):
        raise RuntimeError("undone")

    works, people.on_gone = people.on_gone, breaks
    slack.change_user(ALICE, deleted=True)
    assert slack.user_changed(ALICE).status == 500, "Slack would not send it again"
    assert not known(database, people, ALICE).gone
    people.on_gone = works
    again(slack, clock)

    assert known(database, people, ALICE).gone
    assert left == [ALICE]


def test_stop_needs_nothing_of_slack_but_the_answer(slack, database, people):
    for method in ("users.info", "chat.postMessage", "response_url"):
        slack.fail(method, Fault.UNREACHABLE)
    types(slack, ALICE, "stop")

    assert known(database, people, ALICE).stopped
