"""What is wrong in a file that a person wrote, where it stands, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from typing_extensions import override

from bot.errors import OperatorError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    Attributes:
        file: the file's name, as the person gave it.
        line: the line of the key or value in question, counted from 1.
        what: what is wrong, as a sentence.
        mend: how to mend it, as a sentence.
    """

    file: str
    line: int
    what: str
    mend: str

    @override
    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_sentence(self.what)} {_sentence(self.mend)}"


class Problems(OperatorError):
    """A file cannot be used as it is.

    Attributes:
        problems: all that was found, in the order of files and lines, each thing once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?")) else f"{text}."
