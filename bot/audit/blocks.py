"""The audit as a message. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.audit import words
from bot.audit.carried import Action
from bot.audit.read import Line
from bot.slack import blocks as b

_TOGETHER = 5
"""Entries in a paragraph, so that none is longer than Slack takes."""


def page(lines: Sequence[Line], seal: tuple[int, str], *, is_more: bool) -> dict[str, Any]:
    """Return some entries, with a button where older ones are kept.

    Args:
        lines: the entries, newest first.
        seal: the number of the last entry of all, and its seal.
        is_more: whether there are older ones.
    """
    built = [b.header("title", words.TITLE), b.context("intro", words.INTRO), *_entries(lines)]
    if is_more:
        older = b.button(Action.OLDER, words.OLDER, str(lines[-1].number))
        built.append(b.actions("older", [older]))
    else:
        built.append(b.context("no_more", words.NO_MORE))
    number, text = seal
    built.append(b.context("seal", words.SEAL.format(number=number, seal=text)))
    return {"text": words.TITLE, "blocks": built}


def _entries(lines: Sequence[Line]) -> Iterator[b.Block]:
    for start in range(0, len(lines), _TOGETHER):
        said = [
            words.LINE.format(
                number=one.number, at=f"{one.at.day} {one.at:%B %Y %H:%M}", text=one.text
            )
            for one in lines[start : start + _TOGETHER]
        ]
        yield b.section(f"entries{start}", "\n".join(said))
