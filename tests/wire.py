"""What all stand-ins for somebody's server share: a local port, and faults that a test plans."""

import socket
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

from typing_extensions import override

from bot.demo.local_slack.listening import Listening
from tests.aws.faults import Fault, Reply


@dataclass
class _Planned:
    fault: Fault
    times: int | None
    after: int
    applies: Callable[[str], bool]


class Plans:
    """The faults that are to happen."""

    def __init__(self) -> None:
        self._all: list[_Planned] = []

    def add(
        self,
        fault: Fault,
        *,
        times: int | None = None,
        after: int = 0,
        applies: Callable[[str], bool] = lambda _operation: True,
    ) -> None:
        """Let a fault happen, so many times (None: for ever), after so many calls that it may hit."""
        self._all.append(_Planned(fault, times, after, applies))

    def forget(self) -> None:
        """Let all go well again."""
        self._all.clear()

    def take(self, operation: str) -> Fault | None:
        """Return what happens to this call, and count it."""
        for planned in self._all:
            if planned.times == 0 or not planned.applies(operation):
                continue
            if planned.after:
                planned.after -= 1
                continue
            if planned.times is not None:
                planned.times -= 1
            return planned.fault
        return None


class StandIn(ABC):
    """Listens on a local port for as long as a `with` block lasts.

    Attributes:
        complaints: what a test or the product did that the real server would not have let pass.
        plans: the faults that are to happen.
    """

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.plans = Plans()
        self._http = _Http(self)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._http.begin()
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.end()

    @abstractmethod
    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request; the names of its headers are in lower case."""


class _Http(Listening):
    def __init__(self, behind: StandIn) -> None:
        self.behind = behind
        super().__init__(_Request)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        # A client that hangs up is a case under test, not an error of the stand-in.
        if not isinstance(error, ConnectionError):
            self.behind.complaints.append(f"the stand-in itself failed: {error!r}")


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave together: apart, each answer waits for the other side's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Http

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.behind.answer(self.command, self.path, headers, body)
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

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return
