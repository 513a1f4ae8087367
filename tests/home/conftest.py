"""The sample company's workspace on SQLite, with last night's numbers collected."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clock import FrozenClock
from tests.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(clock: FrozenClock, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(migrated_sqlite, tmp_path / "coach.db")
    with open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path) as opened:
        opened.has_collected()
        yield opened
