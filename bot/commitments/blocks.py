"""Reminders, outcomes and lists as messages. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import words
from bot.commitments.carried import About, Action
from bot.commitments.dates import day_of, said
from bot.commitments.follow_up_store import FollowUp, State
from bot.commitments.plan import MOST
from bot.commitments.read import Record
from bot.commitments.record import Commitment, Conclusion, Promise, Stage
from bot.metrics import reading
from bot.metrics.outcome import REGRESSION, Outcome
from bot.slack import blocks as b

Message = dict[str, Any]
SNOOZE_DAY, SNOOZE_WEEK = "day", "week"
MOST_PROMISES = 7
"""In one message, which Slack takes however long they are; and nobody reads more."""


@dataclass(frozen=True, slots=True)
class Due:
    """One promise in a reminder.

    Attributes:
        record: the record it stands in.
        commitment: the promise.
        number: whether this is the first or the second reminder of it.
    """

    record: Record
    commitment: Commitment
    number: int


def nudge(due: Sequence[Due], viewer: str, zone: ZoneInfo, help_url: Mapping[str, str]) -> Message:
    """Return one reminder of all that somebody promised and has not settled.

    Args:
        due: the promises, oldest record first.
        viewer: whose promises they are.
        zone: theirs, for days.
        help_url: by user, the address that opens a message to them.
    """
    built = [b.context("opening", words.NUDGE_OPENING)]
    for number, one in enumerate(due[:MOST_PROMISES]):
        built.extend(_due(str(number), one, viewer, zone, help_url))
    built.append(b.context("stop", words.NUDGE_STOP))
    return {"text": words.NUDGE_TEXT, "blocks": built}


def _due(
    at: str, one: Due, viewer: str, zone: ZoneInfo, help_url: Mapping[str, str]
) -> Iterator[b.Block]:
    conversation = one.record.conversation
    side = one.commitment.side
    other = conversation.person(side.other)
    yield b.words(f"said{at}", words.NUDGE_ONE, one.record.in_force.said.promise_of(side))
    lines = [
        words.NUDGE_WITH.format(other=other, day=said(one.record.in_force.terms.check_in)),
        *_what_became(one, viewer, zone),
    ]
    if one.number >= MOST and one.commitment.state is Promise.OPEN:
        lines.append(words.NUDGE_LAST)
    yield b.context(f"about{at}", *lines)
    if len(lines) == 1 or (one.number >= MOST and not _is_settled(one)):
        yield b.actions(row_id(one.commitment.id), promise_buttons(one, help_url.get(other)))


def row_id(commitment: str) -> str:
    """Return the id of the row of buttons of a promise: a date picker carries nothing itself."""
    return f"promise-{commitment}"


def commitment_of(block_id: str) -> str:
    """Return the promise that a row of buttons is about."""
    return block_id.removeprefix("promise-")


def _is_settled(one: Due) -> bool:
    return one.commitment.state is not Promise.OPEN or not one.record.counts


def _what_became(one: Due, viewer: str, zone: ZoneInfo) -> Iterator[str]:
    """Say what was done with a promise since it was shown; its buttons are gone then."""
    promise = one.commitment
    if promise.state is not Promise.OPEN and promise.settled_at is not None:
        day = day_of(promise.settled_at, zone)
        yield words.PROMISE_SETTLED.format(who=f"<@{viewer}>", state=promise.state, day=day)
    elif one.record.conversation.stage is Stage.CLOSED:
        yield "The record is closed."
    elif not one.record.counts:
        yield words.NUDGE_CHANGING
    elif (chosen := _chosen(one.record.follow_ups, promise)) is not None:
        yield words.NUDGE_CHOSEN.format(day=day_of(chosen, zone))


def _chosen(follow_ups: Sequence[FollowUp], promise: Commitment) -> Any:
    return next(
        (
            one.due_at
            for one in follow_ups
            if one.commitment == promise.id and one.chosen and one.state is State.PLANNED
        ),
        None,
    )


def promise_buttons(one: Due, help_url: str | None) -> list[b.Element]:
    """Return what somebody can do with their own open promise."""
    carried = one.commitment.id
    about = About(one.record.conversation.id, one.record.conversation.revision).encode()
    row = [b.button(Action.DONE, words.DONE, carried, style="primary")]
    if one.number < MOST:
        later = [
            (words.SNOOZE_TOMORROW, f"{carried}/{SNOOZE_DAY}"),
            (words.SNOOZE_MONDAY, f"{carried}/{SNOOZE_WEEK}"),
        ]
        row.append(b.menu(Action.SNOOZE, words.SNOOZE, later))
        row.append(b.day(Action.SNOOZE_DAY, words.SNOOZE_DAY))
    row.append(b.button(Action.CHANGE, words.CHANGE, about))
    sure = b.Confirm(words.DROP_SURE, words.DROP_WHAT, words.DROP, words.NO)
    row.append(b.button(Action.DROP, words.DROP, carried, confirm=sure))
    if help_url is not None:
        row.append(b.button(Action.HELP, words.HELP, carried, url=help_url))
    return row


def outcome(record: Record, found: Outcome, *, look: int, again_on: date | None) -> Message:
    """Return before and after; both people get the same."""
    one, terms = record.conversation, record.in_force.terms
    title = words.OUTCOME_TITLE.format(experiment=terms.experiment.label.lower())
    opening = words.OUTCOME_OPENING.format(manager=one.manager, engineer=one.engineer)
    built = [
        b.header("title", title),
        b.section("opening", opening if look == 1 else f"{opening} {words.OUTCOME_SECOND}"),
        b.section("verdict", f"*{reading.verdict_line(found)}*"),
    ]
    if found.reasons:
        built.append(b.context("reasons", "; ".join(found.reasons)))
    if found.guardrail is not None:
        line = reading.verdict_line(found.guardrail)
        built.append(b.section("guardrail", words.OUTCOME_GUARD.format(line=line)))
    limits = words.OUTCOME_LIMITS.format(limits=found.metric.cannot_show)
    built.append(b.context("limits", limits, REGRESSION))
    built.append(
        b.words("not_helping", words.OUTCOME_NOT_HELPING, record.in_force.said.not_helping)
    )
    if again_on is not None:
        built.append(b.context("again", words.OUTCOME_AGAIN.format(day=said(again_on))))
    built.extend(_conclusion(record))
    return {"text": words.OUTCOME_TEXT, "blocks": built}


def _conclusion(record: Record) -> Iterator[b.Block]:
    one = record.conversation
    if one.conclusion is not None:
        concluded = words.CONCLUDED[one.conclusion]
        yield b.section("conclusion", f"*What you made of it:* {concluded}.")
        return
    if one.stage is not Stage.AGREED:
        return
    about = About(one.id, one.revision).encode()
    yield b.section("ask", words.OUTCOME_ASK)
    yield b.actions(
        "conclude",
        [
            b.button(Action.KEEP, words.KEEP, about),
            b.button(Action.ADJUST, words.ADJUST, about),
            b.button(Action.ANOTHER, words.ANOTHER, about),
        ],
    )


CONCLUDES: Mapping[Action, Conclusion] = {
    Action.KEEP: Conclusion.KEPT,
    Action.ADJUST: Conclusion.ADJUSTED,
    Action.ANOTHER: Conclusion.ANOTHER,
}
"""What each button of an outcome says."""


def note(block_id: str, text: str, fallback: str) -> Message:
    """Return a message of one paragraph."""
    return {"text": fallback, "blocks": [b.section(block_id, text)]}
