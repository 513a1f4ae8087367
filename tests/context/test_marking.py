"""Anybody of a team marks its weeks, from any surface; everybody then sees it, and nobody who did."""

import threading
from datetime import timedelta

import pytest

from bot.context import form, store, words
from bot.context.carried import Action
from bot.context.marker import Marker, Reason
from bot.demo import company
from bot.signals.carried import Action as Voice
from bot.slack import check
from tests.commitments.steps import forges, rows, told
from tests.context.steps import FILLED, MARKS, lists, opens, payments_page, take_back
from tests.questions.steps import sendable
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, reads_as

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_from_the_button_on_the_page_to_the_mark_on_the_next_one(either):
    either.collects()
    page = payments_page(either)
    assert "What the team marked" not in reads_as(page)
    either.presses(MARTA, page, Voice.CONTEXT)
    assert reads_as(either.form(MARTA)).startswith("*What happened in these weeks at Payments?*")
    assert either.submits(MARTA, **FILLED) == {}

    assert reads_as(either.form(MARTA)) == (
        "*Marked for Payments:* a refactoring (2 to 13 Nov 2026).\nIt stands beside the team's numbers"
        " from the next page and digest on, for everybody alike."
    )
    assert "*What the team marked in these weeks:* a refactoring (2 to 13 Nov)." in reads_as(
        payments_page(either)
    )


def test_a_member_marks_by_command_and_nothing_is_kept_of_who_did(workspace, logged):
    assert workspace.types(ALICE, "/coach context") == words.OPENING
    assert workspace.submits(ALICE, **FILLED) == {}

    assert [row[1:4] for row in rows(workspace, "SELECT * FROM context_marker")] == [
        ("payments", "refactor", "2026-11-02")
    ]
    everything = str(
        [rows(workspace, f"SELECT * FROM {name}") for name in ("context_marker", "inbox")]  # noqa: S608
    )
    assert ALICE not in everything
    assert ALICE not in logged.getvalue()


def test_both_days_begin_with_the_teams_own_today(opened_with):
    tokyo = ("channel: C0PAYMENTS", "channel: C0PAYMENTS\n    time_zone: Pacific/Auckland")
    with opened_with(tokyo) as workspace:
        workspace.clock.forward(hours=5)  # Wednesday evening in Berlin
        opens(workspace, ALICE)
        inputs = {b["block_id"]: b.get("element") for b in workspace.form(ALICE).blocks}

    assert inputs["first_day"]["initial_date"] == "2026-11-19"
    assert inputs["last_day"]["initial_date"] == "2026-11-19"


def test_what_is_marked_is_listed_newest_first_and_what_is_older_than_a_year_is_not(workspace):
    for first, last in (
        ("2025-11-01", "2025-11-18"),
        ("2025-11-01", "2025-11-19"),
        ("2026-11-02", "2026-11-13"),
        ("2027-01-04", "2027-01-05"),
    ):
        opens(workspace, ALICE)
        assert workspace.submits(ALICE, reason="incident", first_day=first, last_day=last) == {}

    assert lists(workspace, ALICE) == [
        "an incident (4 to 5 Jan 2027)",
        "an incident (2 to 13 Nov 2026)",
        "an incident (1 to 19 Nov 2025)",
    ]


def test_a_mark_is_taken_back_in_the_open_form_and_what_was_filled_in_stays(either):
    opens(either, ALICE)
    either.submits(ALICE, **FILLED)
    opens(either, MARTA)
    either.slack.choose(MARTA, either.form(MARTA), "reason", "incident")
    take_back(either, MARTA, 0)

    assert lists(either, MARTA, anew=False) == []
    assert words.NOTHING in reads_as(either.form(MARTA))
    assert rows(either, MARKS) == []
    assert either.submits(MARTA, first_day="2026-11-16", last_day="2026-11-16") == {}
    assert len(rows(either, MARKS)) == 1


def test_a_mark_that_two_take_back_at_once_is_simply_gone(workspace):
    opens(workspace, ALICE)
    workspace.submits(ALICE, **FILLED)
    opens(workspace, ALICE)
    opens(workspace, MARTA)
    take_back(workspace, ALICE, 0)
    take_back(workspace, MARTA, 0)

    assert rows(workspace, MARKS) == []
    assert words.NOTHING in reads_as(workspace.form(MARTA))


def test_a_press_to_take_back_that_comes_twice_leaves_the_form_in_use(workspace):
    opens(workspace, ALICE)
    workspace.submits(ALICE, **FILLED)
    opens(workspace, ALICE)
    take_back(workspace, ALICE, 0)
    workspace.clock.forward(seconds=2)
    again = workspace.slack.redeliver()
    workspace.settles()
    assert again.status == 200
    workspace.submits(ALICE, **FILLED)

    assert len(rows(workspace, MARKS)) == 1


BAD = {
    "last before first": (
        {"first_day": "2026-11-13", "last_day": "2026-11-12"},
        {"last_day": "before the first. Choose Friday 13 November 2026 or a later day."},
    ),
    "a day too long": (
        {"first_day": "2025-11-01", "last_day": "2026-11-02"},
        {"last_day": "That is 367 days; a mark holds for 366 at most."},
    ),
    "too far ahead": (
        {"first_day": "2027-11-18", "last_day": "2027-11-19"},
        {"last_day": "more than a year ahead"},
    ),
    "too long ago": (
        {"first_day": "2024-11-17", "last_day": "2024-11-20"},
        {"first_day": "more than two years ago"},
    ),
    "both out of reach": (
        {"first_day": "2019-01-01", "last_day": "2036-01-01"},
        {"first_day": "more than two years ago", "last_day": "more than a year ahead"},
    ),
}


@pytest.mark.parametrize(("filled", "said"), BAD.values(), ids=BAD)
def test_days_that_cannot_be_marked_are_answered_beside_the_field(workspace, filled, said):
    opens(workspace, ALICE)
    problems = workspace.submits(ALICE, **{**FILLED, **filled})

    assert problems.keys() == said.keys()
    assert all(said[field] in problems[field] for field in said)
    assert rows(workspace, MARKS) == []
    assert workspace.submits(ALICE, **FILLED) == {}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-11-19", "2026-11-19"), ("2024-11-18", "2024-11-18"), ("2027-11-18", "2027-11-18")],
    ids=["366 days", "two years ago to the day", "a year ahead to the day"],
)
def test_days_on_the_very_edge_can_be_marked(workspace, first, last):
    opens(workspace, ALICE)

    assert workspace.submits(ALICE, reason="migration", first_day=first, last_day=last) == {}
    assert len(rows(workspace, MARKS)) == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [("reason", words.CHOOSE_ONE), ("first_day", words.CHOOSE_DAY), ("last_day", words.CHOOSE_DAY)],
)
def test_a_field_that_a_forged_request_leaves_out_is_asked_for(workspace, field, said):
    opens(workspace, ALICE)
    view = workspace.form(ALICE)
    blocks = [{**block, "optional": True} for block in view.blocks]
    view.payload["blocks"] = blocks
    problems = workspace.submits(ALICE, **{**FILLED, field: None})

    assert problems == {field: said}


def test_the_same_mark_is_kept_once_and_said_so(either):
    for user in (ALICE, MARTA):
        opens(either, user)
        assert either.submits(user, **FILLED) == {}

    assert len(rows(either, MARKS)) == 1
    assert "Somebody of the team had marked just that before, so it stands there once." in reads_as(
        either.form(MARTA)
    )


def test_the_same_mark_by_two_at_once_is_kept_once(either):
    for user in (ALICE, MARTA):
        opens(either, user)
    together = threading.Barrier(2)

    def submit(user):
        together.wait()
        either.slack.submit(user, either.form(user), FILLED)

    threads = [threading.Thread(target=submit, args=(user,)) for user in (ALICE, MARTA)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    either.settles()

    assert len(rows(either, MARKS)) == 1


def test_a_form_that_slack_delivers_twice_is_one_mark_and_one_answer(workspace):
    opens(workspace, ALICE)
    workspace.submits(ALICE, **FILLED)
    workspace.clock.forward(seconds=2)
    again = workspace.slack.redeliver()

    assert again.json["response_action"] == "update"
    assert len(rows(workspace, MARKS)) == 1
    assert "*Marked for Payments:*" in str(again.json)


@pytest.mark.parametrize("user", [STRANGER, NOAM, STEWARD])
def test_whoever_is_not_of_the_team_is_told_kindly_and_in_private(workspace, user):
    workspace.collects()
    page = payments_page(workspace)
    workspace.presses(user, page, Voice.CONTEXT)

    assert told(workspace, user).startswith("The weeks of Payments are marked by its own people")
    assert f"<@{STEWARD}>" in told(workspace, user)
    assert workspace.slack.views(user) == []
    assert workspace.slack.messages("C0PAYMENTS") == []


def test_somebody_in_no_team_is_told_whom_to_ask(workspace):
    said = workspace.types(STRANGER, "/coach context payments", channel="C0PAYMENTS")

    assert said == words.NO_TEAM.format(stewards=f"<@{STEWARD}>")
    assert workspace.slack.views(STRANGER) == []


def test_a_manager_of_two_teams_is_asked_which_one(workspace):
    assert workspace.types(NOAM, "/coach context") == words.WHICH
    workspace.chooses(NOAM, workspace.slack.ephemerals(NOAM)[-1], Action.TEAM, "edge")
    assert "at Edge?" in reads_as(workspace.form(NOAM))

    workspace.types(NOAM, "/coach context  SEARCH ")
    assert "at Search?" in reads_as(workspace.form(NOAM))


def test_a_team_of_another_name_is_answered_with_those_that_there_are(workspace):
    said = workspace.types(NOAM, "/coach context <!channel>")

    assert said.startswith("There is no team “&lt;!channel&gt;” among yours.")
    assert "Search, Edge" in said


def test_a_form_is_worth_nothing_for_another_team(workspace):
    opens(workspace, ALICE)
    forges(workspace, ALICE, "search")

    assert workspace.submits(ALICE, **FILLED) == {"reason": words.NOT_LISTED}
    assert rows(workspace, MARKS) == []


def test_taking_back_is_worth_nothing_for_another_teams_mark(workspace):
    opens(workspace, ALICE)
    workspace.submits(ALICE, **FILLED)
    opens(workspace, MARTA)
    forges(workspace, MARTA, "search")
    take_back(workspace, MARTA, 0)

    assert len(rows(workspace, MARKS)) == 1
    assert reads_as(workspace.form(MARTA)).startswith("The weeks of Search are marked by its own")


def test_a_team_that_is_gone_is_answered_plainly(workspace, tmp_path):
    workspace.collects()
    page = payments_page(workspace)
    config = workspace.settings.coach_config
    config.write_text(config.read_text().replace("id: payments", "id: billing"))
    numbers = tmp_path / "weekly.csv"
    numbers.write_text(numbers.read_text().replace("payments,", "billing,"))
    workspace.restarts()
    workspace.presses(ALICE, page, Voice.CONTEXT)

    assert told(workspace, ALICE) == words.GONE_TEAM


@SQLITE
def test_sixty_marks_on_a_team_leave_form_and_page_readable_and_within_slacks_limits(either):
    either.collects()
    today = either.clock.now()
    with either.coach.deliverer.database.write() as session:
        for number in range(60):
            day = (today - timedelta(days=number)).date()
            store.add(session, marker_of(number, day), today)
    opens(either, ALICE)
    check.modal(sendable(either.form(ALICE)))

    assert len(lists(either, ALICE, anew=False)) == 24
    assert "And 36 older ones." in reads_as(either.form(ALICE))
    assert "; and 52 older ones." in reads_as(payments_page(either))


def marker_of(number, day):
    return Marker(f"m{number}", "payments", Reason.ONBOARDING, day, day)


def test_the_one_field_for_words_is_short_may_stay_empty_and_asks_for_what_and_not_who(workspace):
    opens(workspace, ALICE)
    inputs = [b for b in workspace.form(ALICE).blocks if b["type"] == "input"]

    assert [one["element"]["type"] for one in inputs] == [
        "static_select",
        "datepicker",
        "datepicker",
        "plain_text_input",
    ]
    assert inputs[-1]["optional"] is True
    assert inputs[-1]["element"]["max_length"] == form.MOST == 140
    assert "What happened, not who" in inputs[-1]["hint"]["text"]
    assert not [
        name for name in company.people().values() if name in reads_as(workspace.form(ALICE))
    ]
