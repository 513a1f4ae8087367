"""What people do with disclosures, and what is looked at afterwards."""

from collections.abc import Mapping
from typing import Any

from bot.demo.local_slack import Message, View
from bot.disclosure.carried import Action
from tests.commitments.steps import newest_with
from tests.workspace import ALICE, MARTA, Workspace

FILLED: Mapping[str, Any] = {
    "threshold": "Above 20 % for six weeks in a row.",
    "expectation": "Changes are small enough to be reviewed on the day they are opened.",
    "evidence": "Design documents of this half year\nFeedback from those who reviewed the ledger",
    "effective": "2026-12-18",
}
"""In time, on the day on which the tests begin: 30 days later."""
LIMITS = "It counts planned follow-ups too, and shows nothing of mentoring or legacy code."
METRIC = "rework_after_merge"


def chooses(
    workspace: Workspace, metric: str = METRIC, author: str = MARTA, engineer: str = ALICE
) -> View:
    """A manager opens the form and chooses the number; return the second window."""
    workspace.types(author, f"/coach disclose {workspace.slack.mention(engineer)}")
    assert workspace.submits(author, metric=metric) == {}
    return workspace.form(author)


def discloses(workspace: Workspace, **other: Any) -> None:
    """Marta discloses a number to Alice, and both get it."""
    chooses(workspace)
    assert workspace.submits(MARTA, **{**FILLED, **other}) == {}
    workspace.sweeps()


def disclosed(workspace: Workspace, user: str) -> Message:
    """Return the newest message in which somebody has a disclosure before their eyes."""
    action = Action.WITHDRAW if user == MARTA else Action.ACKNOWLEDGE
    return newest_with(workspace, user, action)


def texts(message: Message | View) -> list[dict[str, Any]]:
    """Return the blocks of a disclosure without what its reader can do."""
    return [one for one in message.blocks if one["block_id"] not in {"do", "means"}]


def disagrees(workspace: Workspace, because: str) -> dict[str, str]:
    """Alice disagrees; return what is wrong with it, by field."""
    workspace.presses(ALICE, disclosed(workspace, ALICE), Action.DISAGREE)
    problems = workspace.submits(ALICE, because=because)
    workspace.sweeps()
    return problems
