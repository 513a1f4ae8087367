"""Runs the bot until it is told to stop, or until its connection to Slack has gone deaf."""

import gc
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from bot import app, log
from bot.clock import Clock
from bot.coach import Coach
from bot.errors import OperatorError
from bot.settings import Settings
from bot.slack.http import HttpServer, wsgi
from bot.slack.socket import Socket

DEAF = 3
"""Exit status that asks the supervisor for a new process."""
_log = log.get("run")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run: which parts, and whether by HTTP (with a port) or Socket Mode (without)."""

    role: Literal["all", "web", "worker"] = "all"
    host: str = "127.0.0.1"
    port: int | None = None


def run(settings: Settings, clock: Clock, stop: threading.Event, plan: Plan) -> int:
    """Run until `stop` is set; return the exit status.

    It listens before it looks for what is due: somebody may be typing already.

    Raises:
        OperatorError: something is not set up; the message says what.
    """
    coach = app.build(settings, clock)
    gc.freeze()  # all this stays for good, so no search for garbage needs to go through it
    gc.enable()
    deaf = threading.Event()

    def on_deaf() -> None:
        deaf.set()
        stop.set()

    with ExitStack() as running:
        running.callback(coach.close)
        if plan.role != "worker" and plan.port is not None:
            running.callback(_http(coach, settings, clock, plan))
        elif plan.role != "worker":
            running.callback(_socket(coach, settings, clock, on_deaf))
        if plan.role != "web":
            running.callback(coach.schedule())
        _log.info("coach_is_running", role=plan.role)
        stop.wait()
    return DEAF if deaf.is_set() else 0


def _http(coach: Coach, settings: Settings, clock: Clock, plan: Plan) -> Callable[[], None]:
    """Answer what Slack sends to the port; return what ends that."""
    if settings.slack_signing_secret is None:
        raise OperatorError("SLACK_SIGNING_SECRET is not set; HTTP needs it to know Slack by.")
    secret = settings.slack_signing_secret.get_secret_value()
    server = HttpServer(wsgi(coach.bolt, secret, clock), plan.host, plan.port or 0)
    threading.Thread(target=server.run, name="coach-http", daemon=True).start()
    _log.info("listening", port=server.port)
    return server.close


def _socket(
    coach: Coach, settings: Settings, clock: Clock, on_deaf: Callable[[], None]
) -> Callable[[], None]:
    """Answer what comes by Socket Mode; return what ends that."""
    if settings.slack_app_token is None:
        raise OperatorError(
            "SLACK_APP_TOKEN is not set; Socket Mode needs it. For HTTP instead, give --port."
        )
    socket = Socket(coach.bolt, settings.slack_app_token.get_secret_value(), clock)
    socket.connect()
    _log.info("connected")
    threading.Thread(target=socket.watch, args=(on_deaf,), daemon=True).start()
    return socket.close
