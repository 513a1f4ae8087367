"""The sample company's workspace, with no numbers collected: on SQLite, or on each engine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.demo import company
from tests.clock import FrozenClock
from tests.workspace import Workspace, open_workspace

Opens = Callable[..., AbstractContextManager[Workspace]]


@pytest.fixture
def opened_with(clock: FrozenClock, migrated_sqlite: Path, tmp_path: Path) -> Opens:
    """Open a workspace on SQLite in whose `coach.yml` some words stand in the place of others."""

    def opened(*changes: tuple[str, str]) -> AbstractContextManager[Workspace]:
        shutil.copy(migrated_sqlite, tmp_path / "coach.db")
        text = changed(company.write(tmp_path, clock.now()), *changes)
        return open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path, coach_yml=text)

    return opened


def changed(config: Path, *changes: tuple[str, str]) -> str:
    """Return a file with some words in the place of others, each of which must be there."""
    text = config.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def workspace(opened_with: Opens) -> Iterator[Workspace]:
    """On SQLite: for what has to do with Slack and people alone."""
    with opened_with() as opened:
        yield opened


@pytest.fixture
def either(clock: FrozenClock, database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """On each engine: for what has to do with the database."""
    with open_workspace(clock, database_url, tmp_path) as opened:
        yield opened
