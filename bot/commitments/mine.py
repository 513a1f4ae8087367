"""Reads what is open between somebody and others, from what is stored; Slack is not asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audit.noted import Noted
from bot.commitments import read, seen, store
from bot.commitments.pieces import Open, Sharing
from bot.commitments.read import Record
from bot.commitments.record import Conversation, Promise
from bot.db import Connection
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Mine:
    """Reads for whoever looks.

    Attributes:
        workspace: the workspace's id, for addresses that open a message to somebody.
    """

    vault: Vault
    people: People
    roster: Roster
    workspace: str

    def open_of(self, connection: Connection, user: str) -> Open:
        """Return what is open between somebody and others.

        Args:
            connection: an open connection to read with.
            user: who looks.
        """
        person = self.people.known(connection, user)
        held = self._held(connection, user)
        found = read.records(connection, self.vault, held)
        sharing = {
            one.conversation.id: self._sharing(
                one, store.shared_with(connection, one.conversation.id)
            )
            for one in found
            if one.conversation.engineer == user
        }
        others = {one.manager for one in held} | {one.engineer for one in held}
        return Open(
            viewer=user,
            zone=person.zone,
            stopped=person.stopped,
            found=found,
            help_url={other: self._talk_to(other) for other in others},
            sharing=sharing,
        )

    def seen(self, connection: Connection, user: str) -> list[Noted]:
        """Return what the audit says when somebody sees what is open: whose records, without their words."""
        held = self._held(connection, user)
        promises = store.commitments(connection, [one.id for one in held])
        still = {one.conversation for one in promises if one.state is Promise.OPEN}
        return seen.whose(user, ((one, one.id in still) for one in held))

    def _held(self, connection: Connection, user: str) -> list[Conversation]:
        return [one for one in store.in_use_of(connection, user) if self._may_see(one, user)]

    def _may_see(self, one: Conversation, user: str) -> bool:
        """Say whether somebody sees a record: one of its two, or who manages the engineer now."""
        return one.side_of(user) is not None or user in self._managers_of(one.engineer)

    def _sharing(self, found: Record, shared: Sequence[str]) -> Sharing:
        """Return which present managers of an engineer see a record, and which do not yet."""
        one = found.conversation
        others = self._managers_of(one.engineer) - {one.manager, one.engineer}
        return Sharing(sorted(others & {*shared}), sorted(others - {*shared}))

    def _managers_of(self, engineer: str) -> frozenset[str]:
        teams = self.roster.teams_of_member(engineer)
        return frozenset(manager for team in teams for manager in team.managers)

    def _talk_to(self, user: str) -> str:
        return f"https://slack.com/app_redirect?team={self.workspace}&channel={user}"
