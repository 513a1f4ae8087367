"""The handbook as Slack messages, and as Markdown for a wiki. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.handbook import words
from bot.handbook.parts import Entry, Part
from bot.slack import blocks as b
from bot.slack.text import escape

_SECTION = 2900
"""Characters of one paragraph, with some room below Slack's 3,000."""


def overview(found: Sequence[Part], note: str = "") -> str:
    """Return what parts there are, a line each.

    Args:
        found: the parts.
        note: what is said before; "" for nothing.
    """
    lines = [words.LINE.format(name=one.name, summary=one.summary) for one in found]
    return "\n".join([*([note, ""] if note else []), words.OVERVIEW, *lines])


def part(found: Part, stewards: str) -> dict[str, Any]:
    """Return one part as a message.

    Args:
        found: the part.
        stewards: how the stewards are named there.
    """
    lines = [f"• {_line(one, '*')}" for one in found.entries]
    said = [escape(one).replace(words.STEWARDS, stewards) for one in (found.intro, *lines)]
    sections = [b.section(f"part{number}", text) for number, text in enumerate(_paragraphs(said))]
    title = b.header("title", found.title)
    return {"text": words.FALLBACK.format(title=found.title), "blocks": [title, *sections]}


def markdown(found: Iterable[Part]) -> str:
    """Return the whole handbook as Markdown."""
    said = [f"# {words.TITLE}", words.MADE]
    for one in found:
        lines = "\n".join(f"- {_line(entry, '**')}" for entry in one.entries)
        said += [f"## {one.title}", one.intro, lines]
    return "\n\n".join(said).replace(words.STEWARDS, words.THE_STEWARDS)


def _line(entry: Entry, bold: str) -> str:
    return f"{bold}{entry.head}:{bold} {entry.text}" if entry.head else entry.text


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines put together to as few paragraphs as take them, each line whole."""
    gathered = ""
    for line in lines:
        if gathered and len(gathered) + 1 + len(line) > _SECTION:
            yield gathered
            gathered = line
        else:
            gathered = f"{gathered}\n{line}" if gathered else line
    yield gathered
