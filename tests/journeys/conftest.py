"""A workspace on each database engine, with last night's numbers collected."""

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
