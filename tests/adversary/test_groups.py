"""Somebody who sees a group's figures too, and subtracts its teams, finds nothing out about a few people.

The attacker sees every week of every team and of the group, exact to the event, as it stood after each
night, and knows who was in which team when. The group has one or two teams that are too small for
figures of their own; people come, leave, move, and may be in two teams.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product

import pytest
from hypothesis import Phase, given, settings, strategies as st

from bot import configured
from bot.collection import together as deciding
from bot.collection.collect import Collector, Wanted
from bot.collection.together import Beside
from bot.db import Database
from bot.metrics import comparable, store as weeks, together
from bot.metrics.floor import Rest
from bot.metrics.setting import Setting
from bot.metrics.snapshot import last_complete_week
from tests.adversary.test_subtraction import FLOOR, MOST_AT_ONCE, NIGHTS, UTC, simulated
from tests.adversary.world import FIRST, METRICS, PLACES, World, WorldSource
from tests.clock import FrozenClock
from tests.databases import fill_sqlite

__all__ = ["simulated"]
WEEKS = 4
GROUP = "all"


@dataclass(frozen=True)
class Answer:
    """A number that somebody sees: of whom it is the sum, and how often each is in it."""

    week: int
    metric: str
    whose: str
    of: frozenset[tuple[str, int]]


def drawn(seed) -> World:
    return World.drawn_together(random.Random(seed), WEEKS, WEEKS * len(NIGHTS))


def asked_all_along(world, folder) -> set[Answer]:
    """Collect in the night to Friday, to Sunday and to Monday, and ask for all there is."""
    WorldSource.now = world
    database = Database(fill_sqlite(folder / f"{len(list(folder.iterdir()))}.db"))
    clock = FrozenClock(FIRST.starts(UTC))
    answers: set[Answer] = set()
    try:
        for night in range(WEEKS * len(NIGHTS)):
            week, at = divmod(night, len(NIGHTS))
            wanted = FIRST.plus(week).starts(UTC) + NIGHTS[at]
            clock.forward(seconds=(wanted - clock.now()).total_seconds())
            (folder / "coach.yml").write_text(world.yml(night))
            roster = configured.configure(folder / "coach.yml", proven=True).roster
            Collector(database, roster, clock).collect(Wanted())
            answers |= set(answered(database, roster, world, night, clock))
    finally:
        database.close()
    return answers


def answered(database, roster, world, night, clock) -> Iterator[Answer]:
    last = last_complete_week(clock.now(), UTC)
    whose = {team.id: team.headcount for team in roster.teams}
    whose[GROUP] = roster.headcount_of(roster.groups[0])
    for name, headcount in whose.items():
        asked = weeks.Asked(name, FIRST.plus(-8), METRICS, {""})
        with database.read() as connection:
            rows = weeks.weeks_since(connection, asked)
        setting = Setting(last, headcount, FLOOR, working=lambda _: 1.0)
        for (metric, _), known in comparable.add_up(rows, setting).items():
            for week, one in ((week, one) for week, one in known.items() if week <= last):
                number = (week.monday - FIRST.monday) // timedelta(weeks=1)
                said = (one.numerator, one.denominator)
                of = _of(world, number, night, metric, name, said)
                yield Answer(number, metric, name, of)


def _of(world, week, night, metric, name, said) -> frozenset[tuple[str, int]]:
    """Return of whom a number is the sum: of the members of some night, the latest that fits."""
    for at in range(night, -1, -1):
        teams = world.group[at] if name == GROUP else (name,)
        times = Counter(one for team in teams for one in world.teams[team][at])
        did = {one: [world.did[week, metric, place, one] for place in PLACES] for one in times}
        sums = (
            sum(times[one] * d.wrong for one in did for d in did[one]),
            sum(times[one] * d.events for one in did for d in did[one]),
        )
        if said == pytest.approx(sums):
            return frozenset((one, times[one]) for one in did if any(d.events for d in did[one]))
    raise AssertionError(f"{said} is the number of no night")


def found_out(answers: set[Answer]) -> Iterator[str]:
    """Add and subtract answers about the same week; yield what is of too few people."""
    for about in {(one.week, one.metric) for one in answers}:
        sums = {one.of for one in answers if (one.week, one.metric) == about}
        for size in range(1, MOST_AT_ONCE + 2):
            for chosen in combinations(sums, size):
                for signs in product((1, -1), repeat=size - 1):
                    people = _left(chosen, (1, *signs))
                    if 1 <= len(people) <= FLOOR:
                        yield f"{about}: {sorted(people)}"


def _left(chosen, signs) -> set[str]:
    times: Counter[str] = Counter()
    for of, sign in zip(chosen, signs, strict=True):
        for one, number in of:
            times[one] += sign * number
    return {person for person, number in times.items() if number}


def with_group(answers) -> list[Answer]:
    return [one for one in answers if one.whose == GROUP]


@pytest.mark.long
@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**9))
def test_no_sum_or_difference_of_teams_and_their_group_is_about_a_few_people(
    tmp_path_factory, seed
):
    answers = asked_all_along(drawn(seed), tmp_path_factory.mktemp("company"))

    assert list(found_out(answers)) == []


def attacked(folder, seeds) -> bool:
    """Say whether an attacker finds anything in one of some companies."""
    return any(any(found_out(asked_all_along(drawn(seed), folder))) for seed in seeds)


def test_there_are_group_figures_to_attack_at_all(tmp_path):
    companies = [asked_all_along(drawn(seed), tmp_path) for seed in (4, 6, 8)]

    assert all(len(with_group(answers)) > 3 for answers in companies)
    assert all({one.whose for one in answers} != {GROUP} for answers in companies)


def test_without_a_look_at_what_is_left_a_small_team_would_be_found_out(monkeypatch, tmp_path):
    monkeypatch.setattr(together, "alone", lambda *_, **__: Rest(99, 0.0))

    assert attacked(tmp_path, (0, 1))


def test_without_the_hold_on_a_groups_weeks_whoever_moved_would_be_found_out(monkeypatch, tmp_path):
    monkeypatch.setattr(deciding, "latest", lambda _: None)

    assert attacked(tmp_path, (2, 3))


def test_with_figures_for_a_team_that_grew_after_its_group_was_told_the_others_would_be_found_out(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(Beside, "of_team", lambda _, __, rows, ___: list(rows))

    assert attacked(tmp_path, (8,))
