"""Socket Mode: a connection that breaks is made again, and one that has gone deaf ends the process."""

import socket as sockets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from bot import running
from bot.clock import SystemClock
from bot.slack import factory
from bot.slack.client import web_client
from bot.slack.problems import AppRefused
from bot.slack.socket import Socket
from bot.slack.words import COMMAND, Words
from bot.slack.work import Workers
from tests.slack.conftest import MARTA

DEAF_AFTER = 1.0


@pytest.fixture
def bolt(slack):
    workers = Workers()
    app = factory.build(web_client(slack.bot_token, slack.api_url), workers)
    Words().register(app)
    yield app
    workers.close()


@contextmanager
def connected(slack, bolt, deaf_after=DEAF_AFTER) -> Iterator[tuple[Socket, threading.Semaphore]]:
    """A watched connection, and a count of how often it was called deaf."""
    called = threading.Semaphore(0)
    socket = Socket(bolt, slack.app_token, SystemClock(), deaf_after=deaf_after)
    socket.connect()
    slack.send_to_socket()
    watch = threading.Thread(target=socket.watch, args=(called.release,))
    watch.start()
    try:
        yield socket, called
    finally:
        slack.speak_again()
        socket.close()
        watch.join(10)
    assert not watch.is_alive()


def cut(slack):
    """Break every connection, as a network does: without a word."""
    for connection in slack._running()[1]._open:
        connection.socket.shutdown(sockets.SHUT_RDWR)


def test_a_connection_that_hears_nothing_is_called_deaf_in_time_and_once(slack, bolt, logged):
    with connected(slack, bolt) as (_, called):
        slack.go_silent()
        began = time.monotonic()
        assert called.acquire(timeout=10)
        assert 0.7 * DEAF_AFTER < time.monotonic() - began < 3 * DEAF_AFTER
        assert not called.acquire(timeout=0.3)

    assert "level=error event=socket_is_deaf" in logged.getvalue()


def test_a_connection_on_which_nobody_says_anything_is_not_called_deaf(slack, bolt):
    with connected(slack, bolt) as (socket, called):
        assert not called.acquire(timeout=1.6 * DEAF_AFTER)
        assert socket.silence() < DEAF_AFTER


def opened(slack):
    return [call.method for call in slack.calls].count("apps.connections.open")


def test_a_connection_that_breaks_is_made_again_before_it_is_called_deaf(slack, bolt):
    with connected(slack, bolt, 2 * DEAF_AFTER) as (_, called):
        cut(slack)
        slack.wait_for(lambda: opened(slack) == 2)
        slack.wait_for(lambda: slack.socket_connections == 1)
        answer = slack.command(MARTA, COMMAND, "help")
        assert not called.acquire(blocking=False)

    assert answer.status == 200
    assert "What you can type" in (answer.json or {})["text"]


def test_a_token_that_slack_does_not_know_is_told_at_once(slack, bolt):
    socket = Socket(bolt, "xapp-unknown", SystemClock())
    with pytest.raises(AppRefused):
        socket.connect()
    socket.close()


def test_the_bot_ends_with_a_status_of_its_own_when_it_is_deaf(workspace, monkeypatch):
    monkeypatch.setattr(running, "Socket", partial(Socket, deaf_after=DEAF_AFTER))
    statuses: list[int] = []
    stop = threading.Event()

    def run():
        statuses.append(running.run(workspace.settings, SystemClock(), stop, running.Plan()))

    bot = threading.Thread(target=run)
    bot.start()
    workspace.slack.send_to_socket()
    workspace.slack.go_silent()
    bot.join(15)
    in_time = not bot.is_alive()
    workspace.slack.speak_again()
    stop.set()
    bot.join(15)

    assert in_time
    assert statuses == [running.DEAF]
