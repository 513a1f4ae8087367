"""A histogram of durations from which quantiles come out within one percent, over any span.

Buckets grow by a constant factor, so that each value is known to a relative error of one percent
whatever its size (Masson, Rim, Lee: "DDSketch", VLDB 2019, section 2). Two histograms add up by
adding their buckets, which quantiles themselves do not.
"""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

ACCURACY = 0.01
_GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
_LOG_GAMMA = math.log(_GAMMA)
SMALLEST = 1 / 60
"""Values below one minute (or a sixtieth of a turn) count as zero."""
LARGEST = 10 * 365 * 24.0
"""Ten years in hours; a longer duration is a broken clock, not a duration."""
_ZERO = -(10**6)


def _bucket(value: float) -> int:
    if not 0 <= value <= LARGEST:
        msg = f"{value} is not a duration that can be true"
        raise ValueError(msg)
    return _ZERO if value < SMALLEST else math.ceil(math.log(value) / _LOG_GAMMA)


@lru_cache(maxsize=1024)  # More than there are buckets.
def middle(bucket: int) -> float:
    """Return the value that stands for all of a bucket."""
    return 0.0 if bucket == _ZERO else 2 * math.exp(bucket * _LOG_GAMMA) / (_GAMMA + 1)


@dataclass(slots=True)
class Histogram:
    """Counts of values by bucket. Values are hours, or turns."""

    counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Iterable[float]) -> "Histogram":
        """Build one from values.

        Raises:
            ValueError: a value is negative, not a number, or above ten years in hours.
        """
        return cls(dict(Counter(map(_bucket, values))))

    @classmethod
    def from_json(cls, stored: Mapping[str, int]) -> "Histogram":
        """Read what `to_json` wrote."""
        return cls({int(bucket): count for bucket, count in stored.items()})

    def to_json(self) -> dict[str, int]:
        """Return the buckets as a JSON object, smallest first."""
        return {str(bucket): self.counts[bucket] for bucket in sorted(self.counts)}

    def add(self, value: float, count: int = 1) -> None:
        """Count a value.

        Raises:
            ValueError: it is negative, not a number, or above ten years in hours.
        """
        bucket = _bucket(value)
        self.counts[bucket] = self.counts.get(bucket, 0) + count

    def merge(self, other: "Histogram") -> None:
        """Add another histogram to this one."""
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count

    @property
    def total(self) -> int:
        """How many values were counted."""
        return sum(self.counts.values())

    def quantile(self, part: float) -> float | None:
        """Return the value below which `part` (0 to 1) of the values lie; None when empty.

        Between two values it interpolates linearly: method 7 of Hyndman and Fan, "Sample Quantiles
        in Statistical Packages", The American Statistician 50 (1996), the default of R and NumPy.
        """
        return self.quantiles(part)[0]

    def quantiles(self, *parts: float) -> list[float | None]:
        """Return several quantiles at once: to put the values in order is most of the work."""
        buckets = sorted(self.counts)
        ends = list(accumulate(map(self.counts.__getitem__, buckets)))
        if not ends or ends[-1] == 0:
            return [None] * len(parts)
        return [_at(part * (ends[-1] - 1), buckets, ends) for part in parts]


def _at(rank: float, buckets: Sequence[int], ends: Sequence[int]) -> float:
    """Return the value of a rank, counted from 0."""
    below, above = math.floor(rank), math.ceil(rank)
    low = middle(buckets[bisect_right(ends, below)])
    high = middle(buckets[bisect_right(ends, above)]) if above > below else low
    return low + (high - low) * (rank - below)


def merged(histograms: Sequence[Histogram]) -> Histogram:
    """Return the sum of some histograms; of a single one, that one itself."""
    if len(histograms) == 1:
        return histograms[0]
    whole: defaultdict[int, int] = defaultdict(int)
    for one in histograms:
        for bucket, count in one.counts.items():
            whole[bucket] += count
    return Histogram(dict(whole))
