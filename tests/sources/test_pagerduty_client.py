"""The door to PagerDuty: how long it tries, what it says when refused, and where the key goes."""

import socket
import traceback
from contextlib import closing

import pytest

from bot.errors import CoachError, OperatorError, TransientError
from bot.sources.pagerduty import PagerDuty
from tests.aws import faults as wire
from tests.pagerduty import faults
from tests.pagerduty.asking import COUNT, a_source, on, pulled, said_of, scope
from tests.pagerduty.company import ADA, CHECKOUT, incident
from tests.pagerduty.server import KEY, PagerDutyServer, holding


def named(fault: str) -> wire.Fault:
    found: wire.Fault = getattr(faults, fault, None) or getattr(wire, fault)
    return found


def refusal(source: PagerDuty) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    told = "".join(traceback.format_exception(raised.value))
    assert not [secret for secret in (ADA, KEY, KEY[-4:], CHECKOUT) if secret in told]
    return raised.value


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("throttled", TransientError, "asked for fewer calls"),
        ("throttled_wordlessly", TransientError, "asked for fewer calls"),
        ("broken", TransientError, "had a fault of its own"),
        ("too_slow", TransientError, "had a fault of its own"),
        ("cut", TransientError, "connection to PagerDuty failed"),
        ("cut_midway", TransientError, "connection to PagerDuty failed"),
        ("garbled", TransientError, "could not be read"),
        ("expired", OperatorError, "put it into PAGERDUTY_TOKEN"),
        ("denied", OperatorError, "needs the rights `services.read`"),
        ("unpaid", OperatorError, "needs the rights `services.read`"),
        ("missing", OperatorError, "no REST API of PagerDuty at this address"),
        ("moved", OperatorError, "no REST API of PagerDuty at this address"),
        ("invalid", OperatorError, "did not accept what it was asked"),
    ],
)
def test_each_refusal_of_pagerduty_says_what_a_person_can_do(
    pagerduty: PagerDutyServer, fault: str, kind: type[CoachError], words: str
) -> None:
    pagerduty.plan(named(fault), after=1)
    error = refusal(a_source(pagerduty))
    assert type(error) is kind
    assert words in str(error)
    assert len(str(error)) <= 300


@pytest.mark.parametrize("fault", ["throttled", "throttled_wordlessly", "broken", "cut"])
def test_what_may_pass_is_asked_again_as_often_as_was_said(
    pagerduty: PagerDutyServer, fault: str
) -> None:
    pagerduty.plan(named(fault))
    refusal(a_source(pagerduty, tries=2))
    assert len(pagerduty.calls) == 2


@pytest.mark.parametrize("fault", ["throttled_for_long", "expired", "invalid", "moved"])
def test_what_passes_only_later_or_never_is_not_asked_again(
    pagerduty: PagerDutyServer, fault: str
) -> None:
    pagerduty.plan(named(fault))
    refusal(a_source(pagerduty, tries=5))
    assert len(pagerduty.calls) == 1


def test_a_limit_that_passes_changes_nothing_on_any_page(pagerduty: PagerDutyServer) -> None:
    pagerduty.most = 1
    pagerduty.incidents += [incident(number, on(number)) for number in range(1, 4)]
    for late in (1, 3):
        pagerduty.plan(faults.throttled, times=1, after=late)
    assert set(said_of(pulled(a_source(pagerduty)), COUNT)) == {on(1), on(2), on(3)}


def test_a_pagerduty_that_does_not_listen_may_listen_later(pagerduty: PagerDutyServer) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    error = refusal(a_source(pagerduty, base_url=address))
    assert isinstance(error, TransientError)


def test_the_key_does_not_follow_a_redirection() -> None:
    with holding() as other, holding() as server:
        there = {"Location": f"{other.url}/services/{CHECKOUT}"}
        server.plan(lambda _call, _answer: wire.Reply(307, b"", there))
        refusal(a_source(server, scope(CHECKOUT)))
        assert len(server.calls) == 1
    assert other.calls == []
