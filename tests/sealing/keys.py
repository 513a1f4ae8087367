"""Keys, and a table of notes to keep sealed blobs in."""

import base64
import hashlib

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, insert, select

from bot.sealing.ring import KeyRing
from bot.sealing.vault import Vault
from tests.clock import T0

OLD = base64.b64encode(hashlib.sha256(b"old").digest()).decode()
NEW = base64.b64encode(hashlib.sha256(b"new").digest()).decode()
WORDS = {"pattern": "Reviews wait for days 🐢", "promise": "نراجع كل صباح"}
NOTES = Table(
    "note",
    MetaData(),
    Column("record", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("sealed", LargeBinary),
)


def ring(*keys: str) -> KeyRing:
    return KeyRing.parse(",".join(keys))


def key_id(key: str) -> str:
    return hashlib.sha256(base64.b64decode(key)).hexdigest()[:12]


def write(session, vault: Vault, record: str, part: str = "1", content=WORDS) -> bytes:
    """Seal words and store them."""
    sealed = vault.seal(session, record, part, content, T0)
    session.execute(insert(NOTES).values(record=record, part=part, sealed=sealed))
    return sealed


def read_all(database, vault: Vault) -> dict:
    """Open all notes; raises if one of them cannot be read."""
    with database.read() as connection:
        rows = connection.execute(select(NOTES)).all()
        return {(row.record, row.part): vault.open(connection, *row) for row in rows}
