"""The wake-up: requests whose time is over, what is shown for long enough, and what broke off."""

from bot.individual.act import Acts
from bot.sealing.store import empty_log

SWEEP_SECONDS = 10


def sweep(acts: Acts) -> int:
    """Look at what is due; return how many requests were deleted for good, with their keys."""
    acts.live.forget()
    deleted = acts.ending.work()
    if deleted:
        empty_log(acts.database)
    return deleted
