"""Disclosures as Slack blocks: the same text for both people, to the byte. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.disclosure import words
from bot.disclosure.carried import Action
from bot.disclosure.disclosure import Answer, Disclosure, beside, said
from bot.metrics import catalogue
from bot.metrics.metric import Metric
from bot.slack import blocks as b
from bot.slack.text import escape

_MOST = 12
"""Disclosures that are listed, the newest."""


def text(found: Disclosure, team: str) -> list[b.Block]:
    """Return what both people read, wherever they read it.

    Args:
        found: the disclosure.
        team: the team's name.
    """
    people = {"manager": found.manager, "engineer": found.engineer}
    built = [
        b.header("title", words.HEADING),
        b.section("between", words.BETWEEN.format(team=escape(team), **people)),
        b.context("never", words.NEVER),
        *terms(found),
        b.words("evidence", words.EVIDENCE, found.said.evidence),
        b.section("from", words.FROM.format(day=said(found.effective), **people)),
        b.context("basis", words.BASIS.format(gone=said(found.delete_at.date()), **people)),
    ]
    if found.said.kept_wording:
        built.append(b.context("kept", words.KEPT_WORDING.format(**people)))
    return [*built, *answer(found)]


def terms(found: Disclosure, at: str = "") -> Iterator[b.Block]:
    """Yield the number, the line, what is expected, and what the number cannot show.

    Blocks of several disclosures are told apart by `at`.
    """
    number = definition(catalogue.get(found.metric), found.said.definition)
    yield b.section(f"number{at}", number)
    yield b.words(f"threshold{at}", words.THRESHOLD, found.said.threshold)
    yield b.words(f"expectation{at}", words.EXPECTATION, found.said.expectation)
    yield b.words(f"limits{at}", words.LIMITS, found.said.limits)


def definition(metric: Metric, said_of_it: str) -> str:
    """Return what a number is, as the catalogue says it, and what it never stands without."""
    told = words.DEFINITION.format(
        metric=metric.label, interval=metric.interval, definition=said_of_it
    )
    guards = " or ".join(one.label.lower() for one in beside(metric))
    return f"{told}\n{words.BESIDE.format(guards=guards)}" if guards else told


def answer(found: Disclosure, at: str = "") -> Iterator[b.Block]:
    """Yield what the engineer says to it; nothing before they have."""
    if found.answer is None:
        return
    disagrees = found.answer is Answer.DISAGREES
    told = words.DISAGREES if disagrees else words.HAS_READ
    yield b.section(f"answer{at}", told.format(engineer=found.engineer))
    if disagrees:
        yield b.words(f"because{at}", words.BECAUSE, found.said.because)


def message(found: Disclosure, team: str, reader: str) -> dict[str, Any]:
    """Return the message that both get: the text, and below it what the reader can do."""
    return {"text": words.TEXT, "blocks": [*text(found, team), *_can_do(found, reader)]}


def deleted() -> dict[str, Any]:
    """Return what stands in a message's place once the disclosure is kept nowhere any more."""
    return {"text": words.GONE, "blocks": [b.section("gone", words.GONE)]}


def answered(found: Disclosure) -> dict[str, Any]:
    """Return what the manager is told of the engineer's answer."""
    label = catalogue.get(found.metric).label
    heading = words.ANSWERED.format(metric=label, day=said(found.disclosed_at.date()))
    return {
        "text": words.ANSWERED_TEXT,
        "blocks": [b.section("to", heading), *answer(found), b.context("never", words.NEVER)],
    }


def withdrawn(metric: str) -> dict[str, Any]:
    """Return what the engineer is told of a disclosure that was withdrawn."""
    told = words.WITHDRAWN.format(metric=catalogue.get(metric).label)
    return {
        "text": words.WITHDRAWN_TEXT,
        "blocks": [b.section("withdrawn", told), b.context("never", words.NEVER)],
    }


def listing(found: Sequence[tuple[Disclosure, str]], reader: str) -> dict[str, Any]:
    """Return somebody's own disclosures, on whichever side they are, the newest first.

    Args:
        found: each with its team's name.
        reader: who asks.
    """
    built: list[b.Block] = [b.header("title", words.LIST_TEXT)]
    for number, (one, team) in enumerate(found[:_MOST]):
        built.append(b.section(f"one{number}", _line(one, team, reader)))
        read = b.button(Action.READ, words.READ, one.id)
        built.append(b.actions(f"do{number}", [read, *_buttons(one, reader)]))
    if not found:
        built.append(b.section("nothing", words.LIST_NOTHING))
    if len(found) > _MOST:
        built.append(b.context("more", words.LIST_MORE.format(number=len(found) - _MOST)))
    built.append(b.context("never", words.NEVER))
    return {"text": words.LIST_TEXT, "blocks": built}


def _line(one: Disclosure, team: str, reader: str) -> str:
    is_mine = one.manager == reader
    other = one.engineer if is_mine else one.manager
    told = {None: words.NO_ANSWER, Answer.ACKNOWLEDGED: words.HAS_READ}
    answered_with = told.get(one.answer, words.DISAGREES).format(engineer=one.engineer)
    return (words.LIST_MINE if is_mine else words.LIST_THEIRS).format(
        other=other,
        metric=catalogue.get(one.metric).label,
        team=escape(team),
        day=said(one.effective),
        answer=answered_with,
    )


def _can_do(found: Disclosure, reader: str) -> Iterator[b.Block]:
    buttons = _buttons(found, reader)
    if not buttons:
        return
    if reader == found.engineer:
        yield b.context("means", words.ACKNOWLEDGE_MEANS)
    yield b.actions("do", buttons)


def _buttons(found: Disclosure, reader: str) -> list[b.Element]:
    """Return what somebody can do about a disclosure. Whether they still may is asked when they do."""
    if reader == found.manager:
        sure = b.Confirm(words.WITHDRAW_SURE, words.WITHDRAW_WHAT, words.WITHDRAW, words.NO)
        return [b.button(Action.WITHDRAW, words.WITHDRAW, found.id, confirm=sure)]
    if found.answer is not None:
        return []
    return [
        b.button(Action.ACKNOWLEDGE, words.ACKNOWLEDGE, found.id),
        b.button(Action.DISAGREE, words.DISAGREE, found.id),
    ]
