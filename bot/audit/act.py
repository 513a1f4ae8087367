"""What stewards may do with the audit: read it, which is itself written down."""

from dataclasses import dataclass

from bot.audit import blocks, words
from bot.audit.noted import Act, Noted
from bot.audit.read import Worded
from bot.audit.trail import Trail
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.slack.words import Reply
from bot.teams.roster import Roster

KIND = "audit"
TOGETHER = 20
"""Entries that are shown at once."""


@dataclass(frozen=True, slots=True)
class Overseeing:
    """Shows the audit to stewards, and to nobody else."""

    database: Database
    inbox: Inbox
    roster: Roster
    trail: Trail
    worded: Worded

    def page(self, user: str, identity: str, before: int | None = None) -> Reply:
        """Return the newest entries, or older ones; it stands in the audit before it is shown.

        Args:
            user: who reads.
            identity: what makes this very use; delivered twice, it was read once.
            before: only entries whose number is less.
        """
        if not self.roster.is_steward(user):
            stewards = " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)
            return {"text": words.STEWARDS_ONLY.format(stewards=stewards)}
        with self.database.write() as session:
            if self.inbox.once(session, KIND, identity):
                self.trail.note_at_once(session, Noted(Act.AUDIT_READ, by=user))
            found = self.worded.for_stewards(session, user, TOGETHER + 1, before)
            number, seal = self.trail.end(session)
        return blocks.page(found[:TOGETHER], (number, seal), is_more=len(found) > TOGETHER)
