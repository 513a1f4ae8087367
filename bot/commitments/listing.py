"""`/coach commitments`: what is open, in both directions, with the same buttons as a reminder. Pure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import pieces, words
from bot.commitments.dates import day_of, said
from bot.commitments.pieces import Open, Piece, Section
from bot.commitments.read import Record
from bot.commitments.record import Side
from bot.slack import blocks as b

_MOST = 8
Fits = Callable[[Sequence[Piece], Sequence[b.Block]], int]
"""Says how many pieces, from the first on, a surface takes beside other blocks."""


def listing(shown: Open) -> dict[str, Any]:
    """Return what is open between somebody and others, as a message."""
    built: list[b.Block] = [b.header("title", words.LIST_TITLE)]
    if shown.stopped:
        built.append(b.context("stopped", words.LIST_STOPPED))
    sections = (
        pieces.asked(shown),
        pieces.mine(shown),
        pieces.theirs(shown),
        pieces.waiting(shown),
        pieces.looking(shown),
        pieces.shared(shown),
        pieces.sharing(shown),
    )
    found = [*fitting(sections, built, b.fitting)]
    built.extend(found or [b.section("nothing", words.LIST_NOTHING)])
    return {"text": words.LIST_TITLE, "blocks": built}


def fitting(given: Sequence[Section], others: Sequence[b.Block], fits: Fits) -> Iterator[b.Block]:
    """Yield as much of all sections as a surface takes, and how much of each is missing.

    Args:
        given: the sections; those without pieces are left out.
        others: what is there whatever becomes of the pieces.
        fits: what the surface takes.
    """
    sections = [(title, found) for title, found in given if found]
    titles = [b.section(f"part{number}", title) for number, (title, _) in enumerate(sections)]
    missing = [
        b.context(f"more{number}", words.LIST_MORE.format(number=len(found)))
        for number, (_, found) in enumerate(sections)
    ]
    # The first of each section comes before the second of any, so that none is left out.
    order = [
        (number, found[turn])
        for turn in range(_MOST)
        for number, (_, found) in enumerate(sections)
        if turn < len(found)
    ]
    fit = fits([piece for _, piece in order], [*others, *titles, *missing])
    for number, (_, found) in enumerate(sections):
        shown = [piece for at, piece in order[:fit] if at == number]
        yield from (titles[number], *chain.from_iterable(shown))
        if len(shown) < len(found):
            left = words.LIST_MORE.format(number=len(found) - len(shown))
            yield b.context(f"more{number}", left)


def carried_over(found: Sequence[Record], viewer: str, zone: ZoneInfo) -> list[b.Block]:
    """Return what is still open with an engineer, for the top of a manager's next page.

    The manager's own promises come first. What another manager promised in a record that the
    engineer has shared is named as that manager's.
    """
    promises = sorted(pieces.promises(found), key=lambda pair: pair[1].side is Side.ENGINEER)
    if not promises:
        return []
    built: list[b.Block] = [b.section("open", words.CARRIED)]
    for one, promise in promises:
        agreed = one.conversation.agreed_at or one.conversation.created_at
        note = words.CARRIED_NOTE.format(
            agreed=day_of(agreed, zone), day=said(one.in_force.terms.check_in)
        )
        earlier = one.conversation.manager != viewer
        label = f"The {'earlier ' if earlier and promise.side is Side.MANAGER else ''}{promise.side} will"
        text = pieces.gist(one, promise)
        built.append(b.words(f"open-{promise.id}", label, text, note=note))
    return built
