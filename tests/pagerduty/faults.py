"""What PagerDuty does on a bad day. Each fault stands between a question and its answer."""

import json
from collections.abc import Callable
from typing import Any

from tests.aws.faults import Call, Fault, Reply
from tests.pagerduty.company import ADA
from tests.pagerduty.schema import REFUSAL


def refusal(status: int, code: int, message: str, **headers: str) -> Reply:
    """Return an error in PagerDuty's form."""
    said = REFUSAL.validate_python({"error": {"message": message, "code": code}})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(said).encode(), named)


def _refuses(status: int, code: int, message: str, **headers: str) -> Fault:
    return lambda _call, _answer: refusal(status, code, f"{message} ({ADA})", **headers)


def _limited(reset: str) -> Fault:
    told = {"ratelimit_limit": "960", "ratelimit_remaining": "0", "ratelimit_reset": reset}
    return _refuses(429, 2020, "Rate Limit Exceeded", **told)


throttled = _limited("0")
throttled_for_long = _limited("3600")
throttled_wordlessly = _refuses(429, 2020, "Rate Limit Exceeded")
broken = _refuses(500, 2000, "An internal error has occurred")
too_slow = _refuses(408, 2016, "The request took too long to process")
expired = _refuses(401, 2006, "Authentication failed")
denied = _refuses(403, 2010, "Access Denied")
unpaid = _refuses(402, 2014, "Missing Account Ability")
missing = _refuses(404, 2100, "Not Found")
invalid = _refuses(400, 2001, "Invalid Input Provided")


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
