"""What was answered about a pilot, with its words opened."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.pilot import store
from bot.pilot.state import Written
from bot.pilot.store import Reading
from bot.sealing.vault import Vault

PART = "answer"
"""Which part of the record the words are; there is one."""


def content(written: Written) -> dict[str, str]:
    """Return what of an answer is encrypted: all but what the team's stage depends on."""
    return {name: asdict(written)[name] for name in ("knew", "worry", "text")}


def written(reading: Reading, vault: Vault, team: str, number: int) -> Sequence[Written]:
    """Return what was answered in a round, the manager's part first.

    Raises:
        CoachError: it cannot be opened; see `bot.sealing.vault`.
    """
    held = store.answers(reading, team, number)
    opened = vault.open_many(reading, ((one.id, PART, one.sealed) for one in held))
    return [
        Written(one.side, one.choice, **opened[one.id, PART])
        for one in held
        if (one.id, PART) in opened
    ]
