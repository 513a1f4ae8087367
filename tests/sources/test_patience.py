"""How long a source is asked: as often as was said, and never for longer than was said."""

from collections.abc import Iterator
from math import inf

import pytest

from bot.errors import TransientError
from bot.sources.patience import Answer, Patience, patiently, seconds


class Server:
    """Says one thing after another; None is a connection that broke."""

    def __init__(self, *statuses: int | None) -> None:
        self._statuses: Iterator[int | None] = iter(statuses)
        self.asked = 0

    def __call__(self) -> Answer:
        self.asked += 1
        status = next(self._statuses)
        if status is None:
            raise TransientError
        return Answer(status, {}, b"")


def at_once(_answer: Answer) -> float:
    return 0


@pytest.mark.parametrize("passes", [408, 429, 500, 502, 503, 504, None])
def test_what_may_pass_is_asked_again_until_it_has_passed(passes: int | None) -> None:
    server = Server(passes, passes, 200)
    if passes is None:  # The first wait is none; a second one would be.
        server = Server(passes, 200)
    assert patiently(server, Patience(), at_once).status == 200


@pytest.mark.parametrize("stays", [200, 204, 302, 400, 401, 403, 404])
def test_what_does_not_pass_is_asked_once(stays: int) -> None:
    server = Server(stays)
    assert patiently(server, Patience(), at_once).status == stays
    assert server.asked == 1


def test_the_last_answer_is_returned_when_patience_ends() -> None:
    server = Server(429, 500, 503, 200)
    assert patiently(server, Patience(tries=3), at_once).status == 503


def test_a_connection_that_keeps_breaking_is_an_error() -> None:
    server = Server(None, None, 200)
    with pytest.raises(TransientError):
        patiently(server, Patience(tries=2), at_once)
    assert server.asked == 2


@pytest.mark.parametrize("asked_for", [61, inf])
def test_a_longer_wait_than_there_is_patience_for_ends_the_asking(asked_for: float) -> None:
    server = Server(429, 200)
    assert patiently(server, Patience(), lambda _answer: asked_for).status == 429
    assert server.asked == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("0", 0),
        (" 17 ", 17),
        ("", inf),
        ("-1", inf),
        ("1.5", inf),
        ("nan", inf),
        ("²", inf),
        ("Fri, 01 Jan 2027 00:00:00 GMT", inf),
    ],
)
def test_a_wait_is_a_whole_number_of_seconds_or_without_end(
    header: str | None, wait: float | None
) -> None:
    assert seconds(header) == wait
