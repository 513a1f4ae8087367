"""Jira: which defects escaped, which incidents count, and how both are known."""

from datetime import timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.sources.jira import Jira
from bot.sources.jira_options import JiraOptions, JiraScope
from bot.sources.source import Report, Window
from tests.jira.asking import (
    AUTUMN,
    COUNT,
    ESCAPED,
    FLAVOURS,
    MONDAY,
    RESTORE,
    a_source,
    on,
    pulled,
    said_of,
    scope,
)
from tests.jira.company import FOUND_IN, issue, option
from tests.jira.server import JiraServer

BY_FIELD: dict[str, Any] = {
    "from_production": {"field": "found IN", "values": ["Production"]},
    "found_before": {"field": FOUND_IN, "values": ["Testing"]},
}

# Defects


def test_the_escape_rate_is_what_came_from_production_of_what_is_known(jira: JiraServer) -> None:
    # Of five reports three have a known origin, and two of these came from production: 2/3.
    jira.issues += [
        issue(1, on(0), labels=("production",)),
        issue(2, on(1), labels=("UI", "Customer")),
        issue(3, on(2), labels=("canary",)),
        issue(4, on(3)),
        issue(5, on(4), labels=("production", "testing")),
    ]
    facts = [fact for fact in pulled(a_source(jira)) if isinstance(fact, Fact)]
    assert sum(fact.numerator for fact in facts) == 2
    assert sum(fact.denominator or 0 for fact in facts) == 3
    assert said_of(pulled(a_source(jira)), ESCAPED) == {
        on(0): 1,
        on(1): 1,
        on(2): 0,
        on(3): "unknown_origin",
        # One thing says this and another that.
        on(4): "unknown_origin",
    }


@pytest.mark.parametrize(
    ("found_in", "escaped"),
    [
        (option("Production"), 1),
        ([option("Testing"), option("Staging")], 0),
        ({**option("Somewhere"), "child": option("production")}, 1),
        ({"name": "Testing"}, 0),
        ("production", 1),
        (option("Moon"), "unknown_origin"),
        ([], "unknown_origin"),
        (None, "unknown_origin"),
    ],
)
def test_a_field_tells_the_origin_in_whatever_form_it_stands(
    jira: JiraServer, found_in: Any, escaped: float | str
) -> None:
    jira.issues.append(issue(1, on(0), found_in=found_in))
    assert said_of(pulled(a_source(jira, **BY_FIELD)), ESCAPED) == {on(0): escaped}


@pytest.mark.parametrize(
    ("resolution", "reason"),
    [("Duplicate", "duplicate"), ("won't fix", "wont_fix"), ("Fixed", 1), (None, 1)],
)
def test_duplicates_and_what_is_not_mended_are_left_out_by_name(
    jira: JiraServer, resolution: str | None, reason: float | str
) -> None:
    ended = on(1) if resolution else None
    jira.issues.append(issue(1, on(0), ended, resolution=resolution, labels=("production",)))
    assert said_of(pulled(a_source(jira)), ESCAPED) == {on(0): reason}


def test_what_was_opened_again_is_a_defect_again_whatever_date_was_left(jira: JiraServer) -> None:
    again = issue(1, on(0), on(1), resolution="Duplicate", labels=("production",))
    again["fields"]["resolution"] = None
    jira.issues.append(again)
    assert said_of(pulled(a_source(jira)), ESCAPED) == {on(0): 1}


def test_the_names_of_types_and_resolutions_are_those_of_coach_yml(jira: JiraServer) -> None:
    jira.issues += [
        issue(1, on(0), labels=("production",)),
        issue(2, on(1), labels=("production",), kind="Defect"),
        issue(3, on(2), on(3), labels=("production",), kind="Defect", resolution="Known"),
    ]
    source = a_source(jira, defects=["defect"], duplicates=["Known"])
    assert said_of(pulled(source), ESCAPED) == {on(1): 1, on(2): "duplicate"}


# Incidents


def test_an_incident_counts_where_it_began_and_its_length_where_it_ended(jira: JiraServer) -> None:
    # Friday 20:00 to Monday 8:30 by the clock: 4 + 24 + 24 + 8.5 hours.
    jira.issues += [
        issue(1, on(4, 20), on(7, 8.5), kind="Incident"),
        issue(2, on(8), kind="Incident"),
    ]
    facts = pulled(a_source(jira))
    assert said_of(facts, COUNT) == {on(4, 20): 1, on(8): 1}
    assert said_of(facts, RESTORE) == {on(7, 8.5): 60.5}
    later = Window(on(7, 0), on(14, 0))
    assert said_of(pulled(a_source(jira), later), COUNT) == {on(8): 1}
    assert said_of(pulled(a_source(jira), later), RESTORE) == {on(7, 8.5): 60.5}


def test_a_second_record_of_one_incident_does_not_count(jira: JiraServer) -> None:
    jira.issues.append(issue(1, on(0), on(1), kind="Incident", resolution="Duplicate"))
    facts = pulled(a_source(jira))
    assert said_of(facts, COUNT) == {on(0): "duplicate"}
    assert said_of(facts, RESTORE) == {on(1): "duplicate"}


def test_without_incident_types_none_are_asked_for(jira: JiraServer) -> None:
    jira.issues.append(issue(1, on(0), kind="Incident"))
    report = Report()
    assert pulled(a_source(jira, incidents=[]), report=report) == []
    assert "Incident" not in jira.asked()[0]["jql"]
    assert report.watched == {}


def test_a_week_without_an_incident_is_a_zero_since_the_first_one_of_all(jira: JiraServer) -> None:
    jira.issues += [
        issue(1, on(-400), on(-399), kind="Incident"),
        issue(2, on(-300), kind="Incident", project="PAY"),
        issue(3, on(-500), labels=("production",)),
    ]
    report = Report()
    scopes = [
        scope("SHOP"),
        scope("PAY"),
        scope("PAY", team="platform"),
        # No incident has ever been recorded there; and one of two cannot be seen.
        scope("SHOP", "Ledger", team="ledger"),
        scope("SHOP", team="other"),
        scope("GONE", team="other"),
    ]
    pulled(a_source(jira, *scopes), report=report)
    assert report.watched == {
        ("payments", "checkout", COUNT): on(-400),
        ("platform", "checkout", COUNT): on(-300),
    }


# Where and when


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "UTC", "Europe/Berlin", "Pacific/Kiritimati"])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_zone_of_whoever_asks_changes_nothing(
    jira: JiraServer, zone: str, flavour: str
) -> None:
    week, second = Window(on(0, 0), on(7, 0)), timedelta(seconds=1)
    kept = [on(0, 0), on(0, 0) + second, on(3), on(7, 0) - second]
    instants = [on(0, 0) - second, *kept, on(7, 0), on(7, 13), on(-1)]
    jira.zone = ZoneInfo(zone)
    jira.issues += [issue(number, at, labels=("production",)) for number, at in enumerate(instants)]
    facts = pulled(a_source(jira, flavour=flavour), week)
    assert sorted(said_of(facts, ESCAPED)) == kept


def test_times_that_jira_writes_in_another_zone_are_the_same_instants(jira: JiraServer) -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    jira.issues.append(issue(1, on(0).astimezone(there), labels=("production",)))
    facts = pulled(a_source(jira))
    assert [fact.at for fact in facts] == [on(0)]
    assert facts[0].at.utcoffset() == timedelta()


def test_a_component_is_read_without_the_rest_of_its_project(jira: JiraServer) -> None:
    jira.issues += [
        issue(1, on(0), labels=("production",), component="Ledger"),
        issue(2, on(1), labels=("production",)),
    ]
    scopes = scope("SHOP", "Ledger"), scope("SHOP", team="platform")
    facts = pulled(a_source(jira, *scopes))
    assert [(fact.team, fact.at) for fact in facts] == [
        ("payments", on(0)),
        ("platform", on(0)),
        ("platform", on(1)),
    ]


def test_a_project_or_component_that_is_not_there_is_told_by_its_place_and_the_others_go_on(
    jira: JiraServer,
) -> None:
    jira.issues.append(issue(1, on(0), labels=("production",)))
    report = Report()
    scopes = scope("SHOP"), scope("GONE"), scope("SHOP", "Secret")
    facts = pulled(a_source(jira, *scopes), report=report)
    assert said_of(facts, ESCAPED) == {on(0): 1}
    assert report.places == {
        "Jira does not show this project to the token, or does not have it.": [
            "team payments, service checkout, project 2"
        ],
        "Jira does not have the component or an issue type of this project.": [
            "team payments, service checkout, project 3"
        ],
    }


@pytest.mark.parametrize("wanted", [scope("GONE"), scope("SHOP", "Secret")])
def test_no_project_at_all_is_for_somebody_to_mend(jira: JiraServer, wanted: Any) -> None:
    with pytest.raises(OperatorError, match="none of the projects"):
        pulled(a_source(jira, wanted))


def test_a_probe_names_projects_that_are_not_there_by_their_places(jira: JiraServer) -> None:
    probes = a_source(jira, scope("SHOP"), scope("GONE")).probes()
    probe = next(probes)
    with pytest.raises(OperatorError, match=r"1 of 2 projects .*project 2") as raised:
        probe.ask()
    assert "GONE" not in str(raised.value)


def test_progress_runs_up_to_the_number_of_projects(jira: JiraServer) -> None:
    seen: list[tuple[int, int]] = []
    report = Report(progress=lambda done, total: seen.append((done, total)))
    pulled(a_source(jira, scope("SHOP"), scope("PAY")), report=report)
    assert seen == [(1, 2), (2, 2)]


def test_nothing_personal_is_asked_for(jira: JiraServer) -> None:
    jira.issues.append(issue(1, on(0), kind="Incident"))
    pulled(a_source(jira, **BY_FIELD))
    assert {name for asked in jira.asked() for name in asked["fields"]} == {
        "issuetype",
        "created",
        "resolutiondate",
        "resolution",
        "labels",
        FOUND_IN,
    }


# coach.yml


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Phase of the moon", "no field, or several"),
        ("Twice", "no field, or several"),
        ("customfield_99999", "no field, or several"),
        ("Reporter", "may hold people or their words"),
        ("Customer", "may hold people or their words"),
        ("summary", "may hold people or their words"),
        ("Story", "may hold people or their words"),
    ],
)
def test_a_field_that_is_not_there_or_holds_people_is_not_read(
    jira: JiraServer, name: str, words: str
) -> None:
    mark = {"field": name, "values": ["x"]}
    with pytest.raises(OperatorError, match=words):
        pulled(a_source(jira, from_production=mark, found_before=mark))
    assert jira.asked() == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"incidents": ["Incident"], "base_url": "http://jira.example.com"},
        {"incidents": ["Incident"], "base_url": "https://user:pass@jira.example.com"},
        {"from_production": {"labels": ["production"]}},
        {"from_production": {"field": "Found in"}, "found_before": {"labels": ["a"]}},
        {"from_production": {"values": ["a"]}, "found_before": {"labels": ["a"]}},
        {"from_production": {}, "found_before": {"labels": ["a"]}},
        {"from_production": {"field": "F", "values": ["a"], "labels": ["b"]}, "incidents": ["I"]},
        {"incidents": ["bug"]},
        {"incidents": ["Inci\ndent"]},
        {"incidents": ["Incident"], "flavour": "server"},
        {"incidents": ["Incident"], "token": "secret"},
    ],
)
def test_options_that_tell_nothing_or_would_mislead_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        JiraOptions.model_validate({"base_url": "https://acme.atlassian.net", **said})


@pytest.mark.parametrize("project", ["", "shop", "SHOP-1", 'SHOP" OR project = "PAY', "../user"])
def test_a_scope_that_is_no_key_of_a_project_is_refused(project: str) -> None:
    with pytest.raises(ValidationError):
        JiraScope.model_validate({"project": project})


@pytest.mark.parametrize(
    ("flavour", "held", "name"),
    [("cloud", ["JIRA_TOKEN"], "JIRA_USER"), ("data_center", ["JIRA_USER"], "JIRA_TOKEN")],
)
def test_what_nobody_set_is_named(flavour: str, held: list[str], name: str) -> None:
    said = JiraOptions.model_validate(
        {"base_url": "https://localhost", "flavour": flavour, "incidents": ["Incident"]}
    )
    source = Jira("tracker", said, [scope()], {one: SecretStr("x") for one in held})
    with pytest.raises(OperatorError, match=f"{name} is not set"):
        list(source.pull(Window(MONDAY, AUTUMN.end), Report()))
