"""A large company is collected in batches: what was stored stays when the source fails later on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from pydantic import SecretStr
from sqlalchemy import text

from bot.collection import batches as cutting
from bot.collection.batches import batches
from bot.collection.collect import Collector, Wanted
from bot.collection.store import last_tries
from bot.sources.github import GitHub
from bot.sources.github_options import GitHubOptions, GitHubScope
from bot.teams.group import Group
from bot.teams.roster import Member, Organisation, Roster, SourceEntry, Team, Telemetry
from tests.clock import FrozenClock
from tests.github import faults
from tests.github.company import pull_request, review
from tests.github.server import NOW, TOKEN

TOKENS = {"GITHUB_TOKEN": SecretStr(TOKEN)}
LOGINS = {team: [f"{team}-{number}" for number in range(7)] for team in ("aaa", "bbb", "ccc")}


def company(repositories_of, url="http://127.0.0.1:1", groups=()):
    """Return a roster in which each team has seven people and the repositories given."""
    teams = [
        Team(
            id=team,
            name=team,
            channel=f"C0CHANNEL{number}",
            time_zone="UTC",
            managers=("U0MARTA001",),
            members=tuple(
                Member(slack=f"U0MEMBER{number}{n}", ids={"reviews": f"{team}-{n}"})
                for n in range(7)
            ),
            telemetry=(
                Telemetry(source="reviews", scope=GitHubScope(repositories=tuple(repositories))),
            ),
        )
        for number, (team, repositories) in enumerate(repositories_of.items())
    ]
    return Roster(
        organisation=Organisation(name="Shop", time_zone="UTC", stewards=("U0STEWARD1",)),
        sources={"reviews": SourceEntry(kind="github", options=GitHubOptions(base_url=url))},
        teams=tuple(teams),
        groups=tuple(groups),
    )


def cut(roster):
    return [
        [team.id for team in batch] for batch in batches(roster, "reviews", GitHub, roster.teams)
    ]


@pytest.fixture
def of_one(monkeypatch):
    """A repository is worth a pull."""
    monkeypatch.setattr(cutting, "PARTS", 1)


def test_teams_that_share_a_repository_are_asked_for_together(of_one):
    roster = company({"aaa": ["a/x"], "bbb": ["a/y"], "ccc": ["A/Y", "a/z"], "ddd": ["a/Z"]})
    assert cut(roster) == [["aaa"], ["bbb", "ccc", "ddd"]]


def test_a_batch_holds_as_many_repositories_as_are_worth_a_pull(monkeypatch):
    monkeypatch.setattr(cutting, "PARTS", 2)
    assert cut(company({name: [f"a/{name}"] for name in LOGINS})) == [["aaa", "bbb"], ["ccc"]]


def test_where_teams_are_added_up_into_groups_all_are_asked_for_at_once(of_one):
    group = Group(id="all", name="All", teams=("aaa", "bbb"))
    roster = company({name: [f"a/{name}"] for name in LOGINS}, groups=[group])
    assert cut(roster) == [["aaa", "bbb", "ccc"]]


SHARED = st.dictionaries(
    st.sampled_from([f"t{a}{b}" for a in "abcde" for b in "xy"]),
    st.lists(st.sampled_from([f"r/{n}" for n in range(8)]), min_size=1, max_size=3, unique=True),
    min_size=1,
)


@settings(deadline=None)
@given(SHARED, st.integers(1, 5))
def test_every_team_is_in_one_batch_and_no_repository_in_two(teams, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "PARTS", size)
        found = cut(company(teams))
    assert sorted(team for batch in found for team in batch) == sorted(teams)
    parts = [{part for team in batch for part in teams[team]} for batch in found]
    assert sum(map(len, parts)) == len(set().union(*parts))


@pytest.fixture
def two(github, of_one):
    """Two teams with a repository each, which are two batches."""
    for team in ("aaa", "bbb"):
        for n in range(7):
            opened = NOW - timedelta(days=9, hours=n)
            github.repositories[f"a/{team}"].append(
                pull_request(
                    n + 1, opened, opened + timedelta(hours=5),
                    review(opened + timedelta(hours=2), f"{team}-{(n + 1) % 7}"),
                    author=f"{team}-{n}",
                )
            )  # fmt: skip
    return company({"aaa": ["a/aaa"], "bbb": ["a/bbb"]}, github.url)


def stored(database):
    with database.read() as connection:
        found = connection.execute(text("SELECT DISTINCT team_id FROM weekly_aggregate"))
        return sorted(found.scalars())


def test_what_was_collected_before_the_source_failed_is_kept(database, two, github):
    collector = Collector(database, two, FrozenClock(NOW), tokens=TOKENS)
    github.plan(faults.denied, after=1)
    (result,) = collector.collect(Wanted())

    assert result.outcome == "refused"
    assert result.said.endswith("(1 of 2 teams are collected.)")
    assert stored(database) == ["aaa"]
    with database.read() as connection:
        kept, failed = (last_tries(connection, [team])["reviews"] for team in ("aaa", "bbb"))
    assert (kept.trouble, kept.succeeded_at) == (None, NOW)
    assert failed.trouble is not None
    assert failed.succeeded_at is None


def test_a_back_fill_that_broke_off_goes_on_with_those_that_lack(database, two, github):
    collector = Collector(database, two, FrozenClock(NOW), tokens=TOKENS)
    github.plan(faults.limited, after=1)
    collector.collect(Wanted(back_fill=26, goes_on=True))
    github.plans.forget()
    github.calls.clear()
    (result,) = collector.collect(Wanted(back_fill=26, goes_on=True))

    assert stored(database) == ["aaa", "bbb"]
    assert [call.parameters["variables"]["name"] for call in github.calls] == ["bbb"]
    assert result.said.endswith("1 of 2 teams were collected before")

    github.calls.clear()
    collector.collect(Wanted(back_fill=26))
    assert len(github.calls) == 2, "without going on, it is all asked for again"


def test_a_back_fill_that_is_done_asks_for_nothing_and_does_not_say_that_it_answered(
    database, two, github
):
    collector = Collector(database, two, FrozenClock(NOW), tokens=TOKENS)
    collector.collect(Wanted(back_fill=26, goes_on=True))
    github.calls.clear()
    (result,) = collector.collect(Wanted(back_fill=26, goes_on=True))

    assert github.calls == []
    assert (result.outcome, result.rows) == ("ok", 0)
    assert result.said.startswith("all its teams were collected that far back")


@pytest.mark.parametrize(
    ("weeks", "later"), [(27, timedelta()), (26, timedelta(hours=13))], ids=["further", "later"]
)
def test_a_longer_back_fill_or_one_of_another_day_asks_for_everybody(
    database, two, github, weeks, later
):
    clock = FrozenClock(NOW)
    collector = Collector(database, two, clock, tokens=TOKENS)
    collector.collect(Wanted(back_fill=26, goes_on=True))
    clock.forward(hours=later / timedelta(hours=1))
    github.calls.clear()
    collector.collect(Wanted(back_fill=weeks, goes_on=True))

    assert len(github.calls) == 2


def test_whoever_was_collected_longest_ago_comes_first(database, two, github):
    clock = FrozenClock(NOW)
    collector = Collector(database, two, clock, tokens=TOKENS)
    collector.collect(Wanted(teams=("aaa",)))
    clock.forward(hours=1)
    github.calls.clear()
    collector.collect(Wanted())

    assert [call.parameters["variables"]["name"] for call in github.calls] == ["bbb", "aaa"]


def test_progress_goes_over_all_batches_to_the_end(database, two):
    told = []
    Collector(
        database, two, FrozenClock(datetime(2026, 11, 18, tzinfo=UTC)),
        lambda *one: told.append(one), TOKENS,
    ).collect(Wanted())  # fmt: skip

    assert told == [("reviews", 1, 2), ("reviews", 2, 2)]
