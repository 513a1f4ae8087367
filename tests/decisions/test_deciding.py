"""Anybody of a team says what it wants to improve; everybody then sees it, and nobody who did."""

import threading

import pytest
from sqlalchemy import text

from bot.decisions import chosen, words
from bot.decisions.carried import Action
from bot.demo import company
from bot.metrics import catalogue
from bot.signals.carried import Action as Voice
from bot.slack import check
from tests.commitments.steps import forges, rows, told
from tests.decisions.steps import (
    BEFORE,
    FILLED,
    can_press,
    decided,
    decides,
    ends,
    entered,
    forges_menu,
    offered,
    opens,
    sentences,
)
from tests.questions.steps import sendable
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, reads_as

IRINA = "U0IRINA001"
KEPT = (*(FILLED[name] for name in ("improve", "outcome", "process")), None,
        *(FILLED[name] for name in ("guardrail", "cadence", "until")))  # fmt: skip
SAID = FILLED["improve"]


def kept(workspace, team="payments"):
    return [
        tuple(None if one is None else str(one) for one in row) for row in decided(workspace, team)
    ]


def changes(workspace, statement):
    """Change what is stored, as an older or newer Coach may have left it."""
    with workspace.coach.deliverer.database.write() as session:
        session.execute(text(statement))


def comes_again(workspace, sent):
    """Slack delivers once more what it had sent before something else."""
    workspace.clock.forward(seconds=2)
    workspace.slack._last = sent
    answer = workspace.slack.redeliver()
    workspace.settles()
    return answer


def test_a_member_decides_by_command_and_nothing_is_kept_of_who_did(either, logged):
    assert either.types(IRINA, "/coach decide") == words.OPENING
    assert reads_as(either.form(IRINA)).startswith(
        "*What does Search want to improve this quarter?*"
    )
    assert either.submits(IRINA, **FILLED) == {}

    assert kept(either, "search") == [KEPT]
    assert reads_as(either.form(IRINA)) == (
        f"*Saved for Search:* {SAID}\nThe team looks at it together every week, until Friday 29 January"
        " 2027. Everybody of the team sees it from now on, and its numbers come first on the page and in"
        " the digest."
    )
    everything = str([rows(either, f"SELECT * FROM {name}") for name in ("decision", "inbox")])  # noqa: S608
    assert IRINA not in everything
    assert IRINA not in logged.getvalue()


def test_the_form_begins_with_a_quarter_on_the_teams_own_calendar(opened_with):
    far = ("channel: C0SEARCH01", "channel: C0SEARCH01\n    time_zone: Pacific/Auckland")
    with opened_with(far) as workspace:
        workspace.clock.forward(hours=5)  # Wednesday evening in Berlin, Thursday in Auckland
        begins = entered(opens(workspace, IRINA))

    assert begins == {
        **dict.fromkeys(("improve", "outcome", "process", "guardrail", "retro")),
        "process_too": "none",
        "cadence": "two_weeks",
        "until": "2027-02-17",
    }


def test_a_change_begins_with_what_is_named_and_asks_anew_about_the_board(either):
    begins = entered(opens(either, ALICE))

    assert begins == {
        "improve": BEFORE,
        "outcome": "rework_after_merge",
        "process": "pr_cycle_time",
        "process_too": "ai_acceptance",
        "guardrail": "findings_new",
        "cadence": "two_weeks",
        "until": "2027-02-16",
        "retro": None,
    }
    assert (
        f"*Named now:* {BEFORE}\nThe team looks at it together every two weeks, until"
        in reads_as(either.form(ALICE))
    )
    first = rows(either, "SELECT id FROM decision")
    assert either.submits(ALICE, **FILLED) == {}
    assert kept(either) == [KEPT]
    assert rows(either, "SELECT id FROM decision") == first


def test_one_field_alone_is_changed_and_the_others_stay(workspace):
    opens(workspace, MARTA)
    assert workspace.submits(MARTA, improve=SAID, retro="yes") == {}

    assert decided(workspace)[0][:4] == (
        SAID,
        "rework_after_merge",
        "pr_cycle_time",
        "ai_acceptance",
    )


def test_everybody_of_the_team_sees_it_in_their_home_tab_at_once(workspace):
    workspace.collects()
    for user in (ALICE, MARTA, "U0BASIM001"):
        workspace.slack.open_home(user)
    workspace.settles()
    decides(workspace, MARTA)
    workspace.sweeps()

    for user in (ALICE, MARTA, "U0BASIM001"):
        assert SAID in reads_as(workspace.slack.home(user))
        assert BEFORE not in reads_as(workspace.slack.home(user))


def test_a_decision_that_nobody_would_put_on_the_board_is_not_saved_and_the_form_says_why(
    workspace,
):
    assert decides(workspace, ALICE, retro="no") == {"retro": words.NOT_ON_THE_BOARD}
    assert sentences(workspace) == [BEFORE]
    assert workspace.submits(ALICE, retro="yes") == {}
    assert sentences(workspace) == [SAID]


def test_all_that_is_wrong_is_said_beside_its_field_in_one_answer(workspace):
    problems = decides(
        workspace,
        ALICE,
        improve="@basim is slow",
        process_too="first_review_wait",
        until="2026-11-20",
        retro="no",
    )

    assert problems.keys() == {"improve", "process_too", "until", "retro"}
    assert sentences(workspace) == [BEFORE]


@pytest.mark.parametrize("field", ["outcome", "process", "guardrail"])
@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("commits_per_engineer", "it says nothing of effort or worth"),
        ("incident_linked_changes", "for stewards alone"),
        ("drafts_flipped", "in the report about unintended effects alone"),
        ("joy", "Coach has no metric “joy”"),
    ],
)
def test_a_metric_that_the_form_never_offered_is_refused_with_the_reason(
    workspace, field, metric, said
):
    view = opens(workspace, ALICE)
    forges_menu(view, field, metric)
    problems = workspace.submits(ALICE, **{**FILLED, field: metric})

    assert problems.keys() == {field}
    assert said in problems[field]
    assert sentences(workspace) == [BEFORE]


def test_the_form_offers_what_may_be_chosen_and_nothing_for_stewards(workspace):
    view = opens(workspace, ALICE)
    check.modal(sendable(view))
    may = {one.id for one in catalogue.METRICS.values() if one.privacy.is_on_pages}

    assert {*offered(view, "process")} == may
    assert offered(view, "process_too") == ["none", *offered(view, "process")]
    assert offered(view, "outcome") == [one.id for one in chosen.outcomes()]
    assert "rework_after_merge" in offered(view, "guardrail")
    assert "pr_cycle_time" not in offered(view, "guardrail")


def test_it_is_ended_with_a_confirmation_and_the_team_sees_the_three_safest(either):
    view = opens(either, ALICE)
    button = next(
        one for block in view.blocks for one in block.get("elements", ()) if "value" in one
    )
    assert button["confirm"]["title"]["text"] == words.END_SURE
    ends(either, ALICE)

    assert reads_as(either.form(ALICE)) == words.ENDED.format(team="Payments")
    assert decided(either) == []
    either.types(ALICE, "/coach team")
    assert "What does the team want to improve this quarter?" in reads_as(either.page(ALICE))
    assert entered(opens(either, ALICE))["improve"] is None


def test_a_press_to_end_that_comes_twice_ends_no_later_one(workspace):
    opens(workspace, ALICE)
    ends(workspace, ALICE)
    pressed = workspace.slack._last
    decides(workspace, MARTA)
    assert comes_again(workspace, pressed).status == 200

    assert sentences(workspace) == [SAID]


def test_a_form_that_slack_delivers_twice_is_saved_once_and_answered_alike(either):
    decides(either, ALICE)
    either.clock.forward(seconds=2)
    again = either.slack.redeliver()

    assert "*Saved for Payments:*" in str(again.json)
    assert rows(either, "SELECT changes FROM decision") == [(1,)]


def test_a_form_that_slack_delivers_again_after_the_end_brings_nothing_back(workspace):
    opens(workspace, ALICE)
    ends(workspace, ALICE)
    decides(workspace, ALICE)
    submitted = workspace.slack._last
    opens(workspace, MARTA)
    ends(workspace, MARTA)
    again = comes_again(workspace, submitted)

    assert words.MEANWHILE_ENDED in str(again.json)
    assert decided(workspace) == []


def test_the_second_of_two_sees_what_the_first_saved_and_keeps_what_they_wrote(either):
    for user in (ALICE, MARTA):
        opens(either, user)
    assert either.submits(ALICE, **FILLED) == {}
    theirs = {**FILLED, "improve": "Merge smaller pull requests.", "cadence": "month"}
    assert either.submits(MARTA, **theirs) == {}
    seen = reads_as(either.form(MARTA))

    assert sentences(either) == [SAID]
    assert words.MEANWHILE in seen
    assert f"*Named now:* {SAID}" in seen
    assert entered(either.form(MARTA))["improve"] == "Merge smaller pull requests."
    assert entered(either.form(MARTA))["cadence"] == "month"

    assert either.submits(MARTA, **theirs) == {}
    assert sentences(either) == ["Merge smaller pull requests."]


def test_a_form_that_was_open_while_somebody_ended_it_saves_nothing_by_itself(workspace):
    for user in (ALICE, MARTA):
        opens(workspace, user)
    ends(workspace, ALICE)
    assert workspace.submits(MARTA, **FILLED) == {}

    assert decided(workspace) == []
    assert words.MEANWHILE_ENDED in reads_as(workspace.form(MARTA))
    assert workspace.submits(MARTA, **FILLED) == {}
    assert sentences(workspace) == [SAID]


def test_what_was_changed_meanwhile_is_not_ended_by_whoever_has_not_seen_it(workspace):
    opens(workspace, MARTA)
    decides(workspace, ALICE)
    ends(workspace, MARTA)

    assert sentences(workspace) == [SAID]
    assert reads_as(workspace.form(MARTA)) == words.CHANGED.format(improve=SAID)
    opens(workspace, MARTA)
    ends(workspace, MARTA)
    assert decided(workspace) == []


def test_two_who_end_it_are_both_told_that_it_has_ended(workspace):
    for user in (ALICE, MARTA):
        opens(workspace, user)
    for user in (ALICE, MARTA):
        ends(workspace, user)
        assert reads_as(workspace.form(user)) == words.ENDED.format(team="Payments")


@pytest.mark.parametrize("team", ["payments", "search"], ids=["a change", "the first"])
def test_of_two_who_save_at_once_one_is_saved_and_the_other_is_told(either, team):
    people = (ALICE, MARTA) if team == "payments" else (IRINA, "U0JONAS001")
    said = {user: f"What number {number} wants for all." for number, user in enumerate(people)}
    for user in people:
        opens(either, user, team)
    together = threading.Barrier(2)

    def submit(user):
        together.wait()
        either.slack.submit(user, either.form(user), {**FILLED, "improve": said[user]})

    threads = [threading.Thread(target=submit, args=(user,)) for user in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    either.settles()
    seen = [reads_as(either.form(user)) for user in people]

    (saved,) = sentences(either, team)
    assert saved in said.values()
    assert sum("*Saved for" in one for one in seen) == 1
    assert sum(f"{words.MEANWHILE}\n*Named now:* {saved}" in one for one in seen) == 1


def test_the_same_by_two_people_is_simply_saved(workspace):
    for user in (ALICE, MARTA):
        opens(workspace, user)
    for user in (ALICE, MARTA):
        assert workspace.submits(user, **FILLED) == {}
        assert "*Saved for Payments:*" in reads_as(workspace.form(user))


def test_a_manager_decides_from_the_home_tab_for_one_team_or_for_one_of_several(workspace):
    for user in (MARTA, NOAM):
        workspace.slack.open_home(user)
    workspace.settles()
    workspace.presses(MARTA, workspace.slack.home(MARTA), Action.OPEN)
    assert "What does Payments want" in reads_as(workspace.form(MARTA))

    workspace.slack.choose(NOAM, workspace.slack.home(NOAM), Action.TEAM, "edge")
    workspace.settles()
    assert "What does Edge want" in reads_as(workspace.form(NOAM))
    assert workspace.submits(NOAM, **FILLED) == {}
    assert sentences(workspace, "edge") == [SAID]


def test_a_manager_of_two_teams_is_asked_which_one(workspace):
    assert workspace.types(NOAM, "/coach decide") == words.WHICH
    workspace.chooses(NOAM, workspace.slack.ephemerals(NOAM)[-1], Action.TEAM, "edge")
    assert "What does Edge want" in reads_as(workspace.form(NOAM))

    workspace.types(NOAM, "/coach decide  SEARCH ")
    assert "What does Search want" in reads_as(workspace.form(NOAM))


def test_somebody_in_no_team_is_told_whom_to_ask(workspace):
    said = workspace.types(STRANGER, "/coach decide payments", channel="C0PAYMENTS")

    assert said == words.NO_TEAM.format(stewards=f"<@{STEWARD}>")
    assert workspace.slack.views(STRANGER) == []
    assert workspace.slack.messages("C0PAYMENTS") == []


def test_a_team_of_another_name_is_answered_with_those_that_there_are(workspace):
    said = workspace.types(NOAM, "/coach decide <!channel>")

    assert said.startswith("There is no team “&lt;!channel&gt;” among yours.")
    assert "Search, Edge: `/coach decide`" in said


@pytest.mark.parametrize("user", [STRANGER, NOAM, STEWARD])
def test_whoever_is_not_of_the_team_is_told_kindly_and_in_private(workspace, user):
    workspace.collects()
    workspace.types(MARTA, "/coach prep")
    workspace.presses(user, workspace.page(MARTA), Voice.DECIDE)

    assert told(workspace, user).startswith(
        "What Payments wants to improve is named by its own people"
    )
    assert f"<@{STEWARD}>" in told(workspace, user)
    assert workspace.slack.views(user) == []


def test_a_form_is_worth_nothing_for_another_team(workspace):
    opens(workspace, ALICE)
    forges(workspace, ALICE, "search")

    assert workspace.submits(ALICE, **FILLED) == {"improve": words.NOT_LISTED}
    assert decided(workspace, "search") == []


def test_ending_is_worth_nothing_for_another_teams_decision(workspace):
    decides(workspace, IRINA)
    view = opens(workspace, ALICE)
    (value,) = can_press(opens(workspace, IRINA), Action.END)
    button = next(
        one for block in view.blocks for one in block.get("elements", ()) if "value" in one
    )
    button["value"] = value
    workspace.presses(ALICE, view, Action.END)

    assert sentences(workspace, "search") == [SAID]
    assert reads_as(workspace.form(ALICE)).startswith("What Search wants to improve is named by")


def test_a_team_that_is_gone_with_its_decision_is_answered_plainly_and_comes_back_whole(workspace):
    view = opens(workspace, ALICE)
    workspace.collects()
    workspace.types(MARTA, "/coach prep")
    page, config = workspace.page(MARTA), workspace.settings.coach_config
    before = config.read_text("utf-8")
    config.write_text(before.replace("id: payments", "id: billing"), "utf-8")
    workspace.restarts()
    workspace.presses(ALICE, page, Voice.DECIDE)
    assert told(workspace, ALICE) == words.GONE_TEAM
    assert workspace.slack.submit(ALICE, view, dict(FILLED)).json["errors"] == {
        "improve": words.NOT_LISTED
    }
    workspace.types(ALICE, "/coach team")
    assert "Nothing is named at the moment" in reads_as(workspace.page(ALICE))
    workspace.sweeps()

    config.write_text(before, "utf-8")
    workspace.restarts()
    assert entered(opens(workspace, ALICE))["improve"] == BEFORE


def test_a_team_without_telemetry_may_decide_and_is_told_that_numbers_are_missing(opened_with):
    line = "    telemetry: [{source: numbers}]\n  - id: edge"
    with opened_with((line, "  - id: edge")) as workspace:
        said = reads_as(opens(workspace, IRINA))
        assert workspace.submits(IRINA, **FILLED) == {}
        workspace.types(IRINA, "/coach team")
        page = reads_as(workspace.page(IRINA))

    assert words.NO_SOURCE.format(stewards=f"<@{STEWARD}>") in said
    assert f"*What the team wants to improve:* {SAID}" in page
    assert "coach.yml names no source of telemetry for this team." in page


@pytest.mark.parametrize(
    ("metric", "named"),
    [("joy_of_work", "“joy_of_work”"), ("incident_linked_changes", "Incident-linked changes")],
    ids=["unknown", "for stewards"],
)
def test_a_stored_metric_that_no_page_can_show_breaks_nothing_and_the_form_says_so(
    either, metric, named
):
    either.collects()
    changes(either, f"UPDATE decision SET process_too = '{metric}'")  # noqa: S608
    either.types(ALICE, "/coach team")
    page = reads_as(either.page(ALICE))
    either.slack.open_home(ALICE)
    either.settles()
    preview = either.types(MARTA, "/coach digest preview")
    view = opens(either, ALICE)

    assert "Nothing is named at the moment" in page
    assert BEFORE not in page
    assert "Nothing is named at the moment" in reads_as(either.slack.home(ALICE))
    assert "wrong" not in preview
    assert f"It rests on {named}, which Coach shows no more" in reads_as(view)
    assert entered(view)["improve"] == BEFORE
    assert entered(view)["process_too"] in {None, "none"}
    assert either.submits(ALICE, process_too="none", retro="yes") == {}
    either.types(ALICE, "/coach team")
    assert f"*What the team wants to improve:* {BEFORE}" in reads_as(either.page(ALICE))


def test_what_people_typed_stays_text_on_every_surface(workspace):
    workspace.collects()
    nasty = "*Fewer* <https://x.example|links> & _more_ `tests`"
    assert decides(workspace, ALICE, improve=nasty) == {}
    shown = [reads_as(workspace.form(ALICE))]
    for user, command in ((ALICE, "/coach team"), (MARTA, "/coach prep")):
        workspace.types(user, command)
        shown.append(reads_as(workspace.page(user)))
    workspace.slack.open_home(ALICE)
    workspace.settles()
    shown += [reads_as(workspace.slack.home(ALICE)), reads_as(opens(workspace, ALICE))]

    for said in shown:
        assert "*Fewer* &lt;https://x.example|links&gt; &amp; _more_ `tests`" in said
    assert entered(workspace.form(ALICE))["improve"] == nasty


def test_questions_and_explanations_go_by_what_the_team_has_decided(workspace):
    workspace.collects()
    decides(workspace, ALICE)
    workspace.types(ALICE, "/coach question")
    menu = next(b for b in workspace.form(ALICE).blocks if b["block_id"] == "metric")["element"]
    assert [one["value"] for one in menu["options"]] == [
        "findings_new",
        "first_review_wait",
        "rework_after_merge",
    ]

    workspace.types(MARTA, "/coach prep")
    workspace.presses(ALICE, workspace.page(MARTA), Voice.WHAT)
    explained = reads_as(workspace.form(ALICE))
    assert f"*{catalogue.get('first_review_wait').label}*" in explained
    assert f"*{catalogue.get('ai_acceptance').label}*" not in explained


def test_no_name_of_anybody_stands_in_the_form(workspace):
    said = reads_as(opens(workspace, ALICE))

    assert not [name for name in company.people().values() if name in said]
    assert "<@" not in said
