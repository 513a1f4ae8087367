"""The stewards' monthly report on deletions, as Slack blocks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.retention import words
from bot.slack import blocks as b


@dataclass(frozen=True, slots=True)
class Report:
    """One month.

    Attributes:
        month: its first day.
        deleted: how much of each kind was deleted in it.
        stuck: how much could not be taken out of Slack, by now.
        seal: the end of the audit, by now; "" while it is empty.
    """

    month: date
    deleted: Mapping[str, int]
    stuck: int
    seal: str


def report(told: Report) -> dict[str, Any]:
    """Return the message."""
    lines = [
        words.LINE.format(what=words.WHAT[name], number=f"{number:,}")
        for name, number in told.deleted.items()
    ]
    built = [
        b.header("title", words.TITLE.format(month=f"{told.month:%B %Y}")),
        b.section("deleted", "\n".join(lines) or words.NOTHING),
    ]
    if told.stuck:
        built.append(b.section("stuck", words.STUCK.format(number=told.stuck)))
    if told.seal:
        built.append(b.section("seal", words.SEAL.format(seal=told.seal)))
    built.append(b.context("why", words.WHY))
    return {"text": words.TEXT, "blocks": built}
