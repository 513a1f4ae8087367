"""The stand-in for one test."""

from collections.abc import Iterator

import pytest

from tests.github.server import GitHubServer


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """GitHub, empty; fails the test when something was said that GitHub would not have let pass."""
    with GitHubServer() as server:
        yield server
    assert server.complaints == []
