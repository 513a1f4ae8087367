"""GitHub Actions: on which commits the tests failed, and on which they changed their mind.

A commit's runs belong together: the first decides when it counts, and what ended within three days
of that decides how. Everything about a commit lies within six days, so that what a week says does
not depend on how much was asked for, and later tries change nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, NamedTuple, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_options import GitHubAccess, GitHubScope, Login
from bot.sources.github_refusals import Rights
from bot.sources.github_repositories import Asked, GitHubRepositories, Repository
from bot.sources.github_runs import FAILED, PASSED, Attempt, Run, Runs
from bot.sources.source import Calendar, TeamScope, Window

FAILURES, FLAKY = "test_failure_rate", "flaky_rate"
SETTLES = timedelta(days=3)
"""What ends later than this after a commit's first run was asked for belongs to it no more. People
try again within the day or after a weekend; GitHub would let them for a month."""
_ONE_TREE = "push"
"""Of what two runs of a workflow on one commit saw the same code. Those of a pull request see it
merged to what the other branch is at that hour."""


class GitHubActionsOptions(GitHubAccess):
    """Where GitHub is, and which accounts are bots and look like people."""

    bots: tuple[Login, ...] = ()


class GitHubActionsScope(GitHubScope):
    """The repositories, and the workflows that test, by file or name; none: all that run."""

    workflows: tuple[
        Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...
    ] = ()


class Outcome(NamedTuple):
    """How the tests of a commit ended.

    Attributes:
        at: when the first of its runs that says anything had ended.
        failed: whether the last word of any workflow is a failure.
        flaky: whether the same code both passed and failed.
        reason: why it says nothing, where it does not.
    """

    at: datetime
    failed: bool = False
    flaky: bool = False
    reason: str | None = None


class GitHubActions(GitHubRepositories):
    """What the workflow runs say of the commits that a team's people push."""

    kind = "github_actions"
    title = "GitHub Actions"
    calendar = Calendar.TEAM
    metrics = (FAILURES, FLAKY)
    permissions = ("Actions: read", "Metadata: read")
    rights = Rights(permissions, {"actions": "read", "metadata": "read"})
    smallest = "/actions/runs"
    history = "As far back as GitHub keeps the runs of a repository."
    personal = (
        "Logins of those who pushed pass through memory. A member's becomes a name made up for one"
        " run, used to count how many people stand behind a figure, and is then forgotten; texts of"
        " commits, names of branches and authors' addresses are not read."
    )
    decisive = frozenset({"bots"})
    Options = GitHubActionsOptions
    Scope = GitHubActionsScope

    @override
    def _of_one(self, repository: Repository, asked: Asked) -> Iterator[Fact | Exclusion]:
        runs = Runs(asked.client, repository.path, repository.place, asked.report)
        first, last = asked.window.start - SETTLES, asked.window.end + SETTLES
        by_commit: dict[str, dict[int, Run]] = defaultdict(dict)
        for run in runs.created(first, last):
            by_commit[run.commit][run.number] = run
        for commit, found in by_commit.items():
            if self._matters(found.values(), repository.teams):
                # An older commit may have run before: then it counts in an earlier week.
                if any(run.committed is None or run.committed < first for run in found.values()):
                    found.update({run.number: run for run in runs.of_commit(commit)})
                yield from self._of_a_commit(found.values(), repository.teams, runs, asked.window)

    @cached_property
    def _bots(self) -> frozenset[str]:
        bots = cast("GitHubActionsOptions", self.options).bots
        return frozenset(bot.lower().removesuffix("[bot]") for bot in bots)

    @cached_property
    def _people(self) -> Mapping[str, frozenset[str]]:
        people: dict[str, set[str]] = defaultdict(set)
        for place in self.scopes:
            people[place.team] |= {person.strip().lower() for person in place.people}
        return {team: frozenset(names) for team, names in people.items()}

    def _is_bot(self, run: Run) -> bool:
        return run.actor is not None and (run.actor.is_bot or run.actor.login in self._bots)

    def _matters(self, found: Iterable[Run], teams: Sequence[TeamScope]) -> bool:
        """Whether any team may be told of a commit."""
        people = frozenset[str]().union(*(self._people[place.team] for place in teams))
        return any(
            self._is_bot(run) or (run.actor is not None and run.actor.login in people)
            for run in found
        )

    def _of_a_commit(
        self, found: Iterable[Run], teams: Sequence[TeamScope], runs: Runs, window: Window
    ) -> Iterator[Fact | Exclusion]:
        """Yield what one commit says to each team and service that names its repository."""
        attempts: dict[int, Sequence[Attempt]] = {}
        for place in teams:
            chosen = [run for run in found if _is_chosen(run, place)]
            first = min(chosen, key=lambda run: (run.created, run.number), default=None)
            # A deleted account is nobody's whom a team lists.
            if first is None or first.actor is None or not _may_lie_in(window, first):
                continue
            is_bot = self._is_bot(first)
            if not is_bot and first.actor.login not in self._people[place.team]:
                continue
            for run in chosen:
                if run.number not in attempts:
                    attempts[run.number] = tuple(runs.attempts(run))
            said = outcome({run: attempts[run.number] for run in chosen})
            if said is not None and window.holds(said.at):
                actor = self.made_up(first.actor.login)
                yield from _told(place, said, actor, "bot" if is_bot else said.reason)


def _is_chosen(run: Run, place: TeamScope) -> bool:
    workflows = cast("GitHubActionsScope", place.scope).workflows
    return not workflows or bool(run.names & {name.lower() for name in workflows})


def _may_lie_in(window: Window, first: Run) -> bool:
    """Whether what a commit says can lie in the window, by when its first run was asked for."""
    return window.start - SETTLES < first.created < window.end


def outcome(found: Mapping[Run, Sequence[Attempt]]) -> Outcome | None:
    """Return how the tests of a commit ended; None while none of them has.

    Args:
        found: the runs of the commit, with the tries of each.
    """
    until = min(run.created for run in found) + SETTLES
    ended = sorted(
        (
            (attempt.ended, run.number, run, attempt.conclusion)
            for run, attempts in found.items()
            for attempt in attempts
            if attempt.conclusion is not None and attempt.ended < until
        ),
        key=lambda one: one[:2],
    )
    if not ended:
        return None
    words: dict[tuple[int, str], str] = {}
    same_code: dict[tuple[int, str, int], set[str]] = defaultdict(set)
    verdicts = [one for one in ended if one[3] in {PASSED, FAILED}]
    for _, number, run, conclusion in verdicts:
        words[run.workflow, run.event] = conclusion
        alone = 0 if run.event == _ONE_TREE else number
        same_code[run.workflow, run.event, alone].add(conclusion)
    if not verdicts:
        return Outcome(ended[0][0], reason=ended[-1][3])
    return Outcome(
        at=verdicts[0][0],
        failed=FAILED in words.values(),
        flaky={PASSED, FAILED} in same_code.values(),
    )


def _told(
    place: TeamScope, said: Outcome, actor: str, reason: str | None
) -> Iterator[Fact | Exclusion]:
    for metric, is_so in ((FAILURES, said.failed), (FLAKY, said.flaky)):
        if reason is not None:
            yield Exclusion(place.team, place.service, metric, said.at, reason)
        else:
            yield Fact(
                team=place.team,
                service=place.service,
                metric=metric,
                at=said.at,
                numerator=int(is_so),
                denominator=1,
                actor=actor,
            )
