"""The one check that every payload passes before it leaves.

Slack answers a wrong payload with a terse error, after the fact; here it is a bug of ours, found
by name. The limits are Slack's documented ones.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.errors import OperatorError
from bot.slack.check_blocks import RULES
from bot.slack.check_lengths import ID, Json, letters, plain, too_long, twice

TEXT_LIMIT = 4000
ALL_TEXT = 11_000
"""Characters in all blocks of a message together: Slack's people say 12,000 "with a buffer", and
11,341 were seen to be refused (`msg_blocks_too_long`, slackapi/bolt-js 2867)."""
BLOCKS = {"message": 50, "modal": 100, "home": 100}
NOT_ON = {
    "message": {"input"},
    "modal": {"data_visualization", "table"},
    "home": {"data_visualization", "input", "table"},
}
"""What does not stand on a surface. Slack takes an input elsewhere too; Coach asks in modals only."""
CHARTS = 2
TABLES = 1
TITLE = 24
"""Characters of a modal's title, and of its two buttons."""
PRIVATE_METADATA = 3000
LARGEST_VIEW = 250_000
"""Bytes of a view, as JSON."""


class PayloadError(OperatorError):
    """A message of Coach's own does not keep Slack's rules; this is a bug in Coach."""


def message(payload: Json) -> None:
    """Check a message.

    Raises:
        PayloadError: it breaks a rule; all broken rules are named.
    """
    _refuse("message", _message(payload))


def modal(view: Json) -> None:
    """Check a modal.

    Raises:
        PayloadError: it breaks a rule; all broken rules are named.
    """
    _refuse("modal", _modal(view))


def home(view: Json) -> None:
    """Check a Home tab.

    Raises:
        PayloadError: it breaks a rule; all broken rules are named.
    """
    _refuse("home", _home(view))


def _refuse(what: str, found: Iterator[str]) -> None:
    problems = list(found)
    if problems:
        raise PayloadError(f"This {what} breaks Slack's rules: " + "; ".join(problems))


def _message(payload: Json) -> Iterator[str]:
    text = payload.get("text") or ""
    if not text.strip():
        yield "it has no text for notifications and screen readers"
    if len(text) > TEXT_LIMIT:
        yield f"its text has {len(text)} characters; {TEXT_LIMIT} is the limit"
    found = payload.get("blocks") or ()
    yield from blocks(found, "message")
    length = letters(found)
    if length > ALL_TEXT:
        yield f"the blocks have {length} characters in all; {ALL_TEXT} is the limit"


def _modal(view: Json) -> Iterator[str]:
    if view["type"] != "modal":
        yield f"a view of type {view['type']}"
    yield from too_long("callback_id", view.get("callback_id", ""), ID)
    yield from plain("title", view["title"], TITLE)
    for name in ("submit", "close"):
        if name in view:
            yield from plain(name, view[name], TITLE)
    if "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        yield "an input, but no submit"
    length = len(view.get("private_metadata", ""))
    if length > PRIVATE_METADATA:
        yield f"private_metadata has {length} characters; {PRIVATE_METADATA} is the limit"
    yield from blocks(view["blocks"], "modal")
    yield from _too_large(view)


def _home(view: Json) -> Iterator[str]:
    if view["type"] != "home":
        yield f"a view of type {view['type']}"
    yield from blocks(view["blocks"], "home")
    yield from _too_large(view)


def _too_large(view: Json) -> Iterator[str]:
    size = len(json.dumps(view))
    if size > LARGEST_VIEW:
        yield f"{size} bytes; {LARGEST_VIEW} is the limit"


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
    yield from twice("block_id", (name for name in ids if name))
    for block in found:
        yield from _block(block, surface)


def _block(block: Json, surface: str) -> Iterator[str]:
    where = block.get("block_id") or block["type"]
    yield from too_long("block_id", where, ID)
    rules = RULES.get(block["type"])
    if rules is None or block["type"] in NOT_ON[surface]:
        yield f"{where}: a block of type {block['type']}, which Coach does not use in a {surface}"
    else:
        yield from (f"{where}: {problem}" for problem in rules(block))
