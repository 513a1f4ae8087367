"""GitHub Copilot's reports: what they say of a team, how the join goes, and how little is read."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics.fact import Fact
from bot.sources import copilot_report
from bot.sources.copilot import ACCEPTANCE, ACTIVE, Copilot, CopilotOptions, CopilotScope
from bot.sources.copilot_report import Key, Teams
from bot.sources.github_client import Patience
from bot.sources.github_options import VARIABLE
from bot.sources.source import Report, TeamScope, Window
from tests.github import faults
from tests.github.copilot import Downloads, Reports, member, used
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE = "ada-lovelace", "grace-hopper"
MONDAY = date(2026, 9, 28)
WEEK = Window(datetime(2026, 9, 28, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC))
OURS = TeamScope("payments", "", CopilotScope(), (ADA, GRACE))
THEIRS = TeamScope("payments", "", CopilotScope(team="payments"))


@pytest.fixture
def downloads() -> Iterator[Downloads]:
    """The other host; fails the test when it was sent who Coach is."""
    with Downloads().serving() as serving:
        yield serving
    assert not any("authorization" in headers for headers in serving.headers)


@pytest.fixture
def reports(github: GitHubServer, downloads: Downloads) -> Reports:
    return Reports(github, downloads)


def a_source(github: GitHubServer, *scopes: TeamScope, tries: int = 1) -> Copilot:
    options = CopilotOptions(base_url=github.url, org="acme")
    tokens = {VARIABLE: SecretStr(TOKEN)}
    return Copilot("assistant", options, scopes or (OURS,), tokens, Patience(tries=tries))


def pulled(source: Copilot, window: Window = WEEK, said: Report | None = None) -> list[Fact]:
    return list(source.pull(window, said or Report()))


def share(facts: list[Fact], metric: str) -> tuple[float, float, int]:
    """Add up: numerator, denominator, and how many people."""
    mine = [fact for fact in facts if fact.metric == metric]
    return (
        sum(fact.numerator for fact in mine),
        sum(fact.denominator or 0 for fact in mine),
        len({fact.actor for fact in mine}),
    )


# GitHub's own example of the join, docs.github.com, "Team-level Copilot usage metrics", in its
# words: Alice is in frontend and backend, Bob in frontend alone. Alice accepted 12 and added 88
# lines, Bob 7 and 24. So frontend has two users, 12 + 7 = 19 and 88 + 24 = 112, and backend has
# one, 12 and 88.
DAY = date(2026, 5, 7)
MEMBERSHIPS = [
    json.dumps(member(user, login, DAY, team)).encode()
    for user, login, team in (
        (1001, "alice", "frontend"),
        (1001, "alice", "backend"),
        (1002, "bob", "frontend"),
    )
]
ACTIVITY = {Key(1001, DAY, "999"): (12, 88), Key(1002, DAY, "999"): (7, 24)}


def joined(memberships: list[bytes]) -> dict[str, tuple[int, int, int]]:
    """Join the activity to teams; return users, accepted and lines of each."""
    report = Report()
    teams = Teams(copilot_report.memberships(memberships, DAY, "teams", report))
    assert report.skipped.total() == 0
    sums: dict[str, tuple[int, int, int]] = {}
    for key, (accepted, lines) in ACTIVITY.items():
        for team in teams.of(key):
            users, so_far, added = sums.get(team, (0, 0, 0))
            sums[team] = (users + 1, so_far + accepted, added + lines)
    return sums


def test_the_join_gives_the_numbers_of_github_s_own_example() -> None:
    assert joined(MEMBERSHIPS) == {"frontend": (2, 19, 112), "backend": (1, 12, 88)}


def test_a_row_joins_only_where_user_day_and_organisation_are_the_same() -> None:
    elsewhere = [line.replace(b'"999"', b'"998"') for line in MEMBERSHIPS]
    assert joined(elsewhere) == {}
    assert Teams(()).of(Key(1001, DAY, "999")) == frozenset()
    key = Key(1001, DAY + timedelta(days=1), "999")
    assert Teams(copilot_report.memberships(MEMBERSHIPS, DAY, "", Report())).of(key) == frozenset()


def test_acceptance_is_of_suggestions_in_the_editor_and_not_of_agents(
    github: GitHubServer, reports: Reports
) -> None:
    # The editor: 54 of 219. All features together would be (54 + 481) of (219 + 481), three in four.
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 219, 54, by_agents=481)]
    (fact,) = [fact for fact in pulled(a_source(github)) if fact.metric == ACCEPTANCE]
    assert (fact.numerator, fact.denominator, fact.sample) == (54, 219, 219)
    assert fact.at == datetime(2026, 9, 28, 12, tzinfo=UTC)


def test_somebody_who_was_shown_nothing_is_no_zero(github: GitHubServer, reports: Reports) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, by_agents=9)]
    facts = pulled(a_source(github))
    assert [fact for fact in facts if fact.metric == ACCEPTANCE] == []
    assert share(facts, ACTIVE) == (1, 2, 2)


@pytest.mark.parametrize(
    ("row", "is_active"),
    [
        ({}, 0),
        ({"used_cli": True}, 1),
        ({"used_chat": True}, 1),
        ({"user_initiated_interaction_count": 1}, 1),
        ({"used_copilot_code_review_active": True}, 1),
        ({"used_copilot_code_review_passive": True}, 0),
        ({"used_cli": None, "totals_by_feature": None}, 0),
    ],
)
def test_any_part_that_somebody_used_counts_and_what_came_by_rule_does_not(
    github: GitHubServer, reports: Reports, row: dict[str, Any], is_active: int
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, **row)]
    assert share(pulled(a_source(github)), ACTIVE) == (is_active, 2, 2)


def test_a_week_counts_everybody_listed_once_and_who_used_it_on_any_day(
    github: GitHubServer, reports: Reports
) -> None:
    sunday = MONDAY + timedelta(days=6)
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 2, 1)]
    reports.users[sunday] = [used(1, ADA, sunday, 3, 1)]
    facts = pulled(a_source(github))
    assert share(facts, ACTIVE) == (1, 2, 2)
    assert share(facts, ACCEPTANCE) == (2, 5, 1)


def test_a_week_says_the_same_when_the_window_ends_within_it(
    github: GitHubServer, reports: Reports
) -> None:
    sunday = MONDAY + timedelta(days=6)
    reports.users[MONDAY] = [used(2, GRACE, MONDAY)]
    reports.users[sunday] = [used(1, ADA, sunday, 3, 1)]
    thursday = datetime(2026, 10, 1, tzinfo=UTC)
    source = a_source(github)
    before = pulled(source, Window(WEEK.start, thursday))
    after = pulled(source, Window(thursday, WEEK.end))
    assert share(before, ACTIVE) == share(pulled(source), ACTIVE) == (1, 2, 2)
    assert share(before, ACCEPTANCE) == (0, 0, 0)
    assert share(after, ACCEPTANCE) == (1, 3, 1)
    assert share(after, ACTIVE) == (0, 0, 0)


def test_a_team_of_github_s_is_who_was_in_it_on_each_day(
    github: GitHubServer, reports: Reports
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1), used(2, GRACE, MONDAY, 20, 2)]
    reports.users[tuesday] = [used(1, ADA, tuesday, 40, 4), used(2, GRACE, tuesday, 80, 8)]
    reports.teams[MONDAY] = [member(1, ADA, MONDAY, "payments")]
    reports.teams[tuesday] = [
        member(2, GRACE, tuesday, "payments"),
        member(3, "alan", tuesday, "payments"),
        member(1, ADA, tuesday, "platform"),
    ]
    facts = pulled(a_source(github, THEIRS))
    # Ada's Monday and Grace's Tuesday.
    assert share(facts, ACCEPTANCE) == (9, 90, 2)
    assert share(facts, ACTIVE) == (2, 3, 3)


def test_one_person_has_one_name_whichever_list_they_stand_in(
    github: GitHubServer, reports: Reports
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1)]
    reports.teams[MONDAY] = [member(1, ADA, MONDAY, "payments")]
    listed = TeamScope("platform", "", CopilotScope(), (ADA.upper(),))
    facts = pulled(a_source(github, THEIRS, listed))
    assert {fact.team for fact in facts} == {"payments", "platform"}
    assert len({fact.actor for fact in facts}) == 1


def test_a_login_that_looks_like_an_id_is_another_person(
    github: GitHubServer, reports: Reports
) -> None:
    reports.users[MONDAY] = [used(7, "somebody", MONDAY, 10, 1), used(1, "7", MONDAY, 10, 1)]
    reports.teams[MONDAY] = [member(7, "somebody", MONDAY, "payments")]
    listed = TeamScope("payments", "", CopilotScope(), ("7",))
    assert share(pulled(a_source(github, THEIRS, listed)), ACCEPTANCE) == (2, 20, 2)


def test_a_team_below_github_s_five_seats_is_told_as_missing_and_not_as_idle(
    github: GitHubServer, reports: Reports
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1)]
    reports.teams[MONDAY] = [member(1, ADA, MONDAY, "platform")]
    report = Report()
    assert pulled(a_source(github, THEIRS), said=report) == []
    assert report.places == {
        "GitHub's reports name no such team with five seats or more": ["team payments, place 1"]
    }


def test_a_day_without_a_report_of_the_teams_is_told(
    github: GitHubServer, reports: Reports
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    for day in (MONDAY, tuesday):
        reports.users[day] = [used(1, ADA, day, 10, 1)]
    reports.teams[MONDAY] = [member(1, ADA, MONDAY, "payments")]
    report = Report()
    assert share(pulled(a_source(github, THEIRS), said=report), ACCEPTANCE) == (1, 10, 1)
    assert list(report.places.values()) == [["teams of 2026-09-29"]]


def test_a_day_without_a_report_is_no_day_on_which_nobody_used_it(
    github: GitHubServer, reports: Reports
) -> None:
    friday = MONDAY + timedelta(days=4)
    reports.users[MONDAY] = []
    reports.users[friday] = [used(1, ADA, friday, 1, 1)]
    report = Report()
    pulled(a_source(github), said=report)
    assert report.covered == {MONDAY, friday}


def test_reports_in_several_files_add_up_and_a_person_counts_once(
    github: GitHubServer, reports: Reports
) -> None:
    reports.lines_a_file = 1
    reports.users[MONDAY] = [
        used(1, ADA, MONDAY, 10, 1),
        used(2, GRACE, MONDAY, 20, 2),
        used(1, ADA, MONDAY, 10, 1),
    ]
    report = Report()
    assert share(pulled(a_source(github), said=report), ACCEPTANCE) == (3, 30, 2)
    assert report.places == {"somebody is in it twice": ["users of 2026-09-28, file 3"]}


def test_days_before_the_first_report_and_days_that_are_not_over_are_not_asked_for(
    github: GitHubServer, reports: Reports
) -> None:
    github.now = datetime(2026, 10, 2, 9, tzinfo=UTC)
    report = Report()
    pulled(a_source(github), Window(datetime(2025, 1, 6, tzinfo=UTC), WEEK.end), report)
    asked = [call.operation.rpartition("day=")[2] for call in github.calls[1:]]
    assert (asked[0], asked[-1]) == ("2025-10-10", "2026-10-01")
    assert report.history_starts == datetime(2025, 10, 10, tzinfo=UTC)
    assert reports.users == {}


def test_github_keeps_a_year_and_the_pull_says_since_when(
    github: GitHubServer, reports: Reports
) -> None:
    assert reports.users == {}
    report = Report()
    pulled(a_source(github), Window(datetime(2025, 11, 3, tzinfo=UTC), WEEK.end), report)
    assert report.history_starts == datetime(2025, 11, 18, tzinfo=UTC)


def test_where_nobody_has_a_login_in_the_report_nobody_is_called_idle(
    github: GitHubServer, reports: Reports
) -> None:
    nameless = used(1, ADA, MONDAY, 10, 1)
    del nameless["user_login"]
    reports.users[MONDAY] = [nameless]
    report = Report()
    assert pulled(a_source(github), said=report) == []
    assert report.covered == set()
    assert report.places == {"a line has no user_login": ["users of 2026-09-28, file 1"]}


def test_lines_that_cannot_be_read_are_counted_by_their_number(
    github: GitHubServer, reports: Reports
) -> None:
    good = used(1, ADA, MONDAY, 10, 1)
    reports.lines_a_file = 100
    reports.users[MONDAY] = [
        good,
        b"",
        b'{"user_id": 2, "user_log',
        b"[" * 100_000,
        {**good, "user_id": "2"},
        {**good, "user_id": True},
        {**good, "user_id": 2, "totals_by_feature": {"feature": "code_completion"}},
        {**good, "user_id": 2, "code_acceptance_activity_count": 1.5},
        {**good, "user_id": 2, "user_login": 7},
    ]
    reports.teams[MONDAY] = [{**member(2, GRACE, MONDAY, ""), "slug": None}]
    report = Report()
    facts = pulled(a_source(github, OURS, THEIRS), said=report)
    assert share(facts, ACCEPTANCE) == (1, 10, 1)
    del report.places["GitHub's reports name no such team with five seats or more"]
    assert sorted(where for places in report.places.values() for where in places) == [
        "teams of 2026-09-28, file 1, line 1",
        *(f"users of 2026-09-28, file 1, line {number}" for number in range(3, 10)),
    ]


# The signed links


def refusal(source: Copilot) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert "signature" not in str(raised.value)
    return raised.value


def test_no_token_is_sent_to_the_place_of_a_report(
    github: GitHubServer, downloads: Downloads, reports: Reports, monkeypatch: Any, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login somebody password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1)]
    assert share(pulled(a_source(github)), ACCEPTANCE) == (1, 10, 1)
    assert len(downloads.headers) == 1  # The fixture looks into them.


@pytest.mark.parametrize("status", [302, 403, 404, 503])
def test_a_report_that_its_place_does_not_give_may_come_later(
    github: GitHubServer, downloads: Downloads, reports: Reports, status: int
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1)]
    downloads.status = status
    assert isinstance(refusal(a_source(github)), TransientError)


def test_a_report_that_is_cut_off_is_no_shorter_report(
    github: GitHubServer, downloads: Downloads, reports: Reports
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1), used(2, GRACE, MONDAY, 10, 1)]
    downloads.cut = True
    error = refusal(a_source(github))
    assert isinstance(error, TransientError)
    assert "failed" in str(error)


def test_a_place_that_is_busy_is_asked_again(
    github: GitHubServer, downloads: Downloads, reports: Reports
) -> None:
    reports.users[MONDAY] = [used(1, ADA, MONDAY, 10, 1)]
    downloads.status, downloads.times = 503, 1
    assert share(pulled(a_source(github, tries=2)), ACCEPTANCE) == (1, 10, 1)


@pytest.mark.parametrize(
    "link",
    [
        "http://reports.example/x",
        "ftp://localhost/x",
        "file:///etc/hosts",
        "https://",
        "x",
        "http://[",
    ],
)
def test_a_link_without_encryption_is_not_followed(
    github: GitHubServer, reports: Reports, link: str
) -> None:
    reports.users[MONDAY] = []
    reports.named = lambda _links: [link]
    error = refusal(a_source(github))
    assert isinstance(error, TransientError)
    assert "does not trust" in str(error)


def test_a_page_for_people_in_the_place_of_a_report_is_no_report(
    github: GitHubServer, reports: Reports
) -> None:
    reports.users[MONDAY] = [b"<html>", b"Sign in"]
    assert isinstance(refusal(a_source(github)), TransientError)


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"download_links": "x"}', b'{"download_links": [7]}']
)
def test_an_answer_without_links_is_not_an_empty_report(
    github: GitHubServer, reports: Reports, body: bytes
) -> None:
    assert reports.users == {}
    github.plan(faults.says(body), after=1)
    assert isinstance(refusal(a_source(github)), TransientError)


# Who may ask


def test_an_organisation_that_github_does_not_show_is_told_with_what_to_mend(
    github: GitHubServer, reports: Reports
) -> None:
    assert reports.users == {}
    github.rest.hidden.add("acme")
    error = refusal(a_source(github))
    assert isinstance(error, OperatorError)
    assert 'the policy "Copilot usage metrics"' in str(error)
    assert "acme" not in str(error)
    assert len(str(error)) <= 300


def test_a_token_without_the_right_is_told_which_one_it_needs(
    github: GitHubServer, reports: Reports
) -> None:
    assert reports.users == {}
    github.rest.lacking.add("copilot")
    assert "`Organization Copilot metrics: read`" in str(refusal(a_source(github)))


def test_without_a_token_nothing_is_asked(github: GitHubServer) -> None:
    options = CopilotOptions(base_url=github.url, org="acme")
    error = refusal(Copilot("assistant", options, [OURS]))
    assert str(error).startswith("GITHUB_TOKEN is not set.")
    assert "`Organization Copilot metrics: read`" in str(error)
    assert github.calls == []


@pytest.mark.parametrize("name", ["", "acme/shop", "a b", "../x"])
def test_a_name_that_is_none_of_github_s_is_refused_in_coach_yml(name: str) -> None:
    with pytest.raises(ValidationError):
        CopilotOptions(org=name)
    with pytest.raises(ValidationError):
        CopilotScope(team=name)
