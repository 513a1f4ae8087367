"""What one week adds up to, with the made-up names of those who did it: in memory only."""

from collections import Counter
from dataclasses import dataclass, field

from bot.metrics.fact import Fact
from bot.metrics.histogram import Histogram


@dataclass(slots=True)
class Cell:
    """What one week adds up to, with the made-up names of those who did it: in memory only."""

    numerator: float = 0.0
    denominator: float | None = None
    sample: int = 0
    actors: Counter[str] = field(default_factory=Counter)
    people: int | None = None
    share_of_sample: float | None = None
    histogram: Histogram | None = None
    excluded: Counter[str] = field(default_factory=Counter)
    is_watched: bool = False

    @property
    def says_something(self) -> bool:
        """Whether anything happened, or it is known that nothing did."""
        return self.is_watched or self.sample > 0

    def add(self, fact: Fact) -> None:
        """Take in a fact."""
        self.numerator += fact.numerator if fact.value is None else fact.sample
        if fact.denominator is not None:
            self.denominator = (self.denominator or 0.0) + fact.denominator
        self.sample += fact.sample
        if fact.value is not None:
            self.histogram = self.histogram or Histogram()
            self.histogram.add(fact.value, fact.sample)
        if fact.actor is not None:
            self.actors[fact.actor] += fact.sample
        if fact.people is not None:
            # Who they are is unknown, so the same people may stand behind two facts: the larger
            # number is what is certain, and the largest parts may all be one person's.
            self.people = max(self.people or 0, fact.people)
            part = 1.0 if fact.largest_share is None else fact.largest_share
            self.share_of_sample = (self.share_of_sample or 0.0) + part * fact.sample

    def merge(self, other: "Cell", *, is_apart: bool) -> None:
        """Take in what another team did.

        Args:
            other: that team's cell.
            is_apart: whether nobody is in both teams, so that people known by number add up.
        """
        self.is_watched = self.is_watched or other.is_watched
        self.numerator += other.numerator
        if other.denominator is not None:
            self.denominator = (self.denominator or 0.0) + other.denominator
        self.sample += other.sample
        self.actors.update(other.actors)
        self.excluded.update(other.excluded)
        if other.people is not None:
            both = (self.people or 0, other.people)
            self.people = sum(both) if is_apart else max(both)
            self.share_of_sample = (self.share_of_sample or 0.0) + (other.share_of_sample or 0.0)
        if other.histogram is not None:
            self.histogram = self.histogram or Histogram()
            self.histogram.merge(other.histogram)

    @property
    def contributors(self) -> int | None:
        """How many people stand behind it; None where the source knows nobody."""
        return len(self.actors) if self.actors else self.people

    @property
    def largest_share(self) -> float | None:
        """The largest part that one of them may have; None where unknown."""
        if not self.sample:
            return None
        if self.actors:
            return max(self.actors.values()) / self.sample
        return None if self.share_of_sample is None else self.share_of_sample / self.sample
