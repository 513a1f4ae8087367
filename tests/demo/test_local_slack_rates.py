"""The rate limits of the local Slack: exact by the clock it is handed, and off unless asked for."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.local_slack import SCOPES, Fault, LocalSlack
from bot.demo.local_slack.limits import BURST, POSTS_A_MINUTE, TIERS, Limits
from bot.demo.local_slack.refusal import LimitedError
from tests.clock import FrozenClock

MARTA, IVO = "U0MARTA001", "U0IVO00001"
POST = "chat.postMessage"
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "T"},
    "blocks": [{"type": "divider"}],
}


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock, limits=True, scopes=SCOPES | {"files:write"}) as slack:
        slack.add_user(MARTA, name="marta")
        slack.add_user(IVO, name="ivo")
        slack.add_channel("C0PAYMENTS", name="payments", members=[MARTA])
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def wait(client: WebClient, method: str, **arguments: Any) -> int:
    """Return the seconds that Slack says to wait; 0 when it did what was asked."""
    try:
        client.api_call(method, json=arguments)
    except SlackApiError as error:
        if (error.response["error"], error.response.status_code) != ("ratelimited", 429):
            return 0
        return int(error.response.headers["Retry-After"])
    return 0


def post(client: WebClient, channel: str = "C0PAYMENTS") -> int:
    return wait(client, POST, channel=channel, text="x")


def test_there_are_no_limits_unless_asked_for(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        assert [post(client, MARTA) for _ in range(10)] == [0] * 10
        slack.workspace.limits = True
        assert [post(client, MARTA) for _ in range(5)] == [0, 0, 0, 1, 1]


def test_a_short_burst_goes_through_and_then_one_a_second(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    assert [post(client) for _ in range(BURST + 1)] == [0] * BURST + [1]
    clock.forward(milliseconds=999)
    assert post(client) == 1
    clock.forward(milliseconds=1)
    assert [post(client), post(client)] == [0, 1]
    clock.forward(seconds=2)
    assert [post(client) for _ in range(3)] == [0, 0, 1]
    clock.forward(hours=1)
    assert [post(client) for _ in range(BURST + 1)] == [0] * BURST + [1]
    assert [call.error for call in slack.calls].count("ratelimited") == 5
    assert len(slack.messages("C0PAYMENTS")) == 9


def test_each_conversation_has_a_limit_of_its_own(client: WebClient) -> None:
    assert [post(client, place) for place in ("C0PAYMENTS", MARTA, IVO) for _ in range(3)] == (
        [0] * 9
    )
    assert [post(client, place) for place in ("C0PAYMENTS", MARTA, IVO)] == [1] * 3


def test_a_person_and_their_direct_messages_are_one_conversation(
    slack: LocalSlack, client: WebClient
) -> None:
    assert [post(client, place) for place in (MARTA, slack.dm_id(MARTA)) * 2] == [0, 0, 0, 1]


def test_the_whole_workspace_takes_so_many_posts_a_minute(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    for number in range(101):
        slack.add_channel(f"C0{number:08}", name=f"channel-{number}")
    for number in range(POSTS_A_MINUTE):
        if number == POSTS_A_MINUTE // 2:
            clock.forward(seconds=20)
        assert post(client, f"C0{number % 100:08}") == 0
    assert post(client, "C000000100") == 40
    clock.forward(seconds=39.5)
    assert post(client, "C000000100") == 1
    clock.forward(seconds=0.5)
    assert post(client, "C000000100") == 0


@pytest.mark.parametrize(
    ("method", "tier", "arguments"),
    [
        ("chat.update", 3, {"channel": "C0PAYMENTS", "ts": "1.2", "text": "x"}),
        ("chat.delete", 3, {"channel": "C0PAYMENTS", "ts": "1.2"}),
        ("chat.postEphemeral", 4, {"channel": "C0PAYMENTS", "user": MARTA, "text": "x"}),
        ("conversations.open", 3, {"users": MARTA}),
        ("conversations.info", 3, {"channel": "C0PAYMENTS"}),
        ("conversations.history", 3, {"channel": "C0PAYMENTS"}),
        ("conversations.members", 4, {"channel": "C0PAYMENTS"}),
        ("dnd.info", 3, {"user": MARTA}),
        ("users.info", 4, {"user": MARTA}),
        ("views.open", 4, {"trigger_id": "1", "view": MODAL}),
        ("views.push", 4, {"trigger_id": "1", "view": MODAL}),
        ("views.update", 4, {"view_id": "1", "view": MODAL}),
        ("views.publish", 4, {"user_id": MARTA, "view": {"type": "home", "blocks": []}}),
        ("files.getUploadURLExternal", 4, {"filename": "a.ics", "length": 1}),
        ("files.completeUploadExternal", 4, {"files": [{"id": "F1"}]}),
    ],
)
def test_a_method_may_be_called_as_often_as_its_tier_says(
    method: str, tier: int, arguments: dict[str, Any], client: WebClient, clock: FrozenClock
) -> None:
    begun = [wait(client, method, **arguments) for _ in range(10)]
    clock.forward(seconds=45)
    rest = [wait(client, method, **arguments) for _ in range(TIERS[tier] - 10)]
    assert [*begun, *rest] == [0] * TIERS[tier]
    assert wait(client, method, **arguments) == 15
    clock.forward(seconds=15)
    assert [wait(client, method, **arguments) for _ in range(11)] == [0] * 10 + [45]


def test_every_method_is_counted_by_itself_and_the_token_test_not_at_all(
    client: WebClient,
) -> None:
    for _ in range(TIERS[3]):
        client.conversations_open(users=MARTA)
    assert wait(client, "conversations.open", users=MARTA) == 60
    assert wait(client, "conversations.info", channel="C0PAYMENTS") == 0
    assert [wait(client, "auth.test") for _ in range(200)] == [0] * 200


def test_a_modal_that_came_too_often_can_still_be_opened_in_time(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    for _ in range(TIERS[4]):
        client.views_open(trigger_id=slack.workspace.issue_trigger(MARTA), view=MODAL)
    clock.forward(seconds=58)
    trigger = slack.workspace.issue_trigger(MARTA)
    assert wait(client, "views.open", trigger_id=trigger, view=MODAL) == 2
    clock.forward(seconds=2)
    client.views_open(trigger_id=trigger, view=MODAL)


def test_a_stranger_uses_up_nothing(slack: LocalSlack, client: WebClient) -> None:
    stranger = WebClient(token="xoxb-other", base_url=slack.api_url, retry_handlers=[])
    for _ in range(5):
        assert post(stranger) == 0
    assert [post(client) for _ in range(3)] == [0, 0, 0]


def test_a_fault_before_the_deed_uses_up_nothing_and_one_after_it_does(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.fail(POST, Fault.RATE_LIMITED(retry_after=9))
    assert post(client) == 9
    for _ in range(2):
        post(client)
    slack.fail(POST, Fault.REPLY_LOST)
    with pytest.raises(ConnectionError):
        client.chat_postMessage(channel="C0PAYMENTS", text="x")
    assert post(client) == 1


steps = st.lists(st.tuples(st.integers(0, 2_500_000), st.integers(0, 3)), max_size=120)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_whoever_waits_as_told_is_let_through_and_nobody_gets_more(
    moves: list[tuple[int, int]],
) -> None:
    now = 0
    limits = Limits(lambda: now)
    through: dict[str, list[int]] = {}
    for step, place in moves:
        now += step
        name = str(place)
        try:
            limits.post(name)
        except LimitedError as told:
            now += told.retry_after * 1_000_000
            limits.post(name)
        through.setdefault(name, []).append(now)
    for times in through.values():
        for begin, early in enumerate(times):
            for number, late in enumerate(times[begin:], 1):
                assert number <= BURST + (late - early) // 1_000_000


def test_very_many_conversations_are_not_remembered_for_ever() -> None:
    now = 0
    limits = Limits(lambda: now)
    for number in range(30_000):
        now += 1_000_000
        limits.post(str(number))
    assert len(limits._places._full_again) <= 10_001
