"""The two table blocks, with their limits on rows, columns and characters."""

from collections.abc import Iterator
from typing import Any

from bot.demo.local_slack.rich_text import RICH_TEXT
from bot.demo.local_slack.shapes import (
    Check,
    array,
    boolean,
    choice,
    integer,
    kind,
    number,
    problem,
    record,
    string,
    typed,
)

_COLUMNS = 20
_RAW_TEXT = kind({"text": string()})
_RAW_NUMBER = kind({"value": number}, {"text": string()})
_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_ROW = array(_CELL, most=_COLUMNS)


def letters_in(value: Any) -> int:
    """Return how many characters stand under `text` keys, however deep."""
    if isinstance(value, dict):
        return sum(
            len(entry) if key == "text" and isinstance(entry, str) else letters_in(entry)
            for key, entry in value.items()
        )
    return sum(letters_in(entry) for entry in value) if isinstance(value, list) else 0


def _letters(most: int) -> Check:
    def check(block: Any, at: str) -> Iterator[str]:
        if letters_in(block["rows"]) > most:
            yield problem(f"all cells together must have less than {most + 1} characters", at)

    return check


def _even_rows(block: Any, at: str) -> Iterator[str]:
    width = len(block["rows"][0])
    if any(len(row) != width for row in block["rows"]):
        yield problem("all rows must have the same number of columns", f"{at}/rows")
    if any(cell["type"] == "rich_text" for cell in block["rows"][0]):
        yield problem("header cells cannot contain rich text", f"{at}/rows/0")


TABLE = kind(
    {"rows": array(_ROW, most=100)},
    {
        "block_id": string(255),
        "column_settings": array(
            record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean}),
            most=_COLUMNS,
        ),
    },
    _letters(10_000),
)

DATA_TABLE = kind(
    {"caption": string(), "rows": array(_ROW, least=2, most=201)},
    {
        "block_id": string(255),
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0, _COLUMNS - 1),
    },
    _letters(20_000),
    _even_rows,
)
