"""Fixtures for all tests: a frozen clock, and a database on each engine."""

import gc
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot import log
from bot.db import Connection, Database
from tests import canaries
from tests.aws.fixtures import aws, buckets, codecommit, moto
from tests.clock import FrozenClock
from tests.databases import Postgres, fill_sqlite
from tests.github.fixtures import github
from tests.gitlab.fixtures import gitlab
from tests.jira.fixtures import jira
from tests.pagerduty.fixtures import pagerduty

__all__ = ["aws", "buckets", "codecommit", "github", "gitlab", "jira", "moto", "pagerduty"]
gc.disable()  # what is collected now stays until the end
_FEWEST_WORDS = 4


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--times", type=int, default=1, help="how much longer chance is tried; `make soak` says 10"
    )


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores, because many tests wait for other processes.

    Each worker starts a PostgreSQL of its own, so a large machine gets no more than six.
    """
    return min((os.cpu_count() or 1) + 1, 6)


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> int:
    """How much longer than in `make test` something goes on that is left to chance."""
    return int(request.config.getoption("--times"))


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test's name is a sentence about behaviour."""
    words = item.name.partition("[")[0].removeprefix("test_").split("_")
    if len(words) < _FEWEST_WORDS:
        msg = f"{item.nodeid}: say in at least {_FEWEST_WORDS} words what holds"
        raise pytest.UsageError(msg)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, some with each worker: one that begins last is waited for by all.

    pytest-xdist gives each worker an equal stretch of the list to begin with.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))  # noqa: TID251 - pytest's own
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    stretch = -(-len(items) // workers)
    items.clear()
    for worker in range(workers):
        first = long[worker::workers]
        taken = stretch - len(first)
        items += [*first, *short[:taken]]
        del short[:taken]
    items += short


def pytest_collection_finish() -> None:
    """No search for garbage goes through all tests and modules again, as in Coach itself."""
    gc.freeze()
    gc.enable()


@event.listens_for(Engine, "engine_connect")
def wait_for_no_disk(connection: Connection) -> None:
    """Let SQLite hand to the system what it writes: no test reads it after the machine has failed."""
    if connection.dialect.name == "sqlite" and "waits_for_no_disk" not in connection.info:
        connection.info["waits_for_no_disk"] = True
        connection.connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """What the test logs, at the level and through the redactor that `coach` uses."""
    stream = io.StringIO()
    log.configure(stream)
    yield stream
    log.configure(io.StringIO())


@pytest.fixture(autouse=True)
def nobody_can_be_found(request: pytest.FixtureRequest, logged: io.StringIO) -> Iterator[None]:
    """Fail a test that leaves a trace of a person in a log, or in a database outside its place."""
    urls = set()
    if "database_url" in request.fixturenames:
        urls.add(str(request.getfixturevalue("database_url")))
    server = request.getfixturevalue("postgres") if "postgresql" in "".join(urls) else None
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        urls |= {f"sqlite:///{file}" for file in folder.glob("*.db")}
    found = canaries.in_text(logged.getvalue())
    for url in urls:
        found += canaries.in_database(url, server)
    assert found == []


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not below pytest's own folder: each run of pytest closes that to other users, and PostgreSQL
    # runs as a user of its own where the tests run as root.
    with tempfile.TemporaryDirectory(prefix="coach-postgres-") as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    fill_sqlite(file)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database; the test runs once on each engine."""
    if request.param == "sqlite":
        file = tmp_path / "coach.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()
