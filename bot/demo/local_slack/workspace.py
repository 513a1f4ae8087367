"""The state of the workspace: who is there, what was said, and what may still be done."""

import secrets
import threading
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.demo.local_slack.message_rules import Content
from bot.demo.local_slack.records import (
    Call,
    Channel,
    File,
    Message,
    ResponseUrl,
    State,
    Trigger,
    User,
    View,
)
from bot.demo.local_slack.refusal import LocalSlackError, RefusedError
from bot.demo.local_slack.walking import with_ids

SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "users:read",
        "dnd:read",
        "im:write",
        *(
            f"{family}:{right}"
            for family in ("im", "channels", "groups")
            for right in ("read", "history")
        ),
    }
)
"""The bot scopes an app has unless a test says otherwise; `chat:write.public` and `files:write` must
be asked for."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Workspace:
    """One Slack workspace in memory.

    Whoever changes or reads more than one thing at a time holds `changed`, which also tells those
    who wait that something happened.

    Attributes:
        native_charts: False makes Slack refuse `data_visualization`.
        messages_tab: False makes Slack refuse direct messages from the app.
        limits: True makes Slack keep to its rate limits; see `limits`.
        revoked: the error that every call is answered with; "" while the app is installed.
        forgetful: True keeps no posts and no calls, but counts them.
        counts: how often something was posted, by conversation and metadata key; only counted
            when forgetful.
        called: how often each method was called, by its error or None; only when forgetful.
        base_url: where the HTTP side listens.
    """

    team = "T0COACH0001"
    domain = "example-company"
    app = "A0COACH0001"
    bot = "U0COACHBOT1"
    bot_id = "B0COACH0001"

    def __init__(
        self,
        clock: Clock,
        *,
        scopes: frozenset[str] = SCOPES,
        native_charts: bool = True,
        messages_tab: bool = True,
        limits: bool = False,
        forgetful: bool = False,
    ) -> None:
        self.clock = clock
        self.scopes = scopes
        self.native_charts = native_charts
        self.messages_tab = messages_tab
        self.limits = limits
        self.forgetful = forgetful
        self.revoked = ""
        self.base_url = ""
        self.bot_token = f"xoxb-{secrets.token_hex(8)}"
        self.app_token = f"xapp-{secrets.token_hex(8)}"
        self.changed = threading.Condition(threading.RLock())
        self.users = {self.bot: User(self.bot, "coach", is_bot=True)}
        self.channels: dict[str, Channel] = {}
        self.posted: dict[str, dict[str, Message]] = defaultdict(dict)
        self.ephemerals: dict[str, dict[str, Message]] = defaultdict(dict)
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.groups: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.files: dict[str, File] = {}
        self.uploads: dict[str, str] = {}
        self.entered: dict[str, State] = defaultdict(dict)
        self.calls: list[Call] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.called: Counter[tuple[str, str | None]] = Counter()
        self._last_ts = 0
        self._count = 0

    def micros(self) -> int:
        """Return the time in whole microseconds since 1970."""
        return (self.clock.now() - EPOCH) // timedelta(microseconds=1)

    def next_ts(self) -> str:
        """Return a time stamp that no other message has, never before an earlier one."""
        with self.changed:
            self._last_ts = max(self.micros(), self._last_ts + 1)
            seconds, rest = divmod(self._last_ts, 1_000_000)
            return f"{seconds}.{rest:06d}"

    def next_number(self) -> int:
        """Return a number that was not given before."""
        with self.changed:
            self._count += 1
            return self._count

    def short_id(self) -> str:
        """Return an id for a block or element that came without one."""
        return f"gen{self.next_number():04x}"

    def user(self, user: str) -> User:
        """Return somebody who is there.

        Raises:
            LocalSlackError: nobody has this id.
        """
        if user not in self.users:
            raise LocalSlackError(f"Nobody called {user} is in the workspace; add_user first.")
        return self.users[user]

    def channel(self, channel: str) -> Channel:
        """Return a channel that is there.

        Raises:
            LocalSlackError: no channel has this id.
        """
        if channel not in self.channels:
            raise LocalSlackError(f"There is no channel {channel}; add_channel first.")
        return self.channels[channel]

    def conversation(self, channel: str) -> Channel:
        """Return a conversation that the app can know of.

        Raises:
            RefusedError: there is none, or it is private and the app is not in it.
        """
        place = self.channels.get(channel)
        if place is None or (place.is_private and self.bot not in place.members):
            raise RefusedError("channel_not_found")
        return place

    def dm_id(self, user: str) -> str:
        """Return the conversation in which the app and somebody write to each other."""
        return f"D{self.user(user).id[1:]}"

    def need(self, scope: str) -> None:
        """Go on only with a scope.

        Raises:
            RefusedError: the app does not have it.
        """
        if scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise RefusedError("missing_scope", needed=scope, provided=provided)

    def post(
        self,
        channel: str,
        user: str,
        content: Content,
        *,
        metadata: dict[str, Any] | None = None,
        thread_ts: str = "",
        files: tuple[str, ...] = (),
    ) -> Message:
        """Put a message into a conversation."""
        with self.changed:
            message = Message(
                channel=channel,
                ts=self.next_ts(),
                user=user,
                text=content.text,
                blocks=with_ids(content.blocks, self.short_id),
                metadata=metadata or None,
                thread_ts=thread_ts,
                broadcasts=content.broadcasts,
                files=files,
            )
            if self.forgetful:
                key = (metadata or {}).get("event_payload", {}).get("key", "")
                self.counts[channel, str(key)] += 1
            else:
                self.posted[channel][message.ts] = message
            self.changed.notify_all()
            return message

    def edit(self, message: Message, content: Content, **changes: Any) -> Message:
        """Give a message other content, wherever it stands."""
        return self._put(
            replace(
                message,
                text=content.text,
                blocks=with_ids(content.blocks, self.short_id),
                broadcasts=content.broadcasts,
                edited=True,
                **changes,
            )
        )

    def delete(self, message: Message) -> None:
        """Take a message away, wherever it stands."""
        self._put(replace(message, deleted=True, text="", blocks=[], metadata=None, files=()))

    def whisper(self, channel: str, user: str, content: Content) -> Message:
        """Show somebody a message that nobody else sees."""
        return self._put(
            Message(
                channel=channel,
                ts=self.next_ts(),
                user=self.bot,
                text=content.text,
                blocks=with_ids(content.blocks, self.short_id),
                broadcasts=content.broadcasts,
                only_for=user,
            )
        )

    def find(self, channel: str, ts: str) -> Message | None:
        """Return a message that is still there, ephemeral ones included."""
        found = self.posted[channel].get(ts)
        for shown in self.ephemerals.values():
            found = found or shown.get(ts)
        return None if found is None or found.deleted else found

    def issue_trigger(self, user: str, view: str = "") -> str:
        """Return a trigger id: good for one modal, for three seconds."""
        with self.changed:
            trigger = f"{self.next_number()}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
            self.triggers[trigger] = Trigger(user, self.clock.now(), view)
            return trigger

    def issue_response_url(self, user: str, channel: str, original: Message | None = None) -> str:
        """Return a `response_url`: good for five answers, for 30 minutes."""
        with self.changed:
            key = f"{self.team}/{self.next_number()}/{secrets.token_hex(12)}"
            place = (original.channel, original.ts) if original else None
            self.response_urls[key] = ResponseUrl(user, channel, self.clock.now(), place)
            return f"{self.base_url}/response/{key}"

    def key_of(self, response_url: str) -> str:
        """Return the part of a `response_url` under which it is kept."""
        return response_url.removeprefix(f"{self.base_url}/response/")

    def show(self, view: View) -> View:
        """Keep a view, new or changed, and tell those who wait."""
        with self.changed:
            self.views[view.id] = view
            self.changed.notify_all()
            return view

    def keep_file(self, file: File, **changes: Any) -> None:
        """Keep what has become of a file, and tell those who wait."""
        with self.changed:
            self.files[file.id] = replace(self.files[file.id], **changes)
            self.changed.notify_all()

    def record(self, call: Call) -> None:
        """Remember what the app asked for, and tell those who wait."""
        with self.changed:
            if self.forgetful:
                self.called[call.method, call.error] += 1
            else:
                self.calls.append(call)
            self.changed.notify_all()

    def _put(self, message: Message) -> Message:
        with self.changed:
            if message.only_for:
                self.ephemerals[message.only_for][message.ts] = message
            else:
                self.posted[message.channel][message.ts] = message
            self.changed.notify_all()
            return message
