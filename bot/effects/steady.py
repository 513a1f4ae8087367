"""Words that one person alone does not turn. Pure.

Two reports of a team stand beside each other, and between them somebody may have come or left. Where
that one person's part is all that would make another word of it, the word of the report before stands
again: whoever lays the two side by side learns nothing of the one who came. The words are chosen so
that they are true of the neighbouring cases too. What this does not do: when one word has given way to
the other after several small steps, the last of them was somebody's; nobody can see that it was the last.
"""

from collections.abc import Iterable, Sequence


def steady(word: str, nearly: Iterable[str], before: str | None) -> str:
    """Return the word that is told.

    Args:
        word: what the numbers come to.
        nearly: what they would come to with one person's part other than it is, or away.
        before: what was told last; None where nothing was.
    """
    return before if before is not None and before in {word, *nearly} else word


def without_each(people: Sequence[str]) -> list[str | None]:
    """Return whom to leave out, one at a time; None: nobody."""
    return [None, *sorted(set(people))]
