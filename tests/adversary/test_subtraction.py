"""Somebody who asks for everything, for weeks, and subtracts, finds nothing out about a few people.

The attacker has more than any manager, member or steward: every week of every metric that anything
shows or judges takes from `comparable.add_up`, of the team and of each service, exact to the event,
as it stood after each night. They know who was in the team when. What they cannot do is find a sum or
difference of all that behind which stand one to five people.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings, strategies as st

from bot import configured
from bot.collection import store
from bot.collection.collect import Collector, Wanted
from bot.db import Database
from bot.metrics import comparable, floor, fold, store as weeks
from bot.metrics.setting import Setting
from bot.metrics.snapshot import last_complete_week
from bot.sources import registry
from tests.adversary.world import FIRST, METRICS, PLACES, World, WorldSource
from tests.clock import FrozenClock
from tests.databases import fill_sqlite

WEEKS = 5
NIGHTS = (timedelta(days=4, hours=2), timedelta(days=6, hours=2), timedelta(days=7, hours=2))
UTC = ZoneInfo("UTC")
FLOOR = 5
MOST_AT_ONCE = 3
"""Answers in one sum: the whole team less two services leaves the rest."""
Place = tuple[str, str]
"""A person, and where they did something."""


@dataclass(frozen=True)
class Answer:
    """A number that somebody sees: of whom and where it is the sum."""

    week: int
    metric: str
    of: frozenset[Place]


@pytest.fixture(scope="module", autouse=True)
def simulated():
    with simulation():
        yield


@contextmanager
def simulation() -> Iterator[None]:
    """Let coach.yml name the simulated source."""
    with pytest.MonkeyPatch.context() as patch:
        kinds = {**registry.KINDS, "world": "tests.adversary.world:WorldSource"}
        patch.setattr(registry, "KINDS", kinds)
        yield


def drawn(seed) -> World:
    return World.drawn(random.Random(seed), WEEKS, WEEKS * len(NIGHTS))


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
    team = roster.team("payments")
    last = last_complete_week(clock.now(), UTC)
    asked = weeks.Asked(team.id, FIRST.plus(-8), METRICS, {""})
    with database.read() as connection:
        rows = weeks.weeks_since(connection, asked)
    setting = Setting(last, team.headcount, FLOOR, working=lambda _: 1.0)
    for (metric, service), known in comparable.add_up(rows, setting).items():
        for week, one in ((week, one) for week, one in known.items() if week <= last):
            number = (week.monday - FIRST.monday) // timedelta(weeks=1)
            said = (one.numerator, one.denominator)
            yield Answer(number, metric, _of(world, number, night, metric, service, said))


def _of(world, week, night, metric, service, said) -> frozenset[Place]:
    """Return of whom a number is the sum: of the members of some night, the latest that fits."""
    places = (service,) if service else PLACES
    for roster in reversed(world.teams["payments"][: night + 1]):
        behind = {(one, place) for one in roster for place in places}
        did = [world.did[week, metric, place, one] for one, place in behind]
        if said == pytest.approx((sum(d.wrong for d in did), sum(d.events for d in did))):
            return frozenset(
                (one, place) for one, place in behind if world.did[week, metric, place, one].events
            )
    raise AssertionError(f"{said} is the number of no night")


def found_out(answers: set[Answer]) -> Iterator[str]:
    """Add and subtract answers about the same week; yield what is of too few people."""
    for about in {(one.week, one.metric) for one in answers}:
        sums = [one.of for one in answers if (one.week, one.metric) == about]
        for size in range(1, MOST_AT_ONCE + 1):
            for chosen in combinations(sums, size):
                for signs in product((1, -1), repeat=size - 1):
                    people = _left(chosen, (1, *signs))
                    if 1 <= len(people) <= FLOOR:
                        yield f"{about}: {sorted(people)}"


def _left(chosen, signs) -> set[str]:
    times: Counter[Place] = Counter()
    for of, sign in zip(chosen, signs, strict=True):
        (times.update if sign > 0 else times.subtract)(of)
    return {person for (person, _), number in times.items() if number}


@pytest.mark.long
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**9))
def test_no_sum_or_difference_of_all_answers_is_about_a_few_people(tmp_path_factory, seed):
    world = drawn(seed)

    answers = asked_all_along(world, tmp_path_factory.mktemp("company"))

    assert list(found_out(answers)) == []


def attacked(folder) -> bool:
    """Say whether an attacker finds anything in one of some companies."""
    return any(any(found_out(asked_all_along(drawn(seed), folder))) for seed in range(8))


def test_there_are_answers_to_attack_at_all(tmp_path):
    answers = [one for seed in range(6) for one in asked_all_along(drawn(seed), tmp_path)]

    assert len(answers) > 40
    assert {place for one in answers for _, place in one.of} == set(PLACES)
    assert any({place for _, place in one.of} == {"auth"} for one in answers)


def test_without_the_hold_on_counted_weeks_whoever_left_would_be_found_out(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "counted_since", lambda *_, **__: None)

    assert attacked(tmp_path)


def test_without_a_look_at_the_rest_whoever_works_beside_the_services_would_be_found_out(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(fold, "_rests", lambda _: ())

    assert attacked(tmp_path)


def test_with_a_floor_that_counts_the_reader_a_few_would_be_found_out(monkeypatch, tmp_path):
    usual = floor.stands
    monkeypatch.setattr(floor, "stands", lambda people, *rest: usual((people or 0) + 1, *rest))

    assert attacked(tmp_path)
