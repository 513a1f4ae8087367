"""One Coach that makes pages from a database of so many teams, and posts bare messages by turns."""

import gc
import io
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import many_teams
from bench.child import serve
from bench.slack import settings
from bot import app, log
from bot.clock import SystemClock
from bot.coach import Coach
from bot.demo import company
from bot.demo.company import MARTA
from bot.prep import blocks
from bot.prep.ask import PageRequest
from bot.prep.deliver import KIND
from bot.prep.prepare import prepare
from bot.signals import recall

_LINE = "Your page is on its way."


class Worker:
    """A whole Coach, whose teams are more than a `coach.yml` may name."""

    def __init__(self, coach: Coach, teams: int) -> None:
        self._deliverer = many_teams.among(coach.deliverer, many_teams.roster(teams))
        self._client = coach.bolt.client
        self._channel = coach.deliverer.poster.direct_channel(MARTA)
        self._request = PageRequest(MARTA, many_teams.looked_at(teams))
        self._numbers = itertools.count()

    def page(self) -> float:
        """Return the seconds of one page; to write down that it was asked for does not count."""
        identity, asked = str(next(self._numbers)), self._request.to_json()
        entry = self._deliverer.inbox.receive(KIND, identity, asked)
        assert entry is not None
        return _seconds(lambda: self._deliverer.deliver(entry))

    def first(self) -> float:
        """Return the seconds of a page whose numbers are new, and not in memory yet."""
        recall.recalls.clear()
        return self.page()

    def bare(self, message: dict[str, Any]) -> float:
        """Return the seconds of one message that is there already, by the same client."""
        return _seconds(lambda: self._client.chat_postMessage(channel=self._channel, **message))

    def made(self) -> dict[str, Any]:
        """Return a page as it is posted."""
        deliverer, now = self._deliverer, self._deliverer.clock.now()
        with deliverer.database.read() as connection:
            prep = prepare(connection, deliverer.roster, deliverer.playbook, self._request, now)
        return blocks.page(prep, deliverer.roster.organisation.stewards, now)

    def answer(self, times: int) -> dict[str, list[float]]:
        """Take so many turns: a page, a line of text, and a page that is there already."""
        whole = self.made()
        took: dict[str, list[float]] = {"first": [], "page": [], "line": [], "whole": []}
        for _ in range(times):
            took["first"].append(self.first())
            took["page"].append(self.page())
            took["line"].append(self.bare({"text": _LINE}))
            took["whole"].append(self.bare(whole))
        return took


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    slack, folder, teams = json.loads(sys.argv[1]), Path(sys.argv[2], sys.argv[3]), int(sys.argv[3])
    log.configure(io.StringIO())
    folder.mkdir()
    clock = SystemClock()
    url = f"sqlite:///{folder / 'coach.db'}"
    coach = app.build(settings(slack, url, company.write(folder, clock.now())), clock)
    many_teams.fill(coach.deliverer.database, teams, clock.now())
    worker = Worker(coach, teams)
    gc.freeze()  # as `coach run` does
    serve("ready", worker.answer)


if __name__ == "__main__":
    main()
