"""A local Slack with one person in it, the client that Coach itself uses, and a whole workspace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.local_slack import LocalSlack
from bot.slack.client import Poster, web_client
from tests.clock import FrozenClock
from tests.workspace import Workspace, open_workspace

MARTA = "U0MARTA001"


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        yield slack


@pytest.fixture
def poster(slack: LocalSlack) -> Poster:
    return Poster(web_client(slack.bot_token, slack.api_url))


@pytest.fixture
def workspace(clock: FrozenClock, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample company's workspace, with no numbers collected yet."""
    shutil.copy(migrated_sqlite, tmp_path / "coach.db")
    with open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path) as opened:
        yield opened
