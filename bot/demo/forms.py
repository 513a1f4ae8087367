"""Fills in a modal in a terminal: asks for one thing after the other."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.demo import terminal
from bot.demo.local_slack import LocalSlackError, View
from bot.demo.local_slack.inputs import filled, state_of
from bot.demo.local_slack.records import State

CLOSE = "/x"
"""Typed instead of an answer, it closes the form."""
EMPTY = "-"
"""Typed instead of an answer, it leaves the field empty."""
_HINT = f"Enter keeps what stands in [brackets], {EMPTY} leaves it empty, {CLOSE} closes the form."
_YES = {"y", "yes", "1"}

Ask = Callable[[str], str]
Json = Mapping[str, Any]


class Form(NamedTuple):
    """How a form is shown and filled in.

    Attributes:
        console: where it is shown.
        ask: shows a prompt, and returns what was typed.
        names: people's names by Slack id.
    """

    console: Console
    ask: Ask
    names: Mapping[str, str]

    def fill(self, view: View, kept: State) -> dict[str, Any] | None:
        """Show a modal, and return what was filled in, by block id; None if it is to be closed.

        When the app found something wrong, only that is asked again.

        Args:
            view: the modal.
            kept: what was filled in before.
        """
        self.console.print(Panel(Text(view.title, style="bold"), border_style="magenta"))
        for piece in terminal.pieces(view.blocks, self.names):
            self.console.print(piece)
        asked = [one for one in view.blocks if one["type"] == "input"]
        if view.errors:
            asked = [one for one in asked if one["block_id"] in view.errors]
        if not asked:
            return None if self.ask("Enter> ").strip() == CLOSE else {}
        self._say(_HINT, "dim")
        state = state_of(view.blocks, kept)
        answers: dict[str, Any] = {}
        for block in asked:
            self._show(block, view.errors.get(block["block_id"], ""))
            entry = state[block["block_id"]][block["element"]["action_id"]]
            typed = self._answer(block, _said(entry), answers)
            if typed == CLOSE:
                return None
        return answers

    def named(self, chosen: terminal.Option) -> str:
        """Ask for the day or the person that a picker in a message needs.

        Raises:
            LocalSlackError: there is nobody of that name.
        """
        typed = self.ask(f"  {chosen.text}> ").strip()
        return self._person(typed) if chosen.kind == "users_select" else typed

    def _answer(self, block: Json, now: Any, answers: dict[str, Any]) -> str:
        """Ask until the answer can be one; keep it, and return what was typed."""
        while True:
            typed = self.ask(f"  {self._shown(block['element'], now)}> ").strip()
            if typed == CLOSE:
                return typed
            try:
                answer = self._read(block["element"], typed, now)
                filled(block["element"], answer)
            except LocalSlackError as problem:
                self._say(f"  {problem}", "red")
                continue
            if answer or block.get("optional"):
                answers[block["block_id"]] = answer
                return typed
            self._say("  This must be filled in.", "red")

    def _read(self, element: Json, typed: str, now: Any) -> Any:
        kind = element["type"]
        if not typed:
            return now
        if typed == EMPTY:
            return [] if kind == "checkboxes" else None
        if kind == "checkboxes":
            offered = [option["value"] for option in element["options"]]
            return offered if typed.lower() in _YES else []
        if kind == "static_select":
            return _numbered(element, typed)
        return self._person(typed) if kind == "users_select" else typed

    def _person(self, typed: str) -> str:
        named = {name.lower(): user for user, name in self.names.items()}
        wanted = typed.removeprefix("@").lower()
        if wanted not in named:
            raise LocalSlackError(f"There is nobody called {typed} here.")
        return named[wanted]

    def _shown(self, element: Json, now: Any) -> str:
        if isinstance(now, list):
            return "[yes] " if now else "[no] "
        options = {one["value"]: one["text"]["text"] for one in element.get("options", ())}
        said = options.get(now) or self.names.get(now, now)
        return f"[{said}] " if said else ""

    def _show(self, block: Json, error: str) -> None:
        self._say(block["label"]["text"], "bold")
        self._say(block.get("hint", {}).get("text", ""), "dim")
        for number, option in enumerate(block["element"].get("options", ()), 1):
            self._say(f"  {number}  {option['text']['text']}", "")
        self._say(error, "red")

    def _say(self, line: str, style: str) -> None:
        if line:
            self.console.print(Text(line, style=style))


def _numbered(element: Json, typed: str) -> str:
    options = element["options"]
    if not typed.isdecimal() or not 1 <= int(typed) <= len(options):
        raise LocalSlackError(f"There is no choice {typed} here.")
    return str(options[int(typed) - 1]["value"])


def _said(entry: Json) -> Any:
    """Return what stands in a field, in the words of `filled`."""
    (value,) = (value for key, value in entry.items() if key != "type")
    if isinstance(value, list):
        return [option["value"] for option in value]
    return value["value"] if isinstance(value, dict) else value
