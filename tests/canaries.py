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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

import bot
from bot.db import Database
from bot.db.base import About, metadata
from bot.demo import company
from bot.sources import registry
from tests.aws_company import CANARIES

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
_REDACTED = re.compile(r"\[person\]")
_ANYWHERE = re.compile(_FROM_SOURCES.pattern.encode())


def in_text(text: str) -> list[str]:
    """Return each trace of a person in a log, with its line."""
    found = []
    for line in text.splitlines():
        for pattern in (_FROM_SOURCES, _PERSON, _REDACTED):
            found += [f"{hit!r} in the log: {line[:300]}" for hit in set(pattern.findall(line))]
    return found


def in_database(url: str) -> list[str]:
    """Return each trace of a person in a database, with its column."""
    database = Database(url)
    try:
        found = list(_in_rows(database))
    finally:
        database.close()
    return found if database.file is None else [*found, *in_files(database.file)]


def in_files(database: Path) -> list[str]:
    """Return each trace of a person in the bytes of an SQLite file and its log, deleted ones too."""
    return [
        f"{hit.decode()!r} in {file.name}"
        for file in database.parent.glob(f"{database.name}*")
        for hit in set(_ANYWHERE.findall(file.read_bytes()))
    ]


def _in_rows(database: Database) -> Iterator[str]:
    with database.read() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [(name, _allowed(table, name)) for name in rows.keys()]  # noqa: SIM118 - no dict
            for row in rows:
                for (name, allowed), value in zip(columns, row, strict=True):
                    yield from (f"{hit!r} in {table}.{name}" for hit in _in_value(value, allowed))


def _allowed(table: str, column: str) -> bool:
    """Return whether a column says that it is about a person."""
    known = metadata.tables.get(table)
    declared = known.columns.get(column) if known is not None else None
    return declared is not None and declared.info.get("about") is About.PERSON


def _in_value(value: Any, allowed: bool) -> set[str]:
    patterns = (_FROM_SOURCES,) if allowed else (_FROM_SOURCES, _PERSON)
    return {hit for pattern in patterns for hit in pattern.findall(str(value))}
