"""What is still open between two people, for the top of their next page."""

from dataclasses import dataclass

from bot.commitments import listing, read, store
from bot.commitments.carried import Action
from bot.db import Connection
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.slack import blocks as b


@dataclass(frozen=True, slots=True)
class Carry:
    """Carries open promises over to the next conversation."""

    vault: Vault
    people: People

    def still_open(
        self, connection: Connection, manager: str, engineer: str | None
    ) -> list[b.Block]:
        """Return what is still open, the manager's promises first; nothing without an engineer."""
        if engineer is None:
            return []
        held = store.in_use_between(connection, manager, engineer)
        zone = self.people.known_hours(connection, manager).zone
        return listing.carried_over(read.records(connection, self.vault, held), manager, zone)


def record_button(team: str, engineer: str | None) -> b.Block:
    """Return the button that opens the form from a page."""
    value = f"{team}/{engineer or ''}"
    return b.actions(
        "record", [b.button(Action.RECORD, "Record commitments", value, style="primary")]
    )
