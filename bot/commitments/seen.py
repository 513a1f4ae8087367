"""Whose words somebody sees when they open what is open between them and others. Pure."""

from collections.abc import Iterable

from bot.audit.noted import Act, Noted
from bot.commitments.record import Conversation, Stage


def whose(viewer: str, found: Iterable[tuple[Conversation, bool]]) -> list[Noted]:
    """Return what the audit says of somebody who looks: one entry for each other person.

    Lists show the words of a record where the viewer is to answer it, and where it was agreed and has
    an open promise; of all others they say only that there is one.

    Args:
        viewer: who looks.
        found: the records they may see, each with whether a promise of it is open.
    """
    teams: dict[str, set[str]] = {}
    for one, is_open in found:
        if _shows_words(one, viewer, is_open=is_open):
            for person in sorted({one.manager, one.engineer} - {viewer}):
                teams.setdefault(person, set()).add(one.team)
    return [_shown(viewer, person, among) for person, among in teams.items()]


def of_record(viewer: str, one: Conversation) -> list[Noted]:
    """Return what the audit says of one of its two sides who opens a record."""
    return [
        _shown(viewer, person, {one.team}) for person in (one.manager, one.engineer) if person != viewer
    ]  # fmt: skip


def _shows_words(one: Conversation, viewer: str, *, is_open: bool) -> bool:
    if one.agreed_revision is not None and is_open:
        return True
    side = one.side_of(viewer)
    return side is not None and one.stage is Stage.PROPOSED and one.turn is side


def _shown(viewer: str, person: str, teams: set[str]) -> Noted:
    team = min(teams) if len(teams) == 1 else ""
    return Noted(Act.RECORD_SHOWN, by=viewer, about=person, team=team)
