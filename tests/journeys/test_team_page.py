"""`/coach team`: everybody of a team sees every number that its managers can see."""

import pytest

from bot.demo import company
from bot.prep import words
from bot.prep.blocks import LOOK_ACTION, Carried
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, cells, open_workspace, reads_as

IRINA, PRIYA = "U0IRINA001", "U0PRIYA001"
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_member_sees_the_numbers_of_the_managers_page_and_no_conversation(workspace):
    workspace.types(MARTA, "/coach prep")
    said = workspace.types(ALICE, "/coach team")
    theirs, page = cells(workspace.page(ALICE)), reads_as(workspace.page(ALICE))

    assert said == words.ACKNOWLEDGED_TEAM.format(team="Payments")
    assert theirs == cells(workspace.page(MARTA))
    lines = page.splitlines()
    assert lines[0] == "Payments: the team's own numbers"
    assert lines[1] == words.SAME.format(team="Payments")
    assert lines[-2] == "[Question this number] [Add context] [What is this?]"
    assert lines[-1] == words.FOOTER_TEAM
    for part in ("1. Observe", "4. Support", "Record commitments", "Another template"):
        assert part not in page


@SQLITE
@pytest.mark.parametrize(
    ("manager", "member", "team"), [(NOAM, IRINA, "search"), (MARTA, ALICE, "payments")]
)
def test_whatever_template_a_manager_chooses_its_numbers_are_on_the_members_page(
    workspace, manager, member, team
):
    workspace.types(member, f"/coach team {team}")
    theirs = workspace.page(member)
    seen = {block["title"] for block in theirs.blocks if block["type"] == "data_visualization"}
    rows = set(cells(theirs))
    workspace.types(manager, f"/coach prep {team}")
    page = workspace.page(manager)
    menu = next(block for block in page.blocks if block["block_id"] == "another")
    for option in menu["elements"][0]["options"]:
        workspace.chooses(manager, workspace.page(manager), "prep.template", option["value"])
        shown = workspace.page(manager)
        charts = {b["title"] for b in shown.blocks if b["type"] == "data_visualization"}
        assert charts <= seen | rows
        assert set(cells(shown)) <= rows


@SQLITE
def test_a_team_under_the_floor_is_told_so_without_a_number(workspace):
    workspace.types(PRIYA, "/coach team")
    page = reads_as(workspace.page(PRIYA))

    assert "*No numbers today.*" in page
    assert "%" not in page


@SQLITE
def test_somebody_of_several_teams_is_asked_which_one(workspace):
    said = workspace.types(NOAM, "/coach team")
    asked = workspace.slack.ephemerals(NOAM)[-1]
    workspace.chooses(NOAM, asked, LOOK_ACTION, Carried("search", None).encode())

    assert said == words.WHICH_OF_MINE
    assert reads_as(workspace.page(NOAM)).startswith("Search: the team's own numbers")


@SQLITE
@pytest.mark.parametrize(
    ("user", "typed", "said"),
    [
        (STRANGER, "", words.NOBODY.format(stewards=f"<@{STEWARD}>")),
        (ALICE, "search", "You belong to no team called “search”. Yours: “Payments”."),
        (ALICE, f"<@{MARTA}>", words.NOT_ABOUT_PEOPLE),
    ],
)
def test_whoever_may_not_have_it_is_told_kindly_and_gets_nothing(workspace, user, typed, said):
    assert workspace.types(user, f"/coach team {typed}").startswith(said)
    assert workspace.slack.dm(user) == []


@SQLITE
def test_a_request_that_slack_delivers_twice_brings_one_page(workspace):
    workspace.types(ALICE, "/coach team")
    workspace.slack.redeliver(3)
    workspace.settles()

    assert len(workspace.slack.dm(ALICE)) == 1


@SQLITE
def test_a_workspace_without_charts_gets_the_table_alone(workspace):
    workspace.slack.workspace.native_charts = False
    workspace.types(ALICE, "/coach team")
    page = workspace.page(ALICE)

    assert len(cells(page)) == 5
    assert not [block for block in page.blocks if block["type"] == "data_visualization"]


@SQLITE
def test_whoever_has_left_the_team_by_the_time_it_is_delivered_gets_nothing(
    clock, database_url, tmp_path
):
    with open_workspace(clock, database_url, tmp_path) as workspace:
        workspace.collects()
        workspace.slack.workspace.limits = False
        workspace.coach.workers.close()  # the request is written down, and nobody takes it up
        workspace.types(ALICE, "/coach team", settle=False)
        config = workspace.settings.coach_config
        config.write_text(config.read_text("utf-8").replace(f"{ALICE}, ", ""), "utf-8")
        workspace.restarts()
        clock.forward(minutes=2)
        workspace.sweeps()

        assert workspace.slack.dm(ALICE) == []
        assert ALICE in company.people()
