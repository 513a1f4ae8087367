"""What GitLab does on a bad day. Each fault stands between a question and its answer."""

import json
from collections.abc import Callable
from typing import Any

from tests.aws.faults import Call, Fault, Reply

SOMEBODY = "ada-lovelace"
"""GitLab may name whoever asked in the text of its refusals; Coach must not repeat it."""


def _refuses(status: int, message: str, **headers: str) -> Fault:
    body = json.dumps({"message": f"{message} ({SOMEBODY})"}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _call, _answer: Reply(status, body, named)


def complains(message: str, **more: Any) -> Fault:
    """Answer with the status of a good answer, and `errors` in it."""
    body = json.dumps({"errors": [{"message": f"{message} ({SOMEBODY})", **more}]}).encode()
    return lambda _call, _answer: Reply(200, body)


def says(body: bytes, kind: str = "application/json") -> Fault:
    """Answer that all is well, with any body."""
    return lambda _call, _answer: Reply(200, body, {"Content-Type": kind})


throttled = _refuses(429, "Retry later", Retry_After="0")
throttled_for_long = _refuses(429, "Retry later", Retry_After="3600")
until_a_date = _refuses(429, "Retry later", Retry_After="Fri, 01 Jan 2027 00:00:00 GMT")
# 18 November 2026, 9:30 UTC, which is now in the stand-in; and an hour later.
until_now = _refuses(429, "Retry later", RateLimit_Reset="1794994200")
until_in_an_hour = _refuses(429, "Retry later", RateLimit_Reset="1794997800")
throttled_without_a_word = _refuses(429, "This endpoint has been requested too many times")
exhausted = _refuses(403, "Forbidden", RateLimit_Remaining="0")
denied = _refuses(403, "403 Forbidden")
expired = _refuses(401, "Token is expired")
broken = _refuses(502, "GitLab is not responding")
no_api = _refuses(404, "Not Found")
unprocessable = _refuses(422, "Unprocessable")
moved = _refuses(302, "Found", Location="https://example.com/users/sign_in")
timed_out = complains("Timeout on MergeRequest.notes")
unknown_field = complains("Field doesn't exist", extensions={"code": "undefinedField"})
too_large = complains("Query has complexity of 302, which exceeds max complexity of 250")
sign_in = says(b"<!DOCTYPE html><title>Sign in</title>", "text/html")


def missing(call: Call, _answer: Callable[[], Reply]) -> Reply:
    """Show no project: GraphQL says nothing of it, and REST that it is not there."""
    if call.operation.startswith("POST"):
        return Reply(200, b'{"data": {"project": null}}')
    return Reply(404, b'{"message": "404 Project Not Found"}')


def changed(change: Callable[[dict[str, Any]], None]) -> Fault:
    """Answer rightly but for what a function changes in the connection of merge requests."""

    def fault(call: Call, answer: Callable[[], Reply]) -> Reply:
        reply = answer()
        if "mergeRequests" not in str(call.parameters):
            return reply
        said = json.loads(reply.body)
        change(said["data"]["project"]["mergeRequests"])
        return Reply(200, json.dumps(said).encode())

    return fault
