"""A clock for a day in minutes: whoever sleeps on it is at once so much later; else it runs as ever.

Work takes as long on it as it really does. It is shared by processes: what was slept stands in a
file.
"""

import mmap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SECOND = 1_000_000_000
_BEGUN, _SLEPT = 0, 1


class AheadClock:
    """Tells the time; one process sleeps, and the others see it.

    Args:
        file: where it stands; `set_off` made it.
        start: what it showed when it was set off.
    """

    def __init__(self, file: Path, start: datetime) -> None:
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 0)
        self._kept = memoryview(self._map).cast("q")
        self._start = start.astimezone(UTC)

    @staticmethod
    def set_off(file: Path) -> None:
        file.write_bytes(bytes(16))
        with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as kept:
            memoryview(kept).cast("q")[_BEGUN] = time.monotonic_ns()

    def now(self) -> datetime:
        return self._start + timedelta(microseconds=self._passed() // 1000)

    def monotonic(self) -> float:
        return self._passed() / _SECOND

    def sleep(self, seconds: float) -> None:
        self._kept[_SLEPT] += max(0, round(seconds * _SECOND))

    def _passed(self) -> int:
        return time.monotonic_ns() - self._kept[_BEGUN] + self._kept[_SLEPT]
