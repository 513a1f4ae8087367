"""The stand-in for one test."""

from collections.abc import Iterator

import pytest

from tests.pagerduty.company import CHECKOUT, LEDGER, service
from tests.pagerduty.server import PagerDutyServer, holding


@pytest.fixture
def pagerduty() -> Iterator[PagerDutyServer]:
    """PagerDuty with two services; fails the test where something was said that it would not take."""
    with holding(service(CHECKOUT), service(LEDGER)) as server:
        yield server
    assert server.complaints == []
