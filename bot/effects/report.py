"""A report as it is kept: what was noticed of a team in a quarter, in words of a list. Pure.

It holds no figure. What people read is made of it alone, so that the stewards and the team read the same.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sign, as it is kept.

    Attributes:
        kind: which kind, as in `bot.metrics.signs`.
        metric: the id of the metric in which it is seen.
        word: how that moved.
        guardrail: the id of the guardrail that got worse; "" for none.
        guardrail_word: how that moved.
        number: the id of the number on the team's pages that it is about, which may be paused.
    """

    kind: str
    metric: str
    word: str
    guardrail: str
    guardrail_word: str
    number: str

    @property
    def metrics(self) -> frozenset[str]:
        """The ids of all numbers that it tells of."""
        return frozenset({self.metric, self.guardrail, self.number} - {""})


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a team in a quarter.

    Attributes:
        quarter: its name.
        metrics: the ids of the numbers that the team looked at.
        is_judged: whether enough stood behind any of them to look for signs.
        signs: what was noticed in them.
        scrutiny: see `scrutiny.judged`.
        preps: see `promises.told`.
        kept: see `promises.told`.
        is_asked: whether the team was asked.
        is_small: whether it is too small to be asked.
        pulse: what may be told of each question, by its name.
    """

    quarter: str
    metrics: tuple[str, ...]
    is_judged: bool = False
    signs: tuple[Noticed, ...] = ()
    scrutiny: str | None = None
    preps: str | None = None
    kept: str | None = None
    is_asked: bool = False
    is_small: bool = False
    pulse: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is too little to say anything of the quarter."""
        told = (self.scrutiny, self.preps, self.kept)
        return not (self.is_judged or self.signs or self.pulse or any(told))

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Report":
        """Read what was kept."""
        signs = tuple(Noticed(**one) for one in kept["signs"])
        return cls(**{**kept, "metrics": tuple(kept["metrics"]), "signs": signs})
