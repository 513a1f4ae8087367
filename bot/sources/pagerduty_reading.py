"""Reads the incidents of one service that began in a range of time, page by page.

PagerDuty lists half a year at a time, and ten thousand incidents of it at most. A range that holds
more is cut in two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from bot.errors import SkippedError
from bot.sources.json_answer import garbled, json_rows
from bot.sources.pagerduty_incident import Incident, read
from bot.sources.source import Report

WHO = "PagerDuty"
LONGEST_RANGE = timedelta(days=180)
"""PagerDuty takes six months, the shortest of which have 181 days."""
SHORTEST_RANGE = timedelta(seconds=4)
"""Below it no half is shorter than the whole, since halves overlap by a second."""
MOST_RANGES = 200
"""More than any service has incidents for: each holds some thousands, or none."""
LIMIT, REACH = 100, 10_000
"""PagerDuty's own: incidents a page, and how far pages reach."""
_SECOND = timedelta(seconds=1)
_TOO_MANY = "more incidents began at once than PagerDuty lists; the rest is missing"
_TOO_LONG = "there are more incidents than Coach reads; the rest is missing"
_AGAIN = "PagerDuty came back to an earlier page; the rest is missing"


class Asks(Protocol):
    """Whoever puts a question to PagerDuty."""

    def incidents(self, service: str, **asked: str | int) -> Mapping[str, Any]:
        """Return one page of the incidents of a service."""


class _Range(NamedTuple):
    start: datetime
    end: datetime


@dataclass(slots=True)
class Reading:
    """What was found of one service.

    Attributes:
        service: its id.
        place: how to call it in the report.
        found: the incidents by id, each once.
        is_whole: whether PagerDuty let all be read.
    """

    service: str
    place: str
    found: dict[str, Incident] = field(default_factory=dict)
    is_whole: bool = True
    _pages: int = 0

    def read(self, client: Asks, start: datetime, end: datetime, report: Report) -> None:
        """Read what began from `start` up to and with `end`, a second more on either side.

        Rows that cannot be read are counted in the report, by page and row.

        Raises:
            TransientError: PagerDuty did not answer.
            OperatorError: PagerDuty refused.
        """
        ranges = list(_cut(start - _SECOND, end + _SECOND))
        for _ in range(MOST_RANGES):
            if not ranges:
                return
            some = ranges.pop()
            can_be_cut = some.end - some.start >= SHORTEST_RANGE
            if self._reads(client, some, report, at_most=REACH if can_be_cut else None):
                continue
            if not can_be_cut:
                self._misses(_TOO_MANY, report)
                continue
            middle = (some.start + (some.end - some.start) / 2).replace(microsecond=0)
            # Whether PagerDuty counts the ends in is not said, so the halves overlap.
            ranges += [_Range(middle - _SECOND, some.end), _Range(some.start, middle)]
        if ranges:
            self._misses(_TOO_LONG, report)

    def _reads(self, client: Asks, some: _Range, report: Report, *, at_most: int | None) -> bool:
        """Read a range; False where it holds more than pages reach, or `at_most` at the first."""
        offset, seen = 0, set[str]()
        while offset + LIMIT <= REACH:
            page = client.incidents(
                self.service,
                since=_written(some.start),
                until=_written(some.end),
                limit=LIMIT,
                offset=offset,
                total="true",
                # The number never changes, and what is new comes last: no page loses a row.
                sort_by="incident_number:asc",
                time_zone="UTC",
            )
            rows = json_rows(page, "incidents", WHO)
            more, total = page.get("more"), page.get("total")
            if not isinstance(more, bool):
                raise garbled(WHO)
            if at_most is not None and isinstance(total, int) and total > at_most:
                return False
            self._pages += 1
            keys = self._take(rows, report)
            if not more:
                return True
            if keys and keys <= seen:
                self._misses(_AGAIN, report)
                return True
            seen |= keys
            offset += len(rows) or LIMIT
        return False

    def _take(self, rows: list[Any], report: Report) -> set[str]:
        keys = set()
        for number, row in enumerate(rows, start=1):
            try:
                incident = read(row, self.service)
            except SkippedError as problem:
                report.skip(f"{self.place}, page {self._pages}, row {number}", str(problem))
                continue
            keys.add(incident.key)
            self.found.setdefault(incident.key, incident)
        return keys

    def _misses(self, reason: str, report: Report) -> None:
        self.is_whole = False
        report.skip(f"{self.place}, page {self._pages}", reason)


def _cut(start: datetime, end: datetime) -> Iterator[_Range]:
    while end - start > LONGEST_RANGE:
        yield _Range(start, start + LONGEST_RANGE)
        start += LONGEST_RANGE - _SECOND
    yield _Range(start, end)


def _written(instant: datetime) -> str:
    """Write a time to the second, down: what is asked for in excess is not selected."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
