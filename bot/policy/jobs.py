"""Wake-ups: a change of the policy whose day has come. What is due stands in a row."""

from bot.policy.keep import Keeper

EVERY_SECONDS = 60


def wake(keeper: Keeper) -> None:
    """Put in force what is due. Waking too often, or in several processes, does no harm."""
    keeper.wake()
