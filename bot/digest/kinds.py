"""The kinds of messages about digests that Coach sends, and why one is not sent."""

from enum import StrEnum
from typing import Final

DIGEST: Final = "digest"
"""The digest itself, to the team's channel."""
SWITCHED: Final = "digest.switched"
"""To the channel: a manager switched it off, or on."""
NOTE: Final = "digest.note"
"""To a manager: why no digest comes."""


class Dropped(StrEnum):
    """Why there is no need to send a message to a channel any more."""

    GONE = "the team is not there any more"
    OFF = "the digest is switched off"
    STOPPED = "the team is switched off"
    LATE = "it is too late for it"
    MOVED = "the team has another channel now"
    SMALL = "the team is under the floor"


class Reason(StrEnum):
    """Why no digest comes, as managers are told it."""

    SKIPPED = "skipped"
    SMALL = "small"
    NOT_IN_CHANNEL = "not_in_channel"
    NO_CHANNEL = "no_channel"
    ARCHIVED = "archived"
    REFUSED = "refused"
    UNSURE = "unsure"
    BROKEN = "broken"
