"""A number that somebody doubts: asked in one line, said on every surface, paused, and mended."""

import csv
import re
from datetime import timedelta

import pytest

from bot.collection.pull import FIRST_WEEKS
from bot.demo import company
from bot.metrics import paused
from bot.questions import jobs, store, words
from bot.questions.carried import Action
from bot.questions.correct import LEASE, RETRY
from bot.questions.question import Choice, Closed
from bot.slack import check
from tests.commitments.conftest import changed
from tests.commitments.steps import actions_of, agreed, berlin, leaks, rows, told
from tests.questions.steps import (
    ANSWER,
    DELETED,
    DOUBT,
    METRIC,
    answers,
    asks,
    asks_in_one_line,
    is_shown,
    opens,
    sendable,
)
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, open_workspace, reads_as

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BASIM, CHIKA = "U0BASIM001", "U0CHIKA001"
QUESTIONED = "*Being questioned:* Rework after merge (1)."
NOT_SHOWN = "Not shown: Rework after merge, paused while it is being looked into"
STATES = "SELECT closed_as FROM question ORDER BY asked_at"


def page(workspace):
    workspace.types(MARTA, "/coach prep")
    return workspace.page(MARTA)


def team_page(workspace, user=ALICE):
    workspace.types(user, "/coach team")
    return workspace.page(user)


def digest(workspace):
    workspace.types(MARTA, "/coach digest preview")
    return reads_as(workspace.slack.ephemerals(MARTA)[-1])


def home(workspace, user):
    assert workspace.slack.open_home(user).status == 200
    workspace.settles()
    shown = workspace.slack.home(user)
    assert shown is not None
    return reads_as(shown)


def surfaces(workspace):
    """Everything on which the team's numbers stand, as people read it."""
    return {
        "page": reads_as(page(workspace)),
        "team page": reads_as(team_page(workspace)),
        "digest": digest(workspace),
        "Home of a member": home(workspace, ALICE),
        "Home of the manager": home(workspace, MARTA),
    }


def figures(text):
    """The lines that have a figure of the number that is questioned."""
    said = [clause for line in text.splitlines() for clause in re.split(r"[;.] ", line)]
    return [clause for clause in said if "Rework after merge" in clause and "%" in clause]


def three_ask(workspace):
    for user in (ALICE, BASIM, CHIKA):
        asks_in_one_line(workspace, user)
        workspace.clock.forward(minutes=5)


def listed(workspace):
    workspace.types(STEWARD, "/coach questions")
    return workspace.slack.ephemerals(STEWARD)[-1]


def numbers_change(workspace):
    """Let the source say other numbers: half of the rework was none."""
    file = workspace.settings.coach_config.parent / "weekly.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        lines = list(csv.reader(opened))
    place = lines[0].index("numerator")
    for line in lines[1:]:
        if line[0] == "payments" and line[3] == METRIC:
            line[place] = str(float(line[place]) / 2)
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(lines)


def test_a_question_in_one_line_is_said_on_every_surface_and_hides_who_asks(workspace, logged):
    before = surfaces(workspace)
    assert not [name for name, text in before.items() if "eing questioned" in text]
    said = asks_in_one_line(workspace)
    assert said.startswith(
        "*Your question about Rework after merge of Payments is with the stewards.*"
    )
    assert "in a small team they may guess" in said

    after = surfaces(workspace)
    assert [
        name for name, text in after.items() if "eing questioned: Rework after merge (1)" in text
    ] == ["Home of the manager"]
    assert [name for name, text in after.items() if QUESTIONED in text] == [
        "page", "team page", "digest", "Home of a member",
    ]  # fmt: skip
    assert figures(after["page"]) == figures(before["page"]) != []
    seen_by_managers = "".join(
        reads_as(one)
        for user in (MARTA, NOAM)
        for one in (*workspace.slack.dm(user), *workspace.slack.ephemerals(user))
    )
    for text in (seen_by_managers, after["digest"], after["Home of the manager"]):
        assert ALICE not in text
        assert DOUBT not in text
    assert f"<@{ALICE}> of Payments asked" in reads_as(workspace.page(STEWARD))
    assert leaks(workspace, logged.getvalue(), [DOUBT]) == []


def test_three_open_questions_pause_the_number_on_every_surface_until_all_are_answered(workspace):
    assert figures(reads_as(page(workspace)))
    for number, user in enumerate((ALICE, BASIM, CHIKA)):
        assert not [t for t in surfaces(workspace).values() if "paused" in t], number
        asks_in_one_line(workspace, user)
        workspace.clock.forward(minutes=5)

    shown = surfaces(workspace)
    assert not [name for name, text in shown.items() if figures(text)]
    assert not is_shown(page(workspace))
    for name in ("page", "team page", "digest", "Home of a member"):
        assert paused.REASON in shown[name], name
        assert "*Being questioned:* Rework after merge (3)." in shown[name], name
    assert NOT_SHOWN in shown["page"]
    assert "Not shown, paused while" in shown["Home of the manager"]
    assert "*How it moved:* Rework after merge: not shown, paused while" in shown["digest"]

    assert [one.text for one in workspace.slack.dm(STEWARD)].count(words.PAUSING_TEXT) == 1
    assert "Three questions about it are open." in reads_as(workspace.page(STEWARD))

    for left in (2, 1, 0):
        answers(workspace)
        workspace.clock.forward(minutes=5)
        assert is_shown(page(workspace)) is (left == 0)
    assert not [name for name, text in surfaces(workspace).items() if "paused" in text]
    assert rows(workspace, STATES) == [("explained",)] * 3


def test_five_working_days_pause_the_number_and_the_stewards_are_told_one_day_before(workspace):
    asks_in_one_line(workspace)
    told_before = len(workspace.slack.dm(STEWARD))
    workspace.wakes_at(berlin(24, 9))
    assert len(workspace.slack.dm(STEWARD)) == told_before
    workspace.wakes_at(berlin(24, 9, 30))
    workspace.sweeps()
    assert len(workspace.slack.dm(STEWARD)) == told_before + 1
    assert reads_as(workspace.page(STEWARD)) == (
        "*One working day is left before this number pauses by itself:* Rework after merge of Payments."
        " From Wednesday 25 November on it is shown nowhere, until each question about it is explained,"
        " corrected or withdrawn.\nQuestions about it that wait: 1. `/coach questions` lists them."
    )

    workspace.wakes_at(berlin(24, 23, 59))
    workspace.collects()
    assert is_shown(page(workspace))
    workspace.wakes_at(berlin(25, 0))
    assert not is_shown(page(workspace))
    assert not [name for name, text in surfaces(workspace).items() if figures(text)]
    workspace.wakes_at(berlin(26, 12))
    assert len(workspace.slack.dm(STEWARD)) == told_before + 1

    answers(workspace)
    assert is_shown(page(workspace))
    assert "*Explained:* the number is right as it is" in reads_as(workspace.page(ALICE))


def test_a_steward_who_was_away_is_told_that_the_number_has_paused_and_after_stop_nothing(
    workspace,
):
    workspace.types(STEWARD, "/coach stop")
    asks_in_one_line(workspace)
    workspace.wakes_at(berlin(24, 12))
    workspace.wakes_at(berlin(26, 12))
    assert workspace.slack.dm(STEWARD) == []
    workspace.types(STEWARD, "/coach start")
    workspace.wakes_at(berlin(27, 12))

    said = {one.text: reads_as(one) for one in workspace.slack.dm(STEWARD)}
    assert said.keys() == {words.QUESTION_TEXT, words.PAUSING_TEXT}
    assert len(workspace.slack.dm(STEWARD)) == 2
    assert "has been open for five working days" in said[words.PAUSING_TEXT]


def test_a_question_that_is_answered_in_time_is_not_warned_of(workspace):
    asks_in_one_line(workspace)
    answers(workspace)
    workspace.wakes_at(berlin(24, 12))

    assert [one.text for one in workspace.slack.dm(STEWARD)] == [words.QUESTION_TEXT]


def test_a_paused_guardrail_hides_what_it_guards_and_leads_no_template(workspace):
    assert is_shown(page(workspace), "Pull request cycle time")
    for metric in (METRIC, "findings_new"):
        for user in (ALICE, BASIM, CHIKA):
            assert asks(workspace, user, metric) == {}

    shown = page(workspace)
    text = reads_as(shown)
    assert not is_shown(shown, "Pull request cycle time")
    assert "which is paused while it is being looked into" in text
    assert not [line for line in text.splitlines() if "findings rose" in line]
    assert "High-severity findings, paused while it is being looked into" in digest(workspace)
    assert figures(digest(workspace)) == []


def test_the_outcome_of_an_experiment_is_not_told_from_a_paused_number(workspace):
    agreed(workspace, metric=METRIC)
    workspace.wakes_at(berlin(1, 10, month=12))
    three_ask(workspace)
    workspace.wakes_at(berlin(2, 12, month=12))
    told_to = {user: reads_as(workspace.page(user)) for user in (ALICE, MARTA)}

    for text in told_to.values():
        assert f"*Rework after merge: cannot tell yet*\n{paused.REASON}" in text
        assert figures(text) == []


def test_when_all_numbers_are_paused_the_surfaces_say_so_and_stay_useful(workspace):
    for metric in (METRIC, "pr_cycle_time", "ai_acceptance", "findings_new"):
        for user in (ALICE, BASIM, CHIKA):
            asks(workspace, user, metric)

    for name, text in surfaces(workspace).items():
        assert "paused while" in text, name
        assert "Too few weeks" not in text, name
    assert "1. Observe" in reads_as(page(workspace))


def test_a_steward_pauses_a_number_and_it_stays_so_until_the_question_is_explained(workspace):
    asks_in_one_line(workspace)
    assert answers(workspace, text="We look at how reverts are counted.", choice="paused") == {}
    assert reads_as(workspace.form(STEWARD)) == words.FORM_SENT[Choice.PAUSED]
    first = workspace.page(ALICE)
    assert "*Paused:* until it is explained or corrected" in reads_as(first)
    assert "> We look at how reverts are counted." in reads_as(first)
    assert not is_shown(page(workspace))
    assert QUESTIONED in reads_as(page(workspace))
    assert "This number of Payments is paused" in reads_as(workspace.page(STEWARD))

    assert answers(workspace, text="Once more, to be sure.", choice="explained") == {}
    assert is_shown(page(workspace))
    assert words.ANSWER_CLOSED[Closed.EXPLAINED] in reads_as(workspace.page(ALICE))
    assert words.INTERIM_CLOSED in reads_as(workspace.slack.dm(ALICE)[-2])
    assert rows(workspace, "SELECT metric FROM metric_pause") == []


def test_a_pause_outlives_the_withdrawn_question_and_a_steward_shows_the_number_again(workspace):
    asks_in_one_line(workspace)
    answers(workspace, choice="paused")
    workspace.presses(ALICE, workspace.slack.ephemerals(ALICE)[-1], Action.WITHDRAW)
    workspace.sweeps()
    assert told(workspace, ALICE) == words.WITHDRAWN.format(deleted=DELETED)
    assert rows(workspace, STATES) == [("withdrawn",)]
    assert not is_shown(page(workspace))

    shown = listed(workspace)
    assert "no question about it is open any more" in reads_as(shown)
    workspace.presses(MARTA, shown, Action.LIFT, f"payments/{METRIC}")
    assert told(workspace, MARTA) == words.STEWARDS_ONLY.format(stewards=f"<@{STEWARD}>")
    workspace.presses(STEWARD, shown, Action.LIFT, f"payments/{METRIC}")
    check.modal(sendable(workspace.form(STEWARD)))
    assert workspace.submits(STEWARD, choice="corrected") == {}
    workspace.sweeps()

    assert is_shown(page(workspace))
    assert Action.LIFT not in actions_of(listed(workspace))
    assert "*The last corrections*" in reads_as(listed(workspace))
    workspace.presses(STEWARD, shown, Action.LIFT, f"payments/{METRIC}")
    assert told(workspace, STEWARD) == words.LIFT_GONE


def test_a_corrected_number_is_collected_anew_and_both_figures_are_kept(workspace):
    asks_in_one_line(workspace)
    numbers_change(workspace)
    workspace.presses(STEWARD, workspace.page(STEWARD), Action.ANSWER)
    assert workspace.submits(STEWARD, choice="corrected", text=ANSWER) == {}
    assert (
        "Rework after merge, Payments: 13 % before, being collected anew, corrected 18 Nov 2026"
        in (reads_as(listed(workspace)))
    )
    workspace.sweeps()

    assert (
        "Rework after merge, Payments: 13 % before, 6.4 % after, corrected 18 Nov 2026"
        in reads_as(listed(workspace))
    )
    assert "*Corrected:* something was wrong with the number" in reads_as(workspace.page(ALICE))
    assert "6.4 % (" in figures(reads_as(page(workspace)))[0]
    assert [
        row[1:] for row in rows(workspace, "SELECT id, before, after, due_at FROM correction")
    ] == [("13 %", "6.4 %", None)]


def test_a_process_that_dies_while_it_collects_anew_is_followed_by_another(workspace):
    asks_in_one_line(workspace)
    workspace.presses(STEWARD, workspace.page(STEWARD), Action.ANSWER)
    workspace.submits(STEWARD, choice="corrected", text=ANSWER)
    now, database = workspace.clock.now(), workspace.coach.deliverer.database
    with database.write() as session:
        assert store.claim_correction(session, now, now + LEASE) is not None
    workspace.restarts()
    assert jobs.correct(workspace.coach.questions) == 0
    workspace.clock.forward(seconds=LEASE.total_seconds())

    assert jobs.correct(workspace.coach.questions) == 1
    assert jobs.correct(workspace.coach.questions) == 0
    assert rows(workspace, "SELECT after, due_at FROM correction") == [("13 %", None)]


def test_a_source_that_does_not_answer_is_asked_again_later(workspace):
    asks_in_one_line(workspace)
    file = workspace.settings.coach_config.parent / "weekly.csv"
    away = file.rename(file.with_suffix(".away"))
    answers(workspace, choice="corrected")
    assert rows(workspace, "SELECT after FROM correction") == [(None,)]
    away.rename(file)
    assert jobs.correct(workspace.coach.questions) == 0
    workspace.clock.forward(seconds=RETRY.total_seconds())

    assert jobs.correct(workspace.coach.questions) == 1
    assert FIRST_WEEKS == 52
    assert is_shown(page(workspace))


@SQLITE
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('rework "', "I found a quotation mark, but no question between two of them"),
        ('rework "It counts too much', "I found a quotation mark, but no question"),
        ('rework "It counts too much" today', "I found a quotation mark, but no question"),
        ('"It counts too much, and nobody knows."', "Which number do you mean?"),
        ('rework after merge "short"', "Say it in a few more words"),
        ('lines of code "It is not in the list."', "Coach does not measure"),
        ('nonsense "It is not in the list."', "There is no signal called “nonsense”."),
    ],
)
def test_a_line_that_is_not_whole_is_answered_with_how_to_write_it(workspace, typed, said):
    assert workspace.types(ALICE, f"/coach question {typed}").startswith(said)
    assert rows(workspace, STATES) == []
    assert workspace.slack.views(ALICE) == []


@SQLITE
@pytest.mark.parametrize("quoted", ['"{}"', "“{}”", "„{}“", "«{}»"])
def test_every_kind_of_quotation_mark_will_do_and_the_words_stay_as_they_are(workspace, quoted):
    text = 'It counts <follow-ups> & "plans".'
    workspace.types(ALICE, f"/coach question rework_after_merge {quoted.format(text)}")
    workspace.sweeps()

    assert f"> {text}" in reads_as(workspace.page(STEWARD))


@SQLITE
def test_a_line_that_is_delivered_twice_is_one_question_and_a_second_one_waits(workspace):
    asks_in_one_line(workspace)
    workspace.clock.forward(seconds=2)
    assert workspace.slack.redeliver().status == 200
    assert asks_in_one_line(workspace) == words.ALREADY_OPEN
    assert len(rows(workspace, STATES)) == 1


@SQLITE
def test_a_line_of_somebody_of_two_teams_sends_nothing_and_asks_which_one(workspace):
    assert asks_in_one_line(workspace, NOAM) == words.WHICH_FIRST
    assert asks_in_one_line(workspace, STRANGER) == words.NO_TEAM.format(stewards=f"<@{STEWARD}>")
    assert rows(workspace, STATES) == []


@SQLITE
def test_whoever_said_stop_is_told_in_the_line_too_that_the_answer_waits(workspace):
    workspace.types(ALICE, "/coach stop")

    assert words.ASKED_STOPPED in asks_in_one_line(workspace)


def test_a_question_is_withdrawn_by_its_author_alone_and_once(workspace):
    asks_in_one_line(workspace)
    confirmation = workspace.slack.ephemerals(ALICE)[-1]
    for user in (MARTA, STEWARD):
        workspace.presses(user, confirmation, Action.WITHDRAW)
        assert rows(workspace, STATES) == [(None,)]
    workspace.presses(ALICE, confirmation, Action.WITHDRAW)
    assert told(workspace, ALICE) == words.WITHDRAWN.format(deleted=DELETED)
    workspace.presses(ALICE, confirmation, Action.WITHDRAW)
    assert told(workspace, ALICE) == words.NOT_OPEN
    workspace.sweeps()

    assert "Being questioned" not in reads_as(page(workspace))
    assert "Withdrawn on" in reads_as(workspace.page(STEWARD))
    assert Action.ANSWER not in actions_of(workspace.page(STEWARD))
    assert listed(workspace).text == words.LIST_NOTHING


def test_the_form_lists_ones_own_open_questions_and_withdraws_one(workspace):
    asks(workspace)
    asks(workspace, BASIM)
    asks(workspace, metric="pr_cycle_time")
    view = opens(workspace)
    check.modal(sendable(view))
    assert reads_as(view).count("• ") == 2
    row = next(block for block in view.blocks if block["block_id"] == "withdraw")
    option = row["elements"][0]["options"][0]["value"]
    workspace.slack.choose(ALICE, view, Action.WITHDRAW, option)
    workspace.sweeps()

    assert reads_as(workspace.form(ALICE)).count("• ") == 1
    assert len([row for row in rows(workspace, STATES) if row == ("withdrawn",)]) == 1


def test_a_steward_who_answers_what_was_just_withdrawn_is_told_so(workspace):
    asks_in_one_line(workspace)
    workspace.presses(STEWARD, workspace.page(STEWARD), Action.ANSWER)
    workspace.presses(ALICE, workspace.slack.ephemerals(ALICE)[-1], Action.WITHDRAW)

    assert workspace.submits(STEWARD, choice="explained", text=ANSWER) == {
        "text": words.WITHDRAWN_ALREADY
    }
    assert workspace.slack.dm(ALICE) == []


@SQLITE
def test_an_answer_needs_a_choice_and_a_number_is_paused_once(workspace):
    asks_in_one_line(workspace)
    asks(workspace, BASIM)
    workspace.presses(STEWARD, workspace.slack.dm(STEWARD)[0], Action.ANSWER)
    workspace.form(STEWARD).payload["blocks"] = [
        {**block, "optional": True} for block in workspace.form(STEWARD).blocks
    ]
    assert workspace.submits(STEWARD, text=ANSWER) == {"choice": words.CHOOSE}
    assert workspace.submits(STEWARD, choice="paused", text=ANSWER) == {}
    workspace.sweeps()
    workspace.presses(STEWARD, workspace.slack.dm(STEWARD)[1], Action.ANSWER)
    choices = next(b for b in workspace.form(STEWARD).blocks if b["block_id"] == "choice")

    assert [one["value"] for one in choices["element"]["options"]] == ["explained", "corrected"]


@SQLITE
def test_a_quiet_digest_says_too_what_is_being_questioned(clock, database_url, tmp_path):
    text = changed(company.write(tmp_path, clock.now()))
    with open_workspace(clock, database_url, tmp_path, coach_yml=text) as quiet:
        quiet.collects()
        irina = "U0IRINA001"
        quiet.types(NOAM, "/coach digest preview search")
        assert "eing questioned" not in reads_as(quiet.slack.ephemerals(NOAM)[-1])
        asks_in_one_line(quiet, irina)
        quiet.types(NOAM, "/coach digest preview search")

        assert QUESTIONED in reads_as(quiet.slack.ephemerals(NOAM)[-1])


@SQLITE
def test_many_paused_numbers_and_corrections_keep_slacks_limits(workspace):
    people = [ALICE, BASIM, CHIKA, "U0DIANA001"]
    for user in people:
        for metric in (METRIC, "pr_cycle_time", "ai_acceptance", "findings_new"):
            asks(workspace, user, metric, text="x" * 800)
    for _ in range(6):
        answers(workspace, choice="corrected")
        workspace.clock.forward(seconds=timedelta(minutes=1).total_seconds())
    shown = listed(workspace)
    check.message({"text": shown.text, "blocks": shown.blocks})

    assert reads_as(shown).count("three questions about it were open") == 4
    assert reads_as(shown).count(" after, corrected ") == 5
