"""Stands in front of Bolt and lets through only what Slack signed, once.

Bolt parses a body before it verifies the signature, answers some malformed headers with a stack
trace, and takes the same request again for five minutes. Here the raw bytes are verified first.
"""

import hmac
import io
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from bot import log
from bot.clock import Clock
from bot.slack.reference import new_reference

PATH = "/slack/events"
LARGEST_BODY = 256 * 1024
WINDOW = 300
"""Seconds that a signature is good for, either way: Slack's own figure."""
DEEPEST_JSON = 32
MOST_FIELDS = 64
_TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
"""Strings in JSON. One that never ends counts to the end, or each quote in it would be tried anew."""
_JSON = "application/json"
_TYPES = ("application/x-www-form-urlencoded", _JSON)
_log = log.get("guard")

Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]


class Refused(Exception):
    """This request goes no further. Its text is the status line; the body stays empty."""


class Guard:
    """A WSGI application in front of another one."""

    def __init__(self, inner: Wsgi, secret: str, clock: Clock) -> None:
        self._inner = inner
        self._secret = secret.encode()
        self._clock = clock
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer a request, or let it through."""
        try:
            body = _read(environ)
            self._verify(environ, body)
            _look_at(_kind(environ), body)
            return self._hand_on({**environ, "wsgi.input": io.BytesIO(body)}, start)
        except Refused as refusal:
            start(str(refusal), [("Content-Length", "0")])
            return [b""]

    def _hand_on(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            return self._inner(environ, start)
        except Exception as error:
            # What a listener raises ends in the app. This is JSON that is well formed and signed,
            # and still not what Bolt expects, such as a number where an id should be.
            _log.exception("request_not_understood", reference=new_reference())
            raise Refused("400 Bad Request") from error

    def _verify(self, environ: Mapping[str, Any], body: bytes) -> None:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            raise Refused("401 Unauthorized")
        now = self._clock.now().timestamp()
        if abs(now - int(timestamp)) > WINDOW:
            raise Refused("401 Unauthorized")
        signed = b"v0:" + timestamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self._secret, signed, sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            raise Refused("401 Unauthorized")
        if not self._is_new(signature, now):
            raise Refused("401 Unauthorized")

    def _is_new(self, signature: str, now: float) -> bool:
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now - 2 * WINDOW:
                self._seen.popitem(last=False)
            if signature in self._seen:
                return False
            self._seen[signature] = now
            return True


def _read(environ: Mapping[str, Any]) -> bytes:
    if environ.get("PATH_INFO") != PATH:
        raise Refused("404 Not Found")
    if environ.get("REQUEST_METHOD") != "POST":
        raise Refused("405 Method Not Allowed")
    length = environ.get("CONTENT_LENGTH") or "0"
    if not re.fullmatch(r"[0-9]{1,12}", length, re.ASCII):
        raise Refused("400 Bad Request")
    if int(length) > LARGEST_BODY:
        raise Refused("413 Content Too Large")
    if _kind(environ) not in _TYPES:
        raise Refused("400 Bad Request")
    body: bytes = environ["wsgi.input"].read(int(length))
    if len(body) != int(length):
        raise Refused("400 Bad Request")
    return body


def _kind(environ: Mapping[str, Any]) -> str:
    kind: str = environ.get("CONTENT_TYPE", "")
    return kind.partition(";")[0].strip().lower()


def _look_at(kind: str, body: bytes) -> None:
    """Refuse a shape that Bolt's parsers stumble over, even if Slack signed it."""
    try:
        text = body.decode("utf-8")
        if kind == _JSON or text.startswith("{"):  # Bolt goes by either
            _json(text)
            return
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        if "payload" in fields:
            _json(fields["payload"])
    except ValueError as error:
        raise Refused("400 Bad Request") from error


def _json(text: str) -> None:
    stripped = text.strip()
    if not (stripped.startswith("{") and stripped.endswith("}")):
        raise Refused("400 Bad Request")
    depth = 0
    for char in _STRINGS.sub("", text):
        if char in "{[":
            depth += 1
            if depth > DEEPEST_JSON:
                raise Refused("400 Bad Request")
        elif char in "}]":
            depth -= 1
    json.loads(text)
