"""The team's page beside the manager's: for each team, from each surface, with all that is said of it."""

import pytest

from bot.context.words import OPENING
from bot.demo.local_slack import Fault
from bot.home.offers import WORD_ACTION
from bot.prep import words
from bot.prep.blocks import LOOK_ACTION, Carried
from bot.prep.deliver import KIND
from bot.signals.words import QUESTIONED
from tests.commitments.conftest import changed
from tests.context.steps import FILLED
from tests.questions.steps import asks
from tests.workspace import ALICE, MARTA, NOAM, POLICY, STEWARD, cells, reads_as

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
IRINA = "U0IRINA001"
BESIDE = "*What the team marked in these weeks:*"
OF_OLDER_VERSIONS = {
    "user": MARTA,
    "team": "payments",
    "engineer": None,
    "topic": "",
    "template": None,
    "channel": None,
    "ts": None,
}
"""What the inbox keeps of a page since before there were two kinds."""


@pytest.mark.parametrize(
    ("manager", "member", "team"), [(MARTA, ALICE, "payments"), (NOAM, IRINA, "search")]
)
def test_each_teams_page_has_the_cells_of_its_managers_page(workspace, manager, member, team):
    workspace.types(manager, f"/coach prep {team}")
    workspace.types(member, "/coach team")

    assert cells(workspace.page(member)) == cells(workspace.page(manager)) != {}


def test_marks_and_questions_stand_on_both_pages_alike(workspace):
    assert workspace.types(ALICE, "/coach context") == OPENING
    assert workspace.submits(ALICE, **FILLED) == {}
    assert asks(workspace) == {}
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")
    for user in (MARTA, ALICE):
        said = reads_as(workspace.page(user)).splitlines()
        (marked,) = (line for line in said if line.startswith(BESIDE))
        assert marked.startswith(
            f"{BESIDE} a refactoring (2 to 13 Nov). Weeks that are mostly marked"
        )
        assert QUESTIONED.format(metrics="Rework after merge (1)") in said


def test_the_team_page_comes_from_the_home_tab_as_from_the_command(workspace):
    workspace.types(ALICE, "/coach team")
    workspace.slack.open_home(ALICE)
    workspace.settles()
    workspace.presses(ALICE, workspace.slack.home(ALICE), f"{WORD_ACTION}.team")
    typed, pressed = workspace.slack.dm(ALICE)
    (window,) = workspace.slack.views(ALICE)

    assert pressed.blocks == typed.blocks
    assert reads_as(window) == words.ACKNOWLEDGED_TEAM.format(team="Payments")


def test_a_page_asked_for_in_the_home_tab_waits_for_a_busy_slack_like_any_other(workspace, logged):
    workspace.slack.open_home(ALICE)
    workspace.settles()
    workspace.slack.fail("chat.postMessage", Fault.RATE_LIMITED(30))
    workspace.presses(ALICE, workspace.slack.home(ALICE), f"{WORD_ACTION}.team")
    assert workspace.slack.dm(ALICE) == []
    workspace.clock.forward(seconds=31)
    workspace.sweeps()

    assert [one.text for one in workspace.slack.dm(ALICE)] == ["The page of Payments is ready."]
    assert "page_postponed" in logged.getvalue()
    assert "level=error" not in logged.getvalue()


def test_a_team_that_does_not_exist_is_answered_like_one_that_is_not_theirs(workspace):
    told = {name: workspace.types(ALICE, f"/coach team {name}") for name in ("nosuch", "search")}

    assert told["nosuch"] == told["search"].replace("search", "nosuch")
    assert told["nosuch"] == words.NOT_OF_IT.format(
        words="“nosuch”", teams="“Payments”", stewards=f"<@{STEWARD}>"
    )


def test_who_left_the_team_before_choosing_it_is_told_and_gets_no_page(workspace):
    workspace.types(NOAM, "/coach team")
    asked = workspace.slack.ephemerals(NOAM)[-1]
    config = workspace.settings.coach_config
    moved = ("C0SEARCH01\n    managers: [U0NOAM0001]", f"C0SEARCH01\n    managers: [{MARTA}]")
    config.write_text(changed(config, moved), "utf-8")
    workspace.restarts()
    workspace.chooses(NOAM, asked, LOOK_ACTION, Carried("search", None).encode())

    assert workspace.slack.ephemerals(NOAM)[-1].text == words.GONE_MINE
    assert workspace.slack.dm(NOAM) == []


def test_a_page_that_an_older_version_left_waiting_is_the_managers(workspace):
    workspace.coach.deliverer.inbox.receive(KIND, "before the upgrade", OF_OLDER_VERSIONS)
    workspace.clock.forward(seconds=61)
    workspace.sweeps()

    assert [one.text for one in workspace.slack.dm(MARTA)] == ["Your page for Payments is ready."]


def test_the_managers_page_says_that_the_team_sees_the_same(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach prep")

    assert reads_as(workspace.page(MARTA)).splitlines()[-2:] == [words.FOOTER, POLICY]
    assert "`/coach team`" in words.FOOTER
    assert workspace.slack.ephemerals(ALICE)[-1].text == words.FOR_MANAGERS.format(
        team="“Payments”", managers=f"<@{MARTA}>"
    )
    assert "`/coach team`" in words.FOR_MANAGERS
