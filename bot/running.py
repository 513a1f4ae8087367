"""Runs the bot until it is told to stop, or until its connection to Slack has gone deaf."""

import gc
import threading
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

    Raises:
        OperatorError: something is not set up; the message says what.
    """
    coach = app.build(settings, clock)
    gc.freeze()  # all this stays for good, so no search for garbage needs to go through it
    gc.enable()
    stop_schedule = coach.schedule() if plan.role in {"all", "worker"} else None
    _log.info("coach_is_running", role=plan.role, transport="http" if plan.port else "socket")
    try:
        if plan.role == "worker":
            stop.wait()
            return 0
        if plan.port is not None:
            return _serve(coach, settings, clock, stop, plan)
        return _listen(coach, settings, clock, stop)
    finally:
        if stop_schedule is not None:
            stop_schedule()
        coach.close()


def _serve(
    coach: Coach, settings: Settings, clock: Clock, stop: threading.Event, plan: Plan
) -> int:
    if settings.slack_signing_secret is None:
        raise OperatorError("SLACK_SIGNING_SECRET is not set; HTTP needs it to know Slack by.")
    secret = settings.slack_signing_secret.get_secret_value()
    server = HttpServer(wsgi(coach.bolt, secret, clock), plan.host, plan.port or 0)
    _log.info("listening", port=server.port)
    thread = threading.Thread(target=server.run, name="coach-http", daemon=True)
    thread.start()
    stop.wait()
    server.close()
    return 0


def _listen(coach: Coach, settings: Settings, clock: Clock, stop: threading.Event) -> int:
    if settings.slack_app_token is None:
        raise OperatorError(
            "SLACK_APP_TOKEN is not set; Socket Mode needs it. For HTTP instead, give --port."
        )
    socket = Socket(coach.bolt, settings.slack_app_token.get_secret_value(), clock)
    deaf = threading.Event()

    def give_up() -> None:
        deaf.set()
        stop.set()

    socket.connect()
    _log.info("connected")
    threading.Thread(target=socket.watch, args=(give_up,), daemon=True).start()
    stop.wait()
    socket.close()
    return DEAF if deaf.is_set() else 0
