"""The rules for buttons, menus, date pickers, boxes and fields, wherever they stand."""

import re
from collections.abc import Iterator
from datetime import date

from bot.slack.check_lengths import ID, Json, plain, too_long, too_many

_BUTTON, _VALUE, _URL, _SPOKEN = 75, 2000, 3000, 75
_OPTION, _OPTION_VALUE, _OPTIONS, _BOXES = 75, 150, 100, 10
_PLACEHOLDER, _WRITTEN = 150, 3000
_ASKED = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_STYLES = (None, "primary", "danger")
_HTTPS = re.compile(r"https://[^\s/].*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

IN_A_ROW = frozenset({"button", "static_select", "datepicker", "users_select", "checkboxes"})
IN_AN_INPUT = IN_A_ROW - {"button"} | {"plain_text_input"}


def element(found: Json, allowed: frozenset[str]) -> Iterator[str]:
    """Yield each broken rule of one element.

    Args:
        found: the element.
        allowed: the kinds that may stand where it stands.
    """
    yield from too_long("action_id", found.get("action_id", ""), ID)
    if found["type"] not in allowed:
        yield f"an element of type {found['type']}, which Coach does not use"
        return
    yield from _RULES[found["type"]](found)
    if "placeholder" in found:
        yield from plain("placeholder", found["placeholder"], _PLACEHOLDER)
    if "confirm" in found:
        yield from _confirm(found["confirm"])


def _button(found: Json) -> Iterator[str]:
    yield from plain("button text", found["text"], _BUTTON)
    yield from too_long("button value", found.get("value", "-"), _VALUE)
    yield from too_long("accessibility_label", found.get("accessibility_label", "-"), _SPOKEN)
    if found.get("style") not in _STYLES:
        yield f"a button of style {found['style']}"
    if "url" in found:
        yield from too_long("button url", found["url"], _URL)
        if not _HTTPS.fullmatch(found["url"]):
            yield "a button url that does not begin with https://"


def _confirm(found: Json) -> Iterator[str]:
    for name, limit in _ASKED.items():
        yield from plain(f"confirm {name}", found[name], limit)


def _select(found: Json) -> Iterator[str]:
    yield from _options(found, _OPTIONS)
    if found.get("initial_option") not in (None, *found["options"]):
        yield "the initial_option is not one of the options"


def _boxes(found: Json) -> Iterator[str]:
    yield from _options(found, _BOXES)
    if not all(one in found["options"] for one in found.get("initial_options", ())):
        yield "an initial option is not one of the options"


def _options(found: Json, most: int) -> Iterator[str]:
    yield from too_many("options", found["options"], most)
    for one in found["options"]:
        yield from plain("option", one["text"], _OPTION)
        yield from too_long("option value", one["value"], _OPTION_VALUE)


def _day(found: Json) -> Iterator[str]:
    said = found.get("initial_date")
    if said is not None and not _is_date(said):
        yield "the initial_date is no date such as 2026-01-31"


def _is_date(said: str) -> bool:
    try:
        return bool(_DATE.fullmatch(said) and date.fromisoformat(said))
    except ValueError:
        return False


def _person(found: Json) -> Iterator[str]:
    yield from too_long("initial_user", found.get("initial_user", "-"), ID)


def _field(found: Json) -> Iterator[str]:
    least, most = found.get("min_length", 0), found.get("max_length", _WRITTEN)
    if not 1 <= most <= _WRITTEN:
        yield f"max_length is {most}; 1 to {_WRITTEN} are allowed"
    if not 0 <= least <= most:
        yield f"min_length is {least}; 0 to {most} are allowed"
    yield from too_long("initial_value", found.get("initial_value", "-"), min(most, _WRITTEN))


_RULES = {
    "button": _button,
    "static_select": _select,
    "checkboxes": _boxes,
    "datepicker": _day,
    "users_select": _person,
    "plain_text_input": _field,
}
