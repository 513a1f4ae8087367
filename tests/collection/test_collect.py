"""Collecting: whole weeks, replaced and not added, each team with its cursor in one commit."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import configured
from bot.collection import jobs, store
from bot.collection.collect import Collector, Wanted
from bot.db.lock import held
from bot.errors import OperatorError
from bot.metrics import snapshot
from bot.metrics.week import Week
from tests import aws_company
from tests.aws.buckets import report, report_key
from tests.aws.codeguru import finding
from tests.aws_company import CANARIES, ZONE


@pytest.fixture
def collector(aws, clock, database, tmp_path):
    aws_company.fill(aws, clock.now(), weeks=4)
    roster = configured.configure(aws_company.write_config(tmp_path), proven=True).roster
    return Collector(database, roster, clock)


FOUR_WEEKS = Wanted(back_fill=4)


def rows(database, *, columns="*"):
    """Everything that is kept of the weeks, without when it was collected."""
    with database.read() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM weekly_aggregate"))  # noqa: S608
        kept = [name for name in found.keys() if name != "collected_at"]  # noqa: SIM118 - no dict
        return sorted(
            "|".join(f"{name}={_same(row._mapping[name])}" for name in kept) for row in found
        )


def _same(value):
    """SQLite has no booleans of its own."""
    return int(value) if isinstance(value, bool) else value


def outcomes(results):
    return {result.source: result.outcome for result in results}


def test_collecting_twice_leaves_the_same_rows(collector, database, clock):
    assert outcomes(collector.collect(FOUR_WEEKS)) == {"reviewer": "ok", "assistant": "ok"}
    once = rows(database)
    clock.forward(hours=1)
    collector.collect(FOUR_WEEKS)

    assert rows(database) == once
    assert len(once) > 50


def test_nothing_personal_reaches_the_database(collector, database, logged):
    collector.collect(FOUR_WEEKS)
    with database.read() as connection:
        tables = ("weekly_aggregate", "source_cursor", "inbox")
        everything = str([connection.execute(text(f"SELECT * FROM {t}")).all() for t in tables])  # noqa: S608

    assert not [canary for canary in CANARIES if canary in everything + logged.getvalue()]
    if database.file is not None:
        database.close()
        files = database.file.parent.glob(database.file.name + "*")
        raw = b"".join(file.read_bytes() for file in files)
        assert not [canary for canary in CANARIES if canary.encode() in raw]


def test_what_a_source_no_longer_says_is_gone_after_the_next_pull(collector, database, clock, aws):
    collector.collect(FOUR_WEEKS)
    last = Week.containing(clock.now(), ZONE).plus(-1)
    for day in last.days()[:5]:
        aws.buckets.put("shop-reports", report_key(day), report())
    collector.collect(Wanted())
    weeks = rows(database, columns="week_start, metric")

    assert not [row for row in weeks if str(last.monday) in row and "ai_acceptance" in row]
    assert [row for row in weeks if str(last.plus(-1).monday) in row and "ai_acceptance" in row]


def test_a_late_correction_inside_two_weeks_is_taken_and_replaces(collector, database, clock, aws):
    collector.collect(FOUR_WEEKS)
    last = Week.containing(clock.now(), ZONE).plus(-1)
    at = last.starts(ZONE) + timedelta(days=3)
    aws.codeguru.reviews(at, finding("Critical"), repository="auth", pull_request="late", lines=1)
    before = rows(database, columns="week_start, dimension, service, numerator")
    collector.collect(Wanted())
    changed = set(rows(database, columns="week_start, dimension, service, numerator")) - set(before)

    assert {str(last.monday) in row and "critical" in row for row in changed} == {True}


def test_the_weeks_before_the_trailing_window_stay_as_they_were(collector, database, clock, aws):
    collector.collect(FOUR_WEEKS)
    kept = rows(database)
    clock.forward(weeks=5)
    aws.codeguru._reviews.clear()
    collector.collect(Wanted(sources=("reviewer",)))
    trailing = str(Week.containing(clock.now() - timedelta(days=14 + 35), ZONE).monday)

    assert set(rows(database)) < set(kept)
    assert f"week_start={trailing}" not in str([row for row in rows(database) if "findings" in row])


def test_one_source_that_fails_never_stops_the_others_nor_looks_empty(
    collector, database, aws, clock
):
    collector.collect(FOUR_WEEKS)
    kept = rows(database)
    aws.buckets.forget()
    results = {result.source: result for result in collector.collect(FOUR_WEEKS)}

    assert results["reviewer"].outcome == "ok"
    assert results["assistant"].outcome == "refused"
    assert results["assistant"].said.startswith("AWS has no bucket")
    assert "\n" not in results["assistant"].said
    assert rows(database) == kept
    with database.read() as connection:
        tries = store.last_tries(connection)
    assert tries["assistant"].succeeded_at == clock.now()


def test_two_processes_never_collect_one_source_at_once(collector, database):
    with ExitStack() as stack:
        assert stack.enter_context(held(database, "collect-reviewer", wait=False))
        results = collector.collect(FOUR_WEEKS)

    assert outcomes(results) == {"reviewer": "busy", "assistant": "ok"}


@pytest.mark.parametrize("wanted", [Wanted(teams=("nobody",)), Wanted(sources=("nothing",))])
def test_asking_for_what_is_not_in_coach_yml_names_what_is(collector, wanted):
    with pytest.raises(OperatorError, match=r"coach\.yml has no .* It has: "):
        collector.collect(wanted)


def test_back_filling_asks_for_as_many_weeks_as_said(collector, database, clock):
    collector.collect(Wanted(back_fill=3, sources=("assistant",)))
    first = Week.containing(clock.now(), ZONE).plus(-3)
    weeks = set(rows(database, columns="week_start"))

    assert len(weeks) == 3
    assert str(first.monday) in min(weeks)


def test_the_first_collection_asks_for_the_year_that_a_trend_looks_at(
    collector, database, clock, aws
):
    oldest = snapshot.weeks_needed(snapshot.last_complete_week(clock.now(), ZONE))
    for week in (oldest, oldest.plus(-3)):
        aws_company.reports(aws, week, recent=False)
    collector.collect(Wanted())
    kept = {row for row in rows(database, columns="week_start, metric") if "ai_accept" in row}

    assert f"week_start={oldest.monday}|metric=ai_acceptance" in kept
    assert len(kept) == 1 + 4


def test_the_oldest_week_is_whole_or_left_out_where_the_source_forgets(
    collector, database, clock, aws
):
    """CodeGuru lists 90 days: on this Wednesday that reaches back into a week, which is left out."""
    known = clock.now() - timedelta(days=90)
    begun = Week.containing(known, ZONE)
    for at in (known + timedelta(hours=1), begun.plus(1).starts(ZONE)):
        aws.codeguru.reviews(at, repository="auth", pull_request=str(at))
    collector.collect(Wanted(back_fill=20, sources=("reviewer",)))

    assert min(rows(database, columns="week_start")) == f"week_start={begun.plus(1).monday}"


def test_the_nightly_collection_is_due_once_a_night_and_again_after_a_failure(
    collector, database, clock
):
    names = ("reviewer", "assistant")
    assert jobs.due(database, names, clock.now()) == names
    jobs.nightly(collector, clock)
    assert jobs.due(database, names, clock.now()) == ()

    clock.forward(hours=18)  # half past three at night
    assert jobs.due(database, names, clock.now()) == names
    with database.write() as session:
        store.failed(
            session,
            team="payments",
            source="assistant",
            now=clock.now(),
            outcome="failed",
            said="x",
        )
    assert jobs.due(database, names, clock.now()) == ("reviewer",)
    clock.forward(hours=2)
    assert jobs.due(database, names, clock.now()) == names
