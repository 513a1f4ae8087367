"""The stand-in for one test."""

from collections.abc import Iterator

import pytest

from tests.jira.server import JiraServer


@pytest.fixture
def jira() -> Iterator[JiraServer]:
    """Jira with two projects; fails the test where something was said that it would not take."""
    with JiraServer() as server:
        yield server
    assert server.complaints == []
