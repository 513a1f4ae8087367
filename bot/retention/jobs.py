"""The wake-ups of retention. What is due stands in rows; any number of processes may wake."""

from bot.delivery.remove import SWEEP_SECONDS, Remover
from bot.retention.clean import EVERY_HOURS, Cleaning

__all__ = ["EVERY_HOURS", "SWEEP_SECONDS", "clean", "take_out"]


def clean(cleaning: Cleaning) -> None:
    """Delete all whose time is over."""
    cleaning.run()


def take_out(remover: Remover) -> int:
    """Take out of Slack what is due; return how much."""
    return remover.sweep()
