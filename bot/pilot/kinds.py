"""The kinds of messages about pilots that Coach sends. Their subject is the team's id."""

from enum import StrEnum
from typing import Final

NOTE: Final = "pilot_note"
"""To those who may answer for a part: what the other part answered, or what came of both."""
OUTCOME: Final = "pilot_outcome"
"""To the team's channel: what came of it, in one sentence."""


class Note(StrEnum):
    """What those are told who may answer for a part, while the round is open."""

    WAITS = "waits"
    CHANGE = "change"
    TALK = "talk"
    START = "start"
