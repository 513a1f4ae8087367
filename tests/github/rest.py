"""The REST side of the stand-in for GitHub: what it is asked at which path, and in which shape."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.aws.faults import Reply
from tests.github.company import Row

MOST_ROWS = 100
Query = dict[str, str]
Shape = Any
"""A type, a tuple of types, a dict of shapes (fields that may lack end in `?`), or [shape]."""


@dataclass(frozen=True)
class Listed:
    """Rows of which a page is given; `under` is the name they stand under, if they have one."""

    rows: Sequence[Any]
    under: str = ""
    total: int | None = None


Answer = Callable[..., Any]


@dataclass(frozen=True)
class _Route:
    path: re.Pattern[str]
    answer: Answer
    shape: Shape
    right: str
    parameters: frozenset[str]


class Rest:
    """Answers what is asked with GET.

    Attributes:
        lacking: the rights that the token does not have.
        hidden: repositories and organisations that it may not see.
        most: rows of a page at most, whatever is asked for.
        moved: what a repository is called now, by what it was called.
        url: where the stand-in listens.
        complaints: see the stand-in.
    """

    def __init__(self, complaints: list[str]) -> None:
        self.lacking: set[str] = set()
        self.hidden: set[str] = set()
        self.moved: dict[str, str] = {}
        self.url = ""
        self.most = MOST_ROWS
        self.complaints = complaints
        self._routes: list[_Route] = []

    def add(
        self, path: str, answer: Answer, shape: Shape, *, right: str, parameters: Sequence[str] = ()
    ) -> None:
        """Answer at a path with `{names}`; the function is given them, and what was asked."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
        known = frozenset({"per_page", "page", *parameters})
        self._routes.append(_Route(re.compile(pattern), answer, shape, right, known))

    def answer(self, target: str) -> Reply:
        """Answer one request."""
        split = urlsplit(target)
        path = split.path.removeprefix("/api/v3")
        asked = dict(parse_qsl(split.query, keep_blank_values=True))
        for route in self._routes:
            match = route.path.fullmatch(path)
            if match:
                return self._answer(route, match.groupdict(), path, asked)
        self.complaints.append(f"nobody answers GET {path}")
        return Reply(404, b'{"message": "Not Found"}')

    def _answer(self, route: _Route, names: Mapping[str, str], path: str, asked: Query) -> Reply:
        refused = self._refused(route, names, path, asked)
        if refused:
            return refused
        for unknown in asked.keys() - route.parameters:
            self.complaints.append(f"{path} knows no parameter {unknown}")
        said = route.answer(asked, **names)
        if isinstance(said, Reply):
            return said
        if said is None:
            return Reply(204, b"")
        if isinstance(said, Listed):
            return self._paged(said, route.shape, path, asked)
        self._check(path, said, route.shape)
        return Reply(200, json.dumps(said).encode())

    def _refused(
        self, route: _Route, names: Mapping[str, str], path: str, asked: Query
    ) -> Reply | None:
        whose = "/".join(names[name] for name in ("org", "owner", "repo") if name in names)
        if whose.lower() in self.moved:
            query = f"?{urlencode(asked)}" if asked else ""
            where = path.replace(whose, self.moved[whose.lower()]) + query
            return Reply(301, b'{"message": "Moved Permanently"}', {"Location": self.url + where})
        if whose.lower() in self.hidden or "metadata" in self.lacking:
            return Reply(404, b'{"message": "Not Found"}')
        if route.right in self.lacking:
            return Reply(403, b'{"message": "Resource not accessible by personal access token"}')
        return None

    def _paged(self, said: Listed, shape: Shape, path: str, asked: Query) -> Reply:
        size = int(asked.get("per_page", "30"))
        if not 1 <= size <= MOST_ROWS:
            self.complaints.append(f"`per_page` of {path} must be from 1 to {MOST_ROWS}")
        size, number = min(size, self.most), int(asked.get("page", "1"))
        rows = list(said.rows[(number - 1) * size : number * size])
        self._check(path, [row for row in rows if not is_spoilt(row)], [shape])
        bare = [row.row if is_spoilt(row) else row for row in rows]
        total = len(said.rows) if said.total is None else said.total
        body = {"total_count": total, said.under: bare} if said.under else bare
        headers = {}
        if number * size < len(said.rows):
            following = urlencode({**asked, "page": number + 1})
            first = urlencode({**asked, "page": 1})
            headers["Link"] = (
                f'<https://api.github.com{path}?{first}>; rel="first", '
                f'<https://api.github.com{path}?{following}>; rel="next"'
            )
        return Reply(200, json.dumps(body).encode(), headers)

    def _check(self, path: str, said: Any, shape: Shape) -> None:
        self.complaints.extend(f"{path}: {wrong}" for wrong in misfits(said, shape, "answer"))


@dataclass(frozen=True)
class Spoilt:
    """A row that is not what GitHub promises."""

    row: Any


def is_spoilt(row: Any) -> bool:
    return isinstance(row, Spoilt)


def misfits(said: Any, shape: Shape, name: str) -> list[str]:
    """Return where an answer has not the shape of GitHub's description."""
    if isinstance(shape, list):
        if not isinstance(said, list):
            return [f"{name} is no list"]
        return [wrong for row in said for wrong in misfits(row, shape[0], name)]
    if isinstance(shape, dict):
        return _misfits_of_fields(said, shape, name)
    kinds = shape if isinstance(shape, tuple) else (shape,)
    return [] if any(_fits(said, kind, name) for kind in kinds) else [f"{name} is {said!r}"]


def _fits(said: Any, kind: Shape, name: str) -> bool:
    if isinstance(kind, dict | list):
        return not misfits(said, kind, name)
    return isinstance(said, kind) and (kind is bool or not isinstance(said, bool))


def _misfits_of_fields(said: Any, shape: Row, name: str) -> list[str]:
    if not isinstance(said, dict):
        return [f"{name} is no object"]
    known = {field.removesuffix("?"): kind for field, kind in shape.items()}
    wrong = [f"{name} has no field {field}" for field in said.keys() - known.keys()]
    for field, kind in shape.items():
        if field.removesuffix("?") in said:
            plain = field.removesuffix("?")
            wrong += misfits(said[plain], kind, f"{name}.{plain}")
        elif not field.endswith("?"):
            wrong.append(f"{name} lacks the field {field}")
    return wrong
