"""Asks the sources for one message, and holds what they say until that message is made."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot import log
from bot.clock import Clock
from bot.collection.one_person import Own
from bot.individual.request import Request
from bot.slack.work import Workers

GIVES_UP: Final = timedelta(minutes=10)
"""After this long nobody waits for a source any more, and nothing that it said is held."""
_log = log.get("individual")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say; None where none could be asked."""

    own: Own | None = field(repr=False)


@dataclass(slots=True)
class _Held:
    begun: datetime
    answer: Answer | None = field(default=None, repr=False)


class Live:
    """Holds in memory, for minutes at most and handed out once, what a message will show.

    Args:
        ask: asks the sources about the person of a request.
        workers: a pool of its own: sources may take long, and nobody else waits for them.
    """

    def __init__(self, ask: Callable[[Request], Own], workers: Workers, clock: Clock) -> None:
        self._ask = ask
        self.workers = workers
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def take(self, request: Request) -> Answer | None:
        """Return what the sources say, and hold it no longer; None while they are being asked."""
        self.forget()
        with self._lock:
            held = self._held.get(request.id)
            if held is not None and held.answer is not None:
                return self._held.pop(request.id).answer
            if held is None:
                held = self._held[request.id] = _Held(self._clock.now())
                if not self.workers.submit("individual_fetch", lambda: self._fetch(request, held)):
                    del self._held[request.id]  # there is no room: the next wake-up tries again
        return None

    def forget(self) -> None:
        """Forget what nobody came for; what is still being asked counts as not answered."""
        now = self._clock.now()
        with self._lock:
            for request, held in list(self._held.items()):
                if now < held.begun + GIVES_UP:
                    continue
                if held.answer is None:
                    held.begun, held.answer = now, Answer(None)
                else:
                    del self._held[request]

    def _fetch(self, request: Request, held: _Held) -> None:
        try:
            answer = Answer(self._ask(request))
        except Exception as error:  # noqa: BLE001 - the person is told; what it says may be about them
            _log.warning("source_not_asked", metric=request.metric, reason=type(error).__name__)
            answer = Answer(None)
        with self._lock:
            if held.answer is None:
                held.answer = answer
