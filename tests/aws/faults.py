"""What AWS does on a bad day. Each fault stands between a call and its answer."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.aws import model

SOMEBODY = "arn:aws:iam::111122223333:user/ada.lovelace"
"""AWS names whoever called in the text of its refusals; Coach must not repeat it."""


@dataclass(frozen=True)
class Call:
    """One request, as the model understands it."""

    service: str
    operation: str
    parameters: dict[str, Any]
    protocol: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer; `cut_after` closes the connection after so many bytes of the body."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None


Fault = Callable[[Call, Callable[[], Reply]], Reply]


def refusal(call: Call, status: int, code: str, message: str) -> Reply:
    """Return an error as the service's protocol writes it."""
    if "json" in call.protocol:
        told = json.dumps({"__type": code, "message": message})
        return Reply(status, told.encode(), {"x-amzn-ErrorType": code})
    said = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    body = f"<ErrorResponse>{said}</ErrorResponse>" if call.protocol == "query" else said
    return Reply(status, body.encode(), {"Content-Type": "application/xml"})


def _refuses(status: int, code: str, message: str) -> Fault:
    return lambda call, _answer: refusal(call, status, code, message)


throttled = _refuses(400, "ThrottlingException", f"Rate exceeded for {SOMEBODY}")
slow_down = _refuses(503, "SlowDown", "Please reduce your request rate.")
broken = _refuses(500, "InternalServerException", "internal")
expired = _refuses(403, "ExpiredTokenException", f"The token of {SOMEBODY} is expired")
unknown_key = _refuses(403, "UnrecognizedClientException", "The security token is invalid.")
denied = _refuses(403, "AccessDeniedException", f"User: {SOMEBODY} is not authorized")
missing = _refuses(404, "ResourceNotFoundException", f"{SOMEBODY} has no such review")
no_bucket = _refuses(404, "NoSuchBucket", "The specified bucket does not exist")
no_repository = _refuses(
    400, "RepositoryDoesNotExistException", f"{SOMEBODY} has no such repository"
)
no_key = _refuses(400, "EncryptionKeyDisabledException", f"{SOMEBODY} may not use the key")
invalid = _refuses(400, "ValidationException", "1 validation error detected")


def cut(_call: Call, _answer: Callable[[], Reply]) -> Reply:
    """Close the connection without a word."""
    return Reply(0, b"", cut_after=0)


def cut_midway(_call: Call, answer: Callable[[], Reply]) -> Reply:
    """Promise the whole body and close the connection after half of it."""
    reply = answer()
    return replace(reply, cut_after=len(reply.body) // 2)


def garbled(_call: Call, answer: Callable[[], Reply]) -> Reply:
    """Answer that all is well, with half a body."""
    reply = answer()
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def slow(_call: Call, answer: Callable[[], Reply]) -> Reply:
    """Answer rightly, a little later."""
    time.sleep(0.02)
    return answer()


def empty_page(call: Call, answer: Callable[[], Reply]) -> Reply:
    """Answer the first page without a row and with a token, as AWS does when it filters late."""
    token = _token(call)
    if token in call.parameters:
        return answer()
    body = json.loads(answer().body)
    emptied: dict[str, Any] = {name: [] for name, value in body.items() if isinstance(value, list)}
    return Reply(200, json.dumps({**emptied, token: "0"}).encode())


def repeated_token(call: Call, answer: Callable[[], Reply]) -> Reply:
    """Give the token of the first page, whichever page it is."""
    body = json.loads(answer().body)
    return Reply(200, json.dumps({**body, _token(call): "0"}).encode())


def _token(call: Call) -> str:
    """Return what the service calls the token of its next page."""
    asked = model.service(call.service).model.operation_model(call.operation).input_shape
    return "nextToken" if asked and "nextToken" in asked.members else "NextToken"


def retold(**changed: Any) -> Fault:
    """Answer with members changed in every row of every list, past what AWS's model allows today."""

    def fault(_call: Call, answer: Callable[[], Reply]) -> Reply:
        body = json.loads(answer().body)
        told = {
            name: [{**row, **changed} for row in value] if isinstance(value, list) else value
            for name, value in body.items()
        }
        return Reply(200, json.dumps(told).encode())

    return fault
