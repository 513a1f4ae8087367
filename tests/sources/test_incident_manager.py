"""Incident Manager: when incidents began and ended, whose they are, and when none is a zero."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.week import Week
from bot.sources.aws import AwsOptions
from bot.sources.incident_manager import IncidentManager, IncidentManagerScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.aws.incidents import Incidents

MONDAY = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Window(MONDAY, MONDAY + timedelta(weeks=1))
COUNT, RESTORE = "incident_count", "incident_restore_time"
CHECKOUT = ("payments", "checkout", COUNT)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


@pytest.fixture
def incidents(aws: Aws) -> Incidents:
    made = Incidents(aws.server)
    made.plan("checkout")
    return made


def of(*plans: str, team: str = "payments", service: str = "checkout") -> TeamScope:
    return TeamScope(team, service, IncidentManagerScope(response_plans=plans or ("checkout",)))


def a_source(*scopes: TeamScope) -> IncidentManager:
    return IncidentManager("incidents", AwsOptions(region="eu-west-1"), scopes or [of()])


def pulled(
    source: IncidentManager | None = None, window: Window = WEEK, report: Report | None = None
) -> list[Fact]:
    return list((source or a_source()).pull(window, report or Report()))


def lengths(facts: list[Fact]) -> list[float]:
    return sorted(fact.value or 0 for fact in facts if fact.metric == RESTORE)


def begun(facts: list[Fact]) -> int:
    return sum(fact.metric == COUNT for fact in facts)


def changed(name: str, value: object) -> faults.Fault:
    """Let AWS write something else into each record than its model allows."""

    def fault(_call: faults.Call, answer: Callable[[], faults.Reply]) -> faults.Reply:
        reply = answer()
        body: dict[str, Any] = json.loads(reply.body)
        for record in body["incidentRecordSummaries"]:
            record[name] = value
        return replace(reply, body=json.dumps(body).encode())

    return fault


def test_an_incident_counts_where_it_began_and_its_length_where_it_was_resolved(
    incidents: Incidents,
) -> None:
    # From Monday 10:00 until Tuesday 16:30: 30.5 hours by the clock on the wall, the night in it.
    incidents.began(hours(10), hours(40.5))
    assert pulled() == [
        Fact("payments", "checkout", COUNT, hours(10), numerator=1),
        Fact("payments", "checkout", RESTORE, hours(40.5), value=30.5),
    ]


def test_an_incident_over_a_week_end_counts_in_one_week_and_lasts_in_the_other(
    incidents: Incidents,
) -> None:
    incidents.began(hours(-2), hours(1))
    incidents.began(hours(167), hours(170))
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (1, [3])


def test_an_incident_resolved_long_after_it_began_has_its_whole_length(
    incidents: Incidents,
) -> None:
    incidents.began(hours(0) - timedelta(days=200), hours(0))
    assert lengths(pulled()) == [200 * 24]


def test_an_open_incident_has_no_length_yet(incidents: Incidents) -> None:
    incidents.began(hours(1))
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (1, [])


def test_one_that_ended_before_it_began_counts_and_its_length_is_left_out(
    incidents: Incidents,
) -> None:
    incidents.began(hours(5), hours(4))
    report = Report()
    facts = pulled(report=report)
    assert (begun(facts), lengths(facts)) == (1, [])
    assert report.places == {
        "the incident ended before it began": ["ListIncidentRecords page 1, row 1"]
    }


def test_one_that_ended_in_the_moment_it_began_took_no_time(incidents: Incidents) -> None:
    incidents.began(hours(5), hours(5))
    assert lengths(pulled()) == [0]


@pytest.mark.parametrize(
    ("name", "value", "count", "reason"),
    [
        ("creationTime", None, 0, "the incident does not say when it began"),
        ("creationTime", "yesterday", 0, "the incident does not say when it began"),
        ("resolvedTime", None, 1, "the incident is resolved and does not say when"),
        ("status", "MERGED", 1, "the incident is neither open nor resolved"),
        ("status", None, 1, "the incident is neither open nor resolved"),
        ("arn", None, 0, "the incident does not say of which response plan"),
    ],
)
def test_a_record_that_lacks_something_gives_what_it_still_tells(
    aws: Aws, incidents: Incidents, name: str, value: object, count: int, reason: str
) -> None:
    incidents.began(hours(1), hours(2))
    aws.server.plan("ListIncidentRecords", changed(name, value))
    report = Report()
    facts = pulled(report=report)
    assert (begun(facts), lengths(facts)) == (count, [])
    assert report.places == {reason: ["ListIncidentRecords page 1, row 1"]}


def test_an_incident_belongs_to_whoever_names_its_response_plan(incidents: Incidents) -> None:
    incidents.plan("refunds")
    incidents.plan("garden")
    for plan in ("checkout", "refunds", "garden"):
        incidents.began(hours(1), plan=plan)
    facts = pulled(a_source(of("checkout", "refunds"), of(team="platform", service="")))
    assert sorted((fact.team, fact.service) for fact in facts) == [
        ("payments", "checkout"),
        ("payments", "checkout"),
        ("platform", ""),
    ]


def test_a_plan_that_two_entries_of_a_service_name_counts_once(incidents: Incidents) -> None:
    incidents.plan("refunds")
    incidents.began(hours(1))
    assert begun(pulled(a_source(of("checkout"), of("checkout", "refunds")))) == 1


def test_a_record_that_comes_on_two_pages_counts_once(incidents: Incidents) -> None:
    twice = "arn:aws:ssm-incidents::111122223333:incident-record/checkout/one"
    incidents.began(hours(1), hours(2), arn=twice)
    incidents.began(hours(1), hours(2), arn=twice)
    incidents.a_page = 1
    facts = pulled()
    assert (begun(facts), lengths(facts)) == (1, [1])


def test_records_and_plans_on_later_pages_are_read_too(aws: Aws, incidents: Incidents) -> None:
    incidents.plan("refunds")
    incidents.a_page = 1
    for hour in range(3):
        incidents.began(hours(hour))
    report = Report()
    assert begun(pulled(a_source(of("refunds", "checkout")), report=report)) == 3
    assert report.skipped.total() == 0
    assert [call.parameters for call in aws.server.asked("ListIncidentRecords")] == [
        {"maxResults": 100},
        {"maxResults": 100, "nextToken": "1"},
        {"maxResults": 100, "nextToken": "2"},
    ]


def test_an_empty_page_with_a_token_is_not_the_end(aws: Aws, incidents: Incidents) -> None:
    incidents.began(hours(1))
    aws.server.plan("ListIncidentRecords", faults.empty_page)
    report = Report()
    assert begun(pulled(report=report)) == 1
    assert report.skipped.total() == 0


def test_a_page_that_comes_again_ends_the_pull_is_said_and_makes_no_zeros(
    aws: Aws, incidents: Incidents
) -> None:
    incidents.began(hours(1))
    aws.server.plan("ListIncidentRecords", faults.repeated_token)
    report = Report()
    assert begun(pulled(report=report)) == 1
    assert report.places == {
        "AWS came back to an earlier page; the rest is missing": ["list_incident_records page 2"]
    }
    assert report.watched == {}


def test_a_service_is_watched_from_the_first_incident_of_its_plans_whatever_the_window(
    incidents: Incidents,
) -> None:
    incidents.plan("refunds")
    first = hours(0) - timedelta(weeks=30)
    incidents.began(first)
    incidents.began(hours(-500), plan="refunds")
    incidents.began(hours(1))
    for window in (WEEK, Window(MONDAY - timedelta(weeks=52), WEEK.end)):
        report = Report()
        pulled(a_source(of("refunds", "checkout")), window, report)
        assert report.watched == {CHECKOUT: first}


def test_weeks_after_the_first_incident_are_zeros_and_weeks_before_it_are_gaps(
    incidents: Incidents,
) -> None:
    # W38 nothing, W39 the first incident, W40 nothing, W41 two of them, and then nothing more.
    incidents.began(hours(-100), hours(-99))
    incidents.began(hours(170))
    incidents.began(hours(180))
    window = Window(MONDAY - timedelta(weeks=2), MONDAY + timedelta(weeks=3))
    report, utc = Report(), ZoneInfo("UTC")
    first = Week.parse("2026-W38")
    frame = Frame("incidents", {"payments": utc}, {"payments": first}, window.end, 5)
    fold = Fold(frame)
    fold.add(pulled(window=window, report=report))
    rows = fold.rows(Coverage(watched=report.watched))["payments"]
    assert {
        str(row.week): row.numerator
        for row in rows
        if row.metric == COUNT and row.service == "checkout"
    } == {"2026-W39": 1, "2026-W40": 0, "2026-W41": 2, "2026-W42": 0}


def test_a_plan_that_never_had_an_incident_says_nothing(incidents: Incidents) -> None:
    incidents.plan("refunds")
    incidents.began(hours(1), plan="refunds")
    report = Report()
    assert pulled(report=report) == []
    assert report.watched == {}
    assert report.skipped.total() == 0


def test_a_plan_that_is_not_there_is_named_by_its_place_and_the_others_go_on(
    incidents: Incidents,
) -> None:
    incidents.began(hours(1))
    incidents.began(hours(2), plan="gone")
    report = Report()
    # What the deleted plan started once is told, but without it nobody watches the whole service.
    assert begun(pulled(a_source(of("checkout", "gone")), report=report)) == 2
    assert report.places == {
        "Incident Manager has no response plan of this name": [
            "team payments, service checkout, response plan 2"
        ]
    }
    assert report.watched == {}


def test_none_of_the_plans_being_there_is_for_somebody_to_mend(incidents: Incidents) -> None:
    incidents.began(hours(1))
    with pytest.raises(OperatorError, match="none of the response plans"):
        pulled(a_source(of("shop", "carts"), of("cart")))


@pytest.mark.parametrize("plans", [[], ["a b"], [""], ["arn:aws:x"], ["checkout", "checkout"]])
def test_a_scope_that_names_no_plan_or_one_twice_is_refused(plans: list[str]) -> None:
    with pytest.raises(ValidationError):
        IncidentManagerScope.model_validate({"response_plans": plans})


def test_who_started_an_incident_and_its_title_never_come_out(incidents: Incidents) -> None:
    incidents.began(hours(1), hours(2))
    report = Report()
    said = f"{pulled(report=report)} {report}"
    assert "ada" not in said
    assert {(fact.actor, fact.people) for fact in pulled()} == {(None, None)}


def test_no_link_to_a_change_is_told(incidents: Incidents) -> None:
    assert IncidentManager.metrics == (COUNT, RESTORE)
