"""What Jira does on a bad day. Each fault stands between a question and its answer."""

import json
from collections.abc import Callable
from typing import Any

from tests.aws.faults import Call, Fault, Reply
from tests.jira.company import ADA


def refusal(status: int, message: str, **headers: str) -> Reply:
    """Return an error in Jira's form."""
    said = {"errorMessages": [message], "errors": {}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(said).encode(), named)


def _refuses(status: int, message: str, **headers: str) -> Fault:
    return lambda _call, _answer: refusal(status, f"{message} ({ADA})", **headers)


throttled = _refuses(429, "Rate limit exceeded", Retry_After="0", X_RateLimit_Remaining="0")
throttled_for_long = _refuses(429, "Rate limit exceeded", Retry_After="3600")
throttled_until_a_date = _refuses(429, "Later", Retry_After="Fri, 01 Jan 2027 00:00:00 GMT")
throttled_wordlessly = _refuses(429, "Rate limit exceeded")
busy = _refuses(503, "Busy", Retry_After="0")
broken = _refuses(500, "Internal server error")
expired = _refuses(401, "Client must be authenticated to access this resource.")
denied = _refuses(403, "You do not have permission")
missing = _refuses(404, "No project could be found with key")
gone = _refuses(410, "The requested API has been removed. Please use /rest/api/3/search/jql")


def moved(_call: Call, _answer: Callable[[], Reply]) -> Reply:
    """Send the question to another host."""
    return Reply(302, b"", {"Location": "https://example.com/login"})


def says(body: bytes, kind: str = "application/json") -> Fault:
    """Answer that all is well, with any body."""
    return lambda _call, _answer: Reply(200, body, {"Content-Type": kind})


def changed(change: Callable[[dict[str, Any]], None]) -> Fault:
    """Answer rightly but for what a function changes in the answer."""

    def fault(_call: Call, answer: Callable[[], Reply]) -> Reply:
        said = json.loads(answer().body)
        change(said)
        return Reply(200, json.dumps(said).encode())

    return fault
