"""GitHub's deployments: what brings something new to production, when, and since when it is watched."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import CoachError, OperatorError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_client import Patience
from bot.sources.github_deployments import (
    DEPLOYED,
    GitHubDeployments,
    GitHubDeploymentsScope,
)
from bot.sources.github_options import VARIABLE, GitHubAccess
from bot.sources.source import Report, TeamScope, Window
from tests.github import faults
from tests.github.company import Row
from tests.github.deployments import deployment, serve
from tests.github.server import NOW, TOKEN, GitHubServer

SHOP, PAY = "acme/shop", "acme/pay"
AUTUMN = Window(datetime(2026, 9, 21, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
NEW, REPEAT, ROLLBACK = "new", "repeat", "rollback"


@pytest.fixture(autouse=True)
def rest(github: GitHubServer) -> None:
    serve(github)


def on(day: float, hour: int = 12) -> datetime:
    """Return an hour of a day, counted from Monday 28 September 2026."""
    return datetime(2026, 9, 28, tzinfo=UTC) + timedelta(days=day, hours=hour)


def a_source(
    github: GitHubServer,
    *,
    repositories: Sequence[str] = (SHOP,),
    environments: Sequence[str] = ("production",),
) -> GitHubDeployments:
    scope = GitHubDeploymentsScope(
        repositories=tuple(repositories), environments=tuple(environments)
    )
    return GitHubDeployments(
        "deployments",
        GitHubAccess(base_url=github.url),
        [TeamScope("payments", "shop", scope)],
        {VARIABLE: SecretStr(TOKEN)},
        Patience(tries=1),
    )


def pulled(
    source: GitHubDeployments, window: Window = AUTUMN, report: Report | None = None
) -> list[Fact | Exclusion]:
    return list(source.pull(window, report or Report()))


def said(
    github: GitHubServer, *rows: Row, environments: Sequence[str] = ("production",)
) -> list[tuple[datetime, str]]:
    """Return what deployments say: when each had succeeded, and whether it brought anything new."""
    github.deployments[SHOP] += rows
    return sorted(
        (item.at, item.reason if isinstance(item, Exclusion) else NEW)
        for item in pulled(a_source(github, environments=environments))
    )


def test_a_deployment_counts_when_it_had_succeeded(github: GitHubServer) -> None:
    done = deployment(1, "a", on(0), (0, "QUEUED"), (1, "IN_PROGRESS"), (2, "SUCCESS"))
    assert said(github, done) == [(on(0, 14), NEW)]


def test_a_deployment_that_the_next_one_took_the_place_of_had_succeeded_all_the_same(
    github: GitHubServer,
) -> None:
    replaced = deployment(1, "a", on(0), (1, "SUCCESS"), (48, "INACTIVE"))
    assert said(github, replaced) == [(on(0, 13), NEW)]


def test_a_success_that_is_told_twice_counts_where_it_was_told_first(github: GitHubServer) -> None:
    twice = deployment(1, "a", on(0), (1, "SUCCESS"), (2, "SUCCESS"))
    assert said(github, twice) == [(on(0, 13), NEW)]


@pytest.mark.parametrize("state", ["ERROR", "FAILURE", "INACTIVE", "PENDING", "WAITING"])
def test_what_never_reached_production_is_no_deployment(github: GitHubServer, state: str) -> None:
    assert said(github, deployment(1, "a", on(0), (1, state))) == []


def test_what_runs_already_is_a_repeat_and_what_ran_before_a_rollback(
    github: GitHubServer,
) -> None:
    commits = ["a", "b", "b", "a", "c"]
    rows = [deployment(n, commit, on(n)) for n, commit in enumerate(commits)]
    assert [kind for _, kind in said(github, *rows)] == [NEW, NEW, REPEAT, ROLLBACK, NEW]


def test_one_commit_in_two_environments_is_one_deployment(github: GitHubServer) -> None:
    # Each commit reaches Europe first; America is one behind, which is no way back.
    order = [("a", "eu"), ("b", "eu"), ("a", "us"), ("b", "us")]
    rows = [
        deployment(n, commit, on(n), environment=where) for n, (commit, where) in enumerate(order)
    ]
    kinds = [kind for _, kind in said(github, *rows, environments=("eu", "us"))]
    assert kinds == [NEW, NEW, REPEAT, REPEAT]


def test_other_environments_are_not_production(github: GitHubServer) -> None:
    rows = [
        deployment(1, "a", on(0), environment="staging"),
        deployment(2, "a", on(1)),
    ]
    assert said(github, *rows) == [(on(1, 13), NEW)]


def test_whether_it_is_new_does_not_depend_on_how_much_is_asked_for(github: GitHubServer) -> None:
    # Exactly ninety days and ninety days and a second after the first.
    second = timedelta(seconds=1)
    first, again = on(0), on(90)
    window = Window(on(90, 0), on(97, 0))
    for late, kind in ((timedelta(0), REPEAT), (second, NEW)):
        github.deployments[SHOP] = [
            deployment(1, "a", first),
            deployment(2, "a", again + late),
        ]
        github.now = on(100)
        for asked in (window, Window(on(-10), on(97, 0))):
            found = pulled(a_source(github), asked)
            latest = max(found, key=lambda item: item.at)
            assert (latest.reason if isinstance(latest, Exclusion) else NEW) == kind


def test_a_job_that_waited_for_longer_than_github_lets_it_is_not_counted(
    github: GitHubServer,
) -> None:
    rows = [
        deployment(1, "a", on(-30), (30 * 24, "SUCCESS")),
        deployment(2, "b", on(-30), (30 * 24 + 1 / 3600, "SUCCESS")),
    ]
    assert said(github, *rows) == [(on(0), NEW)]


def test_reading_ends_where_nothing_older_can_matter(github: GitHubServer) -> None:
    github.most = 2
    old = [deployment(n, f"old{n}", on(-200 - n)) for n in range(10, 30)]
    assert len(said(github, deployment(1, "a", on(0)), deployment(2, "b", on(1)), *old)) == 2
    assert len([call for call in github.calls if call.operation == "POST /graphql"]) == 2


def watched(github: GitHubServer) -> dict[tuple[str, str, str], datetime]:
    report = Report()
    pulled(a_source(github), report=report)
    return report.watched


def test_a_service_is_watched_since_its_first_deployment(github: GitHubServer) -> None:
    github.deployments[SHOP] += [
        deployment(1, "a", on(-400)),
        deployment(2, "b", on(0), (1, "FAILURE")),
        deployment(3, "x", on(-500), environment="staging"),
    ]
    assert watched(github) == {("payments", "shop", DEPLOYED): on(-400)}


def test_a_service_that_was_never_deployed_here_is_not_watched(github: GitHubServer) -> None:
    github.deployments[SHOP] += [deployment(3, "x", on(0), environment="staging")]
    assert watched(github) == {}


def test_a_service_that_has_not_been_deployed_for_a_quarter_is_not_watched(
    github: GitHubServer,
) -> None:
    latest = NOW - timedelta(days=90)
    github.deployments[SHOP] += [deployment(1, "a", latest - timedelta(seconds=1))]
    assert watched(github) == {}
    github.deployments[SHOP] += [deployment(2, "b", latest)]
    assert len(watched(github)) == 1


def test_who_deployed_is_not_asked_for(github: GitHubServer) -> None:
    said(github, deployment(1, "a", on(0)))
    (call,) = [call for call in github.calls if call.operation == "POST /graphql"]
    assert "creator" not in call.parameters["query"]


def refusal(source: GitHubDeployments) -> CoachError:
    with pytest.raises(CoachError) as raised:
        pulled(source)
    assert "acme" not in str(raised.value)
    return raised.value


def test_a_repository_that_is_not_shown_is_told_by_place_and_the_others_go_on(
    github: GitHubServer,
) -> None:
    github.rest.hidden.add(SHOP)
    github.deployments[PAY] += [deployment(1, "a", on(0))]
    report = Report()
    assert len(pulled(a_source(github, repositories=(SHOP, PAY)), report=report)) == 1
    assert list(report.places.values()) == [["team payments, service shop, repository 1"]]


def test_a_token_without_the_right_is_told_which_one_it_needs(github: GitHubServer) -> None:
    github.rest.lacking.add("deployments")
    error = refusal(a_source(github))
    assert isinstance(error, OperatorError)
    assert "`Deployments: read` and `Metadata: read`" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"repository": null}}',
        b'{"data": {"repository": {"oldest": {"nodes": []}, "deployments": null}}}',
        b'{"data": {"repository": {"oldest": {"nodes": []}, "deployments": {"nodes": null}}}}',
        b'{"data": {"repository": {"oldest": {"nodes": []}, "deployments": {"nodes": []}}}}',
        (
            b'{"data": {"repository": {"oldest": {"nodes": [{}]},'
            b' "deployments": {"nodes": [], "pageInfo": {}}}}}'
        ),
    ],
)
def test_an_answer_without_its_parts_is_not_a_service_at_rest(
    github: GitHubServer, body: bytes
) -> None:
    github.plan(faults.says(body), after=1)
    assert isinstance(refusal(a_source(github)), TransientError)


def test_a_list_that_turns_in_a_circle_ends_with_a_word_of_it(github: GitHubServer) -> None:
    turning = (
        b'{"data": {"repository": {"oldest": {"nodes": []}, "deployments":'
        b' {"nodes": [], "pageInfo": {"hasNextPage": true, "endCursor": "x"}}}}}'
    )
    github.plan(faults.says(turning), after=1)
    report = Report()
    assert pulled(a_source(github), report=report) == []
    assert report.places == {
        "GitHub came back to an earlier page; the rest is missing": [
            "team payments, service shop, repository 1, page 2"
        ]
    }


def test_more_states_than_coach_reads_are_told(github: GitHubServer) -> None:
    states = [(n / 100, "IN_PROGRESS") for n in range(60)]
    github.deployments[SHOP] += [deployment(1, "a", on(0), *states, (1, "SUCCESS"))]
    report = Report()
    assert pulled(a_source(github), report=report) == []
    assert list(report.places) == ["more became of the deployment than Coach reads"]


@pytest.mark.parametrize("environments", [[], [""]])
def test_no_environment_is_refused_in_coach_yml(environments: list[str]) -> None:
    with pytest.raises(ValidationError):
        GitHubDeploymentsScope.model_validate(
            {"repositories": [SHOP], "environments": environments}
        )
