"""What people do with questions, and what is looked at afterwards."""

from typing import Any

from bot.demo.local_slack import Message, View
from bot.questions.carried import Action
from tests.commitments.steps import newest_with
from tests.workspace import ALICE, STEWARD, Workspace

DOUBT = "Rework counts the follow-ups that we plan on purpose."
ANSWER = "You are right: planned follow-ups need the label. Two of them had none; they are mended."
METRIC = "rework_after_merge"
DELETED = "<!date^1810632600^{date_long}|18 May 2027>"
"""Six months after 18 November 2026."""
QUESTIONS = "SELECT id, closed_at, delete_at FROM question"


def opens(workspace: Workspace, user: str = ALICE, named: str = "") -> View:
    """Somebody opens the form by command."""
    workspace.types(user, f"/coach question {named}")
    return workspace.form(user)


def asks(
    workspace: Workspace, user: str = ALICE, metric: str = METRIC, text: str = DOUBT
) -> dict[str, str]:
    """Somebody asks; return what is wrong with it, by field."""
    opens(workspace, user)
    problems = workspace.submits(user, metric=metric, text=text)
    workspace.sweeps()
    return problems


def answers(
    workspace: Workspace, user: str = STEWARD, text: str = ANSWER, choice: str = "explained"
) -> dict[str, str]:
    """A steward answers the newest question; return what is wrong with it, by field."""
    workspace.presses(user, newest_with(workspace, user, Action.ANSWER), Action.ANSWER)
    problems = workspace.submits(user, choice=choice, text=text)
    workspace.sweeps()
    return problems


def metrics_in(view: View) -> list[str]:
    """Return the numbers that a form offers."""
    menu = next(b for b in view.blocks if b["block_id"] == "metric")["element"]
    return [str(option["value"]) for option in menu["options"]]


def chosen_in(view: View) -> str | None:
    """Return the number that a form begins with."""
    menu = next(b for b in view.blocks if b["block_id"] == "metric")["element"]
    initial: dict[str, Any] = menu.get("initial_option") or {}
    return initial.get("value")


def buttons(message: Message) -> list[str]:
    """Return the action ids of what can be pressed in a message."""
    rows = (block["elements"] for block in message.blocks if block["type"] == "actions")
    return [str(element["action_id"]) for row in rows for element in row]


def sendable(view: View) -> dict[str, Any]:
    """Return a modal as it was sent."""
    kept = {"type", "callback_id", "title", "submit", "close", "blocks", "private_metadata"}
    return {key: value for key, value in view.payload.items() if key in kept and value is not None}


def asks_in_one_line(
    workspace: Workspace, user: str = ALICE, named: str = "rework after merge", text: str = DOUBT
) -> str:
    """Somebody asks without a form; return what they are told."""
    told = workspace.types(user, f'/coach question {named} "{text}"')
    workspace.sweeps()
    return told


def is_shown(message: Message, label: str = "Rework after merge") -> bool:
    """Say whether the table of a page has a number."""
    tables = [block["rows"] for block in message.blocks if block["type"] == "table"]
    return any(row[0]["text"].startswith(label) for rows in tables for row in rows)
