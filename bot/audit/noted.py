"""What is written down in the audit, and in which words. Pure.

A sentence is read by stewards and by the people it concerns, so it says what was done and judges
nothing. What is refused is no act: nothing here may tell a refusal from silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What somebody did, or Coach by itself."""

    PAGE_SHOWN = "page_shown"
    TEAM_PAGE_SHOWN = "team_page_shown"
    RECORD_SHOWN = "record_shown"
    AUDIT_READ = "audit_read"
    EXPORTED = "exported"
    ERASED = "erased"
    DELETED = "deleted"
    EFFECTS_REPORTED = "effects_reported"
    METRIC_PAUSED = "metric_paused"
    METRIC_RESUMED = "metric_resumed"


@dataclass(frozen=True, slots=True)
class Noted:
    """What is to be written down.

    Attributes:
        by: the Slack id of who did it; "" when Coach did it by itself.
        about: the Slack id of whom it concerns beside them; "" for nobody.
        team: the id of the team it concerns; "" for none.
        details: ids of metrics, versions, numbers of things: nothing that a person wrote, and no
            figure of anybody.
    """

    act: Act
    by: str = field(default="", repr=False)
    about: str = field(default="", repr=False)
    team: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written down.

    Attributes:
        number: its place in the chain, from 1.
        by: the Slack id of who did it; "" when Coach did it, or they were erased since.
        about: the Slack id of whom it concerns; "" for nobody, or somebody who was erased since.
    """

    number: int
    at: datetime
    act: str
    by: str = field(repr=False)
    about: str = field(repr=False)
    team: str
    details: Mapping[str, Any]
