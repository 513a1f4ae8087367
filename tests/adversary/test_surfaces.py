"""What anybody reads anywhere is a sum of the weeks that the attacker of `test_subtraction` has.

So nothing is on a page, in a digest, on a Home tab or behind a button that the attack leaves out.
"""

import re

import pytest

from bot.metrics import catalogue, figure, snapshot, store as weeks, trend
from bot.metrics.comparable import add_up
from bot.metrics.setting import Setting
from tests.workspace import ALICE, MARTA, STEWARD, open_workspace, reads_as

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COUNTS = re.compile(r"([\d,]+) (?:of|in) ([\d,]+)(?: reviews)?\)")
DURATIONS = re.compile(r"about ([\d,]+) in all")
TOPICS = ("", " findings", " cycle time", " rework", " ai", " tests", " delivery")


@pytest.fixture
def workspace(clock, database_url, tmp_path):
    with open_workspace(clock, database_url, tmp_path) as opened:
        opened.collects()
        yield opened


def everything(workspace) -> str:
    """Ask for all there is, as a manager, a member and a steward."""
    for topic in TOPICS:
        workspace.types(MARTA, f"/coach prep{topic}")
    workspace.types(ALICE, "/coach team")
    workspace.types(MARTA, "/coach team")
    said = [workspace.types(who, "/coach digest preview") for who in (MARTA, ALICE)]
    for who in (MARTA, ALICE, STEWARD):
        said.append(workspace.types(who, "/coach metrics"))
        said.append(workspace.types(who, "/coach commitments"))
        assert workspace.slack.open_home(who).status == 200
        workspace.settles()
        said.append(reads_as(workspace.slack.home(who)))
    return "\n".join([*said, *(reads_as(one) for one in workspace.slack.posted)])


def sums(workspace) -> set[tuple[str, str]]:
    """Return the sums of the windows that are looked at, of every series there is."""
    coach = workspace.coach.deliverer
    team = coach.roster.team("payments")
    last = snapshot.last_complete_week(workspace.clock.now(), team.zone)
    asked = weeks.Asked(
        team.id,
        snapshot.weeks_needed(last),
        tuple(catalogue.METRICS),
        snapshot.wanted_dimensions(catalogue.METRICS),
    )
    with coach.database.read() as connection:
        rows = weeks.weeks_since(connection, asked)
    seen = Setting(last, team.headcount, 5, working=lambda _: 1.0)
    found = set()
    for (name, _), known in add_up(rows, seen).items():
        for window in trend.grid(last):
            one = figure.figure(
                catalogue.get(name), {week: known[week] for week in window if week in known}
            )
            if one is not None:
                found.add((f"{one.numerator:,.0f}", f"{one.denominator or 0:,.0f}"))
                found.add((f"{one.numerator:,.0f}", f"{one.sample_size:,}"))
    return found


def test_every_count_that_anybody_reads_is_a_sum_of_comparable_weeks(workspace):
    read = everything(workspace)
    counts = set(COUNTS.findall(read))

    assert len(counts) >= 8
    assert counts <= sums(workspace)


def test_numbers_of_durations_are_told_in_tens_wherever_they_stand(workspace):
    found = DURATIONS.findall(everything(workspace))

    assert found
    assert {int(number.replace(",", "")) % 10 for number in found} == {0}
