"""What people do to mark weeks, and what is looked at afterwards."""

from collections.abc import Mapping
from typing import Any

from bot.context.carried import Action
from bot.demo.local_slack import Message, View
from tests.workspace import MARTA, Workspace, reads_as

FILLED: Mapping[str, Any] = {
    "reason": "refactor",
    "first_day": "2026-11-02",
    "last_day": "2026-11-13",
}
MARKS = "SELECT id FROM context_marker"


def opens(workspace: Workspace, user: str, team: str = "") -> View:
    """Somebody opens the form by command."""
    workspace.types(user, f"/coach context {team}")
    return workspace.form(user)


def lists(workspace: Workspace, user: str, *, anew: bool = True) -> list[str]:
    """Return what is marked, as a form lists it."""
    view = opens(workspace, user) if anew else workspace.form(user)
    return [line[2:] for line in reads_as(view).splitlines() if line.startswith("• ")]


def take_back(workspace: Workspace, user: str, place: int) -> None:
    """Choose one of the marks that somebody's open form lists, to take it back."""
    view = workspace.form(user)
    row = next(block for block in view.blocks if block["block_id"] == "back")
    workspace.slack.choose(
        user, view, Action.TAKE_BACK, row["elements"][0]["options"][place]["value"]
    )
    workspace.settles()


def payments_page(workspace: Workspace) -> Message:
    """Return a new page of the Payments team."""
    workspace.types(MARTA, "/coach prep")
    return workspace.page(MARTA)
