"""Cuts the body of a template into its four parts, before anything is rendered.

Cutting the source and not the result means that no value can ever make a heading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.playbook.template import PARTS
from bot.teams.problem import Problem

_HEADINGS: Final = tuple(f"## {part}" for part in PARTS)
_MEND: Final = "Write exactly these headings, in this order: " + ", ".join(_HEADINGS)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four. `line` is the line of the file that the text starts on."""

    name: str
    text: str
    line: int


def cut(file: str, body: str, body_line: int) -> tuple[Part, ...] | list[Problem]:
    """Return the four parts in order, or what is wrong with the headings."""
    lines = body.split("\n")
    marks = [(index, line.rstrip()) for index, line in enumerate(lines) if line.startswith("#")]
    first = marks[0][0] if marks else len(lines)
    problems = [
        Problem(file, body_line + index, "There is text before the first heading", _MEND)
        for index in range(first)
        if lines[index].strip()
    ][:1]
    problems += _headings(file, body_line, marks)
    if problems:
        return problems
    ends = [index for index, _ in marks[1:]] + [len(lines)]
    return tuple(
        Part(name, "\n".join(lines[start + 1 : end]), body_line + start + 1)
        for name, (start, _), end in zip(PARTS, marks, ends, strict=True)
    )


def _headings(file: str, body_line: int, marks: list[tuple[int, str]]) -> Iterator[Problem]:
    found = [heading for _, heading in marks]
    for index, heading in marks:
        if heading not in _HEADINGS:
            yield Problem(
                file, body_line + index, f"`{heading}` is no heading of a template", _MEND
            )
    for heading in _HEADINGS:
        if heading not in found:
            yield Problem(file, body_line, f"The heading `{heading}` is missing", _MEND)
    if sorted(found) == sorted(_HEADINGS) and found != list(_HEADINGS):
        wrong = next(
            i for i, (got, due) in enumerate(zip(found, _HEADINGS, strict=True)) if got != due
        )
        yield Problem(file, body_line + marks[wrong][0], "The headings are out of order", _MEND)
    for number, (index, heading) in enumerate(marks):
        if heading in _HEADINGS and heading in found[:number]:
            yield Problem(file, body_line + index, f"`{heading}` stands here a second time", _MEND)
