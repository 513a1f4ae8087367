"""Clocks for tests in which time matters: one that runs elsewhere, and one that only sleep moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from bot.clock import SystemClock
from tests.clock import FrozenClock

_REAL = SystemClock()


@dataclass(slots=True)
class ShiftedClock:
    """Runs at real speed from another instant on; a copy of it in another process shows the same."""

    shift: timedelta = timedelta(0)

    @classmethod
    def at(cls, instant: datetime) -> "ShiftedClock":
        """Return a clock that shows this instant now, and goes on from there."""
        return cls(instant - _REAL.now())

    def move_to(self, instant: datetime) -> None:
        """Show this instant now."""
        self.shift = instant - _REAL.now()

    def now(self) -> datetime:
        return _REAL.now() + self.shift

    def monotonic(self) -> float:
        return _REAL.monotonic()

    def sleep(self, seconds: float) -> None:
        _REAL.sleep(seconds)


class SimulatedClock(FrozenClock):
    """Stands still but for whoever sleeps: then it is at once so much later."""

    @override
    def sleep(self, seconds: float) -> None:
        self.forward(seconds=seconds)
