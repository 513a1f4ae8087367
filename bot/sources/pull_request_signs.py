"""Signs that a pull request was steered by a clock or a number, by the catalogue's definitions. Pure.

They are asked about, and never held against anybody. So whatever is in doubt is no sign: each rule
here would rather miss one than see one that is none.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.sources.pull_request import Event, PullRequest, What
from bot.sources.pull_request_flow import Spell, is_review, ready_spells, until_merge
from bot.teams.work_week import WorkWeek

EVENING: Final = time(17)
"""When a working day ends, on the clock on the wall: Coach does not know when somebody goes home."""
MORNING_OVER: Final = time(11)
"""When the first two hours of a working day are over, which begins at nine."""
LARGE: Final = 200
"""Changed lines of which more make a pull request large."""
QUICK: Final = timedelta(minutes=5)
JUST_BEFORE: Final = timedelta(minutes=10)
SMALL, UNSIZED = "small", "unsized"
_DAY: Final = timedelta(days=1)


class Signs(NamedTuple):
    """What a pull request shows.

    Attributes:
        held: whether it was ready and approved by evening and merged the next working morning.
        quick: whether its first review was an approval within minutes, though it is large; where it
            is not, or its size is not known, which of the two.
        flipped: whether it was a draft until minutes before the merge.
    """

    held: bool
    quick: bool | str
    flipped: bool


def signs(request: PullRequest, zone: ZoneInfo, week: WorkWeek) -> Signs:
    """Return the signs of a pull request.

    What nobody approved, or what was merged as a draft, shows none; it is one of the whole all the same,
    so that these shares are of the same pull requests as rework, and nothing is left when one is
    subtracted from another.

    Args:
        request: the pull request.
        zone: the team's, where days begin and end.
        week: the days on which the author works.
    """
    events = until_merge(request)
    spells = ready_spells(request, events)
    reviews = [event for event in events if is_review(event, request)]
    done = _done(request, events, spells, reviews)
    return Signs(
        held=done is not None and _is_overnight(done, request.merged, zone, week),
        quick=_quick(request, spells, reviews),
        flipped=_is_flipped(request, events, spells),
    )


def _done(
    request: PullRequest,
    events: Sequence[Event],
    spells: Sequence[Spell],
    reviews: Sequence[Event],
) -> datetime | None:
    """Return since when it was ready and approved and nothing more happened; None: it never was."""
    approved = [event.at for event in reviews if event.what is What.APPROVED]
    if not approved or not _was_ready(request, spells):
        return None
    if any(event.what is What.ASKED and event.at > approved[-1] for event in reviews):
        return None
    pushed = [event.at for event in events if event.what is What.PUSHED]
    return max(spells[-1].start, approved[-1], *pushed)


def _is_overnight(done: datetime, merged: datetime, zone: ZoneInfo, week: WorkWeek) -> bool:
    """Say whether it was done by the evening of a working day, and merged the next working morning."""
    done, merged = done.astimezone(zone), merged.astimezone(zone)
    return (
        week.is_working(done.date())
        and done.time() < EVENING
        and merged.time() < MORNING_OVER
        and _is_next(done.date(), merged.date(), week)
    )


def _is_next(day: date, other: date, week: WorkWeek) -> bool:
    """Say whether a day is the first after another on which somebody works."""
    if other <= day or not week.is_working(other):
        return False
    between = day + _DAY
    while between < other and not week.is_working(between):
        between += _DAY
    return between == other


def _quick(request: PullRequest, spells: Sequence[Spell], reviews: Sequence[Event]) -> bool | str:
    """Say whether a large change was approved before anybody can have read it."""
    if request.lines is None:
        return UNSIZED
    if request.lines <= LARGE:
        return SMALL
    first = reviews[0] if reviews else None
    if first is None or first.what is not What.APPROVED:
        return False
    starts = [spell.start for spell in spells if spell.start <= first.at <= spell.end]
    # As a draft it may have been looked at for as long as it was there.
    return bool(starts) and first.at - starts[0] < QUICK


def _is_flipped(request: PullRequest, events: Sequence[Event], spells: Sequence[Spell]) -> bool:
    """Say whether it was a draft until just before the merge."""
    if not _was_ready(request, spells):
        return False
    since = spells[-1].start
    was_marked = any(event.what is What.READY and event.at == since for event in events)
    return was_marked and request.merged - since < JUST_BEFORE


def _was_ready(request: PullRequest, spells: Sequence[Spell]) -> bool:
    """Say whether it was ready at its merge, and not a draft again."""
    return bool(spells) and spells[-1].end == request.merged
