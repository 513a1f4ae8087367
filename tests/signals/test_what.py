"""*What is this?* is answered to anybody, wherever the buttons stand: on a page, in the channel, at home."""

import pytest
from slack_sdk import WebClient

from bot.context import words as context_words
from bot.demo.local_slack.message_rules import Content
from bot.metrics import catalogue
from bot.signals import modal, words
from bot.signals.blocks import voice
from bot.signals.carried import Action
from bot.slack import check
from bot.slack.blocks import section
from tests.commitments.steps import told
from tests.context.steps import FILLED, opens
from tests.questions.steps import DOUBT, answers, asks, sendable
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER, reads_as

TEAM = """\
*These are a team's numbers, never a person's.* They are added up by week, for the whole team or one of its services, before anything is stored. No number about one person is kept or shown, and nothing here is used to evaluate anybody. A number made by people is shown only while at least 5 of them stand behind it, the reader not counted.
*Who sees them:* everybody of Payments sees the same, its members and its managers alike. No manager has a number that the team may not see.
"""


def in_channel(workspace, team="payments"):
    """A message of Coach's in the team's channel, with the buttons, as the digest has them."""
    space = workspace.slack.workspace
    content = Content("The digest.", [section("text", "The digest."), voice(team)], ())
    return space.post("C0PAYMENTS", space.bot, content)


def at_home(workspace, user):
    """The buttons in somebody's Home tab, where no private answer has a place."""
    client = WebClient(token=workspace.slack.bot_token, base_url=workspace.slack.api_url)
    client.views_publish(user_id=user, view={"type": "home", "blocks": [voice("payments")]})
    return workspace.slack.home(user)


@pytest.mark.parametrize("user", [ALICE, MARTA, STEWARD])
def test_the_people_of_a_team_read_what_each_of_its_numbers_is(workspace, user):
    workspace.presses(user, in_channel(workspace), Action.WHAT)
    text = reads_as(workspace.form(user))

    assert text.startswith(TEAM)
    for name in ("rework_after_merge", "pr_cycle_time", "ai_acceptance", "findings_new"):
        metric = catalogue.get(name)
        assert f"*{metric.label}* ({metric.interval})\n{metric.purpose}" in text
        assert metric.definition in text
        assert metric.cannot_show in text
    assert "review_turns" not in text
    for piece in (words.HOW_TO_QUESTION, words.HOW_TO_ADD, f"talk to <@{STEWARD}>"):
        assert piece in text
    assert workspace.slack.messages("C0PAYMENTS")[1:] == []


def test_somebody_from_outside_reads_what_it_is_and_not_what_the_team_looks_at(workspace):
    workspace.presses(STRANGER, in_channel(workspace), Action.WHAT)
    text = reads_as(workspace.form(STRANGER))

    assert text.startswith(TEAM)
    assert words.OUTSIDE.format(team="Payments") in text
    assert not [one.label for one in catalogue.METRICS.values() if one.label in text]
    assert words.HOW_TO_QUESTION not in text
    assert f"talk to <@{STEWARD}>" in text


def test_a_refusal_in_the_channel_is_seen_by_nobody_else(workspace):
    message = in_channel(workspace)
    workspace.presses(STRANGER, message, Action.CONTEXT)
    workspace.presses(STRANGER, message, Action.QUESTION)
    said = workspace.slack.ephemerals(STRANGER)

    assert [one.channel for one in said] == ["C0PAYMENTS", "C0PAYMENTS"]
    assert "marked by its own people" in said[0].text
    assert "questioned by its own people" in said[1].text
    assert len(workspace.slack.messages("C0PAYMENTS")) == 1


def test_from_the_channel_a_member_questions_and_marks_as_on_the_page(workspace):
    message = in_channel(workspace)
    workspace.presses(ALICE, message, Action.QUESTION)
    assert workspace.form(ALICE).title == "Question this number"
    workspace.presses(ALICE, message, Action.CONTEXT)
    assert workspace.form(ALICE).title == context_words.TITLE


def test_in_a_home_tab_a_refusal_opens_as_a_window(workspace):
    home = at_home(workspace, STRANGER)
    workspace.presses(STRANGER, home, Action.CONTEXT)
    assert reads_as(workspace.form(STRANGER)).startswith("The weeks of Payments are marked by its")
    workspace.presses(STRANGER, home, Action.QUESTION)
    assert reads_as(workspace.form(STRANGER)).startswith("The numbers of Payments are questioned")
    workspace.presses(STRANGER, home, Action.WHAT)
    assert reads_as(workspace.form(STRANGER)).startswith(TEAM)


def test_the_buttons_of_a_team_that_is_gone_are_answered_plainly(workspace):
    message = in_channel(workspace, team="gone")
    for action in Action:
        workspace.presses(ALICE, message, action)
        assert told(workspace, ALICE).startswith("That team is no longer in coach.yml")
    assert workspace.slack.views(ALICE) == []


def test_the_buttons_carry_the_ids_that_the_capabilities_listen_to():
    assert [str(one) for one in Action] == [
        "questions.ask",
        "context.add",
        "decisions.open",
        "signals.what",
    ]


def test_the_window_at_its_largest_keeps_slacks_limits_and_counts_what_is_left_out():
    everything = [*catalogue.METRICS]
    whole = modal.explained("x" * 60, everything, [STEWARD] * 5, 5)
    check.modal(whole)
    assert sum(b["block_id"].startswith("metric_") for b in whole["blocks"]) == len(everything)


def test_of_more_numbers_than_fit_whole_ones_are_left_out(monkeypatch):
    monkeypatch.setitem(check.BLOCKS, "modal", 14)
    view = modal.explained("Payments", [*catalogue.METRICS], [STEWARD], 5)
    shown = [b for b in view["blocks"] if b["block_id"].startswith("metric_")]

    assert len(view["blocks"]) == 14
    more = next(b for b in view["blocks"] if b["block_id"] == "more")["elements"][0]["text"]
    assert more.startswith(f"And {len(catalogue.METRICS) - len(shown)} more")
    check.modal(view)


def test_the_forms_of_the_whole_company_keep_slacks_limits(workspace):
    message = in_channel(workspace)
    for action in Action:
        workspace.presses(MARTA, message, action)
        check.modal(sendable(workspace.form(MARTA)))


def test_home_tabs_show_what_is_questioned_and_marked_as_soon_as_it_is(workspace):
    for user in (ALICE, MARTA, STEWARD):
        workspace.slack.event(
            {
                "type": "app_home_opened",
                "user": user,
                "tab": "home",
                "channel": "",
                "event_ts": "1.2",
            }
        )
        workspace.settles()
    asks(workspace)
    opens(workspace, MARTA)
    assert workspace.submits(MARTA, **FILLED) == {}
    workspace.coach.homes.refresh()
    workspace.settles()

    assert "*Being questioned:* Rework after merge (1)." in at_home_now(workspace, ALICE)
    assert "a refactoring (2 to 13 Nov)" in at_home_now(workspace, ALICE)
    assert DOUBT not in at_home_now(workspace, MARTA)
    before = at_home_now(workspace, STEWARD)
    answers(workspace)
    workspace.coach.homes.refresh()
    workspace.settles()

    assert at_home_now(workspace, STEWARD) != before
    assert "Being questioned" not in at_home_now(workspace, ALICE)


def at_home_now(workspace, user):
    home = workspace.slack.home(user)
    assert home is not None
    return reads_as(home)
