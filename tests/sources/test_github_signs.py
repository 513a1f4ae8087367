"""Signs that a pull request was steered by a clock or a number, worked by hand on GitHub's."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.metrics.fact import Fact
from bot.sources.github_options import GitHubScope
from bot.sources.source import TeamScope
from bot.teams.work_week import WorkWeek
from tests.github.asking import (
    ADA,
    ALAN,
    FLIPPED,
    GRACE,
    HELD,
    QUICK,
    REWORK,
    SHOP,
    a_source,
    hold,
    on,
    pulled,
    signs,
)
from tests.github.company import (
    Row,
    asked,
    back_to_draft,
    force_pushed,
    pull_request,
    pushed,
    ready,
    review,
)
from tests.github.server import GitHubServer


def clock(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a time of a day, counted from Monday 28 September 2026."""
    return on(day, hour) + timedelta(minutes=minute, seconds=second)


# Held overnight: opened on Monday at 9, and merged when the case says so. 0 is Monday, 4 Friday.
HELD_BACK: Sequence[tuple[str, datetime, Sequence[Row], int]] = (
    ("approved in the afternoon, merged at half past nine", clock(1, 9, 30), [review(clock(0, 15), GRACE)], 1),
    ("the last minute of the day, and of the two hours", clock(1, 10, 59), [review(clock(0, 16, 59), GRACE)], 1),
    ("two hours into the next day", clock(1, 11), [review(clock(0, 15), GRACE)], 0),
    ("approved after the end of the day", clock(1, 9, 30), [review(clock(0, 17), GRACE)], 0),
    ("merged on the same evening", clock(0, 23), [review(clock(0, 15), GRACE)], 0),
    ("two nights", clock(2, 9, 30), [review(clock(0, 15), GRACE)], 0),
    ("over a weekend", clock(7, 9, 30), [review(clock(4, 15), GRACE)], 1),
    ("merged on a Saturday", clock(5, 9, 30), [review(clock(4, 15), GRACE)], 0),
    ("approved on a Saturday", clock(7, 9, 30), [review(clock(5, 15), GRACE)], 0),
    ("pushed in the evening", clock(1, 9, 30), [review(clock(0, 15), GRACE), pushed(clock(0, 18), ADA)], 0),
    ("pushed in the afternoon", clock(1, 9, 30), [review(clock(0, 15), GRACE), force_pushed(clock(0, 16), ADA)], 1),
    ("pushed before the approval", clock(1, 9, 30), [pushed(clock(0, 11), ADA), review(clock(0, 15), GRACE)], 1),
    ("approved again in the morning", clock(1, 9, 30), [review(clock(0, 15), GRACE), review(clock(1, 9), ALAN)], 0),
    ("ready in the evening", clock(1, 9, 30), [back_to_draft(clock(0, 10)), review(clock(0, 15), GRACE), ready(clock(0, 18))], 0),
    ("ready at noon", clock(1, 9, 30), [back_to_draft(clock(0, 10)), ready(clock(0, 12)), review(clock(0, 15), GRACE)], 1),
    ("asked for more, and approved", clock(1, 9, 30), [asked(clock(0, 11), GRACE), review(clock(0, 15), GRACE)], 1),
    ("asked for more after the approval", clock(1, 9, 30), [review(clock(0, 15), GRACE), asked(clock(0, 16), ALAN)], 0),
    ("only a bot approved", clock(1, 9, 30), [review(clock(0, 15), "merge[bot]")], 0),
    ("nobody approved", clock(1, 9, 30), [asked(clock(0, 15), GRACE)], 0),
    ("approved after the merge", clock(1, 9, 30), [review(clock(1, 9, 31), GRACE)], 0),
    ("a draft again at the merge", clock(1, 9, 30), [review(clock(0, 15), GRACE), back_to_draft(clock(1, 9))], 0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("merged", "events", "held"), [one[1:] for one in HELD_BACK], ids=[one[0] for one in HELD_BACK]
)
def test_held_overnight_is_done_by_evening_and_merged_the_next_working_morning(
    github: GitHubServer, merged: datetime, events: Sequence[Row], held: int
) -> None:
    assert signs(github, pull_request(1, clock(0, 9), merged, *events))[HELD] == held


def at_home(zone: str = "UTC", week: WorkWeek | None = None, **own: WorkWeek) -> list[TeamScope]:
    scope = GitHubScope(repositories=(SHOP,))
    weeks = {login.replace("_", "-"): one for login, one in own.items()}
    return [TeamScope("payments", "", scope, (ADA, GRACE), ZoneInfo(zone), week or WorkWeek(), weeks)]  # fmt: skip


@pytest.mark.parametrize(
    ("scopes", "held"),
    [
        # Approved on Friday at 15:30 and merged on Monday at 8:30, in UTC.
        (at_home(), 1),
        # In Helsinki it was 18:30, after the end of the day.
        (at_home("Europe/Helsinki"), 0),
        # In New York Friday 11:30 and Monday 4:30: the day had not even begun.
        (at_home("America/New_York"), 1),
        # That Monday is off for the team, so that Tuesday is the next working day.
        (at_home(week=WorkWeek(closed=frozenset({date(2026, 10, 5)}))), 0),
        # Ada works on Sundays, so that the next working day was the one before.
        (at_home(ada_lovelace=WorkWeek(frozenset({6, 0, 1, 2, 3, 4}))), 0),
        # And here she does not work on Fridays.
        (at_home(ada_lovelace=WorkWeek(frozenset(range(4)))), 0),
        # What Grace works makes no difference to what is Ada's.
        (at_home(grace_hopper=WorkWeek(frozenset({2}))), 1),
    ],
)
def test_the_night_is_that_of_the_teams_zone_and_the_authors_days(
    github: GitHubServer, scopes: list[TeamScope], held: int
) -> None:
    request = pull_request(1, clock(4, 9), clock(7, 8, 30), review(clock(4, 15, 30), GRACE))
    assert signs(github, request, scopes=scopes)[HELD] == held


# Quick reviews of large changes: opened on Monday at 9, merged at 16.
OPENED, MERGED = clock(0, 9), clock(0, 16)
REVIEWED: Sequence[tuple[str, Sequence[Row], int]] = (
    ("within five minutes", [review(clock(0, 9, 4, 59), GRACE)], 1),
    ("after five minutes", [review(clock(0, 9, 5), GRACE)], 0),
    ("a push does not begin anew", [pushed(clock(0, 9, 30), ADA), review(clock(0, 9, 31), GRACE)], 0),
    ("the last time it was ready does", [back_to_draft(clock(0, 9, 1)), ready(clock(0, 12)), review(clock(0, 12, 4), GRACE)], 1),
    ("asked before, and so had seen it", [asked(clock(0, 9, 2), GRACE), review(clock(0, 9, 4), GRACE)], 0),
    ("somebody had looked at the draft", [back_to_draft(clock(0, 9, 1)), asked(clock(0, 10), ALAN), ready(clock(0, 12)), review(clock(0, 12, 4), GRACE)], 0),
    ("what a bot asks is no look", [asked(clock(0, 9, 1), "lint[bot]"), review(clock(0, 9, 4), GRACE)], 1),
    ("what the author says is no look", [review(clock(0, 9, 1), ADA, "COMMENTED"), review(clock(0, 9, 4), GRACE)], 1),
    ("approved as a draft", [back_to_draft(clock(0, 9, 1)), review(clock(0, 9, 3), GRACE), ready(clock(0, 12))], 0),
    ("never approved", [asked(clock(0, 9, 1), GRACE)], 0),
    ("approved by a bot alone", [review(clock(0, 9, 1), "merge[bot]")], 0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("events", "quick"), [one[1:] for one in REVIEWED], ids=[one[0] for one in REVIEWED]
)
def test_a_quick_review_is_a_first_look_that_approves_within_five_minutes(
    github: GitHubServer, events: Sequence[Row], quick: int
) -> None:
    large = pull_request(1, OPENED, MERGED, *events, lines=(400, 100))
    assert signs(github, large)[QUICK] == quick


@pytest.mark.parametrize(
    ("lines", "quick"), [((200, 0), "small"), ((150, 51), 1), ((0, 201), 1), ((0, 0), "small")]
)
def test_large_is_more_than_two_hundred_lines_added_and_deleted(
    github: GitHubServer, lines: tuple[int, int], quick: int | str
) -> None:
    request = pull_request(1, OPENED, MERGED, review(clock(0, 9, 1), GRACE), lines=lines)
    assert signs(github, request)[QUICK] == quick


# Drafts flipped: opened on Monday at 9, merged at 16.
DRAFTS: Sequence[tuple[str, Sequence[Row], bool, int]] = (
    ("ready for under ten minutes", [ready(clock(0, 15, 50, 1))], False, 1),
    ("ready for ten minutes", [ready(clock(0, 15, 50))], False, 0),
    ("in the same second", [ready(MERGED)], False, 1),
    ("never a draft", [], False, 0),
    ("the last time counts", [back_to_draft(clock(0, 15, 40)), ready(clock(0, 15, 55))], False, 1),
    ("a draft until noon and no more", [ready(clock(0, 12)), review(clock(0, 15, 55), GRACE)], False, 0),
    ("merged as a draft", [], True, 0),
    ("a draft again at the merge", [back_to_draft(clock(0, 15, 55))], False, 0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("events", "draft", "flipped"), [one[1:] for one in DRAFTS], ids=[one[0] for one in DRAFTS]
)
def test_a_draft_is_flipped_less_than_ten_minutes_before_the_merge(
    github: GitHubServer, events: Sequence[Row], draft: bool, flipped: int
) -> None:
    request = pull_request(1, OPENED, MERGED, *events, draft=draft)
    assert signs(github, request)[FLIPPED] == flipped


def test_what_was_opened_minutes_before_the_merge_was_no_draft(github: GitHubServer) -> None:
    assert signs(github, pull_request(1, clock(0, 15, 58), MERGED))[FLIPPED] == 0


@pytest.mark.parametrize(
    ("about", "reason"),
    [({"author": "dependabot[bot]"}, "bot"), ({"base": "release"}, "other_branch")],
)
def test_bots_and_other_branches_show_no_sign_and_are_counted_apart(
    github: GitHubServer, about: dict[str, str], reason: str
) -> None:
    said = signs(github, pull_request(1, OPENED, MERGED, **about))  # type: ignore[arg-type]
    assert said == dict.fromkeys((HELD, QUICK, FLIPPED), reason)


def test_shares_are_of_the_same_pull_requests_as_rework_so_that_none_is_left_between_them(
    github: GitHubServer,
) -> None:
    hold(
        github,
        pull_request(1, OPENED, MERGED, review(clock(0, 10), GRACE)),
        pull_request(2, OPENED, MERGED),
        pull_request(3, OPENED, MERGED, draft=True),
        pull_request(4, OPENED, MERGED, review(clock(0, 10), GRACE), back_to_draft(clock(0, 15))),
    )
    facts = [one for one in pulled(a_source(github)) if isinstance(one, Fact)]
    whole = {
        metric: sum(one.denominator or 0 for one in facts if one.metric == metric)
        for metric in (REWORK, HELD, FLIPPED)
    }
    assert whole == {REWORK: 4, HELD: 4, FLIPPED: 4}
