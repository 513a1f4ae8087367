"""A git repository: what was first deployed with which tag, what came back, and clocks that are off."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import OperatorError
from bot.sources.git import Git, GitOptions, GitScope
from bot.sources.source import Report, TeamScope, Window
from tests.contracts.world import WINDOW
from tests.git.repository import ADA, GRACE, Made

UTC_ZONE = ZoneInfo("UTC")
LEAD, REWORK, FREQUENCY = "lead_time", "rework_after_merge", "deployment_frequency"


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    made = Made(tmp_path / "shop")
    yield made
    made.repo.close()


@pytest.fixture
def begun(made: Made) -> Made:
    """A repository that was deployed before the window."""
    made.on(at(8, 31))
    made.tag("v0")
    return made


def source(*paths: Path, bots=(), zone=UTC_ZONE, **scope) -> Git:
    scopes = [
        TeamScope("payments", f"s{number}", GitScope(path=path, **scope), (ADA, GRACE), zone)
        for number, path in enumerate(paths, start=1)
    ]
    return Git("history", GitOptions(bots=bots), scopes)


def pulled(made: Made, metric: str, window: Window = WINDOW, **said) -> list[Any]:
    found = source(made.path, **said).pull(window, Report())
    return sorted((each for each in found if each.metric == metric), key=lambda each: each.at)


def told(made: Made, window: Window = WINDOW, **said) -> Report:
    report = Report()
    list(source(made.path, **said).pull(window, report))
    return report


def test_a_tag_without_a_date_of_its_own_counts_when_its_commit_was_made(begun) -> None:
    begun.on(at(9, 22), written=at(9, 21))
    begun.tag("v1")
    assert [fact.at for fact in pulled(begun, FREQUENCY)] == [at(9, 22)]


def test_several_tags_of_one_commit_are_one_deployment_at_the_first(begun) -> None:
    begun.on(at(9, 22))
    begun.tag("v1.0", at(9, 25))
    begun.tag("v1", at(9, 24))
    assert [fact.at for fact in pulled(begun, FREQUENCY)] == [at(9, 24)]
    # In a window that begins between the two it does not count again.
    assert pulled(begun, FREQUENCY, Window(at(9, 25, 0), WINDOW.end)) == []


def test_only_tags_of_the_pattern_are_deployments(begun) -> None:
    begun.on(at(9, 22))
    begun.tag("nightly", at(9, 23))
    begun.tag("release/1", at(9, 24))
    assert pulled(begun, FREQUENCY) == []
    assert [fact.at for fact in pulled(begun, FREQUENCY, tags="release/*")] == [at(9, 24)]


def test_a_tag_of_an_older_commit_after_a_newer_one_is_a_rollback(begun) -> None:
    old = begun.on(at(9, 22))
    begun.on(at(9, 23))
    begun.tag("v2", at(9, 24))
    begun.tag("v1", at(9, 25), of=old)
    found = pulled(begun, FREQUENCY)
    assert [getattr(each, "reason", "deployed") for each in found] == ["deployed", "rollback"]
    # Both changes were out with the first of the two: 48 and 24 hours after they were written.
    assert sorted(fact.value for fact in pulled(begun, LEAD)) == [24.0, 48.0]


def test_a_tag_outside_the_branch_is_left_out_and_counted(begun) -> None:
    side = begun.commit(at(9, 22))
    begun.on(at(9, 23))
    begun.tag("v1", at(9, 24), of=side)
    (found,) = pulled(begun, FREQUENCY)
    assert (found.at, found.reason) == (at(9, 24), "other_branch")


def test_a_merge_waits_since_the_first_commit_that_it_brought(begun) -> None:
    # Written 18 and 20 September by two people, merged on the 22nd, tagged on the 24th: 6 days.
    first = begun.commit(at(9, 18), GRACE)
    second = begun.commit(at(9, 20), ADA, parents=[first])
    begun.merge(at(9, 22), second)
    begun.tag("v1", at(9, 24))
    assert [fact.value for fact in pulled(begun, LEAD)] == [144.0]


def test_what_the_branch_had_already_is_not_brought_by_a_merge(begun) -> None:
    # The side took the branch in before it was merged itself.
    side = begun.commit(at(9, 21))
    begun.on(at(9, 1), GRACE)
    begun.tag("v0.1")
    assert begun.tip is not None
    side = begun.commit(at(9, 21, 18), parents=[side, begun.tip])
    begun.merge(at(9, 22), side)
    begun.tag("v1", at(9, 23))
    assert [fact.value for fact in pulled(begun, LEAD)] == [48.0]


def test_what_came_with_the_first_deployment_ever_has_no_lead_time(made) -> None:
    made.on(at(9, 1))
    made.on(at(9, 21))
    made.tag("v1", at(9, 22))
    assert [each.reason for each in pulled(made, LEAD)] == ["first_deployment"] * 2
    assert len(pulled(made, FREQUENCY)) == 1


def test_a_commit_nobody_deployed_has_no_lead_time(begun) -> None:
    begun.on(at(9, 22))
    assert pulled(begun, LEAD) == []


@pytest.mark.parametrize("written", [0, 1, -1, at(9, 24).timestamp(), 2**40])
def test_a_commit_whose_clock_was_off_is_told_and_left_out(begun, written) -> None:
    begun.on(at(9, 22), written=int(written))
    begun.tag("v1", at(9, 23))
    begun.on(at(11, 20), "stranger@example.com")
    report = told(begun)
    assert pulled(begun, LEAD) == []
    assert report.skipped.total() == 1
    ((place,),) = report.places.values()
    assert place == "team payments, service s1, step 2"


def test_a_tag_whose_clock_was_off_is_told_and_left_out(begun) -> None:
    begun.on(at(9, 22))
    begun.tag("v1", 1)
    begun.on(at(11, 20), "stranger@example.com")
    report = told(begun)
    assert report.places == {
        "the tag names no commit, or no time": ["team payments, service s1, tag 2"]
    }
    assert pulled(begun, FREQUENCY) == []


def test_bots_are_left_out_by_name_address_and_list(begun) -> None:
    begun.on(at(9, 22), "1+renovate[bot]@users.noreply.github.com")
    begun.on(at(9, 22), "x@example.com", name="dependabot[bot]")
    begun.on(at(9, 22), "merges@example.com", name="Example Merges")
    begun.tag("v1", at(9, 23))
    found = pulled(begun, LEAD, bots=("example merges",))
    assert [each.reason for each in found] == ["bot"] * 3
    assert len(pulled(begun, LEAD, bots=("MERGES@example.com",))) == 3


def test_commits_of_people_whom_the_team_does_not_list_are_not_its_own(begun) -> None:
    begun.on(at(9, 22), "stranger@example.com")
    begun.tag("v1", at(9, 23))
    assert pulled(begun, LEAD) == []
    assert pulled(begun, REWORK) == []


@pytest.mark.parametrize(("days", "came_back"), [(21, 1), (22, 0)])
def test_a_revert_within_21_days_is_rework_of_the_change(begun, days, came_back) -> None:
    commit = begun.on(at(9, 22))
    begun.on(at(9, 22) + timedelta(days=days), message=f"This reverts commit {commit.decode()}.")
    begun.on(at(11, 20), "stranger@example.com")
    assert [fact.numerator for fact in pulled(begun, REWORK) if fact.at == at(9, 22)] == [came_back]


def test_a_revert_may_name_a_commit_that_a_merge_brought_and_be_merged_itself(begun) -> None:
    first = begun.commit(at(9, 21))
    begun.merge(at(9, 22), begun.commit(at(9, 21, 13), parents=[first]))
    undo = begun.commit(at(9, 23), message=f"Undo\n\nThis reverts commit {first.decode()[:10]}.")
    assert begun.tip is not None
    begun.merge(at(9, 24), begun.commit(at(9, 23, 13), parents=[undo, begun.tip]))
    begun.on(at(11, 20), "stranger@example.com")
    assert [fact.numerator for fact in pulled(begun, REWORK)] == [1, 0]


def test_to_undo_a_revert_is_no_rework_of_it(begun) -> None:
    commit = begun.on(at(9, 22))
    undone = begun.on(at(9, 23), message=f"This reverts commit {commit.decode()}.")
    begun.on(at(9, 24), message=f"This reverts commit {undone.decode()}.")
    begun.on(at(11, 20), "stranger@example.com")
    assert [fact.numerator for fact in pulled(begun, REWORK)] == [1, 0, 0]


@pytest.mark.parametrize(("newest", "settled"), [(at(10, 18, 23), 0), (at(10, 19, 0), 1)])
def test_rework_of_a_week_is_told_21_days_after_its_end(begun, newest, settled) -> None:
    # The week of 22 September ends with the 27th; 21 days more are over with 18 October.
    begun.on(at(9, 22))
    begun.on(newest, "stranger@example.com")
    assert len(pulled(begun, REWORK)) == settled


def test_weeks_are_cut_on_the_teams_own_calendar_when_they_settle(begun) -> None:
    # Sunday 20:00 in UTC is Monday in Auckland: its week settles a week later there.
    begun.on(at(9, 27, 20))
    begun.on(at(10, 20), "stranger@example.com")
    assert len(pulled(begun, REWORK)) == 1
    assert pulled(begun, REWORK, zone=ZoneInfo("Pacific/Auckland")) == []


def test_a_fetch_that_brought_nothing_settles_a_week_too(begun) -> None:
    begun.on(at(9, 22))
    assert pulled(begun, REWORK) == []
    fetched = Path(begun.repo.controldir()) / "FETCH_HEAD"
    fetched.write_text("")
    os.utime(fetched, times=(at(11, 1).timestamp(),) * 2)
    assert len(pulled(begun, REWORK)) == 1


def test_quiet_weeks_are_zeros_only_where_something_still_comes_in(begun) -> None:
    report = told(begun)
    assert report.watched == {}
    assert report.skipped == {"nothing was fetched or committed for days": 1}
    begun.on(at(10, 10), "stranger@example.com")
    report = told(begun)
    assert report.watched == {("payments", "s1", FREQUENCY): at(8, 31)}
    assert report.skipped.total() == 0


def test_the_window_changes_nothing_of_what_is_told(begun) -> None:
    for day in range(1, 29):
        side = begun.commit(at(9, day, 3), written=at(8, 20 + day % 9))
        merged = begun.merge(at(9, day), side)
        if day % 5 == 0:
            begun.on(at(9, day, 15), message=f"This reverts commit {merged.decode()}.")
        if day % 3 == 0:
            begun.tag(f"v{day}", at(9, day, 18))
    begun.on(at(11, 20), "stranger@example.com")
    whole = Window(at(9, 1, 0), at(10, 1, 0))

    def seen(window: Window) -> list[tuple]:
        found: list[Any] = list(source(begun.path).pull(window, Report()))
        return sorted(
            (
                each.metric,
                each.at,
                getattr(each, "value", None) or 0.0,
                getattr(each, "numerator", -1),
            )
            for each in found
        )

    assert len(seen(whole)) > 60
    for days in (4, 9):
        cuts = [whole.start + timedelta(days=number) for number in range(0, 30, days)]
        parts = [Window(a, b) for a, b in zip(cuts, [*cuts[1:], whole.end], strict=True)]
        assert sorted(each for part in parts for each in seen(part)) == seen(whole)


def test_what_lies_long_before_the_window_is_not_even_opened(begun) -> None:
    old = begun.on(at(1, 5, year=2024), "stranger@example.com")
    begun.on(at(7, 1), "stranger@example.com")
    begun.tag("v0.1")
    begun.on(at(8, 1), "stranger@example.com")
    begun.on(at(9, 22))
    begun.tag("v1", at(9, 23))
    begun.damage(old)
    begun.repo.close()
    assert [fact.value for fact in pulled(begun, LEAD)] == [24.0]


def test_a_shallow_clone_says_where_its_history_starts(begun) -> None:
    begun.on(at(9, 20))
    begun.tag("v0.1", at(9, 22))  # Before the clone begins: neither here nor elsewhere.
    begun.on(at(9, 23))
    cut = begun.tip
    begun.on(at(9, 29))
    begun.tag("v1", at(9, 30))
    begun.on(at(10, 10))
    begun.repo.update_shallow({cut}, set())
    report = told(begun)
    assert report.history_starts == at(9, 23)
    assert told(begun, Window(at(10, 5), WINDOW.end)).history_starts is None
    # How much of it was out before the clone begins nobody can tell.
    assert {each.reason for each in pulled(begun, LEAD)} == {"first_deployment"}
    assert len(pulled(begun, FREQUENCY)) == 1


def test_an_empty_repository_is_no_error_and_tells_nothing(made) -> None:
    report = told(made)
    assert report.skipped.total() == 0
    assert report.watched == {}


def test_a_folder_that_is_no_repository_is_told_and_the_others_go_on(begun, tmp_path) -> None:
    begun.on(at(9, 22))
    begun.tag("v1", at(9, 23))
    begun.on(at(11, 20), "stranger@example.com")
    report = Report()
    (tmp_path / "secret").mkdir()
    found = list(source(tmp_path / "secret", begun.path).pull(WINDOW, report))
    assert {each.service for each in found} == {"s2"}
    assert report.places == {"there is no git repository at `path`": ["team payments, service s1"]}


def test_repositories_of_which_none_can_be_read_are_the_operators_to_mend(tmp_path) -> None:
    with pytest.raises(OperatorError, match="Team payments, service s1: there is no git") as raised:
        list(source(tmp_path / "secret").pull(WINDOW, Report()))
    assert "secret" not in str(raised.value)


def test_a_branch_that_is_not_there_is_the_operators_to_mend(begun) -> None:
    with pytest.raises(OperatorError, match="no such `branch`"):
        list(source(begun.path, branch="release").pull(WINDOW, Report()))


def test_another_branch_is_followed_where_coach_yml_names_it(begun) -> None:
    side = begun.commit(at(9, 22))
    begun.branch("release", side)
    begun.tag("v1", at(9, 24), of=side)
    assert [fact.value for fact in pulled(begun, LEAD, branch="release")] == [48.0]


def test_a_damaged_history_tells_nothing_rather_than_a_part(begun, tmp_path) -> None:
    old = begun.on(at(9, 20))
    begun.on(at(9, 22))
    begun.tag("v1", at(9, 23))
    begun.damage(old)
    begun.repo.close()
    other = Made(tmp_path / "other")
    other.on(at(11, 20))
    report = Report()
    assert list(source(begun.path, other.path).pull(WINDOW, report)) == []
    assert list(report.places.values()) == [["team payments, service s1"]]
    with pytest.raises(OperatorError, match="damaged; `git fsck` says where"):
        told(begun)
    other.repo.close()
