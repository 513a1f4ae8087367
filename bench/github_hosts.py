"""A stand-in for GitHub that has its answers ready, and takes its time to send them."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

from bench.child import serve
from bot.sources.github_query import PULL_REQUESTS as QUERY
from tests.github.company import pull_request, pushed, review
from tests.github.server import TOKEN, GitHubServer

REPOSITORIES, WEEKS, A_WEEK = 500, 26, 4
PULL_REQUESTS = WEEKS * A_WEEK
PEOPLE = 7
VARIANTS = 5
"""Different repositories: in each of them others begin the week."""
LATENCY = 0.05
"""Seconds from question to answer."""
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)


def login(number: int) -> str:
    return f"person-{number}"


def _rows(variant: int) -> list[dict[str, Any]]:
    """Return half a year of one repository, newest first: two reviews and three pushes each."""
    rows = []
    for number in range(PULL_REQUESTS):
        merged = NOW - timedelta(weeks=WEEKS) * number / PULL_REQUESTS - timedelta(hours=1)
        opened = merged - timedelta(hours=30)
        author, other = (login((number + variant + n) % PEOPLE) for n in (0, 1))
        events = [
            pushed(opened + timedelta(hours=1), author),
            review(opened + timedelta(hours=5), other, "CHANGES_REQUESTED"),
            *(pushed(opened + timedelta(hours=6 + n), author) for n in range(2)),
            review(opened + timedelta(hours=20), other),
        ]
        row = pull_request(PULL_REQUESTS - number, opened, merged, *events, author=author)
        rows.append({**row, "title": "A change of the shop", "bodyText": "What it does. " * 60})
    return rows


def pages(variant: int) -> dict[str | None, bytes]:
    """Return the answer to each question by its cursor, as the tests' own stand-in would give it."""
    github = GitHubServer()
    github.repositories["shop/part"] = _rows(variant)
    answers: dict[str | None, bytes] = {}
    after: str | None = None
    while after not in answers:
        variables = {"owner": "shop", "name": "part", "after": after}
        asked = json.dumps({"query": QUERY, "variables": variables}).encode()
        reply = github.answer("POST", "/graphql", {"authorization": f"bearer {TOKEN}"}, asked)
        answers[after] = reply.body
        info = json.loads(reply.body)["data"]["repository"]["pullRequests"]["pageInfo"]
        after = info["endCursor"] if info["hasNextPage"] else None
    assert not github.complaints, github.complaints
    return answers


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.pages = [pages(variant) for variant in range(VARIANTS)]
        self.lock = threading.Lock()
        self.asked = 0


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        begun = time.monotonic()
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked += 1
        number = int(asked["variables"]["name"].rpartition("-")[2])
        body = self.server.pages[number % VARIANTS][asked["variables"]["after"]]
        time.sleep(max(0.0, LATENCY - (time.monotonic() - begun)))
        self._send(body)

    def do_GET(self) -> None:
        """Say how much was asked since the last time."""
        with self.server.lock:
            asked, self.server.asked = self.server.asked, 0
        self._send(json.dumps(asked).encode())

    def _send(self, body: bytes) -> None:
        self.send_response_only(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Date", f"{NOW:%a, %d %b %Y %H:%M:%S} GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return


def main() -> None:
    server = _Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    serve(f"http://127.0.0.1:{server.server_address[1]}", dict)


if __name__ == "__main__":
    main()
