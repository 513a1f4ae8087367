"""The Web API as a whole: which methods there are, what each needs, and how a call is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from bot.demo.local_slack import chat, conversations, views
from bot.demo.local_slack.faults import Fault, Faults
from bot.demo.local_slack.records import Call
from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.replies import respond
from bot.demo.local_slack.workspace import Workspace

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Web API.

    Attributes:
        run: does it, and returns the answer without `ok`.
        needs: the arguments without which nothing can be done.
        takes: the other arguments that Slack documents.
        scope: the bot scope it needs; "" when it needs none or it depends on the conversation.
    """

    run: Callable[[Workspace, Arguments], dict[str, Any]]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire; with `cut` nothing does, and the connection ends."""

    body: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


def _auth_test(space: Workspace, _given: Arguments) -> dict[str, Any]:
    return {
        "url": f"https://{space.domain}.slack.com/",
        "team": space.domain,
        "user": space.users[space.bot].name,
        "team_id": space.team,
        "user_id": space.bot,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


_CONTENT = ("text", "blocks", "attachments", "markdown_text", "link_names", "parse", "as_user")
_LOOK = ("username", "icon_emoji", "icon_url", "thread_ts")
_PAGED = ("cursor", "limit")

METHODS: dict[str, Method] = {
    "auth.test": Method(_auth_test),
    "chat.postMessage": Method(
        chat.post_message,
        ("channel",),
        (
            *_CONTENT,
            *_LOOK,
            "metadata",
            "mrkdwn",
            "reply_broadcast",
            "unfurl_links",
            "unfurl_media",
            "unfurl_app_links",
            # Not documented as an argument, but documented errors speak of it.
            "client_msg_id",
        ),
        "chat:write",
    ),
    "chat.update": Method(
        chat.update,
        ("channel", "ts"),
        (*_CONTENT, "metadata", "reply_broadcast", "file_ids"),
        "chat:write",
    ),
    "chat.delete": Method(chat.delete, ("channel", "ts"), ("as_user",), "chat:write"),
    "chat.postEphemeral": Method(
        chat.post_ephemeral, ("channel", "user"), (*_CONTENT, *_LOOK), "chat:write"
    ),
    "conversations.open": Method(
        conversations.open_conversation, (), ("users", "channel", "return_im", "prevent_creation")
    ),
    "conversations.info": Method(
        conversations.info, ("channel",), ("include_locale", "include_num_members")
    ),
    "conversations.history": Method(
        conversations.history,
        ("channel",),
        (*_PAGED, "oldest", "latest", "inclusive", "include_all_metadata"),
    ),
    "conversations.members": Method(conversations.members, ("channel",), _PAGED),
    "users.info": Method(conversations.user_info, ("user",), ("include_locale",), "users:read"),
    "dnd.info": Method(conversations.dnd_info, (), ("user",), "dnd:read"),
    "views.open": Method(views.open_view, ("trigger_id", "view")),
    "views.push": Method(views.push_view, ("trigger_id", "view")),
    "views.update": Method(views.update_view, ("view",), ("view_id", "external_id", "hash")),
    "views.publish": Method(views.publish_view, ("user_id", "view"), ("hash",)),
}


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

    def _answer(self, name: str, given: Arguments, run: Callable[[], dict[str, Any]]) -> Reply:
        fault = self._faults.next(name)
        error: str | None = None
        with self._space.changed:
            try:
                _stop_before(fault)
                body = {"ok": True, **run()}
            except RefusedError as refusal:
                body, error = refusal.body(), refusal.error
            self._space.record(Call(name, given, error))
        if fault is not None:
            return Reply(RefusedError(fault.name).body(), fault.status, fault.headers, fault.cuts)
        return Reply(body)

    def _run(self, name: str, token: str | None, given: Arguments) -> dict[str, Any]:
        if name == "apps.connections.open":
            self._authorise(token, self._space.app_token)
            return {"url": self._new_socket_url()}
        if name not in METHODS:
            raise RefusedError("unknown_method")
        method = METHODS[name]
        self._authorise(token, self._space.bot_token)
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
