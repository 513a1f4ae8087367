"""What an answer of GitHub must look like, before anybody reads what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import TransientError
from bot.sources.github_refusals import GARBLED, complaint


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        number: which one, from 1.
        rows: what is on it.
        total: how many rows the whole list has; None where GitHub does not say.
    """

    number: int
    rows: list[Any]
    total: int | None


def parsed(body: str) -> Any:
    """Return what a body of JSON says.

    Raises:
        TransientError: it is not JSON.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise TransientError(GARBLED) from None


def data_of(body: str) -> Mapping[str, Any]:
    """Return the `data` of an answer of GraphQL.

    Raises:
        TransientError: it has none, or trying again later may help.
        OperatorError: GitHub does not know the fields.
        UnseenError: what was asked for is not there, or not for this token.
    """
    said = parsed(body)
    if not isinstance(said, dict):
        raise TransientError(GARBLED)
    if "errors" in said:
        raise complaint(said["errors"])
    data = said.get("data")
    if not isinstance(data, dict):
        raise TransientError(GARBLED)
    return data


def page_of(said: Any, rows: str | None, number: int) -> Page:
    """Return a page of a list of REST.

    Args:
        said: the answer, parsed.
        rows: under which name the rows stand; None: the answer is the list.
        number: which page it is.

    Raises:
        TransientError: it is no list.
    """
    total = None
    if rows is not None:
        if not isinstance(said, dict):
            raise TransientError(GARBLED)
        total, said = said.get("total_count"), said.get(rows)
    if not isinstance(said, list) or not (total is None or isinstance(total, int)):
        raise TransientError(GARBLED)
    return Page(number, said, total)
