"""What a modal or a Home tab may carry."""

import json
from collections.abc import Iterator
from typing import Any, Literal

from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.rules import problems_in
from bot.demo.local_slack.shapes import (
    Check,
    anything,
    array,
    boolean,
    choice,
    problem,
    record,
    string,
)
from bot.demo.local_slack.texts import plain

LARGEST = 250_000
"""Bytes of JSON; above it Slack answers `view_too_large`."""

_TITLE = plain(24)
_BLOCKS = array(anything, least=0, most=100)
_BOTH: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}


def _submit_with_an_input(view: Any, at: str) -> Iterator[str]:
    has_input = any(
        isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"]
    )
    if has_input and "submit" not in view:
        yield problem("missing required field: submit (the view has an input block)", at)


_SHAPES: dict[str, Check] = {
    "modal": record(
        {"type": choice("modal"), "title": _TITLE, "blocks": _BLOCKS},
        {
            **_BOTH,
            "submit": _TITLE,
            "close": _TITLE,
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        _submit_with_an_input,
    ),
    "home": record({"type": choice("home"), "blocks": _BLOCKS}, _BOTH),
}


def read_view(value: Any, kind: Literal["modal", "home"]) -> dict[str, Any]:
    """Return a view as the app described it.

    Raises:
        RefusedError: `invalid_arguments` with a line for each problem, or `view_too_large`.
    """
    view = _as_object(value)
    found = list(_SHAPES[kind](view, "/view"))
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        found.extend(problems_in(blocks, kind, "/view/blocks"))
    if found:
        raise RefusedError("invalid_arguments", *found)
    if len(json.dumps(view)) > LARGEST:
        raise RefusedError("view_too_large")
    return view


def _as_object(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, dict):
        raise RefusedError("invalid_arguments", problem("must provide an object", "/view"))
    return value
