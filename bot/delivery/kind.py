"""What may become of a message when its time has come, and what words it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.db import Session
from bot.delivery.outbox_store import Delivery
from bot.slack.client import Posted

REDRAW = "redraw"
"""The kind of a message that is to be put anew."""


@dataclass(frozen=True, slots=True)
class Post:
    """Post this, as a new message.

    Attributes:
        message: its text and blocks.
        plain: the same without native charts, for a workspace that does not take them; None: there
            are none in it.
    """

    message: Mapping[str, Any]
    plain: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Put this in place of a message that was posted before."""

    where: Posted
    message: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; take it up again at this time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """There is no need for it any more; the reason is for an operator."""

    reason: str


Plan = Post | Replace | Later | Drop


@dataclass(frozen=True, slots=True)
class Unsent:
    """Why a message will not be sent.

    Attributes:
        reason: for an operator.
        code: Slack's own word where Slack refused it, such as `is_archived`.
        may_stand: whether nobody knows if it stands in Slack after all.
    """

    reason: str
    code: str = ""
    may_stand: bool = False


class Kind(ABC):
    """What a capability knows of the messages that it words."""

    @abstractmethod
    def plan(self, delivery: Delivery, now: datetime) -> Plan:
        """Word the message from what is stored at this moment, or say that it is not to be sent.

        Raises:
            CoachError: it cannot be worded; see `bot.delivery.send` for what becomes of it then.
        """

    def again(self, delivery: Delivery, now: datetime) -> Mapping[str, Any] | None:  # noqa: ARG002
        """Word a message that stands in Slack as it reads now; None: leave it as it is."""
        return None

    def sent(self, session: Session, delivery: Delivery, now: datetime) -> None:  # noqa: B027
        """Take note that it was sent, in the transaction that says so."""

    def not_sent(  # noqa: B027
        self, session: Session, delivery: Delivery, now: datetime, why: Unsent
    ) -> None:
        """Take note that it will not be sent, in the transaction that says so."""
