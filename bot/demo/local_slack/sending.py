"""How Slack sends over HTTP: the signed request, and the ways to hand it to an app."""

import hashlib
import hmac
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit
from wsgiref.types import WSGIApplication

from bot.clock import Clock
from bot.demo.local_slack.payloads import Parcel
from bot.demo.local_slack.records import Answer
from bot.demo.local_slack.workspace import EPOCH

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, byte for byte."""

    headers: Mapping[str, str]
    body: bytes


class Target(Protocol):
    """Where things are sent to."""

    def wrap(self, parcel: Parcel) -> Any:
        """Return the parcel as it goes over the wire: freshly signed, in a new envelope."""
        ...

    def deliver(self, wrapped: Any) -> Answer:
        """Send what `wrap` returned, and wait for the answer."""
        ...


class Signer:
    """Signs requests as Slack does (version "v0").

    Args:
        secret: the app's signing secret.
        clock: whose time is signed.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock

    def headers(self, body: bytes, at: datetime | None = None) -> dict[str, str]:
        """Return the two headers that prove where a request comes from and when it was sent."""
        timestamp = int(((at or self._clock.now()) - EPOCH).total_seconds())
        signed = b"v0:%d:%b" % (timestamp, body)
        digest = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}

    def request(self, parcel: Parcel) -> Request:
        """Return a parcel as the request that Slack makes of it."""
        if parcel.kind == "events_api":
            kind, body = "application/json", json.dumps(parcel.payload).encode()
        else:
            form = parcel.payload
            if parcel.kind == "interactive":
                form = {"payload": json.dumps(parcel.payload)}
            kind, body = "application/x-www-form-urlencoded", urlencode(form).encode()
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            **self.headers(body),
        }
        if parcel.retry:
            headers["X-Slack-Retry-Num"] = str(parcel.retry)
            headers["X-Slack-Retry-Reason"] = "http_timeout"
        return Request(headers, body)


class WsgiTarget:
    """An app in the same process, called as a web server would call it."""

    def __init__(
        self, app: WSGIApplication, path: str, signer: Signer, monotonic: Callable[[], float]
    ) -> None:
        self._app = app
        self._path = path
        self._signer = signer
        self._monotonic = monotonic

    def wrap(self, parcel: Parcel) -> Request:
        """Return the signed request."""
        return self._signer.request(parcel)

    def deliver(self, wrapped: Request) -> Answer:
        """Call the app, and read its answer."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: Any = None, /
        ) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _written: None

        begun = self._monotonic()
        parts = self._app(self._environ(wrapped), start_response)
        body = _joined(parts)
        status, headers = started[-1]
        kinds = {name.lower(): value for name, value in headers}
        return _answer(
            int(status.split()[0]), body, kinds.get("content-type", ""), self._monotonic() - begun
        )

    def _environ(self, request: Request) -> dict[str, Any]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": self._path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(request.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
        return environ


class UrlTarget:
    """An app behind an address, on this machine."""

    def __init__(
        self, url: str, signer: Signer, monotonic: Callable[[], float], patience: float
    ) -> None:
        place = urlsplit(url)
        self._host, self._port, self._path = place.hostname or "", place.port, place.path or "/"
        self._patience = patience
        self._signer = signer
        self._monotonic = monotonic

    def wrap(self, parcel: Parcel) -> Request:
        """Return the signed request."""
        return self._signer.request(parcel)

    def deliver(self, wrapped: Request) -> Answer:
        """Send the request; no answer within Slack's patience is status 0."""
        begun = self._monotonic()
        connection = HTTPConnection(self._host, self._port, timeout=self._patience)
        try:
            connection.request("POST", self._path, wrapped.body, dict(wrapped.headers))
            response = connection.getresponse()
            body = response.read()
            kind = response.headers.get("Content-Type", "")
            return _answer(response.status, body, kind, self._monotonic() - begun)
        except TimeoutError:
            return Answer(0, TIMED_OUT, None, self._monotonic() - begun)
        except (OSError, HTTPException):
            return Answer(0, FAILED, None, self._monotonic() - begun)
        finally:
            connection.close()


def _joined(parts: Iterable[bytes]) -> bytes:
    try:
        return b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()


def _answer(status: int, body: bytes, kind: str, seconds: float) -> Answer:
    text = body.decode()
    found = json.loads(text) if text and kind.startswith("application/json") else None
    return Answer(status, text, found if isinstance(found, dict) else None, seconds)
