"""Reading Jira's lists whole, by tokens and by numbers, and what cannot be read in them."""

from typing import Any

import pytest

from bot.errors import TransientError
from bot.sources.source import Report
from tests.jira import faults
from tests.jira.asking import ESCAPED, FLAVOURS, a_source, on, pulled, said_of
from tests.jira.company import Row, issue
from tests.jira.server import JiraServer

BOTH = pytest.mark.parametrize("flavour", FLAVOURS)
PLACE = "team payments, service checkout, project 1"


def hold(server: JiraServer, number: int) -> set[Any]:
    """Let so many defects be reported, a day each; return when."""
    server.issues += [issue(day, on(day), labels=("production",)) for day in range(number)]
    return {on(day) for day in range(number)}


def found(server: JiraServer, report: Report | None = None, **said: Any) -> set[Any]:
    """Return when defects were reported. Incidents are not asked for, so that pages are few."""
    return set(said_of(pulled(a_source(server, incidents=[], **said), report=report), ESCAPED))


@BOTH
def test_pages_are_read_to_the_last(jira: JiraServer, flavour: str) -> None:
    jira.most = 2
    assert found(jira, flavour=flavour) == set()
    expected = hold(jira, 5)
    assert found(jira, flavour=flavour) == expected
    assert len(jira.asked()) == 1 + 3


def test_an_empty_page_with_a_token_is_not_the_last(jira: JiraServer) -> None:
    expected = hold(jira, 2)
    empty = {"issues": [], "nextPageToken": "0", "isLast": False}
    jira.plan(faults.changed(lambda said: said.update(empty)), times=1, after=1)
    assert found(jira) == expected
    assert [asked.get("nextPageToken") for asked in jira.asked()] == [None, "0"]


def test_a_page_of_which_nothing_may_be_seen_is_passed_by(jira: JiraServer) -> None:
    jira.issues += [issue(hour, on(0, hour), labels=("production",)) for hour in range(101)]
    jira.plan(faults.changed(lambda said: said.update(issues=[])), times=1, after=1)
    assert found(jira, flavour="data_center") == {on(0, 100)}
    assert [asked["startAt"] for asked in jira.asked()] == [0, 100]


def test_a_token_that_comes_again_ends_the_list_and_is_told(jira: JiraServer) -> None:
    jira.most = 1
    hold(jira, 5)
    jira.plan(faults.changed(lambda said: said.update(nextPageToken="1")), after=1)
    report = Report()
    assert found(jira, report) == {on(0), on(1)}
    assert report.places == {
        "Jira came back to an earlier page; the rest is missing": [f"{PLACE}, page 2"]
    }


def test_a_list_that_breaks_off_is_told(jira: JiraServer) -> None:
    hold(jira, 1)
    jira.plan(faults.changed(lambda said: said.update(isLast=False)), after=1)
    report = Report()
    assert found(jira, report) == {on(0)}
    assert report.places == {
        "Jira did not say how to go on; the rest is missing": [f"{PLACE}, page 1"]
    }


@pytest.mark.parametrize("token", [None, ""])
def test_a_last_page_need_not_say_that_it_is(jira: JiraServer, token: str | None) -> None:
    def unsaid(said: dict[str, Any]) -> None:
        del said["isLast"]
        said["nextPageToken"] = token

    expected = hold(jira, 1)
    jira.plan(faults.changed(unsaid), after=1)
    report = Report()
    assert found(jira, report) == expected
    assert report.skipped.total() == 0


def test_a_token_is_followed_where_nothing_says_which_page_is_the_last(jira: JiraServer) -> None:
    jira.most = 1
    expected = hold(jira, 3)
    jira.plan(faults.changed(lambda said: said.pop("isLast")), after=1)
    assert found(jira) == expected


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"<html>Log in</html>",
        b"{}",
        b'{"issues": null, "isLast": true, "total": 0}',
        b'{"issues": {}, "isLast": true, "total": 0}',
        b'{"issues": [], "isLast": "yes", "total": "none"}',
        b'{"issues": [], "nextPageToken": 7, "total": null}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_list_without_its_parts_is_not_an_empty_one(
    jira: JiraServer, flavour: str, body: bytes
) -> None:
    jira.plan(faults.says(body), after=1)
    with pytest.raises(TransientError, match="could not be read"):
        found(jira, flavour=flavour)


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b"[" * 100_000])
def test_a_list_of_fields_that_cannot_be_read_is_asked_for_again_later(
    jira: JiraServer, body: bytes
) -> None:
    jira.plan(faults.says(body))
    mark = {"field": "Found in", "values": ["x"]}
    with pytest.raises(TransientError, match="could not be read"):
        found(jira, from_production=mark, found_before=mark)


def changed(**fields: Any) -> Row:
    row = issue(1, on(0), on(1))
    return {**row, "fields": {**row["fields"], **fields}}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "the row is empty"),
        ([], "the row is empty"),
        ({"id": "1", "fields": None}, "the row is empty"),
        ({**issue(1, on(0)), "id": 7}, "the issue has no id"),
        (changed(issuetype=None), "the issue has no type"),
        (changed(issuetype=[]), "a field of the issue has a shape that Coach does not know"),
        (changed(resolution=7), "a field of the issue has a shape that Coach does not know"),
        (changed(labels=7), "a field of the issue has a shape that Coach does not know"),
        (changed(created=None), "a time of the issue is missing or unreadable"),
        (
            changed(created="2026-09-28T12:00:00.000"),
            "a time of the issue is missing or unreadable",
        ),
        (changed(resolutiondate=None), "a time of the issue is missing or unreadable"),
        (
            changed(resolutiondate="2026-09-01T00:00:00.000+0000"),
            "the issue ends before it begins",
        ),
    ],
)
def test_a_row_that_cannot_be_is_counted_and_the_next_one_read(
    jira: JiraServer, row: Any, reason: str
) -> None:
    jira.issues.append(issue(2, on(2), labels=("production",)))
    jira.plan(faults.changed(lambda said: said["issues"].insert(0, row)), after=1)
    report = Report()
    assert found(jira, report) == {on(2)}
    assert report.places == {reason: [f"{PLACE}, page 1, row 1"]}
