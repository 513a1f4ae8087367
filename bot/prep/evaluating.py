"""What a page leaves out while the organisation evaluates people, and what was disclosed long before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.context.setting import setting
from bot.db import Connection
from bot.disclosure.disclosure import Disclosure, beside
from bot.disclosure.read import InEffect
from bot.metrics import catalogue, paused as pausing, snapshot, store as weeks
from bot.metrics.snapshot import Snapshot
from bot.metrics.week import DAYS, Week
from bot.prep.ask import Page, PageRequest
from bot.signals.gather import hidden_of
from bot.teams.policy import EvaluationWindow, Policy
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Covered:
    """One number that was disclosed, as the team's trend since: no earlier week is part of it.

    Attributes:
        since: the Monday of the first week that counts.
        shown: the trend, with its guardrail where it never stands alone; none where too little is
            behind it.
    """

    disclosure: Disclosure
    since: date
    shown: Snapshot


@dataclass(frozen=True, slots=True)
class Evaluating:
    """An evaluation is running, so a page leaves telemetry out.

    Attributes:
        window: which one.
        covered: what was disclosed to the engineer of this conversation, and holds by now.
    """

    window: EvaluationWindow
    covered: tuple[Covered, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluations:
    """Says whether one is running, on the team's own day.

    Attributes:
        policy: returns the policy that is in force now.
        in_effect: reads what holds between a manager and an engineer.
    """

    roster: Roster
    policy: Callable[[], Policy]
    in_effect: InEffect

    def of(self, connection: Connection, request: PageRequest, now: datetime) -> Evaluating | None:
        """Return what a page leaves out; None outside of windows, and for the team's own page.

        Args:
            connection: an open connection to read with.
            request: which page.
            now: this instant, in UTC.

        Raises:
            KeyError: the team is not in the roster any more.
            CoachError: what was disclosed cannot be read; see `bot.sealing.vault`.
        """
        if request.page is Page.TEAM:
            return None
        team, policy = self.roster.team(request.team), self.policy()
        today = now.astimezone(team.zone).date()
        window = policy.window_on(today)
        if window is None:
            return None
        held = self.in_effect(connection, team, (request.user, request.engineer), today)
        allowed = [one for one in held if policy.allows(one.metric)]
        return Evaluating(window, tuple(self._covered(connection, team, d, now) for d in allowed))

    def _covered(
        self, connection: Connection, team: Team, disclosed: Disclosure, now: datetime
    ) -> Covered:
        since = _first_week(disclosed.holds_from(team.zone) or disclosed.effective)
        last = snapshot.last_complete_week(now, team.zone)
        metric = catalogue.get(disclosed.metric)
        names = [one.id for one in (metric, *beside(metric))]
        asked = weeks.Asked(team.id, since, names, snapshot.wanted_dimensions(names))
        seen, _ = setting(connection, self.roster, team, min(since, last), last)
        paused = hidden_of(connection, self.roster, team, now)
        shown = snapshot.take(
            pausing.without(weeks.weeks_since(connection, asked), paused),
            seen,
            metrics=names,
            focus=None,
            collected_at=weeks.version(connection, asked).collected_at,
        )
        return Covered(disclosed, since.monday, pausing.explained(shown, paused))


def _first_week(day: date) -> Week:
    """Return the first week that begins on a day or later."""
    return Week.of(day + timedelta(days=DAYS - 1))
