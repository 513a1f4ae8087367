"""DevLake by SQL: what counts as one deployment, what breaks it, and what the database may refuse."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import Engine, event
from sqlalchemy.dialects import mysql, postgresql

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources import devlake_errors, devlake_questions as questions
from bot.sources.devlake import VARIABLE, DevLake, DevLakeOptions, DevLakeScope
from bot.sources.devlake_database import Database
from bot.sources.source import Report, TeamScope, Window
from tests.contracts.world import WINDOW
from tests.devlake.company import SHOP, Lake, lake as made

UTC_ZONE = ZoneInfo("UTC")
ADA, GRACE = "github:GithubAccount:1:1", "github:GithubAccount:1:2"
PERSONAL = (
    "author_name", "creator", "assignee", "merged_by", "account", "users", "teams", "email",
    "title", "description", "commit_msg", "message", "settings", "plan",
)  # fmt: skip


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def lake(postgres) -> Iterator[Lake]:
    with made(postgres) as lake:
        lake.project()
        yield lake


def source(
    lake: Lake, *, project: str = "shop", people=(ADA, GRACE), zone=UTC_ZONE, **options
) -> DevLake:
    scopes = [TeamScope("payments", "", DevLakeScope(project=project), people, zone)]
    said = DevLakeOptions.model_validate(options)
    return DevLake("lake", said, scopes, {VARIABLE: SecretStr(lake.address)})


def pulled(lake: Lake, metric: str, window: Window = WINDOW, **said) -> list[Any]:
    found = source(lake, **said).pull(window, Report())
    return sorted((each for each in found if each.metric == metric), key=lambda each: each.at)


def told(lake: Lake, **said) -> Report:
    report = Report()
    list(source(lake, **said).pull(WINDOW, report))
    return report


def opened(address: str) -> None:
    with closing(Database(address)) as database, database.reading():
        pass


def test_a_deployment_of_many_commits_counts_once_when_its_last_one_is_done(lake) -> None:
    for hour, commit in ((9, "a"), (11, "b"), (10, "c")):
        lake.deployed("d1", at(9, 22, hour), commit)
    assert [fact.at for fact in pulled(lake, "deployment_frequency")] == [at(9, 22, 11)]


def test_a_deployment_of_which_one_part_failed_is_none(lake) -> None:
    lake.deployed("d1", at(9, 22), "a")
    lake.deployed("d1", at(9, 22), "b", result="FAILURE")
    assert pulled(lake, "deployment_frequency") == []


def test_a_deployment_across_the_end_of_the_window_is_in_one_window_only(lake) -> None:
    lake.deployed("d1", at(9, 27, 23), "a")
    lake.deployed("d1", at(9, 28, 1), "b")
    middle = at(9, 28, 0)
    before = pulled(lake, "deployment_frequency", Window(WINDOW.start, middle))
    after = pulled(lake, "deployment_frequency", Window(middle, WINDOW.end))
    assert (len(before), len(after)) == (0, 1)


def test_the_same_commit_again_is_a_restart_and_after_another_a_rollback(lake) -> None:
    # a, a again, b, then a once more: the first and the third are new.
    for number, commit in enumerate("aaba"):
        lake.deployed(f"d{number}", at(9, 22 + number), commit)
    found = pulled(lake, "deployment_frequency")
    assert [getattr(each, "reason", "new") for each in found] == [
        "new",
        "restart",
        "new",
        "rollback",
    ]


def test_what_ran_before_the_window_still_makes_a_restart(lake) -> None:
    lake.deployed("d1", at(1, 5), "a")
    lake.deployed("d2", at(9, 22), "a")
    (found,) = pulled(lake, "deployment_frequency")
    assert isinstance(found, Exclusion)


def test_two_services_of_one_repository_are_deployed_from_one_commit_and_both_count(lake) -> None:
    lake.deployed("d1", at(9, 22, 9), "a", name="ledger")
    lake.deployed("d2", at(9, 22, 10), "a", name="gateway")
    assert all(isinstance(each, Fact) for each in pulled(lake, "deployment_frequency"))
    assert len(pulled(lake, "deployment_frequency")) == 2


def test_deployments_without_a_commit_are_never_taken_for_the_same(lake) -> None:
    lake.deployed("d1", at(9, 22), "")
    lake.deployed("d2", at(9, 22), "")
    assert len(pulled(lake, "deployment_frequency")) == 2


def test_a_deployment_without_an_id_of_its_own_is_known_by_its_commit_row(lake) -> None:
    lake.deployed("", at(9, 22), "a")
    lake.deployed("", at(9, 23), "b")
    assert len(pulled(lake, "deployment_frequency")) == 2


def test_environments_of_another_name_count_only_where_coach_yml_says_so(lake) -> None:
    lake.add("cicd_scopes", id="ci", name="Deploy Shop")
    lake.deployed("pages", at(9, 22), "a", environment="github-pages")
    lake.deployed("named", at(9, 23), "b", environment="")
    lake.deployed("tested", at(9, 24), "c", environment="TESTING")
    assert pulled(lake, "deployment_frequency") == []
    named = {"production": ["GitHub-Pages", "deploy shop"]}
    assert [each.at for each in pulled(lake, "deployment_frequency", environments=named)] == [
        at(9, 22), at(9, 23),
    ]  # fmt: skip


def test_what_devlake_does_not_call_production_has_no_failure_rate_and_no_lead_time(lake) -> None:
    # DevLake holds only its own PRODUCTION against incidents: the others would never fail.
    lake.incident("INC-0", at(8, 3))
    lake.deployed("pages", at(9, 22), "a", environment="github-pages")
    lake.change("1", ADA, at(9, 21), at(9, 22))
    named = {"production": ["github-pages"]}
    assert pulled(lake, "change_fail_rate", environments=named) == []
    assert pulled(lake, "lead_time", environments=named) == []


def test_an_incident_later_than_seven_days_breaks_no_deployment(lake) -> None:
    lake.incident("INC-0", at(8, 3))
    lake.deployed("d1", at(9, 22), "a")
    lake.deployed("d2", at(9, 23), "b")
    lake.incident("INC-1", at(9, 29), after="d1")
    lake.incident("INC-2", at(9, 30, 13), after="d2")
    found = pulled(lake, "change_fail_rate")
    assert [(fact.numerator, fact.denominator) for fact in found] == [(1, 1), (0, 1)]


def test_several_incidents_after_one_deployment_are_one_failure(lake) -> None:
    lake.incident("INC-0", at(8, 3))
    lake.deployed("d1", at(9, 22), "a")
    for number in range(3):
        lake.incident(f"INC-{number + 1}", at(9, 23, number), after="d1")
    assert [fact.numerator for fact in pulled(lake, "change_fail_rate")] == [1]


def test_a_project_of_which_no_incident_is_known_has_no_failure_rate(lake) -> None:
    lake.deployed("d1", at(9, 22), "a")
    assert pulled(lake, "change_fail_rate") == []
    lake.incident("INC-1", at(9, 30))
    assert pulled(lake, "change_fail_rate") == []  # It was deployed before anybody told of one.


@pytest.mark.parametrize(("collected", "settled"), [(at(10, 4, 23), 0), (at(10, 5, 0), 1)])
def test_the_failures_of_a_week_are_told_seven_days_after_its_end(
    postgres, collected, settled
) -> None:
    # The week of 22 September ends with the 27th; seven days more are over with 4 October.
    with made(postgres) as lake:
        lake.project(collected=collected)
        lake.incident("INC-0", at(8, 3))
        lake.deployed("d1", at(9, 22), "a")
        assert len(pulled(lake, "change_fail_rate")) == settled


def test_weeks_are_cut_on_the_teams_own_calendar_when_they_settle(postgres) -> None:
    # Sunday 20:00 in UTC is Monday in Auckland: its week settles a week later there.
    with made(postgres) as lake:
        lake.project(collected=at(10, 6))
        lake.incident("INC-0", at(8, 3))
        lake.deployed("d1", at(9, 27, 20), "a")
        assert len(pulled(lake, "change_fail_rate")) == 1
        assert pulled(lake, "change_fail_rate", zone=ZoneInfo("Pacific/Auckland")) == []


def test_an_incident_that_ended_before_it_began_is_told_and_left_out(lake) -> None:
    lake.incident("INC-1", at(9, 23), at(9, 22))
    report = told(lake)
    assert report.places == {"the incident ended before it began": ["team payments, incident 1"]}
    assert pulled(lake, "incident_restore_time") == []
    assert len(pulled(lake, "incident_count")) == 1


def test_an_incident_counts_where_it_began_and_its_length_where_it_ended(lake) -> None:
    lake.incident("INC-1", at(9, 20), at(9, 22, 18))
    assert pulled(lake, "incident_count") == []
    (fact,) = pulled(lake, "incident_restore_time")
    assert (fact.at, fact.value) == (at(9, 22, 18), 54.0)


def test_an_incident_made_of_a_pull_request_belongs_to_its_repository(lake) -> None:
    lake.incident("INC-1", at(9, 22), table="repos", scope_id="repo")
    lake.incident("INC-2", at(9, 22), table="repos", scope_id="board")
    assert len(pulled(lake, "incident_count")) == 1


def test_lead_time_needs_people_whom_the_team_lists(lake) -> None:
    lake.change("1", ADA, at(9, 21), at(9, 22))
    assert pulled(lake, "lead_time", people=()) == []
    assert len(pulled(lake, "lead_time", people=(ADA,))) == 1
    assert pulled(lake, "lead_time", people=(GRACE,)) == []


def test_people_are_counted_over_the_whole_week_wherever_the_window_cuts_it(lake) -> None:
    lake.change("1", ADA, at(9, 20), at(9, 22))
    lake.change("2", GRACE, at(9, 20), at(9, 24))
    (fact,) = pulled(lake, "lead_time", Window(at(9, 23), at(9, 25)))
    assert isinstance(fact, Fact)
    assert (fact.at, fact.people, fact.largest_share) == (at(9, 24), 2, 0.5)


def test_a_pull_request_that_is_there_twice_has_one_lead_time_by_its_first_deployment(lake) -> None:
    again = f"{SHOP}/pull/1"
    lake.change("1", ADA, at(9, 21), at(9, 23))
    lake.change("1-again", ADA, at(9, 21), at(9, 22), url=again)
    assert [(fact.at, fact.value) for fact in pulled(lake, "lead_time")] == [(at(9, 22), 24.0)]


def test_a_change_deployed_before_its_first_commit_is_told_and_left_out(lake) -> None:
    lake.change("1", ADA, at(9, 23), at(9, 22))
    assert pulled(lake, "lead_time") == []
    assert told(lake).skipped == {"the change was deployed before its first commit": 1}


@pytest.mark.parametrize(
    ("severity", "dimension"),
    [("BLOCKER", "critical"), ("critical", "high"), ("MAJOR", "medium"), ("MINOR", "low"), ("INFO", "info")],
)  # fmt: skip
def test_sonars_severities_are_read_by_the_fixed_map(lake, severity, dimension) -> None:
    lake.finding("sonarqube:SonarqubeIssue:1:AX1", severity, at(9, 22))
    assert [fact.dimension for fact in pulled(lake, "findings_opened")] == [dimension]


def test_weeks_without_an_event_are_zeros_since_the_first_one_ever_seen(lake) -> None:
    lake.deployed("d1", at(1, 5), "a")
    lake.incident("INC-1", at(2, 3))
    lake.finding("sonarqube:SonarqubeIssue:1:AX1", "INFO", at(3, 4))
    assert told(lake).watched == {
        ("payments", "", "deployment_frequency"): at(1, 5),
        ("payments", "", "incident_count"): at(2, 3),
        ("payments", "", "findings_opened"): at(3, 4),
    }


def test_where_devlake_stands_still_nothing_is_watched_and_the_report_says_so(postgres) -> None:
    with made(postgres) as lake:
        lake.project(collected=WINDOW.end - timedelta(days=3, seconds=1))
        lake.deployed("d1", at(9, 22), "a")
        report = told(lake)
        assert report.watched == {}
        assert report.skipped == {"DevLake has not collected the project for days": 1}
        assert len(pulled(lake, "deployment_frequency")) == 1


def test_a_project_that_was_never_collected_to_the_end_says_nothing(postgres) -> None:
    with made(postgres) as lake:
        lake.project(collected=None)
        lake.deployed("d1", at(9, 22), "a")
        report = told(lake)
        assert report.watched == {}
        assert report.places == {
            "DevLake has not yet collected the project to the end": ["team payments"]
        }
        assert pulled(lake, "deployment_frequency") == []


def test_a_project_that_is_not_there_is_told_and_the_others_go_on(lake) -> None:
    lake.deployed("d1", at(9, 22), "a")
    scopes = [
        TeamScope("payments", "", DevLakeScope(project="shop")),
        TeamScope("platform", "gateway", DevLakeScope(project="secret")),
    ]
    report = Report()
    address = SecretStr(lake.address)
    found = list(
        DevLake("lake", DevLakeOptions(), scopes, {VARIABLE: address}).pull(WINDOW, report)
    )
    assert len(found) == 1
    assert report.places == {"DevLake has no such project": ["team platform, service gateway"]}


def test_projects_of_which_none_is_there_are_the_operators_to_mend(lake) -> None:
    with pytest.raises(OperatorError, match="none of the projects"):
        told(lake, project="secret")


def test_nothing_can_be_written_and_no_column_about_a_person_is_in_any_statement(lake) -> None:
    said: list[str] = []

    def keep(_connection, _cursor, statement, *_rest) -> None:
        said.append(" ".join(statement.lower().split()))

    lake.incident("INC-0", at(8, 3))
    lake.change("1", ADA, at(9, 21), at(9, 22))
    lake.finding("sonarqube:SonarqubeIssue:1:AX1", "INFO", at(9, 22))
    event.listen(Engine, "before_cursor_execute", keep)
    try:
        told(lake)
        for probe in source(lake).probes():
            probe.ask()
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    asked = [each for each in said if each.startswith("select")]
    assert said.count("set transaction read only") == 1 + len(questions.TABLES)
    assert len(asked) + 2 * said.count("set transaction read only") == len(said)
    assert len(asked) > len(questions.TABLES)
    assert [word for word in PERSONAL for each in asked if word in each] == []
    # The id of an author is compared and counted, and answered by no question of a pull.
    answered = [each.partition(" from ")[0] for each in asked if "where false" not in each]
    assert not any("author_id" in each for each in answered)


def test_a_transaction_of_coach_refuses_to_write(lake) -> None:
    lake.run(f'GRANT INSERT ON "cicd_scopes" TO {lake.reader}')
    with Database(lake.address).reading() as reading:
        writing = questions.SCOPES.insert().values(id="x")
        with pytest.raises(CoachError):
            list(reading.rows(writing, questions.SCOPES))  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", [mysql.dialect(), postgresql.dialect()], ids=["mysql", "pg"])
def test_every_statement_is_quoted_as_its_database_needs_it(dialect) -> None:
    start, end = WINDOW.start, WINDOW.end
    asked = [
        questions.projects(["shop"]),
        questions.collected("shop"),
        questions.deployments("shop", ["PRODUCTION"]),
        questions.causes("shop"),
        questions.incidents("shop", start, end),
        questions.first_incident("shop"),
        questions.findings("shop", start, end),
        questions.first_finding("shop"),
        questions.changes("shop", [ADA], start, end),
        questions.behind("shop", [ADA], start, end),
    ]
    quote = "`" if dialect.name == "mysql" else '"'
    for question in asked:
        written = str(question.compile(dialect=dialect))
        assert f".{quote}table{quote}" in written or ".table" not in written
        assert ".table " not in written
        assert "FULL OUTER" not in written
        assert " OVER " not in written  # MySQL 5.7 has no window functions.
    assert f"incidents.{quote}table{quote}" in str(asked[4].compile(dialect=dialect))


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///lake.db", "https://devlake.example.com", "not an address", "mysql://host", "",
        "mysql+pymysql://u:hush@127.0.0.1:1/lake?tls=true", "postgresql://u:hush@127.0.0.1:x/lake",
        "postgresql://u:hush@127.0.0.1:1/lake?charset=utf8mb4",
    ],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused_in_one_sentence(address) -> None:
    with pytest.raises(OperatorError, match="DEVLAKE_URL is not the address") as raised:
        opened(address)
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["mysql", "mysql+pymysql", "postgresql"])
def test_a_host_that_does_not_answer_is_asked_again_later(scheme) -> None:
    # DevLake's own address has parts that only its own driver understands.
    own = "?charset=utf8mb4&parseTime=True&loc=UTC" if scheme.startswith("mysql") else ""
    with pytest.raises(TransientError, match="did not answer") as raised:
        opened(f"{scheme}://ada:hush@127.0.0.1:1/lake{own}")
    assert "hush" not in str(raised.value)


def test_a_database_that_is_not_there_is_told(lake) -> None:
    with pytest.raises(OperatorError, match="no such database"):
        opened(lake.address.replace("/test_", "/not_there_"))


def test_an_account_that_is_not_there_is_told(lake) -> None:
    with pytest.raises(OperatorError, match="did not accept the account"):
        opened(lake.address.replace("reader_", "nobody_"))


def test_a_table_of_an_older_devlake_is_named(lake) -> None:
    lake.run('ALTER TABLE "project_pr_metrics" DROP COLUMN "pr_deployed_date"')
    with pytest.raises(OperatorError, match="no table project_pr_metrics with the columns"):
        told(lake)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (1045, OperatorError, "did not accept"), (1044, OperatorError, "did not accept"),
        (1049, OperatorError, "no such database"), (1142, OperatorError, "may not read the table x"),
        (1146, OperatorError, "no table x"), (1054, OperatorError, "no table x"),
        (1040, TransientError, "no free connection"), (3024, TransientError, "too long"),
        (2003, TransientError, "did not answer"), (2013, TransientError, "did not answer"),
        ("words", TransientError, "could not be read"),
    ],
)  # fmt: skip
def test_what_mysql_says_by_number_is_told_plainly(number, kind, words) -> None:
    said = devlake_errors.by_number(number, "x")
    assert type(said) is kind
    assert words in str(said)


@pytest.mark.parametrize(
    ("state", "said", "kind", "words"),
    [
        ("57014", "", TransientError, "too long"), ("53300", "", TransientError, "no free connection"),
        ("42501", "", OperatorError, "may not read the table x"),
        (None, "FATAL: sorry, too many clients already", TransientError, "no free connection"),
        (None, "FATAL: password authentication failed", OperatorError, "did not accept"),
        (None, "was hier steht", TransientError, "did not answer"),
    ],
)  # fmt: skip
def test_what_postgresql_says_by_state_is_told_plainly(state, said, kind, words) -> None:
    told_plainly = devlake_errors.by_state(state, said, "x")
    assert type(told_plainly) is kind
    assert words in str(told_plainly)


def test_without_an_address_the_operator_is_told_what_to_set() -> None:
    scopes = [TeamScope("payments", "", DevLakeScope(project="shop"))]
    with pytest.raises(OperatorError, match="DEVLAKE_URL is not set"):
        list(DevLake("lake", DevLakeOptions(), scopes).pull(WINDOW, Report()))


def test_a_map_without_a_name_for_production_is_refused() -> None:
    with pytest.raises(ValidationError):
        DevLakeOptions.model_validate({"environments": {"production": []}})
