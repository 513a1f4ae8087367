"""What a metric is: its definition, its purpose, and the limits of what it can show."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

RATE_SAMPLE = 20
"""A rate over fewer cases moves by five points or more with a single one of them."""
DURATION_SAMPLE = 10
"""A median of fewer values is one or two people's week."""

Sentence = Annotated[str, StringConstraints(min_length=10, max_length=300)]


class Layer(StrEnum):
    """Where a metric stands: what we want, how we work, or what must not suffer."""

    OUTCOME = "outcome"
    PROCESS = "process"
    GUARDRAIL = "guardrail"


class Kind(StrEnum):
    """How weeks add up."""

    RATIO = "ratio"  # sum of numerators over sum of denominators
    DISTRIBUTION = "distribution"  # a histogram; shown as median and 75th percentile
    COUNT = "count"  # events a week


class Unit(StrEnum):
    """What one figure is given in."""

    SHARE = "share"  # 0 to 1, shown in percent
    HOURS = "hours"
    TURNS = "turns"
    PER_KLOC = "per 1,000 lines"
    PER_WEEK = "a week"


class Better(StrEnum):
    """Which way is better for the team; None for adoption, where neither is."""

    LOWER = "lower"
    HIGHER = "higher"


class Privacy(StrEnum):
    """Who may see it at all; the article's table, S4."""

    TEAM = "team"
    COHORT = "cohort"
    RESTRICTED = "restricted"  # stewards, in a blameless review; on no page
    EFFECTS = "effects"  # team and stewards, in the report about unintended effects; on no page

    @property
    def is_on_pages(self) -> bool:
        """Whether it may stand on a page, in a digest, in a decision or on the Home tab."""
        return self in ON_PAGES

    @property
    def allows_individual(self) -> bool:
        """Whether one person may be asked to share their own; never of a cohort, such as AI use."""
        return self is Privacy.TEAM


ON_PAGES = frozenset({Privacy.TEAM, Privacy.COHORT})


class Metric(BaseModel):
    """One entry of the catalogue. Texts are plain sentences for a person to read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,39}$")]
    label: Annotated[str, StringConstraints(min_length=3, max_length=40)]
    interval: Annotated[str, StringConstraints(min_length=3, max_length=60)]
    """What is counted or between which ends, printed beside the label."""
    layer: Layer
    kind: Kind
    unit: Unit
    better: Better | None
    privacy: Privacy
    from_people: bool
    """Whether each event is somebody's doing, so that contributors can be counted."""
    needs_guardrail: bool
    """Speed and adoption metrics never stand without one of their guardrails."""
    purpose: Annotated[str, StringConstraints(max_length=140)]
    best_for: Sentence
    risk: Sentence
    cannot_show: Sentence
    question: Sentence
    interventions: Annotated[tuple[str, ...], Field(min_length=2)]
    guardrails: tuple[str, ...]
    minimum_sample: Annotated[int, Field(ge=1)]
    """Events in a window below which counts are shown instead of a figure."""
    settles_weeks: Annotated[int, Field(ge=0)] = 0
    """Whole weeks after a week's end until its number can be known; 0: with its end."""
    dimensions: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    """The dimensions that the page adds up; none: the metric has no dimensions."""
    topics: tuple[str, ...] = ()
    """Words by which somebody may ask for it."""
    definition: Annotated[str, StringConstraints(min_length=20, max_length=700)]
    version: Annotated[int, Field(ge=1)] = 1

    @property
    def tells_counts(self) -> bool:
        """Whether the exact counts behind a figure may be told.

        Not where another metric counts the same pull requests: two such numbers may differ by one
        person's, and then tell of that person.
        """
        return self.kind is not Kind.DISTRIBUTION and self.privacy is not Privacy.EFFECTS

    @property
    def allows_individual(self) -> bool:
        """Whether one person may be asked to share their own: what nobody does is nobody's own."""
        return self.from_people and self.privacy.allows_individual

    @model_validator(mode="after")
    def _is_whole(self) -> "Metric":
        if "so that we can" not in self.purpose:
            msg = f"{self.id}: the purpose must say what for, with the words 'so that we can'"
            raise ValueError(msg)
        if self.needs_guardrail and not self.guardrails:
            msg = f"{self.id}: a speed or adoption metric needs at least one guardrail"
            raise ValueError(msg)
        if not set(self.headline) <= set(self.dimensions):
            msg = f"{self.id}: the headline names a dimension that does not exist"
            raise ValueError(msg)
        return self
