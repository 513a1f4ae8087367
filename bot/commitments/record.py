"""What two people agreed, and what either of them may do with it next. Pure.

    record ──> proposed ──agree──> agreed ──conclude──> closed
                │  ▲                │  ▲
         rather │  └────suggest─────┘  │ rather not: back to what was agreed
            not ▼                      │
             declined        (proposed again)

A record always has a way on: whoever's turn it is may agree, suggest or decline; whoever waits may
suggest another version. Until both agreed, nobody is reminded of anything in it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.errors import UserError

FORGOTTEN = ""
"""Stands in the place of a side that asked to be forgotten."""


class Side(StrEnum):
    """One of the two people."""

    MANAGER = "manager"
    ENGINEER = "engineer"

    @property
    def other(self) -> "Side":
        """The other one."""
        return Side.ENGINEER if self is Side.MANAGER else Side.MANAGER


class Stage(StrEnum):
    """Where a record stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    CLOSED = "closed"
    DECLINED = "declined"


class Promise(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Conclusion(StrEnum):
    """What the two make of an outcome."""

    KEPT = "kept"
    ADJUSTED = "adjusted"
    ANOTHER = "another"


class Experiment(StrEnum):
    """What they try out: the article's own examples (S5, S6), and something else."""

    SMALLER_CHANGES = "smaller_changes"
    EARLIER_REVIEW = "earlier_review"
    CHECKLIST = "checklist"
    PAIRING = "pairing"
    REFACTORING = "refactoring"
    STRONGER_TESTS = "stronger_tests"
    TOOL_SETUP = "tool_setup"
    SOMETHING_ELSE = "something_else"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self]


_LABELS: Mapping[Experiment, str] = {
    Experiment.SMALLER_CHANGES: "Smaller pull requests",
    Experiment.EARLIER_REVIEW: "Earlier review",
    Experiment.CHECKLIST: "A checklist",
    Experiment.PAIRING: "Pairing",
    Experiment.REFACTORING: "A refactoring spike",
    Experiment.STRONGER_TESTS: "Stronger tests",
    Experiment.TOOL_SETUP: "Setting a tool up",
    Experiment.SOMETHING_ELSE: "Something else",
}


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What people wrote. It never shows in a `repr`, because reprs end in logs.

    Attributes:
        pattern: what was observed about the team.
        hypothesis: the shared guess.
        engineer_will: the engineer's promise.
        manager_will: the manager's promise.
        not_helping: what would show that it did not help.
    """

    pattern: str
    hypothesis: str
    engineer_will: str
    manager_will: str
    not_helping: str

    def to_json(self) -> dict[str, str]:
        """Return it as what is sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Said":
        """Read what `to_json` wrote."""
        return cls(**stored)

    def promise_of(self, side: Side) -> str:
        """Return what one side will do."""
        return self.engineer_will if side is Side.ENGINEER else self.manager_will


@dataclass(frozen=True, slots=True)
class Terms:
    """What they chose: the experiment, the team's metric to look at, and the day to look again."""

    experiment: Experiment
    metric: str
    check_in: date


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a record.

    Attributes:
        number: from 1.
        author: which side wrote it.
        kept_wording: whether the author kept words for which Coach suggested others.
        written_at: when, in UTC.
    """

    number: int
    author: Side
    said: Said
    terms: Terms
    kept_wording: bool
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A record of a conversation, without its words.

    Attributes:
        manager: a Slack user.
        engineer: a Slack user.
        turn: which side is asked; None when neither is.
        revision: the newest version's number.
        agreed_revision: the version that both agreed to; None before.
        agreed_at: when they first agreed, in UTC.
        conclusion: what they made of the outcome; None before.
        follows: the experiment before this one; None for a first one.
        delete_at: when it is deleted for good.
        kept_from: from when its time is counted: its check-in, or when it was closed; None: it is
            deleted on its day whatever the policy says, because somebody left.
    """

    id: str
    team: str
    manager: str
    engineer: str
    stage: Stage
    turn: Side | None
    revision: int
    agreed_revision: int | None
    agreed_at: datetime | None
    conclusion: Conclusion | None
    follows: str | None
    created_at: datetime
    delete_at: datetime | None = None
    kept_from: datetime | None = None

    def side_of(self, user: str) -> Side | None:
        """Return which side somebody is; None for everybody else."""
        if user == FORGOTTEN:
            return None
        return {self.manager: Side.MANAGER, self.engineer: Side.ENGINEER}.get(user)

    @property
    def forgotten(self) -> Side | None:
        """The side that asked to be forgotten; None: neither did."""
        return next((side for side in Side if self.person(side) == FORGOTTEN), None)

    def person(self, side: Side) -> str:
        """Return who one side is."""
        return self.manager if side is Side.MANAGER else self.engineer

    def agree(self, side: Side, revision: int, now: datetime) -> "Conversation":
        """One side agrees to a version.

        Raises:
            UserError: it is not theirs to agree to, or not the newest one any more.
        """
        self._may_answer(side, revision)
        return replace(
            self,
            stage=Stage.AGREED,
            turn=None,
            agreed_revision=revision,
            agreed_at=self.agreed_at or now,
        )

    def suggest(self, side: Side, revision: int) -> "Conversation":
        """One side writes another version of the one they saw; it is the other's turn then.

        Raises:
            UserError: there is a newer version, or the record is closed.
        """
        self._is_newest(revision)
        if self.stage in {Stage.CLOSED, Stage.DECLINED}:
            raise UserError(_CLOSED)
        return replace(self, stage=Stage.PROPOSED, turn=side.other, revision=self.revision + 1)

    def decline(self, side: Side, revision: int) -> "Conversation":
        """One side would rather not. What both had agreed before stands again, if there was any.

        Raises:
            UserError: it is not theirs to decline, or not the newest one any more.
        """
        self._may_answer(side, revision)
        if self.agreed_revision is not None:
            return replace(self, stage=Stage.AGREED, turn=None)
        return replace(self, stage=Stage.DECLINED, turn=None)

    def conclude(self, conclusion: Conclusion) -> "Conversation":
        """Say what comes of the experiment.

        Raises:
            UserError: somebody said so before, or it was never agreed.
        """
        if self.stage is not Stage.AGREED:
            raise UserError(_CLOSED if self.stage is Stage.CLOSED else _NOT_AGREED)
        return replace(self, stage=Stage.CLOSED, turn=None, conclusion=conclusion)

    def _may_answer(self, side: Side, revision: int) -> None:
        self._is_newest(revision)
        if self.stage is not Stage.PROPOSED:
            raise UserError(_ANSWERED)
        if self.turn is not side:
            raise UserError(_NOT_YOUR_TURN)

    def _is_newest(self, revision: int) -> None:
        if revision != self.revision:
            raise UserError(_NEWER)


_NEWER = "There is a newer version of this record; your newest message about it has the buttons."
_ANSWERED = "This record was answered before, so there is nothing left to press here."
_NOT_YOUR_TURN = "The other side is looking at this version; you can still suggest a change to it."
_CLOSED = "This record is closed. You can begin a new one at any time."
_NOT_AGREED = "This record was not agreed yet."


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise, without its words."""

    id: str
    conversation: str
    side: Side
    owner: str
    state: Promise
    settled_at: datetime | None = None

    def settle(self, state: Promise, now: datetime) -> "Commitment":
        """Say that it is done, or dropped.

        Raises:
            UserError: it was settled before.
        """
        if self.state is not Promise.OPEN:
            raise UserError(f"That one is {self.state} already.")
        return replace(self, state=state, settled_at=now)
