"""The Socket Mode side: connections the app opens, and envelopes it must acknowledge."""

import contextlib
import json
import secrets
import threading
import uuid
from http import HTTPStatus
from typing import Any

from typing_extensions import override
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as Handshake, Response
from websockets.sync.server import ServerConnection, serve

from bot.clock import SystemClock
from bot.demo.local_slack.payloads import Parcel
from bot.demo.local_slack.records import Answer
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.sending import FAILED, TIMED_OUT

Envelope = dict[str, Any]

# Slack pings its clients. Here it does so often, because Slack's own client cannot hang up while it
# waits for something to read, up to three seconds.
_PING_EVERY = 0.25


class SocketSide:
    """A WebSocket server on 127.0.0.1 that speaks Socket Mode, and the target for its envelopes.

    Waiting is measured in real time, whatever the workspace's clock says.

    Args:
        app: the app's id, which the greeting carries.
        patience: seconds to wait for an acknowledgement.
    """

    def __init__(self, app: str, patience: float) -> None:
        self._app = app
        self._patience = patience
        self._time = SystemClock()
        self._silent = threading.Event()
        self._changed = threading.Condition()
        self._tickets: set[str] = set()
        self._open: list[ServerConnection] = []
        self._leaving: list[ServerConnection] = []
        self._acknowledged: dict[str, dict[str, Any]] = {}
        self._turn = 0
        self._server = serve(
            self._talk,
            "127.0.0.1",
            0,
            create_connection=_silenced_by(self._silent),
            process_request=self._admit,
            ping_interval=_PING_EVERY,
            ping_timeout=None,
            # What is dropped in silence must not be missed by a decompressor afterwards.
            compression=None,
            close_timeout=1,
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def new_url(self) -> str:
        """Return an address that one connection can be opened with."""
        ticket = secrets.token_hex(16)
        with self._changed:
            self._tickets.add(ticket)
        port = self._server.socket.getsockname()[1]
        return f"ws://127.0.0.1:{port}/link/?ticket={ticket}&app_id={self._app}"

    def wait_for_client(self, seconds: float = 5.0) -> None:
        """Wait until the app is connected.

        Raises:
            LocalSlackError: it did not connect in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._open, seconds):
                raise LocalSlackError(
                    f"No Socket Mode client connected within {seconds:g} seconds."
                )

    @property
    def connections(self) -> int:
        """Return how many connections take envelopes now."""
        with self._changed:
            return len(self._open)

    def wrap(self, parcel: Parcel) -> Envelope:
        """Return the parcel in a new envelope."""
        envelope: Envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": parcel.kind,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.kind != "events_api",
        }
        if parcel.kind == "events_api":
            envelope["retry_attempt"] = parcel.retry
            envelope["retry_reason"] = "timeout" if parcel.retry else ""
        return envelope

    def deliver(self, wrapped: Envelope) -> Answer:
        """Send an envelope to any one connection, and wait for its acknowledgement."""
        begun = self._time.monotonic()
        envelope_id = str(wrapped["envelope_id"])
        with self._changed:
            self._acknowledged.pop(envelope_id, None)
            self._changed.wait_for(lambda: self._open, self._patience)
            sent = self._send_to_one(json.dumps(wrapped))
            arrived = sent and self._changed.wait_for(
                lambda: envelope_id in self._acknowledged, self._patience
            )
            payload = self._acknowledged.pop(envelope_id, {}).get("payload")
        seconds = self._time.monotonic() - begun
        if not arrived:
            return Answer(0, TIMED_OUT if sent else FAILED, None, seconds)
        body = json.dumps(payload) if payload else ""
        return Answer(200, body, payload or None, seconds)

    def disconnect(self, reason: str) -> None:
        """Tell every client to connect again; once one has, the old connections are closed."""
        with self._changed:
            leaving, self._open = self._open, []
            self._leaving.extend(leaving)
        told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
        for connection in leaving:
            # Whoever has hung up already need not be told.
            with contextlib.suppress(ConnectionClosed):
                connection.send(json.dumps(told))

    def go_silent(self) -> None:
        """Keep every connection open, old and new, but send nothing at all, not even pongs."""
        self._silent.set()

    def speak_again(self) -> None:
        """Send again."""
        self._silent.clear()

    def stop(self) -> None:
        """Close every connection and stop listening."""
        self._silent.clear()
        self._server.shutdown()
        self._thread.join()

    def _admit(self, connection: ServerConnection, request: Handshake) -> Response | None:
        """Let in whoever has an unused ticket."""
        ticket = request.path.partition("ticket=")[2].partition("&")[0]
        with self._changed:
            if ticket in self._tickets:
                self._tickets.discard(ticket)
                return None
        return connection.respond(HTTPStatus.FORBIDDEN, "This address was used before.\n")

    def _talk(self, connection: ServerConnection) -> None:
        with self._changed:
            count = len(self._open) + 1
        connection.send(
            json.dumps(
                {
                    "type": "hello",
                    "num_connections": count,
                    "debug_info": {
                        "host": "local",
                        "build_number": 1,
                        "approximate_connection_time": 18060,
                    },
                    "connection_info": {"app_id": self._app},
                }
            )
        )
        with self._changed:
            self._open.append(connection)
            leaving, self._leaving = self._leaving, []
            self._changed.notify_all()
        for each in leaving:
            # Closing waits for the other side, and this connection must be read meanwhile.
            threading.Thread(target=each.close, daemon=True).start()
        # Slack's own client hangs up without a word, which is an error only to WebSocket purists.
        with contextlib.suppress(ConnectionClosed):
            for message in connection:
                self._take(json.loads(message))
        with self._changed:
            self._open = [each for each in self._open if each is not connection]
            self._changed.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        with self._changed:
            self._acknowledged[str(message["envelope_id"])] = message
            self._changed.notify_all()

    def _send_to_one(self, text: str) -> bool:
        """Send to the next connection in turn that takes it; say whether one did."""
        for _attempt in range(len(self._open)):
            self._turn += 1
            connection = self._open[self._turn % len(self._open)]
            try:
                connection.send(text)
            except ConnectionClosed:
                continue
            return True
        return False


def _silenced_by(silent: threading.Event) -> type[ServerConnection]:
    """Return connections that send nothing while the event is set, as on a dead network."""

    class Connection(ServerConnection):
        @override
        def send_data(self) -> None:
            if silent.is_set():
                self.protocol.data_to_send()
            else:
                super().send_data()

    return Connection
