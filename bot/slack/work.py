"""A bounded pool for what happens after Slack was answered."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot import log
from bot.errors import CoachError
from bot.slack.reference import new_reference

THREADS = 4
WAITING = 256
"""Jobs that may wait. What is beyond stays in its table and is picked up by the next sweep."""
_log = log.get("work")


class Workers:
    """Runs jobs on a few threads. A job that fails is logged with a reference, never lost quietly."""

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="coach-work")
        self._most = threads + waiting
        self._open = 0
        self._closed = False
        self._idle = threading.Condition()

    def submit(self, name: str, job: Callable[[], None]) -> bool:
        """Hand over a job; return whether it was taken: there was room, and this is not closed.

        Args:
            name: a constant name for the log.
            job: what to do.
        """
        with self._idle:
            if self._closed or self._open >= self._most:
                _log.warning("work_is_closed" if self._closed else "work_is_full", job=name)
                return False
            self._open += 1
            self._pool.submit(self._run, name, job)
        return True

    def _run(self, name: str, job: Callable[[], None]) -> None:
        try:
            job()
        except CoachError as error:
            _log.warning("job_stopped", job=name, reason=str(error))
        except Exception:  # noqa: BLE001 - the last place that can see it; the log has the trace
            _log.exception("job_crashed", job=name, reference=new_reference())
        finally:
            with self._idle:
                self._open -= 1
                self._idle.notify_all()

    def settle(self, seconds: float = 20.0) -> bool:
        """Wait until nothing is under way or waiting; return whether that came in time."""
        with self._idle:
            return self._idle.wait_for(lambda: self._open == 0, seconds)

    def close(self) -> None:
        """Finish what was begun, and take nothing more."""
        with self._idle:
            self._closed = True
        self._pool.shutdown(wait=True)
