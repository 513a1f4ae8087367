"""`coach check --live` asks each source what Coach may read, and says what lacks; so does Home."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot import configured, live
from bot.collection.collect import Collector, Wanted
from bot.collection.rights import lacking
from bot.collection.store import last_tries
from tests.aws import faults
from tests.clock import FrozenClock
from tests.contracts.worlds.q_developer import BUCKET
from tests.github.server import TOKEN

CONFIG = """
organisation: {{name: Shop, time_zone: Europe/Berlin, stewards: [U0STEWARD1]}}
sources:
  reviewer: {{kind: codeguru_reviewer, region: eu-west-1}}
  assistant: {{kind: q_developer, region: eu-west-1, bucket: {bucket}, account: "111122223333"}}
  reviews: {{kind: github, base_url: "{github}"}}
  numbers: {{kind: file, path: weekly.csv}}
  unused: {{kind: file, path: nowhere.csv}}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [U0MARTA001]
    members: [U0ALICE001]
    telemetry:
      - {{source: reviewer, repository: shop}}
      - {{source: reviews, repositories: [acme/shop, acme/pay]}}
      - {{source: assistant}}
      - {{source: numbers}}
"""
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
TOKENS = {"GITHUB_TOKEN": SecretStr(TOKEN)}


@pytest.fixture
def roster(aws, github, tmp_path):
    aws.buckets.make(BUCKET)
    (tmp_path / "weekly.csv").write_text("team,week,metric\n")
    file = tmp_path / "coach.yml"
    file.write_text(CONFIG.format(bucket=BUCKET, github=github.url))
    return configured.configure(file, proven=True).roster


def test_a_read_only_identity_with_all_it_needs_lacks_nothing(roster):
    assert list(lacking(roster, TOKENS)) == []


def test_each_right_that_lacks_is_named_with_its_source_and_how_to_mend_it(
    roster, aws, github, tmp_path
):
    aws.server.plan("ListRecommendations", faults.denied)
    aws.server.plan("GetObject", faults.denied)
    github.hidden["acme/pay"] = "NOT_FOUND"
    (tmp_path / "weekly.csv").unlink()

    role = "AWS refused. The role or user that Coach runs as needs the permission"
    unseen = (
        "GitHub does not show 1 of 2 repositories to Coach (team payments, repository 2). Look at"
        " `repositories` in coach.yml, and give access to them with the rights"
        " `Pull requests: read` and `Metadata: read`."
    )
    assert list(lacking(roster, TOKENS)) == [
        (
            "Source reviewer lacks the right `codeguru-reviewer:ListRecommendations`:"
            f" {role} codeguru-reviewer:ListRecommendations."
        ),
        f"Source assistant lacks the right `s3:GetObject`: {role} s3:GetObject.",
        f"Source reviews lacks the right `Pull requests: read`: {unseen}",
        f"Source reviews lacks the right `Metadata: read`: {unseen}",
        (
            "Source numbers lacks the right `read the file`: The file weekly.csv is not there."
            " Put it where coach.yml says, or change `path`."
        ),
    ]


def test_a_source_without_its_token_says_so_once(roster):
    (line,) = lacking(roster, {})
    assert line.startswith("Source reviews: GITHUB_TOKEN is not set.")


def test_a_source_that_does_not_answer_is_not_said_to_lack_a_right(roster, aws):
    aws.server.plan("ListCodeReviews", faults.broken)

    assert list(lacking(roster, TOKENS)) == [
        (
            "Source reviewer did not say what Coach may read:"
            " AWS had a fault of its own; it will be asked again later."
        )
    ]


def test_a_right_that_was_seen_to_lack_is_told_though_the_source_then_falls_silent(roster, aws):
    aws.server.plan("ListCodeReviews", faults.denied)
    aws.server.plan("ListRecommendations", faults.broken)

    lacks, silent = lacking(roster, TOKENS)
    assert lacks.startswith("Source reviewer lacks the right `codeguru-reviewer:ListCodeReviews`:")
    assert silent.startswith("Source reviewer did not say what Coach may read:")


def test_the_record_of_each_source_says_when_it_went_well_and_how_far_it_looks_back(
    database, roster, aws, tmp_path
):
    assert next(live.health(database, roster)) == "reviewer: not collected yet."
    clock = FrozenClock(NOW)
    collector = Collector(database, roster, clock, tokens=TOKENS)
    collector.collect(Wanted())
    clock.forward(hours=24)
    (tmp_path / "weekly.csv").unlink()
    collector.collect(Wanted())

    reviewer, *_, numbers, unused = live.health(database, roster)
    assert (
        reviewer
        == (
            "reviewer: tried 2026-11-19 09:30 UTC for 1 team; went well for all of them"
            " 2026-11-19 09:30 UTC; it can look back to 2026-08-20."
        )
        or "can look back" not in reviewer
    )
    assert numbers == (
        "numbers: tried 2026-11-19 09:30 UTC for 1 team; went well for all of them"
        " 2026-11-18 09:30 UTC; The file weekly.csv is not there. Put it where coach.yml says,"
        " or change `path`."
    )
    assert unused == "unused: not collected yet."


def test_what_was_in_the_way_is_forgotten_once_it_goes_well_again(database, roster, tmp_path):
    clock = FrozenClock(NOW)
    collector = Collector(database, roster, clock, tokens=TOKENS)
    (tmp_path / "weekly.csv").unlink()
    collector.collect(Wanted(sources=("numbers",)))
    with database.read() as connection:
        trouble = last_tries(connection)["numbers"].trouble
    assert trouble is not None
    assert trouble.startswith("The file weekly.csv")

    (tmp_path / "weekly.csv").write_text("team,week,metric\n")
    clock.forward(hours=3)
    collector.collect(Wanted(sources=("numbers",)))
    with database.read() as connection:
        assert last_tries(connection)["numbers"].trouble is None
