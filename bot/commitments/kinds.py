"""The kinds of messages about records that Coach sends."""

from typing import Final

RECORD: Final = "record"
"""A record as it stands, to one of its two people."""
PLACE: Final = "place"
"""Among the details of a record's message: which of several is the newer one."""
NUDGE: Final = "nudge"
"""What somebody promised and has not settled yet; one message a day at most."""
OUTCOME: Final = "outcome"
"""Before and after, to both."""
DECLINED: Final = "declined"
"""The other side would rather not."""
LEFT: Final = "left"
"""The other side's account is no longer active."""
