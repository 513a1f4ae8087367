"""What DevLake's rows of deployed commits come to: deployments, each once. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.sources.devlake_database import moment

PRODUCTION = "PRODUCTION"
"""DevLake's own word for it; only such deployments does it hold against incidents."""
BREAKS_WITHIN = timedelta(days=7)
"""An incident later than this is no longer put down to a deployment.

DevLake puts each incident down to the latest deployment before it, were that months ago.
"""
RESTART, ROLLBACK = "restart", "rollback"
_DONE = "SUCCESS"
_NOT_DONE = {"FAILURE", "ABORT", "MANUAL", ""}


class Part(NamedTuple):
    """One commit, and under which name it was deployed."""

    repository: str
    name: str
    commit: str


@dataclass(slots=True)
class Deployment:
    """One successful deployment to production.

    Attributes:
        finished: when, in UTC.
        ids: DevLake's own; several where the same repository is there by two connections.
        parts: what was deployed; commits without an address or a digest are not among them.
        is_devlakes: whether DevLake itself takes it for one to production.
        repeats: `RESTART` or `ROLLBACK` where all of it had been deployed before.
    """

    finished: datetime
    ids: set[str]
    parts: frozenset[Part]
    is_devlakes: bool
    repeats: str | None = None


@dataclass(slots=True)
class _Begun:
    results: set[str] = field(default_factory=set)
    finished: list[datetime] = field(default_factory=list)
    parts: set[Part] = field(default_factory=set)
    environments: set[str] = field(default_factory=set)


def deployments(
    rows: Iterable[Sequence[Any]], skip: Callable[[str, str], None]
) -> list[Deployment]:
    """Return the successful deployments, in the order in which they finished.

    Args:
        rows: deployment, name, result, environment, time of finishing, repository and commit,
            one a commit, as `devlake_questions.deployments` asks for them.
        skip: is told of each row that cannot be read, by place and reason.
    """
    begun: dict[str, _Begun] = {}
    for number, (deployment, name, result, environment, at, repository, commit) in enumerate(
        rows, start=1
    ):
        said, finished = str(result or "").upper(), moment(at)
        place = f"deployed commit {number}"
        if said != _DONE and said not in _NOT_DONE:
            skip(place, "the deployment has a result that Coach does not know")
        elif said == _DONE and finished is None:
            skip(place, "the deployment was successful, but does not say when")
        else:
            one = begun.setdefault(str(deployment), _Begun())
            one.results.add(said)
            one.environments.add(str(environment).upper())
            if finished is not None:
                one.finished.append(finished)
            if repository and commit:
                one.parts.add(Part(_address(repository), str(name or ""), str(commit)))
    return _repeats_told(_each_once(begun))


def _address(repository: str) -> str:
    return repository.lower().removesuffix("/").removesuffix(".git")


def _each_once(begun: Mapping[str, _Begun]) -> list[Deployment]:
    """Return deployments in order; those that two connections told are the same one."""
    found: dict[tuple[datetime, object], Deployment] = {}
    for deployment, one in begun.items():
        if one.results != {_DONE}:
            continue
        finished, parts = max(one.finished), frozenset(one.parts)
        is_devlakes = one.environments == {PRODUCTION}
        made = Deployment(finished, {deployment}, parts, is_devlakes)
        same = found.setdefault((finished, parts or deployment), made)
        same.ids.add(deployment)
    return sorted(found.values(), key=lambda each: each.finished)


def _repeats_told(ordered: list[Deployment]) -> list[Deployment]:
    running: dict[tuple[str, str], str] = {}
    seen: set[Part] = set()
    for deployment in ordered:
        parts = deployment.parts
        if parts and parts <= seen:
            is_running = all(running[part.repository, part.name] == part.commit for part in parts)
            deployment.repeats = RESTART if is_running else ROLLBACK
        seen |= parts
        running.update({(part.repository, part.name): part.commit for part in parts})
    return ordered


def broken(deployment: Deployment, causes: Mapping[str, datetime]) -> bool:
    """Whether an incident began soon after a deployment.

    Args:
        deployment: a deployment.
        causes: when the first incident after a deployment began, by DevLake's id of it.
    """
    began: Iterator[datetime] = (causes[each] for each in deployment.ids if each in causes)
    return any(timedelta() <= each - deployment.finished <= BREAKS_WITHIN for each in began)
