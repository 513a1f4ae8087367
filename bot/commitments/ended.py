"""Experiments of a team that ended, so that nobody can be guessed from them.

An experiment has ended when its check-in is over, and the six weeks after the agreement too: before
that nobody can tell what became of it.

There is a line only where so many engineers of the team have a record that five others stand beside
whoever reads it; otherwise there is nothing that hints at one. Lines have no number and no name,
two alike are one, and "something else" is never among them: it can be whatever somebody told
somebody. No word that people wrote is opened.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.commitments import became, ended_store
from bot.commitments.ended_store import Agreed
from bot.commitments.record import Experiment
from bot.db import Connection
from bot.metrics import outcome
from bot.metrics.outcome import Verdict
from bot.metrics.paused import NONE, Hidden
from bot.metrics.trend import SPAN
from bot.teams.roster import Roster, Team

_LONGEST = timedelta(weeks=outcome.WASH_IN + SPAN)
"""An experiment ends at most so long after its check-in."""


@dataclass(frozen=True, slots=True, order=True)
class Ended:
    """An experiment of somebody in the team, and what became of the team's number."""

    experiment: Experiment
    verdict: Verdict


def ended(
    connection: Connection,
    roster: Roster,
    team: Team,
    days: tuple[date, date],
    now: datetime,
    paused: Hidden = NONE,
) -> tuple[Ended, ...]:
    """Return what may be said of the experiments that ended in a stretch of days.

    Args:
        connection: an open connection to read with.
        roster: has the organisation's floor.
        team: whose.
        days: the day before the first of them, and the last of them.
        now: this instant, in UTC.
        paused: the metrics that are shown nowhere, each with the reason.
    """
    after, through = days
    found = [
        one
        for one in ended_store.checked_in(connection, team.id, after - _LONGEST, through)
        if one.experiment is not Experiment.SOMETHING_ELSE
        and after < _ended_on(one, team) <= through
    ]
    if not found or not _nobody_can_be_guessed(connection, roster, team):
        return ()
    return tuple(
        sorted(
            {
                Ended(
                    one.experiment,
                    became.compare(
                        connection, roster, team, one.metric, one.agreed_at, now, paused=paused
                    ).verdict,
                )
                for one in found
            }
        )
    )


def _ended_on(one: Agreed, team: Team) -> date:
    return max(one.check_in, outcome.told_on(one.agreed_at.astimezone(team.zone).date()))


def _nobody_can_be_guessed(connection: Connection, roster: Roster, team: Team) -> bool:
    known = ended_store.engineers(connection, team.id)
    return sum(map(team.has_member, known)) > roster.organisation.minimum_group
