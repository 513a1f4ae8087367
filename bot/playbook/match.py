"""Chooses the one template that fits, and says why in a sentence. Pure, and the same every time.

The order of choice:

1. What somebody asked for: a template by its id, then by one of its topics, then by a metric that it
   is about, then by words of its title. If nothing is about it, the reason says so and the choice
   goes on.
2. Templates with a condition that holds on a clear trend. Before others come
   a. metrics of the decision that the team has named,
   b. moves away from the better direction; then moves where neither direction is better; then moves
      towards it,
   c. guardrails, then outcomes, then processes,
   d. the lower `order` of the template, then its id.
3. If something moved that no template speaks of, or nothing moved: the growth check-in.
4. If there is nothing usable at all: the template without numbers.

A move of services stands before the same move of the whole team, because a conversation goes better
about a place than about an average; of several services it is the one that changed most, relatively.
Metrics that are on no page bring up nothing.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.metrics.metric import Layer, Metric
from bot.metrics.trend import Trend
from bot.playbook.template import ConversationTemplate, Kind, Playbook, moves_away

NO_DATA: Final = "Chosen because there are no numbers to show, and this conversation needs none."
LONGEST_TOPIC: Final = 60
"""Characters of what somebody asked for that a reason repeats."""

_LAYERS: Final = (Layer.GUARDRAIL, Layer.OUTCOME, Layer.PROCESS)
_FILLERS: Final = frozenset(
    {
        "a",
        "an",
        "and",
        "the",
        "of",
        "in",
        "for",
        "with",
        "without",
        "to",
        "on",
        "or",
        "our",
        "about",
    }
)
_NUMBERS: Final = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_PHRASES: Final = {
    "ai_acceptance": "the share of AI suggestions accepted",
    "ai_active_share": "use of the AI assistant",
    "change_fail_rate": "the change fail rate",
    "defect_escape_rate": "the defect escape rate",
    "first_review_wait": "the wait for a first review",
    "test_failure_rate": "the test failure rate",
}
"""Labels that do not read well in the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        template: the one to use.
        trend: what it speaks of; None when it speaks of no number.
        reason: why, in one sentence of plain text (not escaped).
        others: what could be opened instead, those that fit first.
    """

    template: ConversationTemplate
    trend: Trend | None
    reason: str
    others: tuple[ConversationTemplate, ...]


def match(
    trends: Sequence[Trend],
    playbook: Playbook,
    *,
    weeks: int,
    focus: Sequence[str] = (),
    topic: str | None = None,
    no_data_reason: str = NO_DATA,
) -> Choice:
    """Choose a template for a team, in the order that stands at the top of this module.

    Args:
        trends: of the whole team (no service) and of its services, in any order.
        playbook: what can be chosen from.
        weeks: how many weeks a trend looks back on, for the reason.
        focus: the ids of the metrics of the team's decision.
        topic: what somebody asked for, in their words.
        no_data_reason: the whole reason to give when no trend is usable.
    """
    evidence = _evidence(trends, focus)
    doubt = ""
    if topic and topic.strip():
        asked = _asked(topic, playbook, evidence)
        for template in asked:
            if evidence.opens(template):
                reason = f'Chosen because you asked for "{_short(topic)}".'
                return _choice(template, reason, evidence, playbook)
        about = f'The template for "{_short(topic)}" needs numbers, and there are none to show'
        doubt = about if asked else f'No template is about "{_short(topic)}"'
    template, because = _by_numbers(playbook, evidence, weeks)
    if because:
        reason = f"{doubt}, so this one was chosen {because}." if doubt else f"Chosen {because}."
    else:
        reason = f"{doubt}. {no_data_reason}" if doubt else no_data_reason
    return _choice(template, reason, evidence, playbook)


def reachable(
    trends: Sequence[Trend], playbook: Playbook, focus: Sequence[str] = ()
) -> tuple[Trend, ...]:
    """Return every trend that some template would speak of, whatever somebody asks for.

    Args:
        trends: as for `match`.
        playbook: as for `match`.
        focus: as for `match`.
    """
    evidence = _evidence(trends, focus)
    spoken = (evidence.of(template) for template in playbook.templates)
    return tuple({(t.metric.id, t.service): t for t in spoken if t is not None}.values())


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The trends that may be spoken of: `leads` are clear, one for each metric and move, best first."""

    leads: tuple[Trend, ...]
    usable: tuple[Trend, ...]
    focus: frozenset[str]

    def grade(self, trend: Trend) -> tuple[bool, int, int]:
        """Return how much a move matters to the team now; the lowest matters most."""
        away = 0 if moves_away(trend) else 1 if trend.metric.better is None else 2
        return trend.metric.id not in self.focus, away, _LAYERS.index(trend.metric.layer)

    def of(self, template: ConversationTemplate) -> Trend | None:
        """Return the trend that a template would speak of if it were opened now."""
        if template.kind is Kind.CHECK_IN:
            return next(iter(self.leads), None)
        holding = (trend for trend in self.leads if _fits(template, trend))
        named = {condition.metric for condition in template.when}
        other = (trend for trend in (*self.leads, *self.usable) if trend.metric.id in named)
        return next(holding, None) or next(other, None)

    def opens(self, template: ConversationTemplate) -> bool:
        """Return whether a template can be opened now."""
        return not template.needs_signal or self.of(template) is not None

    def fitting(self, playbook: Playbook) -> list[tuple[ConversationTemplate, Trend]]:
        """Return the templates with a condition that holds, each with its trend, best first."""
        found = [
            (template, trend)
            for template in playbook.templates
            for trend in self.leads
            if _fits(template, trend)
        ]
        return sorted(found, key=lambda fit: (self.grade(fit[1]), fit[0].order, fit[0].id))


def _evidence(trends: Iterable[Trend], focus: Sequence[str]) -> _Evidence:
    shown = [trend for trend in trends if trend.metric.privacy.is_on_pages]
    moves: defaultdict[tuple[str, str], list[Trend]] = defaultdict(list)
    for trend in shown:
        if trend.is_clear:
            moves[trend.metric.id, trend.word].append(trend)
    leads = [_lead(moves[move]) for move in sorted(moves)]
    usable = sorted(
        (trend for trend in shown if trend.is_usable),
        key=lambda trend: (trend.metric.id, trend.service),
    )
    evidence = _Evidence((), tuple(usable), frozenset(focus))
    return replace(evidence, leads=tuple(sorted(leads, key=evidence.grade)))


def _lead(alike: Sequence[Trend]) -> Trend:
    """Return the one that stands for trends of a metric that moved the same way."""
    services = [trend for trend in alike if trend.service]
    return min(services or alike, key=lambda trend: (*_size(trend), trend.service))


def _size(trend: Trend) -> tuple[float, float]:
    """Return how far it moved, relatively and then absolutely; the lowest moved most."""
    recent = trend.recent.value if trend.recent else None
    before = trend.before.value if trend.before else None
    if recent is None or before is None:
        return 0.0, 0.0
    moved = abs(recent - before)
    return -(moved / before if before else math.inf), -moved


def _fits(template: ConversationTemplate, trend: Trend) -> bool:
    return any(condition.holds(trend) for condition in template.when)


def _by_numbers(
    playbook: Playbook, evidence: _Evidence, weeks: int
) -> tuple[ConversationTemplate, str]:
    """Return the template that the numbers ask for, and why; no reason without numbers."""
    span = _span(weeks)
    fitting = evidence.fitting(playbook)
    if fitting:
        template, trend = fitting[0]
        return template, f"because {_moved(trend)} in {span}"
    if evidence.leads or evidence.usable:
        seen = _moved(evidence.leads[0]) if evidence.leads else "nothing stands out"
        return playbook.check_in, f"because {seen} in {span}: a good moment for a growth check-in"
    return playbook.fallback, ""


def _choice(
    template: ConversationTemplate, reason: str, evidence: _Evidence, playbook: Playbook
) -> Choice:
    fitting = (other for other, _ in evidence.fitting(playbook))
    everything = dict.fromkeys(other.id for other in (*fitting, *playbook.templates))
    by_id = {other.id: other for other in playbook.templates}
    others = (by_id[name] for name in everything if name != template.id)
    return Choice(template, evidence.of(template), reason, tuple(filter(evidence.opens, others)))


def _asked(topic: str, playbook: Playbook, evidence: _Evidence) -> list[ConversationTemplate]:
    """Return the templates that somebody's words mean, best first."""
    words = _words(topic)
    telling = set(words) - _FILLERS
    asked = []
    for template in playbook.templates:
        ways = (
            words == _words(template.id),
            words in map(_words, template.topics),
            words in map(_words, template.metric_topics),
            bool(telling) and telling <= set(_words(template.title)),
        )
        if any(ways):
            asked.append((ways.index(True), template))
    fitting = [template.id for template, _ in evidence.fitting(playbook)]
    # Of several that are asked for in the same way, one that fits now comes first.
    asked.sort(key=lambda found: (found[0], found[1].id not in fitting))
    return [template for _, template in asked]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _short(topic: str) -> str:
    text = " ".join(topic.replace('"', "'").split())
    return text if len(text) <= LONGEST_TOPIC else text[: LONGEST_TOPIC - 1].rstrip() + "…"


def _span(weeks: int) -> str:
    if weeks == 1:
        return "the last week"
    return f"the last {_NUMBERS[weeks - 1] if weeks <= len(_NUMBERS) else weeks} weeks"


def _moved(trend: Trend) -> str:
    """Return the middle of a sentence: "high-severity findings in auth-service rose"."""
    place = f" in {trend.service}" if trend.service else ""
    return f"{_phrase(trend.metric)}{place} {trend.word}"


def _phrase(metric: Metric) -> str:
    label = _PHRASES.get(metric.id, metric.label)
    is_acronym = label[:2].isupper()
    return label if is_acronym else label[0].lower() + label[1:]
