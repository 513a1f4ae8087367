"""The door to GitHub: who Coach is there, how long it tries, and what it says when refused."""

import base64
import json
import socket
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from bot import log
from bot.errors import CoachError, OperatorError, TransientError
from bot.sources.github import GitHub
from bot.sources.github_options import GitHubOptions, GitHubScope
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.aws.faults import Reply
from tests.github import faults
from tests.github.asking import SHOP, a_source, hold, on, pulled
from tests.github.company import pull_request
from tests.github.server import GitHubServer

ASKED_FOR_A_TOKEN = "POST /app/installations/8/access_tokens"


def named(fault: str) -> wire.Fault:
    found: wire.Fault = getattr(faults, fault, None) or getattr(wire, fault)
    return found


def refusal(source: GitHub) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert faults.SOMEBODY not in str(raised.value)
    assert SHOP not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("throttled", TransientError, "asked for fewer calls"),
        ("secondary", TransientError, "asked for fewer calls"),
        ("exhausted", TransientError, "asked for fewer calls"),
        ("limited", TransientError, "asked for fewer calls"),
        ("broken", TransientError, "had a fault of its own"),
        ("timed_out", TransientError, "could not finish its answer"),
        ("cut", TransientError, "connection to GitHub failed"),
        ("cut_midway", TransientError, "connection to GitHub failed"),
        ("garbled", TransientError, "could not be read"),
        ("expired", OperatorError, "put it into GITHUB_TOKEN"),
        ("denied", OperatorError, "needs the rights `Pull requests: read`"),
        ("forbidden", OperatorError, "authorise the token"),
        ("missing", OperatorError, "none of the repositories"),
        ("no_api", OperatorError, "Look at `base_url`"),
        ("moved", OperatorError, "Look at `base_url`"),
        ("unprocessable", OperatorError, "did not accept what it was asked"),
        ("unknown_field", OperatorError, "older GitHub Enterprise Server"),
    ],
)
def test_each_refusal_of_github_says_what_a_person_can_do(
    github: GitHubServer, fault: str, kind: type[CoachError], words: str
) -> None:
    github.plan(named(fault))
    error = refusal(a_source(github))
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"later"',
        b"null",
        b'{"data": null}',
        b'{"data": {"repository": null}}',
        b'{"data": {"repository": {"pullRequests": null}}}',
        b'{"data": {"repository": {"pullRequests": {"nodes": null, "pageInfo": {}}}}}',
        b'{"data": {"repository": {"pullRequests": {"nodes": [], "pageInfo": null}}}}',
        b'{"data": {"repository": {"defaultBranchRef": 7, "pullRequests": {}}}}',
        b'{"errors": "no"}',
        b'{"errors": []}',
    ],
)
def test_an_answer_without_its_parts_is_not_an_empty_repository(
    github: GitHubServer, body: bytes
) -> None:
    github.plan(faults.says(body))
    assert isinstance(refusal(a_source(github)), TransientError)


def test_a_page_for_people_is_no_answer(github: GitHubServer) -> None:
    github.plan(faults.says(b"<html>Sign in</html>", "text/html"))
    assert isinstance(refusal(a_source(github)), TransientError)


@pytest.mark.parametrize("fault", ["throttled", "secondary", "broken", "cut"])
def test_what_may_pass_is_asked_again_as_often_as_was_said(
    github: GitHubServer, fault: str
) -> None:
    github.plan(named(fault))
    refusal(a_source(github, tries=2))
    assert len(github.calls) == 2


@pytest.mark.parametrize(
    "fault",
    [
        "throttled_for_long",
        "until_a_date",
        "exhausted",
        "limited",
        "denied",
        "expired",
    ],
)
def test_what_passes_only_later_or_never_is_not_asked_again(
    github: GitHubServer, fault: str
) -> None:
    github.plan(named(fault))
    refusal(a_source(github, tries=5))
    assert len(github.calls) == 1


def test_a_limit_that_passes_changes_nothing_on_any_page(github: GitHubServer) -> None:
    github.most = 1
    hold(github, *(pull_request(n, on(0), on(n)) for n in range(1, 4)))
    github.plan(faults.secondary, times=1, after=1)
    github.plan(faults.broken, times=1, after=2)
    assert {fact.at for fact in pulled(a_source(github))} == {on(1), on(2), on(3)}


def test_a_github_that_does_not_listen_may_listen_later(github: GitHubServer) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    error = refusal(a_source(github, base_url=f"http://127.0.0.1:{port}"))
    assert isinstance(error, TransientError)


def test_without_a_token_nothing_is_asked(github: GitHubServer) -> None:
    scope = TeamScope("payments", "", GitHubScope(repositories=(SHOP,)), ("ada-lovelace",))
    error = refusal(GitHub("reviews", GitHubOptions(base_url=github.url), [scope]))
    assert isinstance(error, OperatorError)
    assert str(error).startswith("GITHUB_TOKEN is not set. Make a fine-grained token")
    assert github.calls == []


def test_a_repository_that_vanishes_between_two_pages_gives_no_half_of_itself(
    github: GitHubServer,
) -> None:
    github.most = 1
    for name in (SHOP, "acme/pay"):
        hold(github, pull_request(1, on(0), on(1)), pull_request(2, on(0), on(2)), repository=name)
    github.plan(faults.missing, times=1, after=1)
    facts = pulled(a_source(github, repositories=[SHOP, "acme/pay"]))
    assert [fact.metric for fact in facts].count("rework_after_merge") == 2


def test_no_token_of_github_gets_through_to_a_line_of_the_log() -> None:
    for token in ("ghp_" + "a1" * 18, "ghs_" + "B2" * 18, "github_pat_" + "c3_" * 20):
        assert log.redact(f"denied for {token}, sorry") == "denied for [secret], sorry"


# As an app


@pytest.fixture(scope="module")
def key() -> bytes:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def as_app(github: GitHubServer, file: Path) -> GitHub:
    return a_source(github, app_id=7, app_installation=8, app_private_key=file)


def test_an_app_asks_for_rights_to_read_alone_and_once_an_hour(
    github: GitHubServer, key: bytes, tmp_path: Path
) -> None:
    asked = []

    def give(body: bytes, headers: dict[str, str]) -> Reply:
        claims = headers["authorization"].removeprefix("Bearer ").split(".")[1]
        asked.append((json.loads(body), json.loads(base64.urlsafe_b64decode(claims + "=="))))
        token = {"token": "ghs_stand_in", "expires_at": "2999-01-01T00:00:00Z"}
        return Reply(201, json.dumps(token).encode())

    github.routes[ASKED_FOR_A_TOKEN] = give
    github.tokens = {"ghs_stand_in"}
    github.most = 1
    hold(github, pull_request(1, on(0), on(1)), pull_request(2, on(0), on(2)))
    file = tmp_path / "coach.pem"
    file.write_bytes(key)
    assert {fact.at for fact in pulled(as_app(github, file))} == {on(1), on(2)}
    ((body, claims),) = asked
    assert body == {"permissions": {"pull_requests": "read", "metadata": "read"}}
    assert claims["iss"] == "7"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, b'{"message": "A JSON web token could not be decoded"}', OperatorError),
        (404, b'{"message": "Not Found"}', OperatorError),
        (422, b'{"message": "The permissions requested are not granted"}', OperatorError),
        (503, b'{"message": "Unavailable"}', TransientError),
        (201, b'{"token": ', TransientError),
        (201, b"<html>", TransientError),
        (201, b"", TransientError),
        (201, b'{"token": 7}', TransientError),
        (201, b'["ghs_stand_in"]', TransientError),
    ],
)
def test_an_app_that_gets_no_token_says_why(
    github: GitHubServer, key: bytes, tmp_path: Path, status: int, body: bytes, kind: type
) -> None:
    github.routes[ASKED_FOR_A_TOKEN] = lambda _body, _headers: Reply(status, body)
    file = tmp_path / "coach.pem"
    file.write_bytes(key)
    error = refusal(as_app(github, file))
    assert type(error) is kind
    assert github.calls == []


@pytest.mark.parametrize("content", [None, b"", b"no key", b"\xff\xfe"])
def test_an_app_without_its_key_is_told_to_the_operator(
    github: GitHubServer, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "coach.pem"
    if content is not None:
        file.write_bytes(content)
    error = refusal(as_app(github, file))
    assert isinstance(error, OperatorError)
    assert "coach.pem" in str(error)
    assert str(tmp_path) not in str(error)
