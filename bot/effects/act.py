"""What people may do: read the newest report of a team, and answer the three questions."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.effects import blocks, pulse, store, words
from bot.effects.carried import ANSWERS, Action, Asked
from bot.effects.plan import Planner, pulse_key
from bot.effects.pulse import Answer
from bot.effects.schedule import Schedule, Step
from bot.slack.text import escape, quote
from bot.slack.words import Reply
from bot.teams.belonging import teams_of
from bot.teams.roster import Roster, Team, folded


@dataclass(frozen=True, slots=True)
class Effects:
    """What people may do.

    Attributes:
        planner: makes the reports.
    """

    database: Database
    planner: Planner
    clock: Clock

    @property
    def roster(self) -> Roster:
        """Who is in which team."""
        return self.planner.roster

    def newest(self, user: str, rest: str) -> Reply:
        """Return a team's newest report, for its people and the stewards.

        Args:
            user: who asks.
            rest: what they typed after `effects`.
        """
        is_steward = self.roster.is_steward(user)
        may = self.roster.teams if is_steward else teams_of(self.roster, user)
        wanted = folded(rest)
        meant = [one for one in may if not wanted or wanted in {folded(one.id), folded(one.name)}]
        if not may:
            stewards = " or ".join(f"<@{one}>" for one in self.roster.organisation.stewards)
            return {"text": words.NOBODY.format(stewards=stewards)}
        if not meant:
            return {"text": words.NO_TEAM.format(name=quote(rest))}
        return self._of(meant[0]) if len(meant) == 1 else blocks.which(meant)

    def answer(self, user: str, action: Action, value: str) -> str:
        """Keep an answer without a name, or take it away; return what to say in private.

        Nothing is written of who presses: not who, not when, not that they did. Slack may deliver a
        press twice, and the same answer is then kept once.

        Args:
            user: who presses; asked only whether they are a member.
            action: which answer.
            value: what the button carries.
        """
        asked = Asked.decode(value)
        team = self.roster.by_id.get(asked.team)
        floor = self.roster.organisation.minimum_group
        if team is None:
            return words.OVER
        if user not in pulse.asked(team, floor):
            return words.NOT_ASKED.format(team=escape(team.name))
        if not self._write(asked, ANSWERS[action]):
            return words.OVER
        said = words.TAKEN_BACK if ANSWERS[action] is Answer.NEITHER else words.NOTED
        return said.format(
            question=words.ASKED[asked.question], answer=words.BUTTONS[ANSWERS[action]]
        )

    def _write(self, asked: Asked, said: Answer) -> bool:
        """Write an answer down, or delete it; return False where the report is made."""
        now = self.clock.now()
        with self.database.write() as session:
            planned = next(iter(store.lock(session, [asked.team])), None)
            if planned is None or not _is_open(planned, asked.quarter, now):
                return False
            key = self.planner.vault.key(session, pulse_key(asked.team, asked.quarter), now)
            mark = pulse.marked(key, asked.token, asked.question)
            about = (asked.team, asked.quarter, asked.question, mark)
            if said is Answer.NEITHER:
                store.take_back(session, *about)
            else:
                store.answer(session, *about, said)
        return True

    def _of(self, team: Team) -> Reply:
        now = self.clock.now()
        with self.database.read() as connection:
            found = store.reports(connection, team.id)
            planned = store.get(connection, team.id)
            if found:
                told = self.planner.telling.told(connection, team, found[0], now)
                return blocks.report(told, opening=words.SHOWN)
        name = escape(team.name)
        if planned is None:
            return {"text": words.NONE_PLANNED.format(team=name)}
        local = Schedule.of(team).report_at(planned.due.quarter).astimezone(team.zone)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        return {"text": words.NONE_YET.format(team=name, day=day)}


def _is_open(planned: store.Planned, quarter: str, now: datetime) -> bool:
    due = planned.due
    return due.quarter.name == quarter and due.step is Step.REPORT and now < due.at
