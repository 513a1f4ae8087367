"""What reminders cost: to find and claim what is due, to start among very many, beside APScheduler."""

from collections.abc import Iterator
from datetime import datetime

from bench import beside, claims, start_full
from bench.claim_worker import FOLLOW_UPS, MESSAGES
from bench.claims import FEW, MANY, SHARED
from bench.engines import ENGINES, POSTGRESQL, SQLITE, Engines, engines
from bench.row import Row
from bot.clock import SystemClock
from bot.sealing.ring import new_key


def run() -> Iterator[Row]:
    yield from beside.run()
    now, keys = SystemClock().now(), new_key()

    def filled(engine: str, size: int) -> str:
        url = databases.url(engine)
        claims.fill(url, size, claims.DUE, now, keys)
        return url

    with engines() as databases:
        for engine in ENGINES:
            few, many = filled(engine, FEW), filled(engine, MANY)
            yield from claims.among_many(few, many, engine, now)
            if engine == SQLITE:
                said = f"{MANY:,} follow-ups and {MANY:,} messages to come"
                yield from start_full.run(many, databases.url(SQLITE), keys, said)
        shared, another = (_shared(databases, now, keys) for _ in range(2))
        yield from claims.in_pairs(shared, another, now)


def _shared(databases: Engines, now: datetime, keys: str) -> str:
    url = databases.url(POSTGRESQL)
    claims.fill(url, FEW, {FOLLOW_UPS: SHARED, MESSAGES: SHARED}, now, keys)
    return url
