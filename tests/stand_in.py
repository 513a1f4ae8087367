"""A stand-in for somebody else's server on a local port, with faults that can be planned."""

import socket
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from typing_extensions import override

from tests.aws.faults import Call, Fault, Reply


@dataclass
class _Planned:
    fault: Fault
    times: int | None
    after: int


class StandIn(ABC):
    """Listens, and answers as whoever it stands for would.

    Attributes:
        calls: what was asked, in order.
        complaints: what a test or the product did that the real one would not have let pass.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.lock = threading.Lock()
        self._plans: list[_Planned] = []
        self._http = _Http(self)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Listen for as long as the block lasts."""
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def plan(self, fault: Fault, *, times: int | None = None, after: int = 0) -> None:
        """Let a fault happen, so many times (None: for ever), after so many questions."""
        self._plans.append(_Planned(fault, times, after))

    @abstractmethod
    def answer(self, request: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request, `GET /path`."""

    def fault(self) -> Fault | None:
        """Return what is to go wrong with this question."""
        for planned in self._plans:
            if planned.times == 0:
                continue
            if planned.after:
                planned.after -= 1
                continue
            if planned.times is not None:
                planned.times -= 1
            return planned.fault
        return None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        super().__init__(("127.0.0.1", 0), _Request)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        # A client that hangs up is a case under test, not an error of the stand-in.
        if not isinstance(error, ConnectionError):
            self.stand_in.complaints.append(f"the stand-in itself failed: {error!r}")


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # Head and body leave together.
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, verb: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.stand_in.answer(f"{verb} {self.path}", headers, body)
        if reply.cut_after == 0:
            self._hang_up()
            return
        self.send_response_only(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut_after])
        if reply.cut_after is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return
