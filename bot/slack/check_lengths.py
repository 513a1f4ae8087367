"""The small rules that every part of the check is made of. Each yields what is broken, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
ID = 255
"""Characters of a block id, an action id or a callback id."""


def too_long(name: str, text: str, limit: int) -> Iterator[str]:
    """Yield what is wrong with a text that must be there."""
    if not text.strip():
        yield f"empty {name}"
    if len(text) > limit:
        yield f"{name} has {len(text)} characters; {limit} is the limit"


def too_many(name: str, items: Any, limit: int) -> Iterator[str]:
    """Yield what is wrong with the number of things in a list that must not be empty."""
    if not 1 <= len(items) <= limit:
        yield f"{len(items)} {name}; 1 to {limit} are allowed"


def plain(name: str, text: Json, limit: int) -> Iterator[str]:
    """Yield what is wrong with a text object that must be plain."""
    if text["type"] != "plain_text":
        yield f"{name} must be plain_text"
    yield from too_long(name, text["text"], limit)


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    """Yield each name that is used more than once."""
    all_of_them = list(names)
    for name in sorted({one for one in all_of_them if all_of_them.count(one) > 1}):
        yield f"{what} {name} twice"


def letters(part: Any) -> int:
    """Return how many characters stand in a payload under the name of text."""
    found, waiting = 0, [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            text = one.get("text")
            found += len(text) if isinstance(text, str) else 0
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
    return found
