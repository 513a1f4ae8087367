"""Reads CSV a line at a time, so that one broken line costs one line and a file no memory."""

import csv
from collections.abc import Iterable, Iterator

from bot.errors import SkippedError


def cells(line: bytes) -> list[str]:
    """Return the cells of one line, without a byte order mark and without spaces around them.

    Raises:
        SkippedError: the line is not UTF-8, or its quotes do not close.
    """
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SkippedError("the line is not UTF-8 text") from None
    try:
        return [cell.strip() for cell in next(csv.reader([text], strict=True), [])]
    except csv.Error:
        raise SkippedError("the line is not CSV") from None


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers, from 1 as an editor shows them."""
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
