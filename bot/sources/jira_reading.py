"""Reads issues page by page: by tokens on Jira Cloud, by numbers on a Data Center."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.errors import OperatorError, SkippedError
from bot.sources.jira_issue import FIELDS, Issue, folded, read
from bot.sources.jira_options import Flavour, Mark
from bot.sources.json_answer import garbled, json_rows
from bot.sources.source import Report

WHO = "Jira"
A_PAGE, MOST_PAGES = 100, 2000
_AGAIN = "Jira came back to an earlier page; the rest is missing"
_BROKEN_OFF = "Jira did not say how to go on; the rest is missing"
_TOO_MANY = "there are more pages than Coach reads; the rest is missing"
_READABLE = ("option", "option-with-child", "string", "priority", "version", "component")
"""The types of fields that hold no person."""


class Asks(Protocol):
    """Whoever puts a question to Jira."""

    def fields(self) -> list[Any]:
        """Return the fields there are."""

    def issues(self, **asked: object) -> Mapping[str, Any]:
        """Return one page of issues."""


@dataclass(slots=True)
class Reading:
    """What was found with one question.

    Attributes:
        client: who is asked.
        flavour: which Jira it is.
        place: how to call it in the report.
        fields: the ids of the fields that tell an origin.
        report: what could not be read is counted there, by page and row.
        found: the issues by id, each once.
        is_whole: whether Jira let all be read.
    """

    client: Asks
    flavour: Flavour
    place: str
    fields: Sequence[str]
    report: Report
    found: dict[str, Issue] = field(default_factory=dict)
    is_whole: bool = True

    def read(self, question: str) -> None:
        """Read all that answers a question.

        Raises:
            TransientError: Jira did not answer.
            OperatorError: Jira refused.
            UnseenProjectError: the question names what is not there.
        """
        pages = self._by_token if self.flavour is Flavour.CLOUD else self._by_number
        for number, rows in enumerate(pages(question), start=1):
            for row, said in enumerate(rows, start=1):
                try:
                    issue = read(said, self.fields)
                except SkippedError as problem:
                    self.report.skip(f"{self.place}, page {number}, row {row}", str(problem))
                    continue
                self.found.setdefault(issue.key, issue)

    def first(self, question: str) -> Issue | None:
        """Return the first answer to a question; None where there is none that can be read."""
        page = self._page(question, 1, {})
        for said in json_rows(page, "issues", WHO)[:1]:
            try:
                return read(said, self.fields)
            except SkippedError as problem:
                self.report.skip(f"{self.place}, row 1", str(problem))
        return None

    def _page(self, question: str, most: int, more: Mapping[str, object]) -> Mapping[str, Any]:
        asked = {"jql": question, "maxResults": most, "fields": [*FIELDS, *self.fields], **more}
        return self.client.issues(**asked)

    def _by_token(self, question: str) -> Iterator[list[Any]]:
        """Yield page after page; an empty one with a token is not the last."""
        seen = set[str]()
        more: dict[str, object] = {}
        for number in range(1, MOST_PAGES + 1):
            page = self._page(question, A_PAGE, more)
            yield json_rows(page, "issues", WHO)
            token, is_last = page.get("nextPageToken"), page.get("isLast")
            if not isinstance(token, str | None) or not isinstance(is_last, bool | None):
                raise garbled(WHO)
            # The reference promises neither: the last page has no token, or says that it is.
            if is_last or (is_last is None and not token):
                return
            if not token or token in seen:
                self._misses(number, _AGAIN if token else _BROKEN_OFF)
                return
            seen.add(token)
            more = {"nextPageToken": token}
        self._misses(MOST_PAGES, _TOO_MANY)

    def _by_number(self, question: str) -> Iterator[list[Any]]:
        start = 0
        for _ in range(MOST_PAGES):
            page = self._page(question, A_PAGE, {"startAt": start})
            rows, total = json_rows(page, "issues", WHO), page.get("total")
            if not isinstance(total, int):
                raise garbled(WHO)
            yield rows
            # A server may give fewer rows a page than it was asked for.
            start += len(rows) or A_PAGE
            if start >= total:
                return
        self._misses(MOST_PAGES, _TOO_MANY)

    def _misses(self, page: int, reason: str) -> None:
        self.is_whole = False
        self.report.skip(f"{self.place}, page {page}", reason)


def field_ids(client: Asks, marks: Sequence[Mark]) -> dict[str, str]:
    """Return the ids of the fields that marks name, by what `coach.yml` calls them.

    Raises:
        TransientError: Jira did not answer.
        OperatorError: there is no such field, more than one, or one that Coach does not read.
    """
    wanted = [mark.field for mark in marks if mark.field is not None]
    if not wanted:
        return {}
    known = [one for one in client.fields() if isinstance(one, dict)]
    return {name: _field_id(known, name) for name in wanted}


def _field_id(known: Sequence[Mapping[str, Any]], name: str) -> str:
    found = [one for one in known if one.get("id") == name] or [
        one for one in known if folded(str(one.get("name"))) == folded(name)
    ]
    if len(found) != 1:
        raise OperatorError(
            "Jira has no field, or several, of a name in coach.yml. Look at `from_production` and"
            " `found_before` there, and write the field's id (`customfield_` and a number)."
        )
    field_id, kind = found[0].get("id"), found[0].get("schema")
    kind = kind if isinstance(kind, dict) else {}
    of = kind.get("items") if kind.get("type") == "array" else kind.get("type")
    if not isinstance(field_id, str) or of not in _READABLE or _is_text(field_id, kind):
        raise OperatorError(
            "Coach does not read a field that coach.yml names in `from_production` or `found_before`:"
            " it may hold people or their words. Name one with options to choose from."
        )
    return field_id


def _is_text(field_id: str, kind: Mapping[str, Any]) -> bool:
    """Whether people write at length in it: Jira's own texts, and custom ones of several lines."""
    own_text = kind.get("type") == "string" and not field_id.startswith("customfield_")
    return own_text or str(kind.get("custom")).endswith(":textarea")
