"""GitHub's REST through the one door: lists page by page, and the same refusals as GraphQL's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources import github_client
from bot.sources.github_client import Client, Page, Patience, UnseenError, by_app, by_token
from bot.sources.github_refusals import Rights
from bot.sources.source import Report
from tests.aws import faults as wire
from tests.aws.faults import Reply
from tests.github import faults
from tests.github.rest import Listed, Rest, misfits
from tests.github.server import NOW, TOKEN, GitHubServer

THINGS = "/repos/acme/shop/things"
RIGHTS = Rights(("Things: read", "Metadata: read"), {"things": "read", "metadata": "read"})
ROW = {"id": int}


@pytest.fixture
def client(github: GitHubServer) -> Iterator[Client]:
    with closing(Client(by_token(TOKEN), github.url, Patience(tries=2), RIGHTS)) as client:
        yield client


def hold(github: GitHubServer, count: int, *, under: str = "", most: int = 2) -> None:
    """Let there be so many things, two on a page."""
    github.rest.most = most
    listed = Listed([{"id": number} for number in range(1, count + 1)], under)
    github.rest.add(
        "/repos/{owner}/{repo}/things", lambda _asked, **_names: listed, ROW, right="things"
    )


def pages(client: Client, report: Report | None = None, rows: str | None = None) -> list[Page]:
    return list(client.pages(THINGS, report or Report(), "shop", rows=rows))


def ids(found: list[Page]) -> list[list[int]]:
    return [[row["id"] for row in page.rows] for page in found]


def linked(target: str, rows: Any = ()) -> wire.Fault:
    """Answer with rows and the link of a next page."""
    headers = {"Link": f'<{target}>; rel="next", <{target}>; rel="last"'}
    return lambda _call, _answer: Reply(200, json.dumps(list(rows)).encode(), headers)


def test_an_answer_is_parsed_and_github_s_clock_is_heard(
    github: GitHubServer, client: Client
) -> None:
    hold(github, 1)
    assert client.now is None
    assert client.get(THINGS, per_page=1) == [{"id": 1}]
    assert client.now == NOW


def test_an_answer_without_a_body_says_that_there_is_nothing(
    github: GitHubServer, client: Client
) -> None:
    github.rest.add("/repos/{owner}/{repo}/things", lambda *_, **__: None, ROW, right="things")
    assert client.get(THINGS) is None


def test_a_list_is_read_to_its_end_along_the_links(github: GitHubServer, client: Client) -> None:
    hold(github, 5)
    report = Report()
    assert ids(pages(client, report)) == [[1, 2], [3, 4], [5]]
    assert report.skipped.total() == 0
    assert "per_page=100" in github.calls[0].operation


def test_a_list_under_a_name_comes_with_how_long_it_is(
    github: GitHubServer, client: Client
) -> None:
    hold(github, 3, under="things")
    found = pages(client, rows="things")
    assert ids(found) == [[1, 2], [3]]
    assert [(page.number, page.total) for page in found] == [(1, 3), (2, 3)]


def test_an_empty_page_with_a_next_one_is_not_the_end(github: GitHubServer, client: Client) -> None:
    hold(github, 1)
    github.plan(linked(f"https://api.github.com{THINGS}?page=1"), times=1)
    assert ids(pages(client)) == [[], [1]]


def test_a_link_to_another_host_is_followed_at_github_alone(
    github: GitHubServer, client: Client
) -> None:
    hold(github, 1)
    github.plan(linked(f"https://elsewhere.example{THINGS}?page=1"), times=1)
    assert ids(pages(client)) == [[], [1]]


def test_a_list_that_turns_in_a_circle_ends_with_a_word_of_it(
    github: GitHubServer, client: Client
) -> None:
    report = Report()
    github.plan(linked(f"{THINGS}?page=2", [{"id": 1}]))
    assert ids(pages(client, report)) == [[1], [1]]
    assert report.places == {
        "GitHub came back to an earlier page; the rest is missing": ["shop, page 2"]
    }


def test_a_list_longer_than_coach_reads_ends_with_a_word_of_it(
    github: GitHubServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(github_client, "MOST_PAGES", 2)
    hold(github, 5)
    report = Report()
    assert ids(pages(client, report)) == [[1, 2], [3, 4]]
    assert report.places == {"there are more pages than Coach reads": ["shop, page 2"]}
    assert len(github.calls) == 2


def test_a_base_url_of_a_server_of_one_s_own_stands_before_each_path(
    github: GitHubServer,
) -> None:
    hold(github, 3)
    own = Client(by_token(TOKEN), f"{github.url}/api/v3", Patience(tries=1), RIGHTS)
    with closing(own) as client:
        client.get(THINGS)
    assert github.calls[0].operation.startswith(f"GET /api/v3{THINGS}")


def raised(client: Client) -> CoachError:
    with pytest.raises(CoachError) as refused:
        client.get(THINGS)
    assert faults.SOMEBODY not in str(refused.value)
    assert "acme" not in str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("throttled", TransientError, "asked for fewer calls"),
        ("secondary", TransientError, "asked for fewer calls"),
        ("exhausted", TransientError, "asked for fewer calls"),
        ("broken", TransientError, "had a fault of its own"),
        ("cut", TransientError, "connection to GitHub failed"),
        ("cut_midway", TransientError, "connection to GitHub failed"),
        ("garbled", TransientError, "could not be read"),
        ("expired", OperatorError, "put it into GITHUB_TOKEN"),
        ("denied", UnseenError, "does not show this"),
        ("no_api", UnseenError, "does not show this"),
        ("moved", OperatorError, "Look at `base_url`"),
        ("unprocessable", OperatorError, "did not accept what it was asked"),
    ],
)
def test_each_refusal_says_what_a_person_can_do(
    github: GitHubServer, client: Client, fault: str, kind: type[CoachError], words: str
) -> None:
    hold(github, 1)
    github.plan(getattr(faults, fault, None) or getattr(wire, fault))
    error = raised(client)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    ("body", "kind"), [(b"<html>Sign in</html>", "text/html"), (b'[{"id": 1}]', "text/plain")]
)
def test_a_page_for_people_is_no_answer(
    github: GitHubServer, client: Client, body: bytes, kind: str
) -> None:
    github.plan(faults.says(body, kind))
    assert isinstance(raised(client), TransientError)


def test_what_is_refused_is_told_from_what_is_not_there(
    github: GitHubServer, client: Client
) -> None:
    hold(github, 1)
    github.rest.lacking.add("things")
    refused = raised(client)
    github.rest.hidden.add("acme/shop")
    missing = raised(client)
    assert [isinstance(one, UnseenError) and one.refused for one in (refused, missing)] == [
        True,
        False,
    ]


def test_the_words_of_a_refusal_name_the_rights_of_the_kind_that_asks(client: Client) -> None:
    assert "`Things: read` and `Metadata: read`" in client.asker.refused


@pytest.mark.parametrize("body", [b"{}", b'"later"', b"null", b"7"])
def test_an_answer_that_is_no_list_is_not_an_empty_one(
    github: GitHubServer, client: Client, body: bytes
) -> None:
    github.plan(faults.says(body))
    with pytest.raises(TransientError):
        pages(client)


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"things": null}', b'{"things": [], "total_count": "3"}']
)
def test_an_answer_without_the_list_in_it_is_not_an_empty_one(
    github: GitHubServer, client: Client, body: bytes
) -> None:
    github.plan(faults.says(body))
    with pytest.raises(TransientError):
        pages(client, rows="things")


ASKED_AGAIN = """
import logging, sys
from bot import log
log.configure(sys.stderr)
logging.getLogger("urllib3.connectionpool").warning("Retrying: /repos/acme/shop?signature=x")
logging.getLogger("urllib3.connectionpool").error("told")
"""


def test_what_is_asked_again_is_not_named_in_the_log() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AGAIN], capture_output=True, text=True, check=True
    )
    assert "told" in done.stderr
    assert "shop" not in done.stderr


# As an app


@pytest.fixture(scope="module")
def key() -> bytes:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


@pytest.fixture
def as_app(github: GitHubServer, key: bytes, tmp_path: Path) -> Iterator[Client]:
    file = tmp_path / "coach.pem"
    file.write_bytes(key)
    identity = by_app(7, 8, file, RIGHTS)
    with closing(Client(identity, github.url, Patience(tries=1), RIGHTS)) as client:
        yield client


def give(github: GitHubServer, asked: list[Any]) -> None:
    """Give an app a token for the hour."""

    def answer(body: bytes, _headers: dict[str, str]) -> Reply:
        asked.append(json.loads(body))
        token = {"token": "ghs_stand_in", "expires_at": "2999-01-01T00:00:00Z"}
        return Reply(201, json.dumps(token).encode())

    github.routes["POST /app/installations/8/access_tokens"] = answer


def test_an_app_asks_for_the_rights_of_its_kind_alone(github: GitHubServer, as_app: Client) -> None:
    asked: list[Any] = []
    give(github, asked)
    github.tokens = {"ghs_stand_in"}
    hold(github, 1)
    assert as_app.get(THINGS) == [{"id": 1}]
    assert asked == [{"permissions": {"things": "read", "metadata": "read"}}]


def test_an_app_whose_token_is_rejected_under_way_hears_of_the_app_and_of_no_token_of_its_own(
    github: GitHubServer, as_app: Client
) -> None:
    give(github, [])
    github.tokens = {"another"}
    for error in (raised(as_app), refused_by_graphql(as_app)):
        assert isinstance(error, OperatorError)
        assert "the token that it gave the app" in str(error)
        assert "GITHUB_TOKEN" not in str(error)


def refused_by_graphql(client: Client) -> CoachError:
    with pytest.raises(CoachError) as refused:
        client.ask("query { x }")
    return refused.value


def test_an_app_that_is_refused_is_told_to_have_its_rights_accepted(as_app: Client) -> None:
    assert "The app needs the rights `Things: read`" in as_app.asker.refused
    assert len(as_app.asker.refused) <= 300


# The stand-in itself


def test_the_stand_in_finds_what_github_would_not_have_said() -> None:
    shape = {"id": int, "name?": (str, None.__class__), "of": [{"x": bool}]}
    assert misfits({"id": 1, "of": [{"x": True}]}, shape, "row") == []
    assert misfits({"id": True, "name": 1, "of": [{"x": 1}], "y": 0}, shape, "row") == [
        "row has no field y",
        "row.id is True",
        "row.name is 1",
        "row.of.x is 1",
    ]


def test_the_stand_in_notes_a_parameter_that_github_does_not_know() -> None:
    complaints: list[str] = []
    rest = Rest(complaints)
    rest.add("/things", lambda _asked: [], [ROW], right="things")
    assert rest.answer("/things?colour=red").status == 200
    assert complaints == ["/things knows no parameter colour"]
