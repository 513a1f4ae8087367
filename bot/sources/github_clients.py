"""Clients for those who ask GitHub at the same time."""

from collections.abc import Callable
from threading import local

from bot.sources.github_client import Client


class Clients:
    """A client for each thread that asks, for PyGithub's is not made for several. Close them when done."""

    def __init__(self, make: Callable[[], Client]) -> None:
        self._make = make
        self._made: list[Client] = []
        self._local = local()

    def mine(self) -> Client:
        """Return the client of this thread, made at its first call."""
        if not hasattr(self._local, "client"):
            self._local.client = self._make()
            self._made.append(self._local.client)
        client: Client = self._local.client
        return client

    def close(self) -> None:
        """Close the connections of all of them."""
        for client in self._made:
            client.close()
