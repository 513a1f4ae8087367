"""What Coach holds about somebody, as Slack blocks. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.privacy import words
from bot.privacy.held import TABLES
from bot.slack import blocks as b


def mine(found: Mapping[str, int], zone: str, *, stopped: bool) -> dict[str, Any]:
    """Return the message.

    Args:
        found: how many rows of each table are about them; none where there are none.
        zone: their time zone.
        stopped: whether they said stop.
    """
    built = [b.header("title", words.TITLE)]
    for name, number in found.items():
        known = _known(zone, stopped=stopped) if name == "person" else ()
        built.append(b.section(f"held_{name}", " ".join(_said(name, number, *known))))
    if found:
        built.append(b.context("also", words.ALSO))
    else:
        built.append(b.section("nothing", words.NOTHING))
    built.append(b.section("not_held", words.NOT_HELD))
    built.append(b.context("footer", words.FOOTER))
    return {"text": words.TEXT, "blocks": built}


def _said(name: str, number: int, *known: str) -> Iterator[str]:
    held = TABLES[name]
    yield held.what.format(number=number)
    yield from known
    yield f"_{held.seen} {held.until}_"


def _known(zone: str, *, stopped: bool) -> Iterator[str]:
    yield words.ZONE.format(zone=zone)
    if stopped:
        yield words.STOPPED
