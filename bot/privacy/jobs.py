"""The wake-up that goes on with those who asked to be forgotten. What is due stands in rows."""

from bot.privacy.erase import SWEEP_SECONDS, Erasing

__all__ = ["SWEEP_SECONDS", "sweep"]


def sweep(erasing: Erasing) -> int:
    """Go on; return how many are forgotten now. Any number of processes may wake."""
    return erasing.work()
