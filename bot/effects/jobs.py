"""Wake-ups: questions and reports that are due. What is due stands in rows."""

from bot.effects.plan import Planner

EVERY_SECONDS = 60


def plan(planner: Planner) -> None:
    """Do what is due. Waking too often, or in several processes, does no harm."""
    planner.reconcile()
    while planner.queue():
        pass
