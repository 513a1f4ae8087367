"""Asks the database about the audit. Nothing here changes an entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert as plain_insert, or_, select, update

from bot.audit import chain
from bot.audit.chain import Head, Link
from bot.audit.noted import GONE, Entry, Noted
from bot.audit.tables import AliasRow, EntryRow, HeadRow
from bot.db import Connection, Session, insert

Writing = Session | Connection
_ENTRY: Any = EntryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_ALIAS: Any = AliasRow.__table__  # type: ignore[attr-defined]
_HEAD: Any = HeadRow.__table__  # type: ignore[attr-defined]
_NAME = "audit"
_BATCH = 2_000
_E, _A, _H = _ENTRY.c, _ALIAS.c, _HEAD.c
# These run with every page, so they are made once.
_THE_HEAD: Any = select(_H.number, _H.hash, _H.first, _H.before, _H.seal).where(_H.name == _NAME)
_LOCK: Any = _THE_HEAD.with_for_update()
_ALIAS_OF: Any = {
    who: select(_A.alias).where(_A.user == bindparam(who)).scalar_subquery()
    for who in ("by", "about")
}
_LOCK_AND_LOOK: Any = (
    select(*_THE_HEAD.selected_columns, *_ALIAS_OF.values())
    .where(_H.name == _NAME)
    .with_for_update()
)
_MOVE: Any = update(_HEAD).values(number=bindparam("at"), hash=bindparam("now"))
_ADD: Any = plain_insert(_ENTRY)
_BY: Any = (_E.by.is_(None), _E.by == bindparam("doer"))
_ABOUT: Any = (_E.about.is_(None), _E.about == bindparam("whom"))
_NOTED: Any = select(_E.number).where(_E.act == bindparam("what"), _E.at >= bindparam("since"))
_WAS_NOTED: Any = [[_NOTED.where(by, about).limit(1) for about in _ABOUT] for by in _BY]
_ALIASES: Any = select(_A.user, _A.alias).where(_A.user.in_(bindparam("users", expanding=True)))


def append(
    writing: Writing,
    key: bytes,
    noted: Sequence[Noted],
    now: datetime,
    once_since: datetime | None = None,
) -> None:
    """Add entries at the end of the chain, and hold on to that end until the transaction is over.

    Args:
        writing: the transaction.
        key: binds the chain.
        noted: what is written down.
        now: this instant, in UTC.
        once_since: leave out what was written down since then: the same act, by and about the same.
    """
    if not noted:
        return
    connection = _plainly(writing)
    head, aliases = _begin(connection, key, noted)
    if once_since is not None:
        noted = _new_ones(connection, noted, aliases, once_since)
    number, before = head.number, head.hash
    rows = []
    for one in noted:
        number += 1
        link = Link(
            number=number,
            at=now,
            act=str(one.act),
            by=aliases.get(one.by),
            about=aliases.get(one.about),
            team=one.team or None,
            details=dict(one.details),
        )
        before = chain.bound(key, before, link)
        rows.append({**link.row(), "hash": before})
    if rows:
        connection.execute(_ADD, rows if len(rows) > 1 else rows[0])
        move(connection, number, before)


def move(writing: Writing, number: int, hash_: str) -> None:
    """Let the chain end with an entry, by its number and hash."""
    _plainly(writing).execute(_MOVE, {"at": number, "now": hash_})


def lacking(reading: Writing, noted: Iterable[Noted], since: datetime) -> list[Noted]:
    """Return what was not written down since an instant, though nobody is kept from doing so now."""
    wanted, connection = list(noted), _plainly(reading)
    known = _known(connection, _users(wanted))
    return _new_ones(connection, wanted, known, since)


def head(reading: Writing) -> Head | None:
    """Return where the chain ends; None when nothing was ever written down."""
    row = reading.execute(_THE_HEAD).first()
    return None if row is None else Head(*row)


def links(reading: Writing, last: int) -> Iterator[tuple[Link, str]]:
    """Yield the entries up to a number as they are bound, with their hashes, in order."""
    columns = (_E[name] for name in (*_LINK, "hash"))
    query = select(*columns).order_by(_E.number).limit(_BATCH)
    batch = query.where(_E.number <= last)
    while rows := reading.execute(batch).all():
        for row in rows:
            yield Link(*row[:-1]), row.hash
        batch = query.where(_E.number > rows[-1].number, _E.number <= last)


def last_number(reading: Writing) -> int:
    """Return the number of the last entry that is there; 0: there is none."""
    return int(reading.execute(select(func.max(_E.number))).scalar() or 0)


def aliases(reading: Writing) -> Iterator[tuple[str, str, str]]:
    """Yield each alias with its salt and whose it is."""
    for row in reading.execute(select(_A.alias, _A.salt, _A.user)):
        yield row.alias, row.salt, row.user


def newest(reading: Writing, most: int, *, of: str = "", before: int | None = None) -> list[Entry]:
    """Return entries, newest first.

    Args:
        reading: where they are.
        most: so many at most.
        of: only what this person did, or what concerns them.
        before: only those whose number is less.
    """
    by, about = _ALIAS.alias(), _ALIAS.alias()
    query = (
        select(
            _E.number, _E.at, _E.act, _E.by, _E.about, by.c.user, about.c.user.label("whom"),
            _E.team_id, _E.details,
        )
        .outerjoin(by, by.c.alias == _E.by)
        .outerjoin(about, about.c.alias == _E.about)
        .order_by(_E.number.desc())
        .limit(most)
    )  # fmt: skip
    if of:
        theirs = select(_A.alias).where(_A.user == of)
        query = query.where(or_(_E.by.in_(theirs), _E.about.in_(theirs)))
    if before is not None:
        query = query.where(_E.number < before)
    return [
        Entry(
            number=row.number,
            at=row.at,
            act=row.act,
            by=_named(row.by, row.user),
            about=_named(row.about, row.whom),
            team=row.team_id or "",
            details=row.details,
        )
        for row in reading.execute(query)
    ]


def details_of(
    reading: Writing, act: str, since: datetime, until: datetime
) -> Iterator[Mapping[str, Any]]:
    """Yield the details of all entries of an act from an instant on, and before another."""
    query = select(_E.details).where(_E.act == act, _E.at >= since, _E.at < until)
    yield from reading.execute(query.order_by(_E.number)).scalars()


def first_at(reading: Writing) -> datetime | None:
    """Return when the oldest entry that is kept was written; None: there is none."""
    found: datetime | None = reading.execute(select(_E.at).order_by(_E.number).limit(1)).scalar()
    return found


def forget_person(session: Session, user: str) -> bool:
    """Make all entries of a person nobody's; return whether there could be any.

    To be called as the last thing of a transaction: it holds on to the chain's end, so that no
    alias is made for them meanwhile.
    """
    session.execute(_LOCK)
    gone = session.execute(delete(_ALIAS).where(_A.user == user))
    return bool(gone.rowcount)


def trim(session: Session, key: bytes, instant: datetime) -> int:
    """Delete the oldest entries, written before an instant; return how many.

    The last entry of all is kept, for the next one is bound to it.
    """
    held = _lock(session.connection(), key)
    older = and_(_E.at < instant, _E.number < held.number)
    newest_old = session.execute(
        select(_E.number, _E.hash).where(older).order_by(_E.number.desc()).limit(1)
    ).first()
    if newest_old is None:
        return 0
    first, before = newest_old.number + 1, newest_old.hash
    gone = session.execute(delete(_ENTRY).where(_E.number < first))
    seal = chain.sealed_start(key, first, before)
    session.execute(update(_HEAD).values(first=first, before=before, seal=seal))
    _forget_unused_aliases(session)
    return int(gone.rowcount)


def _forget_unused_aliases(session: Session) -> None:
    used = select(_E.by).where(_E.by == _A.alias).exists()
    named = select(_E.about).where(_E.about == _A.alias).exists()
    session.execute(delete(_ALIAS).where(~used, ~named))


def _plainly(writing: Writing) -> Connection:
    """Return the connection without the mapper, which has nothing to do here and takes its time."""
    return writing if isinstance(writing, Connection) else writing.connection()


def _lock(connection: Connection, key: bytes) -> Head:
    row = connection.execute(_LOCK).first()
    if row is None:
        seal = chain.sealed_start(key, 1, chain.START)
        made = {"name": _NAME, "number": 0, "hash": chain.START}
        made |= {"first": 1, "before": chain.START, "seal": seal}
        connection.execute(insert(connection, _HEAD).values(made).on_conflict_do_nothing())
        row = connection.execute(_LOCK).one()
    return Head(*row)


def _users(noted: Iterable[Noted]) -> list[str]:
    return sorted({user for one in noted for user in (one.by, one.about) if user})


def _known(connection: Connection, users: Sequence[str]) -> dict[str, str]:
    return {row.user: row.alias for row in connection.execute(_ALIASES, {"users": users})}


def _begin(
    connection: Connection, key: bytes, noted: Sequence[Noted]
) -> tuple[Head, dict[str, str]]:
    """Hold the chain's end; return it, and the aliases of all people, made when need be.

    One question is enough where the people of the first have an alias. Whoever waited for the end sees
    aliases as they were before: so those that lack are asked for once more, when nobody else makes any.
    An alias that was forgotten meanwhile leads to nobody, as it should.
    """
    first = noted[0]
    row = connection.execute(_LOCK_AND_LOOK, {"by": first.by, "about": first.about}).first()
    if row is None:
        return _lock(connection, key), _with_aliases(connection, _users(noted), {})
    *held, by, about = row
    known = {user: one for user, one in ((first.by, by), (first.about, about)) if one is not None}
    return Head(*held), _with_aliases(connection, _users(noted), known)


def _with_aliases(
    connection: Connection, users: Sequence[str], known: dict[str, str]
) -> dict[str, str]:
    """Return the aliases of people; the chain's end is held, so nobody else makes any."""
    lacking = [user for user in users if user not in known]
    if lacking:
        known |= _known(connection, lacking)
    for user in lacking:
        if user not in known:
            salt = chain.new_salt()
            known[user] = chain.alias(salt, user)
            row = {"alias": known[user], "user": user, "salt": salt}
            connection.execute(plain_insert(_ALIAS), row)
    return known


def _new_ones(
    connection: Connection, noted: Iterable[Noted], aliases: dict[str, str], since: datetime
) -> list[Noted]:
    """Return what was not written down since an instant, each thing once."""
    first: dict[tuple[str, str, str], Noted] = {}
    for one in noted:
        first.setdefault((one.act, one.by, one.about), one)
    return [one for what, one in first.items() if not _was_noted(connection, what, aliases, since)]


def _was_noted(
    connection: Connection, what: tuple[str, str, str], aliases: dict[str, str], since: datetime
) -> bool:
    act, by, about = what
    if any(user and user not in aliases for user in (by, about)):
        return False
    asked = {"doer": aliases.get(by), "whom": aliases.get(about), "what": str(act), "since": since}
    return connection.execute(_WAS_NOTED[bool(by)][bool(about)], asked).first() is not None


def _named(alias: str | None, user: str | None) -> str:
    return user or ("" if alias is None else GONE)


_LINK = ("number", "at", "act", "by", "about", "team_id", "details")
