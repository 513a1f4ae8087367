"""What GitHub does on a bad day. Each fault stands between a question and its answer."""

import json
from collections.abc import Callable
from typing import Any

from tests.aws.faults import Fault, Reply

SOMEBODY = "ada-lovelace"
"""GitHub names whoever asked in the text of its refusals; Coach must not repeat it."""


def _refuses(status: int, message: str, **headers: str) -> Fault:
    body = json.dumps({"message": f"{message} ({SOMEBODY})", "status": str(status)}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _call, _answer: Reply(status, body, named)


def complains(kind: str | None, message: str, **more: Any) -> Fault:
    """Answer with the status of a good answer, and `errors` in it."""
    error = {"message": f"{message} ({SOMEBODY})", "path": ["repository"], **more}
    if kind is not None:
        error["type"] = kind
    body = json.dumps({"data": {"repository": None}, "errors": [error]}).encode()
    return lambda _call, _answer: Reply(200, body)


throttled = _refuses(429, "You have exceeded a secondary rate limit", Retry_After="0")
secondary = _refuses(403, "You have exceeded a secondary rate limit", Retry_After="0")
throttled_for_long = _refuses(429, "You have exceeded a secondary rate limit", Retry_After="3600")
until_a_date = _refuses(429, "Later", Retry_After="Fri, 01 Jan 2027 00:00:00 GMT")
exhausted = _refuses(403, "API rate limit exceeded", X_RateLimit_Remaining="0")
denied = _refuses(403, "Resource not accessible by personal access token")
expired = _refuses(401, "Bad credentials")
broken = _refuses(502, "Server Error")
no_api = _refuses(404, "Not Found")
unprocessable = _refuses(422, "Problems parsing JSON")
moved = _refuses(302, "Found", Location="https://example.com/login")
missing = complains("NOT_FOUND", "Could not resolve to a Repository")
forbidden = complains("FORBIDDEN", "Resource protected by organization SAML enforcement")
limited = complains("RATE_LIMITED", "API rate limit exceeded")
timed_out = complains(None, "Something went wrong while executing your query")
unknown_field = complains(None, "Field doesn't exist", extensions={"code": "undefinedField"})


def says(body: bytes, kind: str = "application/json") -> Fault:
    """Answer that all is well, with any body."""
    return lambda _call, _answer: Reply(200, body, {"Content-Type": kind})


def changed(change: Callable[[dict[str, Any]], None]) -> Fault:
    """Answer rightly but for what a function changes in the connection of pull requests."""

    def fault(_call: Any, answer: Callable[[], Reply]) -> Reply:
        said = json.loads(answer().body)
        change(said["data"]["repository"]["pullRequests"])
        return Reply(200, json.dumps(said).encode())

    return fault
