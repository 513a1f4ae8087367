"""What somebody can be to Coach. Who is what stands in `coach.yml`; see `bot.teams.access`."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is; they may be several of these, or none."""

    MANAGER = "manager"
    MEMBER = "member"
    STEWARD = "steward"


OF_A_TEAM: Final = frozenset({Role.MANAGER, Role.MEMBER})
"""Who belongs to a team."""
EVERYBODY: Final[frozenset[Role] | None] = None
"""For what is for everybody, listed in coach.yml or not."""
