"""Signs that a number is being worked towards, and not the work: what to ask a team about. Pure.

A sign is no verdict, and says nothing of anybody: there may be a good reason for each. Both kinds go by
the words of the trends, so that noise is never a sign, and nothing is where there is too little data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.metrics import catalogue, comparable, trend as trends
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.catalogue_signs import DRAFTS_FLIPPED, PULLS_HELD_OVERNIGHT, QUICK_LARGE_REVIEWS
from bot.metrics.metric import Layer, Metric, Privacy
from bot.metrics.pair import better
from bot.metrics.setting import Setting
from bot.metrics.trend import BESIDE_CHANCE, Trend, Word

_SERVES: Final = {
    PULLS_HELD_OVERNIGHT.id: "pr_cycle_time",
    QUICK_LARGE_REVIEWS.id: "first_review_wait",
    DRAFTS_FLIPPED.id: "pr_cycle_time",  # Time as a draft is not counted.
}
"""The number of the pages that each habit may serve."""
HABITS: Final = tuple(_SERVES)
"""The ids of the metrics of habits; `judged` wants their weeks."""
PROCESSES: Final = tuple(
    one.id
    for one in catalogue.METRICS.values()
    if one.layer is Layer.PROCESS and one.better is not None and one.privacy.is_on_pages
)
"""The ids of the metrics that can get better at a price, in the catalogue's order."""
PAIRED: Final = tuple(
    dict.fromkeys(
        (*PROCESSES, *(name for one in PROCESSES for name in catalogue.get(one).guardrails))
    )
)
"""The ids of these and of all their guardrails: what a snapshot is to be asked for."""


CHANCE: Final = BESIDE_CHANCE
"""How often a habit may be called changed when it was not; half of that upwards. Of simulated reports,
three habits each, about teams in which nothing changed, at most 1.6 in a hundred show one (where the
weeks resemble each other, by 0.5), and fewer than 0.4 where they do not."""


class Kind(StrEnum):
    """What is seen."""

    PRICE = "price"  # a process metric got better while one of its guardrails got worse
    HABIT = "habit"  # one of the habits became more frequent


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to ask a team about.

    Attributes:
        kind: what is seen.
        trend: of the metric that it is seen in; it is clear. `reading` writes its figures: the counts
            behind a habit are told in tens alone, because rework counts the same pull requests.
        guardrail: the trend of the guardrail that got worse; None for a habit.
        number: the id of the number on the team's pages that people may be working towards, and which
            may be paused: the process metric itself, or what the habit may serve.
    """

    kind: Kind
    trend: Trend
    guardrail: Trend | None
    number: str

    @property
    def metric(self) -> Metric:
        """The metric that it is seen in."""
        return self.trend.metric


def judged(rows: Iterable[WeeklyAggregate], setting: Setting) -> tuple[Trend, ...]:
    """Judge the habits of a whole team; a habit of which no week can be compared is left out.

    Pages leave these metrics out, so that no snapshot has them. Floor, coverage, definitions and marked
    weeks are held as for every metric.

    Args:
        rows: the team's weeks of `HABITS`, as `store.weeks_since` returns them.
        setting: how the team's weeks are to be seen.
    """
    series = comparable.add_up(rows, setting, {Privacy.EFFECTS})
    return tuple(
        trends.judge(
            catalogue.get(name),
            "",
            series[name, ""],
            setting.last,
            chance=CHANCE,
            marked=setting.marked,
        )
        for name in HABITS
        if (name, "") in series
    )


def found(of_team: Iterable[Trend]) -> tuple[Sign, ...]:
    """Return the signs in a team's trends: prices first, each kind in the order of the catalogue.

    A habit is a sign when it rose, and not when it stands above some share. What share is usual hangs on
    the team: where releases are in the morning most of the work waits for it, and where people write in
    pairs most approvals are quick. A fixed share would call that gaming each quarter, and would hold
    teams against a number that we made up. Risen against its own year, something has changed, and that
    can be asked about. The price is known: a habit that is older than the numbers is never a sign.

    A process metric is a sign when it clearly got better while one of its own guardrails clearly got
    worse, each by the word of its trend. Only the whole team is looked at: a service of its own would
    make more series, and so more noise, of the same work.

    Args:
        of_team: trends of one team: those of a snapshot of `PAIRED`, and those that `judged` returned.
    """
    whole = {one.metric.id: one for one in of_team if not one.service}
    return (*_prices(whole), *_habits(whole))


def _prices(whole: dict[str, Trend]) -> Iterator[Sign]:
    for name in PROCESSES:
        moved = whole.get(name)
        if moved is None or better(moved) != 1:
            continue
        for guard in moved.metric.guardrails:
            if guard in whole and better(whole[guard]) == -1:
                yield Sign(Kind.PRICE, moved, whole[guard], name)


def _habits(whole: dict[str, Trend]) -> Iterator[Sign]:
    for name, number in _SERVES.items():
        if name in whole and whole[name].word is Word.ROSE:
            yield Sign(Kind.HABIT, whole[name], None, number)
