"""What it takes to find and claim what is due: among few and among very many, alone and in pairs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bench import agreed, bulk
from bench.child import Child
from bench.claim_worker import BATCH, FOLLOW_UPS, MESSAGES, OVERDUE
from bench.engines import POSTGRESQL
from bench.row import Row, milliseconds
from bot.commitments.record import Side
from bot.db import Database
from bot.sealing.ring import KeyRing

FEW, MANY = 1_000, 1_000_000
DUE = {FOLLOW_UPS: 400, MESSAGES: 100}
"""Due at once: some batches of each."""
ROUNDS = 7
TURNS, TIMES = 4, 3
"""How often the two databases take turns in a round, and claim all in each."""
MOST_OFTEN = 1.5
SHARED = 20_000
"""Due at once, for two workers to share."""
SHARED_ROUNDS = 7
FASTER = 1.6
_BOTH = [(side, number) for side in Side for number in (1, 2)]
_COMING = timedelta(days=14)


def fill(url: str, planned: int, due: dict[str, int], now: datetime, keys: str) -> None:
    """Fill a database with so many follow-ups, and so many messages, and with what is due.

    Of each record the words are there too, sealed with the key ring.
    """
    database = Database(url)

    def coming(number: int) -> datetime:
        return now + timedelta(days=1) + _COMING * (number * 7919 % planned) / planned

    def overdue(_number: int) -> datetime:
        return now - OVERDUE

    pairs = planned // len(_BOTH)
    more = pairs + due[FOLLOW_UPS] // len(_BOTH)
    agreed.agree(database, range(more), now)
    agreed.say(database, range(more), KeyRing.parse(keys), now)
    agreed.remind(database, range(pairs), coming, _BOTH)
    agreed.remind(database, range(pairs, more), overdue, _BOTH)
    agreed.announce(database, range(planned), coming, now)
    agreed.announce(database, range(planned, planned + due[MESSAGES]), overdue, now)
    bulk.settle(database)
    database.close()


def among_many(few: str, many: str, engine: str, now: datetime) -> Iterator[Row]:
    """Compare a database with a million of each to one with a thousand."""
    with (
        Child("bench.claim_worker", few, now.isoformat()) as small,
        Child("bench.claim_worker", many, now.isoformat()) as large,
    ):
        for what, due in DUE.items():
            rounds = [_round(what, due, small, large) for _ in range(ROUNDS + 1)][1:]
            ours, floor = ([one[at] for one in rounds] for at in (1, 0))
            yield Row(
                f"{engine}, due {what} claimed among {MANY:,} against {FEW:,}",
                tuple(a / b for a, b in zip(ours, floor, strict=True)),
                MOST_OFTEN,
                f"{milliseconds(ours)} against {milliseconds(floor)} for {due} that are due, in"
                f" batches of {BATCH[what]}, and the look that finds no more",
            )


def _round(what: str, due: int, small: Child, large: Child) -> tuple[float, float]:
    took: dict[Child, list[float]] = {small: [], large: []}
    for _ in range(TURNS):
        for child, seconds in took.items():
            found = child.ask(do="claims", what=what, times=TIMES)
            assert len(set(found["ids"])) == len(found["ids"]) == due, "not what is due"
            seconds.extend(found["seconds"])
    return median(took[small]), median(took[large])


def in_pairs(url: str, another: str, now: datetime) -> Iterator[Row]:
    """Compare two processes that share what is due in one PostgreSQL to one of them alone.

    What the machine has room for is said beside it: two that share nothing, in a database each.
    """
    with (
        Child("bench.claim_worker", url, now.isoformat()) as one,
        Child("bench.claim_worker", url, now.isoformat()) as other,
        Child("bench.claim_worker", another, now.isoformat()) as apart,
        ThreadPoolExecutor(2) as pool,
    ):
        for what in (FOLLOW_UPS, MESSAGES):
            rounds = [
                (
                    _rate(what, pool, one),
                    _rate(what, pool, one, other),
                    _rate(what, pool, one, apart, apart=True),
                )
                for _ in range(SHARED_ROUNDS + 1)
            ][1:]  # the first warms up
            alone, both, separate = ([one[at] for one in rounds] for at in range(3))
            yield Row(
                f"{POSTGRESQL}, {FASTER} x one worker's {what} against two workers'",
                tuple(FASTER * a / b for a, b in zip(alone, both, strict=True)),
                1.0,
                f"two claim {median(both):,.0f} a second, one {median(alone):,.0f}, and two with a"
                f" database each {median(separate):,.0f}, in batches of {BATCH[what]}; none of {2 * (SHARED_ROUNDS + 1) * SHARED:,} was claimed"
                " twice or missed",
            )


def _rate(what: str, pool: ThreadPoolExecutor, *workers: Child, apart: bool = False) -> float:
    """Let workers claim at once all that is due; return how much they claim a second."""
    for worker in workers if apart else workers[:1]:
        worker.ask(do="put back", what=what)
    found: list[dict[str, Any]] = list(
        pool.map(lambda worker: worker.ask(do="claim", what=what), workers)
    )
    number = SHARED * len(workers) if apart else SHARED
    ids = [one for each in found for one in each["ids"]]
    assert len(ids) == number, f"{len(ids)} of {number} were claimed"
    assert apart or len(set(ids)) == len(ids), "something was claimed twice"
    took = max(one["ended"] for one in found) - min(one["begun"] for one in found)
    return number / float(took)
