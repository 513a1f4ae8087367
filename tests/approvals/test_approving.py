"""A metric that is new to a team waits for a steward, and is shown nowhere until one has approved it."""

import threading

import pytest

from bot.approvals import words
from bot.approvals.carried import Action
from bot.audit.noted import Act
from bot.decisions import words as decision_words
from bot.demo import company
from bot.digest import jobs as digest_jobs
from bot.metrics import catalogue, paused
from bot.signals.gather import hidden_of
from tests.commitments.conftest import changed
from tests.commitments.steps import actions_of, leaks, newest_with, rows, told
from tests.decisions.steps import decides, ends, opens
from tests.workspace import NOAM, STEWARD, Workspace, open_workspace, reads_as

IRINA, JONAS = "U0IRINA001", "U0JONAS001"
NEW = "First review wait"
LABEL = catalogue.get("first_review_wait").label
REASON = "Say first how the reviewers of the platform team are left out of it."
OTHER = "U0STEWARD2"


@pytest.fixture
def workspace(clock, database_url, tmp_path):
    """On each engine, with two stewards, and nothing approved but the three safest."""
    text = changed(company.write(tmp_path, clock.now()), (f"[{STEWARD}]", f"[{STEWARD}, {OTHER}]"))
    with open_workspace(clock, database_url, tmp_path, coach_yml=text, approved=False) as opened:
        opened.slack.add_user(OTHER, name="second", tz=company.ZONE)
        opened.has_collected()
        yield opened


def asks(workspace: Workspace, user: str = IRINA, **other: str) -> str:
    """Somebody of Search decides for a number that is new to it; return what they read."""
    assert decides(workspace, user, **other) == {}
    workspace.sweeps()
    return reads_as(workspace.form(user))


def question(workspace: Workspace, steward: str = STEWARD):
    return newest_with(workspace, steward, Action.APPROVE)


def approves(workspace: Workspace, steward: str = STEWARD) -> str:
    workspace.presses(steward, question(workspace, steward), Action.APPROVE)
    workspace.sweeps()
    return told(workspace, steward)


def says_not_yet(workspace: Workspace, steward: str = STEWARD, reason: str = REASON):
    workspace.presses(steward, question(workspace, steward), Action.NOT_YET)
    problems = workspace.submits(steward, reason=reason)
    workspace.sweeps()
    return problems


def surfaces(workspace: Workspace) -> list[str]:
    """Page, the team's page, digest preview and Home tab of Search, as they read now."""
    workspace.types(NOAM, "/coach prep search")
    prep = reads_as(workspace.page(NOAM))
    workspace.types(IRINA, "/coach team")
    team = reads_as(workspace.page(IRINA))
    digest_jobs.plan(workspace.coach.digests)
    workspace.types(IRINA, "/coach digest preview")
    digest = told(workspace, IRINA)
    workspace.slack.open_home(IRINA)
    workspace.settles()
    home = workspace.slack.home(IRINA)
    assert home is not None
    return [prep, team, digest, reads_as(home)]


def requests(workspace: Workspace):
    return rows(workspace, "SELECT metrics, asker, answered_at IS NULL FROM metric_request")


def acts(workspace: Workspace):
    return [row[0] for row in rows(workspace, "SELECT act FROM audit_entry ORDER BY number")]


def test_what_is_new_waits_everywhere_until_a_steward_approves_it_once(workspace):
    said = asks(workspace)
    assert "*Saved for Search:*" in said
    assert decision_words.WAITS.format(metrics=LABEL) in said
    for surface in surfaces(workspace):
        assert f"{LABEL}, {paused.WAITING}" in surface
    assert decision_words.WAITS.format(metrics=LABEL) in reads_as(opens(workspace, JONAS))

    asked = reads_as(question(workspace))
    metric = catalogue.get("first_review_wait")
    for part in (metric.purpose, metric.risk, "Review within a day, without more findings.",
                 "*What must not suffer meanwhile:* Rework after merge", words.ASKED_RETRO):  # fmt: skip
        assert part in asked
    assert IRINA not in asked
    assert requests(workspace) == [("first_review_wait", IRINA, True)]

    assert approves(workspace) == words.APPROVED_NOW
    assert all(paused.WAITING not in one for one in surfaces(workspace))
    answered = reads_as(workspace.page(IRINA))
    workspace.clock.forward(hours=1)
    workspace.sweeps()
    dm = [reads_as(one) for one in workspace.slack.dm(IRINA)]
    assert words.YES.format(metrics=LABEL, team="Search") in [*dm, answered]
    settled = words.IS_APPROVED.format(metrics=LABEL, team="Search")
    assert [settled in reads_as(workspace.slack.dm(one)[-1]) for one in (STEWARD, OTHER)] == [
        True
    ] * 2
    assert requests(workspace) == []
    assert Act.METRIC_APPROVED in acts(workspace)

    opens(workspace, JONAS)
    ends(workspace, JONAS)
    assert decision_words.WAITS.format(metrics=LABEL) not in asks(workspace, JONAS)
    assert requests(workspace) == []


def test_not_yet_is_told_to_whoever_asked_and_to_the_team_and_kept_sealed(workspace, logged):
    asks(workspace)
    assert says_not_yet(workspace, reason="No.") == {"reason": words.TOO_SHORT}
    assert workspace.submits(STEWARD, reason=REASON) == {}
    workspace.sweeps()

    told_to = reads_as(workspace.page(IRINA))
    assert words.NO.format(metrics=LABEL, team="Search") in told_to
    assert REASON in told_to
    assert REASON in reads_as(opens(workspace, JONAS))
    assert all(paused.WAITING in one for one in surfaces(workspace))
    assert [row[1] for row in requests(workspace)] == [None]
    assert leaks(workspace, logged.getvalue(), [REASON]) == []
    assert Act.METRIC_NOT_YET in acts(workspace)
    assert Action.APPROVE not in actions_of(workspace.slack.dm(OTHER)[-1])

    asks(workspace, JONAS)
    assert [row[1] for row in requests(workspace)] == [JONAS]
    assert approves(workspace) == words.APPROVED_NOW


def test_of_two_stewards_at_once_one_answer_counts_and_the_other_is_told(workspace):
    asks(workspace)
    both = {one: question(workspace, one) for one in (STEWARD, OTHER)}
    together = threading.Barrier(2)

    def press(user):
        together.wait()
        workspace.slack.press(user, both[user], Action.APPROVE)

    threads = [threading.Thread(target=press, args=(one,)) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    workspace.settles()

    said = sorted(told(workspace, one) for one in both)
    assert said == sorted([words.APPROVED_NOW, words.ANSWERED_ALREADY])
    assert acts(workspace).count(Act.METRIC_APPROVED) == 1


def test_nobody_else_approves_and_what_is_decided_no_more_is_asked_no_more(workspace):
    asks(workspace)
    shown = question(workspace)
    workspace.coach.decisions.roster.organisation.__dict__["stewards"] = (OTHER,)
    workspace.presses(STEWARD, shown, Action.APPROVE)
    assert "Metrics are approved by the stewards" in told(workspace, STEWARD)
    workspace.coach.decisions.roster.organisation.__dict__["stewards"] = (STEWARD, OTHER)

    asks(workspace, JONAS, process="pr_cycle_time")
    assert requests(workspace) == []
    assert words.IS_OVER.format(team="Search") in reads_as(workspace.slack.dm(STEWARD)[-1])
    workspace.presses(STEWARD, shown, Action.APPROVE)
    assert told(workspace, STEWARD) == words.ANSWERED_ALREADY


def test_who_asked_is_held_only_until_an_answer_and_is_told_of_it(workspace):
    asks(workspace)
    workspace.types(IRINA, "/coach mine")
    assert "*That you wrote down what your team wants to improve*" in told(workspace, IRINA)
    approves(workspace)
    workspace.types(IRINA, "/coach mine")
    assert "*That you wrote down what your team" not in told(workspace, IRINA)


def test_an_experiment_with_what_waits_is_told_no_figure_either(workspace):
    asks(workspace)
    roster = workspace.coach.decisions.roster
    with workspace.coach.deliverer.database.read() as connection:
        hidden = hidden_of(connection, roster, roster.team("search"), workspace.clock.now())
    assert hidden == {"first_review_wait": paused.WAITING}
