"""PagerDuty: which incidents count, how long each took by the clock, and since when none is a zero."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.sources.pagerduty import PagerDuty
from bot.sources.pagerduty_options import PagerDutyOptions, PagerDutyScope
from bot.sources.source import Report, Window
from tests.pagerduty.asking import (
    AUTUMN,
    COUNT,
    MONDAY,
    RESTORE,
    a_source,
    on,
    pulled,
    said_of,
    scope,
)
from tests.pagerduty.company import CHECKOUT, LEDGER, incident, service
from tests.pagerduty.server import PagerDutyServer

GONE = "PGONE99"


def one(server: PagerDutyServer, began: datetime, ended: datetime) -> Fact:
    """Return the time to restore of a single incident."""
    server.incidents.append(incident(1, began, ended))
    facts = [fact for fact in pulled(a_source(server)) if fact.metric == RESTORE]
    assert len(facts) == 1
    assert isinstance(facts[0], Fact)
    return facts[0]


# What it took


def test_the_time_to_restore_runs_by_the_clock_through_nights_and_weekends(
    pagerduty: PagerDutyServer,
) -> None:
    # From Friday 20:00 to Monday 8:30: 4 + 24 + 24 + 8.5 hours.
    fact = one(pagerduty, on(4, 20), on(7, 8.5))
    assert (fact.at, fact.value) == (on(7, 8.5), 60.5)


def test_the_night_in_which_clocks_change_has_the_hours_that_passed(
    pagerduty: PagerDutyServer,
) -> None:
    # In Berlin Saturday 24 October 23:00 (21:00 UTC) to Sunday 5:00 (4:00 UTC): 7 hours, not 6.
    fact = one(pagerduty, on(26, 21), on(27, 4))
    assert fact.value == 7


def test_an_incident_that_is_over_at_once_took_no_time(pagerduty: PagerDutyServer) -> None:
    assert one(pagerduty, on(0), on(0)).value == 0


@pytest.mark.parametrize("status", ["triggered", "acknowledged"])
def test_an_incident_that_is_not_over_counts_and_took_no_time_yet(
    pagerduty: PagerDutyServer, status: str
) -> None:
    pagerduty.incidents.append(incident(1, on(45), status=status))
    facts = pulled(a_source(pagerduty))
    assert said_of(facts, COUNT) == {on(45): 1}
    assert said_of(facts, RESTORE) == {}


def test_what_lasts_longer_than_thirty_days_has_no_time_whether_it_is_over_or_not(
    pagerduty: PagerDutyServer,
) -> None:
    month, second = timedelta(days=30), timedelta(seconds=1)
    pagerduty.incidents += [
        incident(1, on(0), on(0) + month),
        incident(2, on(1), on(1) + month + second),
        incident(3, on(2)),
    ]
    facts = pulled(a_source(pagerduty))
    assert said_of(facts, RESTORE) == {
        on(30): 720,
        # It is known then, and not only when it is over.
        on(31): "over_30_days",
        on(32): "over_30_days",
    }
    assert said_of(facts, COUNT) == {on(0): 1, on(1): 1, on(2): 1}


# What counts


def test_an_incident_counts_in_the_week_it_began_and_its_length_where_it_ended(
    pagerduty: PagerDutyServer,
) -> None:
    pagerduty.incidents.append(incident(1, on(6, 23), on(7, 1)))
    week = Window(on(7, 0), on(14, 0))
    assert said_of(pulled(a_source(pagerduty), week), COUNT) == {}
    assert said_of(pulled(a_source(pagerduty), week), RESTORE) == {on(7, 1): 2}


def test_incidents_that_were_merged_count_once(pagerduty: PagerDutyServer) -> None:
    pagerduty.incidents += [
        incident(1, on(0, 1), on(0, 9)),
        incident(2, on(0, 2), on(0, 3), merged_into=1),
    ]
    facts = pulled(a_source(pagerduty))
    assert said_of(facts, COUNT) == {on(0, 1): 1, on(0, 2): "merged"}
    assert said_of(facts, RESTORE) == {on(0, 9): 8, on(0, 3): "merged"}


@pytest.mark.parametrize(
    ("urgency", "count", "hours"), [("high", "low_urgency", "low_urgency"), ("any", 1, 2)]
)
def test_low_urgency_counts_only_where_it_is_asked_for(
    pagerduty: PagerDutyServer, urgency: str, count: float | str, hours: float | str
) -> None:
    pagerduty.incidents.append(incident(1, on(0, 1), on(0, 3), urgency="low"))
    facts = pulled(a_source(pagerduty, urgency=urgency))
    assert said_of(facts, COUNT) == {on(0, 1): count}
    assert said_of(facts, RESTORE) == {on(0, 3): hours}


def test_a_service_that_a_place_names_twice_counts_once_there(pagerduty: PagerDutyServer) -> None:
    pagerduty.incidents.append(incident(1, on(0)))
    twice = (scope(CHECKOUT, LEDGER), scope(CHECKOUT), scope(CHECKOUT, team="platform", service=""))
    facts = pulled(a_source(pagerduty, *twice))
    assert [(fact.team, fact.service) for fact in facts if fact.metric == COUNT] == [
        ("payments", "checkout"),
        ("platform", ""),
    ]


def test_nothing_is_said_of_whoever_was_called_or_answered(pagerduty: PagerDutyServer) -> None:
    pagerduty.incidents.append(incident(1, on(0), on(1)))
    facts = pulled(a_source(pagerduty))
    assert {fact.actor for fact in facts if isinstance(fact, Fact)} == {None}


# Since when


def test_a_week_without_an_incident_is_a_zero_since_the_service_was_made(
    pagerduty: PagerDutyServer,
) -> None:
    pagerduty.services[CHECKOUT] = service(CHECKOUT, on(3))
    pagerduty.services[LEDGER] = service(LEDGER, on(9))
    report = Report()
    scopes = scope(LEDGER), scope(CHECKOUT), scope(LEDGER, team="platform", service="")
    pulled(a_source(pagerduty, *scopes), report=report)
    assert report.watched == {
        ("payments", "checkout", COUNT): on(3),
        ("platform", "", COUNT): on(9),
    }


def test_a_service_that_is_not_there_is_told_by_its_place_and_the_others_go_on(
    pagerduty: PagerDutyServer,
) -> None:
    pagerduty.incidents.append(incident(1, on(0)))
    report = Report()
    scopes = scope(CHECKOUT, GONE), scope(CHECKOUT, team="platform", service="")
    facts = pulled(a_source(pagerduty, *scopes), report=report)
    assert len([fact for fact in facts if fact.metric == COUNT]) == 2
    assert report.places == {
        "PagerDuty does not show this service to the key, or does not have it.": [
            "team payments, service checkout, PagerDuty service 2"
        ]
    }
    # Where a part was not seen, no incident is no zero.
    assert set(report.watched) == {("platform", "", COUNT)}


@pytest.mark.parametrize(("lacks", "words"), [([], "has none"), (["services.read"], "refused")])
def test_no_service_at_all_is_for_somebody_to_mend(
    pagerduty: PagerDutyServer, lacks: list[str], words: str
) -> None:
    pagerduty.lacks.update(lacks)
    with pytest.raises(OperatorError, match=words):
        pulled(a_source(pagerduty, scope(GONE)))


def test_a_probe_names_services_that_are_not_there_by_their_places(
    pagerduty: PagerDutyServer,
) -> None:
    probes = a_source(pagerduty, scope(CHECKOUT, GONE)).probes()
    probe = next(probes)
    with pytest.raises(OperatorError, match=r"1 of 2 services to Coach \(team payments") as raised:
        probe.ask()
    assert GONE not in str(raised.value)


def test_a_service_that_does_not_say_since_when_is_read_and_not_watched(
    pagerduty: PagerDutyServer,
) -> None:
    pagerduty.incidents.append(incident(1, on(0)))
    pagerduty.services[CHECKOUT]["created_at"] = "long ago"
    report = Report()
    assert said_of(pulled(a_source(pagerduty), report=report), COUNT) == {on(0): 1}
    assert report.watched == {}
    assert report.skipped == {"a time of the service is missing or unreadable": 1}


def test_progress_runs_up_to_the_number_of_services(pagerduty: PagerDutyServer) -> None:
    seen: list[tuple[int, int]] = []
    report = Report(progress=lambda done, total: seen.append((done, total)))
    pulled(a_source(pagerduty, scope(CHECKOUT, LEDGER)), report=report)
    assert seen == [(1, 2), (2, 2)]


def test_incidents_are_asked_for_a_month_before_the_window(pagerduty: PagerDutyServer) -> None:
    pulled(a_source(pagerduty), Window(MONDAY, on(7, 0)))
    (asked,) = pagerduty.asked("/incidents")
    assert asked["since"] == ["2026-08-28T23:59:59Z"]
    assert asked["until"] == ["2026-10-05T00:00:01Z"]


# coach.yml


@pytest.mark.parametrize(
    "said",
    [
        {"base_url": "https://pagerduty.example.com"},
        {"base_url": "http://192.0.2.7"},
        {"base_url": "http://localhost@192.0.2.7"},
        {"region": "mars"},
        {"urgency": "low"},
        {"token": "u+abc"},
    ],
)
def test_options_that_could_send_the_key_elsewhere_or_mean_nothing_are_refused(
    said: dict[str, str],
) -> None:
    with pytest.raises(ValidationError):
        PagerDutyOptions.model_validate(said)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({}, "https://api.pagerduty.com"),
        ({"region": "eu"}, "https://api.eu.pagerduty.com"),
        ({"base_url": "http://localhost:8080"}, "http://localhost:8080"),
    ],
)
def test_the_region_decides_where_to_ask(said: dict[str, str], address: str) -> None:
    assert PagerDutyOptions.model_validate(said).address == address


@pytest.mark.parametrize("services", [[], [CHECKOUT, CHECKOUT], ["../users"], ["pchec"], [""]])
def test_a_scope_without_services_or_with_none_that_can_be_is_refused(services: list[str]) -> None:
    with pytest.raises(ValidationError):
        PagerDutyScope.model_validate({"services": services})


def test_a_key_that_nobody_set_is_named(pagerduty: PagerDutyServer) -> None:
    source = PagerDuty("pages", PagerDutyOptions(), [scope(CHECKOUT)])
    with pytest.raises(OperatorError, match="PAGERDUTY_TOKEN is not set"):
        list(source.pull(AUTUMN, Report()))
    assert pagerduty.calls == []
