"""AWS CodeCommit's pull requests: how long they wait, how often they turn, and which are undone.

CodeCommit has no drafts and no reviews that ask for changes. What somebody asks for are comments, and
approvals that are taken back; so comments are asked for, and of each only its time, its author and
whether it was deleted are read. AWS cannot leave their text out of the answer.

Nothing in CodeCommit links a fix to what it mends, so that rework is what was undone: a pull request
whose title or description has git's own words, "This reverts commit ...", and the merge's commit.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from typing import Annotated, Any, Self, cast

from pydantic import Field, StringConstraints, model_validator
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources import aws
from bot.sources.codecommit_pull_request import listed_bots, plain_name
from bot.sources.codecommit_reading import AbsentError, Wanted, any_request, merged_since
from bot.sources.pull_request import PullRequest, Who
from bot.sources.pull_request_facts import HELD, METRICS, Telling
from bot.sources.pull_request_rework import WITHIN
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

_REPOSITORY = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
_BOT = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_NO_SUCH_REQUEST = "0"
"""Stands in a question for a right where no pull request is known."""
_NONE_THERE = "CodeCommit has none of the repositories in coach.yml. Look at `repositories` and `region` there."


class CodeCommitOptions(aws.AwsOptions):
    """Where in AWS, as whom, and who is no person there.

    Attributes:
        bots: ARNs, or names of users or sessions; the ARN of a role, or `assumed-role/NAME`, means
            all of its sessions.
    """

    bots: tuple[_BOT, ...] = ()


class CodeCommitScope(Model):
    """The repositories in which the team works, by their names."""

    repositories: Annotated[tuple[_REPOSITORY, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len(set(self.repositories)) < len(self.repositories):
            msg = "a repository stands in `repositories` twice"
            raise ValueError(msg)
        return self


class CodeCommit(Source):
    """What becomes of the pull requests that a team's people open.

    AWS's clock is not asked: what settles after 21 days settles by the end of the window.
    """

    kind = "codecommit"
    title = "AWS CodeCommit pull requests"
    calendar = Calendar.TEAM
    # A week's rework is told 21 days after its end; one more week for nights that fail.
    trailing = WITHIN + timedelta(days=7)
    metrics = (*METRICS, HELD)
    permissions = (
        "codecommit:GetRepository",
        "codecommit:ListPullRequests",
        "codecommit:GetPullRequest",
        "codecommit:DescribePullRequestEvents",
        "codecommit:GetCommentsForPullRequest",
    )
    history = "As far back as the repositories go."
    personal = (
        "ARNs, titles and descriptions pass through memory, and the text of comments with AWS's"
        " answer, which is not looked at. The last part of the author's ARN becomes a name made up"
        " for one run, used to count how many people stand behind a figure, and is then forgotten;"
        " nothing else of them leaves the reading."
    )
    decisive = frozenset({"bots"})
    Options = CodeCommitOptions
    Scope = CodeCommitScope

    @override
    def probes(self) -> Iterator[Probe]:
        repository, listing, request, events, comments = self.permissions
        names = list(self._by_repository)
        with closing(self._client()) as client:
            # Where a policy names repositories, only a real pull request shows whether it is enough.
            keys = [any_request(client, name) or _NO_SUCH_REQUEST for name in names]

            def ask(operation: str, of: str, values: Sequence[str], **more: Any) -> None:
                for value in values:
                    aws.may(client, operation, **{of: value}, **more)

            yield Probe(repository, partial(ask, "get_repository", "repositoryName", names))
            first = partial(ask, "list_pull_requests", "repositoryName", names, maxResults=1)
            yield Probe(listing, first)
            yield Probe(request, partial(ask, "get_pull_request", "pullRequestId", keys))
            of_one = partial(ask, of="pullRequestId", values=keys, maxResults=1)
            yield Probe(events, partial(of_one, "describe_pull_request_events"))
            yield Probe(comments, partial(of_one, "get_comments_for_pull_request"))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        absent = 0
        with closing(self._client()) as client:
            for done, (repository, places) in enumerate(self._by_repository.items(), start=1):
                try:
                    found = merged_since(client, self._wanted(repository, window), report)
                except AbsentError as error:
                    absent += 1
                    report.skip(_place(places, repository), str(error))
                else:
                    telling = Telling(
                        places, self._people, window, window.end, self.made_up, signs=(HELD,)
                    )
                    yield from telling.facts(found)
                report.progress(done, len(self._by_repository))
        if absent and absent == len(self._by_repository):
            raise OperatorError(_NONE_THERE)

    def _client(self) -> Any:
        identity = self.options.model_dump(include=set(aws.AwsOptions.model_fields))
        return aws.client("codecommit", **identity)

    @cached_property
    def _by_repository(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            weeks = {plain_name(person): week for person, week in place.weeks.items()}
            for repository in _named(place):
                # Two entries of one service in coach.yml may name the same repository.
                whose = places.setdefault(repository, {})
                whose.setdefault((place.team, place.service), replace(place, weeks=weeks))
        return {repository: tuple(whose.values()) for repository, whose in places.items()}

    @cached_property
    def _people(self) -> Mapping[str, frozenset[str]]:
        return {place.team: frozenset(map(plain_name, place.people)) for place in self.scopes}

    def _wanted(self, repository: str, window: Window) -> Wanted:
        places = self._by_repository[repository]
        people = frozenset[str]().union(*(self._people[place.team] for place in places))

        def is_ours(author: Who) -> bool:
            return author.login in people and not author.is_bot

        def matters(request: PullRequest) -> bool:
            ours = request.author is not None and is_ours(request.author)
            return ours and request.on_default and window.holds(request.merged)

        return Wanted(
            repository=repository,
            place=_place(places, repository),
            since=window.start,
            bots=listed_bots(cast("CodeCommitOptions", self.options).bots),
            is_ours=is_ours,
            matters=matters,
        )


def _named(place: TeamScope) -> Sequence[str]:
    return cast("CodeCommitScope", place.scope).repositories


def _place(places: Sequence[TeamScope], repository: str) -> str:
    """Name a repository by where it stands in `coach.yml`: its own name may hold a person's."""
    first = places[0]
    service = f", service {first.service}" if first.service else ""
    return f"team {first.team}{service}, repository {_named(first).index(repository) + 1}"
