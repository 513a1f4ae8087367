"""A team of four sees its group's figure, named as such, on every surface; or a useful page without any."""

import csv
import re
from datetime import UTC, datetime

import pytest

from bot.digest import jobs, words as digest_words
from bot.prep import words
from bot.signals.words import NOTHING
from tests.commitments.conftest import changed
from tests.workspace import ALICE, MARTA, NOAM, POLICY, cells, reads_as

pytestmark = pytest.mark.journey
PRIYA = "U0PRIYA001"
FIRST_TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
MORE = """\
  - id: tools
    name: Tools
    channel: C0EDGE0001
    managers: [{manager}]
    members: [U0TAMAR001, U0UMBER001, U0VIKTO001]
    telemetry: [{{source: numbers}}]
groups:
  - {{id: product, name: Product & Co, teams: [{teams}]}}
"""
NAMED = (
    "These are the numbers of Product &amp; Co, of which Edge is a part: Edge is too small for numbers"
    " of its own."
)
ELSEWHERE = (
    "*Edge*: too small for numbers of its own. `/coach team edge` shows those of Product &amp; Co, of"
    " which it is a part."
)
NO_FIGURE = re.compile(
    r"the last 6 weeks: a review|\d\. (Observe|Explore|Align|Support)|\d+ December"
)
"""What has a digit on a page without numbers: what to look back on, the steps, and the day to look again."""


def regroups(workspace, *, teams="payments, search, edge, tools", tools=True):
    """Put the teams into a group, with one more team of three; collect, as the next night would."""
    config = workspace.settings.coach_config
    if tools:
        with (config.parent / "weekly.csv").open(newline="") as file:
            rows = list(csv.reader(file))
        with (config.parent / "weekly.csv").open("a", newline="") as file:
            csv.writer(file).writerows(
                ["tools", *row[1:9], "3", "0.4"] for row in rows if row[0] == "edge"
            )
    config.write_text(config.read_text("utf-8") + MORE.format(manager=NOAM, teams=teams), "utf-8")
    workspace.restarts()
    workspace.collects()


def sees(workspace, user):
    """Return what somebody of Edge reads on each surface, by its name."""
    shown = {}
    if user == NOAM:
        workspace.types(user, "/coach prep edge")
        shown["page"] = reads_as(workspace.page(user))
    workspace.types(user, "/coach team edge")
    shown["team"] = reads_as(workspace.page(user))
    workspace.types(user, "/coach digest preview edge")
    shown["preview"] = reads_as(workspace.slack.ephemerals(user)[-1])
    workspace.slack.open_home(user)
    workspace.settles()
    shown["home"] = reads_as(workspace.slack.home(user))
    return shown


def test_a_team_of_four_sees_its_groups_figure_named_as_such_on_every_surface(workspace):
    regroups(workspace)
    of_manager, of_member = sees(workspace, NOAM), sees(workspace, PRIYA)

    assert {*of_manager} == {"page", "team", "preview", "home"}
    assert ELSEWHERE in of_manager.pop("home")
    for said in (*of_manager.values(), *of_member.values()):
        assert NAMED in said
        assert "Rework after merge" in said
    assert "Edge: the numbers of its group" in of_member["team"]
    assert of_member["team"].split("\n")[2:] == of_manager["team"].split("\n")[2:]
    assert "gets no digest" in of_member["preview"]


def test_the_figure_is_the_sum_of_the_groups_teams_worked_out_by_hand(workspace):
    """Payments 20 of 156, Search 17 of 132, Edge and Tools 4 of 54 each: 45 of 396 in six weeks."""
    regroups(workspace)
    workspace.types(PRIYA, "/coach team")

    assert cells(workspace.page(PRIYA))["Rework after merge"][0] == "11 % (45 of 396)"


def test_no_template_takes_the_groups_figures_for_the_teams(workspace):
    regroups(workspace)
    workspace.types(NOAM, "/coach prep edge")
    said = reads_as(workspace.page(NOAM))
    conversation = said[said.index("1. Observe") :]

    assert "the numbers here are those of Product &amp; Co" in said
    assert not re.search(r"\d+ %|rose|fell", conversation)


def test_a_larger_team_of_the_group_sees_its_own_figures_as_before(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")
    before = [cells(workspace.page(user)) for user in (MARTA, ALICE)]
    regroups(workspace)
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")

    assert [cells(workspace.page(user)) for user in (MARTA, ALICE)] == before
    assert "Product" not in reads_as(workspace.page(ALICE))


@pytest.mark.parametrize(
    "teams",
    ["payments, search, edge", "payments, search, tools", "payments, search"],
    ids=["what is left is one team", "in another group", "without a group"],
)
def test_a_team_of_four_without_a_groups_figure_gets_a_useful_page_with_no_number(workspace, teams):
    regroups(workspace, teams=teams)
    shown = sees(workspace, NOAM)

    for surface in ("page", "team"):
        assert NOTHING in shown[surface]
        assert not re.search(r"\d", NO_FIGURE.sub("", shown[surface].replace(POLICY, "")))
    assert "Product" not in "".join(shown.values())
    assert "4. Support" in shown["page"]
    assert words.FOOTER in shown["page"]


def test_the_words_for_no_number_are_the_same_whatever_the_cause(workspace):
    alone = sees(workspace, PRIYA)
    regroups(workspace, teams="payments, search, edge")

    assert sees(workspace, PRIYA) == alone


def test_the_digest_of_a_small_team_in_a_group_stays_unsent(workspace):
    regroups(workspace)
    preview = sees(workspace, PRIYA)["preview"]
    number = digest_words.PREVIEW_SMALL.format(
        channel="<#C0EDGE0001>", floor=5, number=4, team="Edge"
    )

    assert preview.startswith(number)
    assert "This is what" not in preview
    jobs.plan(workspace.coach.digests)
    workspace.wakes_at(FIRST_TUESDAY)
    jobs.plan(workspace.coach.digests)
    workspace.sweeps()

    assert [one.text for one in workspace.slack.messages("C0SEARCH01")] != []
    assert workspace.slack.messages("C0EDGE0001") == []


def test_a_group_never_stands_beside_one_of_its_teams_in_a_home_tab(workspace):
    """Noam manages Search too, which has figures of its own."""
    regroups(workspace)
    home = sees(workspace, NOAM)["home"]

    assert "*Search*:" in home
    assert NAMED not in home
    assert "0.65" not in home


def test_a_group_that_is_called_otherwise_keeps_its_figures(workspace):
    regroups(workspace)
    config = workspace.settings.coach_config
    config.write_text(changed(config, ("name: Product & Co", "name: The Shop")), "utf-8")
    workspace.restarts()
    workspace.types(PRIYA, "/coach team")

    assert "These are the numbers of The Shop, of which Edge is a part" in reads_as(
        workspace.page(PRIYA)
    )
