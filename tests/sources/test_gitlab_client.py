"""The door to GitLab: how long it tries, what it says when refused, and where the token never goes."""

import json
import socket
import time
from typing import Any

import pytest
from pydantic import SecretStr

from bot import log
from bot.errors import CoachError, OperatorError, TransientError
from bot.sources.gitlab import GitLab
from bot.sources.gitlab_client import Client
from bot.sources.gitlab_options import VARIABLE, GitLabOptions
from bot.sources.patience import Patience
from bot.sources.source import TeamScope
from tests.aws import faults as wire
from tests.aws.faults import Call, Reply
from tests.gitlab import faults
from tests.gitlab.asking import ADA, SHOP, a_source, hold, on, pulled
from tests.gitlab.company import merge_request
from tests.gitlab.server import TOKEN, GitLabServer


def named(fault: str) -> wire.Fault:
    found: wire.Fault = getattr(faults, fault, None) or getattr(wire, fault)
    return found


def refusal(source: GitLab) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert faults.SOMEBODY not in str(raised.value)
    assert SHOP not in str(raised.value)
    assert len(str(raised.value)) <= 300
    return raised.value


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("throttled", TransientError, "asked for fewer calls"),
        ("throttled_without_a_word", TransientError, "asked for fewer calls"),
        ("until_now", TransientError, "asked for fewer calls"),
        ("exhausted", TransientError, "asked for fewer calls"),
        ("broken", TransientError, "had a fault of its own"),
        ("timed_out", TransientError, "could not finish its answer"),
        ("cut", TransientError, "connection to GitLab failed"),
        ("cut_midway", TransientError, "connection to GitLab failed"),
        ("garbled", TransientError, "could not be read"),
        ("sign_in", TransientError, "could not be read"),
        ("expired", OperatorError, "did not accept the token"),
        ("denied", OperatorError, "scope `read_api`"),
        ("no_api", OperatorError, "no API of GitLab"),
        ("moved", OperatorError, "no API of GitLab"),
        ("unprocessable", OperatorError, "older GitLab"),
        ("unknown_field", OperatorError, "older GitLab"),
        ("too_large", OperatorError, "older GitLab"),
    ],
)
def test_each_refusal_of_a_question_is_told_in_coachs_own_words(
    gitlab: GitLabServer, fault: str, kind: type[CoachError], words: str
) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)))
    # The first answer, which project it is, still comes.
    gitlab.plan(named(fault), after=1)
    told = refusal(a_source(gitlab))
    assert type(told) is kind
    assert words in str(told)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("missing", OperatorError, "none of the projects"),
        ("denied", OperatorError, "scope `read_api`"),
        ("expired", OperatorError, "did not accept the token"),
        ("moved", OperatorError, "no API of GitLab"),
        ("sign_in", TransientError, "could not be read"),
        ("broken", TransientError, "had a fault of its own"),
    ],
)
def test_each_refusal_of_the_first_look_is_told_in_coachs_own_words(
    gitlab: GitLabServer, fault: str, kind: type[CoachError], words: str
) -> None:
    gitlab.plan(named(fault))
    told = refusal(a_source(gitlab))
    assert type(told) is kind
    assert words in str(told)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'{"data": null}',
        b'{"data": []}',
        b'{"errors": "no"}',
        b'{"errors": [null]}',
        b'{"data": {}}',
        b'{"data": {"project": {}}}',
        b'{"data": {"project": {"mergeRequests": {"nodes": null, "pageInfo": {}}}}}',
        b'{"data": {"project": {"mergeRequests": {"nodes": []}}}}',
        b"[" * 100_000,
    ],
)
def test_an_answer_of_another_form_is_not_taken_for_an_empty_one(
    gitlab: GitLabServer, body: bytes
) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.says(body), after=1)
    assert type(refusal(a_source(gitlab))) is TransientError


@pytest.mark.parametrize(
    "about",
    [
        [],
        {},
        {"id": "41", "path_with_namespace": SHOP},
        {"id": 41, "path_with_namespace": None},
        {"id": 41, "path_with_namespace": SHOP, "default_branch": 7},
    ],
)
def test_a_project_that_is_told_of_in_another_form_is_asked_for_again_later(
    gitlab: GitLabServer, about: Any
) -> None:
    gitlab.plan(faults.says(json.dumps(about).encode()))
    assert type(refusal(a_source(gitlab))) is TransientError


@pytest.mark.parametrize("fault", ["throttled", "until_now", "broken", "cut", "cut_midway"])
def test_a_trouble_that_passes_is_waited_for(gitlab: GitLabServer, fault: str) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)))
    gitlab.plan(named(fault), times=1, after=1)
    assert pulled(a_source(gitlab))
    assert len(gitlab.questions) == 2


@pytest.mark.parametrize("fault", ["throttled_for_long", "until_in_an_hour", "until_a_date"])
def test_a_wait_longer_than_coachs_patience_is_left_for_another_time(
    gitlab: GitLabServer, fault: str
) -> None:
    gitlab.project(SHOP)
    gitlab.plan(named(fault))
    before = time.monotonic()
    told = refusal(a_source(gitlab, tries=6))
    assert "fewer calls" in str(told)
    assert time.monotonic() - before < 5
    assert len(gitlab.calls) == 1


def test_a_trouble_that_stays_is_asked_for_as_often_as_patience_says(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.throttled)
    refusal(a_source(gitlab, tries=4))
    assert len(gitlab.calls) == 4


def test_a_refusal_is_not_asked_for_again(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    gitlab.plan(faults.expired)
    refusal(a_source(gitlab, tries=4))
    assert len(gitlab.calls) == 1


def test_nobody_at_home_is_a_trouble_that_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    options = GitLabOptions(base_url=f"http://127.0.0.1:{port}")
    client = Client(TOKEN, options.base_url, Patience(tries=1))
    with pytest.raises(TransientError):
        client.get("/projects/1")


@pytest.mark.parametrize("after", [0, 1])
def test_the_token_goes_to_no_other_host_though_gitlab_points_there(
    gitlab: GitLabServer, after: int
) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)))
    with GitLabServer() as other:
        elsewhere = Reply(302, b"", {"Location": f"{other.url}/api/v4/projects/41"})

        def sends_away(_call: Call, _answer: Any) -> Reply:
            return elsewhere

        gitlab.plan(sends_away, after=after)
        assert "no API of GitLab" in str(refusal(a_source(gitlab)))
        assert other.calls == []


def test_without_a_token_nothing_is_asked(gitlab: GitLabServer) -> None:
    known = a_source(gitlab)
    source = GitLab("reviews", known.options, known.scopes)
    assert VARIABLE in str(refusal(source))
    with pytest.raises(OperatorError, match="read_api"):
        list(source.probes())
    assert gitlab.calls == []


def test_a_token_that_is_none_is_told_by_the_live_check(gitlab: GitLabServer) -> None:
    known = a_source(gitlab)
    wrong = {VARIABLE: SecretStr("glpat-wrong")}
    source = GitLab("reviews", known.options, known.scopes, wrong, Patience(tries=1))
    for probe in source.probes():
        with pytest.raises(OperatorError, match="did not accept the token"):
            probe.ask()


def test_a_gitlab_that_is_none_is_told_by_the_live_check(gitlab: GitLabServer) -> None:
    gitlab.plan(faults.no_api)
    scope, _ = a_source(gitlab).probes()
    with pytest.raises(OperatorError, match="no API of GitLab"):
        scope.ask()


def test_the_live_check_names_the_place_of_what_is_not_shown(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    gitlab.project("acme/pay", shows_merge_requests=False)
    gitlab.project("ada-lovelace/notes", is_hidden=True)
    source = a_source(gitlab, projects=[SHOP, "acme/pay", "ada-lovelace/notes"])
    (_, role) = source.probes()
    with pytest.raises(OperatorError) as raised:
        role.ask()
    assert "2 of 3 projects" in str(raised.value)
    assert "(team payments, project 2; team payments, project 3)" in str(raised.value)
    assert ADA not in str(raised.value)


def test_a_project_of_a_service_is_named_by_its_service(gitlab: GitLabServer) -> None:
    scope = a_source(gitlab).scopes[0].scope
    source = a_source(gitlab, scopes=[TeamScope("payments", "ledger", scope)])
    (_, role) = source.probes()
    with pytest.raises(OperatorError, match="team payments, service ledger, project 1"):
        role.ask()


@pytest.mark.parametrize("token", ["glpat-" + "a1_-" * 5, "glpat-" + "b2" * 20 + ".01.0abcdef12"])
def test_a_token_of_gitlab_never_reaches_the_log(token: str) -> None:
    assert log.redact(f"asked with {token} today") == "asked with [secret] today"
