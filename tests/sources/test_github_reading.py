"""How GitHub is read: page by page, only as far as needed, and past what cannot be read."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.metrics.fact import Fact
from bot.sources.github_options import GitHubOptions, GitHubScope
from bot.sources.source import Report, TeamScope, Window
from tests.github import faults
from tests.github.asking import (
    ADA,
    AUTUMN,
    CYCLE,
    GRACE,
    MONDAY,
    SHOP,
    WAIT,
    a_source,
    hold,
    of,
    on,
    pulled,
)
from tests.github.company import (
    Row,
    pull_request,
    pushed,
    review,
)
from tests.github.server import NOW, GitHubServer

# What is asked


def test_requests_for_each_pull_request_are_at_most_one_in_twenty(github: GitHubServer) -> None:
    # 500 pull requests in pages of 50: ten requests, 0.02 for each.
    hold(
        github,
        *(pull_request(n, on(0), on(1, n % 12), review(on(1, 0), GRACE)) for n in range(500)),
    )
    facts = pulled(a_source(github))
    assert len({fact.at for fact in facts}) == 12
    assert len(of(CYCLE, facts)) == 500
    assert len(github.calls) / 500 <= 0.05


def test_reading_ends_with_the_first_page_that_has_not_changed_since_the_window_began(
    github: GitHubServer,
) -> None:
    github.most = 2
    hold(github, *(pull_request(n, on(-60), on(-n * 5)) for n in range(10)))
    # Merged at 0, -5, … -45 days. The window begins 10 days before on(0), at midnight: the second
    # page ends with -15, so the third to fifth are not asked for.
    facts = pulled(a_source(github), Window(MONDAY - timedelta(days=10), AUTUMN.end))
    assert {fact.at for fact in facts} == {on(0), on(-5), on(-10)}
    assert len(github.calls) == 2


def test_more_events_than_one_page_holds_are_asked_for_where_they_matter(
    github: GitHubServer,
) -> None:
    pushes = [pushed(on(0, 8) + timedelta(minutes=n), ADA) for n in range(170)]
    hold(
        github,
        pull_request(1, on(0, 8), on(0, 16), *pushes, review(on(0, 14), GRACE)),
        pull_request(2, on(0, 8), on(0, 17), *pushes, author="margaret-hamilton"),
    )
    facts = pulled(a_source(github))
    assert [fact.value for fact in of(WAIT, facts) if isinstance(fact, Fact)] == [6]
    # One page of pull requests; of the first one's 171 events 50, then 100, then the last 21.
    assert len(github.calls) == 3


def test_a_pull_request_that_moves_while_it_is_read_counts_once(github: GitHubServer) -> None:
    github.most = 1
    hold(github, pull_request(1, on(0), on(1)), pull_request(2, on(0), on(2)))

    def twice(connection: Row) -> None:
        connection["nodes"] = connection["nodes"] * 2

    github.plan(faults.changed(twice))
    assert sorted(fact.at for fact in of(CYCLE, pulled(a_source(github)))) == [on(1), on(2)]


def test_an_empty_page_with_a_cursor_is_not_the_end(github: GitHubServer) -> None:
    github.most = 1
    hold(github, pull_request(1, on(0), on(1)), pull_request(2, on(0), on(2)))

    def emptied(connection: Row) -> None:
        connection["nodes"] = []

    github.plan(faults.changed(emptied), times=1)
    assert {fact.at for fact in pulled(a_source(github))} == {on(1)}


def test_a_cursor_that_comes_again_ends_the_reading_and_is_told(github: GitHubServer) -> None:
    github.most = 1
    hold(github, *(pull_request(n, on(0), on(n)) for n in range(1, 6)))

    def the_first(connection: Row) -> None:
        connection["pageInfo"] = {"hasNextPage": True, "endCursor": "1"}

    github.plan(faults.changed(the_first))
    report = Report()
    assert {fact.at for fact in pulled(a_source(github), report=report)} == {on(5), on(4)}
    assert report.places == {
        "GitHub came back to an earlier page; the rest is missing": [
            "team payments, repository 1, page 2"
        ]
    }
    assert len(github.calls) == 2


def test_a_repository_without_a_first_commit_has_nothing_to_say(github: GitHubServer) -> None:
    github.branches[SHOP] = None
    assert pulled(a_source(github)) == []


def test_progress_is_told_for_each_repository(github: GitHubServer) -> None:
    seen: list[tuple[int, int]] = []
    report = Report(progress=lambda done, total: seen.append((done, total)))
    pulled(a_source(github, repositories=[SHOP, "acme/pay"]), report=report)
    assert seen == [(1, 2), (2, 2)]


def test_nothing_is_read_that_is_not_used(github: GitHubServer) -> None:
    pulled(a_source(github))
    query = github.calls[0].parameters["query"]
    for field in (
        "email",
        "body ",
        "comments",
        "files",
        "changedFiles",
        "avatar",
        "url",
        "realname",
    ):
        assert field not in query


# What cannot be read


def happened(**event: object) -> Row:
    return {"timelineItems": {"pageInfo": {}, "nodes": [event]}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (None, "the row is empty"),
        ({"updatedAt": None}, "a time of the pull request is missing or unreadable"),
        ({"mergedAt": None}, "a time of the pull request is missing or unreadable"),
        ({"mergedAt": "2026-09-28"}, "a time of the pull request is missing or unreadable"),
        ({"createdAt": "yesterday"}, "a time of the pull request is missing or unreadable"),
        (
            {"createdAt": "2026-10-02T00:00:00Z"},
            "the pull request was merged before it was opened",
        ),
        (
            happened(__typename="ReadyForReviewEvent", createdAt="2026-01-01T00:00:00Z"),
            "something happened to the pull request before it was opened",
        ),
        (
            happened(__typename="PullRequestReview", state="SHRUGGED", submittedAt=None),
            "a review is of a state that Coach does not know",
        ),
        (
            happened(__typename="MovedToMarsEvent"),
            "something happened to the pull request that Coach does not know",
        ),
        ({"author": {"__typename": "User"}}, "an account of the pull request has no login"),
        ({"number": "7"}, "the pull request has no number"),
        ({"isDraft": None}, "a field of the pull request is missing"),
        ({"title": None}, "a field of the pull request is missing"),
        ({"timelineItems": None}, "a part of the pull request is missing"),
        ({"timelineItems": {"nodes": [None]}}, "a part of the pull request is missing"),
        ({"labels": {"nodes": None}}, "a part of the pull request is missing"),
        ({"mergeCommit": {"oid": None}}, "a field of the pull request is missing"),
        ({"mergeCommit": "abc"}, "a part of the pull request is missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_place_and_costs_only_itself(
    github: GitHubServer, changes: Row | None, reason: str
) -> None:
    hold(github, pull_request(1, on(0), on(1)), pull_request(7, on(0), on(2)))
    github.spoils[7] = lambda row: None if changes is None else {**row, **changes}
    report = Report()
    assert {fact.at for fact in pulled(a_source(github), report=report)} == {on(1)}
    assert report.places == {reason: ["team payments, repository 1, page 1, row 1"]}


@pytest.mark.parametrize("kind", ["NOT_FOUND", "FORBIDDEN"])
def test_one_repository_that_is_not_shown_is_named_by_its_place_and_the_others_go_on(
    github: GitHubServer, kind: str
) -> None:
    names = [SHOP, "ada-lovelace/notes", "acme/pay"]
    hold(github, pull_request(1, on(0), on(1)))
    hold(github, pull_request(1, on(0), on(2)), repository="acme/pay")
    github.hidden["ada-lovelace/notes"] = kind
    report = Report()
    scope = TeamScope("payments", "ledger", GitHubScope(repositories=tuple(names)), (ADA,))
    facts = pulled(a_source(github, scopes=[scope]), report=report)
    assert {fact.at for fact in facts} == {on(1), on(2)}
    assert report.places == {
        "GitHub does not show this to the token, or does not have it.": [
            "team payments, service ledger, repository 2"
        ]
    }


# How it is set up


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "github.example.com"},
        {"base_url": "http://github.example.com/api/v3"},
        {"base_url": "https://somebody@github.example.com"},
        {"bots": ["two words"]},
        {"app_id": 7},
        {"app_id": 7, "app_installation": 8},
        {"app_id": -7, "app_installation": 8, "app_private_key": "coach.pem"},
        {"token": "github_pat_in_a_file"},
    ],
)
def test_options_that_cannot_be_meant_are_refused_by_the_configuration(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        GitHubOptions.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong", [[], ["shop"], ["https://github.com/acme/shop"], ["acme/shop", "Acme/Shop"], ["a/b/c"]]
)
def test_repositories_are_named_by_owner_and_name_and_each_once(wrong: list[str]) -> None:
    with pytest.raises(ValidationError):
        GitHubScope.model_validate({"repositories": wrong})


def test_an_enterprise_server_is_asked_at_its_own_address(github: GitHubServer) -> None:
    hold(github, pull_request(1, on(0), on(1)))
    assert pulled(a_source(github, base_url=f"{github.url}/api/v3"))
    assert {call.operation for call in github.calls} == {"POST /api/graphql"}


def test_the_key_of_an_app_is_looked_for_beside_the_configuration() -> None:
    said = {"app_id": 7, "app_installation": 8, "app_private_key": "coach.pem"}
    assert GitHubOptions.model_validate(said).app == (7, 8, Path("coach.pem"))
    assert AUTUMN.end < NOW
