"""OpsCenter: which OpsItems are incidents, when they began and ended, and when none is a zero."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.metrics.fact import Fact
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.week import Week
from bot.sources.aws import AwsOptions
from bot.sources.ops_center import OpsCenter, OpsCenterScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.aws.ops_items import OpsItems

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
COUNT, RESTORE = "incident_count", "incident_restore_time"
CHECKOUT = ("payments", "checkout", COUNT)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def items(aws: Aws) -> OpsItems:
    return OpsItems(aws.server)


def of(team: str = "payments", service: str = "checkout", **scope: object) -> TeamScope:
    said = OpsCenterScope.model_validate(scope or {"origin": "checkout"})
    return TeamScope(team, service, said)


def a_source(*scopes: TeamScope) -> OpsCenter:
    return OpsCenter("operations", AwsOptions(region="eu-west-1"), scopes or [of()])


def pulled(
    source: OpsCenter | None = None, window: Window = WEEK, report: Report | None = None
) -> list[Fact]:
    return list((source or a_source()).pull(window, report or Report()))


def lengths(facts: list[Fact]) -> list[float]:
    return sorted(fact.value or 0 for fact in facts if fact.metric == RESTORE)


def begun(facts: list[Fact]) -> int:
    return sum(fact.metric == COUNT for fact in facts)


def changed(name: str, value: object) -> faults.Fault:
    """Let AWS write something else into each OpsItem than its model allows."""

    def fault(_call: faults.Call, answer: Callable[[], faults.Reply]) -> faults.Reply:
        reply = answer()
        body: dict[str, Any] = json.loads(reply.body)
        for item in body["OpsItemSummaries"]:
            item[name] = value
        return replace(reply, body=json.dumps(body).encode())

    return fault


def test_an_incident_counts_where_it_began_and_its_length_where_it_was_resolved(
    items: OpsItems,
) -> None:
    # From Monday 10:00 until Tuesday 16:30: 30.5 hours by the clock on the wall, the night in it.
    items.began(hours(10), hours(40.5))
    assert pulled() == [
        Fact("payments", "checkout", COUNT, hours(10), numerator=1),
        Fact("payments", "checkout", RESTORE, hours(40.5), value=30.5),
    ]


@pytest.mark.parametrize(
    ("status", "length"),
    [("Resolved", [2]), ("Closed", [2]), ("Open", []), ("InProgress", [])],
)
def test_only_what_is_resolved_or_closed_has_a_length(
    items: OpsItems, status: str, length: list[float]
) -> None:
    items.began(hours(1), hours(3), status)
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (1, length)


def test_an_incident_that_began_long_ago_has_its_whole_length(items: OpsItems) -> None:
    items.began(hours(0) - timedelta(days=200), hours(0))
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (0, [200 * 24])


def test_what_was_changed_again_after_the_window_ends_there(items: OpsItems) -> None:
    # Resolved in this week, and a note written a week later: nobody can tell any more.
    items.began(hours(1), hours(170))
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (1, [])
    later = Window(WEEK.end, WEEK.end + timedelta(weeks=1))
    assert lengths(pulled(window=later)) == [169]


@pytest.mark.parametrize("kind", ["/aws/insight", "/aws/changerequest", "/aws/accessrequest"])
def test_insights_and_requests_are_no_incidents(items: OpsItems, kind: str) -> None:
    items.began(hours(1), hours(2), OpsItemType=kind)
    report = Report()
    assert pulled(report=report) == []
    assert report.watched == {}


def test_an_item_from_before_there_were_types_is_an_issue(items: OpsItems) -> None:
    items.began(hours(1), OpsItemType=None)
    assert begun(pulled()) == 1


@pytest.mark.parametrize(
    ("name", "value", "count", "reason"),
    [
        ("CreatedTime", None, 0, "the OpsItem has no id or does not say when it began"),
        ("CreatedTime", "yesterday", 0, "the OpsItem has no id or does not say when it began"),
        ("OpsItemId", None, 0, "the OpsItem has no id or does not say when it began"),
        ("LastModifiedTime", None, 1, "the OpsItem is resolved and does not say when"),
        ("Status", "Failed", 1, "the OpsItem is neither open nor resolved"),
        ("Status", None, 1, "the OpsItem is neither open nor resolved"),
    ],
)
def test_an_item_that_lacks_something_gives_what_it_still_tells(
    aws: Aws, items: OpsItems, name: str, value: object, count: int, reason: str
) -> None:
    items.began(hours(1), hours(2))
    aws.server.plan("DescribeOpsItems", changed(name, value))
    report = Report()
    facts = pulled(report=report)
    assert (begun(facts), lengths(facts)) == (count, [])
    assert report.places == {reason: ["DescribeOpsItems scope 1, page 1, row 1"]}


def test_one_that_ended_before_it_began_counts_and_its_length_is_left_out(
    items: OpsItems,
) -> None:
    items.began(hours(5), hours(4))
    report = Report()
    facts = pulled(report=report)
    assert (begun(facts), lengths(facts)) == (1, [])
    assert list(report.skipped) == ["the incident ended before it began"]


def test_origin_data_and_category_must_all_be_true_of_an_incident(items: OpsItems) -> None:
    mine, other = {"service": "checkout"}, {"service": "garden"}
    items.began(hours(1), data=mine)
    items.began(hours(2), data=mine, Category="Cost")
    items.began(hours(3), data=mine, Source="EC2")
    items.began(hours(4), data=other)
    pair = {"key": "service", "value": "checkout"}
    for scope, count in (
        ({"origin": "checkout"}, 3),
        ({"data": pair}, 3),
        ({"origin": "checkout", "data": pair}, 2),
        ({"origin": "checkout", "data": pair, "category": "Availability"}, 1),
    ):
        assert begun(pulled(a_source(of(**scope)))) == count


def test_aws_is_asked_in_the_words_of_its_filters(aws: Aws, items: OpsItems) -> None:
    pair = {"key": "service", "value": "checkout"}
    pulled(a_source(of(origin="EC2", data=pair, category="Recovery")))
    asked = [call.parameters for call in aws.server.asked("DescribeOpsItems")]
    scope = [
        {"Key": "Source", "Values": ["EC2"], "Operator": "Equal"},
        {"Key": "Category", "Values": ["Recovery"], "Operator": "Equal"},
        {
            "Key": "OperationalData",
            "Values": ['{"key":"service","value":"checkout"}'],
            "Operator": "Equal",
        },
    ]
    since = ["2026-09-14T00:00:00Z"]
    changed = {"Key": "LastModifiedTime", "Values": since, "Operator": "GreaterThan"}
    older = {"Key": "CreatedTime", "Values": since, "Operator": "LessThan"}
    assert asked == [
        {"OpsItemFilters": [*scope, changed], "MaxResults": 50},
        {"OpsItemFilters": [*scope, older], "MaxResults": 50},
    ]


def test_places_of_one_scope_share_the_calls_and_two_entries_of_a_service_count_once(
    aws: Aws, items: OpsItems
) -> None:
    items.began(hours(1), data={"service": "checkout"})
    twice = of(data={"key": "service", "value": "checkout"})
    facts = pulled(a_source(of(), of("platform", ""), twice))
    assert [(fact.team, fact.service) for fact in facts] == [
        ("payments", "checkout"),
        ("platform", ""),
    ]
    assert len(aws.server.asked("DescribeOpsItems")) == 4


def test_items_on_later_pages_are_read_too_and_each_once(aws: Aws, items: OpsItems) -> None:
    items.a_page = 2
    for hour in range(5):
        items.began(hours(hour))
    items.began(hours(6), OpsItemId="oi-000000000001")
    assert begun(pulled()) == 5


def test_an_empty_page_with_a_token_is_not_the_end(aws: Aws, items: OpsItems) -> None:
    items.began(hours(1))
    aws.server.plan("DescribeOpsItems", faults.empty_page)
    report = Report()
    assert begun(pulled(report=report)) == 1
    assert report.skipped.total() == 0


def test_a_page_that_comes_again_ends_the_pull_is_said_and_makes_no_zeros(
    aws: Aws, items: OpsItems
) -> None:
    items.began(hours(1))
    aws.server.plan("DescribeOpsItems", faults.repeated_token)
    report = Report()
    assert begun(pulled(report=report)) == 1
    again = "AWS came back to an earlier page; the rest is missing"
    assert report.places == {again: ["describe_ops_items page 2"] * 2}
    assert report.watched == {}


def zeros_and_counts(window: Window) -> dict[str, float]:
    """Fold what a window tells, and return the number of incidents by week."""
    report, utc = Report(), ZoneInfo("UTC")
    first = Week.containing(window.start, utc)
    fold = Fold(Frame("operations", {"payments": utc}, {"payments": first}, window.end, 5))
    fold.add(pulled(window=window, report=report))
    rows = fold.rows(Coverage(watched=report.watched)).get("payments", [])
    return {
        str(row.week): row.numerator
        for row in rows
        if (row.metric, row.service) == (COUNT, "checkout")
    }


def test_weeks_after_the_first_incident_are_zeros_and_weeks_before_it_are_gaps(
    items: OpsItems,
) -> None:
    # W38 nothing, W39 the first incident, W40 nothing, W41 two of them, and then nothing more.
    items.began(hours(-100), hours(-99))
    items.began(hours(170))
    items.began(hours(180))
    end = MONDAY + timedelta(weeks=3)
    told = {"2026-W39": 1, "2026-W40": 0, "2026-W41": 2, "2026-W42": 0}
    assert zeros_and_counts(Window(MONDAY - timedelta(weeks=2), end)) == told


@pytest.mark.parametrize("weeks", [1, 2, 3, 4, 5, 20])
def test_a_zero_does_not_depend_on_where_the_window_begins(items: OpsItems, weeks: int) -> None:
    # The first one lies five weeks before the last week asked for, and was never changed again.
    items.began(hours(1) - timedelta(weeks=4))
    start = WEEK.end - timedelta(weeks=weeks)
    whole = {"2026-W36": 1, "2026-W37": 0, "2026-W38": 0, "2026-W39": 0, "2026-W40": 0}
    first = str(Week.containing(start, ZoneInfo("UTC")))
    asked = {week: count for week, count in whole.items() if week >= first}
    assert zeros_and_counts(Window(start, WEEK.end)) == asked


def test_a_scope_that_never_had_an_incident_says_nothing(items: OpsItems) -> None:
    items.began(hours(1), Source="garden")
    report = Report()
    assert pulled(report=report) == []
    assert report.watched == {}


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({}, "must say which OpsItems"),
        ({"category": "Availability"}, "must say which OpsItems"),
        ({"origin": "CloudWatch Alarm"}, "alarms and security findings are no incidents"),
        ({"origin": "Security Hub"}, "alarms and security findings are no incidents"),
        ({"data": {"key": "/aws/resources", "value": "x"}}, "a key of your own"),
        ({"data": {"key": "amazon-service", "value": "x"}}, "a key of your own"),
        ({"data": {"key": "service"}}, "value"),
        ({"origin": ""}, "origin"),
    ],
)
def test_a_scope_that_means_nobody_s_incidents_is_refused(
    scope: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        OpsCenterScope.model_validate(scope)


def test_who_wrote_an_item_its_title_and_its_data_never_come_out(items: OpsItems) -> None:
    items.began(hours(1), hours(2), data={"service": "checkout", "on-call": "ada"})
    report = Report()
    facts = pulled(report=report)
    assert "ada" not in f"{facts} {report}"
    assert {(fact.actor, fact.people) for fact in facts} == {(None, None)}
