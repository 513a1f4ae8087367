"""One issue, as Jira tells of it: type, times, resolution, labels and the field that tells its origin.

Whoever reported it, works on it or wrote about it is not even asked for; nor is what it says.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import SkippedError
from bot.sources.instant import instant

FIELDS = ("issuetype", "created", "resolutiondate", "resolution", "labels")
"""What is asked for, beside the fields that tell an origin."""
_ISSUE = "issue"
_SHAPE = "a field of the issue has a shape that Coach does not know"


@dataclass(frozen=True, slots=True)
class Issue:
    """The little that is read of an issue; names are folded, so that case does not matter.

    Attributes:
        key: its id, which is forgotten with the run.
        kind: the name of its type.
        began: when it was created.
        ended: when it was resolved; None while it is not.
        resolution: the name of its resolution, if it has one.
        labels: its labels.
        values: what stands in the fields that tell its origin, by the field's id.
    """

    key: str
    kind: str
    began: datetime
    ended: datetime | None
    resolution: str | None
    labels: frozenset[str]
    values: Mapping[str, frozenset[str]]


def read(row: Any, fields: Collection[str]) -> Issue:
    """Read one row of an answer.

    Args:
        row: as Jira sent it.
        fields: the ids of the fields that tell an origin.

    Raises:
        SkippedError: it lacks what is needed, or says what cannot be.
    """
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        raise SkippedError("the row is empty")
    key, said = row.get("id"), row["fields"]
    if not isinstance(key, str) or not key:
        raise SkippedError("the issue has no id")
    kind, resolution = _name(said.get("issuetype")), _name(said.get("resolution"))
    if kind is None:
        raise SkippedError("the issue has no type")
    began = instant(said.get("created"), _ISSUE)
    # What was opened again has no resolution, whatever date is left from the last one.
    ended = None if resolution is None else instant(said.get("resolutiondate"), _ISSUE)
    if ended is not None and ended < began:
        raise SkippedError("the issue ends before it begins")
    labels = frozenset(_texts(said.get("labels")))
    values = {field: frozenset(_texts(said.get(field))) for field in fields}
    return Issue(key, kind, began, ended, resolution, labels, values)


def _name(said: Any) -> str | None:
    if said is None:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("name"), str):
        raise SkippedError(_SHAPE)
    return folded(said["name"])


def _texts(said: Any) -> Iterator[str]:
    """Yield what stands in a field: a text, an option, one below another, or some of them."""
    if isinstance(said, str):
        yield folded(said)
    elif isinstance(said, list):
        for part in said:
            yield from _texts(part)
    elif isinstance(said, dict):
        yield from _texts(said.get("value", said.get("name")))
        if isinstance(said.get("child"), dict):
            yield from _texts(said["child"].get("value"))
    elif said is not None:
        raise SkippedError(_SHAPE)


def folded(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return name.strip().casefold()
