"""What a page says while an evaluation is running, as Slack blocks. Pure."""

from collections.abc import Iterator, Sequence

from bot.disclosure import blocks as disclosures
from bot.disclosure.disclosure import said as day_said
from bot.metrics import catalogue
from bot.prep import words
from bot.prep.evaluating import Covered, Evaluating
from bot.signals import blocks as signals
from bot.slack import blocks as b
from bot.slack.text import escape


def said(found: Evaluating) -> b.Block:
    """Return what stands at the top: which evaluation is running, and what is left out for it."""
    day, window = day_said(found.window.ends), escape(found.window.name)
    if not found.covered:
        return b.section("window", words.EVALUATING.format(window=window, day=day))
    engineer = found.covered[0].disclosure.engineer
    told = words.EVALUATING_BUT.format(window=window, day=day, engineer=engineer)
    return b.section("window", told)


def covered(found: Evaluating, others: Sequence[b.Block]) -> Iterator[b.Block]:
    """Yield each number that was disclosed, with what was said of it: as many as there is room for.

    Args:
        found: the evaluation.
        others: what is on the page in any case.
    """
    pieces = [[*_piece(one, f"-{number}")] for number, one in enumerate(found.covered)]
    if not pieces:
        return
    more = b.context("covered_more", words.COVERED_MORE)
    fitting = b.fitting(pieces, [*others, more])
    for piece in pieces[:fitting]:
        yield from piece
    if fitting < len(pieces):
        yield more


def _piece(one: Covered, at: str) -> Iterator[b.Block]:
    found = one.disclosure
    label = catalogue.get(found.metric).label
    yield b.section(f"covered{at}", words.COVERED.format(metric=label, day=day_said(one.since)))
    if any(trend.metric.id == found.metric for trend in one.shown.trends):
        yield b.table(f"numbers{at}", signals.rows(one.shown.trends))
    else:
        yield b.context(f"numbers{at}", words.COVERED_NOTHING)
    yield from disclosures.terms(found, at)
    yield from disclosures.answer(found, at)
