"""The stand-in for one test."""

from collections.abc import Iterator

import pytest

from tests.gitlab.server import GitLabServer


@pytest.fixture
def gitlab() -> Iterator[GitLabServer]:
    """GitLab, empty; fails the test when something was said that GitLab would not have let pass."""
    with GitLabServer() as server:
        yield server
    assert server.complaints == []
