"""Many wishes for the same thing cost one run at a time, and one more after it."""

import threading


class Rush:
    """Knows for whom a run waits or is under way. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[str] = set()
        self._running: set[str] = set()
        self._once_more: set[str] = set()

    def ask(self, name: str) -> bool:
        """Ask for a run; return whether the caller must start one."""
        with self._lock:
            if name in self._running:
                self._once_more.add(name)
                return False
            is_new = name not in self._waiting
            self._waiting.add(name)
            return is_new

    def is_waiting(self, name: str) -> bool:
        """Say whether a run is coming that has not begun yet."""
        with self._lock:
            return name in self._waiting or name in self._once_more

    def give_up(self, name: str) -> None:
        """The run that was asked for could not be started."""
        with self._lock:
            self._waiting.discard(name)

    def begin(self, name: str) -> None:
        """A run begins: what is asked for from now on needs another one."""
        with self._lock:
            self._waiting.discard(name)
            self._running.add(name)

    def end(self, name: str) -> bool:
        """A run is over; return whether another one was asked for in the meantime."""
        with self._lock:
            self._running.discard(name)
            again = name in self._once_more
            self._once_more.discard(name)
            return again
