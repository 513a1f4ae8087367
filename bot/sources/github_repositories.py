"""What the kinds that go through repositories share: each is looked up, read whole, and then told."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from typing_extensions import override

from bot.errors import OperatorError, SkippedError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_instant import instant
from bot.sources.github_kind import GitHubKind
from bot.sources.github_options import GitHubScope
from bot.sources.github_refusals import GARBLED, Asker, UnseenError, none_seen, some_unseen
from bot.sources.source import Probe, Report, TeamScope, Window

if TYPE_CHECKING:
    from bot.sources.github_client import Client


class Repository(NamedTuple):
    """A repository as GitHub knows it today.

    Attributes:
        path: where it stands in REST, under the name that it has now.
        created: when it was made.
        branch: its default branch.
        place: how to call it in a report.
        teams: the teams and services that name it.
    """

    path: str
    created: datetime
    branch: str
    place: str
    teams: Sequence[TeamScope]


class Asked(NamedTuple):
    """What a pull asks with, and for."""

    client: "Client"
    window: Window
    report: Report


class GitHubRepositories(GitHubKind):
    """A kind that reads repositories one by one, and needs one right beside `Metadata: read`."""

    smallest: ClassVar[str]
    """The path below a repository that needs that right; one row of it is asked for."""

    @abstractmethod
    def _of_one(self, repository: Repository, asked: Asked) -> Iterator[Fact | Exclusion]:
        """Yield what one repository says."""

    @override
    def probes(self) -> Iterator[Probe]:
        own, metadata = self.permissions
        with closing(self._client()) as client:
            yield Probe(own, partial(self._look, client, self.smallest))
            yield Probe(metadata, partial(self._look, client, ""))

    def _look(self, client: "Client", below: str) -> None:
        """Ask for the least of each repository.

        Raises:
            OperatorError: GitHub does not show all of them.
        """
        unseen = []
        for name, places in self._by_repository.items():
            try:
                client.get(f"/repos/{name}{below}", **({"per_page": 1} if below else {}))
            except UnseenError as error:
                if not (below and not error.refused and _is_shown(client, name)):
                    unseen.append(_place(places, name))
        if unseen:
            raise some_unseen(unseen, len(self._by_repository), self.rights)

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        unseen: list[bool] = []
        with closing(self._client()) as client:
            asked = Asked(client, window, report)
            for done, (name, places) in enumerate(self._by_repository.items(), start=1):
                place = _place(places, name)
                try:
                    # Whole before anything is told: half a repository would look like a quiet one.
                    found = list(self._of_one(_looked_up(client, name, place, places), asked))
                except UnseenError as error:
                    unseen.append(error.refused)
                    report.skip(place, str(error))
                else:
                    yield from found
                report.progress(done, len(self._by_repository))
            if unseen and len(unseen) == len(self._by_repository):
                raise self._none_seen(client.asker, refused=any(unseen))

    def _none_seen(self, asker: Asker, *, refused: bool) -> OperatorError:
        """Return what to say where GitHub shows not one of the repositories."""
        return none_seen(refused=refused, rights=self.rights, is_app=asker.is_app)

    @cached_property
    def _by_repository(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            for name in cast("GitHubScope", place.scope).repositories:
                whose = places.setdefault(name.lower(), {})
                whose.setdefault((place.team, place.service), place)
        return {name: tuple(whose.values()) for name, whose in places.items()}


def _is_shown(client: "Client", name: str) -> bool:
    """Whether a repository is there, so that only what was asked for in it is not: no right lacks."""
    try:
        client.get(f"/repos/{name}")
    except UnseenError:
        return False
    return True


def _looked_up(client: "Client", name: str, place: str, teams: Sequence[TeamScope]) -> Repository:
    """Look a repository up under the name that it has now.

    Where it was renamed, GitHub leads from the old name to the new, and what was asked for behind
    the path is lost on the way.
    """
    said = client.get(f"/repos/{name}")
    if not isinstance(said, dict):
        raise TransientError(GARBLED)
    full_name, branch = said.get("full_name"), said.get("default_branch")
    if not isinstance(full_name, str) or not isinstance(branch, str):
        raise TransientError(GARBLED)
    try:
        created = instant(said.get("created_at"))
    except SkippedError:
        raise TransientError(GARBLED) from None
    return Repository(f"/repos/{full_name}", created, branch, place, teams)


def _place(places: Sequence[TeamScope], name: str) -> str:
    """Name a repository by where it stands in `coach.yml`: its own name may hold a person's."""
    first = places[0]
    names = [one.lower() for one in cast("GitHubScope", first.scope).repositories]
    service = f", service {first.service}" if first.service else ""
    return f"team {first.team}{service}, repository {names.index(name) + 1}"
