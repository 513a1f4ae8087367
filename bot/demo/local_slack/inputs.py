"""What a person does with an element: which one they touch, and the state it is in afterwards."""

from datetime import datetime
from typing import Any

from bot.demo.local_slack.records import State
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.walking import all_elements

# For each kind of element: where Slack puts what was chosen, and where the app put what stands
# there to begin with.
_STATE = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
}


def find(
    blocks: list[dict[str, Any]], action_id: str, value: Any = None, block_id: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the element with this action id, and the block it stands in.

    Args:
        blocks: what the person sees.
        action_id: the element's.
        value: the element's own value, or that of one of its options: it tells apart elements
            that share an action id, as each block may have one of its own.
        block_id: the block's; "" for any.

    Raises:
        LocalSlackError: it is not there.
    """
    found = [
        (block, element)
        for block, element in all_elements(blocks)
        if element.get("action_id") == action_id and block_id in ("", block["block_id"])
    ]
    for block, element in found:
        if value in (None, element.get("value"), *(one["value"] for one in _offered(element))):
            return block, element
    # What has no value of its own, such as a date picker, takes any.
    for block, element in found:
        if element["type"] != "button":
            return block, element
    seen = [element.get("action_id") for _, element in all_elements(blocks)]
    raise LocalSlackError(f"There is nothing called {action_id} to touch here, only {seen}.")


def state_of(blocks: list[dict[str, Any]], kept: State) -> State:
    """Return the state of everything that can be filled in.

    Args:
        blocks: what the person sees.
        kept: what they have filled in so far; it stays as long as the ids and the kind do.
    """
    state: State = {}
    for block, element in all_elements(blocks):
        if element["type"] in _STATE:
            entry = kept.get(block["block_id"], {}).get(element["action_id"])
            if entry is None or entry["type"] != element["type"]:
                entry = _to_begin_with(element)
            state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def _to_begin_with(element: dict[str, Any]) -> dict[str, Any]:
    key, initial = _STATE[element["type"]]
    nothing: Any = [] if key in ("selected_options", "files") else None
    return {"type": element["type"], key: element.get(initial, nothing)}


def filled(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """Return the state of an element after somebody filled it in.

    Args:
        element: as the app described it.
        value: an option's value, or a list of them; for everything else what Slack itself puts
            there: text, an id, "2026-01-31", "09:30" and so on.

    Raises:
        LocalSlackError: nobody could do that: there is no such option, or the text is too long.
    """
    if element["type"] == "overflow":
        return {"type": "overflow", "selected_option": _option(element, value)}
    if element["type"] not in _STATE:
        raise LocalSlackError(f"Nothing can be filled in or chosen in a {element['type']}.")
    key = _STATE[element["type"]][0]
    if key == "selected_option":
        value = None if value is None else _option(element, value)
    elif key == "selected_options":
        value = [_option(element, each) for each in value]
    elif element["type"] == "plain_text_input" and value is not None:
        _fits(element, value)
    elif key == "selected_date" and value is not None:
        _is_a_day(value)
    return {"type": element["type"], key: value}


def entered(blocks: list[dict[str, Any]], values: dict[str, Any], kept: State) -> State:
    """Return the state of a modal in which somebody filled in some fields.

    Args:
        blocks: of the modal.
        values: for each block id what was filled in there, as for `filled`, or an object with
            one entry for each action id.
        kept: what was filled in before.

    Raises:
        LocalSlackError: there is no such field, or a field that must be filled in is empty.
    """
    state = state_of(blocks, kept)
    left = dict(values)
    for block, element in all_elements(blocks):
        block_id, action_id = block["block_id"], element.get("action_id")
        if block_id in values:
            value = values[block_id]
            if isinstance(value, dict) and action_id in value:
                value = value[action_id]
            state[block_id][str(action_id)] = filled(element, value)
            left.pop(block_id, None)
    if left:
        raise LocalSlackError(f"There are no fields called {sorted(left)}, only {sorted(state)}.")
    for block in blocks:
        if block["type"] == "input" and not block.get("optional") and _empty(state, block):
            raise LocalSlackError(f"The field {block['block_id']} must be filled in.")
    return state


def _empty(state: State, block: dict[str, Any]) -> bool:
    entry = state[block["block_id"]][block["element"]["action_id"]]
    return not any(value for key, value in entry.items() if key != "type")


def _option(element: dict[str, Any], value: str) -> dict[str, Any]:
    for option in _offered(element):
        if option["value"] == value:
            return dict(option)
    offered = [option["value"] for option in _offered(element)]
    raise LocalSlackError(f"There is no option {value} here, only {offered}.")


def _offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    groups = element.get("option_groups", [])
    return [
        *element.get("options", []),
        *(option for group in groups for option in group["options"]),
    ]


def _is_a_day(value: str) -> None:
    try:
        datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        raise LocalSlackError(f"Nobody can choose {value}; a day is like 2026-01-31.") from None


def _fits(element: dict[str, Any], text: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not least <= len(text) <= most:
        raise LocalSlackError(f"The text must have {least} to {most} characters, not {len(text)}.")
