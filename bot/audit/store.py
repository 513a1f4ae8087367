"""Asks the database about the audit. Nothing here changes an entry."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, event, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.audit import chain
from bot.audit.chain import Link
from bot.audit.noted import Entry, Noted
from bot.audit.tables import AliasRow, EntryRow, HeadRow
from bot.db import Connection, Session, insert

Writing = Session | Connection
_ENTRY: Any = EntryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_ALIAS: Any = AliasRow.__table__  # type: ignore[attr-defined]
_HEAD: Any = HeadRow.__table__  # type: ignore[attr-defined]
_NAME = "audit"
_BATCH = 2_000
_WAITING = "audit"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends, and where it starts.

    Attributes:
        number: of the last entry; 0: there is none.
        first: the number of the oldest entry that is kept.
        before: the hash of the entry before that one.
        seal: binds `first` and `before`.
    """

    number: int
    hash: str
    first: int
    before: str
    seal: str


def before_commit(
    session: Session, noted: Noted, append: Callable[[Session, Iterable[Noted]], None]
) -> None:
    """Keep something until the transaction commits: whoever writes waits for the chain's end last.

    Two transactions that took it earlier, and a record later, could wait for each other.
    """
    waiting: list[Noted] | None = session.info.get(_WAITING)
    if waiting is None:
        waiting = session.info[_WAITING] = []
        kept = waiting

        def write(ending: Session) -> None:
            append(ending, kept)

        event.listen(session, "before_commit", write, once=True)
    waiting.append(noted)


def append(writing: Writing, key: bytes, noted: Iterable[Noted], now: datetime) -> None:
    """Add entries at the end of the chain, and hold on to that end until the transaction is over."""
    head = _lock(writing, key)
    number, before = head.number, head.hash
    rows = []
    for one in noted:
        number += 1
        link = Link(
            number=number,
            at=now,
            act=str(one.act),
            by=_alias_of(writing, one.by),
            about=_alias_of(writing, one.about),
            team=one.team or None,
            details=dict(one.details),
        )
        before = chain.bound(key, before, link)
        rows.append({**_columns(link), "hash": before})
    if rows:
        writing.execute(insert(writing, _ENTRY), rows)
        writing.execute(update(_HEAD).values(number=number, hash=before))


def head(reading: Writing) -> Head | None:
    """Return where the chain ends; None when nothing was ever written down."""
    row = reading.execute(_head_query()).first()
    return None if row is None else Head(*row)


def links(reading: Writing, last: int) -> Iterator[tuple[Link, str]]:
    """Yield the entries up to a number as they are bound, with their hashes, in order."""
    after = -1
    while True:
        query = select(
            *(_ENTRY.c[name] for name in _LINK), _ENTRY.c.hash
        ).where(_ENTRY.c.number.between(after + 1, last)).order_by(_ENTRY.c.number).limit(_BATCH)  # fmt: skip
        rows = reading.execute(query).all()
        for row in rows:
            yield Link(*row[:-1]), row.hash
        if not rows:
            return
        after = rows[-1].number


def last_number(reading: Writing) -> int:
    """Return the number of the last entry that is there; 0: there is none."""
    return int(reading.execute(select(func.max(_ENTRY.c.number))).scalar() or 0)


def aliases(reading: Writing) -> Iterator[tuple[str, str, str]]:
    """Yield each alias with its salt and whose it is."""
    for row in reading.execute(select(_ALIAS.c.alias, _ALIAS.c.salt, _ALIAS.c.user)):
        yield row.alias, row.salt, row.user


def newest(reading: Writing, most: int, *, of: str = "", skip: int = 0) -> list[Entry]:
    """Return entries, newest first.

    Args:
        reading: where they are.
        most: so many at most.
        of: only what this person did, or what concerns them.
        skip: leave out so many of the newest.
    """
    by, about = aliased(_ALIAS), aliased(_ALIAS)
    query = (
        select(
            _ENTRY.c.number, _ENTRY.c.at, _ENTRY.c.act, by.c.user, about.c.user.label("whom"),
            _ENTRY.c.team_id, _ENTRY.c.details,
        )
        .outerjoin(by, by.c.alias == _ENTRY.c.by)
        .outerjoin(about, about.c.alias == _ENTRY.c.about)
        .order_by(_ENTRY.c.number.desc())
        .limit(most)
        .offset(skip)
    )  # fmt: skip
    if of:
        theirs = select(_ALIAS.c.alias).where(_ALIAS.c.user == of)
        query = query.where(or_(_ENTRY.c.by.in_(theirs), _ENTRY.c.about.in_(theirs)))
    return [
        Entry(row.number, row.at, row.act, row.user or "", row.whom or "", row.team_id or "", row.details)
        for row in reading.execute(query)
    ]  # fmt: skip


def details_of(
    reading: Writing, act: str, since: datetime, until: datetime
) -> Iterator[Mapping[str, Any]]:
    """Yield the details of all entries of an act from an instant on, and before another."""
    query = select(_ENTRY.c.details).where(
        _ENTRY.c.act == act, _ENTRY.c.at >= since, _ENTRY.c.at < until
    )
    yield from reading.execute(query.order_by(_ENTRY.c.number)).scalars()


def first_at(reading: Writing) -> datetime | None:
    """Return when the oldest entry that is kept was written; None: there is none."""
    found: datetime | None = reading.execute(
        select(_ENTRY.c.at).order_by(_ENTRY.c.number).limit(1)
    ).scalar()
    return found


def forget_person(session: Session, user: str) -> bool:
    """Make all entries of a person nobody's; return whether there could be any."""
    gone = session.execute(delete(_ALIAS).where(_ALIAS.c.user == user))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a CursorResult, for a delete


def trim(session: Session, key: bytes, instant: datetime) -> int:
    """Delete the oldest entries, written before an instant; return how many.

    The last entry of all is kept, for the next one is bound to it.
    """
    held = _lock(session, key)
    older = and_(_ENTRY.c.at < instant, _ENTRY.c.number < held.number)
    newest_old = session.execute(
        select(_ENTRY.c.number, _ENTRY.c.hash).where(older).order_by(_ENTRY.c.number.desc()).limit(1)
    ).first()  # fmt: skip
    if newest_old is None:
        return 0
    first, before = newest_old.number + 1, newest_old.hash
    gone = session.execute(delete(_ENTRY).where(_ENTRY.c.number < first))
    seal = chain.sealed_start(key, first, before)
    session.execute(update(_HEAD).values(first=first, before=before, seal=seal))
    _forget_unused_aliases(session)
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a CursorResult, for a delete


def _forget_unused_aliases(session: Session) -> None:
    used = select(_ENTRY.c.by).where(_ENTRY.c.by == _ALIAS.c.alias).exists()
    named = select(_ENTRY.c.about).where(_ENTRY.c.about == _ALIAS.c.alias).exists()
    session.execute(delete(_ALIAS).where(~used, ~named))


def _lock(writing: Writing, key: bytes) -> Head:
    query = _head_query().with_for_update()
    row = writing.execute(query).first()
    if row is None:
        seal = chain.sealed_start(key, 1, chain.START)
        made = {"name": _NAME, "number": 0, "hash": chain.START}
        made |= {"first": 1, "before": chain.START, "seal": seal}
        writing.execute(insert(writing, _HEAD).values(made).on_conflict_do_nothing())
        row = writing.execute(query).one()
    return Head(*row)


def _head_query() -> Any:
    c = _HEAD.c
    return select(c.number, c.hash, c.first, c.before, c.seal).where(c.name == _NAME)


def _alias_of(writing: Writing, user: str) -> str | None:
    """Return the alias of somebody, made when need be; the chain's end is held, so nobody else does."""
    if not user:
        return None
    known = writing.execute(select(_ALIAS.c.alias).where(_ALIAS.c.user == user)).scalar()
    if known is not None:
        return str(known)
    salt = chain.new_salt()
    made = chain.alias(salt, user)
    writing.execute(insert(writing, _ALIAS).values(alias=made, user=user, salt=salt))
    return made


_LINK = ("number", "at", "act", "by", "about", "team_id", "details")


def _columns(link: Link) -> dict[str, Any]:
    return {
        "number": link.number,
        "at": link.at,
        "act": link.act,
        "by": link.by,
        "about": link.about,
        "team_id": link.team,
        "details": link.details,
    }
