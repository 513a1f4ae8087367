"""What is written down in the audit, and in which words. Pure.

A sentence is read by stewards and by the people it concerns, so it says what was done and judges
nothing. What a person refuses is no act: nothing here may tell a refusal from silence. A steward's
"not yet" is an answer to a team, and so is one.
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
    QUESTION_SHOWN = "question_shown"
    QUESTION_ANSWERED = "question_answered"
    METRIC_PAUSED = "metric_paused"
    METRIC_RESUMED = "metric_resumed"
    CORRECTED = "corrected"
    AUDIT_READ = "audit_read"
    METRIC_APPROVED = "metric_approved"
    METRIC_NOT_YET = "metric_not_yet"
    PILOT_STARTED = "pilot_started"
    PILOT_ENDED = "pilot_ended"
    PILOT_STOPPED = "pilot_stopped"
    DISCLOSED = "disclosed"
    DISCLOSURE_ANSWERED = "disclosure_answered"
    DISCLOSURE_WITHDRAWN = "disclosure_withdrawn"
    EXPORTED = "exported"
    ERASED = "erased"
    DELETED = "deleted"
    POLICY_ADOPTED = "policy_adopted"
    POLICY_ANNOUNCED = "policy_announced"
    POLICY_APPROVED = "policy_approved"
    POLICY_CHANGED = "policy_changed"
    POLICY_CALLED_OFF = "policy_called_off"
    FLOOR_RAISED = "floor_raised"
    INDIVIDUAL_ASKED = "individual_asked"
    INDIVIDUAL_SHARED = "individual_shared"
    INDIVIDUAL_SWITCHED = "individual_switched"
    EFFECTS_REPORTED = "effects_reported"


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


GONE = "-"
"""Stands for somebody who was erased since."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written down.

    Attributes:
        number: its place in the chain, from 1.
        by: the Slack id of who did it; "" when Coach did it by itself; GONE: they were erased since.
        about: the Slack id of whom it concerns; "" for nobody; GONE: they were erased since.
    """

    number: int
    at: datetime
    act: str
    by: str = field(repr=False)
    about: str = field(repr=False)
    team: str
    details: Mapping[str, Any]
