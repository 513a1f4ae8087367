"""Questions with their words opened."""

from collections.abc import Sequence

from bot.db import Connection, Session
from bot.questions import store
from bot.questions.question import Question
from bot.questions.store import Sealed
from bot.sealing.vault import Vault

PART = "question"
"""Which part of the record the words are; there is one."""
Reading = Session | Connection


def question(reading: Reading, vault: Vault, wanted: str) -> Question | None:
    """Return a question; None when there is none, or none any more.

    Raises:
        CoachError: its words cannot be opened; see `bot.sealing.vault`.
    """
    held = store.get(reading, wanted)
    return next(iter(questions(reading, vault, [held] if held else [])), None)


def questions(reading: Reading, vault: Vault, held: Sequence[Sealed]) -> list[Question]:
    """Return questions with their words, in the order given; what was destroyed is left out.

    Raises:
        CoachError: their words cannot be opened; see `bot.sealing.vault`.
    """
    opened = vault.open_many(reading, ((one.id, PART, one.sealed) for one in held))
    return [
        Question(
            id=one.id,
            team=one.team,
            metric=one.metric,
            asker=one.asker,
            asked_at=one.asked_at,
            closed_at=one.closed_at,
            closed_as=one.closed_as,
            text=opened[one.id, PART]["text"],
            interim=opened[one.id, PART].get("interim", ""),
            answer=opened[one.id, PART]["answer"],
            delete_at=one.delete_at,
        )
        for one in held
        if (one.id, PART) in opened
    ]
