"""Reads what stands between the two `---` lines of a template, and says what is wrong by line."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.playbook.template import Condition, FrontMatter
from bot.teams.plain import validated
from bot.teams.problem import Problem
from bot.teams.tree import Loc, Tree, parse

FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, cut in two.

    Attributes:
        file: the file's name, for messages.
        tree: the front matter as plain data; its line 1 is line 2 of the file.
        body: what follows the second fence.
        body_line: the line of the file on which the body starts.
    """

    file: str
    tree: Tree
    body: str
    body_line: int

    def problem(self, loc: Loc, what: str, mend: str) -> Problem:
        """Return a problem with a part of the front matter."""
        return Problem(self.file, self.tree.line(loc) + 1, what, mend)


def cut(file: str, text: str) -> Sheet | Problem:
    """Cut a file into its front matter and its body."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        what = "The file does not start with its front matter"
        return Problem(file, 1, what, f"Make `{FENCE}` the first line, then write the keys")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            tree = parse("\n".join(lines[1:number]))
            return Sheet(file, tree, "\n".join(lines[number + 1 :]), number + 2)
    what = "The front matter does not end"
    return Problem(file, 1, what, f"Put `{FENCE}` on a line of its own after the last key")


def read(sheet: Sheet) -> FrontMatter | list[Problem]:
    """Read the front matter of a file, or say all that is wrong with it."""
    faults = [Problem(sheet.file, line + 1, what, mend) for line, what, mend in sheet.tree.faults]
    front, troubles = validated(FrontMatter, sheet.tree.data or {}, sheet.tree, _keys_at)
    faults += [sheet.problem(*trouble) for trouble in troubles if not sheet.tree.faults]
    return front if front and not faults else faults


def _keys_at(loc: Loc) -> Collection[str]:
    return tuple((Condition if loc else FrontMatter).model_fields)
