"""Puts the first day together."""

from bot.welcome.announce import ANNOUNCEMENT, NOTE, Announcements, Announcing, Notes


def assemble(announcing: Announcing) -> None:
    """Let the messages about announcements be worded."""
    announcing.outbox.on(ANNOUNCEMENT, Announcements(announcing))
    announcing.outbox.on(NOTE, Notes(announcing.roster))
