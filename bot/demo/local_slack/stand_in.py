"""The local Slack as one object: start it, fill it, point the app at it, and look."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from wsgiref.types import WSGIApplication

from bot.clock import Clock, SystemClock
from bot.demo.local_slack.acting import Acting
from bot.demo.local_slack.faults import Fault, Faults
from bot.demo.local_slack.records import Channel, User
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.seeing import Seeing
from bot.demo.local_slack.sending import Signer, UrlTarget, WsgiTarget
from bot.demo.local_slack.server import HttpSide
from bot.demo.local_slack.socket_mode import SocketSide
from bot.demo.local_slack.web_api import WebApi
from bot.demo.local_slack.workspace import SCOPES, Workspace


class LocalSlack(Seeing, Acting):
    """A strict stand-in for Slack on 127.0.0.1: one workspace, one app, no network.

    It enforces what Slack documents, by the clock it is handed, and shares no code with Coach's
    own check of its payloads, so that each finds the other's mistakes.

    Args:
        clock: the time by which messages are stamped, requests signed and triggers expire.
        scopes: the app's bot scopes.
        native_charts: False for a workspace that refuses `data_visualization`.
        messages_tab: False for an app that may not write direct messages.
        patience: seconds, in real time, that Slack waits for an answer; Slack's own are 3.
        limits: True for Slack's rate limits; see the module `limits`.
        forgetful: True keeps no message and no call but only counts them, for a benchmark that
            sends very many: every conversation then looks empty, `calls` too, and `counts` says
            how often something was posted.

    Attributes:
        workspace: the state behind it; `native_charts`, `messages_tab`, `limits` and `scopes`
            may be set on it at any time.
        bot_token: for `WebClient` and Bolt's `App`.
        app_token: for Socket Mode.
        signing_secret: for HTTP.
    """

    def __init__(  # noqa: PLR0913 - what a workspace can be like, each by its name
        self,
        *,
        clock: Clock,
        scopes: Iterable[str] = SCOPES,
        native_charts: bool = True,
        messages_tab: bool = True,
        patience: float = 3.0,
        limits: bool = False,
        forgetful: bool = False,
    ) -> None:
        self.workspace = Workspace(
            clock,
            scopes=frozenset(scopes),
            native_charts=native_charts,
            messages_tab=messages_tab,
            limits=limits,
            forgetful=forgetful,
        )
        self.bot_token = self.workspace.bot_token
        self.app_token = self.workspace.app_token
        self.signing_secret = secrets.token_hex(16)
        self.team_id = self.workspace.team
        self.bot_user_id = self.workspace.bot
        self._signer = Signer(self.signing_secret, clock)
        self._faults = Faults()
        self._patience = patience
        self._http: HttpSide | None = None
        self._sockets: SocketSide | None = None

    def start(self) -> Self:
        """Start listening."""
        self._sockets = SocketSide(self.workspace.app, self._patience)
        api = WebApi(self.workspace, self._faults, self._sockets.new_url)
        self._http = HttpSide(api.call, api.respond, api.upload)
        self.workspace.base_url = self._http.url
        return self

    def stop(self) -> None:
        """Stop listening.

        Raises:
            LocalSlackError: the stand-in itself broke while it was running.
        """
        http, sockets = self._running()
        self._http = self._sockets = None
        sockets.stop()
        http.stop()
        if http.crashes:
            raise LocalSlackError("The local Slack broke while it was running.") from http.crashes[
                0
            ]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """Return the base address of the Web API, with a slash at its end."""
        return f"{self._running()[0].url}/api/"

    @property
    def socket_connections(self) -> int:
        """Return how many Socket Mode connections take envelopes now."""
        return self._running()[1].connections

    def add_user(self, user: str, *, name: str, **more: Any) -> User:
        """Add a person, or a bot; see `User` for what more can be said."""
        added = User(user, name, **more)
        with self.workspace.changed:
            self.workspace.users[user] = added
            if not added.is_bot:
                both = frozenset({user, self.bot_user_id})
                dm = Channel(self.dm_id(user), "", both, is_private=True, partner=user)
                self.workspace.channels[dm.id] = dm
        return added

    def add_channel(
        self,
        channel: str,
        *,
        name: str,
        members: Iterable[str] = (),
        bot_is_member: bool = True,
        **more: Any,
    ) -> Channel:
        """Add a channel; see `Channel` for what more can be said."""
        people = frozenset(members) | ({self.bot_user_id} if bot_is_member else frozenset())
        added = Channel(channel, name, people, **more)
        with self.workspace.changed:
            self.workspace.channels[channel] = added
        return added

    def add_group(self, group: str, *, handle: str, members: Iterable[str]) -> None:
        """Add a user group, such as the people behind @payments."""
        with self.workspace.changed:
            self.workspace.groups[group] = (handle, tuple(members))

    def change_user(self, user: str, **changes: Any) -> None:
        """Change somebody, for example `deleted=True` when they leave."""
        with self.workspace.changed:
            self.workspace.users[user] = replace(self.workspace.user(user), **changes)

    def change_channel(self, channel: str, **changes: Any) -> None:
        """Change a channel, for example `is_archived=True`."""
        with self.workspace.changed:
            self.workspace.channels[channel] = replace(self.workspace.channel(channel), **changes)

    def send_to(self, app: WSGIApplication | str, *, path: str = "/slack/events") -> None:
        """Send everything from now on to a WSGI app in this process, or to an address.

        Args:
            app: the app, or a URL such as "http://127.0.0.1:8080/slack/events".
            path: where the app listens, when it is a WSGI app.
        """
        time = SystemClock()
        if isinstance(app, str):
            self._target = UrlTarget(app, self._signer, time.monotonic, self._patience)
        else:
            self._target = WsgiTarget(app, path, self._signer, time.monotonic)

    def send_to_socket(self, seconds: float = 5.0) -> None:
        """Send everything from now on over Socket Mode, once the app is connected.

        Raises:
            LocalSlackError: the app did not connect within so many seconds.
        """
        sockets = self._running()[1]
        sockets.wait_for_client(seconds)
        self._target = sockets

    def signed(self, body: bytes | str, *, at: datetime | None = None) -> dict[str, str]:
        """Return the headers that sign a body, at the clock's time or another; see `raw`."""
        return self._signer.headers(body.encode() if isinstance(body, str) else body, at)

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method go wrong; "response_url" and "upload" are methods too."""
        self._faults.add(method, fault, times)

    def revoke(self, error: str = "token_revoked") -> None:
        """Answer every call from now on as Slack does once the app was removed.

        Args:
            error: "token_revoked", or "account_inactive".
        """
        with self.workspace.changed:
            self.workspace.revoked = error

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the Socket Mode clients to connect again."""
        self._running()[1].disconnect(reason)

    def go_silent(self) -> None:
        """Keep the Socket Mode connections open, but send nothing, not even pongs."""
        self._running()[1].go_silent()

    def speak_again(self) -> None:
        """End the silence."""
        self._running()[1].speak_again()

    def _running(self) -> tuple[HttpSide, SocketSide]:
        if self._http is None or self._sockets is None:
            raise LocalSlackError("The local Slack is not running; start it first.")
        return self._http, self._sockets
