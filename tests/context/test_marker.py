"""Marked stretches of days, as they are said."""

from datetime import date

import pytest

from bot.context.marker import Marker, Reason, dated, said


def marker(reason, first, last):
    return Marker("1", "payments", reason, first, last)


@pytest.mark.parametrize(
    ("reason", "reads"),
    [
        (Reason.ONBOARDING, "people getting started in the team (2 to 13 Nov)"),
        (Reason.REFACTOR, "a refactoring (2 to 13 Nov)"),
        (Reason.MIGRATION, "a migration (2 to 13 Nov)"),
        (Reason.INCIDENT, "an incident (2 to 13 Nov)"),
        (Reason.HARDENING, "a hardening phase (2 to 13 Nov)"),
        (Reason.HOLIDAY, "a holiday season (2 to 13 Nov)"),
        (Reason.OTHER, "something else (2 to 13 Nov)"),
    ],
    ids=lambda value: str(value).partition(" ")[0],
)
def test_every_reason_reads_well_in_a_sentence(reason, reads):
    assert said([marker(reason, date(2026, 11, 2), date(2026, 11, 13))]) == reads


def test_every_reason_of_the_list_is_read_above():
    assert len(Reason) == 7


@pytest.mark.parametrize(
    ("first", "last", "short", "long"),
    [
        ((2026, 11, 16), (2026, 11, 16), "16 Nov", "16 Nov 2026"),
        ((2026, 10, 26), (2026, 11, 6), "26 Oct to 6 Nov", "26 Oct to 6 Nov 2026"),
        ((2026, 12, 21), (2027, 1, 3), "21 Dec 2026 to 3 Jan 2027", "21 Dec 2026 to 3 Jan 2027"),
        ((2026, 11, 2), (2027, 11, 2), "2 Nov 2026 to 2 Nov 2027", "2 Nov 2026 to 2 Nov 2027"),
    ],
    ids=["one day", "two months", "over New Year", "a year"],
)
def test_days_are_said_as_shortly_as_they_can_be_understood(first, last, short, long):
    one = marker(Reason.INCIDENT, date(*first), date(*last))

    assert said([one]) == f"an incident ({short})"
    assert dated(one) == f"an incident ({long})"


def test_several_are_said_in_one_phrase():
    both = [
        marker(Reason.REFACTOR, date(2026, 11, 2), date(2026, 11, 13)),
        marker(Reason.INCIDENT, date(2026, 11, 16), date(2026, 11, 16)),
    ]

    assert said(both) == "a refactoring (2 to 13 Nov); an incident (16 Nov)"


def test_the_words_of_a_mark_stand_beside_its_reason_and_in_the_place_of_something_else():
    first, last = date(2026, 11, 2), date(2026, 11, 13)
    both = [
        Marker("1", "payments", Reason.MIGRATION, first, last, "the new cluster"),
        Marker("2", "payments", Reason.OTHER, first, last, "the office moved"),
    ]

    assert said(both) == (
        "a migration, “the new cluster” (2 to 13 Nov); “the office moved” (2 to 13 Nov)"
    )
