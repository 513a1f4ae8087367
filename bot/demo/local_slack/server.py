"""The HTTP side of the local Slack: the Web API, the `response_url` addresses, and uploads."""

import json
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from typing_extensions import override

from bot.demo.local_slack.listening import Listening
from bot.demo.local_slack.web_api import Reply

_FORM = "application/x-www-form-urlencoded"

ApiCall = Callable[[str, str | None, dict[str, Any]], Reply]
Response = Callable[[str, dict[str, Any]], Reply]
Upload = Callable[[str, bytes], Reply]


class HttpSide:
    """A small HTTP server on 127.0.0.1, a thread for each request.

    It is the standard library's, because a fault must be able to cut a connection in the middle.

    Args:
        api_call: answers a Web API method, given the token and the arguments.
        response: answers a post to a `response_url`, given the end of its path.
        upload: takes the content of a file, given the end of the path it was sent to.

    Attributes:
        crashes: what went wrong inside the stand-in itself.
    """

    def __init__(self, api_call: ApiCall, response: Response, upload: Upload) -> None:
        self.crashes: list[BaseException] = []
        self._server = _Server(api_call, response, upload, self.crashes)
        self._server.begin()

    @property
    def url(self) -> str:
        """Return the address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Stop listening."""
        self._server.end()


class _Server(Listening):
    # A burst of clients must not wait for a second because the queue of new connections is full.
    request_queue_size = 512

    def __init__(
        self,
        api_call: ApiCall,
        response: Response,
        upload: Upload,
        crashes: list[BaseException],
    ) -> None:
        super().__init__(_Handler)
        self.api_call = api_call
        self.response = response
        self.upload = upload
        self.crashes = crashes

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        # An app that stops in the middle of a call is the app's business, not an error here.
        if error is not None and not isinstance(error, ConnectionError):
            self.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get_content_type() if "Content-Type" in self.headers else ""
        if path.startswith("/api/"):
            self._answer(self._api(path.removeprefix("/api/"), query, kind, body))
        elif path.startswith("/response/"):
            self._answer(self._response(path.removeprefix("/response/"), body))
        elif path.startswith("/upload/v1/"):
            self._answer(self.server.upload(path.removeprefix("/upload/v1/"), body))
        else:
            self._answer(Reply({"ok": False, "error": "not_found"}, HTTPStatus.NOT_FOUND))

    def _api(self, method: str, query: str, kind: str, body: bytes) -> Reply:
        given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
        text = body.decode()
        if body and kind == "application/json":
            try:
                sent = json.loads(text, parse_constant=_refuse_constant)
            except ValueError:
                return Reply({"ok": False, "error": "invalid_json"})
            if not isinstance(sent, dict):
                return Reply({"ok": False, "error": "json_not_object"})
            given |= sent
        elif body and kind == _FORM:
            given |= dict(parse_qsl(text, keep_blank_values=True))
        elif body:
            return Reply({"ok": False, "error": "invalid_post_type"})
        in_arguments = given.pop("token", None)
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return self.server.api_call(method, bearer or in_arguments, given)

    def _response(self, key: str, body: bytes) -> Reply:
        try:
            given = json.loads(body, parse_constant=_refuse_constant)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return Reply({"ok": False, "error": "invalid_payload"}, HTTPStatus.BAD_REQUEST)
        return self.server.response(key, given)

    def _answer(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.cut:
            return
        body = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Write no access log: what matters is in `calls`."""


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(name)
