"""Reads records with their words, for those who may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.commitments import follow_up_store as follow_ups, store
from bot.commitments.follow_up_store import FollowUp
from bot.commitments.record import Commitment, Conversation, Promise, Revision, Said, Side, Stage
from bot.commitments.store import Reading
from bot.sealing.vault import Destroyed, Vault


def part_of(number: int) -> str:
    """Return which part of a record's sealed words a version is."""
    return f"revision-{number}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its two people see it.

    Attributes:
        conversation: who, and where it stands.
        revisions: all versions, oldest first.
        commitments: the promises, the manager's first.
        follow_ups: all nudges of those promises.
    """

    conversation: Conversation
    revisions: tuple[Revision, ...]
    commitments: tuple[Commitment, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def newest(self) -> Revision:
        """The newest version."""
        return self.revisions[-1]

    @property
    def in_force(self) -> Revision:
        """The version that counts: what both agreed to, or the newest one before they did."""
        agreed = self.conversation.agreed_revision
        return self.revisions[agreed - 1] if agreed is not None else self.newest

    @property
    def counts(self) -> bool:
        """Whether both agreed to it as it stands."""
        return self.conversation.stage is Stage.AGREED

    def commitment_of(self, side: Side) -> Commitment:
        """Return one side's promise."""
        return next(one for one in self.commitments if one.side is side)

    def open_commitments(self) -> tuple[Commitment, ...]:
        """Return the promises that are still open, the manager's first."""
        return tuple(one for one in self.commitments if one.state is Promise.OPEN)


def record(reading: Reading, vault: Vault, conversation: str) -> Record | None:
    """Return one record; None when it was deleted."""
    found = store.get(reading, conversation)
    return None if found is None else records(reading, vault, [found])[0]


def records(reading: Reading, vault: Vault, chosen: Sequence[Conversation]) -> list[Record]:
    """Return records with their words, in the order asked for."""
    ids = [one.id for one in chosen]
    revisions = _by_conversation(reading, vault, ids)
    commitments = store.commitments(reading, ids)
    nudges = follow_ups.of_commitments(reading, [one.id for one in commitments])
    return [
        Record(
            conversation=one,
            revisions=tuple(revisions[one.id]),
            commitments=(mine := tuple(c for c in commitments if c.conversation == one.id)),
            follow_ups=tuple(n for n in nudges if n.commitment in {c.id for c in mine}),
        )
        for one in chosen
    ]


def _by_conversation(
    reading: Reading, vault: Vault, ids: Iterable[str]
) -> Mapping[str, list[Revision]]:
    found: dict[str, list[Revision]] = {one: [] for one in ids}
    kept = store.revisions(reading, found)
    opened = vault.open_many(
        reading, [(one.conversation, part_of(one.number), one.sealed) for one in kept]
    )
    for one in kept:
        said = opened.get((one.conversation, part_of(one.number)))
        if said is None:
            raise Destroyed
        found[one.conversation].append(
            Revision(
                number=one.number,
                author=one.author,
                said=Said.from_json(said),
                terms=one.terms,
                kept_wording=one.kept_wording,
                written_at=one.written_at,
            )
        )
    return found
