"""Collecting from GitHub night after night: the token is handed down, and weeks settle."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot import configured
from bot.collection.collect import Collector, Wanted
from bot.settings import Settings
from tests.clock import FrozenClock
from tests.github.company import pull_request, review
from tests.github.server import TOKEN

PEOPLE = [
    "ada-lovelace", "grace-hopper", "alan-turing", "margaret-hamilton", "secret-author",
    "ada-king", "grace-murray", "alan-kay",
]  # fmt: skip
CONFIG = """
organisation: {{name: Shop, time_zone: Europe/Berlin, stewards: [U0STEWARD1]}}
sources:
  reviews: {{kind: github, base_url: "{url}"}}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [U0MARTA001]
    members:
{members}
    telemetry:
      - {{source: reviews, repositories: [acme/shop]}}
"""
SETTLED = datetime(2026, 10, 25, 23, tzinfo=UTC)
"""21 days after the week of 28 September ended in Berlin, where clocks went back since."""


@pytest.fixture
def roster(github, tmp_path):
    members = "\n".join(
        f"      - {{slack: U0MEMBER{number:02}, ids: {{reviews: {login}}}}}"
        for number, login in enumerate(PEOPLE)
    )
    file = tmp_path / "coach.yml"
    file.write_text(CONFIG.format(url=github.url, members=members))
    monday = datetime(2026, 9, 28, tzinfo=UTC)
    for number, login in enumerate(PEOPLE, start=1):
        merged = monday + timedelta(days=1, hours=number)
        other = PEOPLE[number % len(PEOPLE)]
        looked = review(monday + timedelta(hours=20), other)
        github.repositories["acme/shop"].append(
            pull_request(number, monday, merged, looked, author=login)
        )
    fix = pull_request(20, monday, monday + timedelta(days=20), author="alan-kay", body="Fixes #3")
    github.repositories["acme/shop"].append(fix)
    return configured.configure(file, proven=True).roster


def collect(database, roster, github, now, wanted):
    github.now = now
    settings = Settings(github_token=SecretStr(TOKEN))
    collector = Collector(database, roster, FrozenClock(now), tokens=settings.source_tokens)
    (result,) = collector.collect(wanted)
    return result


def stored(database, metric):
    said = (
        "SELECT numerator, denominator, sample_size FROM weekly_aggregate"
        " WHERE metric = :metric AND dimension = ''"
    )
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(said), {"metric": metric})]


def test_rework_of_a_week_comes_with_the_first_night_after_it_settled(database, roster, github):
    before, after = SETTLED - timedelta(hours=20), SETTLED + timedelta(hours=4)
    assert collect(database, roster, github, before, Wanted(back_fill=6)).outcome == "ok"
    waits = stored(database, "first_review_wait")
    assert stored(database, "rework_after_merge") == []
    assert [sample for _, _, sample in waits] == [8]
    # All were approved late in the evening and merged next morning; none is large.
    assert stored(database, "pulls_held_overnight") == [(0, 8, 8)]
    assert stored(database, "drafts_flipped") == [(0, 8, 8)]
    assert stored(database, "quick_large_reviews") == []

    assert collect(database, roster, github, after, Wanted()).outcome == "ok"
    assert stored(database, "rework_after_merge") == [(1, 8, 8)]
    assert stored(database, "first_review_wait") == waits


def test_a_token_that_nobody_set_leaves_what_was_stored(database, roster, github):
    collect(database, roster, github, SETTLED, Wanted(back_fill=6))
    kept = stored(database, "pr_cycle_time")
    (result,) = Collector(database, roster, FrozenClock(SETTLED)).collect(Wanted())

    assert result.outcome == "refused"
    assert result.said.startswith("GITHUB_TOKEN is not set.")
    assert stored(database, "pr_cycle_time") == kept != []


def test_settings_hand_a_token_down_only_where_there_is_one():
    assert Settings().source_tokens == {}
    assert Settings(github_token=SecretStr("")).source_tokens == {}
    assert TOKEN not in repr(Settings(github_token=SecretStr(TOKEN)))


def test_weeks_stay_as_they_were_when_somebody_is_listed_as_a_bot(database, roster, github):
    # Counted again without one person, they would differ by what that person did.
    collect(database, roster, github, SETTLED, Wanted(back_fill=6))
    kept = stored(database, "pr_cycle_time")
    entry = roster.sources["reviews"]
    options = entry.options.model_copy(update={"bots": (PEOPLE[0],)})
    listed = roster.model_copy(
        update={"sources": {"reviews": entry.model_copy(update={"options": options})}}
    )
    collect(database, listed, github, SETTLED, Wanted(back_fill=6))

    assert stored(database, "pr_cycle_time") == kept == [(8, None, 8)]
