"""Reading PagerDuty's lists whole: ranges, pages, and what PagerDuty does not give."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import TransientError
from bot.sources.pagerduty_reading import Reading
from bot.sources.source import Report, Window
from tests.pagerduty import faults
from tests.pagerduty.asking import AUTUMN, COUNT, MONDAY, a_source, on, pulled, said_of
from tests.pagerduty.company import CHECKOUT, Row, incident, stamp
from tests.pagerduty.server import PagerDutyServer


def began(server: PagerDutyServer, window: Window = AUTUMN, report: Report | None = None) -> int:
    """Return how many incidents began, each of which may come once."""
    facts = pulled(a_source(server), window, report)
    return len([fact for fact in facts if fact.metric == COUNT])


def test_pages_are_read_to_the_last(pagerduty: PagerDutyServer) -> None:
    pagerduty.most = 2
    pagerduty.incidents += [incident(number, on(number)) for number in range(1, 6)]
    assert began(pagerduty) == 5
    assert [asked["offset"] for asked in pagerduty.asked("/incidents")] == [["0"], ["2"], ["4"]]


def test_two_years_are_asked_for_in_ranges_that_pagerduty_takes(
    pagerduty: PagerDutyServer,
) -> None:
    # An incident every second day at midnight, so that some lie where ranges meet.
    start = MONDAY - timedelta(days=728)
    pagerduty.incidents += [
        incident(number, start + timedelta(days=2 * number)) for number in range(364)
    ]
    assert began(pagerduty, Window(start, MONDAY)) == 364
    # 728 + 30 days in ranges of 180, of the 100 rows of a page none is full: five questions.
    assert len(pagerduty.asked("/incidents")) == 5


class Many:
    """A PagerDuty with very many incidents, which holds to its limits and sends nothing else."""

    def __init__(self, *instants: datetime) -> None:
        self._all = [
            {
                "id": f"Q{number}",
                "created_at": stamp(at),
                "status": "triggered",
                "urgency": "high",
                "service": {"id": CHECKOUT},
            }
            for number, at in enumerate(instants)
        ]

    def incidents(self, service: str, **asked: str | int) -> Mapping[str, Any]:
        limit, offset = int(asked["limit"]), int(asked["offset"])
        assert limit + offset <= 10_000
        since, until = str(asked["since"]), str(asked["until"])
        rows = [row for row in self._all if since < str(row["created_at"]) < until]
        page = rows[offset : offset + limit]
        more = offset + limit < len(rows)
        return {"incidents": page, "more": more, "total": len(rows)}


def test_more_incidents_than_pages_reach_are_read_in_halves() -> None:
    # 10,050 in a week, one a minute from Monday on, of which 10,000 can be listed at once.
    minutes = [MONDAY + timedelta(minutes=number) for number in range(10_050)]
    report, reading = Report(), Reading(CHECKOUT, "service 1")
    reading.read(Many(*minutes), MONDAY, on(7, 0), report)
    assert sorted(found.began for found in reading.found.values()) == minutes
    assert reading.is_whole
    assert report.skipped.total() == 0


def test_what_began_at_once_and_is_too_much_is_read_as_far_as_pages_reach() -> None:
    report, reading = Report(), Reading(CHECKOUT, "service 1")
    reading.read(Many(*([on(0)] * 10_001)), MONDAY, on(7, 0), report)
    assert len(reading.found) == 10_000
    assert not reading.is_whole
    assert report.skipped == {
        "more incidents began at once than PagerDuty lists; the rest is missing": 1
    }


def test_a_number_of_incidents_that_cannot_be_ends_the_reading(pagerduty: PagerDutyServer) -> None:
    pagerduty.plan(faults.changed(lambda said: said.update(total=10_001)), after=1)
    report = Report()
    assert began(pagerduty, report=report) == 0
    assert report.skipped == {"there are more incidents than Coach reads; the rest is missing": 1}
    assert report.watched == {}


def test_an_empty_page_before_the_last_is_not_the_end(pagerduty: PagerDutyServer) -> None:
    pagerduty.incidents.append(incident(1, on(0)))

    def empty(said: dict[str, Any]) -> None:
        said.update(incidents=[], more=True)

    pagerduty.plan(faults.changed(empty), times=1, after=1)
    began(pagerduty)
    assert [asked["offset"] for asked in pagerduty.asked("/incidents")] == [["0"], ["100"]]


def test_a_page_that_comes_again_ends_the_list_and_is_told(pagerduty: PagerDutyServer) -> None:
    pagerduty.incidents.append(incident(1, on(0)))

    def again(said: dict[str, Any]) -> None:
        said.update(incidents=[incident(1, on(0))], more=True)

    pagerduty.plan(faults.changed(again), after=1)
    report = Report()
    assert began(pagerduty, report=report) == 1
    assert report.places == {
        "PagerDuty came back to an earlier page; the rest is missing": [
            "team payments, service checkout, PagerDuty service 1, page 2"
        ]
    }
    assert report.watched == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"<html>Sign in</html>",
        b"{}",
        b'{"incidents": null, "more": false}',
        b'{"incidents": {}, "more": false}',
        b'{"incidents": []}',
        b'{"incidents": [], "more": null}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_list_without_its_parts_is_not_an_empty_one(
    pagerduty: PagerDutyServer, body: bytes
) -> None:
    pagerduty.plan(faults.says(body), after=1)
    with pytest.raises(TransientError, match="could not be read"):
        began(pagerduty)


@pytest.mark.parametrize("body", [b"{}", b'{"service": null}', b'{"service": []}'])
def test_a_service_without_its_parts_is_not_one_that_is_missing(
    pagerduty: PagerDutyServer, body: bytes
) -> None:
    pagerduty.plan(faults.says(body))
    with pytest.raises(TransientError, match="could not be read"):
        began(pagerduty)


def without(name: str) -> Row:
    row = incident(1, on(0), on(1))
    del row[name]
    return row


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "the row is empty"),
        (7, "the row is empty"),
        (without("id"), "the incident has no id"),
        (without("service"), "the incident is of another service than was asked for"),
        (without("urgency"), "the incident has no urgency that Coach knows"),
        (without("status"), "the incident has no status that Coach knows"),
        (without("created_at"), "a time of the incident is missing or unreadable"),
        (without("resolved_at"), "a time of the incident is missing or unreadable"),
        (
            {**incident(1, on(0)), "created_at": "2026-09-28T12:00:00"},
            "a time of the incident is missing or unreadable",
        ),
        (
            {**incident(1, on(0)), "created_at": "0001-01-01T00:00:00+14:00"},
            "a time of the incident is missing or unreadable",
        ),
        (incident(1, on(1), on(0)), "the incident ends before it begins"),
        (
            {**incident(1, on(0), on(1)), "resolve_reason": "bored"},
            "the incident was resolved for a reason that Coach does not know",
        ),
        (
            {**incident(1, on(0)), "status": ["resolved"], "urgency": "high"},
            "the incident has no status that Coach knows",
        ),
        ({**incident(1, on(0)), "urgency": {}}, "the incident has no urgency that Coach knows"),
        (
            incident(1, on(0), of="POTHER1"),
            "the incident is of another service than was asked for",
        ),
    ],
)
def test_a_row_that_cannot_be_is_counted_and_the_next_one_read(
    pagerduty: PagerDutyServer, row: Any, reason: str
) -> None:
    pagerduty.incidents.append(incident(2, on(2)))
    pagerduty.plan(faults.changed(lambda said: said["incidents"].insert(0, row)), after=1)
    report = Report()
    facts = pulled(a_source(pagerduty), report=report)
    assert said_of(facts, COUNT) == {on(2): 1}
    assert report.places == {
        reason: ["team payments, service checkout, PagerDuty service 1, page 1, row 1"]
    }
