"""How fast messages may leave: Slack's documented limits, kept before Slack has to say so.

One message a second a conversation, and several hundred a minute a workspace ("Rate limits", Slack
developer documentation). What Slack says itself, by `Retry-After`, goes before both.
"""

import threading
from collections import OrderedDict

from bot.clock import Clock

A_CONVERSATION = 1.0
"""Seconds between two messages in one conversation."""
A_WORKSPACE = 60 / 295
"""Seconds between two messages in the workspace: a bit fewer than the 300 a minute that are safe.

The way to Slack takes now longer, now shorter, so 300 that leave in a minute may arrive in less; a
message that Slack refuses then costs seconds, in which no other one leaves.
"""
_REMEMBERED = 1000
"""Conversations remembered; one that falls out was written to longer ago than a second."""


class Pace:
    """Lets the messages of one process leave no faster than Slack takes them."""

    def __init__(
        self, clock: Clock, *, conversation: float = A_CONVERSATION, workspace: float = A_WORKSPACE
    ) -> None:
        self._clock = clock
        self._conversation = conversation
        self._workspace = workspace
        self._next = 0.0
        self._quiet_until = 0.0
        self._spoken: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, recipient: str) -> None:
        """Wait until a message to somebody may leave, and count it."""
        with self._lock:
            now = self._clock.monotonic()
            may = max(now, self._next, self._spoken.get(recipient, 0.0))
            self._next = may + self._workspace
            self._spoken[recipient] = may + self._conversation
            self._spoken.move_to_end(recipient)
            if len(self._spoken) > _REMEMBERED:
                self._spoken.popitem(last=False)
        if may > now:
            self._clock.sleep(may - now)

    def quiet(self, seconds: float) -> None:
        """Send nothing for so long: Slack asked for it."""
        with self._lock:
            until = self._clock.monotonic() + seconds
            self._quiet_until = max(self._quiet_until, until)
            self._next = max(self._next, until)

    def is_quiet(self) -> bool:
        """Say whether Slack asked to wait, and that time is not over."""
        with self._lock:
            return self._clock.monotonic() < self._quiet_until
