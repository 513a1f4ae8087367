"""Asks the database about records, their versions and their promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from bot.commitments.record import (
    Commitment,
    Conclusion,
    Conversation,
    Experiment,
    Promise,
    Side,
    Stage,
    Terms,
)
from bot.commitments.tables import (
    CommitmentRow,
    ConversationRow,
    RevisionRow,
    ShareRow,
)
from bot.db import Connection, Session

Reading = Session | Connection
_CONVERSATION: Any = ConversationRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_REVISION: Any = RevisionRow.__table__  # type: ignore[attr-defined]
_COMMITMENT: Any = CommitmentRow.__table__  # type: ignore[attr-defined]
_SHARE: Any = ShareRow.__table__  # type: ignore[attr-defined]
_C, _R, _P = _CONVERSATION.c, _REVISION.c, _COMMITMENT.c
# What a list, a page or a card asks is made once.
_IN_ORDER = select(_CONVERSATION).order_by(_C.created_at, _C.id)
_IN_USE = _IN_ORDER.where(or_(_C.stage == Stage.PROPOSED, _C.stage == Stage.AGREED))
_SHARED = select(_SHARE.c.conversation_id).where(_SHARE.c.person == bindparam("who"))
_ONE = _IN_ORDER.where(_C.id == bindparam("which"))
_MANY = _IN_ORDER.where(_C.id.in_(bindparam("which", expanding=True)))
_IN_USE_OF = _IN_USE.where(
    or_(_C.manager == bindparam("who"), _C.engineer == bindparam("who"), _C.id.in_(_SHARED))
)
_IN_USE_BETWEEN = _IN_USE.where(
    or_(_C.manager == bindparam("who"), _C.id.in_(_SHARED)), _C.engineer == bindparam("whom")
)
_REVISIONS = (
    select(_REVISION)
    .where(_R.conversation_id.in_(bindparam("which", expanding=True)))
    .order_by(_R.conversation_id, _R.number)
)
_COMMITMENTS = (
    select(_COMMITMENT)
    .where(_P.conversation_id.in_(bindparam("which", expanding=True)))
    .order_by(_P.conversation_id, _P.side.desc())
)
_SHARED_WITH = select(_SHARE.c.person).where(_SHARE.c.conversation_id == bindparam("which"))


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """One version of a record as it is kept: its words are still encrypted.

    Attributes:
        conversation: the record's id.
        sealed: the words; `bot.sealing` opens them.
    """

    conversation: str
    number: int
    author: Side
    terms: Terms
    kept_wording: bool
    written_at: datetime
    sealed: bytes


def add(session: Session, made: Conversation) -> None:
    """Write down a new record."""
    session.execute(insert(_CONVERSATION).values(id=made.id, **_columns(made)))


def save(session: Session, changed: Conversation) -> None:
    """Write down where a record stands now."""
    session.execute(update(_CONVERSATION).where(_C.id == changed.id).values(**_columns(changed)))


def _columns(one: Conversation) -> dict[str, Any]:
    return {
        "team_id": one.team,
        "manager": one.manager,
        "engineer": one.engineer,
        "stage": one.stage,
        "turn": one.turn,
        "revision": one.revision,
        "agreed_revision": one.agreed_revision,
        "agreed_at": one.agreed_at,
        "conclusion": one.conclusion,
        "follows": one.follows,
        "created_at": one.created_at,
        "delete_at": one.delete_at,
        "kept_from": one.kept_from,
    }


def get(reading: Reading, conversation: str) -> Conversation | None:
    """Return a record; None when there is none, or none any more."""
    row = reading.execute(_ONE, {"which": conversation}).first()
    return None if row is None else _conversation(row)


def get_many(reading: Reading, conversations: Iterable[str]) -> list[Conversation]:
    """Return records by their ids, the oldest first; without those that are not there any more."""
    found = reading.execute(_MANY, {"which": list(conversations)})
    return [_conversation(row) for row in found]


def lock(session: Session, conversation: str) -> Conversation | None:
    """Return a record and keep others from changing it until the transaction ends."""
    query = select(_CONVERSATION).where(_C.id == conversation).with_for_update()
    row = session.execute(query).first()
    return None if row is None else _conversation(row)


def lock_all_of(session: Session, person: str) -> list[Conversation]:
    """Return all records of which somebody is a side, and keep others from changing them."""
    mine = or_(_C.manager == person, _C.engineer == person)
    query = select(_CONVERSATION).where(mine).order_by(_C.created_at, _C.id).with_for_update()
    return [_conversation(row) for row in session.execute(query)]


def newest_of(reading: Reading, person: str, most: int) -> list[Conversation]:
    """Return the newest records of which somebody is a side, newest first."""
    mine = or_(_C.manager == person, _C.engineer == person)
    newest_first = (_C.created_at.desc(), _C.id.desc())
    query = select(_CONVERSATION).where(mine).order_by(*newest_first).limit(most)
    return [_conversation(row) for row in reading.execute(query)]


def in_use_of(reading: Reading, person: str) -> list[Conversation]:
    """Return the open records that somebody is a side of, or was let see; oldest first."""
    return [_conversation(row) for row in reading.execute(_IN_USE_OF, {"who": person})]


def in_use_between(reading: Reading, manager: str, engineer: str) -> list[Conversation]:
    """Return the open records about an engineer that a manager may see; oldest first."""
    both = {"who": manager, "whom": engineer}
    return [_conversation(row) for row in reading.execute(_IN_USE_BETWEEN, both)]


def _conversation(row: Any) -> Conversation:
    return Conversation(
        id=row.id,
        team=row.team_id,
        manager=row.manager,
        engineer=row.engineer,
        stage=Stage(row.stage),
        turn=Side(row.turn) if row.turn else None,
        revision=row.revision,
        agreed_revision=row.agreed_revision,
        agreed_at=row.agreed_at,
        conclusion=Conclusion(row.conclusion) if row.conclusion else None,
        follows=row.follows,
        created_at=row.created_at,
        delete_at=row.delete_at,
        kept_from=row.kept_from,
    )


def add_revision(session: Session, made: Sealed) -> None:
    """Write down a version of a record."""
    session.execute(
        insert(_REVISION).values(
            conversation_id=made.conversation,
            number=made.number,
            author=made.author,
            experiment=made.terms.experiment,
            metric=made.terms.metric,
            check_in=made.terms.check_in,
            kept_wording=made.kept_wording,
            sealed=made.sealed,
            written_at=made.written_at,
        )
    )


def revisions(reading: Reading, conversations: Iterable[str]) -> list[Sealed]:
    """Return all versions of some records, oldest first."""
    return [
        Sealed(
            conversation=row.conversation_id,
            number=row.number,
            author=Side(row.author),
            terms=Terms(Experiment(row.experiment), row.metric, row.check_in),
            kept_wording=row.kept_wording,
            written_at=row.written_at,
            sealed=row.sealed,
        )
        for row in reading.execute(_REVISIONS, {"which": list(conversations)})
    ]


def check_in_of(reading: Reading, conversation: str, revision: int) -> date | None:
    """Return the day to look again that stands in a version."""
    query = select(_R.check_in).where(_R.conversation_id == conversation, _R.number == revision)
    found: date | None = reading.execute(query).scalar()
    return found


def add_commitments(session: Session, made: Sequence[Commitment]) -> None:
    """Write down the promises of a record."""
    session.execute(
        insert(_COMMITMENT),
        [
            {
                "id": one.id,
                "conversation_id": one.conversation,
                "side": one.side,
                "owner": one.owner,
                "state": one.state,
                "settled_at": one.settled_at,
            }
            for one in made
        ],
    )


def save_commitment(session: Session, changed: Commitment) -> None:
    """Write down where a promise stands now."""
    session.execute(
        update(_COMMITMENT)
        .where(_P.id == changed.id)
        .values(state=changed.state, settled_at=changed.settled_at)
    )


def lock_commitment(session: Session, commitment: str) -> Commitment | None:
    """Return a promise and keep others from changing it until the transaction ends."""
    row = session.execute(select(_COMMITMENT).where(_P.id == commitment).with_for_update()).first()
    return None if row is None else _commitment(row)


def commitments(reading: Reading, conversations: Iterable[str]) -> list[Commitment]:
    """Return the promises of some records, the manager's first."""
    asked = {"which": list(conversations)}
    return [_commitment(row) for row in reading.execute(_COMMITMENTS, asked)]


def commitments_by_id(reading: Reading, ids: Iterable[str]) -> list[Commitment]:
    """Return promises by their ids."""
    query = select(_COMMITMENT).where(_P.id.in_(list(ids)))
    return [_commitment(row) for row in reading.execute(query)]


def _commitment(row: Any) -> Commitment:
    return Commitment(
        id=row.id,
        conversation=row.conversation_id,
        side=Side(row.side),
        owner=row.owner,
        state=Promise(row.state),
        settled_at=row.settled_at,
    )


def share(session: Session, conversation: str, person: str, now: datetime) -> bool:
    """Let somebody see a record too; return False if they could already."""
    known = select(_SHARE.c.person).where(
        _SHARE.c.conversation_id == conversation, _SHARE.c.person == person
    )
    if session.execute(known).first() is not None:
        return False
    session.execute(
        insert(_SHARE).values(conversation_id=conversation, person=person, shared_at=now)
    )
    return True


def shared_with(reading: Reading, conversation: str) -> list[str]:
    """Return who was let see a record."""
    found = reading.execute(_SHARED_WITH, {"which": conversation})
    return [str(one) for one in found.scalars()]
