"""Pages as the newer services cut them: rows from a token on, and a token while there are more."""

from collections.abc import Sequence
from typing import Any


def page(name: str, rows: Sequence[Any], asked: dict[str, Any], most: int) -> dict[str, Any]:
    """Return one page of rows under a name; the token is the number of the first row to come."""
    start, size = int(asked.get("nextToken", 0)), min(most, asked.get("maxResults", most))
    cut: dict[str, Any] = {name: list(rows[start : start + size])}
    if start + size < len(rows):
        cut["nextToken"] = str(start + size)
    return cut
