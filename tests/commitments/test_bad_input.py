"""Whatever is filled in, forged or pressed at the wrong time: told plainly, and nothing is lost."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commitments import form, words
from bot.commitments.carried import Action, Draft
from bot.commitments.slack import MESSAGE_SHORTCUT, SHORTCUT
from bot.delivery import status_store
from bot.demo.local_slack import SCOPES, Fault
from bot.slack import opening
from tests.commitments.steps import (
    FILLED,
    TEXTS,
    actions_of,
    agreed,
    cards,
    does,
    forges,
    lists,
    newest_with,
    opens,
    quotes,
    records,
    rows,
    suggests,
    told,
)
from tests.workspace import ALICE, MARTA, NOAM, STRANGER, reads_as

BASIM, CHIKA = "U0BASIM001", "U0CHIKA001"
RECORDS = "SELECT id FROM conversation"
IN_GERMANY = ("channel: C0PAYMENTS", "channel: C0PAYMENTS\n    country: DE")


def field_of(workspace, user, name):
    """What somebody has entered in a field of their open form."""
    return next(iter(workspace.slack.entered(workspace.form(user))[name].values()))


def lets_be_empty(workspace, user):
    """Open the form of somebody to an empty field: Slack asks for it, and a request may not."""
    view = workspace.form(user)
    blocks = [{**block, "optional": True} for block in view.blocks]
    workspace.slack.workspace.views[view.id] = replace(
        view, payload={**view.payload, "blocks": blocks}
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-17", "That day is not ahead of you. Choose one from tomorrow on."),
        ("2026-11-18", "That day is not ahead of you. Choose one from tomorrow on."),
        ("2026-12-05", "The next one is Monday 7 December 2026."),
        ("2026-12-25", "The next one is Monday 28 December 2026."),
        ("2036-12-01", "That is more than a year away."),
        (None, "Choose a day."),
    ],
    ids=["past", "today", "weekend", "public holiday", "ten years on", "none"],
)
def test_a_check_in_that_cannot_be_kept_is_answered_beside_the_field(opened_with, day, said):
    with opened_with(IN_GERMANY) as workspace:
        opens(workspace)
        lets_be_empty(workspace, MARTA)
        problems = workspace.submits(MARTA, **{**FILLED, "check_in": day})

        assert list(problems) == ["check_in"]
        assert said in problems["check_in"]
        assert field_of(workspace, MARTA, "pattern")["value"] == FILLED["pattern"]
        assert rows(workspace, RECORDS) == []
        assert workspace.submits(MARTA, check_in="2026-12-02") == {}
        assert len(rows(workspace, RECORDS)) == 1


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_that_is_too_long_is_counted_and_stays_in_the_form(workspace, field):
    opens(workspace)
    text = "A longer word. " * 200
    problems = workspace.submits(MARTA, **{**FILLED, field: text})

    assert list(problems) == [field]
    assert problems[field].startswith(f"That is 2,999 characters; {form.MOST} fit.")
    assert field_of(workspace, MARTA, field)["value"] == text
    assert rows(workspace, RECORDS) == []


@pytest.mark.parametrize(
    "nothing",
    [" ", " \n\t  \n", "\u200b\u2060", "\u200d", "\u202e\u202c", "\x00\x07", "\u00a0\u3000"],
    ids=["spaces", "lines", "zero width", "joiner", "turned around", "control", "wide spaces"],
)
def test_a_text_in_which_nothing_can_be_seen_is_as_good_as_none(workspace, nothing):
    opens(workspace)
    problems = workspace.submits(MARTA, **{**FILLED, "manager_will": nothing})

    assert list(problems) == ["manager_will"]
    assert problems["manager_will"].startswith("Write one sentence here.")


LITERAL = {
    "mentions": "<!channel> <!here|here> @channel <@U0NOAM0001> <!subteam^S0TEAM0001|@team>",
    "links": "<https://x.example|click> https://x.example &lt;!everyone&gt; <#C0PAYMENTS>",
    "marks": "*bold* _it_ ~no~ `code` > quoted {{ 9 * 9 }} {day} %s",
}


@pytest.mark.parametrize("text", LITERAL.values(), ids=LITERAL)
def test_what_people_write_is_shown_literally_and_nothing_in_it_comes_alive(workspace, text):
    agreed(workspace, engineer_will=text, pattern=f"The pattern. {text}", hypothesis=text)
    suggests_from_the_list(workspace, ALICE, not_helping=text)
    does(workspace, MARTA, Action.AGREE)
    workspace.presses(ALICE, newest_with(workspace, ALICE, Action.HISTORY), Action.HISTORY)
    shown = [*workspace.slack.posted, lists(workspace, ALICE), workspace.form(ALICE)]

    assert text in quotes(cards(workspace, MARTA)[-1])
    assert text in quotes(workspace.form(ALICE))
    for place in shown:
        assert getattr(place, "broadcasts", ()) == ()
        for block in place.blocks:
            if block["type"] != "rich_text":
                assert "<!" not in str(block)
                assert "x.example" not in str(block)


def suggests_from_the_list(workspace, user, **changed):
    """Change an agreed record, with the button in the list of what is open."""
    workspace.presses(user, lists(workspace, user), Action.CHANGE)
    assert workspace.submits(user, **changed) == {}
    workspace.sweeps()


def test_characters_that_control_or_turn_a_line_around_are_left_out(workspace):
    agreed(
        workspace, engineer_will="Open\x00 \u202edrafts\u202c on\tthe \u2066first\u2069 day.\ufeff"
    )

    assert "Open drafts on the first day." in quotes(cards(workspace, ALICE)[-1])


def test_wording_that_judges_is_answered_with_another(workspace):
    opens(workspace)
    problems = workspace.submits(MARTA, **{**FILLED, "hypothesis": "You are slow in reviews."})

    assert list(problems) == ["hypothesis"]
    assert problems["hypothesis"].startswith("“You are slow”: It is a conclusion about a person")
    assert "Describe what happened in the work" in problems["hypothesis"]
    assert (
        "tick the box at the end; the other side will see that you did" in (problems["hypothesis"])
    )
    assert rows(workspace, RECORDS) == []


def test_wording_that_is_kept_all_the_same_is_seen_by_the_other_side(workspace):
    opens(workspace)
    kept = {**FILLED, "hypothesis": "You are slow in reviews.", "keep_wording": ["yes"]}
    assert workspace.submits(MARTA, **kept) == {}
    workspace.sweeps()

    assert "You are slow in reviews." in quotes(cards(workspace, ALICE)[-1])
    assert (
        f"<@{MARTA}> kept their own wording in a place where Coach had suggested another."
        in reads_as(cards(workspace, ALICE)[-1])
    )


def test_a_box_ticked_for_nothing_is_not_held_against_anybody(workspace):
    opens(workspace)
    assert workspace.submits(MARTA, **{**FILLED, "keep_wording": ["yes"]}) == {}
    workspace.sweeps()

    assert "kept their own wording" not in reads_as(cards(workspace, ALICE)[-1])


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        (MARTA, {}),
        (NOAM, {}),
        ("U0IRINA001", {}),
        (STRANGER, {}),
        ("U0ROBOT001", {"is_bot": True}),
        (ALICE, {"is_restricted": True}),
        (ALICE, {"is_bot": True}),
    ],
    ids=["herself", "another manager", "another team's", "nobody's", "a bot", "a guest",
         "a bot in the team"],
)  # fmt: skip
def test_an_engineer_who_cannot_be_meant_is_answered_in_the_form(workspace, who, changes):
    if who not in workspace.slack.workspace.users:
        workspace.slack.add_user(who, name="somebody")
    workspace.slack.change_user(who, **changes)
    workspace.types(MARTA, "/coach commit")
    problems = workspace.submits(MARTA, **{**FILLED, "engineer": who})

    assert problems == {"engineer": words.FORM_NOBODY}
    assert rows(workspace, RECORDS) == []


@pytest.mark.parametrize("who", [MARTA, NOAM, STRANGER, "U0UNKNOWN1"])
def test_an_engineer_who_cannot_be_meant_is_answered_at_the_command(workspace, who):
    assert workspace.types(MARTA, f"/coach commit <@{who}>") == words.FORM_NOBODY
    assert workspace.slack.views(MARTA) == []


def test_an_engineer_who_left_is_answered_in_the_form(workspace):
    workspace.slack.change_user(ALICE, deleted=True)
    opens(workspace)
    problems = workspace.submits(MARTA, **FILLED)

    assert problems == {"pattern": words.FORM_NOBODY}
    assert "active" in words.FORM_NOBODY


def test_naming_several_people_is_answered_plainly(workspace):
    said = workspace.types(MARTA, f"/coach commit <@{ALICE}> <@{BASIM}>")

    assert said == "Name the one engineer you talked with."


@pytest.mark.parametrize("who", [ALICE, STRANGER])
def test_somebody_who_manages_nobody_is_told_who_begins(workspace, who):
    assert workspace.types(who, f"/coach commit <@{BASIM}>") == words.NOT_A_MANAGER
    workspace.slack.shortcut(who, SHORTCUT)
    workspace.settles()

    assert reads_as(workspace.form(who)) == words.NOT_A_MANAGER


def test_a_form_that_is_submitted_twice_is_one_record(either):
    opens(either)
    assert either.submits(MARTA, **FILLED) == {}
    for _ in range(2):
        either.clock.forward(seconds=1)
        assert either.slack.redeliver().status == 200
    either.sweeps()

    assert len(rows(either, RECORDS)) == 1
    assert len(cards(either, MARTA)) == len(cards(either, ALICE)) == 1


def test_a_form_whose_time_is_over_asks_to_press_again(workspace):
    holds = threading.Event()
    for _ in range(8):
        workspace.coach.urgent.submit("slow", holds.wait)
    workspace.types(MARTA, f"/coach commit <@{ALICE}>", settle=False)
    workspace.clock.forward(seconds=4)
    holds.set()
    workspace.settles()

    assert workspace.slack.views(MARTA) == []
    assert told(workspace, MARTA) == opening.TOO_LATE
    opens(workspace)
    assert workspace.form(MARTA).title == words.FORM_TITLE


def test_a_form_from_a_message_whose_time_is_over_asks_to_press_again(workspace):
    message = workspace.slack.say(MARTA, "C0PAYMENTS", "I will free the Thursdays.")
    holds = threading.Event()
    for _ in range(8):
        workspace.coach.urgent.submit("slow", holds.wait)
    workspace.slack.message_shortcut(MARTA, message, MESSAGE_SHORTCUT)
    workspace.clock.forward(seconds=4)
    holds.set()
    workspace.settles()

    assert told(workspace, MARTA) == opening.TOO_LATE


def test_a_form_that_slack_refuses_is_explained_with_a_reference(workspace, logged):
    workspace.slack.fail("views.open", Fault.error("internal_error"))
    workspace.types(MARTA, f"/coach commit <@{ALICE}>")
    reference = told(workspace, MARTA).rpartition(": ")[2]

    assert told(workspace, MARTA).startswith("Slack did not open the window. Nothing was lost;")
    assert f"reference={reference}" in logged.getvalue()


def test_what_was_written_is_not_lost_when_coach_itself_breaks(workspace, logged):
    """Slack closes a form whose submission is answered with nothing, and the words are gone."""
    opens(workspace)
    with workspace.coach.deliverer.database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE conversation RENAME TO hidden")
    problems = workspace.submits(MARTA, **FILLED)

    (said,) = problems.values()
    assert said.startswith("Something went wrong on my side, and nothing was lost")
    assert f"reference={said.rpartition(': ')[2]}" in logged.getvalue()
    assert workspace.form(MARTA).title == words.FORM_TITLE
    with workspace.coach.deliverer.database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE hidden RENAME TO conversation")
    assert workspace.submits(MARTA) == {}
    workspace.sweeps()
    assert FILLED["pattern"] in quotes(cards(workspace, ALICE)[-1])


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [("tab", "messages_tab_disabled"), ("scope", "im:write")],
)
def test_a_record_that_may_not_be_sent_is_seen_by_an_operator(workspace, logged, refusal, reason):
    opens(workspace)
    if refusal == "tab":
        workspace.slack.workspace.messages_tab = False
    else:
        workspace.slack.fail("chat.postMessage", Fault.error("missing_scope"), times=2)
    assert workspace.submits(MARTA, **FILLED) == {}
    workspace.sweeps()
    with workspace.coach.deliverer.database.read() as connection:
        dead = status_store.dead(connection)

    assert [(one.kind, one.number) for one in dead] == [("record", 2)]
    assert "event=message_refused" in logged.getvalue()
    assert len(rows(workspace, RECORDS)) == 1, "the record itself is kept"
    assert actions_of(lists(workspace, ALICE)) >= {Action.AGREE, Action.SUGGEST, Action.DECLINE}
    if refusal == "tab":
        assert reason in dead[0].reason


def test_a_record_for_somebody_who_has_just_left_tells_the_other_side(workspace):
    opens(workspace)
    workspace.slack.change_user(ALICE, deleted=True)
    workspace.clock.forward(seconds=1)
    with workspace.coach.deliverer.database.read() as connection:
        workspace.coach.nudges.people.known(connection, ALICE)
    workspace.slack.fail("users.info", Fault.error("internal_error"))
    assert workspace.submits(MARTA, **FILLED) == {}
    workspace.sweeps()

    assert "is no longer active" in reads_as(workspace.page(MARTA))


@pytest.mark.parametrize("action", [Action.AGREE, Action.DECLINE])
@pytest.mark.parametrize("who", [STRANGER, NOAM, MARTA])
def test_a_button_is_worth_nothing_in_other_hands(workspace, who, action):
    records(workspace)
    card = cards(workspace, ALICE)[-1]
    before = rows(workspace, "SELECT stage, turn, revision FROM conversation")
    workspace.presses(who, card, action)
    workspace.sweeps()

    assert rows(workspace, "SELECT stage, turn, revision FROM conversation") == before
    expected = "The other side is looking" if who == MARTA else "Only the two people of a record"
    assert told(workspace, who).startswith(expected)
    assert workspace.slack.dm(STRANGER) == workspace.slack.dm(NOAM) == []


@pytest.mark.parametrize("action", [Action.DONE, Action.DROP, Action.CHANGE])
def test_a_reminders_buttons_are_worth_nothing_in_other_hands(workspace, action):
    agreed(workspace)
    workspace.clock.forward(days=7)
    workspace.sweeps()
    nudge = newest_with(workspace, ALICE, Action.DONE)
    for who in (STRANGER, NOAM, MARTA):
        workspace.presses(who, nudge, action)
        workspace.sweeps()

    assert {state for (state,) in rows(workspace, "SELECT state FROM commitment")} == {"open"}
    assert told(workspace, STRANGER).startswith("Only the ")
    assert workspace.slack.views(STRANGER) == []


def test_a_form_that_was_forged_keeps_nothing(workspace):
    """Slack brings back what Coach put into a form; that alone must not open a record."""
    records(workspace)
    ((conversation,),) = rows(workspace, RECORDS)
    workspace.types(NOAM, "/coach commit <@U0IRINA001>")
    for draft in (
        Draft("payments", ALICE, conversation, 1),
        Draft("payments", ALICE, follows=conversation, conclusion="adjusted"),
        Draft("payments", ALICE),
        Draft("search", "U0IRINA001", "no-such-record", 1),
    ):
        forges(workspace, NOAM, draft.encode())
        problems = workspace.submits(NOAM, **FILLED)
        assert list(problems) == ["pattern"], draft

    for nonsense in (
        "",
        "x",
        "payments/U0ALICE001//one//",
        f"search/U0IRINA001//0/{conversation}/",
    ):
        forges(workspace, NOAM, nonsense)
        assert workspace.submits(NOAM, **FILLED) != {}, nonsense
    assert rows(workspace, "SELECT id, revision FROM conversation") == [(conversation, 1)]
    assert quotes(cards(workspace, ALICE)[-1])[0] == FILLED["pattern"]


def test_a_form_about_an_older_version_keeps_what_was_written(workspace):
    records(workspace)
    workspace.presses(ALICE, cards(workspace, ALICE)[-1], Action.SUGGEST)
    suggests(workspace, MARTA, manager_will="Keep Fridays free of meetings.")
    problems = workspace.submits(ALICE, engineer_will="Something else.")

    assert list(problems) == ["pattern"]
    assert problems["pattern"].startswith("There is a newer version of this record;")
    assert field_of(workspace, ALICE, "engineer_will")["value"] == "Something else."
    assert len(cards(workspace, ALICE)) == 1


def test_a_button_on_a_message_of_last_month_still_answers(workspace):
    records(workspace)
    card = cards(workspace, ALICE)[-1]
    workspace.clock.forward(days=31)
    workspace.presses(ALICE, card, Action.DECLINE)
    workspace.sweeps()
    assert rows(workspace, RECORDS) == []

    workspace.presses(ALICE, card, Action.AGREE)
    assert told(workspace, ALICE) == words.DELETED


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-24", "That day is not ahead of you."),
        ("2026-11-25", "That day is not ahead of you."),
        ("2027-12-01", "That is more than a year away"),
    ],
)
def test_a_reminder_cannot_be_put_off_to_a_day_that_makes_no_sense(workspace, day, said):
    agreed(workspace)
    workspace.clock.forward(days=7)
    workspace.sweeps()
    nudge = newest_with(workspace, ALICE, Action.DONE)
    workspace.chooses(ALICE, nudge, Action.SNOOZE_DAY, day)
    workspace.sweeps()

    assert said in told(workspace, ALICE)
    assert "You will be reminded" not in reads_as(newest_with(workspace, ALICE, Action.DONE))


def test_a_calendar_file_that_cannot_be_sent_is_told(opened_with):
    with opened_with() as workspace:
        workspace.slack.workspace.scopes = SCOPES | {"files:write"}
        workspace.restarts()
        agreed(workspace)
        workspace.slack.fail("files.completeUploadExternal", Fault.error("file_uploads_disabled"))
        does(workspace, ALICE, Action.ICS)

        assert workspace.slack.files(workspace.slack.dm_id(ALICE)) == []
        assert "calendar file" in told(workspace, ALICE)


def test_a_press_that_slack_delivers_twice_is_done_once(workspace):
    workspace.slack.workspace.scopes = SCOPES | {"files:write"}
    workspace.restarts()
    records(workspace)
    for action in (Action.AGREE, Action.ICS):
        workspace.presses(ALICE, newest_with(workspace, ALICE, action), action)
        workspace.clock.forward(seconds=2)
        workspace.slack.redeliver()
        workspace.sweeps()

    assert workspace.slack.ephemerals(ALICE) == []
    assert len(workspace.slack.files(workspace.slack.dm_id(ALICE))) == 1
    assert len(workspace.slack.dm(MARTA)) == 2


def test_a_window_opens_in_time_while_many_pages_are_made(workspace):
    for number in range(64):
        team = ("payments", "edge", "search")[number % 3]
        user = MARTA if team == "payments" else NOAM
        workspace.types(user, f"/coach prep {team}", settle=False)
    answer = workspace.slack.command(MARTA, "/coach", f"commit <@{ALICE}>")
    assert workspace.coach.urgent.settle(3)

    assert answer.seconds < 3
    assert workspace.form(MARTA).title == words.FORM_TITLE
    workspace.settles()


def test_a_promise_is_put_off_for_a_year_at_most(workspace):
    agreed(workspace)
    workspace.clock.forward(days=7)
    workspace.sweeps()
    day = (workspace.clock.now() + timedelta(days=365)).date().isoformat()
    workspace.chooses(ALICE, newest_with(workspace, ALICE, Action.DONE), Action.SNOOZE_DAY, day)
    workspace.sweeps()

    assert "You will be reminded on Thursday 25 November." in reads_as(workspace.page(ALICE))
