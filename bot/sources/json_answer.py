"""Reads JSON that came over HTTP, of which nothing is taken for granted."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import TransientError


def garbled(who: str) -> TransientError:
    """Return what to say of an answer that cannot be read, or lacks a part."""
    return TransientError(
        f"{who} sent an answer that could not be read; it will be asked again later."
    )


def json_object(body: bytes, who: str) -> Mapping[str, Any]:
    """Return the object that a body holds.

    Raises:
        TransientError: it holds none, such as a page for people or half an answer.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise garbled(who) from None
    if not isinstance(said, dict):
        raise garbled(who)
    return said


def json_part(whole: Mapping[str, Any], name: str, who: str) -> Mapping[str, Any]:
    """Return an object inside another one.

    Raises:
        TransientError: there is none of this name.
    """
    part = whole.get(name)
    if not isinstance(part, dict):
        raise garbled(who)
    return part


def json_rows(whole: Mapping[str, Any], name: str, who: str) -> list[Any]:
    """Return a list inside an object.

    Raises:
        TransientError: there is none of this name.
    """
    rows = whole.get(name)
    if not isinstance(rows, list):
        raise garbled(who)
    return rows
