"""The door to Jira: how long it tries, what it says when refused, and where the token goes."""

import socket
import traceback
from contextlib import closing

import pytest

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources.jira import Jira
from tests.aws import faults as wire
from tests.jira import faults
from tests.jira.asking import ESCAPED, FLAVOURS, a_source, on, pulled, said_of
from tests.jira.company import ADA, issue
from tests.jira.server import TOKEN, USER, JiraServer


def named(fault: str) -> wire.Fault:
    found: wire.Fault = getattr(faults, fault, None) or getattr(wire, fault)
    return found


def refusal(source: Jira) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    told = "".join(traceback.format_exception(raised.value))
    assert not [secret for secret in (ADA, USER, TOKEN, "SHOP") if secret in told]
    return raised.value


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("throttled", TransientError, "asked for fewer calls"),
        ("throttled_wordlessly", TransientError, "asked for fewer calls"),
        ("busy", TransientError, "had a fault of its own"),
        ("broken", TransientError, "had a fault of its own"),
        ("cut", TransientError, "connection to Jira failed"),
        ("cut_midway", TransientError, "connection to Jira failed"),
        ("garbled", TransientError, "could not be read"),
        ("expired", OperatorError, "into JIRA_TOKEN"),
        ("denied", OperatorError, "needs the permission `Browse projects`"),
        ("missing", OperatorError, "Look at `base_url` and `flavour`"),
        ("gone", OperatorError, "Look at `base_url` and `flavour`"),
        ("moved", OperatorError, "Look at `base_url` and `flavour`"),
    ],
)
def test_each_refusal_of_jira_says_what_a_person_can_do(
    jira: JiraServer, flavour: str, fault: str, kind: type[CoachError], words: str
) -> None:
    jira.plan(named(fault), after=1)
    error = refusal(a_source(jira, flavour=flavour))
    assert type(error) is kind
    assert words in str(error)
    assert len(str(error)) <= 300


@pytest.mark.parametrize("fault", ["throttled", "throttled_wordlessly", "busy", "broken", "cut"])
def test_what_may_pass_is_asked_again_as_often_as_was_said(jira: JiraServer, fault: str) -> None:
    jira.plan(named(fault))
    refusal(a_source(jira, tries=2))
    assert len(jira.calls) == 2


@pytest.mark.parametrize(
    "fault", ["throttled_for_long", "throttled_until_a_date", "expired", "gone", "moved"]
)
def test_what_passes_only_later_or_never_is_not_asked_again(jira: JiraServer, fault: str) -> None:
    jira.plan(named(fault))
    refusal(a_source(jira, tries=5))
    assert len(jira.calls) == 1


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_limit_that_passes_changes_nothing_on_any_page(jira: JiraServer, flavour: str) -> None:
    jira.most = 1
    jira.issues += [issue(day, on(day), labels=("production",)) for day in range(3)]
    for late in (1, 3):
        jira.plan(faults.throttled, times=1, after=late)
    facts = pulled(a_source(jira, flavour=flavour))
    assert set(said_of(facts, ESCAPED)) == {on(0), on(1), on(2)}


def test_a_jira_that_does_not_listen_may_listen_later(jira: JiraServer) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert isinstance(refusal(a_source(jira, base_url=address)), TransientError)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_does_not_follow_a_redirection(jira: JiraServer, status: int) -> None:
    with JiraServer() as other:
        there = {"Location": f"{other.url}/rest/api/3/project/SHOP"}
        jira.plan(lambda _call, _answer: wire.Reply(status, b"", there))
        assert isinstance(refusal(a_source(jira)), OperatorError)
        assert len(jira.calls) == 1
    assert other.calls == []


def test_a_jira_below_a_path_is_asked_there(jira: JiraServer) -> None:
    refusal(a_source(jira, base_url=f"{jira.url}/jira"))
    assert jira.calls[0].operation == "GET /jira/rest/api/3/project/SHOP"
    assert jira.complaints == ["nobody answers GET /jira/rest/api/3/project/SHOP"]
    jira.complaints.clear()
