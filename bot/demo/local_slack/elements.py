"""Interactive elements: what each may carry, and where each may stand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.demo.local_slack.rich_text import RICH_TEXT
from bot.demo.local_slack.shapes import (
    Check,
    anything,
    array,
    at_least_one,
    boolean,
    choice,
    exactly_one,
    integer,
    kind,
    matching,
    problem,
    record,
    spoken,
    string,
    typed,
)
from bot.demo.local_slack.texts import (
    CONFIRM,
    LISTED_OPTION,
    MENU_OPTION,
    OPTION_GROUP,
    OPTIONS,
    OVERFLOW_OPTION,
    plain,
)

_ID = string(255)
_URL = string(3000)
_LIKE_A_DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date like 2026-01-31")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time like 09:30")
_STYLE = choice("primary", "danger")
_LABEL = {"accessibility_label": string(75)}
_ACTION = {"action_id": _ID}
_FOCUS = {**_ACTION, "focus_on_load": boolean}
_HINTED = {**_FOCUS, "placeholder": plain(150)}
_MENU = {**_HINTED, "confirm": CONFIRM}
_MANY = {"max_selected_items": integer(1, OPTIONS)}
_TYPED = {
    **_HINTED,
    "dispatch_action_config": record(
        {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), most=2)}
    ),
}


def _date(value: Any, at: str) -> Iterator[str]:
    found = list(_LIKE_A_DATE(value, at))
    yield from found
    if not found:
        try:
            date.fromisoformat(value)
        except ValueError:
            yield problem("must be a date like 2026-01-31", at)


def _offered(value: Any) -> list[Any]:
    groups = value.get("option_groups", [])
    return [*value.get("options", []), *(each for group in groups for each in group["options"])]


def _initial_is_offered(value: Any, at: str) -> Iterator[str]:
    initial = [value[key] for key in ("initial_option",) if key in value]
    for option in [*initial, *value.get("initial_options", [])]:
        if option not in _offered(value):
            yield problem("initial option must be one of the options", at)


def _lengths_agree(value: Any, at: str) -> Iterator[str]:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if least > most:
        yield problem("min_length must not be more than max_length", at)
    if "initial_value" in value and len(value["initial_value"]) > most:
        yield problem(f"must be less than {most + 1} characters", f"{at}/initial_value")


def _menu(initial: Mapping[str, Check], *, many: bool, **more: Check) -> Check:
    return kind({}, {**_MENU, **initial, **(_MANY if many else {}), **more})


def _static(initial: Mapping[str, Check], *, many: bool) -> Check:
    options = {
        "options": array(MENU_OPTION, most=OPTIONS),
        "option_groups": array(OPTION_GROUP, most=OPTIONS),
    }
    return kind(
        {},
        {**_MENU, **options, **initial, **(_MANY if many else {})},
        exactly_one("options", "option_groups"),
        _initial_is_offered,
    )


def _ticks(initial: Mapping[str, Check]) -> Check:
    return kind(
        {"options": array(LISTED_OPTION, most=10)},
        {**_FOCUS, "confirm": CONFIRM, **initial},
        _initial_is_offered,
    )


_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
    "filter": record(
        {},
        {
            "include": array(choice("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
        at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
    ),
}
_SLACK_FILE = record({}, {"id": string(255), "url": _URL}, exactly_one("id", "url"))
_ONE_FEEDBACK = record({"text": plain(75), "value": string(2000)}, _LABEL)
_NUMERAL = matching(r"-?\d+(\.\d+)?", "a number written as text")
_OPTION = {"initial_option": MENU_OPTION}
_SEVERAL = {"initial_options": array(MENU_OPTION, most=OPTIONS)}
_IDS = array(_ID, most=OPTIONS)

IMAGE = kind(
    {"alt_text": spoken(2000)},
    {"image_url": _URL, "slack_file": _SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)

_EVERY: dict[str, Check] = {
    "image": IMAGE,
    "button": kind(
        {"text": plain(75)},
        {
            **_ACTION,
            **_LABEL,
            "url": _URL,
            "value": string(2000),
            "style": _STYLE,
            "confirm": CONFIRM,
            "agent_prompt": string(4000),
        },
    ),
    "workflow_button": kind(
        {"text": plain(75), "workflow": anything}, {**_ACTION, **_LABEL, "style": _STYLE}
    ),
    "overflow": kind({"options": array(OVERFLOW_OPTION, most=5)}, {**_ACTION, "confirm": CONFIRM}),
    "static_select": _static(_OPTION, many=False),
    "multi_static_select": _static(_SEVERAL, many=True),
    "external_select": _menu(_OPTION, many=False, min_query_length=integer(0, 100)),
    "multi_external_select": _menu(_SEVERAL, many=True, min_query_length=integer(0, 100)),
    "users_select": _menu({"initial_user": _ID}, many=False),
    "multi_users_select": _menu({"initial_users": _IDS}, many=True),
    "conversations_select": _menu({"initial_conversation": _ID}, many=False, **_CONVERSATIONS),
    "multi_conversations_select": _menu(
        {"initial_conversations": _IDS}, many=True, **_CONVERSATIONS
    ),
    "channels_select": _menu({"initial_channel": _ID}, many=False, response_url_enabled=boolean),
    "multi_channels_select": _menu({"initial_channels": _IDS}, many=True),
    "checkboxes": _ticks({"initial_options": array(LISTED_OPTION, most=10)}),
    "radio_buttons": _ticks({"initial_option": LISTED_OPTION}),
    "datepicker": kind({}, {**_MENU, "initial_date": _date}),
    "timepicker": kind({}, {**_MENU, "initial_time": _TIME, "timezone": string()}),
    "datetimepicker": kind(
        {}, {**_FOCUS, "confirm": CONFIRM, "initial_date_time": integer(10**9, 10**10 - 1)}
    ),
    "plain_text_input": kind(
        {},
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths_agree,
    ),
    "rich_text_input": kind(
        {},
        {
            **_TYPED,
            "initial_value": typed({"rich_text": RICH_TEXT}),
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
    ),
    "number_input": kind(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
    ),
    "email_text_input": kind({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": kind({}, {**_TYPED, "initial_value": _URL}),
    "file_input": kind({}, {**_ACTION, "filetypes": array(string()), "max_files": integer(1, 10)}),
    "feedback_buttons": kind(
        {"positive_button": _ONE_FEEDBACK, "negative_button": _ONE_FEEDBACK}, _ACTION
    ),
    "icon_button": kind(
        {"icon": string(), "text": plain(75)},
        {
            **_ACTION,
            **_LABEL,
            "value": string(2000),
            "confirm": CONFIRM,
            "visible_to_user_ids": array(_ID, most=10),
        },
    ),
}

_MENUS = {name for name in _EVERY if name.endswith("_select")}
_PRESSED = {"button", "workflow_button", "overflow"}
_PICKED = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_WRITTEN = {name for name in _EVERY if name.endswith("_input")}


def _among(names: set[str]) -> Check:
    return typed({name: check for name, check in _EVERY.items() if name in names})


BUTTON = _among({"button"})
IN_SECTION = _among({"image"} | _PRESSED | _PICKED | _MENUS)
IN_ACTIONS = _among(_PRESSED | _PICKED | _MENUS | {"datetimepicker"})
IN_INPUT = _among(_PICKED | _MENUS | _WRITTEN | {"datetimepicker"})
IN_CONTEXT_ACTIONS = _among({"feedback_buttons", "icon_button"})

_MODAL = frozenset({"modal"})
ONLY_ON: dict[str, frozenset[str]] = {
    "email_text_input": _MODAL,
    "url_text_input": _MODAL,
    "number_input": _MODAL,
    "file_input": _MODAL,
    "rich_text_input": frozenset({"modal", "home"}),
    "datetimepicker": frozenset({"message", "modal"}),
}
"""The elements that Slack does not take everywhere, and the surfaces that have them."""
