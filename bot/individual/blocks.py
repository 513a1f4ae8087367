"""The messages of two keys. Pure; the card has block ids of its own, by which it is known again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.collection.one_person import Own
from bot.errors import UserError
from bot.individual import words
from bot.individual.carried import Action
from bot.individual.request import Request
from bot.metrics import catalogue
from bot.metrics.figure import Figure
from bot.metrics.metric import Kind, Metric
from bot.metrics.reading import amount, span
from bot.slack import blocks as b
from bot.slack.text import escape

CARD: Final = ("card_title", "card_value", "card_limits", "card_alone")
"""The blocks of the card, in order: what the engineer sees of it is what the manager gets."""
_KEPT: Final = ("title", "who", "reason", "means", *CARD)
"""What stays of the engineer's message when its buttons change."""
Blocks = Sequence[Mapping[str, Any]]
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with all that its message says.

    Attributes:
        reason: as the manager wrote it.
        until: the day by which it ends, where the engineer is.
    """

    request: Request
    reason: str = field(repr=False)
    until: str


def ask(asked: Asked, own: Own | None) -> Message:
    """Return the message to the engineer.

    Args:
        asked: what is asked.
        own: the number; None: it could not be fetched.
    """
    one = asked.request
    metric = catalogue.get(one.metric)
    who = words.ASK_WHO.format(manager=one.manager, metric=metric.label)
    row = [
        b.button(Action.WITHOUT, words.WITHOUT, one.id),
        b.button(Action.NOT_NOW, words.NOT_NOW, one.id),
    ]
    if own is not None:
        row.insert(0, b.button(Action.SHARE, words.SHARE, one.id))
    built = [
        b.header("title", words.ASK_TITLE),
        b.section("who", who),
        b.words("reason", words.ASK_REASON, asked.reason),
        b.section("means", words.ASK_NO_CARD if own is None else words.ASK_CARD),
        *(() if own is None else card(one.engineer, metric, own)),
        b.actions("do", row),
        b.context("rules", words.ASK_RULES.format(manager=one.manager, day=asked.until)),
    ]
    return {"text": words.ASK_TEXT, "blocks": built}


def card(engineer: str, metric: Metric, own: Own) -> Iterator[b.Block]:
    """Yield the card: one number of one person, what it rests on and what it cannot show."""
    value, sample = _value(metric, own.figure)
    said = words.CARD_VALUE.format(
        engineer=engineer, span=span(own.first, own.last), interval=metric.interval, value=value
    )
    rests = words.CARD_SAMPLE.format(sample=sample)
    if not own.is_whole:
        rests = f"{rests} {words.CARD_NOT_WHOLE}"
    limits = words.CARD_LIMITS.format(limits=metric.cannot_show)
    counted = words.CARD_DEFINITION.format(definition=metric.definition)
    yield b.header("card_title", words.CARD_TITLE.format(metric=metric.label))
    yield b.section("card_value", f"{said}\n{rests}")
    yield b.context("card_limits", limits, counted)
    yield b.context("card_alone", words.CARD_ALONE)


def card_in(shown: Blocks) -> list[Mapping[str, Any]]:
    """Return the card out of the message that Slack hands over with a press, as it stands there.

    Raises:
        UserError: it is not there as a whole, in its order.
    """
    found = [one for one in shown if one.get("block_id") in CARD]
    if tuple(one["block_id"] for one in found) != CARD:
        raise UserError(words.NOT_AS_SENT)
    return found


def agreed(request: Request, shown: Blocks) -> Message:
    """Return the engineer's message while what they share is on its way."""
    again = Action.SHARE if request.with_number else Action.WITHOUT
    row = [
        b.button(again, words.SHARE_AGAIN, request.id),
        b.button(Action.TAKE_BACK, words.TAKE_BACK, request.id),
    ]
    return _changed(shown, words.AGREED.format(manager=request.manager), row)


def shared(request: Request, shown: Blocks, day: str) -> Message:
    """Return the engineer's message once it is shown."""
    said = words.SHOWN if request.with_number else words.SHOWN_WITHOUT
    row = [b.button(Action.TAKE_BACK, words.TAKE_BACK, request.id)]
    return _changed(shown, said.format(manager=request.manager, day=day), row)


def _changed(shown: Blocks, said: str, row: Sequence[b.Element]) -> Message:
    kept = [one for one in shown if one.get("block_id") in _KEPT]
    built = [*kept, b.section("now", said), b.actions("do", row)]
    return {"text": words.ASK_TEXT, "blocks": built}


def closed() -> Message:
    """Return what takes the message's place when nothing is shown: the same whatever was pressed."""
    return _note(words.ASK_TEXT, words.CLOSED)


def over() -> Message:
    """Return what takes the engineer's message's place once all of it is deleted."""
    return _note(words.ASK_TEXT, words.OVER)


def shown(request: Request, found: Blocks, day: str) -> Message:
    """Return the manager's message with the very card that the engineer saw."""
    until = words.SHARED_UNTIL.format(engineer=request.engineer, day=day)
    return {
        "text": words.SHARED_TEXT,
        "blocks": [*map(dict, card_in(found)), b.context("until", until)],
    }


def willing(request: Request, day: str) -> Message:
    """Return the manager's message without any figure."""
    metric = catalogue.get(request.metric).label
    said = words.WILLING.format(engineer=request.engineer, metric=metric)
    until = words.SHARED_UNTIL.format(engineer=request.engineer, day=day)
    built = [b.section("willing", said), b.context("until", until)]
    return {"text": words.SHARED_TEXT, "blocks": built}


def ended(metric: str, day: str) -> Message:
    """Return the one sentence that a manager gets when nothing is shown."""
    known = catalogue.METRICS.get(metric)
    said = words.ENDED.format(day=day, metric=known.label if known else escape(metric))
    return _note(words.ENDED_TEXT, said)


def day_of(instant: datetime) -> str:
    """Return a day as it is said: `Wednesday 25 November`."""
    return f"{instant:%A} {instant.day} {instant:%B}"


def _note(text: str, said: str) -> Message:
    return {"text": text, "blocks": [b.section("said", said)]}


def _value(metric: Metric, found: Figure | None) -> tuple[str, str]:
    """Return the figure in words, and what it rests on."""
    if found is None or not found.sample_size:
        return words.CARD_NOTHING, words.PIECES.format(number="no")
    sample = found.sample_size
    pieces = words.ONE_PIECE if sample == 1 else words.PIECES.format(number=sample)
    if found.value is None:
        return words.CARD_TOO_FEW, words.BELOW.format(pieces=pieces, least=metric.minimum_sample)
    if metric.kind is Kind.DISTRIBUTION:
        return f"median {amount(metric, found.value)}", pieces
    counts = f"{found.numerator:,.0f} of {found.denominator or 0:,.0f}"
    return f"{amount(metric, found.value)} ({counts})", pieces
