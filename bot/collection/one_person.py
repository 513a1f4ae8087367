"""Asks a team's sources for one number of one person, who will be asked whether to share it.

The only place where a number about one person comes into being. It is handed to the message that
this person gets and to nothing else: no row, log line or cache has it, and no floor applies, because
nobody but that person sees it until they say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.collection import pull as pulling
from bot.errors import OperatorError
from bot.metrics.cell import Cell
from bot.metrics.fact import Exclusion, Fact
from bot.metrics.figure import Figure, WeekSum, figure
from bot.metrics.fold import Fold, Frame
from bot.metrics.histogram import Histogram
from bot.metrics.metric import Metric
from bot.metrics.trend import SPAN
from bot.metrics.week import Week
from bot.sources.registry import source_class
from bot.sources.source import Report, Tokens
from bot.teams.roster import Member, Roster, Team


class NotAlone(OperatorError):
    """A source that was asked for one person told of others too."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the work of one person adds up to, in memory only; it never shows in a `repr`.

    Attributes:
        first: the first of the weeks that were asked for.
        last: the last of them, which is over and cannot change any more.
        figure: what they add up to; None: nothing that counts happened in them.
        is_whole: whether the sources could read all that they have.
    """

    first: Week
    last: Week
    figure: Figure | None = field(repr=False)
    is_whole: bool = True


def sources_of(roster: Roster, team: Team, user: str, metric: Metric) -> tuple[str, ...]:
    """Return the names of the sources that may tell a number of one member: they know them by name."""
    member = _member(team, user)
    if member is None:
        return ()
    return tuple(
        name
        for name, entry in roster.sources.items()
        if name in member.ids
        and team.scopes_of(name)
        and metric.id in source_class(entry.kind).metrics
    )


def ask(
    roster: Roster, team: Team, user: str, metric: Metric, now: datetime, tokens: Tokens
) -> Own:
    """Ask for the last six complete weeks of one member, of those that cannot change any more.

    Args:
        roster: the sources' set-up.
        team: the team that lists them.
        user: their id in Slack.
        metric: of what.
        now: this instant, in UTC.
        tokens: what the environment holds for sources.

    Raises:
        TransientError: a source did not answer.
        OperatorError: somebody must mend something first, or nobody knows this person.
    """
    member, names = _member(team, user), sources_of(roster, team, user, metric)
    if member is None or not names:
        raise OperatorError("None of the team's sources knows this person by name.")
    # With nobody else in it, the team's facts are this person's.
    alone = team.model_copy(update={"members": (member,)})
    running = Week.containing(now, team.zone)
    last = running.plus(-1 - metric.settles_weeks)
    first = last.plus(1 - SPAN)
    found: dict[Week, list[Cell]] = defaultdict(list)
    report = Report()
    for name in names:
        pull = pulling.plan(roster, name, [alone], {}, SPAN + metric.settles_weeks, now)
        source = pulling.made(roster, name, [alone], pull.zones, tokens)
        frame = Frame(name, pull.zones, pull.first, now, roster.organisation.minimum_group)
        folding = Fold(frame)
        folding.add(_own(source.pull(pull.window, report), metric))
        for key in folding.keys():  # noqa: SIM118 - a fold is no mapping
            if first <= key[1] <= last:
                found[key[1]].extend(_shown(folding.whole(key), metric))
    weeks = {week: _sum(cells) for week, cells in found.items() if cells}
    return Own(first, last, figure(metric, weeks), is_whole=not report.skipped)


def _member(team: Team, user: str) -> Member | None:
    return next((one for one in team.members if one.slack == user), None)


def _own(told: Iterable[Fact | Exclusion], metric: Metric) -> Iterator[Fact]:
    """Yield what somebody did, and make sure that it was one person."""
    actor = None
    for one in told:
        if isinstance(one, Exclusion) or one.metric != metric.id or one.actor is None:
            continue
        if actor not in {None, one.actor}:
            raise NotAlone
        actor = one.actor
        yield one


def _shown(cells: dict[str, Cell], metric: Metric) -> Iterator[Cell]:
    yield from (cell for of, cell in cells.items() if of in (metric.headline or ("",)))


def _sum(cells: Iterable[Cell]) -> WeekSum:
    whole = Cell()
    for cell in cells:
        whole.merge(cell, is_apart=False)
    histogram: Histogram | None = whole.histogram
    return WeekSum(whole.numerator, whole.denominator, whole.sample, histogram)
