"""Gathers what a report tells of a team: looks, counts, and keeps nothing but words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.context.setting import setting
from bot.db import Session
from bot.decisions.decision import metrics_of
from bot.decisions.read import decision_on
from bot.effects import counted_store as counted, promises, pulse, scrutiny, store
from bot.effects.pulse import Question
from bot.effects.report import Noticed, Report
from bot.effects.schedule import Quarter, Schedule
from bot.metrics import paused as pausing, signs, snapshot, store as weeks
from bot.metrics.signs import Sign
from bot.people.hours import Hours
from bot.questions import store as questions
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class Gathering:
    """Gathers for one report.

    Attributes:
        session: the transaction in which the report is kept.
        now: this instant, in UTC.
    """

    session: Session
    roster: Roster
    now: datetime

    def report(self, team: Team, quarter: Quarter, *, is_asked: bool) -> Report:
        """Return the report of a team on a quarter that is over.

        Args:
            team: whose.
            quarter: which.
            is_asked: whether the team was asked before it.
        """
        before = store.reports(self.session, team.id)
        metrics, noticed, is_judged = self._signs(team)
        since, until = Schedule.of(team).bounds(quarter)
        floor = self.roster.organisation.minimum_group
        of_promises = counted.kept(self.session, since, until, (quarter.first, quarter.last))
        return Report(
            quarter=quarter.name,
            metrics=metrics,
            is_judged=is_judged,
            signs=noticed,
            scrutiny=scrutiny.judged(
                team.id,
                counted.looks(self.session, since, until),
                {one.id: one.headcount for one in self.roster.teams},
                floor,
                _last(one.scrutiny for one in before),
            ),
            preps=promises.told(
                counted.preps(self.session, since, until),
                floor,
                _last(one.preps for one in before),
            ),
            kept=promises.told(of_promises, floor, _last(one.kept for one in before)),
            is_asked=is_asked,
            is_small=not pulse.asked(team, floor),
            pulse=self._pulse(team, quarter, before),
        )

    def _pulse(self, team: Team, quarter: Quarter, before: list[Report]) -> dict[str, str]:
        given: dict[str, list[str]] = defaultdict(list)
        for question, said in store.answers(self.session, team.id, quarter.name):
            given[question].append(said)
        floor, words = self.roster.organisation.minimum_group, {}
        for question in Question:
            last = _last(one.pulse.get(question) for one in before)
            word = pulse.told(given[question], floor, last)
            if word is not None:
                words[str(question)] = word
        return words

    def _signs(self, team: Team) -> tuple[tuple[str, ...], tuple[Noticed, ...], bool]:
        """Return the numbers that the team looks at, the signs in them, and whether any were judged.

        Of numbers that the team does not look at nothing is told, but of their guardrails: nobody
        works towards what nobody looks at.
        """
        connection = self.session.connection()
        decision = decision_on(connection, team.id, self.now.astimezone(team.zone).date())
        metrics = tuple(metrics_of(decision))
        last = snapshot.last_complete_week(self.now, team.zone)
        first = snapshot.weeks_needed(last)
        seen, _ = setting(connection, self.roster, team, first, last)
        doubts = questions.doubts(connection, team.id)
        paused = doubts.paused(Hours(team.zone, team.work_week()), self.now)
        wanted = (*signs.PAIRED, *signs.HABITS)
        asked = weeks.Asked(team.id, first, wanted, snapshot.wanted_dimensions(wanted))
        rows = pausing.without(weeks.weeks_since(connection, asked), paused)
        focus = decision.outcome if decision else None
        shown = snapshot.take(rows, seen, metrics=signs.PAIRED, focus=focus, collected_at=None)
        trends = (*shown.trends, *signs.judged(rows, seen))
        found = [one for one in signs.found(trends) if one.number in {*metrics} - paused]
        looked_at = {*metrics, *signs.HABITS}
        is_judged = any(one.is_usable and one.metric.id in looked_at for one in trends)
        return metrics, tuple(map(_noticed, found)), is_judged


def _noticed(sign: Sign) -> Noticed:
    guard = sign.guardrail
    return Noticed(
        kind=str(sign.kind),
        metric=sign.metric.id,
        word=str(sign.trend.word),
        guardrail=guard.metric.id if guard else "",
        guardrail_word=str(guard.word) if guard else "",
        number=sign.number,
    )


def _last(told: Iterable[str | None]) -> str | None:
    """Return what was told last, newest first; None where it never was."""
    return next((one for one in told if one is not None), None)
