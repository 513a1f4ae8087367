"""Socket Mode of the local Slack, with Bolt's own handler and with a bare WebSocket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.demo.local_slack import LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA = "U0MARTA001"
EVENT = {"type": "app_home_opened", "user": MARTA, "tab": "home"}


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock, patience=0.3) as slack:
        slack.add_user(MARTA, name="marta")
        yield slack


def a_url(slack: LocalSlack) -> str:
    client = WebClient(base_url=slack.api_url, retry_handlers=[])
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def received(socket: ClientConnection) -> dict[str, Any]:
    told = json.loads(socket.recv(timeout=2))
    assert isinstance(told, dict)
    return told


@contextmanager
def bolt(slack: LocalSlack, app: App) -> Iterator[SocketModeHandler]:
    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()
    slack.send_to_socket()
    yield handler
    handler.close()


def an_app(slack: LocalSlack) -> App:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return App(client=client, name="tests", process_before_response=True)


def test_bolts_own_handler_is_spoken_to_over_a_socket(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        app = an_app(slack)
        retries: list[Any] = []

        @app.command("/coach")
        def coach(ack: Any, body: Any, client: WebClient) -> None:
            view = {
                "type": "modal",
                "callback_id": "form",
                "title": {"type": "plain_text", "text": "T"},
                "blocks": [{"type": "divider"}],
            }
            client.views_open(trigger_id=body["trigger_id"], view=view)
            ack(f"Hello {body['text']}")

        @app.view("form")
        def form(ack: Any) -> None:
            ack(response_action="clear")

        @app.event("app_home_opened")
        def opened(request: Any) -> None:
            retries.append(request.headers.get("x-slack-retry-num"))

        with bolt(slack, app):
            answer = slack.command(MARTA, "/coach", "prep")
            assert (answer.status, answer.json) == (200, {"text": "Hello prep"})
            assert [message.text for message in slack.ephemerals(MARTA)] == ["Hello prep"]
            submitted = slack.submit(MARTA, slack.views(MARTA)[0])
            assert submitted.json == {"response_action": "clear"}
            assert slack.views(MARTA) == []
            assert slack.event(EVENT).status == 200
            assert slack.event(EVENT, retry=2).status == 200
            slack.wait_for(lambda: len(retries) == 2)
            assert retries == [["0"], ["2"]]
            with pytest.raises(LocalSlackError, match="Only an HTTP target"):
                slack.raw({}, b"")


def test_bolts_own_handler_connects_again_when_told(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        app = an_app(slack)
        app.command("/coach")(lambda ack: ack("Hello"))
        with bolt(slack, app):
            slack.disconnect()
            assert slack.command(MARTA, "/coach").json == {"text": "Hello"}
            opened = [call for call in slack.calls if call.method == "apps.connections.open"]
            assert len(opened) == 2
            assert slack.socket_connections == 1


def test_a_client_is_greeted_and_must_acknowledge(slack: LocalSlack) -> None:
    with pytest.raises(LocalSlackError, match=r"No Socket Mode client connected within 0\.01"):
        slack.send_to_socket(seconds=0.01)
    with connect(a_url(slack)) as socket:
        assert received(socket)["type"] == "hello"
        slack.send_to_socket()
        silence = slack.event(EVENT)
        assert (silence.status, silence.body) == (0, "operation_timeout")
        assert silence.seconds >= 0.3
        told = received(socket)
        assert (told["type"], told["accepts_response_payload"]) == ("events_api", False)
        assert (told["retry_attempt"], told["payload"]["event"]["type"]) == (0, EVENT["type"])
    slack.wait_for(lambda: slack.socket_connections == 0)
    assert slack.event(EVENT).body == "dispatch_failed"


def test_an_address_opens_one_connection_only(slack: LocalSlack) -> None:
    url = a_url(slack)
    with connect(url) as socket:
        received(socket)
        with pytest.raises(InvalidStatus, match="403"):
            connect(url)


def test_every_envelope_goes_to_one_of_the_connections(slack: LocalSlack) -> None:
    with connect(a_url(slack)) as first:
        assert received(first)["num_connections"] == 1
        with connect(a_url(slack)) as second:
            assert received(second)["num_connections"] == 2
            slack.wait_for(lambda: slack.socket_connections == 2)
            slack.send_to_socket()
            slack.event(EVENT)
            slack.event(EVENT)
            assert received(first)["type"] == received(second)["type"] == "events_api"
            for each in (first, second):
                with pytest.raises(TimeoutError):
                    each.recv(timeout=0.02)


def test_a_redelivery_comes_in_a_new_envelope_or_the_same(slack: LocalSlack) -> None:
    with connect(a_url(slack)) as socket:
        received(socket)
        slack.send_to_socket()
        slack.command(MARTA, "/coach", "prep")
        slack.redeliver()
        slack.redeliver(same_signature=True)
        first, second, third = (received(socket) for _ in range(3))
        assert first["payload"] == second["payload"] == third["payload"]
        assert first["envelope_id"] != second["envelope_id"] == third["envelope_id"]


def test_an_old_connection_is_closed_once_there_is_a_new_one(slack: LocalSlack) -> None:
    with connect(a_url(slack)) as old:
        received(old)
        slack.send_to_socket()
        slack.disconnect("warning")
        told = received(old)
        assert (told["type"], told["reason"]) == ("disconnect", "warning")
        with connect(a_url(slack)) as new:
            received(new)
            with pytest.raises(ConnectionClosed):
                old.recv(timeout=2)
            slack.event(EVENT)
            assert received(new)["type"] == "events_api"


def test_in_silence_a_connection_stays_open_and_hears_nothing(slack: LocalSlack) -> None:
    with connect(a_url(slack), ping_interval=None) as socket:
        received(socket)
        slack.send_to_socket()
        assert socket.ping().wait(timeout=2)
        slack.go_silent()
        assert slack.event(EVENT).body == "operation_timeout"
        assert not socket.ping().wait(timeout=0.1)
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.05)
        assert slack.socket_connections == 1
        slack.speak_again()
        slack.event(EVENT)
        assert received(socket)["type"] == "events_api"
        assert socket.ping().wait(timeout=2)
