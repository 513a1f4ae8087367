"""Wake-ups: digests that are due. What is due stands in rows."""

from bot.digest.plan import Planner

EVERY_SECONDS = 60


def plan(planner: Planner) -> None:
    """Queue what is due. Waking too often, or in several processes, does no harm."""
    planner.reconcile()
    while planner.queue():
        pass
