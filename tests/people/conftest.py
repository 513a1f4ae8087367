"""A local Slack with the people of a small roster, and what Coach knows of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db import Database
from bot.demo.local_slack import LocalSlack
from bot.people.know import People
from bot.slack.client import web_client
from bot.slack.directory import Directory
from bot.teams.roster import Roster
from tests.clock import FrozenClock
from tests.teams.sample import TEXT, read

MARTA, NOAM, ALICE, STEWARD = "U0MARTA001", "U0NOAM0001", "U0ALICE001", "U0STEWARD1"
STRANGER = "U0STRANGE1"


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """Payments is in Berlin and observes its holidays, General Ledger is in New York."""
    (tmp_path / "roster").mkdir()
    return read(
        tmp_path / "roster",
        TEXT.replace(
            "    channel: C0PAYMENTS",
            "    channel: C0PAYMENTS\n    country: DE\n    subdivision: BE",
        ),
    )


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        for user, zone in (
            (MARTA, "Europe/Lisbon"),
            (NOAM, "America/New_York"),
            (ALICE, "Asia/Kathmandu"),
            (STRANGER, "Asia/Tokyo"),
        ):
            slack.add_user(user, name=user[2:7].lower(), tz=zone)
        yield slack


@pytest.fixture
def left() -> list[str]:
    """Who was reported to have left, in order."""
    return []


@pytest.fixture
def people(
    database: Database, roster: Roster, clock: FrozenClock, slack: LocalSlack, left: list[str]
) -> People:
    known = People(database, roster, clock, Directory(web_client(slack.bot_token, slack.api_url)))
    known.on_gone = lambda _session, user: left.append(user)
    return known
