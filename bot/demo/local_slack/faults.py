"""What can go wrong between the app and Slack, to be arranged by a test."""

import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with one call.

    Attributes:
        name: Slack's name for the error in the answer; "" when there is no answer.
        status: the HTTP status of the answer.
        headers: further headers of the answer.
        stores: Slack does what was asked, and the trouble comes after it.
        cuts: the connection ends without an answer.
    """

    name: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stores: bool = False
    cuts: bool = False

    SERVER_ERROR: ClassVar["Fault"]
    """Slack breaks before doing anything."""
    SERVER_ERROR_AFTER: ClassVar["Fault"]
    """Slack does what was asked, and then breaks; the answer looks the same."""
    REPLY_LOST: ClassVar["Fault"]
    """Slack does what was asked, and the connection is cut before the answer."""
    UNREACHABLE: ClassVar["Fault"]
    """The connection is cut before Slack does anything."""

    @classmethod
    def RATE_LIMITED(cls, retry_after: int = 1) -> "Fault":  # noqa: N802 - reads like its siblings
        """Return HTTP 429 with a `Retry-After` in seconds."""
        return cls("ratelimited", status=429, headers={"Retry-After": str(retry_after)})

    @classmethod
    def error(cls, name: str) -> "Fault":
        """Return an ordinary refusal, such as "token_revoked"."""
        return cls(name)


Fault.SERVER_ERROR = Fault("internal_error", status=500)
Fault.SERVER_ERROR_AFTER = Fault("internal_error", status=500, stores=True)
Fault.REPLY_LOST = Fault(stores=True, cuts=True)
Fault.UNREACHABLE = Fault(cuts=True)


class Faults:
    """The faults still to come, by method, in the order in which they were arranged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coming: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Arrange for the next calls of a method to go wrong."""
        with self._lock:
            self._coming[method].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, if anything does."""
        with self._lock:
            coming = self._coming[method]
            return coming.popleft() if coming else None
