"""Metrics explained in plain words, as Slack's mrkdwn text."""

from collections.abc import Iterator

from bot.metrics import catalogue
from bot.metrics.catalogue_signs import SIGNS
from bot.metrics.forbidden import FORBIDDEN
from bot.metrics.metric import Better, Layer, Metric, Privacy

_BETTER = {
    Better.LOWER: "Lower is better for the team.",
    Better.HIGHER: "Higher is better for the team.",
    None: "Neither way is better.",
}
_PRIVACY = {
    Privacy.TEAM: "As a figure of the whole team or of one of its services.",
    Privacy.COHORT: "As a figure of a whole group of people.",
    Privacy.RESTRICTED: "To stewards alone, in a blameless review. It is on no page.",
    Privacy.EFFECTS: (
        "To the whole team and the stewards, in the same words, in the report about unintended effects"
        " alone. It is on no page."
    ),
}
_FROM_PEOPLE = "Only while at least five people beside the reader stand behind it."
_LAYERS = {
    Layer.OUTCOME: "What we want",
    Layer.PROCESS: "How we work",
    Layer.GUARDRAIL: "What must not suffer",
}


def describe(metric: Metric) -> str:
    """Return all that there is to know about a metric, in under 2,900 characters."""
    shown = [_PRIVACY[metric.privacy]]
    if metric.from_people and metric.privacy is not Privacy.RESTRICTED:
        shown.append(_FROM_PEOPLE)
    if metric.needs_guardrail:
        shown.append(f"Never alone: it comes with {_guardrails(metric)}.")
    return "\n".join(
        (
            f"*{metric.label}* ({metric.interval})",
            metric.purpose,
            "",
            f"*What is counted:* {metric.definition}",
            f"*Which way is better:* {_BETTER[metric.better]}",
            f"*Best for:* {metric.best_for}",
            f"*The risk if it is misread:* {metric.risk}",
            f"*What it cannot show:* {metric.cannot_show}",
            f"*A question to ask:* {metric.question}",
            "*Moves to try:*",
            *(f"• {move}" for move in metric.interventions),
            f"*Where it is shown:* {' '.join(shown)}",
            f"_`{metric.id}`, definition version {metric.version}_",
        )
    )


def overview() -> str:
    """Return every metric and every refused figure, a line each, in under 2,900 characters."""
    lines = []
    for layer, title in _LAYERS.items():
        metrics = [metric for metric in _listed() if metric.layer is layer]
        lines.append(f"*{title}*")
        lines.extend(f"• `{metric.id}` {metric.label}: {metric.interval}" for metric in metrics)
        lines.append("")
    asked = ", ".join(f"`{metric.id}`" for metric in SIGNS)
    lines += [f"In the report about unintended effects alone: {asked}.", ""]
    lines.append("*What Coach never measures*")
    lines.extend(f"• {forbidden.name}. {forbidden.reason}" for forbidden in FORBIDDEN)
    return "\n".join(lines)


def _listed() -> Iterator[Metric]:
    """Yield what pages and reviews show; signs are only named, for a list invites to move them."""
    return (one for one in catalogue.METRICS.values() if one.privacy is not Privacy.EFFECTS)


def _guardrails(metric: Metric) -> str:
    return " or ".join(catalogue.get(name).label.lower() for name in metric.guardrails)
