"""Socket Mode, with a watchdog: a connection that has gone deaf ends the process.

Sockets have been seen to stay open and receive nothing; only a new process helps then, and a
supervisor starts it.
"""

import threading
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import log
from bot.clock import Clock
from bot.slack.client import told_plainly

DEAF_AFTER = 45
"""Seconds without a message or a pong."""
PINGS = 9
"""How many pings are sent in that time. After five in vain the SDK makes a new connection itself."""
_log = log.get("socket")


class Socket:
    """One Socket Mode connection and its watchdog."""

    def __init__(
        self, app: App, app_token: str, clock: Clock, *, deaf_after: float = DEAF_AFTER
    ) -> None:
        self._handler = SocketModeHandler(
            app, app_token, ping_interval=deaf_after / PINGS, concurrency=32
        )
        self._clock = clock
        self._deaf_after = deaf_after
        self._heard = clock.now().timestamp()
        self._closed = threading.Event()
        self._handler.client.on_message_listeners.append(self._on_message)

    def _on_message(self, _message: str) -> None:
        self._heard = self._clock.now().timestamp()

    def connect(self) -> None:
        """Open the connection.

        Raises:
            AppRefused: Slack does not know the app-level token.
            TransientError: Slack cannot be reached.
        """
        told_plainly(self._handler.connect)

    def silence(self) -> float:
        """Return the seconds since anything was heard from Slack, pongs included."""
        session = self._handler.client.current_session
        pong = getattr(session, "last_ping_pong_time", None) or 0.0
        return self._clock.now().timestamp() - max(self._heard, pong)

    def watch(self, on_deaf: Callable[[], None]) -> None:
        """Block until closed; call `on_deaf` once if nothing was heard for too long."""
        while not self._closed.wait(self._deaf_after / 10):
            if self.silence() > self._deaf_after:
                _log.error("socket_is_deaf", seconds=round(self.silence()))
                on_deaf()
                return

    def close(self) -> None:
        """Close the connection and end the watch."""
        self._closed.set()
        try:
            self._handler.close()  # type: ignore[no-untyped-call]
        except AttributeError:
            # At this very moment the SDK was closing a connection that it had found broken. The
            # second time it is gone.
            self._handler.close()  # type: ignore[no-untyped-call]
