"""Brings the schema to where the code is. Alembic is imported only when there is work for it."""

from importlib import resources

from sqlalchemy import inspect, text

from bot.db.engine import Database
from bot.db.lock import held
from bot.errors import OperatorError


def revisions() -> tuple[str, ...]:
    """Return the revisions that this version of Coach knows, oldest first.

    Their files are named by date, `2026_11_23_0001_first_light.py`, so that names sort by time.
    """
    folder = resources.files("bot.db") / "migrations" / "versions"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".py"))
    return tuple(name.split("_")[3] for name in names)


def current(database: Database) -> str | None:
    """Return the revision that the database is at; None for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
        return found


def upgrade(database: Database) -> bool:
    """Run the migrations that are missing; return whether there were any.

    Any number of processes may call this at once: one works, the others wait for it.

    Raises:
        OperatorError: the database was written by a newer Coach than this one.
    """
    if _is_ready(database):
        return False
    with held(database, "migrate", wait=True):
        if _is_ready(database):
            return False
        _run(database)
    return True


def _is_ready(database: Database) -> bool:
    found, known = current(database), revisions()
    if found is not None and found not in known:
        raise OperatorError(
            f"The database is at revision {found}, which this version of Coach does not know. "
            "Install the newer Coach again, or restore the database from before the upgrade."
        )
    return found == known[-1]


def _run(database: Database) -> None:
    # Alembic takes most of a second to import, and a start at head has no need of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "bot.db:migrations")
    config.attributes["engine"] = database.writer
    command.upgrade(config, "head")
