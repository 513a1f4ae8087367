"""One server under load: Coach, or an empty Bolt command behind the same guard and server."""

import gc
import io
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy import text

from bench.child import serve
from bench.slack import settings
from bot import app, log
from bot.clock import SystemClock
from bot.collection.collect import Wanted
from bot.db import Database
from bot.demo import company
from bot.slack import factory
from bot.slack.client import web_client
from bot.slack.http import HttpServer, wsgi
from bot.slack.work import Workers


def _no_work(_name: str, _job: Callable[[], None]) -> bool:
    return True


def _empty(slack: dict[str, Any]) -> App:
    bolt = factory.build(web_client(slack["bot_token"], slack["api_url"]), Workers())

    def coach(ack: Ack) -> None:
        ack()

    bolt.command("/coach")(coach)
    return bolt


def _coach(slack: dict[str, Any], folder: Path, *, pages: bool) -> tuple[App, Database]:
    clock = SystemClock()
    url = f"sqlite:///{folder / 'coach.db'}"
    coach = app.build(settings(slack, url, company.write(folder, clock.now())), clock)
    coach.collector.collect(Wanted())
    if not pages:
        coach.workers.submit = _no_work  # type: ignore[method-assign, assignment]
    return coach.bolt, coach.deliverer.database


def main() -> None:
    kind, slack, folder = sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3])
    log.configure(io.StringIO())
    database = None
    if kind == "empty":
        bolt = _empty(slack)
    else:
        bolt, database = _coach(slack, folder, pages=kind == "pages")
    server = HttpServer(wsgi(bolt, slack["signing_secret"], SystemClock()), "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    gc.freeze()

    def written() -> int:
        """Return how many requests stand in the inbox."""
        if database is None:
            return 0
        with database.read() as connection:
            return int(connection.execute(text("SELECT count(*) FROM inbox")).scalar() or 0)

    serve(server.port, written)


if __name__ == "__main__":
    main()
