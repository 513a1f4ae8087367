"""What the buttons of this capability carry: the number of an entry."""

from enum import StrEnum


class Action(StrEnum):
    """The buttons of this capability."""

    OLDER = "audit.older"
