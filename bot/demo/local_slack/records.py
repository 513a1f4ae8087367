"""What the workspace is made of: people, channels, messages, views, and what was asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

State = dict[str, dict[str, dict[str, Any]]]
"""What stands in everything that can be filled in, by block id and action id."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody in the workspace, or a bot.

    Attributes:
        id: starts with U or W.
        name: the short name, as in a mention.
        tz: an IANA time zone.
        deleted: the account is deactivated.
        is_bot: True for bots, Coach's own included.
        is_restricted: True for guests.
        dnd: what `dnd.info` answers, laid over "never disturbed" (times are Unix seconds).
    """

    id: str
    name: str
    tz: str = "UTC"
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    dnd: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation: a public channel, a private one, or the app's direct messages with someone.

    Attributes:
        id: starts with C, or with D for direct messages.
        name: without the hash sign; empty for direct messages.
        members: user ids, the bot's own included when it is a member.
        is_private: only members know of it.
        is_archived: nobody can post.
        partner: for direct messages, the person at the other end.
    """

    id: str
    name: str
    members: frozenset[str]
    is_private: bool = False
    is_archived: bool = False
    partner: str = ""

    @property
    def family(self) -> str:
        """Return the word that Slack's scopes use: "im", "groups" or "channels"."""
        if self.partner:
            return "im"
        return "groups" if self.is_private else "channels"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stood when it was looked at.

    Attributes:
        channel: the conversation it stands in.
        ts: Slack's id of it inside the channel: Unix seconds with six decimals, unique, increasing.
        user: who wrote it.
        text: the top-level text, which notifications and screen readers use.
        blocks: its blocks; each has a `block_id`, each element an `action_id`.
        metadata: what the app attached, or None.
        thread_ts: the message it answers, or "".
        broadcasts: the mentions in it that reach many people, such as "<!channel>".
        edited: it was changed after it was posted.
        deleted: it is gone from the channel.
        only_for: the one person who sees it, for an ephemeral message; "" for all others.
        files: the ids of the files in it.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None = None
    thread_ts: str = ""
    broadcasts: tuple[str, ...] = ()
    edited: bool = False
    deleted: bool = False
    only_for: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file that the app announced.

    Attributes:
        id: starts with F.
        name: the file name.
        length: how many bytes were announced.
        title: what people see above it; "" until the upload is complete.
        content: byte for byte; None until it was handed over.
        channel: the conversation it stands in; "" while nobody but the app sees it.
    """

    id: str
    name: str
    length: int
    title: str = ""
    content: bytes | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as it stood when it was looked at.

    Attributes:
        user: who sees it.
        payload: the whole view, as `views.open` answers it.
        errors: what the app said is wrong with what was submitted last, by block id.
    """

    user: str
    payload: dict[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return Slack's id of the view."""
        return str(self.payload["id"])

    @property
    def hash(self) -> str:
        """Return the value that changes with every update."""
        return str(self.payload["hash"])

    @property
    def type(self) -> str:
        """Return "modal" or "home"."""
        return str(self.payload["type"])

    @property
    def callback_id(self) -> str:
        """Return the app's own name for this kind of view."""
        return str(self.payload["callback_id"])

    @property
    def private_metadata(self) -> str:
        """Return what the app keeps in the view, unseen by the person."""
        return str(self.payload["private_metadata"])

    @property
    def title(self) -> str:
        """Return the title in plain words, or "" for a Home tab."""
        return str((self.payload["title"] or {}).get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Return the blocks of the view."""
        return list(self.payload["blocks"])


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call that the app made.

    Attributes:
        method: such as "chat.postMessage", or "response_url".
        arguments: what was sent, without the token.
        error: Slack's name for what was wrong, or None.
    """

    method: str
    arguments: dict[str, Any]
    error: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered to something that Slack sent it.

    Attributes:
        status: the HTTP status, 200 for a Socket Mode acknowledgement, and 0 for no answer.
        body: the text of the answer; with status 0, "operation_timeout" or "dispatch_failed",
            which is what Slack then shows to the person.
        json: the answer as an object, when it is one.
        seconds: how long it took, in real time.
    """

    status: int
    body: str
    json: dict[str, Any] | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """A short-lived right to open a modal for somebody."""

    user: str
    issued: datetime
    view: str = ""
    exchanged: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """A short-lived right to answer where something was done.

    Attributes:
        user: who did it.
        channel: where.
        issued: when; it works for 30 minutes.
        original: the message that `replace_original` means, as (channel, ts), if there is one.
        uses: how often it was used; five times are allowed.
    """

    user: str
    channel: str
    issued: datetime
    original: tuple[str, str] | None = None
    uses: int = 0
