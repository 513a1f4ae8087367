"""The line to a PostgreSQL, on which things go wrong as they do on a network.

Errors are written as PostgreSQL's own protocol writes them (version 3, `ErrorResponse`).
"""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

Fault = Callable[[socket.socket], bool]
"""Does something to the client; answers whether the line goes on."""
LATE = b"cicd_deployment_commits"
"""A question that holds this comes once a pull is under way."""


def refused(state: str, words: str) -> Fault:
    """The server ends the connection, and says why."""
    fields = {"S": "FATAL", "V": "FATAL", "C": state, "M": words}
    said = b"".join(f"{key}{value}".encode() + b"\0" for key, value in fields.items()) + b"\0"

    def befall(client: socket.socket) -> bool:
        client.sendall(b"E" + struct.pack("!i", len(said) + 4) + said)
        return False

    return befall


def cut(client: socket.socket) -> bool:
    return False


def cut_midway(client: socket.socket) -> bool:
    client.sendall(b"R\0\0")
    return False


def garbled(client: socket.socket) -> bool:
    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\nada.lovelace")
    return False


def slow(client: socket.socket) -> bool:
    threading.Event().wait(0.02)
    return True


class Line:
    """Carries what is said between a client and the server.

    Attributes:
        fault: what befalls a client, or nothing.
        late: whether it waits for the question that holds `LATE`.
    """

    def __init__(self, address: str) -> None:
        self.fault: Fault | None = None
        self.late = False
        self._url = make_url(address)
        self._server = Path(str(self._url.query["host"])) / ".s.PGSQL.5432"
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._start(self._listen)

    @property
    def address(self) -> str:
        host, port = self._listening.getsockname()
        url = self._url.set(
            host=host, port=port, query={"sslmode": "disable", "gssencmode": "disable"}
        )
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        # Closing alone does not wake a thread that waits to accept.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, what: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=what, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with closing(client), closing(socket.socket(socket.AF_UNIX)) as server:
            server.connect(str(self._server))
            self._start(self._answer, server, client)
            with suppress(OSError):
                while said := client.recv(65536):
                    is_time = LATE in said if self.late else True
                    if self.fault and is_time and not self.fault(client):
                        break
                    server.sendall(said)
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _answer(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                client.sendall(said)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


@contextmanager
def line(address: str) -> Iterator[Line]:
    """Yield a line to the server at an address."""
    with closing(Line(address)) as made:
        yield made
