"""Gives the world of a kind that reads a database the server that all tests share."""

import pytest

from tests.contracts.worlds import devlake


@pytest.fixture(autouse=True)
def a_server_for_devlake(request: pytest.FixtureRequest) -> None:
    """Start PostgreSQL only where the world is DevLake's."""
    callspec = getattr(request.node, "callspec", None)
    if callspec and "devlake" in (callspec.params.get("world"), callspec.params.get("kind")):
        devlake.World.server = request.getfixturevalue("postgres")
