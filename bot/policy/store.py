"""Asks the database which policy is in force, and which changes of it were announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.db import Connection, Session, insert
from bot.metrics.catalogue import METRICS
from bot.policy.tables import PolicyChangeRow, PolicyRow
from bot.teams.policy import Policy

_POLICY: Any = PolicyRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_CHANGE: Any = PolicyChangeRow.__table__  # type: ignore[attr-defined]
_NAME = "policy"
# These are asked with every wake-up, so they are made once.
_IN_FORCE: Any = select(_POLICY)
_NEWEST: Any = (
    select(_CHANGE)
    .where(_CHANGE.c.state == bindparam("its_state"))
    .order_by(_CHANGE.c.announced_at.desc(), _CHANGE.c.id)
    .limit(1)
)


class State(StrEnum):
    """What became of a change."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was announced.

    Attributes:
        said: the policy as it will be.
        before: the policy as it was.
        takes_effect: the first day on which it holds, in the organisation's time zone.
        approvers: how many stewards stand behind it.
    """

    id: str
    said: Policy
    before: Policy
    why: str
    takes_effect: date
    approvers: int
    announced_at: datetime
    state: State = State.ANNOUNCED


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored.

    Attributes:
        policy: what was last written down as in force.
        floor: the highest floor that ever held.
        since: since when it holds, in UTC.
        coming: the change that is announced and not written down as in force; None for none.
        last: the change that brought what is in force; None: it was adopted from the file.
    """

    policy: Policy
    floor: int
    since: datetime
    coming: Change | None
    last: Change | None


def adopt(session: Session, policy: Policy, floor: int, now: datetime) -> bool:
    """Write down the first policy of all; return False if another process did before."""
    row = {"name": _NAME, "said": policy.model_dump(mode="json"), "floor": floor, "since": now}
    statement = insert(session, _POLICY).values(row).on_conflict_do_nothing()
    return session.execute(statement.returning(_POLICY.c.name)).scalar() is not None


def lock(session: Session) -> Stored:
    """Return what is stored, which must be there, and keep others from changing it until the end."""
    row = session.execute(select(_POLICY).with_for_update()).one()
    return _stored(session, row)


def get(reading: Session | Connection) -> Stored | None:
    """Return what is stored; None: nothing is yet."""
    row = reading.execute(_IN_FORCE).first()
    return None if row is None else _stored(reading, row)


def coming(reading: Session | Connection) -> Change | None:
    """Return the change that is announced and not written down as in force; None for none."""
    return _newest(reading, State.ANNOUNCED)


def change(reading: Session | Connection, change_id: str) -> Change | None:
    """Return a change by its id; None: there is none."""
    row = reading.execute(select(_CHANGE).where(_CHANGE.c.id == change_id)).first()
    return None if row is None else _change(row)


def announce(session: Session, made: Change) -> None:
    """Write down a change that is announced."""
    row = {
        "id": made.id,
        "said": made.said.model_dump(mode="json"),
        "before": made.before.model_dump(mode="json"),
        "why": made.why,
        "takes_effect": made.takes_effect,
        "approvers": made.approvers,
        "announced_at": made.announced_at,
        "state": made.state,
        "closed_at": None,
    }
    session.execute(insert(session, _CHANGE).values(row))


def close(session: Session, change_id: str, state: State, now: datetime) -> None:
    """Write down what became of a change that was announced."""
    session.execute(
        update(_CHANGE).where(_CHANGE.c.id == change_id).values(state=state, closed_at=now)
    )


def put_in_force(session: Session, policy: Policy, since: datetime) -> None:
    """Write down what is in force from now on."""
    values = {"said": policy.model_dump(mode="json"), "since": since}
    session.execute(update(_POLICY).values(values))


def raise_floor(session: Session, floor: int) -> None:
    """Write down a higher floor."""
    session.execute(update(_POLICY).values(floor=floor))


def _stored(reading: Session | Connection, row: Any) -> Stored:
    return Stored(
        policy=_policy(row.said),
        floor=row.floor,
        since=row.since,
        coming=coming(reading),
        last=_newest(reading, State.IN_FORCE),
    )


def _newest(reading: Session | Connection, state: State) -> Change | None:
    row = reading.execute(_NEWEST, {"its_state": state}).first()
    return None if row is None else _change(row)


def _change(row: Any) -> Change:
    return Change(
        id=row.id,
        said=_policy(row.said),
        before=_policy(row.before),
        why=row.why,
        takes_effect=row.takes_effect,
        approvers=row.approvers,
        announced_at=row.announced_at,
        state=State(row.state),
    )


def _policy(said: Mapping[str, Any]) -> Policy:
    """Read a policy; a metric that Coach has no longer is in no catalogue, and so in no policy."""
    listed = said.get("metrics")
    known = None if listed is None else [name for name in listed if name in METRICS]
    return Policy.model_validate({**said, "metrics": known})
