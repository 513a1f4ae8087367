"""Asks for several things at a time, and gives the answers one by one in the order of asking."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
AHEAD = 4
"""How many answers a worker may be ahead, so that not everything is held in memory at once."""


def in_order(
    ask: Callable[[Asked], Answer], what: Iterable[Asked], workers: int
) -> Generator[tuple[Asked, Answer], None, None]:
    """Yield each thing with its answer.

    What one of them raises is raised in its place; what was not begun then is not asked for. Close it
    before what it asks with, for until then questions may be under way.

    Args:
        ask: asks for one thing; called from several threads.
        what: the things.
        workers: how many are asked for at the same time at most.
    """
    waiting: deque[tuple[Asked, Future[Answer]]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="coach-source")
    try:
        for one in what:
            waiting.append((one, pool.submit(ask, one)))
            if len(waiting) >= workers * AHEAD:
                first, answer = waiting.popleft()
                yield first, answer.result()
        while waiting:
            first, answer = waiting.popleft()
            yield first, answer.result()
    finally:
        pool.shutdown(cancel_futures=True)
