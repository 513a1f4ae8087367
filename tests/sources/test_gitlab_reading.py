"""GitLab's merge requests, page by page: what is asked, what it costs, and what cannot be read."""

from datetime import timedelta

import pytest

from bot.metrics.fact import Fact
from bot.sources.gitlab_options import GitLabScope
from bot.sources.gitlab_query import REQUESTS_A_PAGE
from bot.sources.source import Report, TeamScope, Window
from tests.gitlab import faults
from tests.gitlab.asking import (
    ADA,
    AUTUMN,
    CYCLE,
    GRACE,
    MONDAY,
    SHOP,
    TURNS,
    WAIT,
    a_source,
    hold,
    of,
    on,
    pulled,
)
from tests.gitlab.company import Row, approved, asked, merge_request, on_a_line, pushed, talk
from tests.gitlab.server import GitLabServer

# What is asked


def test_a_hundred_merge_requests_take_no_more_than_five_requests(gitlab: GitLabServer) -> None:
    minute = timedelta(minutes=1)
    notes = [talk(on(0, 8) + n * minute, GRACE) for n in range(60)]
    rows = [merge_request(n, on(0, 8), on(0, 12) + n * minute, *notes) for n in range(100)]
    hold(gitlab, *rows)
    assert len(of(CYCLE, pulled(a_source(gitlab)))) == 100
    # Which project it is, two pages of fifty, whether there is a production, and the pipelines.
    assert len(gitlab.calls) == 1 + -(-100 // REQUESTS_A_PAGE) + 2 == 5


def test_more_notes_than_one_page_holds_are_asked_for_where_they_matter(
    gitlab: GitLabServer,
) -> None:
    pushes = [pushed(on(0, 8) + timedelta(minutes=n), ADA) for n in range(220)]
    talks = [talk(on(0, 8) + timedelta(minutes=n), GRACE) for n in range(120)]
    notes = [*pushes, *talks, on_a_line(on(0, 13), GRACE), approved(on(0, 14), GRACE)]
    hold(
        gitlab,
        merge_request(1, on(0, 8), on(0, 16), *notes),
        merge_request(2, on(0, 8), on(0, 17), *notes, author="margaret-hamilton"),
    )
    facts = pulled(a_source(gitlab))
    assert [fact.value for fact in of(WAIT, facts) if isinstance(fact, Fact)] == [5]
    # One page of both; of the first one's 221 system notes 100, then 100, then the last 21, and of
    # its 121 others 100, then 21.
    assert len(gitlab.questions) == 4


def test_only_what_was_merged_since_the_window_began_is_asked_for(gitlab: GitLabServer) -> None:
    hold(gitlab, *(merge_request(n + 1, on(-60), on(-n * 5)) for n in range(10)))
    facts = pulled(a_source(gitlab), Window(MONDAY - timedelta(days=10), AUTUMN.end))
    assert {fact.at for fact in facts} == {on(0), on(-5), on(-10)}
    (asked_for,) = gitlab.questions
    assert asked_for.parameters["variables"]["since"] == "2026-09-17T23:59:59+00:00"


def test_what_was_merged_at_the_first_instant_of_the_window_is_in_it_and_the_second_before_is_not(
    gitlab: GitLabServer,
) -> None:
    first = MONDAY
    hold(gitlab, merge_request(1, on(-3), first), merge_request(2, on(-3), first - _SECOND))
    assert {fact.at for fact in pulled(a_source(gitlab), Window(MONDAY, AUTUMN.end))} == {first}


_SECOND = timedelta(seconds=1)


def test_a_project_that_was_renamed_keeps_its_history_under_the_old_path_and_the_new(
    gitlab: GitLabServer,
) -> None:
    gitlab.project("acme/web/store", before=(SHOP,))
    hold(gitlab, merge_request(1, on(0), on(1)), project="acme/web/store")
    number = gitlab.project("acme/web/store").id
    for name in (SHOP, "Acme/Web/Store", number):
        gitlab.calls.clear()
        assert {fact.at for fact in pulled(a_source(gitlab, projects=[name]))} == {on(1)}
        assert len(gitlab.questions) == 1


def test_a_project_that_stands_under_two_names_counts_once(gitlab: GitLabServer) -> None:
    gitlab.project("acme/store", before=(SHOP,))
    hold(gitlab, merge_request(1, on(0), on(1)), project="acme/store")
    facts = pulled(a_source(gitlab, projects=[SHOP, "acme/store", 41]))
    assert len(of(CYCLE, facts)) == 1


def test_a_merge_request_that_comes_twice_counts_once(gitlab: GitLabServer) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)), merge_request(2, on(0), on(2)))

    def twice(connection: Row) -> None:
        connection["nodes"] = connection["nodes"] * 2

    gitlab.plan(faults.changed(twice))
    assert sorted(fact.at for fact in of(CYCLE, pulled(a_source(gitlab)))) == [on(1), on(2)]


def test_an_empty_page_with_a_cursor_is_not_the_end(gitlab: GitLabServer) -> None:
    gitlab.most = 1
    hold(gitlab, merge_request(1, on(0), on(1)), merge_request(2, on(0), on(2)))

    def emptied(connection: Row) -> None:
        connection["nodes"] = []

    gitlab.plan(faults.changed(emptied), times=1, after=1)
    assert {fact.at for fact in pulled(a_source(gitlab))} == {on(2)}


def test_a_cursor_that_comes_again_ends_the_reading_and_is_told(gitlab: GitLabServer) -> None:
    gitlab.most = 1
    hold(gitlab, *(merge_request(n, on(0), on(n)) for n in range(1, 6)))

    def the_first(connection: Row) -> None:
        connection["pageInfo"] = {"hasNextPage": True, "endCursor": "1"}

    gitlab.plan(faults.changed(the_first))
    report = Report()
    assert {fact.at for fact in pulled(a_source(gitlab), report=report)} == {on(1), on(2)}
    assert report.places == {
        "GitLab came back to an earlier page; the rest is missing": [
            "team payments, project 1, page 2"
        ]
    }
    assert len(gitlab.questions) == 2


def test_progress_is_told_for_each_project(gitlab: GitLabServer) -> None:
    gitlab.project(SHOP)
    gitlab.project("acme/pay")
    seen: list[tuple[int, int]] = []
    report = Report(progress=lambda done, total: seen.append((done, total)))
    pulled(a_source(gitlab, projects=[SHOP, "acme/pay"]), report=report)
    assert seen == [(1, 2), (2, 2)]


def test_what_people_write_is_not_asked_for_and_nothing_else_that_is_not_used(
    gitlab: GitLabServer,
) -> None:
    hold(gitlab, merge_request(1, on(0), on(1), on_a_line(on(0, 13), GRACE)))
    seen: list[Row] = []
    gitlab.plan(faults.changed(lambda connection: seen.append(connection["nodes"][0])))
    pulled(a_source(gitlab))
    assert "body" not in str(seen[0]["said"])
    query = gitlab.questions[0].parameters["query"]
    for name in (
        "email",
        " name",
        "avatar",
        "webUrl",
        "filePath",
        "commits",
        "diffStats ",
        "fileCount",
    ):
        assert name not in query


# What cannot be read


def noted(kind: str, **note: object) -> Row:
    return {kind: {"pageInfo": {}, "nodes": [note]}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (None, "the row is empty"),
        ({"mergedAt": None}, "a time of the pull request is missing or unreadable"),
        ({"mergedAt": "2026-09-28"}, "a time of the pull request is missing or unreadable"),
        ({"createdAt": "yesterday"}, "a time of the pull request is missing or unreadable"),
        (
            {"createdAt": "2026-10-02T00:00:00Z"},
            "the pull request was merged before it was opened",
        ),
        (
            noted(
                "happened",
                body="approved this merge request",
                createdAt="2026-01-01T00:00:00Z",
                author=None,
            ),
            "something happened to the pull request before it was opened",
        ),
        (noted("happened", body=None), "a field of the pull request is missing"),
        (
            noted("happened", body="requested changes", createdAt=None),
            "a time of the pull request is missing or unreadable",
        ),
        (noted("said", position="line 7"), "a part of the pull request is missing"),
        (
            noted("said", position={}, createdAt="2026-09-28T13:00:00Z", author={"bot": False}),
            "an account of the pull request has no login",
        ),
        ({"author": {"username": "ada"}}, "a field of the pull request is missing"),
        ({"author": "ada"}, "a part of the pull request is missing"),
        ({"iid": "seven"}, "the pull request has no number"),
        ({"iid": 7}, "a field of the pull request is missing"),
        ({"draft": None}, "a field of the pull request is missing"),
        ({"title": None}, "a field of the pull request is missing"),
        ({"description": 7}, "a field of the pull request is missing"),
        ({"targetBranch": None}, "a field of the pull request is missing"),
        ({"happened": None}, "a part of the pull request is missing"),
        ({"said": {"nodes": [None], "pageInfo": {}}}, "a part of the pull request is missing"),
        ({"said": {"nodes": []}}, "a part of the pull request is missing"),
        ({"labels": {"nodes": None}}, "a part of the pull request is missing"),
        ({"labels": {"nodes": [{"title": None}]}}, "a field of the pull request is missing"),
        ({"mergeCommitSha": 7}, "a field of the pull request is missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_place_and_costs_only_itself(
    gitlab: GitLabServer, changes: Row | None, reason: str
) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)), merge_request(7, on(0), on(2)))
    gitlab.spoils[7] = lambda row: None if changes is None else {**row, **changes}
    report = Report()
    assert {fact.at for fact in pulled(a_source(gitlab), report=report)} == {on(1)}
    assert report.places == {reason: ["team payments, project 1, page 1, row 2"]}


def test_a_system_note_that_coach_does_not_know_is_passed_over(gitlab: GitLabServer) -> None:
    hold(gitlab, merge_request(1, on(0, 8), on(0, 12), approved(on(0, 9), GRACE)))
    gitlab.spoils[1] = lambda row: {**row, **noted("happened", body="sent to Mars")}
    report = Report()
    facts = pulled(a_source(gitlab), report=report)
    assert [item.reason for item in of(TURNS, facts) if not isinstance(item, Fact)] == [
        "unapproved"
    ]
    assert report.skipped.total() == 0


@pytest.mark.parametrize("about", [{"is_hidden": True}, {"shows_merge_requests": False}])
def test_one_project_that_is_not_shown_is_named_by_its_place_and_the_others_go_on(
    gitlab: GitLabServer, about: dict[str, bool]
) -> None:
    names = [SHOP, "ada-lovelace/notes", "acme/pay"]
    hold(gitlab, merge_request(1, on(0), on(1)))
    gitlab.project("ada-lovelace/notes", **about)
    hold(gitlab, merge_request(1, on(0), on(2)), project="acme/pay")
    report = Report()
    scope = TeamScope("payments", "ledger", GitLabScope(projects=tuple(names)), (ADA,))
    facts = pulled(a_source(gitlab, scopes=[scope]), report=report)
    assert {fact.at for fact in facts} == {on(1), on(2)}
    assert report.places == {
        "GitLab does not show this to the token, or does not have it.": [
            "team payments, service ledger, project 2"
        ]
    }


def test_notes_that_begin_anew_while_they_are_read_cost_only_their_row(
    gitlab: GitLabServer,
) -> None:
    many = [asked(on(0, 9), GRACE) for _ in range(130)]
    hold(gitlab, merge_request(1, on(0, 8), on(0, 12), *many), merge_request(2, on(0), on(1)))

    def endless(row: Row) -> Row:
        return {**row, "happened": {**row["happened"], "pageInfo": ENDLESS}}

    gitlab.spoils[1] = endless
    gitlab.plan(
        faults.says(
            b'{"data": {"project": {"mergeRequest": {"notes": {"nodes": [],'
            b' "pageInfo": {"hasNextPage": true, "endCursor": "1"}}}}}}'
        ),
        after=2,
        times=1,
    )
    report = Report()
    assert {fact.at for fact in pulled(a_source(gitlab), report=report)} == {on(1)}
    assert list(report.skipped) == ["more happened to the pull request than GitLab lets Coach read"]


ENDLESS = {"hasNextPage": True, "endCursor": "1"}
