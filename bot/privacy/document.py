"""The part of `docs/privacy.md` that says what is held, made from what the code holds. Pure.

A test compares: what is held in another way, or for another time, has to be said there too.
"""

from collections.abc import Iterator

from bot.privacy.held import TABLES
from bot.teams.policy import Retention


def held() -> Iterator[str]:
    """Yield the lines, as Markdown, with the periods of the policy that Coach comes with."""
    for one in TABLES.values():
        if one.whose or one.through:
            yield f"- {_without_number(one.what)}"
            yield f"  - *Who sees it:* {one.seen}"
            yield f"  - *Until when:* {one.deleted(Retention())}"
            yield f"  - *When you ask to be forgotten:* {one.erased}"


def _without_number(what: str) -> str:
    """Return what something is, without how much of it there is."""
    told = what.replace(": {number}.", ".").replace(": {number}", "").replace(":* {number}", "*")
    return told.format(number="").replace("**", "*").replace("*", "**").strip()
