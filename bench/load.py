"""Slack as a crowd: clients that each send the next command as soon as the last was answered.

One thread and plain sockets, so that what is measured is the server and not the crowd.
"""

import hmac
import itertools
import selectors
import socket
import time
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from bench.child import serve

_END = b"\r\n\r\n"
_TOO_LONG = 30.0
_numbers = itertools.count()


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begun = 0.0
        self._heard = b""

    def send(self, request: bytes) -> None:
        self._heard = b""
        self._begun = time.perf_counter()
        self.socket.sendall(request)

    def heard(self) -> float | None:
        """Read what has come; return the seconds since `send` once the answer is whole."""
        chunk = self.socket.recv(65536)
        assert chunk, "the server hung up"
        self._heard += chunk
        head, found, body = self._heard.partition(_END)
        if not found or len(body) < _length(head):
            return None
        seconds = time.perf_counter() - self._begun
        assert head.startswith(b"HTTP/1.1 200 "), head
        return seconds


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next(int(value) for name, _, value in lines if name == b"content-length")


def command(secret: str, workspace: str, user: str, text: str) -> bytes:
    """Return one signed `/coach`, unlike every other one."""
    number = next(_numbers)
    now = time.time()
    form = {
        "token": "unused",
        "team_id": workspace,
        "team_domain": "sample",
        "channel_id": "D0MARTA001",
        "channel_name": "directmessage",
        "user_id": user,
        "user_name": "marta",
        "command": "/coach",
        "text": text,
        "api_app_id": "A0COACH0001",
        "response_url": "http://127.0.0.1:9/response/nobody",
        "trigger_id": f"{number}.{now:.6f}.{user}",
    }
    body = urlencode(form).encode()
    signed = b"v0:%d:%b" % (int(now), body)
    signature = hmac.new(secret.encode(), signed, sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {int(now)}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def round_of(port: int, clients: int, requests: int, signed: dict[str, str]) -> list[float]:
    """Send so many requests from so many clients; return the seconds of each answer."""
    seconds: list[float] = []
    with selectors.DefaultSelector() as selector:
        crowd = [Client(port) for _ in range(clients)]
        for client in crowd:
            selector.register(client.socket, selectors.EVENT_READ, client)
        for client in crowd:
            client.send(command(**signed))
        sent = clients
        while len(seconds) < requests:
            ready = selector.select(_TOO_LONG)
            assert ready, "the server does not answer"
            for key, _ in ready:
                took = key.data.heard()
                if took is None:
                    continue
                seconds.append(took)
                if sent < requests:
                    key.data.send(command(**signed))
                    sent += 1
        for client in crowd:
            client.socket.close()
    return seconds


def answer(**asked: Any) -> list[float]:
    return round_of(**asked)


if __name__ == "__main__":
    serve("ready", answer)
