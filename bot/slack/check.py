"""The one check that every payload passes before it leaves.

Slack answers a wrong payload with a terse error, after the fact; here it is a bug of ours, found
by name. The limits are Slack's documented ones.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.errors import OperatorError

Json = Mapping[str, Any]

TEXT_LIMIT = 4000
ALL_TEXT = 11_000
"""Characters in all blocks of a message together: Slack's people say 12,000 "with a buffer", and
11,341 were seen to be refused (`msg_blocks_too_long`)."""
BLOCKS = {"message": 50, "modal": 100, "home": 100}
CHARTS = 2
TABLES = 1
_SECTION, _FIELD, _HEADER, _ALT = 3000, 2000, 150, 2000
_BUTTON, _VALUE, _OPTION, _OPTION_VALUE, _PLACEHOLDER = 75, 2000, 75, 150, 150
_ID, _CONTEXT, _ACTIONS, _OPTIONS, _FIELDS = 255, 10, 25, 100, 10
_TABLE_ROWS, _TABLE_COLUMNS, _TABLE_TEXT = 100, 20, 10_000
_TITLE, _POINTS, _LABEL, _SERIES, _AXIS = 50, 20, 20, 6, 50
_ALL_TEXT = 11_000
"""Slack speaks of 12,000 characters in all blocks, and has refused 11,341 (slackapi/bolt-js 2867)."""


class PayloadError(OperatorError):
    """A message of Coach's own does not keep Slack's rules; this is a bug in Coach."""


def message(payload: Json) -> None:
    """Check a message.

    Raises:
        PayloadError: it breaks a rule; all broken rules are named.
    """
    problems = list(_message(payload))
    if problems:
        raise PayloadError("This message breaks Slack's rules: " + "; ".join(problems))


def _message(payload: Json) -> Iterator[str]:
    text = payload.get("text") or ""
    if not text.strip():
        yield "it has no text for notifications and screen readers"
    if len(text) > TEXT_LIMIT:
        yield f"its text has {len(text)} characters; {TEXT_LIMIT} is the limit"
    found = payload.get("blocks") or ()
    yield from blocks(found, "message")
    length = _letters(found)
    if length > _ALL_TEXT:
        yield f"the blocks have {length} characters in all; {_ALL_TEXT} is the limit"


def _letters(part: Any) -> int:
    """Return how many characters stand in a payload under the name of text."""
    if isinstance(part, Mapping):
        return sum(
            len(value) if name == "text" and isinstance(value, str) else _letters(value)
            for name, value in part.items()
        )
    return sum(map(_letters, part)) if isinstance(part, list | tuple) else 0


def blocks(found: Any, surface: str) -> Iterator[str]:
    """Yield each broken rule of a list of blocks on a surface: message, modal or home."""
    if len(found) > BLOCKS[surface]:
        yield f"{len(found)} blocks; {BLOCKS[surface]} is the limit"
    for kind, limit in (("data_visualization", CHARTS), ("table", TABLES)):
        number = sum(block["type"] == kind for block in found)
        if number > limit:
            yield f"{number} blocks of type {kind}; {limit} is the limit"
    ids = [block.get("block_id") for block in found]
    if None in ids:
        yield "a block without a block_id"
    yield from _twice("block_id", (name for name in ids if name))
    for block in found:
        where = block.get("block_id") or block["type"]
        yield from _too_long("block_id", where, _ID)
        rules = _RULES.get(block["type"])
        if rules is None:
            yield f"{where}: a block of type {block['type']}, which Coach does not use"
        else:
            yield from (f"{where}: {problem}" for problem in rules(block))


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    all_of_them = list(names)
    for name in sorted({one for one in all_of_them if all_of_them.count(one) > 1}):
        yield f"{what} {name} twice"


def _too_long(name: str, text: str, limit: int) -> Iterator[str]:
    if not text.strip():
        yield f"empty {name}"
    if len(text) > limit:
        yield f"{name} has {len(text)} characters; {limit} is the limit"


def _too_many(name: str, items: Any, limit: int) -> Iterator[str]:
    if not 1 <= len(items) <= limit:
        yield f"{len(items)} {name}; 1 to {limit} are allowed"


def _plain(name: str, text: Json, limit: int) -> Iterator[str]:
    if text["type"] != "plain_text":
        yield f"{name} must be plain_text"
    yield from _too_long(name, text["text"], limit)


def _section(block: Json) -> Iterator[str]:
    if not {"text", "fields"} & block.keys():
        yield "a section with neither text nor fields"
    if "text" in block:
        yield from _too_long("text", block["text"]["text"], _SECTION)
    if "fields" in block:
        yield from _too_many("fields", block["fields"], _FIELDS)
        for field in block["fields"]:
            yield from _too_long("field", field["text"], _FIELD)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Json) -> Iterator[str]:
    yield from _plain("text", block["text"], _HEADER)


def _context(block: Json) -> Iterator[str]:
    yield from _too_many("elements", block["elements"], _CONTEXT)
    for element in block["elements"]:
        if element["type"] == "image":
            yield from _image(element)
        else:
            yield from _too_long("text", element["text"], _SECTION)


def _actions(block: Json) -> Iterator[str]:
    yield from _too_many("elements", block["elements"], _ACTIONS)
    yield from _twice("action_id", (element["action_id"] for element in block["elements"]))
    for element in block["elements"]:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    yield from _too_long("action_id", element.get("action_id", ""), _ID)
    if element["type"] == "button":
        yield from _plain("button text", element["text"], _BUTTON)
        yield from _too_long("button value", element.get("value", "-"), _VALUE)
    elif element["type"] == "static_select":
        yield from _plain("placeholder", element["placeholder"], _PLACEHOLDER)
        yield from _too_many("options", element["options"], _OPTIONS)
        for option in element["options"]:
            yield from _plain("option", option["text"], _OPTION)
            yield from _too_long("option value", option["value"], _OPTION_VALUE)
        if element.get("initial_option") not in (None, *element["options"]):
            yield "the initial_option is not one of the options"
    else:
        yield f"an element of type {element['type']}, which Coach does not use"


def _image(block: Json) -> Iterator[str]:
    yield from _too_long("alt_text", block.get("alt_text", ""), _ALT)


def _table(block: Json) -> Iterator[str]:
    yield from _too_many("rows", block["rows"], _TABLE_ROWS)
    for row in block["rows"]:
        yield from _too_many("columns", row, _TABLE_COLUMNS)
        yield from ("an empty cell" for cell in row if not cell["text"])
    length = _letters(block["rows"])
    if length > _TABLE_TEXT:
        yield f"the cells have {length} characters; {_TABLE_TEXT} is the limit"
    if len({len(row) for row in block["rows"]}) > 1:
        yield "rows of different lengths"


def _chart(block: Json) -> Iterator[str]:
    yield from _too_long("title", block["title"], _TITLE)
    chart, axis = block["chart"], block["chart"]["axis_config"]
    for name in ("x_label", "y_label"):
        yield from _too_long(name, axis.get(name, "-"), _AXIS)
    categories = axis["categories"]
    yield from _too_many("categories", categories, _POINTS)
    if len(set(categories)) < len(categories):
        yield "a category twice"
    for label in categories:
        yield from _too_long("category", label, _LABEL)
    yield from _too_many("series", chart["series"], _SERIES)
    yield from _twice("series", (series["name"] for series in chart["series"]))
    for series in chart["series"]:
        yield from _series(series, categories)


def _series(series: Json, categories: list[str]) -> Iterator[str]:
    yield from _too_long("series name", series["name"], _LABEL)
    if [point["label"] for point in series["data"]] != list(categories):
        yield f"the points of {series['name']} do not match the categories"
    if not all(math.isfinite(point["value"]) for point in series["data"]):
        yield f"a value of {series['name']} is not a number"


def _divider(_block: Json) -> Iterator[str]:
    return iter(())


_RULES = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "table": _table,
    "data_visualization": _chart,
    "divider": _divider,
}
