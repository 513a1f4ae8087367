"""The part of Jira's query language that Coach writes, read by its grammar and executed."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Test = Callable[[Row], bool]
_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\["\\])*")|([(),]|>=|<|=)|([A-Za-z]+))')


class WrongError(Exception):
    """A question that Jira would not take; its text is what Jira says."""


class Query(NamedTuple):
    """A question: which issues, and by what they are sorted."""

    holds: Test
    order: str


class Known(NamedTuple):
    """What there is: names of the projects, components and issue types, and the asker's zone."""

    projects: set[str]
    components: set[str]
    types: set[str]
    zone: ZoneInfo


def tokens(text: str) -> Iterator[str]:
    """Yield strings with their quotes, signs and words.

    Raises:
        WrongError: something is none of these.
    """
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise WrongError("Error in the JQL Query")
        yield found[found.lastindex or 0]
        at = found.end()


def unquoted(token: str) -> str:
    """Return what a string says."""
    if not token.startswith('"'):
        raise WrongError("Error in the JQL Query")
    return re.sub(r"\\(.)", r"\1", token[1:-1])


class _Parser:
    def __init__(self, text: str, known: Known) -> None:
        self._left = list(tokens(text))[::-1]
        self._known = known

    def query(self) -> Query:
        holds = self._any()
        self._take("ORDER", "BY")
        order = self._left.pop()
        self._take("ASC")
        if self._left:
            raise WrongError("Error in the JQL Query")
        return Query(holds, order)

    def _take(self, *expected: str) -> None:
        for one in expected:
            if not self._left or self._left.pop() != one:
                raise WrongError("Error in the JQL Query")

    def _any(self) -> Test:
        tests = [self._all()]
        while self._left and self._left[-1] == "OR":
            self._left.pop()
            tests.append(self._all())
        return lambda row: any(test(row) for test in tests)

    def _all(self) -> Test:
        tests = [self._clause()]
        while self._left and self._left[-1] == "AND":
            self._left.pop()
            tests.append(self._clause())
        return lambda row: all(test(row) for test in tests)

    def _clause(self) -> Test:
        field = self._left.pop()
        if field == "(":
            test = self._any()
            self._take(")")
            return test
        sign = self._left.pop()
        if sign == "in":
            return self._equals(field, self._list())
        value = unquoted(self._left.pop())
        return self._equals(field, [value]) if sign == "=" else self._compares(field, sign, value)

    def _list(self) -> list[str]:
        self._take("(")
        values = [unquoted(self._left.pop())]
        while self._left[-1] == ",":
            self._left.pop()
            values.append(unquoted(self._left.pop()))
        self._take(")")
        return values

    def _equals(self, field: str, values: list[str]) -> Test:
        known: Mapping[str, set[str]] = {
            "project": self._known.projects,
            "component": self._known.components,
            "issuetype": self._known.types,
        }
        for value in values:
            if value.casefold() not in {one.casefold() for one in known[field]}:
                raise WrongError(f"The value '{value}' does not exist for the field '{field}'.")
        wanted = {value.casefold() for value in values}
        return lambda row: not wanted.isdisjoint(_names(row, field))

    def _compares(self, field: str, sign: str, value: str) -> Test:
        # A date without a zone is one in the zone of whoever asks.
        at = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=self._known.zone)
        name = {"created": "created", "resolved": "resolutiondate"}[field]

        def test(row: Row) -> bool:
            if row["fields"][name] is None:
                return False
            there = datetime.fromisoformat(row["fields"][name])
            return there >= at if sign == ">=" else there < at

        return test


def _names(row: Row, field: str) -> set[str]:
    fields = row["fields"]
    if field == "project":
        return {row["key"].rpartition("-")[0].casefold()}
    if field == "issuetype":
        return {fields["issuetype"]["name"].casefold()}
    return {component["name"].casefold() for component in fields["components"]}


def parsed(text: str, known: Known) -> Query:
    """Read a question.

    Raises:
        WrongError: Jira would not take it.
    """
    return _Parser(text, known).query()
