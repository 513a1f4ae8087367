"""A group's weeks are stored with its teams', decided once, and never where a run knew too little."""

import csv
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import configured
from bot.collection import jobs, store
from bot.collection.again import collect_again
from bot.collection.collect import Collector, Wanted
from bot.collection.pull import FIRST_WEEKS
from bot.collection.together import undecided
from bot.metrics import comparable, store as weeks
from bot.metrics.aggregate import WeeklyAggregate
from bot.metrics.setting import Setting
from bot.metrics.week import Week
from tests.aws_company import ZONE

SIZES = {"large": 8, "four": 4, "three": 3}
COLUMNS = ("team", "service", "week", "metric", "dimension", "numerator", "denominator", "sample_size",
           "values", "contributors", "largest_share")  # fmt: skip
YML = """\
organisation: {{name: Shop, time_zone: Europe/Berlin, stewards: [U0STEWARD1]}}
sources:
  numbers: {{kind: file, path: weekly.csv}}
teams:
{teams}{groups}"""
GROUPS = "groups:\n  - {id: all, name: All of it, teams: [large, four, three]}\n"


def name_of(team):
    """Return what makes a member as coach.yml lists them, out of their number."""
    known = "{{slack: U0{}{:05}, ids: {{numbers: {}{}}}}}"
    return lambda number: known.format(team.upper(), number, team, number)


class Shop:
    """A company whose file of weekly numbers says what a test wants it to say."""

    def __init__(self, folder, database, clock):
        self.folder, self.database, self.clock = folder, database, clock
        self.sizes, self.people = dict(SIZES), dict(SIZES)
        self.events = {"large": 20, "four": 9, "three": 8, "other": 20}
        self.groups = GROUPS

    @property
    def last(self):
        return Week.containing(self.clock.now(), ZONE).plus(-1)

    def collects(self, *, weeks=4, **wanted):
        """Write what the file says of the last weeks and of the running one, and collect."""
        with (self.folder / "weekly.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for ago in range(-1, weeks):
                week = self.last.plus(-ago)
                for team, people in self.people.items():
                    row = (team, "", week, "rework_after_merge", "", 2, self.events[team], "", "",
                           people, 0.3)  # fmt: skip
                    writer.writerow(row)
        path = self.folder / "coach.yml"
        path.write_text(YML.format(teams=self._teams(), groups=self.groups))
        roster = configured.configure(path, proven=True).roster
        collector = Collector(self.database, roster, self.clock)
        assert all(one.went_well for one in collector.collect(Wanted(**wanted)))
        return collector

    def _teams(self):
        return "".join(
            f"  - {{id: {name}, name: The {name}, channel: C0TEAM{name.upper()}, managers: [U0MARTA001],"
            f" members: [{', '.join(map(name_of(name), range(size)))}],"
            " telemetry: [{source: numbers}]}\n"
            for name, size in self.sizes.items()
        )

    def stored(self, whose):
        """Return the week and denominator of each stored week, newest last."""
        with self.database.read() as connection:
            found = connection.execute(
                text(
                    "SELECT week_start, denominator FROM weekly_aggregate WHERE team_id = :whose"
                    " ORDER BY week_start"
                ),
                {"whose": whose},
            )
            return {Week.parse(str(monday)): number for monday, number in found}


@pytest.fixture
def shop(tmp_path, database, clock):
    clock.forward(hours=8)  # so that the running week has something in it
    return Shop(tmp_path, database, clock)


def test_a_groups_weeks_are_the_sum_of_its_teams_and_only_those_that_are_over(shop):
    shop.collects()

    assert shop.stored("all") == {shop.last.plus(-ago): 37 for ago in range(4)}
    assert shop.last.plus(1) in shop.stored("large")
    assert shop.stored("four") == shop.stored("three") == {}


def test_a_group_that_is_new_gets_the_year_that_a_trend_looks_at(shop):
    shop.groups = ""
    shop.collects(weeks=FIRST_WEEKS)
    shop.clock.forward(days=1)
    shop.groups = GROUPS
    shop.collects(weeks=FIRST_WEEKS)

    assert len(shop.stored("all")) == FIRST_WEEKS


def test_a_run_for_some_teams_leaves_the_group_as_it_was(shop):
    shop.collects()
    before = shop.stored("all")
    shop.clock.forward(days=7)
    shop.events["large"] = 50
    shop.collects(weeks=5, teams=("large", "four"))

    assert shop.stored("large")[shop.last] == 50
    assert shop.stored("all") == before
    shop.collects(weeks=5)
    assert shop.stored("all") == {**before, shop.last: 67}


def test_a_group_is_not_added_up_while_a_team_beside_it_is_not_asked_for(shop):
    shop.sizes["other"] = shop.people["other"] = 9
    shop.collects(teams=("large", "four", "three"))
    assert shop.stored("all") == {}
    shop.collects()

    assert len(shop.stored("all")) == 4


def test_a_week_that_is_decided_stays_as_it_was_told(shop):
    shop.collects()
    before = shop.stored("all")
    shop.clock.forward(days=1)
    shop.events["three"] = 30
    collector = shop.collects()
    assert collect_again(collector, "large")

    assert shop.stored("all") == before


def test_a_figure_of_a_team_that_comes_late_is_not_stored_where_its_group_was_told(shop):
    """All less the large team less this one would be the three people of the last team."""
    shop.sizes["four"] = 8
    shop.collects()
    last = shop.last
    shop.clock.forward(days=1)
    shop.people["four"] = 8
    shop.collects()
    assert last in shop.stored("all")
    assert last not in shop.stored("four")
    shop.clock.forward(days=7)
    shop.collects(weeks=5)

    assert {last, shop.last} & {*shop.stored("four")} == {shop.last}
    assert shop.last not in shop.stored("all")


def test_a_figure_that_was_seen_and_is_gone_can_still_be_subtracted(shop):
    """So a new group gets no figure for such a week, whatever its teams have now."""
    shop.sizes["four"] = shop.people["four"] = 8
    shop.groups = ""
    shop.collects()
    assert shop.last in shop.stored("four")
    shop.groups, shop.people["four"] = GROUPS, 4
    shop.collects()

    assert shop.stored("all") == {}


def test_a_change_of_people_in_a_team_begins_with_the_running_week_for_the_group_too(shop):
    shop.collects()
    before = shop.stored("all")
    shop.clock.forward(days=7)
    shop.sizes["four"], shop.people["four"] = 5, 5
    with_change = shop.last
    collector = shop.collects(weeks=5)
    with shop.database.write() as session:
        decided = store.decided_until(session, "all", "numbers")

    assert collector.roster.headcount_of(collector.roster.groups[0]) == 16
    assert decided == with_change.plus(1)
    assert shop.stored("all") == before


def test_a_group_with_another_team_keeps_what_was_told_before(shop):
    shop.sizes["other"] = shop.people["other"] = 9
    shop.collects()
    told = shop.stored("all")
    shop.clock.forward(days=7)
    shop.groups = GROUPS.replace("three]", "three, other]")
    shop.collects(weeks=5)
    assert shop.stored("all") == told
    shop.clock.forward(days=7)
    shop.collects(weeks=6)

    assert shop.stored("all") == {**told, shop.last: 57}


def test_a_group_of_one_small_team_beside_large_ones_is_never_stored(shop):
    shop.sizes["three"] = shop.people["three"] = 9
    shop.collects()

    assert shop.stored("all") == {}
    assert len(shop.stored("three")) == 5


def test_a_group_that_is_gone_does_not_make_its_source_look_late(shop):
    shop.collects()
    shop.clock.forward(days=1)
    shop.groups = ""
    collector = shop.collects()
    ids = tuple(collector.roster.by_id)

    assert jobs.due(shop.database, ("numbers",), shop.clock.now(), ids) == ()


def test_what_is_stored_of_groups_names_nobody(shop):
    shop.collects()
    with shop.database.read() as connection:
        tables = ("weekly_aggregate", "source_cursor")
        everything = str([connection.execute(text(f"SELECT * FROM {t}")).all() for t in tables])  # noqa: S608

    assert "U0" not in everything
    assert "all" in everything


@pytest.mark.parametrize(
    ("days", "after", "is_decided"), [(5, 1, True), (4, 1, False), (0, 1, False), (4, 3, True)]
)
def test_a_week_waits_until_its_days_are_in_but_not_for_ever(days, after, is_decided):
    running = Week.parse("2026-W47")
    last, ends = running.plus(-1), running.starts(ZONE)
    row = WeeklyAggregate(
        "large", last, "rework_after_merge", "", "", "git", 1, 1.0, 9.0, 9, 8, 0.2, None, days,
        ZONE.key, final=False,
    )  # fmt: skip
    first = undecided([row] if days else [], running, ends, ends + timedelta(days=after))

    assert first == (running if is_decided else last)


def test_a_floor_that_is_raised_hides_what_was_told_of_a_group_before(shop):
    """Seven people are left without the large team: enough for a floor of five, too few for seven."""
    shop.collects()
    asked = weeks.Asked("all", shop.last.plus(-8), ["rework_after_merge"], {""})
    with shop.database.read() as connection:
        found = weeks.weeks_since(connection, asked)
    known = {
        floor: comparable.add_up(found, Setting(shop.last, 15, floor, working=lambda _: 1.0))
        for floor in (5, 6, 7)
    }

    assert [len(one) for one in known.values()] == [1, 1, 0]
