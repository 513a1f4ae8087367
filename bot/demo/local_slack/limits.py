"""Slack's rate limits, exact to the microsecond of the clock that the workspace goes by.

What Slack documents is "per method, app and workspace", "at least so many a minute" and, for posts,
"one a second in a channel; short bursts are allowed" below a cap of "several hundred a minute" for
the workspace. Where it names no number, the narrow reading is taken: whoever keeps within these
limits keeps within Slack's. A call that is refused with 429 does not count; any other one does,
whatever comes of it.
"""

from collections import deque
from collections.abc import Callable

from bot.demo.local_slack.refusal import LimitedError

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls of one method in any minute, by the tier of the method."""
BURST = 3
"""Posts into one conversation that may come at once; after them there is one a second."""
POSTS_A_MINUTE = 300
"""Posts into the whole workspace in any minute: Slack says "several hundred"."""
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_MANY = 10_000


class Window:
    """So many in any minute.

    Args:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: deque[int] = deque()

    def wait(self, now: int) -> int:
        """Return the microseconds until one more is allowed; 0 when it is allowed now."""
        while self._taken and self._taken[0] <= now - _MINUTE:
            self._taken.popleft()
        return 0 if len(self._taken) < self._most else self._taken[0] + _MINUTE - now

    def take(self, now: int) -> None:
        """Count one more."""
        self._taken.append(now)


class Buckets:
    """One a second for each name, after a short burst: a bucket of tokens, filled again in time."""

    def __init__(self) -> None:
        self._full_again: dict[str, int] = {}

    def wait(self, name: str, now: int) -> int:
        """Return the microseconds until one more is allowed; 0 when it is allowed now."""
        return max(0, self._full_again.get(name, now) - now - (BURST - 1) * _SECOND)

    def take(self, name: str, now: int) -> None:
        """Count one more."""
        if len(self._full_again) >= _MANY:
            self._full_again = {one: at for one, at in self._full_again.items() if at > now}
        self._full_again[name] = max(self._full_again.get(name, now), now) + _SECOND


class Limits:
    """All limits of one app in one workspace.

    Args:
        now: the time in whole microseconds.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._methods: dict[str, Window] = {}
        self._posts = Window(POSTS_A_MINUTE)
        self._places = Buckets()

    def call(self, method: str, tier: int) -> None:
        """Count a call of a method.

        Raises:
            LimitedError: there were too many within a minute.
        """
        now = self._now()
        window = self._methods.setdefault(method, Window(TIERS[tier]))
        _refuse(window.wait(now))
        window.take(now)

    def post(self, place: str) -> None:
        """Count a post into a conversation.

        Raises:
            LimitedError: there were too many, in the conversation or in the workspace.
        """
        now = self._now()
        _refuse(max(self._posts.wait(now), self._places.wait(place, now)))
        self._posts.take(now)
        self._places.take(place, now)


def _refuse(wait: int) -> None:
    if wait > 0:
        raise LimitedError(-(-wait // _SECOND))
