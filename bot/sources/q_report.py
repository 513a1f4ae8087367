"""One part of Amazon Q Developer's user activity report, read a line at a time.

Layout: docs.aws.amazon.com/amazonq/latest/qdeveloper-ug, "Viewing the activity of specific users"
and "User activity report metrics". The order of the columns varies, so they go by name.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.errors import OperatorError, SkippedError
from bot.sources import csv_line
from bot.sources.source import Report

USER, DATE = "UserId", "Date"
SHOWN, ACCEPTED = "Inline_SuggestionsCount", "Inline_AcceptanceCount"
FEATURES = (
    "Chat_", "CodeFix_", "CodeReview_", "Dev_", "DocGeneration_", "InlineChat_", "Inline_",
    "TestGeneration_", "Transformation_",
)  # fmt: skip
"""What the names of the counters begin with. No other column is read: newer reports carry e-mail
addresses."""
LONGEST_COUNT = 9
"""Digits; nobody does anything a thousand million times a day."""

_DIRECTORY = re.compile(r"^d-[0-9a-z]+\.")


class Use(NamedTuple):
    """What one row says of one person and day.

    Attributes:
        user: the person's id, without its directory.
        shown: inline suggestions shown.
        accepted: inline suggestions accepted.
        active: whether any counter is above zero.
    """

    user: str
    shown: int
    accepted: int
    active: bool


def plain_user(user: str) -> str:
    """Return a user id without the directory that some reports put before it.

    `d-1234567890.6a1b…` and `6a1b…` are one person. Nothing else is taken away, so that
    names with a dot in them stay different.
    """
    return _DIRECTORY.sub("", user.strip().lower())


def read(lines: Iterable[bytes], day: date, name: str, report: Report) -> Iterator[Use]:
    """Yield the rows of one part, and note in the report those that cannot be read.

    Args:
        lines: the part, header first.
        day: the UTC day it is filed under.
        name: what to call it in the report, without a path.
        report: where is noted what cannot be read.

    Raises:
        OperatorError: the part is no report from which acceptance can be computed.
    """
    rows = csv_line.numbered(lines)
    _, header = next(rows, (0, b""))
    if not header:
        report.skip(f"{name} line 1", "the report is empty, without even a header")
        return
    columns = _columns(header)
    dates = {day.isoformat(), day.strftime("%m-%d-%Y")}
    for number, line in rows:
        try:
            yield _use(csv_line.cells(line), columns, dates)
        except SkippedError as problem:
            report.skip(f"{name} line {number}", str(problem))


class _Columns(NamedTuple):
    """Where the columns stand; `width` is how many there are in all."""

    width: int
    user: int
    date: int
    shown: int
    accepted: int
    counters: tuple[int, ...]


def _columns(line: bytes) -> _Columns:
    try:
        names = csv_line.cells(line)
    except SkippedError:
        names = []
    lacking = [name for name in (USER, DATE, SHOWN, ACCEPTED) if name not in names]
    if lacking:
        raise OperatorError(
            f"The Q Developer report has no column {lacking[0]}, so acceptance cannot be computed"
            " from it. Coach reads it from the by_user_analytic report; for Kiro's user_report, which"
            " tells who was active, write `report: kiro` in coach.yml."
        )
    return _Columns(
        width=len(names),
        user=names.index(USER),
        date=names.index(DATE),
        shown=names.index(SHOWN),
        accepted=names.index(ACCEPTED),
        counters=tuple(at for at, name in enumerate(names) if name.startswith(FEATURES)),
    )


def _use(cells: Sequence[str], columns: _Columns, dates: Container[str]) -> Use:
    if len(cells) != columns.width:
        raise SkippedError("the row has not as many cells as the header")
    if not cells[columns.user]:
        raise SkippedError("the row has no UserId")
    if cells[columns.date] not in dates:
        raise SkippedError("the date is not the day of the report")
    active = max(_count(cells[at]) for at in columns.counters) > 0
    shown, accepted = _count(cells[columns.shown]), _count(cells[columns.accepted])
    if accepted > shown:
        raise SkippedError("more suggestions were accepted than shown")
    return Use(plain_user(cells[columns.user]), shown, accepted, active)


def _count(cell: str) -> int:
    """Read a counter; a blank cell is AWS's way to write 0."""
    if not cell:
        return 0
    if not (cell.isascii() and cell.isdigit() and len(cell) <= LONGEST_COUNT):
        raise SkippedError("a count is not a whole number from 0 up")
    return int(cell)
