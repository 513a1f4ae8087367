"""A net under the whole suite: nobody can be found in a database or a log that a test leaves behind.

Three kinds of trace are looked for. What only a source knows (an e-mail address, a login, an id of
Amazon Q) may stand nowhere. A Slack id or a first name may stand only in a column that says it is
about a person. A line of the log may hold none of them, nor may the redactor have had to take one
out: it is the second net, and this one looks at the first.
"""

import importlib
import importlib.util
import pkgutil
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

import bot
from bot.db.base import About, metadata
from bot.demo import company
from bot.sources import registry
from tests.aws_company import CANARIES
from tests.databases import Postgres, filled

for _package in pkgutil.iter_modules(bot.__path__):
    _tables = f"bot.{_package.name}.tables"
    if _package.ispkg and importlib.util.find_spec(_tables):
        importlib.import_module(_tables)  # the tables register themselves
_WORLDS = [importlib.import_module(f"tests.contracts.worlds.{kind}") for kind in registry.kinds()]
FROM_SOURCES: Sequence[str] = sorted(
    {*CANARIES, *(person for world in _WORLDS for person in world.World.people)}
)
FIRST_NAMES: Sequence[str] = sorted({*company.people().values()} - {"Steward"})
_FROM_SOURCES = re.compile("|".join(map(re.escape, FROM_SOURCES)))
_PERSON = re.compile(rf"\b[UW]0[A-Z0-9]{{6,}}\b|\b(?:{'|'.join(FIRST_NAMES)})\b", re.IGNORECASE)
_SIGNS = ("u0", "w0", *(name.lower() for name in FIRST_NAMES))
"""Something of each that `_PERSON` finds, in lower case."""
_REDACTED = re.compile(r"\[person\]")
_BETWEEN = "\0"
"""Stands between values that are searched at once: no trace has it, and it ends a word."""
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_POSTGRES_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
_NOTHING = b"\0"
"""What nearly all of a database file is; without it, the search takes a fifth of the time."""


def in_text(text: str) -> list[str]:
    """Return each trace of a person in a log, with its line."""
    found = []
    for line in text.splitlines():
        for pattern in (_FROM_SOURCES, _PERSON, _REDACTED):
            found += [f"{hit!r} in the log: {line[:300]}" for hit in set(pattern.findall(line))]
    return found


def in_database(url: str, server: Postgres | None = None) -> list[str]:
    """Return each trace of a person in a database, with its column.

    Args:
        url: the database's.
        server: asked by its own lasting session, which is quicker than a new one.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        with closing(sqlite3.connect(file)) as connection:
            found = list(_in_tables(connection.execute, _SQLITE_TABLES))
        return found + in_files(file)
    if server is not None:
        return list(_in_tables(server.session(url).execute, _POSTGRES_TABLES))
    with psycopg.connect(url) as session:
        return list(_in_tables(session.execute, _POSTGRES_TABLES))


def in_files(database: Path) -> list[str]:
    """Return each trace of a person in the bytes of an SQLite file and its log, deleted ones too."""
    return [
        f"{name!r} in {file.name}"
        for file in database.parent.glob(f"{database.name}*")
        for written in [file.read_bytes().translate(None, _NOTHING)]
        for name in FROM_SOURCES
        if name.encode() in written
    ]


def _in_tables(execute: Callable[[Any], Any], all_tables: str) -> Iterator[str]:
    tables = [table for (table,) in execute(all_tables).fetchall()]
    for (table,) in execute(filled(tables)).fetchall() if tables else ():
        found = execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that the database told
        rows = found.fetchall()
        for (name, *_), values in zip(found.description, zip(*rows, strict=True), strict=False):
            hits = _in_values(values, allowed=_allowed(table, name))
            yield from (f"{hit!r} in {table}.{name}" for hit in sorted(hits))


def _allowed(table: str, column: str) -> bool:
    """Return whether a column says that it is about a person."""
    known = metadata.tables.get(table)
    declared = known.columns.get(column) if known is not None else None
    return declared is not None and declared.info.get("about") is About.PERSON


def _in_values(values: Iterable[Any], *, allowed: bool) -> set[str]:
    text = _BETWEEN.join(set(map(str, values)))  # many a column says the same in each row
    hits = {name for name in FROM_SOURCES if name in text}
    if not allowed and _may_tell_of_a_person(text):
        hits |= set(_PERSON.findall(text))
    return hits


def _may_tell_of_a_person(text: str) -> bool:
    """Spare the pattern a text in which it surely finds nothing: it takes ten times as long.

    Some letters beyond ASCII are alike to the pattern only.
    """
    small = text.lower()
    return not text.isascii() or any(sign in small for sign in _SIGNS)
