"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

T0 = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
"""A Wednesday; the last complete week began on Monday 9 November 2026."""


class FrozenClock:
    """Tells the time it was set to."""

    def __init__(self, now: datetime = T0) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def sleep(self, seconds: float) -> None:
        """Nobody sleeps on a clock that stands."""

    def forward(self, **step: float) -> None:
        """Move on, by keywords of `timedelta`."""
        self._now += timedelta(**step)
