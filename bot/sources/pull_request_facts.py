"""What merged pull requests say of a team, as facts: the one place for every tool that has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.week import Week
from bot.sources.pull_request import PullRequest, Who
from bot.sources.pull_request_flow import Spell, flow
from bot.sources.pull_request_rework import WITHIN, came_back
from bot.sources.pull_request_signs import signs
from bot.sources.source import TeamScope, Window
from bot.sources.working_time import between
from bot.teams.work_week import WorkWeek

CYCLE, WAIT, TURNS = "pr_cycle_time", "first_review_wait", "review_iterations"
REWORK = "rework_after_merge"
METRICS = (CYCLE, WAIT, TURNS, REWORK)
HELD, QUICK, FLIPPED = "pulls_held_overnight", "quick_large_reviews", "drafts_flipped"
SIGNS = (HELD, QUICK, FLIPPED)
"""Asked about in the report about unintended effects alone. Not every tool can tell all of them."""
ON_THE_WALL = "wall"
"""The dimension of durations by the clock on the wall, kept beside those of working days."""
_HOUR = timedelta(hours=1)
Told = Iterator[Fact | Exclusion]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to tell of the pull requests of one repository.

    Attributes:
        places: the teams and services that the repository belongs to.
        people: the accounts of each team's members, as `Who.login` has them.
        window: what was asked for.
        now: the source's own clock, where it has one.
        made_up: gives somebody the name under which they pass through this run.
        signs: which of the signs the tool can tell.
    """

    places: Sequence[TeamScope]
    people: Mapping[str, Iterable[str]]
    window: Window
    now: datetime
    made_up: Callable[[str], str]
    signs: Sequence[str] = SIGNS

    def facts(self, found: Sequence[PullRequest]) -> Told:
        """Yield what the merges inside the window say.

        Args:
            found: all that was merged in the repository since the window began, whatever its
                branch; what came after the window tells what came back.
        """
        back = came_back([request for request in found if request.on_default])
        for request in found:
            # A deleted account is nobody's whom a team lists.
            if request.author is not None and self.window.holds(request.merged):
                came = request.number in back
                for place in self.places:
                    settled = _is_settled(request.merged, place, self.now)
                    yield from self._one(
                        place, request, request.author, came=came if settled else None
                    )

    def _one(
        self, place: TeamScope, request: PullRequest, author: Who, *, came: bool | None
    ) -> Told:
        """Yield what one pull request says; `came` is None until it is known to come back or not."""
        if not author.is_bot and author.login not in self.people[place.team]:
            return
        if author.is_bot or not request.on_default:
            metrics = METRICS if came is not None else (CYCLE, WAIT, TURNS)
            yield from _left_out(place, request, (*metrics, *self.signs), _why(author))
            return
        fact = partial(
            Fact,
            team=place.team,
            service=place.service,
            at=request.merged,
            actor=self.made_up(author.login),
        )
        went, week = flow(request), place.week_of(author.login)
        for metric, spells in ((CYCLE, went.cycle), (WAIT, went.wait)):
            if isinstance(spells, str):
                yield from _left_out(place, request, (metric,), spells)
            else:
                yield fact(metric=metric, value=_worked(spells, place.zone, week))
                yield fact(metric=metric, dimension=ON_THE_WALL, value=_on_the_wall(spells))
        if isinstance(went.turns, str):
            yield from _left_out(place, request, (TURNS,), went.turns)
        else:
            yield fact(metric=TURNS, value=float(went.turns))
        if came is not None:
            yield fact(metric=REWORK, numerator=int(came), denominator=1)
        yield from self._signs(place, request, week, fact)

    def _signs(
        self, place: TeamScope, request: PullRequest, week: WorkWeek, fact: Callable[..., Fact]
    ) -> Told:
        """Yield which signs one pull request shows, of those that the tool can tell."""
        for metric, shown in zip(SIGNS, signs(request, place.zone, week), strict=True):
            if metric not in self.signs:
                continue
            if isinstance(shown, str):
                yield from _left_out(place, request, (metric,), shown)
            else:
                yield fact(metric=metric, numerator=int(shown), denominator=1)


def _why(author: Who) -> str:
    if author.is_assistant:
        return "assistant"
    return "bot" if author.is_bot else "other_branch"


def _worked(spells: Iterable[Spell], zone: ZoneInfo, week: WorkWeek) -> float:
    """Return the hours on working days of the author, who waits."""
    return sum((between(start, end, zone, week) for start, end in spells), timedelta()) / _HOUR


def _on_the_wall(spells: Iterable[Spell]) -> float:
    return sum((end - start for start, end in spells), timedelta()) / _HOUR


def _is_settled(merged: datetime, place: TeamScope, now: datetime) -> bool:
    """Whether the whole week of a merge can no longer change.

    Not the merge's own 21 days: a week that grew by a pull request a night would tell of each one
    whether it came back.
    """
    return Week.containing(merged, place.zone).ends(place.zone) + WITHIN <= now


def _left_out(
    place: TeamScope, request: PullRequest, metrics: Iterable[str], reason: str
) -> Iterator[Exclusion]:
    for metric in metrics:
        yield Exclusion(place.team, place.service, metric, request.merged, reason)
