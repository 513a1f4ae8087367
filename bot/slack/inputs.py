"""Modals: their inputs, each with an id of its own, and how to read what was filled in.

An input's action id is its block id, so that one name stands for it everywhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import slackblocks as sb

from bot.slack.blocks import Block, option, section

View = dict[str, Any]
Filled = str | bool | None
TICKED: Final = "yes"
"""What a tick sends."""


def text_input(  # noqa: PLR0913 - what a text field can have, each by its name
    block_id: str,
    label: str,
    *,
    hint: str = "",
    initial: str = "",
    multiline: bool = True,
    optional: bool = False,
    most: int | None = None,
) -> Block:
    """Return a field to write in.

    Args:
        block_id: its own, and the name it is read by.
        label: what stands above it.
        hint: what stands below it.
        initial: what stands in it from the start.
        multiline: whether it takes more than one line.
        optional: whether it may stay empty.
        most: how many characters it takes; Slack's own limit is 3,000.
    """
    field = sb.PlainTextInput(
        action_id=block_id, initial_value=initial or None, multiline=multiline, max_length=most
    )
    return _input(block_id, label, field, hint, optional=optional)


def choice_input(
    block_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    initial: str | None = None,
    hint: str = "",
) -> Block:
    """Return a menu to choose one thing in.

    Args:
        block_id: its own, and the name it is read by.
        label: what stands above it.
        options: for each thing what it says and what it sends.
        initial: what the option chosen from the start sends; none if there is no such option.
        hint: what stands below it.
    """
    offered = {value: option(text, value) for text, value in options}
    menu = sb.StaticSelectMenu(
        action_id=block_id,
        options=list(offered.values()),
        initial_option=offered.get(initial) if initial else None,
    )
    return _input(block_id, label, menu, hint)


def day_input(
    block_id: str,
    label: str,
    initial: date | None = None,
    hint: str = "",
    *,
    optional: bool = False,
) -> Block:
    """Return a date picker."""
    picker = sb.DatePicker(
        action_id=block_id, initial_date=initial.isoformat() if initial else None
    )
    return _input(block_id, label, picker, hint, optional=optional)


def person_input(
    block_id: str,
    label: str,
    initial: str | None = None,
    hint: str = "",
    *,
    optional: bool = False,
) -> Block:
    """Return a menu of the people in the workspace; `initial` is a Slack id."""
    people = sb.UserSelectMenu(action_id=block_id, initial_user=initial)
    return _input(block_id, label, people, hint, optional=optional)


def tick_input(
    block_id: str, label: str, text: str, hint: str = "", *, ticked: bool = False
) -> Block:
    """Return one box that may be ticked; `text` is what stands beside it."""
    one = option(text, TICKED)
    box = sb.CheckboxGroup(
        action_id=block_id, options=[one], initial_options=[one] if ticked else None
    )
    return _input(block_id, label, box, hint, optional=True)


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None,
    close: str,
    private_metadata: str = "",
) -> View:
    """Return a modal.

    Args:
        callback_id: what Slack tells the app was submitted.
        title: at most 24 characters, as for the two buttons.
        blocks: its inputs, and what stands between them.
        submit: what the button says that submits it; None where nothing can be submitted.
        close: what the button says that leaves it.
        private_metadata: what comes back with it, unseen: ids only, and never trusted.
    """
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(title),
        "blocks": list(blocks),
        "close": _plain(close),
    }
    if submit is not None:
        view["submit"] = _plain(submit)
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view


def notice(text: str) -> View:
    """Return a window that only says something."""
    return modal("notice", "Coach", [section("notice", text)], submit=None, close="Close")


def read_state(view: Mapping[str, Any]) -> dict[str, Filled]:
    """Return what was filled in, by block id.

    Text as it was written, an option's value, a date as in 2026-01-31, a Slack id, or whether a
    box is ticked; None for what was left empty.
    """
    return {
        block_id: _filled(entry)
        for block_id, elements in view["state"]["values"].items()
        for entry in elements.values()
    }


def _filled(entry: Mapping[str, Any]) -> Filled:
    match entry["type"]:
        case "checkboxes":
            return bool(entry["selected_options"])
        case "static_select":
            chosen = entry["selected_option"]
            return None if chosen is None else str(chosen["value"])
        case kind:
            said = entry[_HELD_IN[kind]]
            return str(said) if said else None


_HELD_IN: Final = {
    "plain_text_input": "value",
    "datepicker": "selected_date",
    "users_select": "selected_user",
}
"""Where Slack puts what was filled in, by the kind of element."""


def _input(
    block_id: str, label: str, element: sb.Element, hint: str, *, optional: bool = False
) -> Block:
    block = sb.InputBlock(label, element, block_id=block_id, hint=hint or None, optional=optional)
    made: Block = block._resolve()  # noqa: SLF001 - the library's own way to plain dictionaries
    return made


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
