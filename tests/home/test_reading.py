"""The Home tab of the four kinds of people, read aloud line by line."""

from bot.demo import company
from bot.home import words
from bot.home.offers import WORD_ACTION
from bot.people import store as people
from tests.commitments.steps import agreed, elements_of, records
from tests.workspace import ALICE, MARTA, NOAM, POLICY, STEWARD, STRANGER, reads_as

TOP = ["Coach", *words.WHAT.split("\n"), words.NEVER]
BOTTOM = [words.FOOTER, POLICY]


def opens(workspace, user):
    """Somebody opens their Home tab, and reads it."""
    assert workspace.slack.open_home(user).status == 200
    workspace.settles()
    return reads(workspace, user)


def reads(workspace, user):
    lines = reads_as(workspace.slack.home(user)).splitlines()
    assert lines[:3] == TOP
    assert lines[-2:] == BOTTOM
    return [line for line in lines[3:-2] if not line.startswith("[")]


def offered(workspace, user):
    """What the buttons and menus stand for: what one would type after `/coach`."""
    return {
        value
        for element in elements_of(workspace.slack.home(user))
        if element["action_id"].startswith(WORD_ACTION)
        for value in (element.get("value"), *(one["value"] for one in element.get("options", ())))
        if value
    }


def test_a_manager_reads_their_team_in_words_then_promises_then_check_ins(workspace):
    agreed(workspace)

    assert opens(workspace, MARTA) == [
        "*One thing to do:* prepare your next conversation.",
        "*Your teams, the last six weeks against the year before*",
        (
            "*Payments*: Pull request cycle time fell, from a median of 28 to 19 h;"
            " AI suggestions accepted rose, from 27 to 36 %;"
            " High-severity findings rose, from 0.43 to 0.91 per 1,000 lines;"
            " Rework after merge did not clearly change, from 12 to 13 %."
            " It wants to improve: Let the AI assistant take the routine work, without more rework after"
            " the merge."
        ),
        (
            "*What numbers cannot show:* Pull request cycle time: Mentoring inside a review,"
            " emergency work, helping other teams, and how hard the change was. Work that is still"
            " open is not in it. A change here is never its own cause, and a team is compared with"
            " nobody but itself."
        ),
        "What is open between you and others",
        "*What you will do*",
        "You said you would:",
        "> Keep Thursdays free of meetings.",
        (
            f"From your conversation with <@{ALICE}>. The day to look again together:"
            " Wednesday 2 December."
        ),
        "Next reminder on Tuesday 24 November.",
        "*What was promised to you*",
        "The engineer will",
        "> Open drafts on the first day.",
        (
            f"From your conversation with <@{ALICE}>. The day to look again together:"
            " Wednesday 2 December."
        ),
        "*Check-ins that are coming*",
        (f"With <@{ALICE}>: Earlier review. The day to look again together: Wednesday 2 December."),
    ]


def test_a_manager_of_two_teams_reads_one_line_each_and_chooses_in_a_menu(workspace):
    assert opens(workspace, NOAM)[1:4] == [
        "*Your teams, the last six weeks against the year before*",
        "*Search*: no clear change.",
        (
            "*Edge*: *No numbers today.* Too few weeks or too few people stand behind this team's"
            " signals, and Coach shows none rather than one that points at somebody. The"
            " conversation works without them."
        ),
    ]
    assert {"prep search", "prep edge"} <= offered(workspace, NOAM)
    assert "*Edge*" not in "".join(opens(workspace, company._SEARCH[0]))


def test_an_engineer_reads_their_promises_and_the_numbers_that_their_manager_sees(workspace):
    agreed(workspace)
    lines = opens(workspace, ALICE)
    at = lines.index("*Payments: your team's numbers, the same that its manager sees*")

    assert lines[0] == words.BEGIN_MEMBER
    assert lines[1:at][:4] == [
        "What is open between you and others",
        "*What you will do*",
        "You said you would:",
        "> Open drafts on the first day.",
    ]
    assert "> Keep Thursdays free of meetings." in lines[1:at]
    assert lines[at + 1 : at + 4] == [
        (
            "*What the team wants to improve:* Let the AI assistant take the routine work, without"
            " more rework after the merge."
        ),
        "The team looks at it together every two weeks, until Tuesday 16 February 2027.",
        (
            "*The last six weeks against the year before:* Pull request cycle time fell, from a"
            " median of 28 to 19 h; AI suggestions accepted rose, from 27 to 36 %; High-severity"
            " findings rose, from 0.43 to 0.91 per 1,000 lines; Rework after merge did not clearly"
            " change, from 12 to 13 %."
        ),
    ]
    assert lines[at + 5] == (
        "• *Pull request cycle time* (ready for review to merge): median 19 h, three in four within"
        " 34 h (about 160 in all). The year before: median 28 h, three in four within 2.1 days (about"
        " 1,200 in all). Fell, by 20 to 40 %. ▅▇▆█▅▇▃▂▃▁▃▁ usually 17 to 39 h"
    )
    assert [line.partition("*")[2].partition("*")[0] for line in lines[at + 4 : at + 9]] == [
        "Rework after merge",
        "Pull request cycle time",
        "AI suggestions accepted",
        "High-severity findings",
        "High-severity findings in auth-service",
    ]
    assert lines[at + 9].startswith("5 Oct to 15 Nov 2026 against the year before")
    assert lines[at + 10].startswith(
        "*Pull request cycle time, with rework after merge beside it:*"
    )
    assert lines[at + 11].startswith("*What this cannot show:*")
    assert len(lines) == at + 12
    assert {"stop", "metrics", "help"} <= offered(workspace, ALICE)


def test_a_steward_reads_when_each_source_last_succeeded_and_what_waits(workspace):
    assert opens(workspace, STEWARD) == [
        words.BEGIN_STEWARD,
        "What you look after",
        "*Sources*",
        (
            "• numbers: last went well <!date^1794994200^{date_short_pretty} at"
            " {time}|2026-11-18 09:30 UTC>."
        ),
        "*What is waiting*",
        "• No message waits to be sent.",
        "• Questions about numbers that wait for an answer: 0.",
    ]


def test_a_steward_reads_what_does_not_work(workspace, tmp_path):
    (tmp_path / "weekly.csv").unlink()
    workspace.clock.forward(hours=24)
    workspace.collects()
    workspace.coach.outbox.stop("the bot token was revoked")
    records(workspace)
    workspace.clock.forward(hours=1)

    assert opens(workspace, STEWARD)[3:] == [
        (
            "• numbers: tried <!date^1795080600^{date_short_pretty} at {time}|2026-11-19 09:30 UTC>,"
            " not for every team with success. It last went well for all of them"
            " <!date^1794994200^{date_short_pretty} at {time}|2026-11-18 09:30 UTC>."
            " The file weekly.csv is not there. Put it where coach.yml says, or change `path`."
        ),
        "*What is waiting*",
        "• Nothing is sent at the moment: the bot token was revoked.",
        (
            "• Messages wait to be sent; the first of them was due"
            " <!date^1795080600^{date_short_pretty} at {time}|2026-11-19 09:30 UTC>."
        ),
        "• Questions about numbers that wait for an answer: 0.",
    ]


def test_somebody_unknown_reads_what_coach_is_and_whom_to_ask(workspace):
    assert opens(workspace, STRANGER) == [
        (
            "coach.yml does not list you in a team, so there is nothing of yours to show."
            f" *One thing to do:* if you should be listed, ask <@{STEWARD}>."
        )
    ]
    assert {"metrics", "help"} <= offered(workspace, STRANGER)


def test_a_guest_reads_what_a_stranger_reads(workspace):
    workspace.slack.change_user(STRANGER, is_restricted=True)

    assert opens(workspace, STRANGER)[0].startswith("coach.yml does not list you")


def test_a_late_event_of_somebody_who_has_left_shows_nothing_and_leaves_nothing(workspace):
    opens(workspace, ALICE)
    before = len(workspace.slack.calls)
    with workspace.coach.deliverer.database.write() as session:
        people.set_gone(session, ALICE, workspace.clock.now())
    workspace.slack.change_user(ALICE, deleted=True)
    for user in (ALICE, STRANGER):
        workspace.slack.change_user(user, deleted=True)
        assert workspace.slack.open_home(user).status == 200
        workspace.settles()

    assert [call.user for call in homes(workspace)] == []
    called = [call.method for call in workspace.slack.calls[before:]]
    assert called == ["views.publish"]  # of the stranger, of whom nobody knew that they had left


def homes(workspace):
    """The rows of Home tabs."""
    with workspace.coach.deliverer.database.read() as connection:
        return connection.exec_driver_sql('SELECT "user" AS "user" FROM home_tab').all()


def test_every_word_of_the_table_is_offered_to_somebody_or_is_a_part_of_the_tab(workspace):
    """The other way round holds by itself: a button does nothing but type its word."""
    agreed(workspace)
    shown, typed = set(), set()
    for user in (MARTA, NOAM, ALICE, STEWARD, STRANGER):
        opens(workspace, user)
        typed |= {value.split()[0] for value in offered(workspace, user)}
        shown |= {element["action_id"] for element in elements_of(workspace.slack.home(user))}
    workspace.types(ALICE, "/coach stop")
    opens(workspace, ALICE)
    typed |= {value.split()[0] for value in offered(workspace, ALICE)}
    by_button = {
        "commit": "commitments.record",
        "question": "questions.ask",
        "context": "context.add",
        "decide": "decisions.open",
    }
    typed |= {word for word, action in by_button.items() if action in shown}

    # Numbers of one person are offered where the policy allows them; see `bot.individual`.
    assert typed | {"commitments", "individual"} == workspace.coach.words.names()
