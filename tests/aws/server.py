"""A stand-in for AWS on a local port: routed and checked by AWS's own models, scripted by tests.

What speaks XML, S3 and STS, it hands on to moto, so that the same faults can be planned for all. It serves any process that is given `environment`.
"""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.model import OperationModel, Shape
from typing_extensions import override

from tests.aws import model
from tests.aws.buckets import Buckets, Moto
from tests.aws.faults import Call, Fault, Reply, refusal
from tests.wire import StandIn

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
"""Late enough for all that the tests hold to be settled."""
Handler = Callable[[dict[str, Any]], dict[str, Any]]
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/[\w-]+/([\w-]+)/aws4_request, ")
_BY_MOTO = {"s3", "sts"}
_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


class RefusedError(Exception):
    """Raised by a handler to answer with one of AWS's errors."""

    def __init__(self, status: int, code: str, message: str = "refused") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


class AwsServer(StandIn):
    """Answers for the services it was given handlers for.

    Attributes:
        calls: what was asked, in order.
        now: what its clock says; None: it does not say.
    """

    def __init__(self, *, moto: Moto | None = None, buckets: Buckets | None = None) -> None:
        """Prepare it.

        Args:
            moto: what answers for S3 and STS.
            buckets: what alone writes into moto; None: anything may, so its answers are not kept.
        """
        super().__init__()
        self.calls: list[Call] = []
        self.now: datetime | None = NOW
        self._moto, self._buckets = moto, buckets
        self._kept: dict[tuple[int, str, str], Reply] = {}
        self._handlers: dict[tuple[str, str], Handler] = {}
        self._lock = threading.RLock()

    def on(self, service: str, operation: str, handler: Handler) -> None:
        """Answer an operation: parameters in, body out, both by the names of the model."""
        self._handlers[service, operation] = handler

    def plan(
        self, operation: str, fault: Fault, *, times: int | None = None, after: int = 0
    ) -> None:
        """Let a fault happen to an operation, so many times (None: for ever), after so many calls."""
        self.plans.add(fault, times=times, after=after, applies=operation.__eq__)

    def asked(self, operation: str) -> list[Call]:
        """Return the calls of one operation."""
        return [call for call in self.calls if call.operation == operation]

    @override
    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one request."""
        with self._lock:
            signed = _SIGNED.match(headers.get("authorization", ""))
            if not signed:
                self.complaints.append(f"{method} {path} is not signed")
                return Reply(403, b'{"message": "Missing Authentication Token"}')
            if signed[1] in _BY_MOTO:
                call = _unmodelled(signed[1], method, path, headers, body)
                normal = partial(self._forward, signed[1], method, path, headers, body)
            else:
                found = self._find(signed[1], method, path, headers, body)
                if found is None:
                    self.complaints.append(f"{signed[1]}: nobody answers {method} {path}")
                    return Reply(404, b'{"message": "Unknown operation"}')
                service, operation, parameters = found
                call = Call(service.name, operation.name, parameters, service.protocol, headers)
                normal = partial(self._handle, call, operation.output_shape)
            self.calls.append(call)
            fault = self.plans.take(call.operation)
        reply = fault(call, normal) if fault else normal()
        if self.now is None or "date" in {name.lower() for name in reply.headers}:
            return reply
        headers = {**reply.headers, "Date": format_datetime(self.now, usegmt=True)}
        return replace(reply, headers=headers)

    def _find(
        self, signing_name: str, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[model.Service, OperationModel, dict[str, Any]] | None:
        for service in {model.service(name) for name, _ in self._handlers}:
            if service.signing_name == signing_name:
                read = service.read(method, path, headers, body)
                if read and (service.name, read[0].name) in self._handlers:
                    return service, *read
        return None

    def _handle(self, call: Call, shape: Shape | None) -> Reply:
        try:
            body = self._handlers[call.service, call.operation](call.parameters)
        except RefusedError as error:
            return refusal(call, error.status, error.code, error.message)
        found = model.problems(shape, body)
        if found:
            self.complaints.extend(f"{call.operation}: {problem}" for problem in found)
            return refusal(call, 400, "StandIn", "the test made AWS say what it cannot say")
        return Reply(200, json.dumps(model.wire(shape, body)).encode())

    def _forward(
        self, service: str, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        """Let moto answer; what is read again and was not written since is answered as before."""
        if self._buckets is None:
            return self._ask_moto(service, method, path, headers, body)
        if method != "GET":  # it may write
            self._buckets.changes += 1
            return self._ask_moto(service, method, path, headers, body)
        key = (self._buckets.changes, path, headers.get("range", ""))
        if key not in self._kept:
            self._kept[key] = self._ask_moto(service, method, path, headers, body)
        return self._kept[key]

    def _ask_moto(
        self, service: str, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        assert self._moto is not None
        sent = {name: value for name, value in headers.items() if name not in _HOP}
        reply = self._moto.ask(service, method, path, sent, body)
        kept = {name: value for name, value in reply.headers.items() if name.lower() not in _HOP}
        return replace(reply, headers=kept)


def _unmodelled(service: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Call:
    """Name a call of the services that speak XML."""
    if service == "sts":
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return Call(service, form["Action"], form, "query", headers)
    query = parse_qs(urlsplit(path).query)
    read = "ListObjectsV2" if "list-type" in query else "GetObject"
    return Call(service, read if method == "GET" else method, {}, "rest-xml", headers)
