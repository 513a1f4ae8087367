"""A git repository on this machine: how long changes wait for a tag, and which ones are undone.

For teams that mark what they deploy with tags. No vendor is asked: what counts is a clone or bare
mirror that somebody else keeps up to date. A step is a commit on the branch, or a merge with what it
brought; a team's steps are those whose first commit one of its people wrote.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import Field, StringConstraints
from typing_extensions import override

from bot.errors import OperatorError, SkippedError
from bot.metrics.fact import Exclusion, Fact
from bot.metrics.fold import SETTLES_AFTER
from bot.metrics.week import Week
from bot.sources.git_change import Author, Tagged, by_commit
from bot.sources.git_deployments import WITHIN, Delivered, Deployment, Merged, Way
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

if TYPE_CHECKING:
    from bot.sources.git_history import Repository

FREQUENCY, LEAD, REWORK = "deployment_frequency", "lead_time", "rework_after_merge"
_HOUR = timedelta(hours=1)
_BOT, _BOT_REASON = "[bot]", "bot"
_Word = Annotated[str, StringConstraints(min_length=1, max_length=250)]


class GitOptions(Model):
    """Who is no person, beside those whose name ends in `[bot]`: names or e-mail addresses."""

    bots: tuple[_Word, ...] = ()


class GitScope(Model):
    """Where a team's or service's repository is, and how it marks what it deploys.

    Attributes:
        path: a clone or a bare mirror.
        tags: which tags are deployments, as a pattern with `*` and `?`.
        branch: which branch is deployed; None: the one that `HEAD` names.
    """

    path: Path
    tags: _Word = "v*"
    branch: Annotated[str, Field(min_length=1, max_length=250)] | None = None


class Git(Source):
    """What a branch and its tags tell."""

    kind = "git"
    title = "A git repository with deployment tags"
    calendar = Calendar.TEAM
    # A week's rework is told 21 days after its end; one more week for mirrors that come late.
    trailing = WITHIN + timedelta(days=7)
    metrics = (FREQUENCY, LEAD, REWORK)
    permissions = ("read the repositories",)
    history = "As far back as the clone goes; a shallow one ends early."
    personal = (
        "Names, e-mail addresses and messages of commits pass through memory. The author's address"
        " becomes a name made up for one run, used to count how many people stand behind a figure,"
        " and is then forgotten; of messages only the commits that they revert are read."
    )
    decisive = frozenset({"bots"})
    Options = GitOptions
    Scope = GitScope

    @override
    def probes(self) -> Iterator[Probe]:
        (right,) = self.permissions
        yield Probe(right, self._look)

    def _look(self) -> None:
        """Open each repository.

        Raises:
            OperatorError: one of them cannot be read.
        """
        for place in self.scopes:
            try:
                with closing(_opened(place)) as repository:
                    repository.tip(_scope(place).branch)
            except SkippedError as error:
                raise OperatorError(_mend(place, error)) from None

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        places = {(place.team, place.service, _scope(place)): place for place in self.scopes}
        unread: list[OperatorError] = []
        for done, place in enumerate(places.values(), start=1):
            try:
                # A history that breaks off midway must not look like one that ends there.
                found = list(self._of_one(place, window, report))
            except SkippedError as error:
                report.skip(_name(place), str(error))
                unread.append(OperatorError(_mend(place, error)))
            else:
                yield from found
            report.progress(done, len(places))
        if unread and len(unread) == len(places):
            raise unread[0]

    def _of_one(
        self, place: TeamScope, window: Window, report: Report
    ) -> Iterator[Fact | Exclusion]:
        scope = _scope(place)
        with closing(_opened(place)) as repository:
            tip = repository.tip(scope.branch)
            if tip is None:
                return  # Nobody has committed anything yet.
            tags = by_commit(_readable(repository.tagged(scope.tags), place, report))
            line = repository.line(tip)
            newest = next(line)
            until = max(newest.merged, repository.fetched() or newest.merged)
            way = Way(tags, window)
            for told in way.follow(chain([newest], line)):
                yield from self._facts(place, told, until, report)
            if repository.cut_at is not None and window.start < repository.cut_at:
                known = report.history_starts or repository.cut_at
                report.history_starts = max(known, repository.cut_at)
        if until < window.end - SETTLES_AFTER:
            # Where nothing new comes in, a week in which nothing was tagged is no zero.
            report.skip(_name(place), "nothing was fetched or committed for days")
        elif tags:
            first = min(tag.at for tag in tags.values())
            report.watch(place.team, place.service, FREQUENCY, first)

    def _facts(
        self,
        place: TeamScope,
        told: Deployment | Delivered | Merged,
        until: datetime,
        report: Report,
    ) -> Iterator[Fact | Exclusion]:
        if isinstance(told, Deployment):
            if told.left_out is None:
                yield Fact(place.team, place.service, FREQUENCY, told.at, numerator=1)
            else:
                yield Exclusion(place.team, place.service, FREQUENCY, told.at, told.left_out)
        elif isinstance(told, Delivered):
            yield from self._delivered(place, told, report)
        elif Week.containing(told.change.merged, place.zone).ends(place.zone) + WITHIN <= until:
            yield from self._merged(place, told)

    def _delivered(
        self, place: TeamScope, told: Delivered, report: Report
    ) -> Iterator[Fact | Exclusion]:
        change = told.change
        where = f"{_name(place)}, step {change.number}"
        left_out = _BOT_REASON if self._is_bot(change.author) else told.left_out
        if left_out != _BOT_REASON and not _is_of(place, change.author):
            return
        if left_out is not None:
            yield Exclusion(place.team, place.service, LEAD, told.at, left_out)
        elif change.began is None:
            report.skip(where, "a commit was written at a time that cannot be")
        elif change.began > told.at:
            report.skip(where, "a commit was written after it was deployed")
        else:
            yield Fact(
                team=place.team,
                service=place.service,
                metric=LEAD,
                at=told.at,
                value=(told.at - change.began) / _HOUR,
                actor=self.made_up(change.author.email),
            )

    def _merged(self, place: TeamScope, told: Merged) -> Iterator[Fact | Exclusion]:
        change = told.change
        if self._is_bot(change.author):
            yield Exclusion(place.team, place.service, REWORK, change.merged, _BOT_REASON)
        elif _is_of(place, change.author):
            yield Fact(
                team=place.team,
                service=place.service,
                metric=REWORK,
                at=change.merged,
                numerator=int(told.came_back),
                denominator=1,
                actor=self.made_up(change.author.email),
            )

    def _is_bot(self, author: Author) -> bool:
        account = author.email.partition("@")[0]
        return author.name.endswith(_BOT) or account.endswith(_BOT) or bool(self._bots & {*author})

    @cached_property
    def _bots(self) -> frozenset[str]:
        return frozenset(bot.casefold() for bot in cast("GitOptions", self.options).bots)


def _scope(place: TeamScope) -> GitScope:
    return cast("GitScope", place.scope)


def _is_of(place: TeamScope, author: Author) -> bool:
    return author.email in {person.casefold() for person in place.people}


def _opened(place: TeamScope) -> "Repository":
    # Imported here for the reason that the module gives.
    from bot.sources.git_history import Repository  # noqa: PLC0415

    return Repository(_scope(place).path)


def _readable(tags: Iterable[Tagged | None], place: TeamScope, report: Report) -> Iterator[Tagged]:
    for number, tag in enumerate(tags, start=1):
        if tag is None:
            report.skip(f"{_name(place)}, tag {number}", "the tag names no commit, or no time")
        else:
            yield tag


def _name(place: TeamScope) -> str:
    """Name a repository by where it stands in `coach.yml`: its path may hold a person's name."""
    return f"team {place.team}" + (f", service {place.service}" if place.service else "")


def _mend(place: TeamScope, error: SkippedError) -> str:
    return f"{_name(place).capitalize()}: {error}. Look at `path` and `branch` in coach.yml."
