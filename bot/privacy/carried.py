"""The buttons of `/coach mine`. They carry nothing: whose data it is, is who presses."""

from enum import StrEnum


class Action(StrEnum):
    """The buttons of this capability."""

    EXPORT = "privacy.export"
    CORRECT = "privacy.correct"
    ERASE = "privacy.erase"
    ZONE = "privacy.zone"
