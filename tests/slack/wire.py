"""Requests as they come over the wire, signed by an implementation that shares nothing with Coach's."""

import hashlib
import hmac
import io
from collections.abc import Iterable
from typing import Any

from slack_bolt import BoltRequest

from tests.clock import T0

SECRET = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
NOW = int(T0.timestamp())
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMAND = b"command=%2Fcoach&text=help&user_id=U0MARTA001&team_id=T0COACH0001&trigger_id=1.2.3"


def signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    """Return what Slack would send as the signature of a body."""
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def post(body: bytes = COMMAND, *, at: int | str = NOW, kind: str = FORM, **said: Any) -> dict:
    """Return the environment of a signed POST; what is said replaces a part, None takes it out."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": str(at),
        "HTTP_X_SLACK_SIGNATURE": signature(body, str(at)),
        "wsgi.input": io.BytesIO(body),
        **said,
    }
    return {key: value for key, value in environ.items() if value is not None}


def ask(application: Any, environ: dict) -> tuple[int, bytes]:
    """Return the status and the body that a WSGI application answers with."""
    started: list[str] = []
    parts: Iterable[bytes] = application(environ, lambda status, *_: started.append(status))
    body = b"".join(parts)
    return int(started[-1].split()[0]), body


class Inner:
    """What stands behind the guard: it reads a request just as Bolt does, and counts."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def __call__(self, environ: dict, start: Any) -> list[bytes]:
        body: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
        self.bodies.append(body)
        BoltRequest(body=body.decode(), headers={"content-type": environ["CONTENT_TYPE"]})
        start("200 OK", [])
        return [b"inner"]
