"""What can come of a pilot. Pure.

A pilot has two parts, the manager's and a steward's. Each gives one answer a round; once both have,
the round is over and something comes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.teams.roster import Roster, Team


class Stage(StrEnum):
    """Where a team stands; a team that had no page and no digest yet is nowhere."""

    RUNNING = "running"
    ENDED = "ended"
    OFF = "off"
    """Both said stop: no numbers and no digest, until both start it again."""


class Side(StrEnum):
    """The two parts."""

    MANAGER = "manager"
    STEWARD = "steward"

    @property
    def other(self) -> "Side":
        """The other part."""
        return Side.STEWARD if self is Side.MANAGER else Side.MANAGER


class Choice(StrEnum):
    """What one part may answer; the last only once the team is switched off."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"
    START = "start"


class Outcome(StrEnum):
    """What comes of two answers."""

    KEPT = "kept"
    CHANGED = "changed"
    STOPPED = "stopped"
    STARTED = "started"
    DIFFER = "differ"
    """One says stop and the other does not: it goes on, and they are asked to talk."""


STAGE_AFTER: Mapping[Outcome, Stage] = {
    Outcome.KEPT: Stage.ENDED,
    Outcome.CHANGED: Stage.RUNNING,
    Outcome.STOPPED: Stage.OFF,
    Outcome.STARTED: Stage.RUNNING,
    Outcome.DIFFER: Stage.RUNNING,
}


@dataclass(frozen=True, slots=True)
class Pilot:
    """A team's pilot.

    Attributes:
        team: the team's id.
        stage: where it stands.
        since: since when, in UTC.
        round: how often both have answered.
    """

    team: str
    stage: Stage
    since: datetime
    round: int


@dataclass(frozen=True, slots=True)
class Written:
    """What one part answered.

    Attributes:
        knew: whether anyone knew what to do after seeing the page, by the form's own name for it.
        worry: whether it caused worry, likewise.
        text: what to change, in their words; "" for nothing.
    """

    side: Side
    choice: Choice
    knew: str = ""
    worry: str = ""
    text: str = field(default="", repr=False)


def outcome(choices: Mapping[Side, Choice]) -> Outcome | None:
    """Return what comes of the answers of a round; None while one is missing."""
    if len(choices) < len(Side):
        return None
    match {*choices.values()}:
        case said if said == {Choice.KEEP}:
            return Outcome.KEPT
        case said if said == {Choice.STOP}:
            return Outcome.STOPPED
        case said if said == {Choice.START}:
            return Outcome.STARTED
        case said:
            return Outcome.DIFFER if Choice.STOP in said else Outcome.CHANGED


def sides_of(roster: Roster, user: str, team: Team) -> tuple[Side, ...]:
    """Return for which parts somebody may answer.

    Two keys are two people's: a manager of the team who is a steward too answers as its manager.
    Only where every steward manages the team may one of them answer for both parts.
    """
    is_manager, stewards = user in team.managers, roster.organisation.stewards
    nobody_else = set(stewards) <= set(team.managers)
    found = {
        Side.MANAGER: is_manager,
        Side.STEWARD: user in stewards and (not is_manager or nobody_else),
    }
    return tuple(side for side, may in found.items() if may)


def people_of(roster: Roster, team: Team, side: Side) -> tuple[str, ...]:
    """Return the Slack ids of those who may answer for a part."""
    asked = team.managers if side is Side.MANAGER else roster.organisation.stewards
    return tuple(one for one in asked if side in sides_of(roster, one, team))
