"""A team decides what to improve, sees it everywhere for a quarter, and is told in time that it ends."""

import pytest

from bot.decisions import words
from bot.demo import company
from bot.digest import jobs as digest_jobs
from bot.metrics import catalogue
from tests.commitments.steps import berlin
from tests.decisions.steps import can_press, decided, endings, opens
from tests.workspace import NOAM, cells, reads_as

pytestmark = pytest.mark.journey

IRINA, CHANNEL = "U0IRINA001", "C0SEARCH01"
WISH = "Less of what we merge comes back."
FILLED = {
    "improve": WISH,
    "outcome": "rework_after_merge",
    "process": "pr_cycle_time",
    "process_too": "none",
    "guardrail": "findings_new",
    "cadence": "month",
    "until": "2027-02-05",
    "retro": "yes",
}
NAMED = f"*What the team wants to improve:* {WISH}"
COURSE = "The team looks at it together every month, until Friday 5 February 2027."
ENDS = "*It ends on Friday 5 February 2027:*"
DECIDED = ["Rework after merge", "Pull request cycle time", "High-severity findings"]
SAFEST = [catalogue.get(name).label for name in catalogue.SAFEST]


def at(workspace, month, day, hour):
    """Let time go by, with numbers up to the last week."""
    year = 2026 if month > 10 else 2027
    workspace.wakes_at(berlin(day, hour, month=month, year=year))
    company.write(workspace.settings.coach_config.parent, workspace.clock.now())
    workspace.collects()


def digest(workspace, month, day):
    """Let the team's channel get its digest of a month, and return it."""
    at(workspace, month, day, 9)
    workspace.wakes_at(berlin(day, 11, month=month, year=2026 if month > 10 else 2027))
    digest_jobs.plan(workspace.coach.digests)
    workspace.sweeps()
    return reads_as(workspace.slack.messages(CHANNEL)[-1])


def pages(workspace):
    """What the manager prepares, what the team's page says, and what a member reads at home."""
    workspace.types(NOAM, "/coach prep search")
    workspace.types(IRINA, "/coach team search")
    workspace.slack.open_home(IRINA)
    workspace.settles()
    mine, theirs = workspace.page(NOAM), workspace.page(IRINA)
    assert cells(mine).keys() == cells(theirs).keys()
    home = reads_as(workspace.slack.home(IRINA))
    return list(cells(mine)), [reads_as(mine), reads_as(theirs), home]


def metrics_at_home(said):
    """The numbers of a Home tab, in the order of their lines."""
    lines = (line.removeprefix("• *").partition("*")[0] for line in said.splitlines())
    return [line for line in lines if line in SAFEST]


def test_a_quarter_from_the_invitation_to_the_end(workspace):
    digest_jobs.plan(workspace.coach.digests)
    metrics, surfaces = pages(workspace)
    assert metrics == SAFEST
    for said in surfaces:
        assert "*What does the team want to improve this quarter?*" in said
        assert "can name it with `/coach decide`" in said

    # Irina would not put it on the board: it is not saved, and the form says why.
    opens(workspace, IRINA)
    assert workspace.submits(IRINA, **{**FILLED, "retro": "no"}) == {
        "retro": words.NOT_ON_THE_BOARD
    }
    assert decided(workspace, "search") == []
    assert workspace.submits(IRINA, **FILLED) == {}
    assert WISH in reads_as(workspace.form(IRINA))

    metrics, surfaces = pages(workspace)
    assert metrics == DECIDED
    for said in surfaces:
        assert f"{NAMED}\n{COURSE}" in said
    assert metrics_at_home(surfaces[-1]) == DECIDED
    posted = digest(workspace, 12, 1)
    assert posted.splitlines()[1:3] == [NAMED, COURSE]

    # A week before, every surface says it, and the manager is told once.
    at(workspace, 1, 28, 12)
    assert all(ENDS not in said for said in pages(workspace)[1])
    assert endings(workspace, NOAM) == []
    at(workspace, 1, 29, 12)
    metrics, surfaces = pages(workspace)
    assert metrics == DECIDED
    for said in (*surfaces, digest(workspace, 2, 2)):
        assert NAMED in said
        assert ENDS in said
        assert "`/coach decide`" in said
    (message,) = endings(workspace, NOAM)
    assert f"*What Search wants to improve ends on Friday 5 February 2027.*\n{WISH}" in reads_as(
        message
    )
    assert can_press(message, "decisions.open") == ["search"]
    assert endings(workspace, IRINA) == []

    at(workspace, 2, 5, 23)
    assert pages(workspace)[0] == DECIDED
    at(workspace, 2, 6, 12)
    metrics, surfaces = pages(workspace)
    assert metrics == SAFEST
    for said in surfaces:
        assert "*What does the team want to improve this quarter?*" in said
        assert WISH not in said
    assert metrics_at_home(surfaces[-1]) == SAFEST
    assert WISH not in digest(workspace, 3, 2)
    assert len(endings(workspace, NOAM)) == 1
