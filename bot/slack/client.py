"""The client that posts. It never retries by itself: the SDK's retry after a lost reply posts twice."""

import http.client
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.errors import TransientError
from bot.slack import check
from bot.slack.problems import NotThere, explain

TIMEOUT = 10
"""Seconds for one call."""
METADATA = "coach_delivery"
_HISTORY = 200
"""Messages in one page of a conversation's history."""
_SCOPES = "x-oauth-scopes"
_T = TypeVar("_T")


@cache
def whom_to_trust() -> ssl.SSLContext:
    """Return whom TLS trusts. To read all authorities takes several times as long as a call to Slack."""
    return ssl.create_default_context()


def _tls(url: str) -> ssl.SSLContext | None:
    return whom_to_trust() if url.startswith("https:") else None


def web_client(token: str, api_url: str, timeout: int = TIMEOUT) -> WebClient:
    """Return a client without any retries of the SDK's; the timeout is in seconds."""
    return WebClient(
        token=token, base_url=api_url, timeout=timeout, ssl=_tls(api_url), retry_handlers=[]
    )


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is: its conversation, and its timestamp, which is its id there."""

    channel: str
    ts: str


class Poster:
    """Posts and updates messages, each checked before it leaves.

    All methods raise the errors of `bot.slack.problems`, and `check.PayloadError`.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._direct: dict[str, str] = {}
        self._lock = threading.Lock()

    def direct_channel(self, user: str) -> str:
        """Return the conversation between a person and Coach, opening it when need be."""
        with self._lock:
            known = self._direct.get(user)
        if known is None:
            known = str(
                told_plainly(lambda: self._client.conversations_open(users=user))["channel"]["id"]
            )
            with self._lock:
                self._direct[user] = known
        return known

    def post(self, channel: str, message: Mapping[str, Any], key: str) -> Posted:
        """Post a message, and return where it stands.

        Args:
            channel: a conversation, or a person's id for their direct messages with Coach.
            message: its text and blocks.
            key: travels in its metadata, where any app may read it: keep it opaque.
        """
        check.message(message)
        answer = told_plainly(
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=message["text"],
                blocks=message.get("blocks"),
                metadata={"event_type": METADATA, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def update(self, where: Posted, message: Mapping[str, Any]) -> None:
        """Put a message in place of one that was posted before."""
        check.message(message)
        told_plainly(
            lambda: self._client.chat_update(
                channel=where.channel,
                ts=where.ts,
                text=message["text"],
                blocks=message.get("blocks"),
            )
        )

    def remove(self, where: Posted) -> None:
        """Take a message out of Slack that was posted before."""
        told_plainly(lambda: self._client.chat_delete(channel=where.channel, ts=where.ts))

    def remove_file(self, file: str) -> None:
        """Take a file out of Slack, wherever it was put."""
        told_plainly(lambda: self._client.files_delete(file=file))

    def find(self, channel: str, key: str, since: float) -> Posted | None:
        """Look for a message by its key in a conversation.

        Args:
            channel: the conversation.
            key: what `post` was given.
            since: seconds of the epoch, the earliest time it can have been posted.
        """
        cursor = ""
        while True:
            answer = self._page(channel, since, cursor)
            for found in answer["messages"]:
                if found.get("metadata", {}).get("event_payload", {}).get("key") == key:
                    return Posted(channel, str(found["ts"]))
            cursor = answer.get("response_metadata", {}).get("next_cursor") or ""
            if not cursor:
                return None

    def _page(self, channel: str, since: float, cursor: str) -> Any:
        return told_plainly(
            lambda: self._client.conversations_history(
                channel=channel,
                oldest=f"{since:.6f}",
                include_all_metadata=True,
                limit=_HISTORY,
                cursor=cursor or None,
            )
        )

    def upload(self, channel: str, filename: str, content: bytes, title: str) -> str:
        """Put a file into a conversation; return Slack's id of it.

        Nothing is seen of it before the last of three steps, so only the reply to that one can be
        lost in a way that matters.

        Args:
            channel: a conversation; a person's id will not do.
            filename: with the ending that says what it is.
            content: byte for byte.
            title: what people see above it.
        """
        place = told_plainly(
            lambda: self._client.files_getUploadURLExternal(filename=filename, length=len(content))
        )
        _hand_over(str(place["upload_url"]), content)
        told_plainly(
            lambda: self._client.files_completeUploadExternal(
                files=[{"id": str(place["file_id"]), "title": title}], channel_id=channel
            )
        )
        return str(place["file_id"])


class Views:
    """Opens and changes modals, and publishes Home tabs, each checked before it leaves.

    All methods raise the errors of `bot.slack.problems`, and `check.PayloadError`.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def open(self, trigger_id: str, view: Mapping[str, Any]) -> str:
        """Open a modal for whoever the trigger came from, within three seconds; return its id."""
        check.modal(view)
        answer = told_plainly(
            lambda: self._client.views_open(trigger_id=trigger_id, view=dict(view))
        )
        return str(answer["view"]["id"])

    def update(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Put other content into a modal that is open."""
        check.modal(view)
        told_plainly(lambda: self._client.views_update(view_id=view_id, view=dict(view)))

    def publish(self, user: str, view: Mapping[str, Any], shown: str | None = None) -> str:
        """Show somebody a Home tab; return Slack's mark of what is shown from then on.

        Args:
            user: whose Home tab it is.
            view: what it is to show.
            shown: the mark of what this takes the place of; None: of whatever is shown.

        Raises:
            Outdated: something else is shown by now, so this was not.
        """
        check.home(view)
        answer = told_plainly(
            lambda: self._client.views_publish(user_id=user, view=dict(view), hash=shown)
        )
        return str(answer["view"]["hash"])


@dataclass(frozen=True, slots=True)
class Installed:
    """How Coach is installed: in which workspace, and with which bot scopes."""

    workspace: str
    scopes: frozenset[str]


def installed(client: WebClient) -> Installed:
    """Ask Slack how Coach is installed, which tries the token too.

    Raises:
        AppRefused: Slack does not know the token.
        TransientError: Slack cannot be reached.
    """
    answer = told_plainly(client.auth_test)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    scopes = (scope.strip() for scope in headers.get(_SCOPES, "").split(","))
    return Installed(str(answer["team_id"]), frozenset(filter(None, scopes)))


def _hand_over(url: str, content: bytes) -> None:
    """Send a file's content to where Slack said. Nobody sees it yet, so trying again is safe."""
    kind = {"Content-Type": "application/octet-stream"}
    request = Request(url, content, kind, method="POST")  # noqa: S310 - the address is Slack's own
    try:
        with urlopen(request, timeout=TIMEOUT, context=_tls(url)):  # noqa: S310
            return
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise TransientError("Slack did not take the file; it will be tried again.") from error


def respond(response_url: str, message: Mapping[str, Any], *, replace: bool = False) -> None:
    """Answer a command or button in private, by the address that came with it.

    Raises:
        CoachError: Slack did not take it; addresses live for 30 minutes and five answers.
    """
    check.message(message)
    client = WebhookClient(response_url, timeout=TIMEOUT, ssl=_tls(response_url), retry_handlers=[])
    body = {**message, "response_type": "ephemeral", "replace_original": replace}
    answer = told_plainly(lambda: client.send_dict(body))
    if answer.status_code >= 400:  # noqa: PLR2004 - the start of HTTP's errors
        raise NotThere(f"Slack no longer takes an answer there ({answer.status_code}).")


def told_plainly(call: Callable[[], _T]) -> _T:
    """Call Slack; what goes wrong is raised as one of the errors of `bot.slack.problems`."""
    try:
        return call()
    except Exception as error:
        raise explain(error) from error
