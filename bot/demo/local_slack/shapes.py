"""Small checks of JSON values, and the ways to put them together.

A check is given a value and the JSON pointer to it, and yields each problem as one line, worded as
Slack words it. Everything is plain functions over plain dictionaries: it runs on every message of
every test and benchmark.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def problem(what: str, at: str) -> str:
    """Return one problem, with the place it was found at."""
    return f"{what} [json-pointer:{at}]"


def is_true(value: Any) -> bool:
    """Return whether a flag is set, in any of the ways in which JSON and forms say so."""
    return value in (True, 1, "1", "true")


def anything(_value: Any, _at: str) -> Iterator[str]:
    """Accept every value."""
    yield from ()


def boolean(value: Any, at: str) -> Iterator[str]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield problem("must provide a boolean", at)


def number(value: Any, at: str) -> Iterator[str]:
    """Accept every finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield problem("must provide a number", at)


def integer(least: int, most: int) -> Check:
    """Accept whole numbers between two limits, both included."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", at)
        elif not least <= value <= most:
            yield problem(f"must be between {least} and {most}", at)

    return check


def string(most: int | None = None, *, least: int = 1) -> Check:
    """Accept text with a number of characters between two limits, both included."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif most is not None and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def spoken(most: int) -> Check:
    """Accept text that a screen reader can say something with: limited, and not blank."""
    limited = string(most)

    def check(value: Any, at: str) -> Iterator[str]:
        yield from limited(value, at)
        if isinstance(value, str) and value and not value.strip():
            yield problem("must not be blank", at)

    return check


def matching(pattern: str, what: str) -> Check:
    """Accept text that matches a regular expression as a whole."""
    wanted = re.compile(pattern)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not wanted.fullmatch(value):
            yield problem(f"must be {what}", at)

    return check


def choice(*allowed: str) -> Check:
    """Accept one of a few words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be a valid enum value: {', '.join(allowed)}", at)

    return check


def array(item: Check, *, least: int = 1, most: int | None = None) -> Check:
    """Accept a list with a number of items between two limits, both included."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", at)
        if most is not None and len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
            return
        for index, entry in enumerate(value):
            yield from item(entry, f"{at}/{index}")

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Check
) -> Check:
    """Accept an object with these keys and no others.

    The rules look at the object as a whole. They run only when every key is right by itself, so
    they may rely on its shape.
    """
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        found = [problem(f"missing required field: {key}", at) for key in required.keys() - value]
        for key, entry in value.items():
            if key in known:
                found.extend(known[key](entry, f"{at}/{key}"))
            else:
                found.append(problem(f"invalid additional property: {key}", at))
        yield from found
        if not found:
            for rule in rules:
                yield from rule(value, at)

    return check


def kind(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Check
) -> Check:
    """Accept an object like `record` does, when something else has looked at its `type`."""
    return record({"type": anything, **required}, optional, *rules)


def typed(kinds: Mapping[str, Check]) -> Check:
    """Accept an object of one of several kinds, told apart by `type`."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from kinds[value["type"]](value, at)

    return check


def exactly_one(*keys: str) -> Check:
    """Accept an object with one of these keys, and not more."""

    def check(value: Any, at: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield problem(f"must define exactly one of: {', '.join(keys)}", at)

    return check


def at_least_one(*keys: str) -> Check:
    """Accept an object with at least one of these keys."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield problem(f"must define at least one of: {', '.join(keys)}", at)

    return check
