"""Whatever goes wrong in a listener ends in one place: a calm line for the person, the rest in the log."""

import re

import pytest
from slack_bolt import Ack

from bot.demo.local_slack import Fault
from bot.errors import CoachError, OperatorError, SkippedError, TransientError, UserError
from bot.slack import blocks
from bot.slack.words import COMMAND, Word
from tests.workspace import MARTA

SECRET_WORDS = "the exception's own words"
SORRY = "Something went wrong on my side, and nothing was lost or shown to anybody."
REFERENCE = re.compile(r"[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}\Z")
MENU = "test.menu"


def breaks(workspace, error):
    """Add a word and a menu whose listeners raise an error; return the message with the menu."""

    def answer(_call):
        raise error

    def chosen(ack: Ack):
        ack()
        raise error

    workspace.coach.words.add(Word("break", "break", "the test's own", answer))
    workspace.coach.bolt.action(MENU)(chosen)
    poster = workspace.coach.deliverer.poster
    menu = blocks.select("row", MENU, "Choose", [("This one", "this")])
    poster.post(workspace.slack.dm_id(MARTA), {"text": "Choose", "blocks": [menu]}, "key")
    return workspace.page(MARTA)


def told_both_ways(workspace, error):
    """What somebody is told when a command fails, and when a choice does."""
    page = breaks(workspace, error)
    by_command = workspace.types(MARTA, f"{COMMAND} break")
    chosen = workspace.chooses(MARTA, page, MENU, "this")
    assert chosen.status == 200
    assert not workspace.page(MARTA).edited
    return by_command, workspace.slack.ephemerals(MARTA)[-1].text


@pytest.mark.parametrize(
    "error",
    [
        LookupError(SECRET_WORDS),
        CoachError(SECRET_WORDS),
        OperatorError(SECRET_WORDS),
        TransientError(SECRET_WORDS),
        SkippedError(SECRET_WORDS),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_listener_that_breaks_gives_a_line_and_a_reference_that_the_log_has_too(
    workspace, logged, error
):
    told = told_both_ways(workspace, error)

    for text in told:
        assert text.startswith(SORRY)
        assert "\n" not in text
        assert SECRET_WORDS not in text
        assert type(error).__name__ not in text
        reference = REFERENCE.search(text)
        assert reference
        (line,) = [line for line in logged.getvalue().splitlines() if reference[0] in line]
        assert f"reference={reference[0]}" in line
        assert SECRET_WORDS in line
    assert told[0] != told[1]


def test_a_mistake_of_the_person_is_told_plainly_and_is_no_fault_of_coach(workspace, logged):
    error = UserError("There is no week <2026-W60>; <!channel> & all.")
    told = told_both_ways(workspace, error)

    assert set(told) == {"There is no week &lt;2026-W60&gt;; &lt;!channel&gt; &amp; all."}
    assert not [message for message in workspace.slack.ephemerals(MARTA) if message.broadcasts]
    assert "level=error" not in logged.getvalue()
    assert "2026-W60" not in logged.getvalue()


def test_what_nobody_listens_to_is_acknowledged_and_leaves_no_trace(workspace, logged):
    event = {"type": "app_home_opened", "user": MARTA, "tab": "home"}
    page = breaks(workspace, LookupError(SECRET_WORDS))
    workspace.coach.bolt._listeners.pop()
    first = workspace.slack.event(event)
    workspace.clock.forward(seconds=60)
    answers = [
        first,
        workspace.slack.event(event, retry=1),
        workspace.slack.command(MARTA, "/tutor", "prep"),
        workspace.slack.choose(MARTA, page, MENU, "this"),
        workspace.slack.shortcut(MARTA, "not.ours"),
        workspace.slack.message_shortcut(MARTA, page, "not.ours"),
    ]
    workspace.settles()

    assert {(answer.status, answer.body) for answer in answers} == {(200, "")}
    assert [line for line in logged.getvalue().splitlines() if "policy_adopted" not in line] == []
    assert workspace.slack.ephemerals(MARTA) == []


def test_somebody_whom_slack_will_not_let_answer_breaks_nothing(workspace, logged):
    page = breaks(workspace, LookupError(SECRET_WORDS))
    workspace.slack.fail("response_url", Fault.error("expired_url"))
    answer = workspace.chooses(MARTA, page, MENU, "this")

    assert answer.status == 200
    assert "event=listener_crashed" in logged.getvalue()
    assert "event=job_stopped" in logged.getvalue()


@pytest.mark.parametrize(
    "fault",
    [Fault.error("token_revoked"), Fault.error("invalid_auth"), Fault.UNREACHABLE],
    ids=["revoked", "invalid", "unreachable"],
)
def test_a_command_needs_no_answer_from_slack_to_be_understood(workspace, fault):
    workspace.slack.fail("auth.test", fault, times=5)

    assert workspace.types(MARTA, f"{COMMAND} help") == workspace.coach.words.help(MARTA)
