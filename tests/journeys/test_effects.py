"""Does measuring do harm here? A team is asked, reads the same as its stewards, and a number is paused."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.demo import company
from bot.effects import words
from bot.effects.carried import Action
from bot.effects.pulse import Question
from bot.metrics import paused
from bot.questions import words as pause_words
from bot.questions.carried import About, Action as Pause
from tests.commitments.steps import berlin, everything_stored, rows, told
from tests.effects.steps import (
    ASKS,
    CHANNEL,
    REPORTS,
    actions,
    asked,
    holds_overnight,
    report_in,
    says,
    wakes_at,
)
from tests.questions.steps import is_shown
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER, open_workspace, reads_as

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CYCLE_TIME, HELD = "Pull request cycle time", "Pull requests held overnight"
ABOUT = About("payments", "pr_cycle_time").encode()
SIGN = (
    f"*{HELD}* (approved by evening, merged next working morning) became more frequent. That may suit the"
    f" work, or it may be what looking at *{CYCLE_TIME}* asks of people."
)
HIDDEN = f"*{CYCLE_TIME}* is paused for this team, so what was noticed of it is shown nowhere."
PAUSED = (
    f"*{CYCLE_TIME}* is paused for Payments: a steward asked for it, and from now on it is shown nowhere, to"
    " nobody, until a steward brings it back."
)
BACK = (
    f"*{CYCLE_TIME}* is shown again for Payments: a steward has brought it back. `/coach question` is there"
    " for whoever doubts it."
)
MEMBERS = company._PAYMENTS


def said_in_channel(workspace, text):
    return [one.text for one in workspace.slack.messages(CHANNEL)].count(text)


def surfaces(workspace):
    """All that shows the number: the page, the team's page, the digest and the Home tabs."""
    workspace.types(MARTA, "/coach prep payments")
    workspace.types(ALICE, "/coach team")
    workspace.types(ALICE, "/coach digest preview")
    shown = {
        "page": reads_as(workspace.page(MARTA)),
        "team page": reads_as(workspace.page(ALICE)),
        "digest": told(workspace, ALICE),
    }
    for user in (MARTA, ALICE):
        workspace.slack.open_home(user)
        workspace.settles()
        shown[f"Home of {user}"] = reads_as(workspace.slack.home(user))
    return shown


def reported(workspace):
    """Let the quarter end with work held overnight, and the report be made."""
    wakes_at(workspace, workspace.clock.now())
    wakes_at(workspace, ASKS)
    workspace.clock.forward(seconds=(REPORTS - workspace.clock.now()).total_seconds())
    holds_overnight(workspace)
    wakes_at(workspace, REPORTS)


@SQLITE
def test_a_team_is_asked_reads_what_the_stewards_read_and_a_number_is_paused_and_back(workspace):
    wakes_at(workspace, workspace.clock.now())
    assert "The next one comes on Friday 1 January 2027." in workspace.types(
        ALICE, "/coach effects"
    )

    # Two weeks before the report everybody of the team is asked, and nobody who manages it.
    wakes_at(workspace, ASKS)
    question = reads_as(asked(workspace, ALICE))
    assert "*" not in question.splitlines()[2]
    for part in (
        "Three questions, without your name",
        "Once a quarter I ask everybody of Payments what Coach does to them.",
        "Would you rather we did not have this?",
        "Has it worried you in the last three months?",
        "Has it helped a conversation of yours?",
        "[Yes] [No] [Rather not say]",
        "Your name is not kept with an answer, nor that you answered",
        "another press changes it until Thursday 31 December.",
    ):
        assert part in question
    assert all(asked(workspace, user) for user in MEMBERS)
    assert not [m for m in workspace.slack.dm(MARTA) if actions(m) & {*Action}]

    for user in MEMBERS[:-1]:
        says(workspace, user, Question.RATHER_NOT, Action.NO)
    says(workspace, MEMBERS[0], Question.RATHER_NOT, Action.YES)
    says(workspace, MEMBERS[-1], Question.RATHER_NOT, Action.YES)
    says(workspace, MEMBERS[-1], Question.RATHER_NOT, Action.NEITHER)
    for user in MEMBERS[:3]:
        says(workspace, user, Question.WORRY, Action.YES)
    assert "Noted without your name: “Has it worried you" in told(workspace, MEMBERS[2])
    assert rows(workspace, "SELECT question, answer, count(*) FROM pulse_answer GROUP BY 1, 2") != (
        []
    )

    # The quarter is over; cycle time got shorter by work that waits for the morning.
    workspace.clock.forward(seconds=(REPORTS - workspace.clock.now()).total_seconds())
    holds_overnight(workspace)
    wakes_at(workspace, REPORTS)
    in_channel, to_steward = report_in(workspace), workspace.page(STEWARD)
    payments = next(m for m in workspace.slack.dm(STEWARD) if m.text == in_channel.text)
    assert payments.blocks == in_channel.blocks
    assert to_steward.blocks
    said = reads_as(in_channel)
    assert said.startswith("Unintended effects: Payments, October to December 2026\n")
    assert SIGN in said
    assert "Of those who answered, more said no than yes.\n" in said
    assert words.ASKED[Question.WORRY] not in said, "three answers are too few"
    assert rows(workspace, "SELECT * FROM pulse_answer") == []
    assert rows(workspace, "SELECT * FROM record_key WHERE record LIKE 'pulse:%'") == []
    said_by_command = told_report(workspace, ALICE)
    assert said_by_command == f"{words.SHOWN}\n{said}" == told_report(workspace, STEWARD)
    says(workspace, MEMBERS[0], Question.WORRY, Action.NO)
    assert told(workspace, MEMBERS[0]) == words.OVER

    # Whoever is no steward hears whom to ask, and nothing is paused.
    workspace.presses(ALICE, in_channel, Pause.PAUSE, ABOUT)
    assert f"ask <@{STEWARD}>" in told(workspace, ALICE)
    assert all(paused.REASON not in text for text in surfaces(workspace).values())

    # A steward does, and every surface is without it at once; the channel hears it in one sentence.
    workspace.presses(STEWARD, payments, Pause.PAUSE, ABOUT)
    workspace.sweeps()
    assert told(workspace, STEWARD).startswith(f"*{CYCLE_TIME}* of Payments is paused.")
    assert said_in_channel(workspace, PAUSED) == 1
    for name, text in surfaces(workspace).items():
        assert paused.REASON in text, name
        assert "median" not in text, name
    assert not is_shown(workspace.page(ALICE), CYCLE_TIME)
    assert report_in(workspace).blocks == payments_report(workspace).blocks
    for message in (report_in(workspace), payments_report(workspace)):
        assert SIGN not in reads_as(message)
        assert HIDDEN in reads_as(message)
        assert "[Bring it back]" in reads_as(message)
    workspace.types(STEWARD, "/coach questions")
    held = told(workspace, STEWARD)
    assert f"• {CYCLE_TIME}, Payments: a steward paused it for the team." in held

    workspace.presses(STEWARD, payments_report(workspace), Pause.BRING_BACK, ABOUT)
    workspace.sweeps()
    assert said_in_channel(workspace, BACK) == 1
    assert all(paused.REASON not in text for text in surfaces(workspace).values())
    assert SIGN in reads_as(report_in(workspace))
    acts = "SELECT act FROM audit_entry WHERE act IN ('metric_paused', 'metric_resumed') ORDER BY number"
    assert rows(workspace, acts) == [("metric_paused",), ("metric_resumed",)]

    # When its time is over by the policy, the report is deleted, and taken out of Slack.
    workspace.clock.forward(days=430)
    assert workspace.cleans()["effects"] == 3
    assert in_channel.text not in [one.text for one in workspace.slack.messages(CHANNEL)]
    assert "There is no report about Payments yet." in workspace.types(ALICE, "/coach effects")


def told_report(workspace, user):
    workspace.types(user, "/coach effects payments")
    return told(workspace, user)


def payments_report(workspace):
    wanted = report_in(workspace).text
    return next(m for m in workspace.slack.dm(STEWARD) if m.text == wanted)


@pytest.fixture
def two_stewards(clock, database_url, tmp_path):
    company.write(tmp_path, clock.now())
    text = (tmp_path / "coach.yml").read_text("utf-8")
    both = text.replace(f"stewards: [{STEWARD}]", f"stewards: [{STEWARD}, {ALICE}]")
    with open_workspace(clock, database_url, tmp_path, coach_yml=both) as opened:
        yield opened


def test_two_stewards_who_press_at_once_pause_once_and_it_is_said_once(two_stewards):
    workspace = two_stewards
    reported(workspace)
    barrier = threading.Barrier(2)

    def presses(user):
        message = next(m for m in workspace.slack.dm(user) if m.text == report_in(workspace).text)
        barrier.wait()
        return workspace.slack.press(user, message, Pause.PAUSE, ABOUT).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(presses, (STEWARD, ALICE))) == [200, 200]
    workspace.settles()
    workspace.sweeps()

    assert said_in_channel(workspace, PAUSED) == 1
    both = sorted("is paused already" in told(workspace, user) for user in (STEWARD, ALICE))
    assert both == [False, True]
    assert len(rows(workspace, "SELECT * FROM metric_pause")) == 1
    slack_redelivers(workspace)
    assert said_in_channel(workspace, PAUSED) == 1


def slack_redelivers(workspace):
    workspace.slack.redeliver()
    workspace.settles()
    workspace.sweeps()


@SQLITE
def test_a_pause_for_a_team_outlives_the_answer_to_a_question_about_the_number(workspace):
    reported(workspace)
    workspace.types(ALICE, '/coach question pull request cycle time "It counts the nights."')
    workspace.sweeps()
    workspace.presses(STEWARD, payments_report(workspace), Pause.PAUSE, ABOUT)
    question = next(m for m in reversed(workspace.slack.dm(STEWARD)) if Pause.ANSWER in actions(m))
    workspace.presses(STEWARD, question, Pause.ANSWER)
    assert workspace.submits(STEWARD, choice="explained", text="Nights count on purpose.") == {}

    assert rows(workspace, "SELECT metric, question_id FROM metric_pause") == [
        ("pr_cycle_time", "")
    ]
    workspace.types(ALICE, "/coach team")
    assert not is_shown(workspace.page(ALICE), CYCLE_TIME)


@SQLITE
def test_a_channel_that_cannot_be_reached_is_told_to_the_stewards(workspace):
    workspace.slack.change_channel(CHANNEL, is_archived=True)
    reported(workspace)
    wakes_at(workspace, berlin(4, 10, month=1, year=2027))

    (note,) = [m for m in workspace.slack.dm(STEWARD) if m.text == pause_words.UNSAID_TEXT]
    assert "I could not post in <#C0PAYMENTS> what Payments should read there" in reads_as(note)


@SQLITE
def test_neither_the_database_nor_the_log_tells_who_answered(workspace, logged):
    reported_at = workspace.clock.now()
    wakes_at(workspace, reported_at)
    wakes_at(workspace, ASKS)
    before = everything_by_row(workspace)
    says(workspace, ALICE, Question.RATHER_NOT, Action.YES)
    after = everything_by_row(workspace)
    token = next(
        str(one["value"]).rsplit("/", 1)[1]
        for block in asked(workspace, ALICE).blocks
        if block["type"] == "actions"
        for one in block["elements"]
    )

    new = [row for row in after if row not in before]
    assert not [row for row in new if ALICE in row]
    assert [row.partition(":")[0] for row in new] == ["pulse_answer"]
    assert token.encode() not in everything_stored(workspace)
    assert token not in logged.getvalue()
    assert ALICE not in logged.getvalue()


def everything_by_row(workspace):
    tables = [
        row[0] for row in rows(workspace, "SELECT name FROM sqlite_master WHERE type='table'")
    ]
    return [
        f"{table}:{row}"
        for table in tables
        for row in rows(workspace, f'SELECT * FROM "{table}"')  # noqa: S608
    ]


@SQLITE
def test_who_has_no_team_or_names_none_of_theirs_is_told_so_kindly(workspace):
    wakes_at(workspace, workspace.clock.now())

    assert "not listed in any team" in workspace.types(STRANGER, "/coach effects")
    assert "no team of yours called “search”" in workspace.types(ALICE, "/coach effects search")
    assert "`/coach effects edge`" in workspace.types(STEWARD, "/coach effects")
