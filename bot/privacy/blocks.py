"""What Coach holds about somebody, as Slack blocks. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.privacy import words
from bot.privacy.carried import Action
from bot.privacy.held import TABLES
from bot.slack import blocks as b
from bot.teams.policy import Retention


@dataclass(frozen=True, slots=True)
class Mirror:
    """What somebody is told of themselves.

    Attributes:
        found: how many rows of each table are about them; none where there are none.
        zone: their time zone.
        stopped: whether they said stop.
        records: a line for each of their records, the newest first.
        more: how many records more there are.
        seen: a line for each thing that was opened and concerns them, the newest first.
        retention: how long things are kept.
    """

    found: Mapping[str, int]
    zone: str
    stopped: bool
    records: Sequence[str] = field(repr=False)
    more: int
    seen: Sequence[str] = field(repr=False)
    retention: Retention


def mine(told: Mirror) -> dict[str, Any]:
    """Return the message."""
    built = [b.header("title", words.TITLE)]
    for name, number in told.found.items():
        known = _known(told) if name == "person" else ()
        built.append(b.section(f"held_{name}", " ".join(_said(told, name, number, *known))))
    built.extend(_records(told))
    if told.seen:
        built.append(b.section("opened", "\n".join([words.SEEN, *told.seen])))
        built.append(b.context("opened_more", words.SEEN_MORE))
    if told.found:
        built.append(b.context("also", words.ALSO))
    else:
        built.append(b.section("nothing", words.NOTHING))
    built.append(b.section("not_held", words.NOT_HELD))
    if told.found:
        built.append(_do())
    built.append(b.context("footer", words.FOOTER))
    return {"text": words.TEXT, "blocks": built}


def _records(told: Mirror) -> Iterator[b.Block]:
    if told.records:
        yield b.section("records", "\n".join([words.RECORDS, *told.records]))
    if told.more:
        yield b.context("records_more", words.MORE_RECORDS.format(number=told.more))


def _do() -> b.Block:
    sure = b.Confirm(words.ERASE_SURE, words.ERASE_WHAT, words.ERASE_YES, words.ERASE_NO)
    return b.actions(
        "do",
        [
            b.button(Action.EXPORT, words.EXPORT, "export"),
            b.button(Action.CORRECT, words.CORRECT, "correct"),
            b.button(Action.ERASE, words.ERASE, "erase", confirm=sure),
        ],
    )


def _said(told: Mirror, name: str, number: int, *known: str) -> Iterator[str]:
    held = TABLES[name]
    yield held.what.format(number=number)
    yield from known
    yield f"_{held.seen} {held.deleted(told.retention)}_"


def _known(told: Mirror) -> Iterator[str]:
    yield words.ZONE.format(zone=told.zone)
    if told.stopped:
        yield words.STOPPED


def correct(stewards: Sequence[str]) -> dict[str, Any]:
    """Return what can be put right, and how."""
    named = " or ".join(f"<@{one}>" for one in stewards)
    said = (
        words.CORRECT_RECORDS,
        words.CORRECT_QUESTIONS,
        words.CORRECT_NUMBER,
        words.CORRECT_TEAM.format(stewards=named),
        words.CORRECT_ZONE,
    )
    built = [b.header("title", words.CORRECT_TITLE)]
    built += [b.section(f"way{number}", text) for number, text in enumerate(said)]
    built.append(b.actions("do", [b.button(Action.ZONE, words.ASK_SLACK, "zone")]))
    return {"text": words.CORRECT_TITLE, "blocks": built}
