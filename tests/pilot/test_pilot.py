"""A team tries Coach until its manager and a steward have both ended that."""

import pytest

from bot.audit.noted import Act
from bot.demo import company
from bot.digest import jobs as digest_jobs
from bot.metrics import paused
from bot.pilot import words
from bot.pilot.carried import Action
from bot.pilot.keep import KEPT
from bot.pilot.kinds import Note
from bot.pilot.state import Choice, Outcome, Side, outcome, sides_of
from bot.signals import words as signals
from tests.commitments.conftest import changed
from tests.commitments.steps import agreed, elements_of, leaks, lists, rows, told
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, Workspace, open_workspace, reads_as

BASIM = "U0BASIM001"
SENTENCE = "Show the digest to us one day before the channel gets it."
PARTS = {MARTA: Side.MANAGER, BASIM: Side.MANAGER, STEWARD: Side.STEWARD}


@pytest.fixture
def workspace(clock, database_url, tmp_path):
    """On each engine, with two managers of Payments."""
    text = changed(
        company.write(tmp_path, clock.now()),
        (f"managers: [{MARTA}]", f"managers: [{MARTA}, {BASIM}]"),
    )
    with open_workspace(clock, database_url, tmp_path, coach_yml=text) as opened:
        opened.has_collected()
        yield opened


def page(workspace: Workspace, user: str = MARTA) -> str:
    workspace.types(user, "/coach prep" if user == MARTA else "/coach team")
    return reads_as(workspace.page(user))


def stands(workspace: Workspace, user: str = MARTA) -> str:
    workspace.types(user, "/coach pilot payments")
    return told(workspace, user)


def opens(workspace: Workspace, user: str) -> None:
    stands(workspace, user)
    shown = workspace.slack.ephemerals(user)[-1]
    workspace.presses(user, shown, f"{Action.ANSWER}.{PARTS[user]}")


def answers(workspace: Workspace, user: str, choice: str, text: str = "") -> dict[str, str]:
    opens(workspace, user)
    said = {"knew": "some", "worry": "no", "choice": choice, **({"text": text} if text else {})}
    problems = workspace.submits(user, **said)
    workspace.sweeps()
    return problems


def starts(workspace: Workspace, user: str) -> None:
    stands(workspace, user)
    shown = workspace.slack.ephemerals(user)[-1]
    workspace.presses(user, shown, f"{Action.START}.{PARTS[user]}")
    workspace.sweeps()


def notes(workspace: Workspace, user: str) -> list[str]:
    return [reads_as(one) for one in workspace.slack.dm(user) if one.text == words.NOTE_TEXT]


def channel(workspace: Workspace) -> list[str]:
    return [reads_as(one) for one in workspace.slack.messages(company.PAYMENTS)]


def acts(workspace: Workspace) -> list[str]:
    mine = "SELECT act FROM audit_entry WHERE team_id = 'payments' ORDER BY number"
    found = rows(workspace, mine)
    return [str(row[0]) for row in found if str(row[0]).startswith("pilot")]


def test_a_pilot_begins_with_the_first_page_and_ends_once_both_keep_it(workspace):
    assert words.NOT_BEGUN.format(team="Payments") in stands(workspace)
    workspace.slack.open_home(ALICE)
    workspace.settles()
    assert signals.IN_PILOT not in reads_as(workspace.slack.home(ALICE))
    assert page(workspace).count(signals.IN_PILOT) == 1
    assert signals.IN_PILOT in page(workspace, ALICE)
    workspace.types(ALICE, "/coach digest preview")
    assert signals.IN_PILOT in told(workspace, ALICE)
    for user in (ALICE, MARTA):
        workspace.slack.open_home(user)
        workspace.settles()
        assert "In pilot: `/coach pilot" in reads_as(workspace.slack.home(user))
    assert acts(workspace) == [Act.PILOT_STARTED]

    for_members = stands(workspace, ALICE)
    assert "*Payments* is in pilot since 18 November 2026." in for_members
    assert words.MEANING in for_members
    assert "not answered yet" not in for_members

    assert answers(workspace, MARTA, "keep") == {}
    assert words.FIRST[Choice.KEEP] in reads_as(workspace.form(MARTA))
    assert words.NOTES[Note.WAITS].format(team="Payments") in notes(workspace, STEWARD)[-1]
    assert channel(workspace) == []
    assert answers(workspace, STEWARD, "keep") == {}
    for user in PARTS:
        assert words.BOTH[Outcome.KEPT].format(team="Payments") in notes(workspace, user)[-1]
    assert channel(workspace) == [words.CHANNEL[Outcome.KEPT].format(team="Payments")]
    assert "*The pilot of Payments ended on 18 November 2026.*" in stands(workspace)
    assert signals.IN_PILOT not in page(workspace)
    assert acts(workspace) == [Act.PILOT_STARTED, Act.PILOT_ENDED]


def test_a_change_keeps_it_in_pilot_and_its_sentence_is_for_the_two_parts_alone(workspace, logged):
    page(workspace)
    assert answers(workspace, STEWARD, "change") == {"text": words.TOO_SHORT}
    assert workspace.submits(STEWARD, text=SENTENCE) == {}
    workspace.sweeps()
    for user in (MARTA, BASIM):
        assert SENTENCE in notes(workspace, user)[-1]
        assert SENTENCE in stands(workspace, user)
    assert SENTENCE not in stands(workspace, ALICE)

    for user in (MARTA, BASIM):
        opens(workspace, user)
    said = {"knew": "yes", "worry": "no", "choice": "keep"}
    assert workspace.submits(MARTA, **said) == {}
    assert workspace.submits(BASIM, **said) == {"choice": words.NOT_NOW}
    workspace.sweeps()
    assert channel(workspace) == [words.CHANNEL[Outcome.CHANGED].format(team="Payments")]
    assert SENTENCE in notes(workspace, MARTA)[-1]
    assert signals.IN_PILOT in page(workspace)
    assert leaks(workspace, logged.getvalue(), [SENTENCE]) == []

    workspace.clock.forward(seconds=KEPT.total_seconds())
    assert workspace.cleans().get("pilots", 0) == 2
    workspace.sweeps()
    assert not [one for user in PARTS for one in notes(workspace, user) if SENTENCE in one]
    assert SENTENCE not in stands(workspace)


def test_of_two_managers_the_first_counts_and_a_disagreement_asks_both_to_talk(workspace):
    page(workspace)
    for user in (MARTA, BASIM):
        opens(workspace, user)
    said = {"knew": "no", "worry": "yes", "choice": "stop"}
    assert workspace.submits(MARTA, **said) == {}
    assert workspace.submits(BASIM, **{**said, "choice": "keep"}) == {
        "choice": words.ANSWERED_ALREADY
    }
    workspace.sweeps()
    for user in PARTS:
        assert words.NOTES[Note.TALK].format(team="Payments") in notes(workspace, user)[-1]
    assert answers(workspace, STEWARD, "keep") == {}
    for user in PARTS:
        assert words.BOTH[Outcome.DIFFER].format(team="Payments") in notes(workspace, user)[-1]
    assert channel(workspace) == []
    assert signals.IN_PILOT in page(workspace)


def test_once_both_stop_there_are_no_numbers_and_no_digest_until_both_start_it_again(workspace):
    agreed(workspace)
    page(workspace)
    digest_jobs.plan(workspace.coach.digests)
    for user in (MARTA, STEWARD):
        assert answers(workspace, user, "stop") == {}
    assert channel(workspace) == [words.CHANNEL[Outcome.STOPPED].format(team="Payments")]

    for user in (MARTA, ALICE):
        shown = page(workspace, user)
        assert signals.NOTHING_STOPPED in shown
        assert "Rework after merge |" not in shown
        assert signals.IN_PILOT not in shown
    workspace.slack.open_home(ALICE)
    workspace.settles()
    assert signals.NOTHING_STOPPED in reads_as(workspace.slack.home(ALICE))
    assert paused.REASON not in page(workspace)
    assert "Open drafts on the first day." in reads_as(lists(workspace, ALICE))
    workspace.types(ALICE, "/coach digest preview")
    assert "gets no digest" in told(workspace, ALICE)

    workspace.clock.forward(days=14)  # The digest of December was due on its first Tuesday.
    digest_jobs.plan(workspace.coach.digests)
    workspace.sweeps()
    assert len(channel(workspace)) == 1
    assert not [one for one in workspace.slack.dm(MARTA) if "digest" in one.text]

    starts(workspace, STEWARD)
    assert words.NOTES[Note.START].format(team="Payments") in notes(workspace, MARTA)[-1]
    assert signals.NOTHING_STOPPED in page(workspace)
    starts(workspace, BASIM)
    assert channel(workspace)[-1] == words.CHANNEL[Outcome.STARTED].format(team="Payments")
    assert signals.IN_PILOT in page(workspace)
    assert acts(workspace) == [Act.PILOT_STARTED, Act.PILOT_STOPPED, Act.PILOT_STARTED]


def test_nobody_but_the_two_parts_answers_and_others_see_no_button(workspace):
    page(workspace)
    stands(workspace, MARTA)
    mine = workspace.slack.ephemerals(MARTA)[-1]
    button = next(one for one in elements_of(mine) if one["value"] == "payments/manager/0")
    button["value"] = "payments/steward/0"
    workspace.presses(MARTA, mine, f"{Action.ANSWER}.manager")
    assert "is ended by its manager and a steward" in told(workspace, MARTA)
    stands(workspace, ALICE)
    assert elements_of(workspace.slack.ephemerals(ALICE)[-1]) == []
    workspace.types(NOAM, "/coach pilot payments")
    assert "There is no team “payments” that you could mean" in told(workspace, NOAM)


def test_two_keys_are_two_peoples_wherever_there_are_two(workspace):
    roster = workspace.coach.pilots.roster
    team = roster.team("payments")
    alone = roster.model_copy(
        update={"organisation": roster.organisation.model_copy(update={"stewards": (MARTA,)})}
    )
    two = roster.model_copy(
        update={
            "organisation": roster.organisation.model_copy(update={"stewards": (MARTA, STEWARD)})
        }
    )

    assert sides_of(alone, MARTA, team) == (Side.MANAGER, Side.STEWARD)
    assert sides_of(two, MARTA, team) == (Side.MANAGER,)
    assert sides_of(two, STEWARD, team) == (Side.STEWARD,)
    assert sides_of(two, ALICE, team) == ()


def test_a_steward_of_several_teams_chooses_one_in_a_menu(workspace):
    page(workspace)
    workspace.types(STEWARD, "/coach pilot")
    asked = workspace.slack.ephemerals(STEWARD)[-1]
    workspace.chooses(STEWARD, asked, Action.TEAM, "payments")
    assert "*Payments* is in pilot" in told(workspace, STEWARD)


@pytest.mark.parametrize(
    ("manager", "steward", "came"),
    [
        ("keep", "keep", Outcome.KEPT),
        ("stop", "stop", Outcome.STOPPED),
        ("start", "start", Outcome.STARTED),
        ("keep", "stop", Outcome.DIFFER),
        ("stop", "change", Outcome.DIFFER),
        ("keep", "change", Outcome.CHANGED),
        ("change", "change", Outcome.CHANGED),
    ],
)
def test_what_comes_of_two_answers_is_the_same_whoever_gave_which(manager, steward, came):
    one = {Side.MANAGER: Choice(manager), Side.STEWARD: Choice(steward)}
    other = {Side.MANAGER: Choice(steward), Side.STEWARD: Choice(manager)}

    assert outcome(one) is outcome(other) is came
    assert outcome({Side.MANAGER: Choice(manager)}) is None
