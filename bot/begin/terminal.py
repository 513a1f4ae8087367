"""Asks one thing after the other, until each answer can be one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from bot.teams.plain import validated
from bot.teams.tree import Tree

_STRICT = ConfigDict(frozen=True, extra="forbid")
Doubt = Callable[[Any], str | None]
"""Says what is wrong with an answer that has the right form; None: nothing."""


def nothing(_answer: Any) -> None:
    """Doubt nothing."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where somebody is asked.

    Attributes:
        ask: shows a prompt, and returns what was typed.
        say: shows a line.
    """

    ask: Callable[[str], str]
    say: Callable[[str], None]

    def one(self, question: str, rule: Any, *, default: str = "", doubt: Doubt = nothing) -> Any:
        """Ask until the answer keeps a rule of `coach.yml`; Enter takes the default.

        Args:
            question: what is asked.
            rule: the annotated type of `bot.teams.rules` that the answer must have.
            default: what Enter stands for; "": nothing does.
            doubt: what else the answer must keep.
        """
        return self._until(question, rule, default, str.strip, doubt)

    def several(self, question: str, rule: Any, *, doubt: Doubt = nothing) -> tuple[Any, ...]:
        """Ask for one or more answers that each keep a rule, divided by spaces or commas."""
        found: tuple[Any, ...] = self._until(question, tuple[rule, ...], "", words, doubt)
        return found

    def _until(
        self, question: str, rule: Any, default: str, read: Callable[[str], Any], doubt: Doubt
    ) -> Any:
        shown = f"{question} [{default}]: " if default else f"{question}: "
        while True:
            typed = self.ask(shown).strip() or default
            if not typed:
                self.say("  Please answer this one; Ctrl-C leaves without writing anything.")
                continue
            answer, wrong = _checked(rule, read(typed))
            wrong = wrong or doubt(answer)
            if not wrong:
                return answer
            self.say(f"  {wrong}")


def words(typed: str) -> list[str]:
    """Return what somebody typed, divided at spaces and commas."""
    return typed.replace(",", " ").split()


def _checked(rule: Any, value: Any) -> tuple[Any, str | None]:
    """Return the answer as `coach.yml` would have it, or the sentence that says what is wrong."""
    model: type[BaseModel] = create_model("Answer", __config__=_STRICT, answer=(rule, ...))
    found, troubles = validated(model, {"answer": value}, Tree(), lambda _loc: ())
    if found is not None:
        return found.answer, None  # type: ignore[attr-defined]  # made two lines above
    first = troubles[0]
    what = first.what.replace("`answer`", "This")
    return None, f"{what}. {first.mend.rstrip('.?')}{'?' if first.mend.endswith('?') else '.'}"
