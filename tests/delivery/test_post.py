"""A message is posted once, though a reply may be lost and a process may die in the middle."""

from datetime import timedelta

import pytest

from bot.delivery.post import CLOCKS_DIFFER, Uncertain, post_once
from bot.demo.local_slack import SCOPES, Fault
from bot.errors import CoachError
from bot.slack.problems import ReplyLost, SlackBusy
from tests.slack.conftest import MARTA

MESSAGE = {"text": "Your page for Payments is ready."}
KEY = "5e884898da280471"


@pytest.fixture
def post(slack, poster, clock):
    begun = clock.now()

    def once(attempts=1, key=KEY, since=begun):
        return post_once(
            poster,
            channel=slack.dm_id(MARTA),
            message=MESSAGE,
            key=key,
            attempts=attempts,
            since=since,
        )

    return once


def called(slack):
    return [call.method.partition(".")[2] for call in slack.calls]


def test_the_first_attempt_posts_without_looking(slack, post):
    posted = post()

    assert [message.ts for message in slack.dm(MARTA)] == [posted.ts]
    assert slack.dm(MARTA)[0].channel == posted.channel
    assert called(slack) == ["postMessage"]


def test_a_later_attempt_looks_first_and_leaves_a_message_that_is_there(slack, post, clock):
    first = post()
    clock.forward(minutes=3)
    again = post(attempts=2)

    assert again == first
    assert len(slack.dm(MARTA)) == 1
    assert called(slack) == ["postMessage", "history"]


def test_a_later_attempt_posts_what_is_not_there(slack, post):
    post(key="another")
    slack.say(MARTA, slack.dm_id(MARTA), MESSAGE["text"])
    posted = post(attempts=2)

    assert [message.ts for message in slack.dm(MARTA)][-1] == posted.ts
    assert called(slack) == ["postMessage", "history", "postMessage"]


@pytest.mark.parametrize(
    "fault", [Fault.REPLY_LOST, Fault.SERVER_ERROR_AFTER], ids=["cut", "server error"]
)
def test_a_reply_that_is_lost_is_settled_from_the_history(slack, post, fault):
    slack.fail("chat.postMessage", fault)
    posted = post()

    assert [message.ts for message in slack.dm(MARTA)] == [posted.ts]
    assert called(slack) == ["postMessage", "history"]


@pytest.mark.parametrize(
    "fault", [Fault.UNREACHABLE, Fault.SERVER_ERROR], ids=["cut", "server error"]
)
def test_what_was_not_stored_is_left_to_the_next_attempt(slack, post, clock, fault):
    slack.fail("chat.postMessage", fault)
    with pytest.raises(ReplyLost):
        post()
    assert slack.dm(MARTA) == []
    clock.forward(seconds=10)
    post(attempts=2)

    assert len(slack.dm(MARTA)) == 1
    assert called(slack) == ["postMessage", "history", "history", "postMessage"]


def test_a_message_that_shows_late_in_the_history_is_found_before_a_second_is_posted(
    slack, post, clock
):
    slack.fail("chat.postMessage", Fault.REPLY_LOST)
    slack.fail("conversations.history", Fault.RATE_LIMITED(retry_after=30))
    with pytest.raises(SlackBusy) as raised:
        post()
    assert raised.value.retry_after == 30
    clock.forward(seconds=30)
    post(attempts=2)

    assert len(slack.dm(MARTA)) == 1


def test_nothing_is_posted_while_it_is_not_known_what_is_there(slack, post):
    slack.fail("conversations.history", Fault.error("token_revoked"))
    with pytest.raises(Uncertain, match="token_revoked"):
        post(attempts=2)
    slack.fail("conversations.history", Fault.RATE_LIMITED())
    with pytest.raises(SlackBusy):
        post(attempts=2)

    assert slack.dm(MARTA) == []


def test_a_message_is_found_though_the_clocks_of_slack_and_coach_differ(slack, post, clock):
    slack.fail("chat.postMessage", Fault.REPLY_LOST)
    ahead = clock.now() + CLOCKS_DIFFER - timedelta(seconds=1)
    posted = post(since=ahead)

    assert posted.ts == slack.dm(MARTA)[0].ts


def test_a_message_is_found_behind_hundreds_of_others(slack, post):
    first = post()
    for number in range(450):
        slack.say(MARTA, slack.dm_id(MARTA), f"Note {number}")

    assert post(attempts=2) == first


@pytest.mark.parametrize("attempts", [1, 2])
def test_a_refusal_is_told_and_not_tried_again(slack, post, attempts):
    slack.fail("chat.postMessage", Fault.error("user_disabled"))
    with pytest.raises(CoachError):
        post(attempts)

    assert called(slack).count("postMessage") == 1


def test_a_lost_reply_and_a_history_that_may_not_be_read_are_told_as_not_known(slack, post):
    slack.workspace.scopes = SCOPES - {"im:history"}
    slack.fail("chat.postMessage", Fault.REPLY_LOST)
    with pytest.raises(Uncertain, match="im:history"):
        post()

    assert called(slack) == ["postMessage", "history"]
