"""What a conversation template is: its front matter, its four parts, and the set of them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from jinja2 import Template
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.metrics.metric import Better
from bot.metrics.trend import Trend, Word
from bot.playbook import allow
from bot.playbook.environment import ENVIRONMENT
from bot.teams.rules import refusal

PARTS = ("Observe", "Explore", "Align", "Support")
"""The headings of the body, in this order (the article's coaching structure, S5)."""


class Kind(StrEnum):
    """What brings a template up."""

    SIGNAL = "signal"  # one of its conditions holds
    CHECK_IN = "check_in"  # there are numbers, and none of them asks for a template of its own
    FALLBACK = "fallback"  # there are no numbers
    SITUATION = "situation"  # somebody asked for it


def moves_away(trend: Trend) -> bool:
    """Return whether a series moved in the direction that is not better for the team.

    A metric with no better direction, such as adoption, moves away from nothing.
    """
    match trend.metric.better:
        case Better.LOWER:
            return trend.word is Word.ROSE
        case Better.HIGHER:
            return trend.word is Word.FELL
        case None:
            return False


class Condition(BaseModel):
    """What must have been seen for a template to fit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    words: tuple[Literal["rose", "fell"], ...] = ()
    """Any of these was said of the metric."""
    adverse: bool = False
    """It moved in the direction that is not better."""

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if not self.words and not self.adverse:
            raise refusal(
                "{where} says only which metric", "Add `words: [rose]`, or `adverse: true`"
            )
        return self

    def holds(self, trend: Trend) -> bool:
        """Return whether a trend is a clear one of this metric, and moved as described."""
        return (
            trend.is_clear
            and trend.metric.id == self.metric
            and (not self.words or trend.word in self.words)
            and (not self.adverse or moves_away(trend))
        )


class FrontMatter(BaseModel):
    """What stands between the two `---` lines of a file in `conversation_templates/`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,39}$"),
        Field(description="Use 3 to 40 small letters, digits and underscores, a letter first"),
    ]
    title: Annotated[str, StringConstraints(min_length=3, max_length=60)]
    fits: Annotated[str, StringConstraints(min_length=10, max_length=200)]
    """When it fits, in one plain sentence for the manager."""
    kind: Kind
    when: tuple[Condition, ...] = ()
    """For a signal: any one of these is enough."""
    topics: tuple[Annotated[str, StringConstraints(min_length=2, max_length=40)], ...] = ()
    """Words by which somebody may ask for it."""
    needs: tuple[str, ...] = ()
    """The names that the body uses; kept equal to them by the loader."""
    language: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
        Field(description="Use a language tag (BCP 47), such as en or de-AT"),
    ]
    version: Annotated[int, Field(ge=1)]
    order: Annotated[int, Field(ge=0)] = 100
    """Breaks ties: the lower number first."""

    @model_validator(mode="after")
    def _has_conditions_if_a_signal(self) -> "FrontMatter":
        if (self.kind is Kind.SIGNAL) is not bool(self.when):
            raise refusal(
                "`kind` and `when` do not fit together",
                "Give kind `signal` at least one condition in `when`, and the other kinds none",
            )
        return self


class ConversationTemplate(FrontMatter):
    """A template that was read and checked; it is compiled when it is used first.

    Attributes:
        file: where it stands, for messages.
        texts: the bodies as they were written, in the order of `PARTS`.
        metric_topics: the words by which somebody may ask for the metrics of its conditions.
    """

    file: str
    texts: tuple[str, ...]
    metric_topics: frozenset[str]

    @cached_property
    def parts(self) -> tuple[Template, ...]:
        """The compiled bodies, in the order of `PARTS`."""
        return tuple(ENVIRONMENT.from_string(text) for text in self.texts)

    @cached_property
    def needs_signal(self) -> bool:
        """Whether it says something of a metric that would be empty without a trend."""
        return any(allow.read(ENVIRONMENT.parse(text)).unguarded for text in self.texts)


@dataclass(frozen=True, slots=True)
class Playbook:
    """All templates, in their order. The loader sees to it that both special kinds are there."""

    templates: tuple[ConversationTemplate, ...]

    @property
    def check_in(self) -> ConversationTemplate:
        """The template for a time in which no other one is asked for by the numbers."""
        return self._first(Kind.CHECK_IN)

    @property
    def fallback(self) -> ConversationTemplate:
        """The template that needs no numbers."""
        return self._first(Kind.FALLBACK)

    def _first(self, kind: Kind) -> ConversationTemplate:
        return next(template for template in self.templates if template.kind is kind)
