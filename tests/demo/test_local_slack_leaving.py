"""The local Slack when people change, when the app is removed, and when it need not remember."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clock import SystemClock
from bot.demo.local_slack import SCOPES, LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA = "U0MARTA001"
BLOCKS = [{"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "x" * 3000}}]


@pytest.fixture
def clock() -> FrozenClock:
    # Bolt checks signatures by the machine's own clock.
    return FrozenClock(SystemClock().now())


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta", tz="Europe/Berlin")
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def events(slack: LocalSlack, client: WebClient) -> list[dict[str, Any]]:
    """What the app is told in events."""
    app = App(
        client=client,
        name="tests",  # or else Bolt searches all that is imported for its caller
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    slack.send_to(SlackRequestHandler(app))
    heard: list[dict[str, Any]] = []

    def hear(event: dict[str, Any]) -> None:
        heard.append(event)

    for kind in ("user_change", "app_uninstalled", "tokens_revoked"):
        app.event(kind)(hear)
    return heard


def error(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def test_a_change_of_a_person_is_told_with_what_slack_knows_of_them(
    slack: LocalSlack, client: WebClient, events: list[dict[str, Any]]
) -> None:
    slack.change_user(MARTA, tz="Asia/Kolkata", is_restricted=True)
    assert slack.user_changed(MARTA).status == 200
    told = events[-1]["user"]
    assert (told["id"], told["tz"], told["tz_offset"]) == (MARTA, "Asia/Kolkata", 19_800)
    assert (told["deleted"], told["is_bot"], told["is_restricted"]) == (False, False, True)
    assert told == client.users_info(user=MARTA)["user"]
    assert {"cache_ts", "event_ts"} <= events[-1].keys()


def test_somebody_who_left_is_told_without_a_time_zone(
    slack: LocalSlack, events: list[dict[str, Any]]
) -> None:
    slack.change_user(MARTA, deleted=True)
    slack.user_changed(MARTA)
    assert events[-1]["user"]["deleted"] is True
    assert "tz" not in events[-1]["user"]


@pytest.mark.usefixtures("events")
def test_nobody_tells_an_app_of_people_it_may_not_read_about(slack: LocalSlack) -> None:
    slack.workspace.scopes = SCOPES - {"users:read"}
    with pytest.raises(LocalSlackError, match="Without users:read"):
        slack.user_changed(MARTA)


def test_the_app_is_told_when_it_is_removed(
    slack: LocalSlack, events: list[dict[str, Any]]
) -> None:
    assert slack.tokens_revoked().status == slack.uninstalled().status == 200
    assert [event["type"] for event in events] == ["tokens_revoked", "app_uninstalled"]
    assert events[0]["tokens"] == {"oauth": [], "bot": [slack.bot_user_id]}


@pytest.mark.parametrize("refusal", ["token_revoked", "account_inactive"])
def test_a_removed_app_is_refused_whatever_it_asks(
    refusal: str, slack: LocalSlack, client: WebClient
) -> None:
    slack.revoke(refusal)
    assert error(client, "auth.test") == refusal
    assert error(client, "chat.postMessage", channel=MARTA, text="x") == refusal
    assert error(client, "views.open", trigger_id="1", view={}) == refusal
    stranger = WebClient(token="xoxb-other", base_url=slack.api_url, retry_handlers=[])
    assert error(stranger, "auth.test") == "invalid_auth"
    assert slack.posted == []


def test_a_revoked_token_is_the_usual_answer_to_a_removed_app(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.revoke()
    assert error(client, "auth.test") == "token_revoked"


def test_a_forgetful_slack_counts_what_was_posted_and_keeps_nothing(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock, forgetful=True) as slack:
        slack.add_user(MARTA, name="marta")
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        for key in ("a", "b", "a", None):
            metadata = {"event_type": "e", "event_payload": {"key": key}} if key else None
            posted = client.chat_postMessage(
                channel=MARTA, text="x", blocks=BLOCKS, metadata=metadata
            )
            assert posted["message"]["text"] == "x"
        assert error(client, "chat.postMessage", channel="C0NOWHERE1", text="x") == (
            "channel_not_found"
        )
        dm = slack.dm_id(MARTA)
        assert slack.counts == {(dm, "a"): 2, (dm, "b"): 1, (dm, ""): 1}
        assert slack.called == {
            ("chat.postMessage", None): 4,
            ("chat.postMessage", "channel_not_found"): 1,
        }
        assert (slack.posted, slack.calls) == ([], [])


def test_a_slack_that_remembers_counts_nothing(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(channel=MARTA, text="x")
    assert (slack.counts, slack.called) == ({}, {})
    assert len(slack.posted) == len(slack.calls) == 1
