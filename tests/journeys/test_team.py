"""Anybody of a team types `/coach team` and gets the numbers that its manager gets; nobody else does."""

from dataclasses import replace

import pytest

from bot.demo import company
from bot.prep import words
from bot.prep.ask import Page, PageRequest
from bot.prep.blocks import TEMPLATE_ACTION, Carried
from tests.commitments.conftest import changed
from tests.workspace import (
    ALICE,
    MARTA,
    cells,
    open_workspace,
    reads_as,
)

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VALUE = Carried("search", None).encode()


def edits(workspace, *changes):
    """Change `coach.yml`, and start Coach with it."""
    config = workspace.settings.coach_config
    config.write_text(changed(config, *changes), "utf-8")
    workspace.restarts()


def opened(clock, database_url, folder, *changes):
    """Open a workspace in which nothing was collected yet, with another `coach.yml`."""
    text = changed(company.write(folder, clock.now()), *changes)
    return open_workspace(clock, database_url, folder, coach_yml=text)


def test_the_team_page_has_the_numbers_of_the_managers_page(workspace):
    workspace.types(MARTA, "/coach prep")
    said = workspace.types(ALICE, "/coach team")
    mine, theirs = workspace.page(MARTA), workspace.page(ALICE)

    assert said == words.ACKNOWLEDGED_TEAM.format(team="Payments")
    assert cells(theirs) == cells(mine)
    assert len(cells(theirs)) == 5
    assert theirs.text == "The page of Payments is ready."


@SQLITE
def test_the_team_page_reads_from_what_is_wanted_to_what_can_be_said_to_it(workspace):
    workspace.types(ALICE, "/coach team")
    lines = reads_as(workspace.page(ALICE)).splitlines()
    table = [number for number, line in enumerate(lines) if line.count(" | ") == 4]

    assert lines[: table[0]] == [
        "Payments: the team's own numbers",
        words.SAME.format(team="Payments"),
        (
            "*What the team wants to improve:* Let the AI assistant take the routine work, without more"
            " rework after the merge."
        ),
        lines[3],
    ]
    assert lines[3].startswith("5 Oct to 15 Nov 2026 against the six weeks before")
    assert [line.partition(":")[0] for line in lines[table[-1] + 1 : -2]] == [
        "*What this cannot show",
        "Chart",
        "Chart",
    ]
    assert lines[-2:] == [
        "[Question this number] [Add context] [What is this?]",
        words.FOOTER_TEAM,
    ]


@SQLITE
def test_the_team_page_holds_no_conversation_and_nobody(workspace):
    workspace.types(ALICE, "/coach team")
    text = reads_as(workspace.page(ALICE))

    assert not [step for step in ("Observe", "Explore", "Align", "Support") if step in text]
    assert "<@" not in text
    assert not [name for name in company.people().values() if name in text]


@SQLITE
def test_a_manager_gets_the_same_page_of_the_team_to_the_byte(workspace):
    for user in (MARTA, ALICE):
        workspace.types(user, "/coach team payments")

    assert workspace.page(MARTA).blocks == workspace.page(ALICE).blocks


@SQLITE
def test_whatever_template_a_manager_chooses_its_figures_are_on_the_teams_page(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")
    rows = cells(workspace.page(ALICE))
    deliverer = workspace.coach.deliverer
    team = deliverer.roster.team("payments")
    menu = next(b for b in workspace.page(MARTA).blocks if b["block_id"] == "another")
    for option in menu["elements"][0]["options"]:
        workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, option["value"])
        page = workspace.page(MARTA)
        charts = [b["title"] for b in page.blocks if b["type"] == "data_visualization"]

        assert cells(page).items() <= rows.items()
        assert [title for title in charts if title not in rows] == []
    assert team.headcount == 8


def a_trend_of(judged, service):
    return replace(judged, service=service)


@SQLITE
def test_every_trend_that_a_template_can_speak_of_can_be_reached_by_the_team(workspace):
    """More services than a page lists: what leads, and so what is spoken of, is on the page too."""
    from bot.prep.prepare import prepare  # noqa: PLC0415

    deliverer = workspace.coach.deliverer
    request = PageRequest(ALICE, "payments", page=Page.TEAM)
    with deliverer.database.read() as connection:
        prep = prepare(
            connection,
            deliverer.roster,
            deliverer.playbook,
            request,
            workspace.clock.now(),
        )
    assert prep
