"""Persons end in the fold: what comes out are team weeks, and only those that stand on the floor."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.fold import Coverage, Fold, Frame
from bot.metrics.week import Week

MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


def folded(items, *, zone="UTC", first=MONDAY, now=NOW, coverage=None, floor=5):
    frame = Frame("git", {"t": ZoneInfo(zone)}, {"t": Week(first)}, now, floor)
    fold = Fold(frame)
    fold.add(items)
    return fold.rows(coverage or Coverage()).get("t", [])


def merged(actor, service="", at=NOON, hours=10.0):
    return Fact("t", service, "pr_cycle_time", at, value=hours, actor=actor)


def reworked(actor, service="", numerator=0.0):
    return Fact("t", service, "rework_after_merge", NOON, "", numerator, 1.0, actor=actor)


def test_six_people_make_a_week_with_counts_and_nobody_in_it():
    rows = folded([reworked(f"a{n}", numerator=float(n == 0)) for n in range(6)])

    assert len(rows) == 1
    row = rows[0]
    assert (row.numerator, row.denominator, row.sample_size) == (1, 6, 6)
    assert (row.contributors, row.largest_share) == (6, pytest.approx(1 / 6))
    assert "a0" not in repr(rows)


def test_five_people_are_too_few_because_one_of_them_may_look():
    assert folded([reworked(f"a{n}") for n in range(5)]) == []


def test_a_raised_floor_asks_for_more_people():
    items = [reworked(f"a{n}") for n in range(8)]

    assert folded(items, floor=7)
    assert folded(items, floor=8) == []


def test_a_week_of_which_one_person_makes_half_is_not_kept():
    items = [merged(f"a{n}") for n in range(7)]

    assert folded(items)
    assert folded([*items, *(merged("a0") for _ in range(6))]) == []


def test_services_are_kept_apart_only_if_each_stands_by_itself():
    big = [merged(f"a{n}", "auth") for n in range(7)]
    small = [merged(f"a{n}", "ledger") for n in range(2)]

    assert [row.service for row in folded(big)] == ["", "auth"]
    assert [(row.service, row.sample_size) for row in folded(big + small)] == [("", 9)]


def test_the_whole_team_counts_a_person_once_over_all_its_services():
    items = [merged(f"a{n}", service) for n in range(6) for service in ("auth", "ledger")]
    whole = next(row for row in folded(items) if not row.service)

    assert (whole.contributors, whole.sample_size) == (6, 12)


def test_what_a_source_says_of_the_whole_team_stands_instead_of_the_sum():
    rows = folded([said("", 5.0, 40), said("auth", 2.0), said("ledger", 2.0)])

    assert {row.service: row.numerator for row in rows} == {"": 5, "auth": 2, "ledger": 2}


def test_where_nobody_knows_who_is_left_beside_the_services_these_are_not_kept():
    rows = folded([said("", 5.0, 43), said("auth", 2.0), said("ledger", 2.0)])

    assert {row.service: row.numerator for row in rows} == {"": 5}


def said(service, numerator, number=20):
    return Fact(
        "t", service, "rework_after_merge", NOON, "", numerator, float(number), number,
        people=8, largest_share=0.2,
    )  # fmt: skip


@pytest.mark.parametrize(("beside", "kept"), [(0, True), (1, False), (5, False), (6, True)])
def test_services_are_kept_only_if_enough_people_work_beside_them(beside, kept):
    """What the services leave of the whole team is a number too."""
    mine = [reworked(f"a{n}", "auth") for n in range(7)]
    whole = [reworked(f"a{n}") for n in range(7)] + [reworked(f"b{n}") for n in range(beside)]

    assert {row.service for row in folded(mine + whole)} == ({"", "auth"} if kept else {""})


def test_people_known_by_number_only_are_counted_as_if_they_were_the_same():
    def said(service, people, share):
        return Fact(
            "t", service, "rework_after_merge", NOON, "", 1.0, 10.0, 10,
            people=people, largest_share=share,
        )  # fmt: skip

    whole = next(
        row for row in folded([said("auth", 6, 0.2), said("ledger", 7, 0.4)]) if not row.service
    )

    assert (whole.contributors, whole.largest_share) == (7, pytest.approx(0.3))


def test_facts_without_people_are_kept_and_judged_by_headcount_later():
    finding = Fact("t", "auth", "findings_new", NOON, "high", 2.0, 1.5)

    assert [(row.service, row.contributors) for row in folded([finding])] == [
        ("", None),
        ("auth", None),
    ]


def test_a_week_is_cut_where_the_team_is():
    late = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)  # already Monday in Kathmandu
    items = [merged(f"a{n}", at=late) for n in range(6)]

    assert folded(items)[0].week == Week(MONDAY)
    assert folded(items, zone="Asia/Kathmandu")[0].week == Week(date(2026, 11, 9))


def test_what_lies_before_the_first_week_or_after_the_run_is_left_out():
    early = [merged(f"a{n}", at=NOON - timedelta(days=7)) for n in range(6)]
    future = [merged(f"a{n}", at=NOW + timedelta(hours=1)) for n in range(6)]

    assert folded(early + future) == []


def test_a_week_is_final_three_days_after_its_end_and_not_before():
    items = [merged(f"a{n}") for n in range(6)]
    end = datetime(2026, 11, 9, tzinfo=UTC)

    assert not folded(items, now=end + timedelta(days=3) - timedelta(seconds=1))[0].final
    assert folded(items, now=end + timedelta(days=3))[0].final


def test_days_without_an_answer_are_not_covered_and_the_week_stays_open():
    items = [merged(f"a{n}") for n in range(6)]
    days = set(Week(MONDAY).days()[:5])

    row = folded(items, coverage=Coverage(days=days))[0]
    assert (row.days_covered, row.final) == (5, False)
    since = Coverage(known_since=datetime(2026, 11, 4, tzinfo=UTC))
    assert folded(items, coverage=since)[0].days_covered == 5


def test_the_running_week_covers_only_the_days_that_are_over():
    monday = datetime(2026, 11, 16, 8, tzinfo=UTC)
    items = [merged(f"a{n}", at=monday) for n in range(6)]

    assert folded(items)[0].days_covered == 2  # Monday and Tuesday; it is Wednesday morning


def test_what_was_left_out_on_purpose_is_counted_by_reason():
    items = [merged(f"a{n}") for n in range(6)]
    left_out = [
        Exclusion("t", "", "pr_cycle_time", NOON, "bot", 3),
        Exclusion("t", "", "pr_cycle_time", NOON, "draft"),
    ]

    assert folded(items + left_out)[0].excluded == {"bot": 3, "draft": 1}


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["auth", "ledger", "edge"])), max_size=60)
)
def test_no_stored_row_and_no_difference_of_rows_is_about_few_people(events):
    """Whatever is stored, and whatever is left when services are subtracted, stands on the floor."""
    rows = folded([merged(f"a{who}", service) for who, service in events])
    services = {row.service for row in rows if row.service}
    for row in rows:
        assert row.contributors is not None
        assert row.contributors > 5
        assert row.largest_share is not None
        assert row.largest_share < 0.5
    if services:
        assert services == {service for _, service in events}


def deployed(at, service="auth"):
    return Fact("t", service, "deployment_frequency", at, numerator=1)


def test_a_whole_week_without_an_event_is_a_zero_where_the_source_watches():
    # Watched from within the week of November 2nd: that week is not whole, the next one is.
    since = datetime(2026, 11, 3, tzinfo=UTC)
    coverage = Coverage(watched={("t", "auth", "deployment_frequency"): since})
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)

    rows = folded([deployed(NOON), deployed(NOW)], now=now, coverage=coverage)

    by_week = {(row.week.monday, row.service): row.numerator for row in rows}
    assert by_week == {
        (date(2026, 11, 2), ""): 1,
        (date(2026, 11, 2), "auth"): 1,
        (date(2026, 11, 9), ""): 0,
        (date(2026, 11, 9), "auth"): 0,
        (date(2026, 11, 16), ""): 1,
        (date(2026, 11, 16), "auth"): 1,
    }
    assert {row.sample_size for row in rows if not row.numerator} == {0}


def test_the_week_in_which_watching_began_is_no_zero_for_it_was_not_watched_whole():
    tuesday = datetime(2026, 11, 3, tzinfo=UTC)
    coverage = Coverage(watched={("t", "auth", "deployment_frequency"): tuesday})

    assert {row.week.monday for row in folded([], coverage=coverage)} == {date(2026, 11, 9)}


def test_a_week_that_the_source_does_not_know_as_a_whole_stays_a_gap():
    since = datetime(2026, 10, 1, tzinfo=UTC)
    watched = {("t", "auth", "deployment_frequency"): since}
    november_4th = datetime(2026, 11, 4, tzinfo=UTC)

    rows = folded([], coverage=Coverage(known_since=november_4th, watched=watched))

    assert {row.week.monday for row in rows} == {date(2026, 11, 9)}


def test_every_severity_of_a_watched_week_is_a_zero_of_its_own():
    since = datetime(2026, 11, 1, tzinfo=UTC)
    coverage = Coverage(watched={("t", "", "findings_opened"): since})

    rows = folded([], coverage=coverage)

    mondays = [row.week.monday for row in rows if row.dimension == "unrated"]
    assert mondays == [date(2026, 11, 2), date(2026, 11, 9)]
    assert len(rows) == 2 * 6


@pytest.mark.parametrize("metric", ["rework_after_merge", "pr_cycle_time"])
def test_what_is_no_count_of_events_cannot_be_watched(metric):
    coverage = Coverage(watched={("t", "", metric): NOON})

    with pytest.raises(ValueError, match="no count of events"):
        folded([], coverage=coverage)
