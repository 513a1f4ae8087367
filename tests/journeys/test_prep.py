"""A manager types `/coach prep` and gets one calm page; everybody else gets a kind answer."""

import re

import pytest

from bot.demo.local_slack import Fault
from bot.prep.blocks import TEAM_ACTION, TEMPLATE_ACTION, Carried
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, cells, reads_as

pytestmark = pytest.mark.journey


def test_the_page_has_the_numbers_worked_out_by_hand(workspace):
    """The sample company's numbers, added up on paper.

    The 46 weeks before are seven times the usual six, and the first four of those once more.
    Rework: 4+3+3+4+2+4 = 20 of 6 x 26 = 156 pull requests, 12.8 %; before, 3+4+2+3+4+3 = 19, seven
    times, and 3+4+2+3: 145 of 46 x 26 = 1,196, 12.1 %.
    Suggestions: 188+201+194+207+199+211 = 1,200 of 6 x 560 = 3,360, 35.7 %; before, seven times 897
    and 148+155+139+161: 6,882 of 25,760, 26.7 %.
    Findings: 27+4 high and critical in auth-service, 9 high in the ledger, 40 in six weeks of
    4.2 + 3.1 = 7.3 thousand lines: 40 / 43.8 = 0.913; before, seven times 8+1+10 = 19, and 6+1+6: 146
    in 46 x 7.3: 0.435. In auth-service alone: 31 / 25.2 = 1.23; before, seven times 9, and 7: 70 in
    193.2 thousand lines, 0.362.
    """
    said = workspace.types(MARTA, "/coach prep")
    page = workspace.page(MARTA)

    assert said.startswith("I am putting your page for Payments together.")
    assert {name: row[:2] for name, row in cells(page).items()} == {
        "Rework after merge": ["13 % (20 of 156)", "12 % (145 of 1,196)"],
        "Pull request cycle time": [
            "median 19 h, three in four within 34 h (about 160 in all)",
            "median 28 h, three in four within 2.1 days (about 1,200 in all)",
        ],
        "AI suggestions accepted": ["36 % (1,200 of 3,360)", "27 % (6,882 of 25,760)"],
        "High-severity findings": [
            "0.91 per 1,000 lines (40 in 108 reviews)",
            "0.43 per 1,000 lines (146 in 828 reviews)",
        ],
        "High-severity findings in auth-service": [
            "1.2 per 1,000 lines (31 in 54 reviews)",
            "0.36 per 1,000 lines (70 in 414 reviews)",
        ],
    }
    assert [row[2] for row in cells(page).values()] == [
        "no clear change (between 28 % less and 63 % more)",
        "fell, by 20 to 40 %",
        "rose, by 27 to 40 %",
        "rose, by 51 to 200 %",
        "rose, by 130 to 420 %",
    ]


def test_the_page_reads_in_the_order_a_manager_needs(workspace):
    workspace.types(MARTA, "/coach prep")
    text = reads_as(workspace.page(MARTA))
    order = [
        "Payments: before your conversation",
        "What the team wants to improve:",
        "5 Oct to 15 Nov 2026 against the year before · auth-service, ledger · collected",
        "Signal | Last 6 weeks",
        "*What this cannot show:*",
        "Chart: High-severity findings in auth-service",
        "Chosen because high-severity findings in auth-service rose in the last six weeks.",
        "*1. Observe*",
        "*2. Explore*",
        "*3. Align*",
        "*4. Support*",
        "Look again on *Wednesday 2 December*.",
        "For coaching, not evaluation.",
    ]
    places = [text.find(piece) for piece in order]

    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)


def test_the_page_comes_over_socket_mode_just_the_same(workspace):
    workspace.types(MARTA, "/coach prep")
    with workspace.over_socket_mode():
        workspace.types(MARTA, "/coach prep")
    over_http, over_socket = workspace.slack.dm(MARTA)

    assert reads_as(over_socket) == reads_as(over_http)


def test_the_text_on_a_lock_screen_says_nothing_but_that_it_is_ready(workspace):
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")

    assert workspace.page(MARTA).text == "Your page for Payments is ready."


def test_a_page_for_one_engineer_still_shows_the_team_only(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    for_the_team, for_alice = workspace.slack.dm(MARTA)

    assert cells(for_alice) == cells(for_the_team)
    assert f"For your conversation with <@{ALICE}>." in reads_as(for_alice)
    assert reads_as(for_alice).count(ALICE) == 1


def test_a_topic_brings_up_its_template_and_says_so(workspace):
    workspace.types(MARTA, "/coach prep payments review")

    assert 'Chosen because you asked for "review".' in reads_as(workspace.page(MARTA))
    assert "Waiting for review" in reads_as(workspace.page(MARTA))


def test_a_topic_that_no_template_is_about_is_answered_kindly(workspace):
    workspace.types(MARTA, "/coach prep <!channel> & <https://x.example|fun>")
    text = reads_as(workspace.page(MARTA))

    assert 'No template is about "&lt;!channel&gt; &amp; &lt;https://x.example|fun&gt;"' in text
    assert workspace.page(MARTA).broadcasts == ()


def test_another_template_is_one_choice_away_and_redraws_the_same_message(workspace):
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    page = workspace.page(MARTA)
    value = Carried("payments", ALICE, "growth_check_in").encode()
    workspace.chooses(MARTA, page, TEMPLATE_ACTION, value)

    assert len(workspace.slack.dm(MARTA)) == 1
    redrawn = workspace.page(MARTA)
    assert redrawn.edited
    assert "Growth check-in" in reads_as(redrawn)
    assert "You chose this template." in reads_as(redrawn)
    assert ALICE in reads_as(redrawn)
    assert cells(redrawn) == cells(page)


def test_every_template_in_the_menu_can_be_opened_on_every_page(workspace):
    for user, team in ((MARTA, "payments"), (NOAM, "search"), (NOAM, "edge")):
        workspace.types(user, f"/coach prep {team}")
        page = workspace.page(user)
        menu = next(block for block in page.blocks if block["block_id"] == "another")["elements"][0]
        for option in menu["options"]:
            workspace.chooses(user, workspace.page(user), TEMPLATE_ACTION, option["value"])
            assert option["text"]["text"] in reads_as(workspace.page(user))


def test_a_manager_of_two_teams_is_asked_which_one(workspace):
    said = workspace.types(NOAM, "/coach prep")
    asked = workspace.slack.ephemerals(NOAM)[-1]

    assert said == "You manage more than one team. Which one is it about?"
    assert workspace.slack.dm(NOAM) == []
    workspace.chooses(NOAM, asked, TEAM_ACTION, Carried("search", None).encode())
    assert reads_as(workspace.page(NOAM)).startswith("Search: before your conversation")
    assert (
        "I am putting your page for Search together." in workspace.slack.ephemerals(NOAM)[-1].text
    )


def test_a_team_that_has_named_no_decision_sees_the_three_safest_and_an_invitation(workspace):
    workspace.types(NOAM, "/coach prep search")
    page = workspace.page(NOAM)

    assert list(cells(page)) == [
        "High-severity findings",
        "Pull request cycle time",
        "Rework after merge",
    ]
    assert "What does the team want to improve this quarter?" in reads_as(page)
    assert "nothing stands out in the last six weeks" in reads_as(page)


def test_a_team_of_four_gets_a_useful_page_without_a_single_number(workspace):
    workspace.types(NOAM, "/coach prep edge")
    text = reads_as(workspace.page(NOAM))

    assert "No numbers today." in text
    assert "A conversation without numbers" in text
    assert not any(
        block["type"] in {"table", "data_visualization"} for block in workspace.page(NOAM).blocks
    )
    assert "%" not in text


def test_somebody_who_manages_no_team_is_told_the_next_step_in_private(workspace):
    stranger = workspace.types(STRANGER, "/coach prep", channel="C0PAYMENTS")
    member = workspace.types(ALICE, "/coach prep payments", channel="C0PAYMENTS")

    assert f"ask <@{STEWARD}> to add you to coach.yml" in stranger
    assert f"that is <@{MARTA}>" in member
    assert workspace.slack.messages("C0PAYMENTS") == []
    assert workspace.slack.dm(STRANGER) == workspace.slack.dm(ALICE) == []


def test_another_managers_team_stays_closed(workspace):
    workspace.types(MARTA, "/coach prep search")

    # "search" is no team of hers, so it is read as a topic for her own team.
    assert reads_as(workspace.page(MARTA)).startswith("Payments:")


def test_a_menu_is_worth_nothing_in_the_hands_of_somebody_else(workspace):
    workspace.types(MARTA, "/coach prep")
    value = Carried("payments", None, "growth_check_in").encode()
    workspace.chooses(STRANGER, workspace.page(MARTA), TEMPLATE_ACTION, value)

    assert not workspace.page(MARTA).edited
    assert workspace.slack.dm(STRANGER) == []
    assert "you no longer manage it" in workspace.slack.ephemerals(STRANGER)[-1].text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("{noam}", "is not listed in"),
        ("{marta}", "Name the one engineer"),
        ("{alice} {noam}", "Name the one engineer"),
    ],
)
def test_an_engineer_who_cannot_be_meant_is_answered_plainly(workspace, text, answer):
    mention = workspace.slack.mention
    typed = text.format(noam=mention(NOAM), marta=mention(MARTA), alice=mention(ALICE))

    assert answer in workspace.types(MARTA, f"/coach prep payments {typed}")
    assert workspace.slack.dm(MARTA) == []


def test_a_workspace_that_refuses_native_charts_gets_the_same_page_without_them(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.slack.workspace.native_charts = False
    workspace.types(MARTA, "/coach prep")
    with_charts, without = (reads_as(message) for message in workspace.slack.dm(MARTA))

    kept = [line for line in with_charts.splitlines() if not line.startswith("Chart:")]
    assert without.splitlines() == kept
    assert kept != with_charts.splitlines()


def test_numbers_older_than_a_week_are_called_old(workspace):
    workspace.clock.forward(days=9)
    workspace.types(MARTA, "/coach prep")

    assert "These numbers are older than a week" in reads_as(workspace.page(MARTA))


def test_a_command_that_slack_delivers_twice_makes_one_page(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.clock.forward(seconds=2)
    again = workspace.slack.redeliver()
    workspace.settles()

    assert again.status == 200
    assert len(workspace.slack.dm(MARTA)) == 1


def test_a_choice_that_slack_delivers_twice_redraws_once(workspace):
    workspace.types(MARTA, "/coach prep")
    value = Carried("payments", None, "growth_check_in").encode()
    workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, value)
    workspace.clock.forward(seconds=2)
    workspace.slack.redeliver()
    workspace.settles()

    assert [call.method for call in workspace.slack.calls].count("chat.update") == 1


def test_a_reply_that_is_lost_makes_no_second_page(workspace):
    workspace.slack.fail("chat.postMessage", Fault.REPLY_LOST)
    workspace.types(MARTA, "/coach prep")
    workspace.clock.forward(minutes=2)
    workspace.sweeps()

    assert len(workspace.slack.dm(MARTA)) == 1


def test_a_page_that_slack_makes_wait_comes_when_the_wait_is_over(workspace):
    workspace.slack.fail("chat.postMessage", Fault.RATE_LIMITED(retry_after=30))
    workspace.types(MARTA, "/coach prep")
    assert workspace.slack.dm(MARTA) == []
    assert "Slack is not answering me right now." in workspace.slack.ephemerals(MARTA)[-1].text

    workspace.clock.forward(seconds=29)
    workspace.sweeps()
    assert workspace.slack.dm(MARTA) == []
    workspace.clock.forward(seconds=1)
    workspace.sweeps()
    assert len(workspace.slack.dm(MARTA)) == 1


def test_a_page_whose_process_died_is_delivered_by_the_next_one(workspace, monkeypatch):
    monkeypatch.setattr(workspace.coach.workers, "submit", lambda _name, _job: False)
    workspace.types(MARTA, "/coach prep", settle=False)
    workspace.restarts()
    workspace.sweeps()
    assert workspace.slack.dm(MARTA) == []

    workspace.clock.forward(seconds=61)
    workspace.sweeps()
    workspace.sweeps()
    assert len(workspace.slack.dm(MARTA)) == 1


def test_a_page_too_late_to_be_of_use_is_not_sent(workspace, monkeypatch):
    monkeypatch.setattr(workspace.coach.workers, "submit", lambda _name, _job: False)
    workspace.types(MARTA, "/coach prep", settle=False)
    workspace.restarts()
    workspace.clock.forward(minutes=20)
    workspace.sweeps()

    assert workspace.slack.dm(MARTA) == []


@pytest.mark.parametrize("error", ["token_revoked", "messages_tab_disabled", "user_disabled"])
def test_a_page_that_cannot_be_delivered_is_explained_with_a_reference(workspace, error, logged):
    workspace.slack.fail("chat.postMessage", Fault.error(error), times=2)
    workspace.types(MARTA, "/coach prep")
    told = workspace.slack.ephemerals(MARTA)[-1].text

    assert "I could not deliver your page" in told
    reference = told.rpartition(": ")[2]
    assert re.fullmatch("[A-Z0-9]{3}-[A-Z0-9]{3}", reference)
    assert f"reference={reference}" in logged.getvalue()
    assert workspace.slack.dm(MARTA) == []


def test_a_missing_scope_is_named_for_the_operator(workspace):
    workspace.slack.workspace.scopes = frozenset({"commands", "chat:write"})
    workspace.types(MARTA, "/coach prep")

    assert "The app lacks im:write" in workspace.slack.ephemerals(MARTA)[-1].text


def test_nothing_about_who_asked_is_kept_once_the_page_is_there(workspace):
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    with workspace.coach.deliverer.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT state, request, key FROM inbox").fetchall()

    assert [(state, request) for state, request, _ in rows] == [("done", None)]
    assert MARTA not in str(rows)
