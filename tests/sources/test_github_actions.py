"""GitHub Actions: which commits failed, which changed their mind, and in which week they count."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_actions import (
    FAILURES,
    FLAKY,
    GitHubActions,
    GitHubActionsOptions,
    GitHubActionsScope,
)
from bot.sources.github_client import Patience
from bot.sources.github_options import VARIABLE
from bot.sources.source import Report, TeamScope, Window
from tests.github import faults
from tests.github.company import Row
from tests.github.runs import Actions, run
from tests.github.server import TOKEN, GitHubServer

ADA, GRACE = "ada-lovelace", "grace-hopper"
SHOP = "acme/shop"
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)


@pytest.fixture
def actions(github: GitHubServer) -> Actions:
    return Actions(github)


def on(day: int, hour: float = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


def a_source(
    github: GitHubServer,
    *,
    repositories: Sequence[str] = (SHOP,),
    workflows: Sequence[str] = (),
    people: Sequence[str] = (ADA, GRACE),
    **options: Any,
) -> GitHubActions:
    scope = GitHubActionsScope(repositories=tuple(repositories), workflows=tuple(workflows))
    return GitHubActions(
        "tests",
        GitHubActionsOptions.model_validate({"base_url": github.url, **options}),
        [TeamScope("payments", "", scope, tuple(people))],
        {VARIABLE: SecretStr(TOKEN)},
        Patience(tries=1),
    )


def pulled(
    source: GitHubActions, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def said(
    github: GitHubServer, actions: Actions, *runs: Row, **options: Any
) -> tuple[datetime, float | str, float | str] | None:
    """Return what the runs of one commit say: when, whether it failed, and whether it is flaky."""
    actions.runs[SHOP] += runs
    items = {item.metric: item for item in pulled(a_source(github, **options))}
    if not items:
        return None
    failed, flaky = (
        item.reason if isinstance(item, Exclusion) else item.numerator
        for item in (items[FAILURES], items[FLAKY])
    )
    return items[FAILURES].at, failed, flaky


def test_a_commit_whose_only_run_failed_counts_when_that_ended(
    github: GitHubServer, actions: Actions
) -> None:
    assert said(github, actions, run(1, "a", on(0), (2, "failure"))) == (on(0, 14), 1, 0)


def test_what_passed_at_the_second_try_did_not_fail_and_is_flaky(
    github: GitHubServer, actions: Actions
) -> None:
    tried = run(1, "a", on(0), (1, "failure"), (5, "success"))
    assert said(github, actions, tried) == (on(0, 13), 0, 1)


def test_a_try_again_after_a_cancelled_one_tells_nothing_of_flakiness(
    github: GitHubServer, actions: Actions
) -> None:
    tried = run(1, "a", on(0), (1, "cancelled"), (5, "success"))
    assert said(github, actions, tried) == (on(0, 17), 0, 0)


def test_what_passed_and_then_failed_when_it_was_tried_again_failed_and_is_flaky(
    github: GitHubServer, actions: Actions
) -> None:
    tried = run(1, "a", on(0), (1, "success"), (2, "failure"))
    assert said(github, actions, tried) == (on(0, 13), 1, 1)


def test_a_try_after_three_days_changes_nothing_any_more(
    github: GitHubServer, actions: Actions
) -> None:
    # Asked for at noon on Monday; the second try ended a second after noon on Thursday.
    late = run(1, "a", on(0), (1, "failure"), (72 + 1 / 3600, "success"))
    assert said(github, actions, late) == (on(0, 13), 1, 0)


def test_a_try_within_three_days_counts_in_the_week_of_the_first(
    github: GitHubServer, actions: Actions
) -> None:
    tried = run(1, "a", on(6), (1, "failure"), (71, "success"))
    assert said(github, actions, tried) == (on(6, 13), 0, 1)
    halves = (Window(AUTUMN.start, on(7, 0)), Window(on(7, 0), AUTUMN.end))
    assert [len(pulled(a_source(github), half)) for half in halves] == [2, 0]


def test_several_workflows_are_one_commit_that_failed_if_any_did(
    github: GitHubServer, actions: Actions
) -> None:
    runs = [
        run(1, "a", on(0), (2, "failure"), workflow="lint.yml"),
        run(2, "a", on(0), (1, "success"), workflow="test.yml"),
        run(3, "a", on(0), (3, "skipped"), workflow="docs-only.yml"),
    ]
    assert said(github, actions, *runs) == (on(0, 13), 1, 0)


def test_two_runs_of_one_push_saw_the_same_code_and_those_of_a_pull_request_did_not(
    github: GitHubServer, actions: Actions
) -> None:
    pushed = [run(1, "a", on(0), (1, "failure")), run(2, "a", on(0, 14), (1, "success"))]
    assert said(github, actions, *pushed) == (on(0, 13), 0, 1)
    actions.runs.clear()
    merged = [{**row, "event": "pull_request"} for row in pushed]
    assert said(github, actions, *merged) == (on(0, 13), 0, 0)


def test_a_push_and_its_pull_request_are_heard_both(github: GitHubServer, actions: Actions) -> None:
    runs = [
        run(1, "a", on(0), (1, "failure")),
        run(2, "a", on(0), (2, "success"), event="pull_request"),
    ]
    assert said(github, actions, *runs) == (on(0, 13), 1, 0)


@pytest.mark.parametrize(
    "conclusion",
    [
        "cancelled",
        "skipped",
        "neutral",
        "timed_out",
        "action_required",
        "startup_failure",
        "stale",
    ],
)
def test_an_end_that_says_nothing_of_the_tests_is_left_out_by_reason(
    github: GitHubServer, actions: Actions, conclusion: str
) -> None:
    silent = run(1, "a", on(0), (1, conclusion))
    assert said(github, actions, silent) == (on(0, 13), conclusion, conclusion)


def test_a_commit_whose_runs_go_on_is_not_told_yet(github: GitHubServer, actions: Actions) -> None:
    assert said(github, actions, run(1, "a", on(0), (1, None))) is None
    again = run(2, "b", on(0), (1, "failure"), (2, None))
    assert said(github, actions, again) == (on(0, 13), 1, 0)


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch", "workflow_run", "issues"])
def test_what_comes_of_the_clock_or_by_hand_is_about_no_commit(
    github: GitHubServer, actions: Actions, event: str
) -> None:
    assert said(github, actions, run(1, "a", on(0), (1, "failure"), event=event)) is None


def test_whoever_pushed_first_is_whose_commit_it_is(github: GitHubServer, actions: Actions) -> None:
    runs = [run(1, "a", on(0), (1, "failure")), run(2, "a", on(1), (1, "success"), who=GRACE)]
    assert said(github, actions, *runs, people=(GRACE,)) is None
    assert said(github, actions, people=(ADA.upper(),)) == (on(0, 13), 0, 1)


def test_strangers_and_deleted_accounts_are_nobody_of_the_team(
    github: GitHubServer, actions: Actions
) -> None:
    runs = [run(1, "a", on(0), who="margaret"), run(2, "b", on(0), who=None)]
    assert said(github, actions, *runs) is None


@pytest.mark.parametrize("bot", ["dependabot[bot]", "acme-merges"])
def test_bots_are_left_out_by_reason(github: GitHubServer, actions: Actions, bot: str) -> None:
    pushed = run(1, "a", on(0), (1, "failure"), who=bot)
    assert said(github, actions, pushed, bots=("Acme-Merges",)) == (on(0, 13), "bot", "bot")


@pytest.mark.parametrize("name", ["CI.yml", ".github/workflows/ci.yml", "ci", " Ci "])
def test_workflows_are_chosen_by_file_or_by_name(
    github: GitHubServer, actions: Actions, name: str
) -> None:
    runs = [
        run(1, "a", on(0), (1, "success"), path=".github/workflows/ci.yml@refs/heads/main"),
        run(2, "a", on(0), (1, "failure"), workflow="deploy.yml"),
    ]
    assert said(github, actions, *runs, workflows=(name,)) == (on(0, 13), 0, 0)


def test_an_old_commit_that_ran_before_counts_where_it_ran_first(
    github: GitHubServer, actions: Actions
) -> None:
    # A release branch begins at a commit of three weeks before, and its tests run once more.
    runs = [
        run(1, "a", on(-30), (1, "success")),
        run(2, "a", on(0), (1, "failure"), committed=on(-30)),
    ]
    assert said(github, actions, *runs) is None
    assert "head_sha=a" in github.calls[-1].operation


def test_an_old_commit_that_nobody_ran_before_counts_now(
    github: GitHubServer, actions: Actions
) -> None:
    old = run(1, "a", on(0), (1, "failure"), committed=on(-30))
    assert said(github, actions, old) == (on(0, 13), 1, 0)
    actions.runs.clear()
    assert said(github, actions, {**old, "head_commit": None}) == (on(0, 13), 1, 0)


def test_earlier_tries_cost_a_question_only_where_there_were_some(
    github: GitHubServer, actions: Actions
) -> None:
    many = [run(number, f"c{number}", on(0)) for number in range(1, 40)]
    again = run(50, "a", on(0), (1, "failure"), (2, "failure"), (3, "success"))
    strangers = run(51, "b", on(0), (1, "failure"), (2, "success"), who="margaret")
    said(github, actions, *many, again, strangers)
    asked = [call.operation for call in github.calls if "attempts" in call.operation]
    assert asked == [f"GET /repos/{SHOP}/actions/runs/50/attempts/{number}" for number in (1, 2)]


def test_an_earlier_try_that_is_gone_is_told_and_the_rest_counts(
    github: GitHubServer, actions: Actions
) -> None:
    actions.gone.add((1, 1))
    actions.runs[SHOP] += [run(1, "a", on(0), (1, "failure"), (2, "success"))]
    report = Report()
    facts = pulled(a_source(github), report=report)
    assert {fact.metric: fact.numerator for fact in facts if isinstance(fact, Fact)} == {
        FAILURES: 0,
        FLAKY: 0,
    }
    assert report.places == {"an earlier try is gone": ["team payments, repository 1, try 1"]}


def test_more_tries_than_anybody_makes_are_told(github: GitHubServer, actions: Actions) -> None:
    tries = [(0.1 * number, "failure") for number in range(1, 25)]
    actions.runs[SHOP] += [run(1, "a", on(0), *tries)]
    report = Report()
    pulled(a_source(github), report=report)
    assert report.places == {"a run was tried too often": ["team payments, repository 1, tries 24"]}


def test_a_list_longer_than_github_gives_is_asked_for_in_halves(
    github: GitHubServer, actions: Actions
) -> None:
    actions.runs[SHOP] += [
        run(number, f"c{number}", on(number % 30, number % 24)) for number in range(1, 1201)
    ]
    report = Report()
    facts = pulled(a_source(github), report=report)
    assert len(facts) == 2 * 1120  # Of thirty days the last two lie beyond the window.
    assert report.skipped.total() == 0


def test_an_hour_longer_than_github_gives_is_told(github: GitHubServer, actions: Actions) -> None:
    actions.runs[SHOP] += [run(number, f"c{number}", on(0)) for number in range(1, 1101)]
    report = Report()
    facts = pulled(a_source(github), report=report)
    assert len(facts) == 2 * 1000
    (reason,) = report.places
    assert reason == "GitHub lists no more than 1,000 runs of an hour; the rest is missing"
    assert report.skipped[reason] == 100


def test_a_repository_that_was_renamed_is_asked_for_under_its_new_name(
    github: GitHubServer, actions: Actions
) -> None:
    github.rest.moved["acme/old"] = SHOP
    actions.runs[SHOP] += [run(1, "a", on(0)), run(2, "b", on(-60))]
    assert len(pulled(a_source(github, repositories=("acme/old",)))) == 2
    assert github.calls[-1].operation.startswith(f"GET /repos/{SHOP}/actions/runs?")


def refusal(source: GitHubActions) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert "acme" not in str(raised.value)
    return raised.value


def test_a_repository_that_is_not_shown_is_told_by_place_and_the_others_go_on(
    github: GitHubServer, actions: Actions
) -> None:
    github.rest.hidden.add(SHOP)
    actions.runs["acme/pay"] += [run(1, "a", on(0))]
    report = Report()
    assert len(pulled(a_source(github, repositories=(SHOP, "acme/pay")), report=report)) == 2
    assert list(report.places.values()) == [["team payments, repository 1"]]


def test_where_no_repository_is_shown_somebody_must_mend_it(
    github: GitHubServer, actions: Actions
) -> None:
    github.rest.hidden.add(SHOP)
    error = refusal(a_source(github))
    assert isinstance(error, OperatorError)
    assert "`Actions: read` and `Metadata: read`" in str(error)
    github.rest.hidden.clear()
    github.rest.lacking.add("actions")
    assert "GitHub refused" in str(refusal(a_source(github)))
    assert actions.runs[SHOP] == []


def test_a_repository_that_vanishes_midway_gives_no_half_of_itself(
    github: GitHubServer, actions: Actions
) -> None:
    github.rest.most = 1
    for name in (SHOP, "acme/pay"):
        actions.runs[name] += [run(1, "a", on(0)), run(2, "b", on(1))]
    github.plan(faults.no_api, times=1, after=2)
    assert len(pulled(a_source(github, repositories=(SHOP, "acme/pay")))) == 4


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b'{"full_name": 7}', b'{"full_name": "acme/shop", "default_branch": "main"}'],
)
def test_an_answer_that_is_no_repository_may_be_one_later(
    github: GitHubServer, actions: Actions, body: bytes
) -> None:
    github.plan(faults.says(body))
    assert isinstance(refusal(a_source(github)), TransientError)
    assert actions.runs[SHOP] == []


def test_a_workflow_without_a_name_is_refused_in_coach_yml() -> None:
    with pytest.raises(ValidationError):
        GitHubActionsScope(repositories=(SHOP,), workflows=(" ",))
