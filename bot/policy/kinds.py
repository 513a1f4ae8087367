"""The kinds of messages about the policy that Coach sends."""

from enum import StrEnum
from typing import Final

NOTICE: Final = "policy_notice"
"""To a team's channel: what changes, or that it does not after all."""
NOTE: Final = "policy_notice.note"
"""To a manager: the channel could not be told."""


class What(StrEnum):
    """What a notice says."""

    ANNOUNCED = "announced"
    CALLED_OFF = "called_off"
