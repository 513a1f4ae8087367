"""Gets the key ring: from the environment, or from a file beside an SQLite database.

The file is made at the first start, so that Coach never keeps what people wrote unencrypted.
"""

import os
import stat
from pathlib import Path

from pydantic import SecretStr

from bot import log
from bot.db import Database
from bot.db.lock import held
from bot.errors import OperatorError
from bot.sealing import store
from bot.sealing.ring import MAKE_ONE, VARIABLE, KeyRing, new_key

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_RESTORE = "Restore it from its backup: without it what people wrote cannot be read."
_log = log.get("sealing")


def load_ring(keys: SecretStr | None, database: Database) -> KeyRing:
    """Return the key ring, which can read everything that the database has keys for.

    Any number of processes may call this at once; all get the same ring.

    Args:
        keys: what the environment says; None: nothing.
        database: its schema is up to date.

    Raises:
        OperatorError: there is no key, or one of them is broken, or others may read the key file.
        KeyMissing: the database needs a key that the ring lacks.
    """
    if keys is not None:
        ring = KeyRing.parse(keys.get_secret_value())
    elif database.file is not None:
        ring = _from_file(key_file(database.file), database)
    else:
        raise OperatorError(
            f"{VARIABLE} is not set; with PostgreSQL it has to be, for what people write is stored "
            f"encrypted. {MAKE_ONE}"
        )
    lacking = _ids_in_use(database).difference(ring.ids)
    if lacking:
        raise ring.lacks(lacking, _elsewhere(ring, database))
    return ring


def key_file(database: Path) -> Path:
    """Return where the key of an SQLite database stands: `coach.db.key` for `coach.db`."""
    return database.with_name(f"{database.name}.key")


def _elsewhere(ring: KeyRing, database: Database) -> str:
    """Return a hint at a key file that the ring was not read from; empty when there is none."""
    path = key_file(database.file) if database.file is not None else None
    if path is None or path.name == ring.source or not path.exists():
        return ""
    return f" It may be the one in {path.name}."


def _from_file(path: Path, database: Database) -> KeyRing:
    try:
        with held(database, "key", wait=True):
            text = _read(path)
            if text is None:
                text = _make(path, database)
            _unfinished(path).unlink(missing_ok=True)
    except OSError as error:
        raise OperatorError(
            f"The key file {path.name} can be neither read nor made: {error.strerror}."
        ) from error
    return KeyRing.parse(text, source=path.name, mend=_RESTORE)


def _read(path: Path) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, encoding="utf-8", errors="replace") as file:
        if os.fstat(handle).st_mode & _OTHERS:
            raise OperatorError(
                f"The key file {path.name} is open to other users of this machine. "
                f"Close it with chmod 600 {path.name}, and think about who may have read it."
            )
        return file.read().strip()


def _make(path: Path, database: Database) -> str:
    """Make the file. It is linked to its name when it is whole, so that nobody sees half a key."""
    if _ids_in_use(database):
        raise OperatorError(
            f"The key file {path.name} is missing, and the database has records. {_RESTORE} "
            f"If its keys stand elsewhere, put them into {VARIABLE}."
        )
    key = new_key()
    unfinished = _unfinished(path)
    unfinished.unlink(missing_ok=True)  # of a process that was killed; nothing was sealed with it
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(handle)
    path.hardlink_to(unfinished)
    _sync(path.parent)
    _log.warning(
        "key_file_made",
        file=path.name,
        hint=f"back it up apart from the database, or set {VARIABLE}; "
        "without it what people wrote cannot be read",
    )
    return key


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _sync(folder: Path) -> None:
    """Let the name of a new file survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _ids_in_use(database: Database) -> frozenset[str]:
    with database.read() as connection:
        return store.ids_in_use(connection)
