"""The rules for each kind of block that Coach uses."""

import math
from collections.abc import Iterator

from bot.slack.check_elements import IN_A_ROW, IN_AN_INPUT, element
from bot.slack.check_lengths import Json, letters, plain, too_long, too_many, twice

_SECTION, _FIELD, _HEADER, _ALT, _LABEL = 3000, 2000, 150, 2000, 2000
_CONTEXT, _ACTIONS, _FIELDS = 10, 25, 10
_TABLE_ROWS, _TABLE_COLUMNS, _TABLE_TEXT = 100, 20, 10_000
_TITLE, _POINTS, _POINT, _SERIES, _AXIS = 50, 20, 20, 6, 50
_RICH = {"rich_text_section", "rich_text_quote"}


def _section(block: Json) -> Iterator[str]:
    if not {"text", "fields"} & block.keys():
        yield "a section with neither text nor fields"
    if "text" in block:
        yield from too_long("text", block["text"]["text"], _SECTION)
    if "fields" in block:
        yield from too_many("fields", block["fields"], _FIELDS)
        for field in block["fields"]:
            yield from too_long("field", field["text"], _FIELD)
    if "accessory" in block:
        yield from element(block["accessory"], IN_A_ROW)


def _header(block: Json) -> Iterator[str]:
    yield from plain("text", block["text"], _HEADER)


def _context(block: Json) -> Iterator[str]:
    yield from too_many("elements", block["elements"], _CONTEXT)
    for one in block["elements"]:
        if one["type"] == "image":
            yield from _image(one)
        else:
            yield from too_long("text", one["text"], _SECTION)


def _rich(block: Json) -> Iterator[str]:
    """What people wrote, and therefore nothing but text: no link, mention or broadcast."""
    if not block["elements"]:
        yield "a rich_text without elements"
    for part in block["elements"]:
        if part["type"] not in _RICH:
            yield f"a {part['type']}, which Coach does not use"
            continue
        if not part["elements"]:
            yield f"a {part['type']} without elements"
        for piece in part["elements"]:
            if piece["type"] != "text":
                yield f"a {piece['type']} in a rich_text, which Coach does not use"
            elif not piece["text"]:
                yield "empty text"


def _actions(block: Json) -> Iterator[str]:
    yield from too_many("elements", block["elements"], _ACTIONS)
    yield from twice("action_id", (one.get("action_id", "") for one in block["elements"]))
    for one in block["elements"]:
        yield from element(one, IN_A_ROW)


def _input(block: Json) -> Iterator[str]:
    yield from plain("label", block["label"], _LABEL)
    if "hint" in block:
        yield from plain("hint", block["hint"], _LABEL)
    yield from element(block["element"], IN_AN_INPUT)


def _image(block: Json) -> Iterator[str]:
    yield from too_long("alt_text", block.get("alt_text", ""), _ALT)


def _table(block: Json) -> Iterator[str]:
    yield from too_many("rows", block["rows"], _TABLE_ROWS)
    for row in block["rows"]:
        yield from too_many("columns", row, _TABLE_COLUMNS)
        yield from ("an empty cell" for cell in row if not cell["text"])
    length = letters(block["rows"])
    if length > _TABLE_TEXT:
        yield f"the cells have {length} characters; {_TABLE_TEXT} is the limit"
    if len({len(row) for row in block["rows"]}) > 1:
        yield "rows of different lengths"


def _chart(block: Json) -> Iterator[str]:
    yield from too_long("title", block["title"], _TITLE)
    chart, axis = block["chart"], block["chart"]["axis_config"]
    for name in ("x_label", "y_label"):
        yield from too_long(name, axis.get(name, "-"), _AXIS)
    categories = axis["categories"]
    yield from too_many("categories", categories, _POINTS)
    if len(set(categories)) < len(categories):
        yield "a category twice"
    for label in categories:
        yield from too_long("category", label, _POINT)
    yield from too_many("series", chart["series"], _SERIES)
    yield from twice("series", (series["name"] for series in chart["series"]))
    for series in chart["series"]:
        yield from _series(series, categories)


def _series(series: Json, categories: list[str]) -> Iterator[str]:
    yield from too_long("series name", series["name"], _POINT)
    if [point["label"] for point in series["data"]] != list(categories):
        yield f"the points of {series['name']} do not match the categories"
    if not all(math.isfinite(point["value"]) for point in series["data"]):
        yield f"a value of {series['name']} is not a number"


def _divider(_block: Json) -> Iterator[str]:
    return iter(())


RULES = {
    "section": _section,
    "header": _header,
    "context": _context,
    "rich_text": _rich,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "table": _table,
    "data_visualization": _chart,
    "divider": _divider,
}
