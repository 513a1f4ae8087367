"""What is said about approvals in messages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.approvals import words
from bot.approvals.carried import Action
from bot.approvals.read import Wish
from bot.metrics import catalogue
from bot.slack import blocks as b
from bot.slack.text import escape

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about.

    Attributes:
        team: the team's name.
        metrics: the ids of the metrics.
    """

    team: str
    metrics: Sequence[str] = field(default=())

    @property
    def said(self) -> dict[str, str]:
        """Both, as they stand in a sentence."""
        return {"team": escape(self.team), "metrics": labels(self.metrics)}


def labels(metrics: Sequence[str]) -> str:
    """Return metrics in a row, by their labels."""
    return ", ".join(catalogue.get(one).label for one in metrics)


def asked(about: About, request: str, wish: Wish) -> Message:
    """Return what a steward is asked.

    Args:
        about: which metrics of which team.
        request: the request's id.
        wish: what the team has decided.
    """
    guardrail = catalogue.get(wish.guardrail).label
    shown = [
        b.section("asked", words.ASKED_TITLE.format(**about.said)),
        b.section("decision", words.ASKED_DECISION.format(improve=escape(wish.improve))),
        *(b.section(f"metric{number}", _metric(one)) for number, one in enumerate(about.metrics)),
        b.section("guardrail", words.ASKED_GUARDRAIL.format(guardrail=guardrail)),
        b.section("retro", words.ASKED_RETRO),
        b.actions(
            "answer",
            [
                b.button(Action.APPROVE, words.APPROVE, request, style="primary"),
                b.button(Action.NOT_YET, words.NOT_YET, request),
            ],
        ),
        b.context("footer", words.ASKED_FOOTER),
    ]
    return {"text": words.ASKED_TEXT, "blocks": shown}


def _metric(name: str) -> str:
    metric = catalogue.get(name)
    return words.ASKED_METRIC.format(
        label=metric.label, interval=metric.interval, purpose=metric.purpose, risk=metric.risk
    )


def settled(about: About, *, approved: bool, reason: str) -> Message:
    """Return what stands in the place of a question that needs no answer any more.

    Args:
        about: which metrics of which team.
        approved: whether they are approved.
        reason: why not yet, in a steward's words; "" where none said so.
    """
    said = words.IS_APPROVED if approved else words.IS_NOT_YET if reason else words.IS_OVER
    shown = [b.section("settled", said.format(**about.said))]
    if reason:
        shown.append(b.words("reason", words.REASON, reason))
    return {"text": words.ASKED_TEXT, "blocks": shown}


def answered(about: About, reason: str) -> Message:
    """Return what whoever asked is told.

    Args:
        about: which metrics of which team.
        reason: why not yet, in a steward's words; "" where they are approved.
    """
    if not reason:
        said = b.section("answer", words.YES.format(**about.said))
        return {"text": words.YES_TEXT, "blocks": [said]}
    shown = [
        b.section("answer", words.NO.format(**about.said)),
        b.words("reason", words.REASON, reason),
    ]
    return {"text": words.NO_TEXT, "blocks": shown}
