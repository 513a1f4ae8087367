"""The client that posts. It never retries by itself: the SDK's retry after a lost reply posts twice."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.slack import check
from bot.slack.problems import NotThere, explain

TIMEOUT = 10
"""Seconds for one call."""
METADATA = "coach_delivery"
_HISTORY = 50
_T = TypeVar("_T")


def web_client(token: str, api_url: str) -> WebClient:
    """Return a client without any retries of the SDK's."""
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])


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
        """Post a message; `key` travels in its metadata, where any app may read it: keep it opaque."""
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

    def find(self, channel: str, key: str, since: float) -> Posted | None:
        """Look for a message by its key in a conversation.

        Args:
            channel: the conversation.
            key: what `post` was given.
            since: seconds of the epoch, the earliest time it can have been posted.
        """
        answer = told_plainly(
            lambda: self._client.conversations_history(
                channel=channel, oldest=f"{since:.6f}", include_all_metadata=True, limit=_HISTORY
            )
        )
        for found in answer["messages"]:
            if found.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return Posted(channel, str(found["ts"]))
        return None


def respond(response_url: str, message: Mapping[str, Any], *, replace: bool = False) -> None:
    """Answer a command or button in private, by the address that came with it.

    Raises:
        CoachError: Slack did not take it; addresses live for 30 minutes and five answers.
    """
    check.message(message)
    client = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[])
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
