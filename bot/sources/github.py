"""GitHub's pull requests: how long they wait, how often they turn, and which ones come back.

GraphQL through PyGithub. Read are the merged pull requests of the repositories that a team names:
times, accounts, labels, and in title, text and branch only what they say of other pull requests.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.at_once import in_order
from bot.sources.github_options import VARIABLE, GitHubOptions, GitHubScope
from bot.sources.github_pull_request import plain_login
from bot.sources.github_query import PROBE, PROBE_METADATA
from bot.sources.github_reading import Wanted, merged_since
from bot.sources.known_accounts import KNOWN_BOTS
from bot.sources.patience import Patience
from bot.sources.pull_request import PullRequest
from bot.sources.pull_request_facts import METRICS, SIGNS, Telling
from bot.sources.pull_request_rework import WITHIN
from bot.sources.source import (
    NO_TOKENS,
    Calendar,
    Probe,
    Report,
    Source,
    TeamScope,
    Tokens,
    Window,
)

if TYPE_CHECKING:
    from bot.sources.github_client import Client
    from bot.sources.github_clients import Clients

AT_ONCE = 4
"""Repositories that are read at the same time.

GitHub advises against many questions at once, and gives GraphQL sixty seconds of its processors a
minute (its documentation of rate limits, "secondary rate limits"): more would soon be told to wait.
"""


class GitHub(Source):
    """What becomes of the pull requests that a team's people open."""

    kind = "github"
    title = "GitHub pull requests"
    calendar = Calendar.TEAM
    # A week's rework is told 21 days after its end; one more week for clocks and nights that differ.
    trailing = WITHIN + timedelta(days=7)
    metrics = (*METRICS, *SIGNS)
    permissions = ("Pull requests: read", "Metadata: read")
    history = "As far back as the repositories go."
    personal = (
        "Logins, titles, texts, branches and labels pass through memory. The author's login"
        " becomes a name made up for one run, used to count how many people stand behind a"
        " figure, and is then forgotten; nothing else of them leaves the reading."
    )
    decisive = frozenset({"assistants", "bots", "planned"})
    Options = GitHubOptions
    Scope = GitHubScope

    @override
    def __init__(
        self,
        name: str,
        options: BaseModel,
        scopes: Sequence[TeamScope],
        tokens: Tokens = NO_TOKENS,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(name, options, scopes, tokens)
        self._patience = patience

    @property
    def _options(self) -> GitHubOptions:
        return cast("GitHubOptions", self.options)

    @override
    @classmethod
    def parts(cls, scope: BaseModel) -> frozenset[str]:
        return frozenset(name.lower() for name in cast("GitHubScope", scope).repositories)

    @override
    def probes(self) -> Iterator[Probe]:
        from bot.sources.github_clients import Clients  # noqa: PLC0415

        requests, metadata = self.permissions
        with closing(Clients(self._client)) as clients:
            clients.mine()  # Without a token there is nobody to ask as, and no right to speak of.
            yield Probe(requests, partial(self._look, clients, PROBE))
            yield Probe(metadata, partial(self._look, clients, PROBE_METADATA))

    def _look(self, clients: "Clients", question: str) -> None:
        """Ask for the least of each repository.

        Raises:
            OperatorError: GitHub does not show all of them.
        """
        from bot.sources.github_client import UnseenError, some_unseen  # noqa: PLC0415

        def is_seen(repository: str) -> bool:
            owner, _, name = repository.partition("/")
            try:
                clients.mine().ask(question, owner=owner, name=name)
            except UnseenError:
                return False
            return True

        with closing(in_order(is_seen, self._by_repository, AT_ONCE)) as answers:
            unseen = [
                _place(self._by_repository[repository], repository)
                for repository, seen in answers
                if not seen
            ]
        if unseen:
            raise some_unseen(unseen, len(self._by_repository))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        # Imported here for the reason that the module gives.
        from bot.sources.github_client import UnseenError, none_seen  # noqa: PLC0415
        from bot.sources.github_clients import Clients  # noqa: PLC0415

        unseen: list[bool] = []

        def read(repository: str) -> tuple[Report, Sequence[PullRequest] | UnseenError, datetime]:
            mine, client = Report(), clients.mine()
            try:
                found = merged_since(client, self._wanted(repository, window), mine)
            except UnseenError as error:
                return mine, error, window.end
            return mine, found, client.now or window.end

        with (
            closing(Clients(self._client)) as clients,
            closing(in_order(read, self._by_repository, AT_ONCE)) as answers,
        ):
            for done, (repository, answer) in enumerate(answers, start=1):
                places, (mine, found, now) = self._by_repository[repository], answer
                report.take(mine)
                if isinstance(found, UnseenError):
                    unseen.append(found.refused)
                    report.skip(_place(places, repository), str(found))
                else:
                    telling = Telling(places, self._people, window, now, self.made_up)
                    yield from telling.facts(found)
                report.progress(done, len(self._by_repository))
        if unseen and len(unseen) == len(self._by_repository):
            raise none_seen(refused=any(unseen))

    def _client(self) -> "Client":
        from bot.sources.github_client import Client, by_app, by_token  # noqa: PLC0415

        options, token = self._options, self.tokens.get(VARIABLE)
        if options.app is not None:
            identity = by_app(*options.app)
        elif token is not None:
            identity = by_token(token.get_secret_value())
        else:
            raise OperatorError(
                f"{VARIABLE} is not set. Make a fine-grained token on GitHub with the rights"
                f" {' and '.join(f'`{right}`' for right in self.permissions)}."
            )
        return Client(identity, options.base_url, self._patience or Patience())

    @cached_property
    def _by_repository(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            for repository in cast("GitHubScope", place.scope).repositories:
                whose = places.setdefault(repository.lower(), {})
                whose.setdefault((place.team, place.service), place)
        return {repository: tuple(whose.values()) for repository, whose in places.items()}

    @cached_property
    def _people(self) -> Mapping[str, frozenset[str]]:
        return {
            place.team: frozenset(plain_login(person) for person in place.people)
            for place in self.scopes
        }

    def _wanted(self, repository: str, window: Window) -> Wanted:
        places = self._by_repository[repository]
        people = frozenset[str]().union(*(self._people[place.team] for place in places))

        def matters(request: PullRequest) -> bool:
            author = request.author
            return (
                window.holds(request.merged)
                and request.on_default
                and author is not None
                and author.login in people
            )

        return Wanted(
            repository=repository,
            place=_place(places, repository),
            since=window.start,
            bots=frozenset(map(plain_login, (*KNOWN_BOTS, *self._options.bots))),
            assistants=frozenset(map(plain_login, self._options.assistants)),
            planned=frozenset(label.strip().casefold() for label in self._options.planned),
            matters=matters,
        )


def _place(places: Sequence[TeamScope], repository: str) -> str:
    """Name a repository by where it stands in `coach.yml`: its own name may hold a person's."""
    first = places[0]
    names = [name.lower() for name in cast("GitHubScope", first.scope).repositories]
    service = f", service {first.service}" if first.service else ""
    return f"team {first.team}{service}, repository {names.index(repository) + 1}"
