"""Ways through blocks: the interactive elements in them, and the ids Slack gives what has none."""

from collections.abc import Callable, Iterator
from typing import Any


def elements_in(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the interactive elements of a block, of its cards and of the blocks inside it."""
    for key in ("accessory", "element"):
        if key in block:
            yield block[key]
    if block["type"] in ("actions", "context_actions"):
        yield from block["elements"]
    if block["type"] == "card":
        yield from block.get("actions", [])
    for inner in (*block.get("child_blocks", []), *_cards(block)):
        yield from elements_in(inner)


def all_elements(
    blocks: list[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each interactive element of a list of blocks, with the block it stands in."""
    for block in blocks:
        for element in elements_in(block):
            yield block, element


def with_ids(blocks: list[dict[str, Any]], new_id: Callable[[], str]) -> list[dict[str, Any]]:
    """Return the blocks as Slack keeps them: every block and every element has an id."""
    return [_with_ids(block, new_id) for block in blocks]


def _with_ids(block: dict[str, Any], new_id: Callable[[], str]) -> dict[str, Any]:
    kept = {**block, "block_id": block.get("block_id") or new_id()}
    for key in ("accessory", "element"):
        if key in kept and kept[key]["type"] != "image":
            kept[key] = {**kept[key], "action_id": kept[key].get("action_id") or new_id()}
    if kept["type"] in ("actions", "context_actions"):
        kept["elements"] = [
            {**element, "action_id": element.get("action_id") or new_id()}
            for element in kept["elements"]
        ]
    return kept


def _cards(block: dict[str, Any]) -> list[dict[str, Any]]:
    return block["elements"] if block["type"] == "carousel" else []
