"""Takes the parts of a row of GraphQL, and says which one is not as it must be.

The words of the errors go to the report, and so name no content.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.errors import SkippedError
from bot.sources import instant as written


def instant(value: Any) -> datetime:
    """Return a time with its zone, in UTC.

    Raises:
        SkippedError: it is none.
    """
    return written.instant(value, "pull request")


def text(node: Mapping[str, Any], name: str) -> str:
    """Return a field that must be there, as text.

    Raises:
        SkippedError: it is not.
    """
    value = node.get(name)
    if not isinstance(value, str):
        raise SkippedError("a field of the pull request is missing")
    return value


def flag(node: Mapping[str, Any], name: str) -> bool:
    """Return a field that says yes or no.

    Raises:
        SkippedError: it does not.
    """
    value = node.get(name)
    if not isinstance(value, bool):
        raise SkippedError("a field of the pull request is missing")
    return value


def number(node: Mapping[str, Any], name: str) -> int:
    """Return a field that must be there, as a number of things.

    Raises:
        SkippedError: it is not.
    """
    value = node.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SkippedError("a field of the pull request is missing")
    return value


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a part that has fields of its own.

    Raises:
        SkippedError: it has none.
    """
    if not isinstance(value, dict):
        raise SkippedError("a part of the pull request is missing")
    return value


def nodes(connection: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a connection.

    Raises:
        SkippedError: it has none, or one of them is empty.
    """
    rows = connection.get("nodes")
    if not isinstance(rows, list):
        raise SkippedError("a part of the pull request is missing")
    for row in rows:
        yield mapping(row)


def next_cursor(connection: Mapping[str, Any]) -> str | None:
    """Return from where a connection goes on; None at its end.

    Raises:
        SkippedError: it does not say.
    """
    info = mapping(connection.get("pageInfo"))
    cursor = info.get("endCursor")
    return cursor if info.get("hasNextPage") is True and isinstance(cursor, str) else None
