"""GitHub's deployments: how often something new reaches production.

Whether it had to be mended is not told. GitHub shows a return to an earlier commit, but not a fix
that goes forward, which is what most teams do: a share of failures made of the one would be too low,
and look like safety.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Annotated, cast

from pydantic import Field, StringConstraints
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_deployment import LONGEST, Deployment, Wanted, deployments
from bot.sources.github_options import GitHubAccess, GitHubScope
from bot.sources.github_refusals import Rights
from bot.sources.github_repositories import Asked, GitHubRepositories, Repository
from bot.sources.source import Calendar, TeamScope

DEPLOYED = "deployment_frequency"
REMEMBERED = timedelta(days=90)
"""How long a commit that ran is known again, so that what says it is new does not depend on how much
was asked for. A quarter; who goes back further than that does so on purpose."""
REPEAT, ROLLBACK = "repeat", "rollback"


class GitHubDeploymentsScope(GitHubScope):
    """The repositories, and the environments that are production, written as the deployments do."""

    environments: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)
    ] = ("production",)


class GitHubDeployments(GitHubRepositories):
    """How often something new reaches production."""

    kind = "github_deployments"
    title = "GitHub deployments"
    calendar = Calendar.TEAM
    metrics = (DEPLOYED,)
    permissions = ("Deployments: read", "Metadata: read")
    rights = Rights(permissions, {"deployments": "read", "metadata": "read"})
    smallest = "/deployments"
    history = "As far back as the repositories go."
    personal = "Times, environments and commits are read. Who deployed is not asked for."
    Options = GitHubAccess
    Scope = GitHubDeploymentsScope

    @override
    def _of_one(self, repository: Repository, asked: Asked) -> Iterator[Fact | Exclusion]:
        for environments, places in _by_environments(repository.teams).items():
            wanted = Wanted(
                repository=repository.path.removeprefix("/repos/"),
                environments=environments,
                place=repository.place,
                since=asked.window.start - REMEMBERED - LONGEST,
            )
            found = deployments(asked.client, wanted, asked.report)
            now = asked.client.now or asked.window.end
            # Who deploys by another way now has no weeks without a deployment.
            if found.first and found.latest and found.latest >= now - REMEMBERED:
                for place in places:
                    asked.report.watch(place.team, place.service, DEPLOYED, found.first)
            for deployment, reason in judged(found.succeeded):
                if asked.window.holds(deployment.at):
                    yield from _told(places, deployment, reason)


def _by_environments(
    teams: Iterable[TeamScope],
) -> dict[tuple[str, ...], list[TeamScope]]:
    found: dict[tuple[str, ...], list[TeamScope]] = {}
    for place in teams:
        environments = cast("GitHubDeploymentsScope", place.scope).environments
        found.setdefault(tuple(sorted(set(environments))), []).append(place)
    return found


def judged(succeeded: Iterable[Deployment]) -> Iterator[tuple[Deployment, str | None]]:
    """Yield each deployment with why it brings nothing new, where it does not.

    What runs already in an environment is a repeat, be it a restart or the clock. What ran there
    before something else is a rollback. What ran in another environment before is the next step of
    the same deployment.

    Args:
        succeeded: the deployments to all environments of a service, in order.
    """
    known: list[Deployment] = []
    for deployment in succeeded:
        known = [one for one in known if one.at >= deployment.at - REMEMBERED]
        yield deployment, _reason(deployment, known)
        known.append(deployment)


def _reason(deployment: Deployment, known: Sequence[Deployment]) -> str | None:
    there = [one.commit for one in known if one.environment == deployment.environment]
    if there and there[-1] == deployment.commit:
        return REPEAT
    if deployment.commit in there:
        return ROLLBACK
    return REPEAT if any(one.commit == deployment.commit for one in known) else None


def _told(
    places: Iterable[TeamScope], deployment: Deployment, reason: str | None
) -> Iterator[Fact | Exclusion]:
    for place in places:
        if reason is None:
            yield Fact(place.team, place.service, DEPLOYED, deployment.at, numerator=1)
        else:
            yield Exclusion(place.team, place.service, DEPLOYED, deployment.at, reason)
