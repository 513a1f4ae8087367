"""A company in which everybody has agreed on something, and Coach in one process, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app
from bot.coach import Coach
from tests.clock import FrozenClock
from tests.reliability.crowd import FIRST, Company, Crowd, open_company


@pytest.fixture
def clock() -> FrozenClock:
    """It is the day on which the first reminders are due."""
    return FrozenClock(FIRST)


@pytest.fixture
def crowd() -> Crowd:
    """Who is in the company; a test that needs others takes another one's place."""
    return Crowd(1)


@pytest.fixture
def company(
    crowd: Crowd, clock: FrozenClock, database_url: str, tmp_path: Path
) -> Iterator[Company]:
    with open_company(crowd, clock, database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def coach(company: Company, clock: FrozenClock) -> Iterator[Coach]:
    built = app.build(company.given, clock)
    yield built
    built.close()
