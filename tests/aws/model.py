"""AWS's own service models, as botocore ships them: which call a request is, and what may be said.

Routing and checking come from the model, so that the stand-in cannot drift from AWS.
"""

import base64
import json
import re
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.validate import ParamValidator

_LABEL = re.compile(r"\{(\w+)(\+?)\}")


class Service:
    """One service: finds the operation that a request means."""

    def __init__(self, name: str) -> None:
        self.model = botocore.session.Session().get_service_model(name)
        self.name = name
        self.signing_name = self.model.signing_name
        self.protocol = self.model.resolved_protocol
        self.operations = [self.model.operation_model(name) for name in self.model.operation_names]

    def read(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[OperationModel, dict[str, Any]] | None:
        """Return the operation and its parameters by the names of the model; None if unknown."""
        if self.protocol == "json":
            wanted = headers.get("x-amz-target", "").rpartition(".")[2]
            found = [operation for operation in self.operations if operation.name == wanted]
            return (found[0], json.loads(body or b"{}")) if found else None
        address = urlsplit(path)
        for operation in self.operations:
            match = _pattern(operation.http["requestUri"]).fullmatch(address.path)
            if match and operation.http["method"] == method:
                return operation, _rest_parameters(
                    operation, match.groupdict(), parse_qs(address.query), body
                )
        return None


@cache
def service(name: str) -> Service:
    """Load a service once; the models are large."""
    return Service(name)


def _pattern(uri: str) -> re.Pattern[str]:
    literal = uri.partition("?")[0]
    parts, end = [], 0
    for label in _LABEL.finditer(literal):
        inside = ".+" if label[2] else "[^/]+"
        parts.append(f"{re.escape(literal[end : label.start()])}(?P<{label[1]}>{inside})")
        end = label.end()
    return re.compile("".join([*parts, re.escape(literal[end:])]))


def _rest_parameters(
    operation: OperationModel, labels: dict[str, str], query: dict[str, list[str]], body: bytes
) -> dict[str, Any]:
    shape = operation.input_shape
    said = json.loads(body) if body else {}
    parameters: dict[str, Any] = {}
    for name, member in shape.members.items() if isinstance(shape, StructureShape) else ():
        key = member.serialization.get("name", name)
        location = member.serialization.get("location")
        if location == "uri":
            parameters[name] = unquote(labels[key])
        elif location == "querystring" and key in query:
            whole = [_scalar(member, text) for text in query[key]]
            parameters[name] = whole if isinstance(member, ListShape) else whole[0]
        elif location is None and key in said:
            parameters[name] = said[key]
    return parameters


def _scalar(shape: Shape, text: str) -> Any:
    return int(text) if shape.type_name in {"integer", "long"} else text


def problems(shape: Shape | None, body: dict[str, Any]) -> list[str]:
    """Return what AWS could not have said: unknown or mistyped members, values outside an enum."""
    if shape is None:
        return [] if not body else ["the operation answers nothing"]
    report = ParamValidator().validate(body, shape)
    return ([report.generate_report()] if report.has_errors() else []) + _enums(shape, body, "")


def _enums(shape: Shape, value: Any, where: str) -> list[str]:
    # botocore's own check leaves enums out.
    if isinstance(shape, StructureShape):
        return [
            problem
            for name, inner in (value.items() if isinstance(value, dict) else ())
            if name in shape.members
            for problem in _enums(shape.members[name], inner, f"{where}.{name}")
        ]
    if isinstance(shape, ListShape):
        return [
            problem
            for inner in (value if isinstance(value, list) else ())
            for problem in _enums(shape.member, inner, f"{where}[]")
        ]
    if isinstance(shape, MapShape):
        return [
            problem
            for inner in value.values()
            for problem in _enums(shape.value, inner, f"{where}{{}}")
        ]
    allowed = getattr(shape, "enum", ())
    return (
        [f"{where}: {value!r} is not one of {allowed}"] if allowed and value not in allowed else []
    )


def wire(shape: Shape | None, value: Any) -> Any:
    """Return a body as it goes over the wire in JSON."""
    if isinstance(shape, StructureShape):
        return {
            shape.members[name].serialization.get("name", name): wire(shape.members[name], inner)
            for name, inner in value.items()
        }
    if isinstance(shape, ListShape):
        return [wire(shape.member, inner) for inner in value]
    if isinstance(shape, MapShape):
        return {key: wire(shape.value, inner) for key, inner in value.items()}
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
