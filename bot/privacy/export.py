"""Puts together everything that is held about somebody: to read, and as data."""

import html
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.audit import store as audit_store
from bot.clock import Clock
from bot.commitments.read import part_of
from bot.db import Connection, Database
from bot.disclosure.read import PART as DISCLOSURE
from bot.individual.keep import PART as REQUEST
from bot.privacy import store, words
from bot.privacy.held import TABLES
from bot.questions.read import PART as QUESTION
from bot.sealing.vault import Vault
from bot.teams.policy import Retention

Row = Mapping[str, Any]
Place = Callable[[Row], tuple[str, str]]
"""Returns to which record, and to which part of it, what is sealed in a row belongs."""
SEALED: Mapping[str, Place] = {
    "conversation_revision": lambda row: (row["conversation_id"], part_of(row["number"])),
    "disclosure": lambda row: (row["id"], DISCLOSURE),
    "individual_request": lambda row: (row["id"], REQUEST),
    "question": lambda row: (row["id"], QUESTION),
}
"""For each table with something sealed, where it belongs."""
_STYLE = (
    "<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:600}dd{margin:0 0 .5em 1em;white-space:pre-wrap}"
    "section{border-top:1px solid #ccc;margin-top:1em}</style>"
)
_MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Exports:
    """Reads for whoever asks; never for anybody else.

    Attributes:
        retention: returns how long things are kept.
    """

    database: Database
    vault: Vault
    clock: Clock
    retention: Callable[[], Retention]

    def of(self, user: str) -> tuple[bytes, bytes]:
        """Return a page to read, as HTML, and the same as JSON, both in UTF-8.

        Raises:
            CoachError: something sealed cannot be opened; see `bot.sealing.vault`.
        """
        with self.database.read() as connection:
            kinds = [
                self._kind(connection, name, found) for name, found in self._rows(connection, user)
            ]
        made = {"person": user, "made_at": self.clock.now().isoformat(), "kinds": kinds}
        return _page(made).encode(), json.dumps(made, indent=1, ensure_ascii=False).encode()

    def _rows(
        self, connection: Connection, user: str
    ) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        for name, found in store.rows(connection, user):
            if name == "audit_entry":  # with people in it, in place of their aliases
                entries = audit_store.newest(connection, _MOST_ENTRIES, of=user)
                yield name, [
                    {"number": one.number, "at": one.at, "act": one.act, "by": one.by, "about": one.about,
                     "team_id": one.team, "details": one.details}
                    for one in entries
                ]  # fmt: skip
            else:
                yield name, found

    def _kind(
        self, connection: Connection, name: str, found: list[dict[str, Any]]
    ) -> dict[str, Any]:
        held = TABLES[name]
        return {
            "table": name,
            "what": held.what.format(number=len(found)),
            "seen": held.seen,
            "deleted": held.deleted(self.retention()),
            "erased": held.erased,
            "columns": store.reasons(name),
            "rows": [self._row(connection, name, row) for row in found],
        }

    def _row(self, connection: Connection, name: str, row: dict[str, Any]) -> dict[str, Any]:
        told = {key: _plain(value) for key, value in row.items() if not isinstance(value, bytes)}
        for key, value in row.items():
            if isinstance(value, bytes):
                record, part = SEALED[name](row)
                told[key] = self.vault.open(connection, record, part, value)
        return told


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _page(made: Mapping[str, Any]) -> str:
    """Return a page that needs nothing but a browser."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>{words.EXPORT_TITLE}</title>",
        _STYLE,
        f"<h1>{words.EXPORT_TITLE}</h1><p>{_said(made['person'])}, {_said(made['made_at'])}</p>",
    ]
    for kind in made["kinds"]:
        parts.append(f"<h2>{_said(kind['what'].replace('*', ''))}</h2>")
        parts.append(f"<p>{_said(kind['seen'])} {_said(kind['deleted'])}</p>")
        parts.extend(_listed(row, kind["columns"]) for row in kind["rows"])
    return "\n".join([*parts, "</html>"])


def _listed(row: Row, reasons: Mapping[str, str]) -> str:
    lines = (
        f"<dt>{_said(reasons.get(name, name))}</dt><dd>{_shown(value)}</dd>"
        for name, value in row.items()
        if value not in (None, "")
    )
    return f"<section><dl>{''.join(lines)}</dl></section>"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{_said(name)}: {_said(one)}" for name, one in value.items())
    return _said(value)


def _said(value: Any) -> str:
    return html.escape(str(value))
