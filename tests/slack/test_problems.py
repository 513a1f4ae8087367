"""What goes wrong with Slack arrives as the error that says what to do about it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError
from typing_extensions import override

from bot.demo.local_slack import SCOPES, Fault, LocalSlack
from bot.errors import CoachError, OperatorError, SkippedError, TransientError
from bot.slack.client import Poster, web_client
from bot.slack.problems import (
    AppRefused,
    ChartsRefused,
    NotThere,
    Outdated,
    PersonGone,
    PolicyRefused,
    ReplyLost,
    ScopeMissing,
    SlackBusy,
    TriggerExpired,
    ViewGone,
    explain,
)
from tests.clock import FrozenClock
from tests.slack.conftest import MARTA

MESSAGE = {"text": "Your page for Payments"}
POST = "chat.postMessage"


def dm(slack: LocalSlack) -> str:
    return slack.dm_id(MARTA)


def posts(slack: LocalSlack) -> int:
    return sum(call.method == POST for call in slack.calls)


@pytest.mark.parametrize(
    ("code", "kind", "what_to_do"),
    [
        ("user_disabled", PersonGone, SkippedError),
        ("user_not_found", PersonGone, SkippedError),
        ("user_not_visible", PersonGone, SkippedError),
        ("not_in_channel", NotThere, SkippedError),
        ("channel_not_found", NotThere, SkippedError),
        ("is_archived", NotThere, SkippedError),
        ("is_inactive", NotThere, SkippedError),
        ("message_not_found", NotThere, SkippedError),
        ("invalid_channel", NotThere, SkippedError),
        ("expired_trigger_id", TriggerExpired, SkippedError),
        ("exchanged_trigger_id", TriggerExpired, SkippedError),
        ("invalid_trigger_id", TriggerExpired, SkippedError),
        ("not_found", ViewGone, SkippedError),
        ("hash_conflict", Outdated, SkippedError),
        ("invalid_blocks", ChartsRefused, SkippedError),
        ("invalid_blocks_format", ChartsRefused, SkippedError),
        ("msg_blocks_too_long", OperatorError, OperatorError),
        ("restricted_action", PolicyRefused, OperatorError),
        ("restricted_action_read_only_channel", PolicyRefused, OperatorError),
        ("restricted_action_thread_locked", PolicyRefused, OperatorError),
        ("messages_tab_disabled", PolicyRefused, OperatorError),
        ("posting_to_channel_denied", PolicyRefused, OperatorError),
        ("file_uploads_disabled", PolicyRefused, OperatorError),
        ("file_upload_size_restricted", PolicyRefused, OperatorError),
        ("storage_limit_reached", PolicyRefused, OperatorError),
        ("account_inactive", AppRefused, OperatorError),
        ("token_revoked", AppRefused, OperatorError),
        ("token_expired", AppRefused, OperatorError),
        ("invalid_auth", AppRefused, OperatorError),
        ("not_authed", AppRefused, OperatorError),
        ("missing_scope", ScopeMissing, OperatorError),
        ("not_allowed_token_type", ScopeMissing, OperatorError),
        ("ratelimited", SlackBusy, TransientError),
        ("rate_limited", SlackBusy, TransientError),
        ("internal_error", ReplyLost, TransientError),
        ("fatal_error", ReplyLost, TransientError),
        ("service_unavailable", ReplyLost, TransientError),
        ("request_timeout", ReplyLost, TransientError),
        ("something_new_of_slacks", OperatorError, OperatorError),
    ],
)
def test_each_refusal_says_what_to_do(code, kind, what_to_do, slack, poster):
    slack.fail(POST, Fault.error(code))
    with pytest.raises(CoachError) as raised:
        poster.post(dm(slack), MESSAGE, "key")
    assert type(raised.value) is kind
    assert isinstance(raised.value, what_to_do)
    assert str(raised.value).endswith((f"({code})", ".")), str(raised.value)
    assert posts(slack) == 1


def test_a_lost_reply_leaves_one_message_and_is_not_sent_again(slack, poster):
    slack.fail(POST, Fault.REPLY_LOST)
    with pytest.raises(ReplyLost):
        poster.post(dm(slack), MESSAGE, "key")
    assert posts(slack) == 1
    assert [message.text for message in slack.dm(MARTA)] == [MESSAGE["text"]]


@pytest.mark.parametrize(
    ("fault", "stored"),
    [(Fault.UNREACHABLE, 0), (Fault.SERVER_ERROR, 0), (Fault.SERVER_ERROR_AFTER, 1)],
    ids=["cut off before", "server error before", "server error after"],
)
def test_whether_a_message_was_stored_is_not_guessed(fault, stored, slack, poster):
    slack.fail(POST, fault)
    with pytest.raises(ReplyLost):
        poster.post(dm(slack), MESSAGE, "key")
    assert (posts(slack), len(slack.dm(MARTA))) == (1, stored)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7.0), ({"retry-after": "30"}, 30.0), ({}, 1.0)]
    + [({"Retry-After": odd}, 1.0) for odd in ("soon", "", "-5", "nan", "1e999")],
)
def test_slack_says_how_long_to_wait(headers, seconds, slack, poster):
    slack.fail(POST, Fault("ratelimited", status=429, headers=headers))
    with pytest.raises(SlackBusy) as raised:
        poster.post(dm(slack), MESSAGE, "key")
    assert raised.value.retry_after == seconds
    assert posts(slack) == 1


def test_a_revoked_token_is_for_whoever_runs_coach(slack):
    poster = Poster(web_client("xoxb-revoked", slack.api_url))
    with pytest.raises(AppRefused, match=r"its token was revoked or has expired\. \(invalid_auth"):
        poster.post(dm(slack), MESSAGE, "key")


def test_a_missing_scope_is_named(clock):
    with LocalSlack(clock=clock, scopes=SCOPES - {"im:write"}) as slack:
        slack.add_user(MARTA, name="marta")
        with pytest.raises(ScopeMissing) as raised:
            Poster(web_client(slack.bot_token, slack.api_url)).direct_channel(MARTA)
    assert str(raised.value) == "The app lacks im:write; install it again from manifest.yml."


def test_somebody_who_left_is_gone_before_and_after_the_first_message(slack, poster):
    slack.add_user("U0LEFT0001", name="left", deleted=True)
    with pytest.raises(PersonGone):
        poster.direct_channel("U0LEFT0001")
    known = poster.direct_channel(MARTA)
    slack.change_user(MARTA, deleted=True)
    with pytest.raises(PersonGone):
        poster.post(known, MESSAGE, "key")


def test_a_person_nobody_knows_is_gone(poster):
    with pytest.raises(PersonGone):
        poster.direct_channel("U0NOBODY01")


@pytest.mark.parametrize(
    "channel",
    [
        {"is_archived": True},
        {"bot_is_member": False},
        {"bot_is_member": False, "is_private": True},
    ],
    ids=["archived", "not a member", "private"],
)
def test_coach_is_not_there(channel, slack, poster):
    slack.add_channel("C0PAYMENTS", name="payments", **channel)
    with pytest.raises(NotThere):
        poster.post("C0PAYMENTS", MESSAGE, "key")


def test_a_workspace_without_a_messages_tab_refuses_by_policy(clock):
    with LocalSlack(clock=clock, messages_tab=False) as slack:
        slack.add_user(MARTA, name="marta")
        poster = Poster(web_client(slack.bot_token, slack.api_url))
        with pytest.raises(PolicyRefused):
            poster.post(poster.direct_channel(MARTA), MESSAGE, "key")


def test_a_refused_connection_is_known_to_have_sent_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    poster = Poster(web_client("xoxb-1", f"http://127.0.0.1:{port}/api/"))
    with pytest.raises(TransientError, match=r"Slack could not be reached\.") as raised:
        poster.post("D0MARTA001", MESSAGE, "key")
    assert not isinstance(raised.value, ReplyLost)


def test_a_reply_that_never_comes_is_lost():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        client = WebClient(token="xoxb-1", base_url=url, timeout=1, retry_handlers=[])
        with pytest.raises(ReplyLost):
            Poster(client).post("D0MARTA001", MESSAGE, "key")


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A server that answers everything alike, as a proxy on the way may."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/"
    server.shutdown()
    thread.join()
    server.server_close()


PAGE = "<html>Bad gateway: süß</html>"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, PAGE.encode(), ReplyLost),
        (200, b"", ReplyLost),
        (200, b'{"ok": fal', ReplyLost),
        (200, PAGE.encode("latin-1"), ReplyLost),
        (502, PAGE.encode(), ReplyLost),
        (502, PAGE.encode("latin-1"), ReplyLost),
        (429, PAGE.encode(), SlackBusy),
        (403, PAGE.encode(), OperatorError),
    ],
)
def test_an_answer_that_is_not_slacks_own_is_understood(status, body, kind):
    with answering(status, body) as url, pytest.raises(CoachError) as raised:
        Poster(web_client("xoxb-1", url)).post("D0MARTA001", MESSAGE, "key")
    assert type(raised.value) is kind
    assert "html" not in str(raised.value)


def test_a_mistake_of_our_own_stays_what_it_is():
    for mistake in (KeyError("text"), SlackRequestError("no such address")):
        with pytest.raises(type(mistake)):
            explain(mistake)


def test_the_frozen_clock_is_the_one_slack_goes_by(slack, poster, clock):
    assert isinstance(clock, FrozenClock)
    posted = poster.post(dm(slack), MESSAGE, "key")
    assert float(posted.ts) == pytest.approx(clock.now().timestamp(), abs=0.001)
