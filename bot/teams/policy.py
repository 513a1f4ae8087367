"""What the organisation has decided about Coach itself, as `coach.yml` says it: the policy.

A policy is a value: equal policies have the same `version`, whatever file or machine they come from.
When a change of it takes effect is decided in `bot.policy`.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.metrics.catalogue import METRICS
from bot.teams.part import Part
from bot.teams.rules import Day, MetricName, Name, SlackUser, WebAddress

NOTICE_DAYS = 14
"""A change is announced to every team so long before it takes effect."""
APPROVERS = 2
"""So many stewards stand behind a change."""
_DIGITS = 8


def _said(value: object) -> object:
    """Return a switch as it was meant: a bare `on` is a truth to YAML."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


Switch = Annotated[Literal["on", "off"], BeforeValidator(_said)]


def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return metrics in the catalogue's order, so that a list put otherwise is the same policy."""
    return tuple(name for name in METRICS if name in names)


class Retention(Part):
    """How long each kind of thing is kept, in months.

    Attributes:
        weeks: the weekly numbers of teams, and the pages and digests that show them.
        closed_commitments: a record of a conversation, once both have closed it.
        conversations: a record that nobody closed, from its check-in.
        questions: a question about a number, from its answer.
        audit: who did what; no shorter than a year, so that nobody's trace is lost quickly.
    """

    weeks: Annotated[int, Field(ge=6, le=60)] = 13
    closed_commitments: Annotated[int, Field(ge=1, le=24)] = 6
    conversations: Annotated[int, Field(ge=3, le=36)] = 12
    questions: Annotated[int, Field(ge=1, le=24)] = 6
    audit: Annotated[int, Field(ge=12, le=60)] = 24


class EvaluationWindow(Part):
    """A stretch of days in which the organisation evaluates people. Both days belong to it.

    Attributes:
        name: what people call it, such as "annual review".
    """

    name: Name
    starts: Day
    ends: Day

    def holds_on(self, day: date) -> bool:
        """Say whether a day belongs to it."""
        return self.starts <= day <= self.ends


def _by_day(windows: tuple[EvaluationWindow, ...]) -> tuple[EvaluationWindow, ...]:
    return tuple(sorted(windows, key=lambda one: (one.starts, one.ends, one.name)))


class Policy(Part):
    """What holds for everybody; whatever is left out has the default that stands here.

    Attributes:
        metrics: the only metrics that any team may see; None: all that Coach has.
        individual: whether a manager may ask an engineer to share a number of theirs; see
            `bot.individual`. A steward can still switch it off at once, in Slack.
        formal: where the organisation says how it evaluates people.
        evaluation: when it does.
        retention: how long things are kept.
    """

    metrics: (
        Annotated[tuple[MetricName, ...], Field(min_length=1), AfterValidator(_in_order)] | None
    ) = None
    individual: Switch = "off"
    formal: WebAddress | None = None
    evaluation: Annotated[tuple[EvaluationWindow, ...], AfterValidator(_by_day)] = ()
    retention: Retention = Retention()

    def allows(self, metric: str) -> bool:
        """Say whether a team may see a metric at all."""
        return self.metrics is None or metric in self.metrics

    def barred(self) -> frozenset[str]:
        """Return the ids of the metrics that no team may see."""
        return frozenset(name for name in METRICS if not self.allows(name))

    def window_on(self, day: date) -> EvaluationWindow | None:
        """Return the evaluation window that a day lies in; None for none."""
        return next((window for window in self.evaluation if window.holds_on(day)), None)

    def version(self, minimum_group: int) -> str:
        """Return the short hash by which a policy is known; it covers the floor too."""
        said: Mapping[str, Any] = {**self.model_dump(mode="json"), "minimum_group": minimum_group}
        written = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return sha256(written.encode()).hexdigest()[:_DIGITS]


DEFAULT = Policy()
"""What holds where the file says nothing."""


class PolicyChange(Part):
    """A change of the policy that is to come, with those who stand behind it.

    Attributes:
        takes_effect: the first day on which it holds, in the organisation's time zone; at least
            `NOTICE_DAYS` after it was announced.
        why: in a sentence that every team's channel gets.
        approved_by: stewards, at least `APPROVERS` of them.
        policy: the whole policy as it will be.
    """

    takes_effect: Day
    why: Annotated[str, Field(min_length=10, max_length=300)]
    approved_by: Annotated[tuple[SlackUser, ...], Field(repr=False)]
    policy: Policy
