"""A decision ends loudly: a week before, every surface says so, and each manager is told once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.decisions import words
from bot.decisions.carried import Action
from bot.demo import company
from tests.commitments.steps import berlin, rows
from tests.decisions.steps import FILLED, decided, decides, endings, ends, entered, opens
from tests.workspace import ALICE, MARTA, NOAM, reads_as

SAID = FILLED["improve"]
DAY = "Friday 29 January 2027"
LINE = f"*It ends on {DAY}:*"
TOLD = words.ENDS.format(team="Payments", day=DAY, improve=SAID)
STATES = "SELECT state FROM delivery WHERE kind = 'decision_ends'"


def in_january(day, hour, minute=0):
    return berlin(day, hour, minute, month=1, year=2027)


def page_of(workspace, user=ALICE):
    workspace.types(user, "/coach team")
    return reads_as(workspace.page(user))


def home_of(workspace, user=ALICE):
    workspace.slack.open_home(user)
    workspace.settles()
    return reads_as(workspace.slack.home(user))


def test_each_manager_is_told_once_in_their_hours_and_nobody_else(either):
    decides(either, ALICE)
    either.wakes_at(in_january(21, 23, 59))
    assert rows(either, STATES) == []
    either.wakes_at(in_january(22, 0, 1))
    assert endings(either, MARTA) == []
    for hour in (9, 10, 12, 16):
        either.wakes_at(in_january(22, hour, 31))
    either.wakes_at(in_january(27, 10))

    (message,) = endings(either, MARTA)
    assert reads_as(message) == f"{TOLD}\n[{words.NAME_NEXT}]"
    assert message.text == "What Payments wants to improve ends in a few days."
    assert rows(either, "SELECT recipient, state FROM delivery WHERE kind = 'decision_ends'") == [
        (MARTA, "sent")
    ]
    assert endings(either, ALICE) == []


def test_the_wake_ups_of_the_running_bot_are_enough(workspace):
    decides(workspace, ALICE)
    reached = in_january(22, 10) - workspace.clock.now()
    workspace.clock.forward(seconds=reached.total_seconds())
    for _ in range(2):
        for job, _seconds in workspace.coach._wake_ups():
            job()
        workspace.settles()

    assert len(endings(workspace, MARTA)) == 1


def test_the_button_of_the_message_opens_the_form_for_what_comes_next(workspace):
    decides(workspace, ALICE)
    workspace.wakes_at(in_january(22, 10))
    workspace.presses(MARTA, endings(workspace, MARTA)[0], Action.OPEN)

    assert entered(workspace.form(MARTA))["improve"] == SAID
    assert workspace.submits(MARTA, until="2027-04-30", retro="yes") == {}
    assert str(decided(workspace)[0][-1]) == "2027-04-30"
    assert LINE not in page_of(workspace)


def test_a_new_end_is_told_in_its_own_week_and_the_old_one_not(either):
    decides(either, ALICE)
    either.wakes_at(in_january(21, 10))
    decides(either, ALICE, until="2027-02-26")
    either.wakes_at(in_january(22, 10))
    assert endings(either, MARTA) == []
    either.wakes_at(berlin(19, 10, month=2, year=2027))

    (message,) = endings(either, MARTA)
    assert "ends on Friday 26 February 2027." in reads_as(message)


@pytest.mark.parametrize("is_ended", [True, False], ids=["ended", "given another end"])
def test_what_waits_for_the_managers_hours_is_called_off_when_it_is_true_no_more(either, is_ended):
    decides(either, ALICE)
    either.wakes_at(in_january(22, 7))
    assert rows(either, STATES) == [("pending",)]
    opens(either, ALICE)
    if is_ended:
        ends(either, ALICE)
    else:
        either.submits(ALICE, until="2027-03-05", retro="yes")
    assert rows(either, STATES) == [("cancelled",)]
    either.wakes_at(in_january(22, 10))

    assert endings(either, MARTA) == []


def test_other_words_in_the_last_week_keep_the_end_and_tell_nobody_twice(either):
    decides(either, ALICE)
    either.wakes_at(in_january(22, 10))
    opens(either, ALICE)
    assert either.submits(ALICE, improve="Review within half a day.", retro="yes") == {}
    either.wakes_at(in_january(25, 10))

    assert len(endings(either, MARTA)) == 1
    assert LINE in page_of(either)
    assert "Review within half a day." in page_of(either)


def test_other_words_while_the_message_waits_are_the_words_that_it_says(workspace):
    decides(workspace, ALICE)
    workspace.wakes_at(in_january(22, 7))
    opens(workspace, ALICE)
    workspace.submits(ALICE, improve="Review within half a day.", retro="yes")
    workspace.wakes_at(in_january(22, 10))

    (message,) = endings(workspace, MARTA)
    assert "Review within half a day." in reads_as(message)


def test_whoever_said_stop_is_told_after_start_and_not_when_it_is_over(workspace):
    decides(workspace, ALICE)
    workspace.types(MARTA, "/coach stop")
    for day in (22, 25):
        workspace.wakes_at(in_january(day, 10))
    assert endings(workspace, MARTA) == []
    workspace.types(MARTA, "/coach start")
    workspace.wakes_at(in_january(26, 10, 5))
    assert len(endings(workspace, MARTA)) == 1


def test_whoever_starts_again_after_the_end_is_not_told_of_it(workspace):
    decides(workspace, ALICE)
    workspace.types(MARTA, "/coach stop")
    workspace.wakes_at(in_january(22, 10))
    workspace.wakes_at(berlin(1, 10, month=2, year=2027))
    workspace.types(MARTA, "/coach start")
    workspace.wakes_at(berlin(2, 10, month=2, year=2027))

    assert endings(workspace, MARTA) == []


def test_a_day_off_is_honoured(opened_with):
    holiday = (
        "channel: C0PAYMENTS",
        "channel: C0PAYMENTS\n    holidays: [2027-01-22, 2027-01-25]",
    )
    with opened_with(holiday) as workspace:
        decides(workspace, ALICE)
        for day in (22, 23, 25):
            workspace.wakes_at(in_january(day, 10))
        assert endings(workspace, MARTA) == []
        workspace.wakes_at(in_january(26, 10))
        assert len(endings(workspace, MARTA)) == 1


def test_whoever_manages_the_team_by_then_is_told(workspace):
    decides(workspace, ALICE)
    config = workspace.settings.coach_config
    config.write_text(
        config.read_text("utf-8").replace(f"managers: [{MARTA}]", f"managers: [{NOAM}]")
    )
    workspace.restarts()
    workspace.wakes_at(in_january(22, 10))

    assert endings(workspace, MARTA) == []
    assert len(endings(workspace, NOAM)) == 1


def test_whoever_manages_it_no_more_when_the_message_leaves_is_not_told(workspace):
    decides(workspace, ALICE)
    workspace.wakes_at(in_january(22, 7))
    config = workspace.settings.coach_config
    config.write_text(
        config.read_text("utf-8").replace(f"managers: [{MARTA}]", f"managers: [{NOAM}]")
    )
    workspace.restarts()
    workspace.wakes_at(in_january(22, 10))

    assert endings(workspace, MARTA) == []


def test_a_process_that_was_down_for_the_whole_week_tells_nothing_that_is_over(workspace):
    decides(workspace, ALICE)
    workspace.wakes_at(berlin(3, 10, month=2, year=2027))

    assert rows(workspace, STATES) == []
    assert rows(workspace, "SELECT due_at FROM decision") == [(None,)]


def test_a_process_that_ends_between_plan_and_message_sends_it_once(either):
    decides(either, ALICE)
    either.wakes_at(in_january(22, 7))
    either.restarts()
    either.wakes_at(in_january(22, 10))
    either.restarts()
    either.wakes_at(in_january(25, 10))

    assert len(endings(either, MARTA)) == 1


def test_processes_that_wake_at_once_plan_one_message(either):
    decides(either, ALICE)
    reached = in_january(22, 7) - either.clock.now()
    either.clock.forward(seconds=reached.total_seconds())
    with ThreadPoolExecutor(4) as processes:
        woken = [processes.submit(either.coach.decisions.wake) for _ in range(4)]
    assert sum(one.result() for one in woken) == 1
    assert rows(either, STATES) == [("pending",)]


def test_a_team_that_is_away_from_the_file_for_a_while_is_told_when_it_is_back(workspace):
    decides(workspace, ALICE)
    config = workspace.settings.coach_config
    before = config.read_text("utf-8")
    config.write_text(before.replace("id: payments", "id: billing"), "utf-8")
    workspace.restarts()
    workspace.wakes_at(in_january(22, 10))
    assert rows(workspace, STATES) == []
    config.write_text(before, "utf-8")
    workspace.restarts()
    workspace.wakes_at(in_january(25, 10))

    assert len(endings(workspace, MARTA)) == 1


def test_a_metric_that_is_known_no_more_makes_no_message(workspace):
    decides(workspace, ALICE)
    workspace.wakes_at(in_january(22, 7))
    with workspace.coach.deliverer.database.write() as session:
        session.connection().exec_driver_sql("UPDATE decision SET guardrail = 'joy_of_work'")
    workspace.wakes_at(in_january(22, 10))

    assert endings(workspace, MARTA) == []


def test_a_week_before_page_home_and_digest_say_it_and_the_day_after_it_is_over(either):
    decides(either, ALICE)
    either.wakes_at(in_january(21, 12))
    company.write(either.settings.coach_config.parent, either.clock.now())
    either.collects()
    assert LINE not in page_of(either) + home_of(either) + home_of(either, MARTA)
    either.wakes_at(in_january(22, 12))
    either.types(MARTA, "/coach digest preview")
    shown = [
        page_of(either),
        home_of(either),
        reads_as(either.slack.ephemerals(MARTA)[-1]),
    ]
    for said in shown:
        assert f"*What the team wants to improve:* {SAID}" in said
        assert LINE in said
        assert "`/coach decide`" in said
    assert f"ends on {DAY},* and `/coach decide` names the next one: {SAID}" in home_of(
        either, MARTA
    )

    either.wakes_at(in_january(29, 23, 59))
    assert LINE in page_of(either)
    either.wakes_at(in_january(30, 0, 1))
    for said in (page_of(either), home_of(either)):
        assert "Nothing is named at the moment" in said
        assert SAID not in said
    view = opens(either, ALICE)
    assert f"The last one ended on {DAY}: {SAID}" in reads_as(view)
    assert entered(view)["improve"] is None


def test_an_open_home_tab_is_put_anew_on_the_day_itself(workspace):
    workspace.collects()
    decides(workspace, ALICE)
    home_of(workspace)
    workspace.wakes_at(in_january(22, 0, 1))
    assert LINE in reads_as(workspace.slack.home(ALICE))
    workspace.wakes_at(in_january(30, 0, 1))
    assert "Nothing is named at the moment" in reads_as(workspace.slack.home(ALICE))


def test_what_comes_after_the_end_is_a_new_one_that_is_told_of_anew(either):
    decides(either, ALICE)
    first = rows(either, "SELECT id FROM decision")
    either.wakes_at(in_january(22, 10))
    either.wakes_at(berlin(3, 10, month=2, year=2027))
    assert decides(either, MARTA, until="2027-04-30") == {}
    assert rows(either, "SELECT id FROM decision") != first
    either.wakes_at(berlin(23, 10, month=4, year=2027))

    assert len(endings(either, MARTA)) == 2
