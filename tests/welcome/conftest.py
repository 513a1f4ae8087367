"""A workspace on SQLite: what is tested here are words and who hears them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clock import FrozenClock
from tests.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(clock: FrozenClock, database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(clock, database_url, tmp_path) as opened:
        opened.has_collected()
        yield opened
