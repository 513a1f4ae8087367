"""How a call of the Web API is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from bot.demo.local_slack import files
from bot.demo.local_slack.faults import Fault, Faults
from bot.demo.local_slack.limits import Limits
from bot.demo.local_slack.methods import METHODS, POST, Arguments, Method
from bot.demo.local_slack.records import Call
from bot.demo.local_slack.refusal import LimitedError, RefusedError
from bot.demo.local_slack.replies import respond
from bot.demo.local_slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire; with `cut` nothing does, and the connection ends."""

    body: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


class WebApi:
    """Answers the app's calls.

    Args:
        space: the workspace they are about.
        faults: what is to go wrong.
        new_socket_url: returns an address for one Socket Mode connection.
    """

    def __init__(self, space: Workspace, faults: Faults, new_socket_url: Callable[[], str]) -> None:
        self._space = space
        self._faults = faults
        self._new_socket_url = new_socket_url
        self._limits = Limits(space.micros)

    def call(self, method: str, token: str | None, given: Arguments) -> Reply:
        """Answer one call, and remember it."""

        def run() -> dict[str, Any]:
            return self._run(method, token, given)

        reply = self._answer(method, given, run)
        provided = ",".join(sorted(self._space.scopes))
        return replace(reply, headers={**reply.headers, "x-oauth-scopes": provided})

    def respond(self, key: str, given: Arguments) -> Reply:
        """Answer a post to a `response_url`, and remember it as a call of that name."""

        def run() -> dict[str, Any]:
            respond(self._space, key, given)
            return {}

        reply = self._answer("response_url", given, run)
        error = reply.body.get("error")
        if reply.status != HTTPStatus.OK or error is None:
            return reply
        gone = error in ("invalid_url", "expired_url", "used_url")
        return replace(reply, status=HTTPStatus.NOT_FOUND if gone else HTTPStatus.BAD_REQUEST)

    def upload(self, key: str, content: bytes) -> Reply:
        """Take the content of a file, at the address that was made for it."""

        def run() -> dict[str, Any]:
            files.take(self._space, key, content)
            return {}

        reply = self._answer("upload", {"length": len(content)}, run)
        if reply.status != HTTPStatus.OK or "error" not in reply.body:
            return reply
        return replace(reply, status=HTTPStatus.BAD_REQUEST)

    def _answer(self, name: str, given: Arguments, run: Callable[[], dict[str, Any]]) -> Reply:
        fault = self._faults.next(name)
        with self._space.changed:
            try:
                _stop_before(fault)
                reply, error = Reply({"ok": True, **run()}), None
            except LimitedError as refusal:
                wait = {"Retry-After": str(refusal.retry_after)}
                reply, error = (
                    Reply(refusal.body(), HTTPStatus.TOO_MANY_REQUESTS, wait),
                    "ratelimited",
                )
            except RefusedError as refusal:
                reply, error = Reply(refusal.body()), refusal.error
            self._space.record(Call(name, given, error))
        if fault is not None:
            return Reply(RefusedError(fault.name).body(), fault.status, fault.headers, fault.cuts)
        return reply

    def _run(self, name: str, token: str | None, given: Arguments) -> dict[str, Any]:
        if name == "apps.connections.open":
            self._authorise(token, self._space.app_token)
            return {"url": self._new_socket_url()}
        if name not in METHODS:
            raise RefusedError("unknown_method")
        method = METHODS[name]
        self._authorise(token, self._space.bot_token)
        if self._space.limits:
            self._count(name, method, given)
        if method.scope:
            self._space.need(method.scope)
        _check_names(method, given)
        return method.run(self._space, given)

    def _authorise(self, token: str | None, wanted: str) -> None:
        if not token:
            raise RefusedError("not_authed")
        if token not in (self._space.bot_token, self._space.app_token):
            raise RefusedError("invalid_auth")
        if token != wanted:
            raise RefusedError("not_allowed_token_type")
        if self._space.revoked:
            raise RefusedError(self._space.revoked)

    def _count(self, name: str, method: Method, given: Arguments) -> None:
        if name == POST:
            place = str(given.get("channel", ""))
            self._limits.post(self._space.dm_id(place) if place in self._space.users else place)
        elif method.tier:
            self._limits.call(name, method.tier)


def _stop_before(fault: Fault | None) -> None:
    if fault is not None and not fault.stores:
        raise RefusedError(fault.name or "unreachable")


def _check_names(method: Method, given: Arguments) -> None:
    missing = [name for name in method.needs if given.get(name) in (None, "")]
    if missing:
        raise RefusedError(
            "invalid_arguments", *(f"missing required field: {name}" for name in missing)
        )
    # Slack lets many a misspelt argument pass; it documents this error, and a test wants to know.
    unknown = given.keys() - {*method.needs, *method.takes, "team_id"}
    if unknown:
        raise RefusedError("invalid_arg_name", *sorted(unknown))
