"""A small HTTP server that sleeps until somebody calls."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override


class Listening(ThreadingHTTPServer):
    """Listens on a port of 127.0.0.1, with a thread for each connection.

    The library's own `serve_forever` wakes up many times a second to see whether it is to end.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._ends = False
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def begin(self) -> None:
        """Answer whoever calls, until the end."""
        self._thread.start()

    def end(self) -> None:
        """Stop listening. What is being answered is not waited for."""
        if self._ends:
            return
        self._ends = True
        with socket.create_connection(("127.0.0.1", self.server_port)):  # wakes it
            self._thread.join()
        self.server_close()

    @override
    def verify_request(self, request: Any, client_address: Any) -> bool:
        return not self._ends

    def _listen(self) -> None:
        while not self._ends:
            self.handle_request()
