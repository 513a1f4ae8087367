"""The wake-up that lets people know of decisions that end. What is due stands in rows."""

from bot.decisions.keep import Decisions

EVERY_SECONDS = 60


def wake(decisions: Decisions) -> None:
    """Do what is due. Waking too often, or in several processes, does no harm."""
    while decisions.wake():
        pass
