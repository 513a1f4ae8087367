"""A local Slack with one person in it, and the client that Coach itself uses."""

from collections.abc import Iterator

import pytest

from bot.demo.local_slack import LocalSlack
from bot.slack.client import Poster, web_client
from tests.clock import FrozenClock

MARTA = "U0MARTA001"


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        yield slack


@pytest.fixture
def poster(slack: LocalSlack) -> Poster:
    return Poster(web_client(slack.bot_token, slack.api_url))
