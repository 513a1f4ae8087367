"""GitLab's merge requests: how long they wait, how often they turn, which come back.

GraphQL and REST through python-gitlab. Read are the merged merge requests of the projects that a
team names: times, accounts, labels, what the system wrote on them, on which lines people wrote, and
in title and text only what they say of other merge requests; of deployments, commit and times; of pipelines, how many test cases failed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab_deployments import METRIC as DEPLOYMENTS, Asked, Watching, deployed
from bot.sources.gitlab_errors import NO_TOKEN, ProjectUnseen, none_seen, some_unseen
from bot.sources.gitlab_merge_request import Reading, plain
from bot.sources.gitlab_options import VARIABLE, GitLabOptions, GitLabScope
from bot.sources.gitlab_projects import Known, by_name, find, look_up, place_of
from bot.sources.gitlab_reading import Wanted, merged_since
from bot.sources.gitlab_test_reports import METRIC as TEST_CASES, tested
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
    from bot.sources.gitlab_client import Client


class GitLab(Source):
    """What becomes of the merge requests that a team's people open, how often it deploys, and its tests."""

    kind = "gitlab"
    title = "GitLab merge requests, deployments and tests"
    calendar = Calendar.TEAM
    # A week's rework is told 21 days after its end; one more week for clocks and nights that differ.
    trailing = WITHIN + timedelta(days=7)
    metrics = (*METRICS, DEPLOYMENTS, TEST_CASES, *SIGNS)
    permissions = ("Scope: read_api", "Role: Reporter")
    history = "As far back as the projects go."
    personal = (
        "Usernames, titles, texts, labels and what the system wrote on merge requests pass through"
        " memory; what people wrote does not. The author's username becomes a name made up for one"
        " run, used to count how many people stand behind a figure, and is then forgotten; nothing"
        " else of them leaves the reading."
    )
    decisive = frozenset({"assistants", "bots", "planned"})
    Options = GitLabOptions
    Scope = GitLabScope

    @override
    def __init__(
        self,
        name: str,
        options: BaseModel,
        scopes: Sequence[TeamScope],
        tokens: Tokens = NO_TOKENS,
        patience: "Patience | None" = None,
    ) -> None:
        super().__init__(name, options, scopes, tokens)
        self._patience = patience

    @property
    def _options(self) -> GitLabOptions:
        return cast("GitLabOptions", self.options)

    @override
    def probes(self) -> Iterator[Probe]:
        scope, role = self.permissions
        with closing(self._client()) as client:
            yield Probe(scope, client.may_read)
            yield Probe(role, partial(self._look, client))

    def _look(self, client: "Client") -> None:
        """Ask for the least of each project.

        Raises:
            OperatorError: GitLab does not show all of them.
        """
        unseen = []
        for name, places in self._by_name.items():
            try:
                number = look_up(client, name).id
                client.get(f"/projects/{number}/merge_requests", state="merged", per_page=1)
            except ProjectUnseen:
                unseen.append(place_of(places, name))
        if unseen:
            raise some_unseen(unseen, len(self._by_name))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        refused: list[bool] = []

        watching = Watching()
        asked = Asked(self._options.environments, window, report, watching)

        def missed(called: str, places: Sequence[TeamScope], error: ProjectUnseen) -> None:
            refused.append(error.refused)
            watching.unknown(places)
            report.skip(called, str(error))

        def not_there(name: str, error: ProjectUnseen) -> None:
            places = self._by_name[name]
            missed(place_of(places, name), places, error)

        seen = 0
        with closing(self._client()) as client:
            found = find(client, self._by_name, not_there)
            for done, known in enumerate(found, start=1):
                try:
                    merged = merged_since(client, self._wanted(known, window), report)
                except ProjectUnseen as error:
                    missed(known.called, known.places, error)
                else:
                    seen += 1
                    yield from Telling(
                        known.places, self._people, window, client.now or window.end, self.made_up
                    ).facts(merged)
                    yield from deployed(client, known, asked)
                    yield from tested(client, known, window, report)
                report.progress(done, len(found))
        if refused and not seen:
            raise none_seen(refused=any(refused))
        watching.tell(report)

    def _client(self) -> "Client":
        # Imported here for the reason that the module gives.
        from bot.sources.gitlab_client import Client  # noqa: PLC0415

        token = self.tokens.get(VARIABLE)
        if token is None:
            raise OperatorError(NO_TOKEN)
        return Client(
            token.get_secret_value(), self._options.base_url, self._patience or Patience()
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[TeamScope]]:
        return by_name(self.scopes)

    @cached_property
    def _people(self) -> Mapping[str, frozenset[str]]:
        return {place.team: frozenset(map(plain, place.people)) for place in self.scopes}

    def _wanted(self, known: Known, window: Window) -> Wanted:
        people = frozenset[str]().union(*(self._people[place.team] for place in known.places))

        def matters(request: PullRequest) -> bool:
            author = request.author
            return (
                window.holds(request.merged)
                and request.on_default
                and author is not None
                and author.login in people
            )

        reading = Reading(
            known.project.path,
            known.project.branch,
            bots=frozenset(map(plain, (*KNOWN_BOTS, *self._options.bots))),
            assistants=frozenset(map(plain, self._options.assistants)),
            planned=frozenset(label.strip().casefold() for label in self._options.planned),
        )
        return Wanted(reading, known.called, window.start, matters)
