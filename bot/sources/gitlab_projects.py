"""Which projects there are behind the names in `coach.yml`. The number of a project is its key.

GitLab sends whoever asks for an old path on to where the project is now, so that a path that was
renamed goes on being found; GraphQL does not, and is asked by the path that was told here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import quote

from bot.errors import TransientError
from bot.sources.gitlab_errors import GAP, ProjectUnseen
from bot.sources.gitlab_options import GitLabScope
from bot.sources.source import TeamScope


class Project(NamedTuple):
    """A project.

    Attributes:
        id: its number, which stays when it is renamed or moved.
        path: `group/name`, as it is now.
        branch: the default branch; None where nothing was ever pushed.
    """

    id: int
    path: str
    branch: str | None


class Known(NamedTuple):
    """A project of `coach.yml`.

    Attributes:
        project: what GitLab says it is.
        called: how to call it in the report.
        places: the teams and services that it belongs to.
    """

    project: Project
    called: str
    places: tuple[TeamScope, ...]


class Gets(Protocol):
    """Whoever asks REST."""

    def get(self, path: str, **query: str | int) -> Any:
        """Return what stands at a path."""


def look_up(client: Gets, name: str) -> Project:
    """Return the project of a name: a path, perhaps of old, or a number.

    Raises:
        TransientError: GitLab did not answer.
        OperatorError: GitLab refused.
        ProjectUnseen: it is not there, or not for this token.
    """
    said = client.get(f"/projects/{quote(name, safe='')}")
    if not isinstance(said, dict):
        raise TransientError(GAP)
    number, path, branch = (
        said.get(key) for key in ("id", "path_with_namespace", "default_branch")
    )
    if not (isinstance(number, int) and isinstance(path, str)):
        raise TransientError(GAP)
    if not (branch is None or isinstance(branch, str)):
        raise TransientError(GAP)
    return Project(number, path, branch)


def by_name(scopes: Iterable[TeamScope]) -> Mapping[str, Sequence[TeamScope]]:
    """Return what each name in `coach.yml` belongs to, each team and service once."""
    places: dict[str, dict[tuple[str, str], TeamScope]] = {}
    for place in scopes:
        for name in cast("GitLabScope", place.scope).names:
            places.setdefault(name, {}).setdefault((place.team, place.service), place)
    return {name: tuple(whose.values()) for name, whose in places.items()}


def place_of(places: Sequence[TeamScope], name: str) -> str:
    """Name a project by where it stands in `coach.yml`: its own name may hold a person's."""
    first = places[0]
    service = f", service {first.service}" if first.service else ""
    position = cast("GitLabScope", first.scope).names.index(name) + 1
    return f"team {first.team}{service}, project {position}"


def find(
    client: Gets,
    named: Mapping[str, Sequence[TeamScope]],
    missed: Callable[[str, ProjectUnseen], None],
) -> list[Known]:
    """Return the projects behind names, each once, whatever it is called by.

    Args:
        client: asks GitLab.
        named: what each name belongs to.
        missed: is told the name of each that GitLab does not show, and the reason.

    Raises:
        TransientError: GitLab did not answer.
        OperatorError: GitLab refused.
    """
    found: dict[int, Known] = {}
    for name, places in named.items():
        try:
            project = look_up(client, name)
        except ProjectUnseen as error:
            missed(name, error)
            continue
        before = found.get(project.id)
        whose = {(place.team, place.service): place for place in (before.places if before else ())}
        for place in places:
            whose.setdefault((place.team, place.service), place)
        called = before.called if before else place_of(places, name)
        found[project.id] = Known(project, called, tuple(whose.values()))
    return list(found.values())
