"""Disclosures with their words opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.db import Connection, Session
from bot.disclosure import store
from bot.disclosure.disclosure import Disclosure, Said
from bot.disclosure.store import Sealed
from bot.sealing.vault import Vault
from bot.teams.roster import Team

PART = "disclosure"
"""Which part of the record the words are; there is one."""
Reading = Session | Connection


def disclosure(reading: Reading, vault: Vault, wanted: str) -> Disclosure | None:
    """Return a disclosure; None when there is none, or none any more.

    Raises:
        CoachError: its words cannot be opened; see `bot.sealing.vault`.
    """
    held = store.get(reading, wanted)
    return next(iter(disclosures(reading, vault, [held] if held else [])), None)


def disclosures(reading: Reading, vault: Vault, held: Sequence[Sealed]) -> list[Disclosure]:
    """Return disclosures with their words, in the order given; what was destroyed is left out.

    Raises:
        CoachError: their words cannot be opened; see `bot.sealing.vault`.
    """
    opened = vault.open_many(reading, ((one.id, PART, one.sealed) for one in held))
    return [
        Disclosure(
            id=one.id,
            team=one.team,
            manager=one.manager,
            engineer=one.engineer,
            metric=one.metric,
            effective=one.effective,
            said=Said(**opened[one.id, PART]),
            disclosed_at=one.disclosed_at,
            told_at=one.told_at,
            answer=one.answer,
            delete_at=one.delete_at,
        )
        for one in held
        if (one.id, PART) in opened
    ]


@dataclass(frozen=True, slots=True)
class InEffect:
    """Reads what holds between a manager and an engineer."""

    vault: Vault

    def __call__(
        self, connection: Connection, team: Team, pair: tuple[str, str | None], day: date
    ) -> list[Disclosure]:
        """Return the disclosures that hold on a day, one a metric: of several the latest.

        Args:
            connection: an open connection to read with.
            team: whose numbers.
            pair: the manager, and the engineer or None; another manager's disclosures are theirs.
            day: on the team's calendar.

        Raises:
            CoachError: their words cannot be opened; see `bot.sealing.vault`.
        """
        manager, engineer = pair
        if engineer is None:
            return []
        held = store.between(connection, team.id, manager, engineer)
        found = disclosures(connection, self.vault, held)
        holding = [one for one in found if one.holds_on(day, team.zone)]
        return list({one.metric: one for one in reversed(holding)}.values())
