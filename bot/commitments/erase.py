"""When one side of a record asks to be forgotten: what is theirs goes, and the other side keeps theirs.

Of an agreed record the other side keeps what they promised, and what they wrote. It is closed, and
encrypted anew with a new key, so that no copy of the old words can be read. A record that was never
agreed to is deleted, as with "rather not"; so is one that the other side had left before in the same
way.
"""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.commitments import follow_up_store as follow_ups, read, removal_store as removals, store
from bot.commitments.consequences import Consequences
from bot.commitments.keep import Records
from bot.commitments.read import Record, part_of
from bot.commitments.record import FORGOTTEN, Conversation, Revision, Said, Side, Stage
from bot.db import Session
from bot.delivery import outbox_store, removal_store
from bot.sealing.vault import Vault

TABLES = ("conversation", "conversation_revision", "commitment", "follow_up", "conversation_share")
"""What is cleared here."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Forgets a side of records.

    Attributes:
        records: says how long a closed record is kept.
    """

    vault: Vault
    consequences: Consequences
    records: Records
    clock: Clock

    def erase(self, session: Session, user: str) -> None:
        """Forget somebody in all their records, and in those that others let them see."""
        for one in store.lock_all_of(session, user):
            side = one.side_of(user)
            if side is not None:
                self._erase(session, one, side)
        removals.unshare_with(session, user)

    def _erase(self, session: Session, one: Conversation, side: Side) -> None:
        removal_store.remove_pages_between(session, one.manager, one.engineer, self.clock.now())
        self.consequences.end(session, one)
        outbox_store.cancel(session, now=self.clock.now(), subject=one.id)
        found = read.record(session, self.vault, one.id)
        is_kept = one.agreed_revision is not None and one.forgotten is None
        if found is None or not is_kept:
            self.vault.destroy(session, one.id)
            removals.delete_for_good(session, one.id)
            return
        self._keep_the_others(session, found, side)

    def _keep_the_others(self, session: Session, found: Record, side: Side) -> None:
        one, now = found.conversation, self.clock.now()
        closed = replace(
            one,
            manager=FORGOTTEN if side is Side.MANAGER else one.manager,
            engineer=FORGOTTEN if side is Side.ENGINEER else one.engineer,
            stage=Stage.CLOSED,
            turn=None,
            kept_from=now,
            delete_at=self.records.deleted_at(now, is_closed=True),
        )
        store.save(session, closed)
        self.vault.destroy(session, one.id)
        for revision in found.revisions:
            said = _without(revision, side).to_json()
            sealed = self.vault.seal(session, one.id, part_of(revision.number), said, now)
            removals.reseal(session, one.id, revision.number, sealed)
        follow_ups.forget(session, [promise.id for promise in found.commitments])
        removals.disown(session, one.id, side)
        if side is Side.ENGINEER:
            removals.unshare(session, one.id)


def _without(revision: Revision, side: Side) -> Said:
    """Return what stands in a version without one side's promise, and without what that side wrote."""
    said = revision.said
    if revision.author is side:
        said = replace(said, pattern="", hypothesis="", not_helping="")
    if side is Side.ENGINEER:
        return replace(said, engineer_will="")
    return replace(said, manager_will="")
