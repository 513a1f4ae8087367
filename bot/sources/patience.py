"""How long a source is asked: again where asking again may help, and never for long."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from time import sleep

from bot.errors import TransientError

PASSES = frozenset({408, 429, 500, 502, 503, 504})
"""The statuses that may be gone with the next try."""
_FIRST_WAIT = 0.5
"""In seconds; the second try comes at once, and each wait after this one is twice the last."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one question is asked.

    Attributes:
        tries: how often at most.
        longest_wait: in seconds; where a longer one is asked for, Coach comes back another time.
    """

    tries: int = 6
    longest_wait: int = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP. Its words are for the reading alone, and go into no error.

    Attributes:
        status: of HTTP.
        headers: by name, in whatever case the library leaves them.
        body: in full.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def seconds(header: str | None) -> float | None:
    """Read a header that says how long to wait; None where it is not there.

    What is no number of seconds, such as a date, is a wait without an end.
    """
    if header is None:
        return None
    told = header.strip()
    return float(told) if told.isascii() and told.isdigit() else inf


def patiently(
    ask: Callable[[], Answer], patience: Patience, asked_for: Callable[[Answer], float | None]
) -> Answer:
    """Return an answer, after asking again as long as that may help.

    Args:
        ask: puts the question once; raises TransientError where no answer came.
        patience: how often, and how long between.
        asked_for: the seconds that an answer asks to wait; None where it does not.

    Returns:
        The first answer that is not to pass, or the last one there was patience for.

    Raises:
        TransientError: no answer came, however often.
    """
    tried = 0
    while True:
        tried += 1
        try:
            answer = ask()
        except TransientError:
            if tried >= patience.tries:
                raise
            wait = None
        else:
            if answer.status not in PASSES or tried >= patience.tries:
                return answer
            wait = asked_for(answer)
            if wait is not None and wait > patience.longest_wait:
                return answer
        sleep(_grown(tried, patience) if wait is None else wait)


def _grown(tried: int, patience: Patience) -> float:
    return min(0 if tried == 1 else _FIRST_WAIT * 2 ** (tried - 1), patience.longest_wait)
