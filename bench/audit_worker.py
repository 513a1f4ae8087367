"""One process of the bench of the audit: it makes pages, fills a chain, or goes through one."""

import gc
import io
import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typing_extensions import override

from bench import bulk, many_teams
from bench.child import serve
from bench.collect_worker import peak
from bench.page import FEW as TEAMS
from bench.slack import settings
from bot import app, log
from bot.audit import chain, store
from bot.audit.chain import Link
from bot.audit.noted import Act, Noted
from bot.audit.tables import EntryRow
from bot.audit.trail import Trail
from bot.clock import SystemClock
from bot.db import Database
from bot.db.schema import upgrade
from bot.delivery.inbox import Inbox
from bot.demo import company
from bot.demo.company import ALICE, MARTA
from bot.prep.ask import PageRequest
from bot.prep.deliver import KIND, Deliverer

_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


class Silent(Trail):
    """A trail that writes nothing."""

    @override
    def note_at_once(self, *_: Any) -> None: ...


class Pages:
    """Makes the same page by turns, with its entry and without."""

    def __init__(self, deliverer: Deliverer) -> None:
        trail = deliverer.trail
        roster = many_teams.roster(TEAMS)
        self._inbox: Inbox = deliverer.inbox
        self._deliverers = {
            "noted": many_teams.among(deliverer, roster),
            "silent": replace(
                many_teams.among(deliverer, roster), trail=Silent(trail.key, trail.clock)
            ),
        }
        self._request = PageRequest(MARTA, many_teams.looked_at(TEAMS))
        self._numbers = itertools.count()

    def answer(self, times: int) -> dict[str, list[float]]:
        took: dict[str, list[float]] = {"noted": [], "silent": []}
        for number in range(times):
            for name in sorted(took, reverse=bool(number % 2)):
                took[name].append(self._page(self._deliverers[name]))
        return took

    def _page(self, deliverer: Deliverer) -> float:
        asked = self._request.to_json()
        entry = self._inbox.receive(KIND, str(next(self._numbers)), asked)
        assert entry is not None
        begun = time.perf_counter()
        deliverer.deliver(entry)
        return time.perf_counter() - begun


def _pages(slack: dict[str, Any], folder: Path) -> None:
    clock = SystemClock()
    config = company.write(folder, clock.now())
    coach = app.build(settings(slack, f"sqlite:///{folder / 'coach.db'}", config), clock)
    many_teams.fill(coach.deliverer.database, TEAMS, clock.now())
    pages = Pages(coach.deliverer)
    gc.freeze()  # as `coach run` does
    serve("ready", pages.answer)


def _fill(url: str, key: bytes, number: int) -> None:
    database = Database(url)
    upgrade(database)
    with database.write() as session:  # makes the two aliases
        store.append(session, key, [Noted(Act.PAGE_SHOWN, MARTA, ALICE, "payments")], _BEGUN)
    with database.read() as reading:
        first, before = next(store.links(reading, 1))
    made = _Chain(key, first, before)
    bulk.fill(database, EntryRow.__table__, made.rows(number))  # type: ignore[attr-defined]
    with database.write() as session:
        store.move(session, number, made.before)
    database.close()
    serve("filled", lambda: None)


class _Chain:
    """Entries that go on from a first one."""

    def __init__(self, key: bytes, first: Link, before: str) -> None:
        self._key = key
        self._first = first
        self.before = before

    def rows(self, number: int) -> Iterator[dict[str, Any]]:
        for n in range(2, number + 1):
            link = replace(self._first, number=n, at=_BEGUN + timedelta(seconds=n))
            self.before = chain.bound(self._key, self.before, link)
            yield {**link.row(), "hash": self.before}


def _verify(url: str, key: bytes) -> None:
    database, trail = Database(url), Trail(key, SystemClock())
    begun = time.perf_counter()
    with database.read_as_it_was() as reading:
        found = trail.verify(reading)
    seconds = time.perf_counter() - begun
    assert not found.trouble, found
    told = {"seconds": seconds, "entries": found.entries, "megabytes": peak()}
    database.close()
    serve(told, lambda: None)


def main() -> None:
    log.configure(io.StringIO())
    part, *given = sys.argv[1:]
    if part == "page":
        _pages(json.loads(given[0]), Path(given[1]))
    elif part == "fill":
        _fill(given[0], given[1].encode(), int(given[2]))
    else:
        _verify(given[0], given[1].encode())


if __name__ == "__main__":
    main()
