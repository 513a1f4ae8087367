"""What pydantic finds wrong, said in plain sentences. No value is repeated: it may be a secret."""

from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.log import redact
from bot.teams.rules import PLAIN
from bot.teams.tree import Loc, Tree, Trouble, shown

M = TypeVar("M", bound=BaseModel)
KeysAt = Callable[[Loc], Collection[str]]
"""Says which keys may stand in the mapping at a place; none when it cannot say."""

_TEXT = ("{where} must be text", "Write it on one line, in quotes if it has a colon")
_BLOCK = ("{where} must be a block of keys and values", "Write `key: value` lines under it")
_LIST = ("{where} must be a list", "Write each entry on its own line after a dash")
_WHOLE = ("{where} must be a whole number", "Write digits only")
_NUMBER = ("{where} must be a number", "Write digits, with a point if needed")
_SWITCH = ("{where} must be true or false", "Write true or false")
_CHOICE = ("{where} is none of the values that are allowed", "Use {expected}")
_OTHER = ("{where} has not the form that is expected here", "Compare it with coach.example.yml")

_SENTENCES = {
    "missing": ("{where} is missing", "Add it"),
    "string_type": _TEXT,
    "string_too_short": ("{where} is too short", "Write at least {min_length} characters"),
    "string_too_long": ("{where} is too long", "Write at most {max_length} characters"),
    "model_type": _BLOCK,
    "dict_type": _BLOCK,
    "mapping_type": _BLOCK,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": ("{where} has too few entries", "List at least {min_length}"),
    "too_long": ("{where} has too many entries", "List at most {max_length}"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "greater_than_equal": ("{where} is too low", "Use {ge} or more"),
    "greater_than": ("{where} is too low", "Use more than {gt}"),
    "less_than_equal": ("{where} is too high", "Use {le} or less"),
    "less_than": ("{where} is too high", "Use less than {lt}"),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    PLAIN: ("{what}", "{mend}"),  # Both were written where the rule stands.
    "value_error": ("{where} does not fit: {error}", "Change it so that it does"),
}


def validated(
    model: type[M], data: object, tree: Tree, keys_at: KeysAt, at: Loc = ()
) -> tuple[M | None, list[Trouble]]:
    """Validate the part of a tree that stands at a place.

    Returns:
        The model, or None together with all that is wrong.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, [
        _trouble(detail, model, tree, keys_at, at)
        for detail in details
        if not _only_follows(detail, details)
    ]


def named(loc: Loc) -> str:
    """Return how to speak of a place: its key, or its number in the list of a key."""
    if not loc:
        return "The file"
    *around, last = loc
    if isinstance(last, str):
        return shown(last) if shown(last).startswith("`") else "This key"
    lists = [part for part in around if isinstance(part, str)]
    return f"Entry {last + 1} of {shown(lists[-1])}" if lists else f"Entry {last + 1}"


def _trouble(
    error: ErrorDetails, model: type[BaseModel], tree: Tree, keys_at: KeysAt, at: Loc
) -> Trouble:
    inside = error["loc"]
    loc = _in_file((*at, *inside), tree)
    if error["type"] == "missing":
        loc = (*loc, inside[-1])
    elif error["type"] == "extra_forbidden":
        return Trouble(loc, f"{named(loc)} is not known here", _known(loc, keys_at))
    elif error["input"] is None:
        return Trouble(loc, f"{named(loc)} is empty", "Fill it in, or remove the key")
    context = {key: redact(str(value)) for key, value in error.get("ctx", {}).items()}
    what, mend = _SENTENCES.get(error["type"], _OTHER)
    what, mend = what.format_map({"where": "{where}", **context}), mend.format_map(context)
    if (what, mend) == _OTHER:
        mend = _hint(model, inside) or mend
    return Trouble(loc, what.replace("{where}", named(loc)), mend)


def _only_follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    # pydantic counts only the entries that are right, so one wrong entry makes a list too short.
    place = error["loc"]
    return error["type"] == "too_short" and any(
        other["loc"][: len(place)] == place for other in errors if other is not error
    )


def _in_file(loc: Loc, tree: Tree) -> Loc:
    # pydantic adds steps of its own, such as the branch of a union: those are not in the file.
    while loc and loc not in tree.lines:
        loc = loc[:-1]
    return loc


def _known(loc: Loc, keys_at: KeysAt) -> str:
    known = keys_at(loc[:-1])
    near = get_close_matches(str(loc[-1]), known, n=1) if loc else []
    if near:
        return f"Did you mean `{near[0]}`?"
    if known:
        return f"Remove it; what can stand here is {', '.join(f'`{key}`' for key in known)}"
    return "Check its spelling, or remove it"


def _hint(model: type[BaseModel], inside: Loc) -> str | None:
    field = model.model_fields.get(str(inside[0])) if inside else None
    return field.description if field else None
