"""From a doubt to its answer: whoever asks, the stewards and the page, read aloud; each done once."""

import threading
from datetime import timedelta

import pytest

from bot.demo.local_slack import View
from bot.errors import UserError
from bot.questions import words
from bot.questions.carried import Action
from bot.questions.question import Choice
from bot.retention.words import TEXT as REPORT
from bot.signals.carried import Action as Voice
from bot.slack import check
from bot.teams import months
from tests.commitments.steps import berlin, everything_stored, forges, leaks, rows, told
from tests.questions.steps import (
    ANSWER,
    DELETED,
    DOUBT,
    METRIC,
    QUESTIONS,
    answers,
    asks,
    buttons,
    chosen_in,
    metrics_in,
    opens,
    sendable,
)
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, reads_as

SECOND = "U0CHIKA001"
BASIM = "U0BASIM001"
KEYS = "SELECT record FROM record_key WHERE record <> 'audit'"
STEWARDS = (f"stewards: [{STEWARD}]", f"stewards: [{STEWARD}, {SECOND}]")
TO_STEWARD = f"""\
A question about a number
*Rework after merge* (reverted or fixed within 21 days of the merge)
*What is counted:* Merged pull requests that were reverted, or followed by a merged fix that links to them, within 21 days, divided by all pull requests merged by people to the default branch. It counts in the week of the first merge, and only once its 21 days have passed. Reverts of reverts and follow-ups marked as planned are left out.
What is doubtful about it
> {DOUBT}
<@{ALICE}> of Payments asked on <!date^1794994200^{{date_long}}|18 November 2026>. Managers are not told who asks; please keep it so."""
OPEN = f"""\
{TO_STEWARD}
[Answer]
Until one of the stewards answers, the page and the digest of Payments say that this number is being questioned; after five working days it is shown nowhere until it is answered. The answer goes to whoever asked, and to nobody else but the stewards."""
ANSWERED = f"""\
{TO_STEWARD}
A steward answers
> {ANSWER}
Explained on <!date^1794994200^{{date_long}}|18 November 2026>. The question is deleted for good on {DELETED}."""
TO_ASKER = f"""\
An answer to your question
About *Rework after merge* (reverted or fixed within 21 days of the merge) of Payments.
You asked
> {DOUBT}
*Explained:* the number is right as it is, and here is why.
A steward answers
> {ANSWER}
Your question is closed. If doubts remain, ask again with `/coach question`, or talk to <@{STEWARD}>. Question and answer are deleted for good on {DELETED}."""
QUESTIONED = (
    "*Being questioned:* Rework after merge (1). Somebody doubts it, and a steward looks into it."
)
KEYS = "SELECT record FROM record_key WHERE record <> 'audit'"


def page(workspace):
    workspace.types(MARTA, "/coach prep")
    return workspace.page(MARTA)


def test_the_whole_way_from_the_button_on_the_page_to_the_answer(either):
    either.collects()
    shown = page(either)
    assert "Being questioned" not in reads_as(shown)
    either.presses(ALICE, shown, Voice.QUESTION)
    form = either.form(ALICE)
    assert words.INTRO in reads_as(form)
    assert metrics_in(form) == [METRIC, "pr_cycle_time", "ai_acceptance", "findings_new"]
    assert either.submits(ALICE, metric=METRIC, text=DOUBT) == {}
    assert reads_as(either.form(ALICE)) == words.ASKED
    either.sweeps()

    asked = either.page(STEWARD)
    assert reads_as(asked) == OPEN
    assert asked.text == "Somebody questions a number, and waits for an answer."
    assert QUESTIONED in reads_as(page(either))
    assert ALICE not in reads_as(page(either))
    assert DOUBT not in "".join(map(reads_as, either.slack.dm(MARTA)))

    either.presses(STEWARD, asked, Action.ANSWER)
    assert f"> {DOUBT}" in reads_as(either.form(STEWARD))
    assert either.submits(STEWARD, choice="explained", text=ANSWER) == {}
    assert reads_as(either.form(STEWARD)) == words.FORM_SENT[Choice.EXPLAINED]
    either.sweeps()

    assert reads_as(either.page(ALICE)) == TO_ASKER
    assert either.page(ALICE).text == "Your question was answered."
    assert reads_as(either.page(STEWARD)) == ANSWERED
    assert "Being questioned" not in reads_as(page(either))
    assert len(either.slack.dm(STEWARD)) == len(either.slack.dm(ALICE)) == 1


def test_a_manager_may_ask_as_everybody_of_the_team_may(workspace):
    assert asks(workspace, MARTA, "findings_new") == {}

    assert f"<@{MARTA}> of Payments asked" in reads_as(workspace.page(STEWARD))


def test_the_command_opens_the_form_with_the_number_that_it_names(workspace):
    assert chosen_in(opens(workspace, ALICE, "Rework after merge")) == METRIC
    assert chosen_in(opens(workspace, ALICE, "pr-cycle-time")) == "pr_cycle_time"
    assert chosen_in(opens(workspace, ALICE)) is None


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("lead time for changes", "is not among the numbers your team looks at. Those are: Rework"),
        ("<!channel>", "There is no signal called “&lt;!channel&gt;”. Your team looks at: Rework"),
        ("lines of code", "Coach does not measure “lines of code”, on purpose."),
    ],
)
def test_a_number_that_cannot_be_questioned_is_answered_with_those_that_can(workspace, named, said):
    assert said in workspace.types(ALICE, f"/coach question {named}")
    assert workspace.slack.views(ALICE) == []


def test_somebody_of_two_teams_is_asked_which_one(workspace):
    assert workspace.types(NOAM, "/coach question rework") == words.WHICH
    asked = workspace.slack.ephemerals(NOAM)[-1]
    workspace.chooses(NOAM, asked, Action.TEAM, f"edge/{METRIC}")

    assert "page and the digest of Edge" in reads_as(workspace.form(NOAM))
    assert chosen_in(workspace.form(NOAM)) == METRIC


@pytest.mark.parametrize("user", [STRANGER, NOAM, STEWARD])
def test_whoever_is_not_of_the_team_is_told_kindly_and_in_private(workspace, user):
    workspace.collects()
    workspace.presses(user, page(workspace), Voice.QUESTION)

    assert told(workspace, user).startswith("The numbers of Payments are questioned by its own")
    assert workspace.slack.views(user) == []


def test_somebody_in_no_team_is_told_whom_to_ask(workspace):
    said = workspace.types(STRANGER, "/coach question", channel="C0PAYMENTS")

    assert said == words.NO_TEAM.format(stewards=f"<@{STEWARD}>")


BAD_TEXTS = {
    "nothing to see": ("\u200b \u2060 \u202e \u200b \u2060 \u202e \u200b", words.TOO_SHORT),
    "nine characters": ("It is off", words.TOO_SHORT),
    "801 characters": ("x" * 801, "That is 801 characters; 800 fit."),
    "3,000 characters": ("word " * 600, "That is 2,999 characters; 800 fit."),
}


@pytest.mark.parametrize(("text", "said"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_a_question_of_the_wrong_length_is_answered_beside_its_field(workspace, text, said):
    problems = asks(workspace, text=text)

    assert problems.keys() == {"text"}
    assert problems["text"].startswith(said)
    assert rows(workspace, QUESTIONS) == []
    assert workspace.slack.dm(STEWARD) == []


@pytest.mark.parametrize(("text", "said"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_an_answer_of_the_wrong_length_is_answered_beside_its_field(workspace, text, said):
    asks(workspace)
    problems = answers(workspace, text=text)

    assert problems.keys() == {"text"}
    assert problems["text"].startswith(said)
    assert workspace.slack.dm(ALICE) == []
    assert answers(workspace) == {}


@pytest.mark.parametrize("text", ["0123456789", "x" * 800], ids=["ten", "800"])
def test_a_text_of_just_the_right_length_is_taken(workspace, text):
    assert asks(workspace, text=text) == {}
    assert answers(workspace, text=text) == {}
    assert f"> {text}" in reads_as(workspace.page(ALICE))


LITERAL = "<!channel> <@U0NOAM0001> <https://x.example|click> *bold* `code` {team} {{ 9 * 9 }} %s"


def test_what_people_write_is_shown_literally_and_nothing_in_it_comes_alive(workspace):
    asks(workspace, text=LITERAL)
    answers(workspace, text=LITERAL[::-1])

    assert f"> {LITERAL}" in reads_as(workspace.page(STEWARD))
    assert f"> {LITERAL[::-1]}" in reads_as(workspace.page(ALICE))
    assert {message.broadcasts for message in workspace.slack.posted} == {()}


def test_a_second_question_about_the_same_number_waits_for_the_first_ones_answer(either):
    assert asks(either) == {}
    assert asks(either, text="And what about reverts of reverts?") == {"metric": words.ALREADY_OPEN}
    assert asks(either, metric="pr_cycle_time") == {}
    assert asks(either, BASIM) == {}
    assert len(rows(either, QUESTIONS)) == 3

    answers(either)
    assert asks(either, BASIM, text="One more about the same number.") == {}


def test_the_same_doubt_from_two_windows_at_once_is_one_question(either):
    views = [opens(either, ALICE)]
    either.slack.workspace.stacks[ALICE] = []
    views.append(opens(either, ALICE))
    either.slack.workspace.stacks[ALICE] = [view.id for view in views]
    at_once(
        lambda view=view: either.slack.submit(ALICE, view, {"metric": METRIC, "text": DOUBT})
        for view in views
    )
    either.sweeps()

    assert len(rows(either, QUESTIONS)) == 1
    assert len(either.slack.dm(STEWARD)) == 1


def at_once(acts):
    acts = list(acts)
    together = threading.Barrier(len(acts))
    threads = [threading.Thread(target=lambda act=act: (together.wait(), act())) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_a_form_that_slack_delivers_twice_is_one_question_and_one_answer(either):
    opens(either)
    either.submits(ALICE, metric=METRIC, text=DOUBT)
    either.clock.forward(seconds=2)
    again = either.slack.redeliver()
    assert again.json["response_action"] == "update"
    either.sweeps()
    assert len(either.slack.dm(STEWARD)) == len(rows(either, QUESTIONS)) == 1

    either.presses(STEWARD, either.page(STEWARD), Action.ANSWER)
    either.submits(STEWARD, choice="explained", text=ANSWER)
    either.clock.forward(seconds=2)
    again = either.slack.redeliver()
    assert again.json["response_action"] == "update"
    either.sweeps()
    assert len(either.slack.dm(ALICE)) == 1


def test_of_two_stewards_who_answer_at_once_the_first_counts_and_the_other_is_told(opened_with):
    with opened_with(STEWARDS) as workspace:
        asks(workspace)
        both = {user: workspace.page(user) for user in (STEWARD, SECOND)}
        for user, message in both.items():
            workspace.presses(user, message, Action.ANSWER)
        at_once(
            lambda user=user: workspace.slack.submit(
                user,
                workspace.form(user),
                {"choice": "explained", "text": f"The answer of {both[user].ts}."},
            )
            for user in both
        )
        workspace.sweeps()

        shown = [workspace.form(user) for user in both]
        lost = [view for view in shown if view.errors]
        assert [view.errors for view in lost] == [{"text": words.ANSWERED_ALREADY}]
        assert len(workspace.slack.dm(ALICE)) == 1
        for user in both:
            assert len(workspace.slack.dm(user)) == 1
            assert buttons(workspace.page(user)) == []
            assert "Explained on" in reads_as(workspace.page(user))


def test_both_databases_let_one_answer_count_when_two_come_at_once(either):
    asks(either)
    question = rows(either, QUESTIONS)[0][0]
    acting = either.coach.questions
    outcomes = []

    def act(text):
        try:
            with either.coach.deliverer.database.write() as session:
                acting.answer(session, question, Choice.EXPLAINED, text, STEWARD)
            outcomes.append("answered")
        except UserError as error:
            outcomes.append(str(error))

    at_once([lambda: act("The first answer."), lambda: act("The second answer.")])
    either.sweeps()

    assert sorted(outcomes) == [words.ANSWERED_ALREADY, "answered"]
    assert len(either.slack.dm(ALICE)) == 1


def test_the_other_steward_who_presses_later_is_told_that_it_is_answered(opened_with):
    with opened_with(STEWARDS) as workspace:
        asks(workspace)
        before = workspace.page(SECOND)
        answers(workspace)
        workspace.presses(SECOND, before, Action.ANSWER)

        assert told(workspace, SECOND) == words.ANSWERED_ALREADY
        assert workspace.slack.views(SECOND) == []


def test_a_steward_who_asks_is_not_asked_to_answer_while_there_is_another(opened_with):
    with opened_with(STEWARDS) as workspace:
        asks(workspace, SECOND)

        assert workspace.slack.dm(SECOND) == []
        assert len(workspace.slack.dm(STEWARD)) == 1


def test_the_button_to_answer_is_worth_nothing_in_other_hands(workspace):
    asks(workspace)
    workspace.presses(MARTA, workspace.page(STEWARD), Action.ANSWER)

    assert told(workspace, MARTA) == words.STEWARDS_ONLY.format(stewards=f"<@{STEWARD}>")
    assert workspace.slack.views(MARTA) == []


def test_a_form_is_worth_nothing_for_another_team_or_number(workspace):
    opens(workspace)
    forges(workspace, ALICE, "search")
    filled = {"metric": METRIC, "text": DOUBT}
    assert workspace.submits(ALICE, **filled) == {"metric": words.NOT_LISTED}
    forges(workspace, ALICE, "no such team")
    assert workspace.submits(ALICE, **filled) == {"metric": words.NOT_LISTED}
    assert rows(workspace, QUESTIONS) == []


def test_a_number_that_the_team_has_dropped_meanwhile_is_not_questioned(workspace):
    opens(workspace)
    workspace.types(MARTA, "/coach decide")
    assert workspace.submits(MARTA, process_too="none", retro="yes") == {}

    assert workspace.submits(ALICE, metric="ai_acceptance", text=DOUBT) == {
        "metric": words.NO_LONGER_SHOWN
    }


def test_the_words_are_in_no_log_and_cannot_be_read_in_the_database(either, logged):
    asks(either)
    answers(either)

    assert leaks(either, logged.getvalue(), [DOUBT, ANSWER]) == []
    assert ALICE not in logged.getvalue()
    assert "record_key" not in logged.getvalue()


def test_messages_come_in_the_hours_of_whoever_gets_them(workspace):
    workspace.wakes_at(berlin(18, 22))
    asks(workspace)
    workspace.wakes_at(berlin(19, 7, 59))
    assert workspace.slack.dm(STEWARD) == []
    workspace.wakes_at(berlin(19, 8))
    assert len(workspace.slack.dm(STEWARD)) == 1

    workspace.wakes_at(berlin(20, 21))  # a Friday
    answers(workspace)
    workspace.wakes_at(berlin(22, 12))
    assert workspace.slack.dm(ALICE) == []
    workspace.wakes_at(berlin(23, 8))
    assert len(workspace.slack.dm(ALICE)) == 1


def test_whoever_said_stop_is_told_that_the_answer_waits_and_gets_it_after_start(workspace):
    workspace.types(ALICE, "/coach stop")
    asks(workspace)
    assert words.ASKED_STOPPED in reads_as(workspace.form(ALICE))
    answers(workspace)
    assert workspace.slack.dm(ALICE) == []

    workspace.types(ALICE, "/coach start")
    workspace.sweeps()
    assert reads_as(workspace.page(ALICE)) == TO_ASKER


def test_a_question_and_its_key_are_gone_six_months_after_its_answer(either):
    asks(either)
    answers(either)
    clean(either)
    over = months.after(either.clock.now(), 6)
    either.clock.forward(seconds=(over - either.clock.now()).total_seconds() - 1)
    assert clean(either) == 0
    assert len(rows(either, QUESTIONS)) == 1
    either.clock.forward(seconds=1)

    assert clean(either) == 1
    assert rows(either, QUESTIONS) == rows(either, KEYS) == []
    wait_for_hours(either)
    for user in (STEWARD, ALICE):
        told = [one for one in either.slack.dm(user) if one.text != REPORT]
        assert [reads_as(one) for one in told] == [words.DELETED]


def clean(workspace):
    return workspace.cleans().get("questions", 0)


def wait_for_hours(workspace):
    workspace.clock.forward(hours=1)
    workspace.sweeps()


def test_an_open_question_is_kept_for_as_long_as_it_is_open(workspace):
    asks(workspace)
    workspace.clock.forward(days=400)

    assert clean(workspace) == 0
    assert len(rows(workspace, QUESTIONS)) == 1


def test_the_question_of_somebody_who_left_is_deleted_and_the_steward_sees_it(either):
    asks(either)
    asks(either, BASIM)
    either.slack.change_user(ALICE, deleted=True)
    either.slack.user_changed(ALICE)
    either.sweeps()

    assert len(rows(either, QUESTIONS)) == len(rows(either, KEYS)) == 1
    assert reads_as(either.slack.dm(STEWARD)[0]) == words.DELETED
    assert f"<@{BASIM}>" in reads_as(either.slack.dm(STEWARD)[1])
    assert DOUBT.encode() not in everything_stored(either)


def test_a_question_that_is_deleted_before_a_steward_heard_of_it_is_never_sent(workspace):
    workspace.wakes_at(workspace.clock.now().replace(hour=22))
    asks(workspace)
    workspace.slack.change_user(ALICE, deleted=True)
    workspace.slack.user_changed(ALICE)
    workspace.wakes_at(workspace.clock.now() + timedelta(hours=12))

    assert workspace.slack.dm(STEWARD) == []


def test_a_steward_who_left_is_not_written_to_and_another_still_answers(opened_with):
    with opened_with(STEWARDS) as workspace:
        workspace.slack.change_user(STEWARD, deleted=True)
        workspace.slack.user_changed(STEWARD)
        asks(workspace)
        assert workspace.slack.dm(STEWARD) == []
        assert answers(workspace, SECOND) == {}

        assert len(workspace.slack.dm(ALICE)) == 1


def test_a_steward_sees_by_command_all_that_waits_and_answers_there(workspace):
    assert workspace.types(STEWARD, "/coach questions") == words.LIST_NOTHING
    for user in (ALICE, BASIM, MARTA):
        asks(workspace, user)
    workspace.types(STEWARD, "/coach questions")
    listed = workspace.slack.ephemerals(STEWARD)[-1]
    assert reads_as(listed).count(f"> {DOUBT}") == 3
    question = rows(workspace, "SELECT id FROM question WHERE asker = 'U0BASIM001'")[0][0]
    workspace.presses(STEWARD, listed, Action.ANSWER, question)
    assert workspace.submits(STEWARD, choice="explained", text=ANSWER) == {}
    workspace.sweeps()

    assert f"> {ANSWER}" in reads_as(workspace.page(BASIM))
    assert workspace.types(MARTA, "/coach questions").startswith("Questions are answered by")


def test_a_list_of_very_many_questions_shows_as_many_as_fit_and_counts_the_rest(workspace):
    people = [ALICE, BASIM, MARTA, "U0CHIKA001", "U0DIANA001"]
    for user in people:
        for metric in (METRIC, "pr_cycle_time", "ai_acceptance", "findings_new"):
            opens(workspace, user)
            assert workspace.submits(user, metric=metric, text="x" * 800) == {}
    workspace.types(STEWARD, "/coach questions")
    listed = workspace.slack.ephemerals(STEWARD)[-1]
    shown = reads_as(listed).count("x" * 800)

    check.message({"text": listed.text, "blocks": listed.blocks})
    assert 3 < shown < 20
    assert f"And {20 - shown} more, once some of these are answered." in reads_as(listed)


def test_every_window_and_message_at_its_largest_keeps_slacks_limits(opened_with):
    longest = "x" * 60
    names = (("name: Payments", f"name: {longest}"), STEWARDS)
    with opened_with(*names) as workspace:
        for view in (opens(workspace),):
            check.modal(sendable(view))
        asks(workspace, text="x" * 800)
        workspace.presses(STEWARD, workspace.page(STEWARD), Action.ANSWER)
        form: View = workspace.form(STEWARD)
        check.modal(sendable(form))
        workspace.submits(STEWARD, choice="explained", text="y" * 800)
        workspace.sweeps()
        for user in (STEWARD, ALICE):
            shown = workspace.page(user)
            check.message({"text": shown.text, "blocks": shown.blocks})
            assert "y" * 800 in reads_as(shown)
