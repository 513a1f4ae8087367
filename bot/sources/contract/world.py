"""What the contract suite needs of a kind of source: a world in which it finds its telemetry."""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from bot.metrics.fact import Exclusion, Fact
from bot.sources.source import Source, Window

WINDOW = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 12, tzinfo=UTC))
"""Three whole weeks, 2026-W39 to W41."""


class Trouble(StrEnum):
    """What may go wrong between Coach and a source."""

    THROTTLED_BRIEFLY = "throttled briefly"
    SLOW = "slow"
    THROTTLED = "throttled for ever"
    CUT = "cut"
    CUT_MIDWAY = "cut midway"
    BROKEN = "broken"
    GARBLED = "garbled"
    EXPIRED = "expired"
    DENIED = "denied"
    MISSING = "missing"


class World(ABC):
    """Where a source of one kind finds its telemetry; empty at first.

    Attributes:
        people: ids, names and addresses in the material that must never come out.
        cannot: which troubles this kind cannot have, each with the reason in a sentence.
    """

    people: ClassVar[Sequence[str]]
    cannot: ClassVar[Mapping[Trouble, str]] = {}

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of what it started."""

    @abstractmethod
    def source(self) -> Source:
        """Make a new source that looks at this world."""

    @abstractmethod
    def hold(self) -> Sequence[Fact | Exclusion]:
        """Put known material in place; return what it makes in `WINDOW`.

        Who acts is given under any name. The material spans all three weeks.
        """

    @abstractmethod
    def spoil(self, count: int) -> Sequence[str]:
        """Add so many rows that cannot be read; return words of theirs that must not come out."""

    @abstractmethod
    def befall(self, trouble: Trouble, *, late: bool) -> Source | None:
        """Let trouble come at the first call, or once the pull is under way.

        Returns:
            A new source in that trouble; None where this kind cannot have it.
        """

    @abstractmethod
    def lack(self, right: str) -> Sequence[str]:
        """Take a right away from whoever Coach asks as.

        Returns:
            The rights that are missed then: this one, and those that are nothing without it.
        """


def nameless(facts: Iterable[Fact | Exclusion]) -> Counter[tuple[str, ...]]:
    """Return facts in a form that is equal when only the made-up names of people differ."""
    by_actor: dict[str | None, list[str]] = defaultdict(list)
    alone: list[tuple[str, ...]] = []
    for fact in facts:
        if isinstance(fact, Fact) and fact.actor is not None:
            by_actor[fact.actor].append(repr(_as_numbers(replace(fact, actor="somebody"))))
        else:
            alone.append((repr(_as_numbers(fact)),))
    return Counter([*alone, *(tuple(sorted(theirs)) for theirs in by_actor.values())])


def _as_numbers(fact: Fact | Exclusion) -> Fact | Exclusion:
    """Write 1 and 1.0 alike."""
    if isinstance(fact, Exclusion):
        return fact
    denominator = None if fact.denominator is None else float(fact.denominator)
    return replace(fact, numerator=float(fact.numerator), denominator=denominator)
