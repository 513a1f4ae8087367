"""HTTP: Bolt behind the guard, on waitress."""

from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.clock import Clock
from bot.slack.guard import LARGEST_BODY, PATH, Guard, Wsgi

THREADS = 32
"""Most of them wait for the disk, and all that wait for it at once are written with one commit."""


def wsgi(app: App, signing_secret: str, clock: Clock) -> Wsgi:
    """Return the whole inbound side as a WSGI application."""
    return Guard(SlackRequestHandler(app, path=PATH), signing_secret, clock)


class HttpServer:
    """Serves the application until it is closed."""

    def __init__(self, application: Wsgi, host: str, port: int) -> None:
        """Bind the address; port 0 takes any free one."""
        from waitress.server import create_server  # noqa: PLC0415 - not needed in Socket Mode

        self._server: Any = create_server(
            application,
            host=host,
            port=port,
            threads=THREADS,
            max_request_body_size=LARGEST_BODY,
            ident="coach",
        )
        self.port = int(self._server.effective_port)

    def run(self) -> None:
        """Serve; returns after `close`."""
        self._server.run()

    def close(self) -> None:
        """Stop listening and finish what was begun."""
        self._server.task_dispatcher.shutdown()
        self._server.close()
