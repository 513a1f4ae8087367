"""On which days people work, as `coach.yml` says it, and what knowing holidays costs."""

import subprocess
import sys
from datetime import date

import pytest
from holidays import list_supported_countries

from bot.teams import countries
from bot.teams.work_week import WorkWeek
from tests.teams.sample import TEXT, read

ALICE, BOB, CARLA = "U0ALICE001", "U0BOB00001", "U0CARLA001"
MARTA, NOAM, STEWARD = "U0MARTA001", "U0NOAM0001", "U0STEWARD1"
MONDAY_TO_FRIDAY = frozenset(range(5))
ALICES = "        ids: {assistant: d-1.alice}"
PAYMENTS, LEDGER = "    channel: C0PAYMENTS", "    channel: C0LEDGER01"


def adding(folder, **lines):
    """Read the sample with lines added, by the line after which they stand."""
    text = TEXT
    for name, added in lines.items():
        line = {"payments": PAYMENTS, "ledger": LEDGER, "alice": ALICES}[name]
        indent = line[: len(line) - len(line.lstrip())]
        text = text.replace(line, "\n".join([line, *(f"{indent}{one}" for one in added)]), 1)
    return read(folder, text)


def test_who_says_nothing_works_from_monday_to_friday_without_a_country(tmp_path):
    roster = read(tmp_path)

    for user in (ALICE, BOB, MARTA, NOAM, STEWARD, "U0STRANGE1"):
        assert roster.work_week_of(user) == WorkWeek(MONDAY_TO_FRIDAY, None, None, frozenset())


def test_a_team_has_a_country_working_days_and_days_off_of_its_own(tmp_path):
    roster = adding(
        tmp_path,
        payments=[
            "country: DE",
            "subdivision: BE",
            "working_days: [sun, mon, tue]",
            "holidays: [2026-12-24, 2026-12-31]",
        ],
    )
    days_off = frozenset({date(2026, 12, 24), date(2026, 12, 31)})

    assert roster.work_week_of(ALICE) == WorkWeek(frozenset({6, 0, 1}), "DE", "BE", days_off)
    assert roster.work_week_of("U0STRANGE1") == WorkWeek()


def test_somebody_in_two_teams_has_the_days_of_the_first(tmp_path):
    roster = adding(tmp_path, payments=["country: DE"], ledger=["country: US"])

    assert roster.work_week_of(BOB).country == "DE"


def test_a_manager_has_the_days_of_the_first_team_that_they_manage(tmp_path):
    roster = adding(tmp_path, payments=["country: DE"], ledger=["country: US"])

    assert roster.work_week_of(MARTA).country == "DE"
    assert roster.work_week_of(NOAM).country == "US"


def test_a_manager_who_is_a_member_too_has_the_days_of_where_they_are_a_member(tmp_path):
    roster = read(
        tmp_path,
        TEXT.replace(PAYMENTS, f"{PAYMENTS}\n    country: DE")
        .replace(LEDGER, f"{LEDGER}\n    country: US")
        .replace("members: [U0BOB00001]", f"members: [U0BOB00001, {MARTA}]"),
    )

    assert roster.work_week_of(MARTA).country == "US"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["country: PL"], WorkWeek(MONDAY_TO_FRIDAY, "PL", None)),
        (["country: US", "subdivision: CA"], WorkWeek(MONDAY_TO_FRIDAY, "US", "CA")),
        (["subdivision: BY"], WorkWeek(MONDAY_TO_FRIDAY, "DE", "BY")),
        (["country: DE"], WorkWeek(MONDAY_TO_FRIDAY, "DE", None)),
        (["working_days: [tue, sat]"], WorkWeek(frozenset({1, 5}), "DE", "BE")),
    ],
)
def test_what_a_member_has_of_their_own_takes_the_place_of_the_teams(tmp_path, lines, expected):
    roster = adding(tmp_path, payments=["country: DE", "subdivision: BE"], alice=lines)

    assert roster.work_week_of(ALICE) == expected
    assert roster.work_week_of(CARLA) == WorkWeek(MONDAY_TO_FRIDAY, "DE", "BE")


def test_days_of_their_own_count_wherever_they_are_written_with_that_teams_days_off(tmp_path):
    roster = read(
        tmp_path,
        TEXT.replace(PAYMENTS, f"{PAYMENTS}\n    country: DE\n    holidays: [2026-12-24]").replace(
            "    members: [U0BOB00001]",
            "    country: US\n    holidays: [2026-12-31]\n"
            "    members:\n      - {slack: U0BOB00001, subdivision: CA}",
        ),
    )
    closed = frozenset({date(2026, 12, 31)})

    assert roster.work_week_of(BOB) == WorkWeek(MONDAY_TO_FRIDAY, "US", "CA", closed)


def test_the_days_off_of_a_team_hold_for_a_member_with_days_of_their_own(tmp_path):
    roster = adding(tmp_path, payments=["holidays: [2026-12-24]"], alice=["country: PL"])

    assert roster.work_week_of(ALICE).closed == {date(2026, 12, 24)}


def test_norway_stays_a_country_and_does_not_become_a_no(tmp_path):
    assert adding(tmp_path, payments=["country: NO"]).work_week_of(ALICE).country == "NO"


def test_people_are_in_the_zone_of_their_first_team_or_of_the_organisation(tmp_path):
    roster = read(tmp_path)
    zones = [roster.zone_of(user).key for user in (ALICE, BOB, MARTA, NOAM, STEWARD)]

    assert zones == [*["Europe/Berlin"] * 3, "America/New_York", "Europe/Berlin"]


def test_where_a_member_lives_does_not_show_when_a_roster_is_printed(tmp_path):
    roster = adding(tmp_path, alice=["country: PL", "working_days: [tue, sat]"])

    assert "PL" not in repr(roster)
    assert "sat" not in repr(roster.teams[0].members)


def test_every_country_of_the_library_is_known_by_its_own_code_only():
    every = list_supported_countries(include_aliases=False)

    assert len(every) > 200
    assert all(map(countries.is_known, every))
    assert countries.subdivisions("DE") == tuple(every["DE"])
    for other in ("UK", "DEU", "Germany", "de", "HolidayBase", "XX", "", "D", "ÄÖ"):
        assert not countries.is_known(other)


def test_nothing_that_is_far_from_any_country_is_suggested():
    assert countries.near("") is None
    assert countries.near("x" * 10_000) is None
    assert countries.near("  south   AFRICA ") == "ZA"
    assert countries.near_subdivision("DE", "Bayer") == "BY"
    assert countries.near_subdivision("PL", "Mazovia") is None


def test_holidays_are_whole_years_that_nobody_can_change():
    found = countries.public_holidays("DE", "BE", 2027)

    assert {date(2027, 1, 1), date(2027, 3, 8)} <= found
    assert {day.year for day in found} == {2027}
    assert countries.public_holidays("DE", "BE", 2027) is found
    assert date(2027, 3, 8) not in countries.public_holidays("DE", None, 2027)


READING = """
import sys
from pathlib import Path
import bot.people.hours
from tests.teams.sample import TEXT, read
read(Path(sys.argv[1]), TEXT.replace({line!r}, {line!r} + sys.argv[2]))
print("holidays" in sys.modules)
"""


@pytest.mark.parametrize(("added", "imported"), [("", "False"), ("\n    country: DE", "True")])
def test_the_library_of_holidays_is_imported_only_where_a_country_is_named(
    tmp_path, added, imported
):
    program = READING.format(line=PAYMENTS)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), added],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == imported
