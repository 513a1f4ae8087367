"""The window that says what a team's numbers are, in plain words. Pure."""

from collections.abc import Iterator, Sequence

from bot.metrics import catalogue
from bot.metrics.metric import Metric
from bot.signals import words
from bot.slack import blocks as b, inputs
from bot.slack.check import BLOCKS
from bot.slack.text import escape

_VIEW = "signals.explained"


def explained(
    team: str, metrics: Sequence[str], stewards: Sequence[str], minimum_group: int
) -> inputs.View:
    """Return the window.

    Args:
        team: the team's name.
        metrics: the ids of the numbers that the team looks at; none for somebody who is not of it.
        stewards: to whom somebody objects.
        minimum_group: how many people must stand behind a figure.
    """
    last = list(_last(team, stewards, is_of_it=bool(metrics)))
    built = [b.section("what", words.WHAT_IT_IS.format(minimum=minimum_group))]
    built.append(b.section("who", words.WHO_SEES.format(team=escape(team))))
    built.append(b.section("reading", words.HOW_TO_READ))
    if metrics:
        room = BLOCKS["modal"] - len(built) - len(last)
        built.extend(_metrics(metrics, room))
    return inputs.modal(_VIEW, words.WHAT, [*built, *last], submit=None, close=words.CLOSE)


def _metrics(metrics: Sequence[str], room: int) -> Iterator[b.Block]:
    """Yield each number in a block of its own; those for which there is no room are counted."""
    shown = metrics if len(metrics) < room else metrics[: room - 2]
    yield b.divider("line")
    for name in shown:
        yield b.section(f"metric_{name}", _said(catalogue.get(name)))
    if len(shown) < len(metrics):
        yield b.context("more", words.MORE_METRICS.format(number=len(metrics) - len(shown)))


def _said(metric: Metric) -> str:
    return words.ONE_METRIC.format(
        label=metric.label,
        interval=metric.interval,
        purpose=metric.purpose,
        definition=metric.definition,
        cannot_show=metric.cannot_show,
    )


def _last(team: str, stewards: Sequence[str], *, is_of_it: bool) -> Iterator[b.Block]:
    """Yield what somebody may do about these numbers."""
    yield b.divider("end")
    if is_of_it:
        yield b.section("question", words.HOW_TO_QUESTION)
        yield b.section("context", words.HOW_TO_ADD)
    else:
        yield b.section("outside", words.OUTSIDE.format(team=escape(team)))
    mentions = " or ".join(f"<@{one}>" for one in stewards)
    yield b.section("object", words.HOW_TO_OBJECT.format(stewards=mentions))
