"""One file of Kiro's user report, read a line at a time: who was active, and nothing else.

Layout: kiro.dev/docs/enterprise/monitor-and-track/user-activity. A day has a file for each client
(IDE, command line, plug-in), and somebody may be in several. There is a column of messages for each
model, so that their number changes; columns go by name. It has no suggestions and no acceptances.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.errors import OperatorError, SkippedError
from bot.sources import csv_line
from bot.sources.q_report import DATE, USER, Use, plain_user
from bot.sources.source import Report

USES = ("Total_Messages", "Chat_Conversations", "Credits_Used")
"""Whoever has any of them above zero was active. Messages by model are part of the total."""
# Credits have many decimals, and small ones may come as 1e-05.
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,30})?([eE][-+]?\d{1,2})?", re.ASCII)


class _Columns(NamedTuple):
    """Where the columns stand; `width` is how many there are in all."""

    width: int
    user: int
    date: int
    uses: tuple[int, ...]


class _Row(NamedTuple):
    """All that is taken from a line."""

    user: str
    date: str
    uses: tuple[str, ...]


def read(lines: Iterable[bytes], day: date, name: str, report: Report) -> Iterator[Use]:
    """Yield the rows of one file, and note in the report those that cannot be read.

    Args:
        lines: the file, header first.
        day: the UTC day it is filed under.
        name: what to call it in the report, without a path.
        report: where is noted what cannot be read.

    Raises:
        OperatorError: the file is no user report of Kiro.
    """
    rows = csv_line.numbered(lines)
    _, header = next(rows, (0, b""))
    if not header:
        report.skip(f"{name} line 1", "the report is empty, without even a header")
        return
    columns = _columns(header)
    for number, line in rows:
        try:
            yield _use(_row(line, columns), day)
        except SkippedError as problem:
            report.skip(f"{name} line {number}", str(problem))


def _columns(line: bytes) -> _Columns:
    try:
        names = csv_line.cells(line)
    except SkippedError:
        names = []
    lacking = [name for name in (USER, DATE, *USES) if name not in names]
    if lacking:
        raise OperatorError(
            f"The Kiro report has no column {lacking[0]}. With `report: kiro` Coach reads the"
            " user_report files only; look at `report` and `prefix` in coach.yml."
        )
    return _Columns(
        width=len(names),
        user=names.index(USER),
        date=names.index(DATE),
        uses=tuple(names.index(name) for name in USES),
    )


def _row(line: bytes, columns: _Columns) -> _Row:
    """Take what is needed from a line; e-mail addresses and all else end here."""
    cells = csv_line.cells(line)
    if len(cells) != columns.width:
        raise SkippedError("the row has not as many cells as the header")
    return _Row(cells[columns.user], cells[columns.date], tuple(cells[at] for at in columns.uses))


def _use(row: _Row, day: date) -> Use:
    if not row.user:
        raise SkippedError("the row has no UserId")
    if row.date != day.isoformat():
        raise SkippedError("the date is not the day of the report")
    used = [_is_above_zero(cell) for cell in row.uses]
    return Use(plain_user(row.user), shown=0, accepted=0, active=any(used))


def _is_above_zero(cell: str) -> bool:
    """Read a number; a blank cell is AWS's way to write 0."""
    if not cell:
        return False
    if not _NUMBER.fullmatch(cell):
        raise SkippedError("a count is not a number from 0 up")
    return float(cell) > 0
