"""What people do to decide, and what is looked at afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.decisions.carried import Action
from bot.demo.local_slack import Message, View
from tests.commitments.steps import elements_of, rows
from tests.workspace import Workspace

FILLED: Mapping[str, Any] = {
    "improve": "Review within a day, without more findings.",
    "outcome": "findings_new",
    "process": "first_review_wait",
    "process_too": "none",
    "guardrail": "rework_after_merge",
    "cadence": "week",
    "until": "2027-01-29",
    "retro": "yes",
}
BEFORE = "Let the AI assistant take the routine work, without more rework after the merge."
"""What the sample company's Payments team has decided before a test begins."""


def opens(workspace: Workspace, user: str, team: str = "") -> View:
    """Somebody opens the form by command."""
    workspace.types(user, f"/coach decide {team}")
    return workspace.form(user)


def decides(workspace: Workspace, user: str, team: str = "", **other: Any) -> dict[str, str]:
    """Somebody opens the form and fills it in; return what is wrong with it, by field."""
    opens(workspace, user, team)
    return workspace.submits(user, **{**FILLED, **other})


def ends(workspace: Workspace, user: str) -> None:
    """Somebody ends what their open form shows as named."""
    workspace.presses(user, workspace.form(user), Action.END)


def decided(workspace: Workspace, team: str = "payments") -> Sequence[tuple[Any, ...]]:
    """Return what is kept of a team's decisions: one, or none."""
    named = "improve, outcome, process, process_too, guardrail, cadence, until"
    return rows(workspace, f"SELECT {named} FROM decision WHERE team_id = '{team}'")  # noqa: S608


def sentences(workspace: Workspace, team: str = "payments") -> list[str]:
    """Return what a team wants to improve, as it is kept."""
    return [str(row[0]) for row in decided(workspace, team)]


def entered(view: View) -> dict[str, Any]:
    """Return what a form begins with, by field."""
    return {
        block["block_id"]: _initial(block["element"])
        for block in view.blocks
        if block["type"] == "input"
    }


def offered(view: View, field: str) -> list[str]:
    """Return what a menu of a form offers."""
    menu = next(block["element"] for block in view.blocks if block["block_id"] == field)
    return [str(option["value"]) for option in menu["options"]]


def forges_menu(view: View, field: str, value: str) -> None:
    """Let a menu of an open form offer something that Coach did not put into it."""
    menu = next(block["element"] for block in view.blocks if block["block_id"] == field)
    menu["options"] = [*menu["options"], {"text": _plain("Forged"), "value": value}]


def endings(workspace: Workspace, user: str) -> list[Message]:
    """Return the messages to somebody that a decision ends, oldest first."""
    return [one for one in workspace.slack.dm(user) if one.text.endswith("ends in a few days.")]


def can_press(place: Message | View, action: str) -> list[str]:
    """Return the values of the buttons of a kind."""
    return [str(one["value"]) for one in elements_of(place) if one["action_id"] == action]


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _initial(element: Mapping[str, Any]) -> Any:
    if "initial_option" in element:
        return element["initial_option"]["value"]
    return element.get("initial_value") or element.get("initial_date")
