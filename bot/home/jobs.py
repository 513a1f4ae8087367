"""The wake-up: Home tabs that no longer show what is stored."""

from bot.home.publish import Homes

SWEEP_SECONDS = 5


def sweep(homes: Homes) -> int:
    """Publish what is stale; return how many Home tabs were taken up."""
    return homes.refresh()
