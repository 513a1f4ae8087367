"""How far weeks scatter by themselves, and so how sure a difference between them is. Pure.

A week's value scatters for two reasons: there are only so many events in it (known from their
number), and no two weeks of a team are alike (estimated from the weeks themselves, by the method of
moments, as DerSimonian and Laird do between studies: Controlled Clinical Trials 7, 1986). Weeks next
to each other resemble each other, so the second part shrinks more slowly with the number of weeks
than independent weeks would let it; how much is not estimated, which a year cannot carry, but taken
to be `LIKENESS`. docs/trends.md has what was tried, and what it came to.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

LIKENESS = 0.5
"""The correlation between the extra of one week and of the next one that is reckoned with."""
FREEDOM_LEFT = (1 - LIKENESS**2) / (1 + LIKENESS**2)
"""What part of the degrees of freedom such weeks leave (Bayley and Hammersley, J. R. Stat. Soc. Suppl.
8, 1946)."""
_NORMAL = NormalDist()
_ALONE = 1e-6
"""So little room to vary is left where one week is as good as its whole window, in both."""
_FAR = -6.0
"""So many standard errors below zero, the scatter between weeks is as good as none."""


class Observed(NamedTuple):
    """One comparable week.

    Attributes:
        at: its number; the next week's is one more.
        size: what its value is the mean of: events, or working weeks.
        value: its value, on a scale on which a change of the team is a shift.
    """

    at: int
    size: float
    value: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A difference between two windows of weeks, and how far it may come by itself.

    Attributes:
        difference: the later mean less the earlier one.
        sampling: the variance of it that comes of the number of events.
        between: the variance of it that comes of weeks not being alike.
        freedom: the degrees of freedom behind these, as Satterthwaite counts them (Biometrics
            Bulletin 2, 1946); infinite where weeks do not differ beyond their number of events.
    """

    difference: float
    sampling: float
    between: float
    freedom: float

    @property
    def is_any(self) -> bool:
        """Whether the weeks tell anything: not where one week is all that each window holds."""
        return math.isfinite(self.between)

    def is_beyond(self, chance: float) -> bool:
        """Say whether weeks without a change would seldom part so far: in `chance` of all cases."""
        if not self.is_any:
            return False
        spread = math.sqrt(self.sampling + self.between)
        reach = spread * student(1 - chance / 2, self.freedom)
        return self.difference != 0 and abs(self.difference) >= reach


def weigh(later: Sequence[Observed], earlier: Sequence[Observed], scatter: float) -> Evidence:
    """Weigh the difference of two windows.

    Args:
        later: the weeks of the later window, in order; at least one.
        earlier: the weeks of the earlier one, in order; nine together leave four degrees of freedom.
        scatter: the variance of the value of a week of size 1 that comes of the number of events.
    """
    windows = (_Window.of(later), _Window.of(earlier))
    weeks = len(later) + len(earlier)
    difference = windows[0].mean - windows[1].mean
    sampling = scatter * sum(1 / one.size for one in windows)
    room = sum(one.size * (1 - one.likeness) for one in windows)
    if room < _ALONE * sum(one.size for one in windows):
        return Evidence(difference, sampling, math.inf, math.inf)
    extra = _not_below_zero(
        (sum(one.squares for one in windows) - scatter * (weeks - len(windows))) / room,
        scatter * math.sqrt(2 * (weeks - len(windows))) / room,
    )
    between = extra * sum(one.likeness for one in windows)
    freedom = math.inf
    if between > 0:
        left = (weeks - len(windows)) * FREEDOM_LEFT
        freedom = left * ((sampling + between) / between) ** 2
    return Evidence(difference, sampling, between, freedom)


class _Window(NamedTuple):
    """A window of weeks.

    Attributes:
        size: that of all of its weeks.
        mean: their mean, each weighing by its size.
        squares: the squared distances from it, each weighing by its size.
        likeness: the variance of the mean of such weeks if each varied by 1 and they were as like
            each other as `LIKENESS` says; 1 for a single week.
    """

    size: float
    mean: float
    squares: float
    likeness: float

    @classmethod
    def of(cls, weeks: Sequence[Observed]) -> "_Window":
        size = sum([one.size for one in weeks])
        mean = sum([one.size * one.value for one in weeks]) / size
        squares = sum([one.size * (one.value - mean) ** 2 for one in weeks])
        return cls(size, mean, squares, _likeness(weeks) / size**2)


def _likeness(weeks: Sequence[Observed]) -> float:
    """Return the sum over all pairs of weeks of both sizes and their correlation."""
    carried = weeks[0].size
    total = carried**2
    for one, following in pairwise(weeks):
        carried *= LIKENESS ** (following.at - one.at)
        total += following.size * (following.size + 2 * carried)
        carried += following.size
    return total


def _not_below_zero(estimate: float, error: float) -> float:
    """Return what to expect of a variance whose estimate may have come out below zero.

    The mean of a normal distribution that is cut off at zero: a variance that is small is hard to
    tell from none, and taking it for none would call chance a change.
    """
    if error <= 0:
        return max(0.0, estimate)
    away = estimate / error
    if away < _FAR:
        return error / -away
    return estimate + error * _NORMAL.pdf(away) / _NORMAL.cdf(away)


def student(part: float, freedom: float) -> float:
    """Return the quantile of Student's t distribution.

    The expansion of Cornish and Fisher (Abramowitz and Stegun, 26.7.5), to its fourth term: within
    two percent from four degrees of freedom on.

    Args:
        part: from 0 to 1, both excluded.
        freedom: degrees of freedom; infinite for the normal distribution.
    """
    return _student(part, freedom if math.isinf(freedom) else round(freedom, 1))


@lru_cache(maxsize=4096)
def _student(part: float, freedom: float) -> float:
    z = _NORMAL.inv_cdf(part)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))
