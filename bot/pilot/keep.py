"""Keeps pilots: begins them, takes the answers of both parts, and lets people know what came of it.

All in the caller's transaction.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.pilot import kinds, read, store, words
from bot.pilot.carried import Part
from bot.pilot.kinds import Note
from bot.pilot.state import (
    STAGE_AFTER,
    Choice,
    Outcome,
    Pilot,
    Side,
    Stage,
    Written,
    outcome,
    people_of,
)
from bot.pilot.store import Reading, Sealed
from bot.sealing.vault import Vault
from bot.teams import belonging
from bot.teams.roster import Roster, Team

KEPT = timedelta(days=180)
"""For so long an answer is kept; then it is deleted for good."""
_FIRST = {
    Choice.KEEP: Note.WAITS,
    Choice.CHANGE: Note.CHANGE,
    Choice.STOP: Note.TALK,
    Choice.START: Note.START,
}
_ACTS = {
    Outcome.KEPT: Act.PILOT_ENDED,
    Outcome.STOPPED: Act.PILOT_STOPPED,
    Outcome.STARTED: Act.PILOT_STARTED,
}


def begin(writing: Reading, team: str, now: datetime) -> Iterable[Noted]:
    """Let a team's pilot begin with its first page or digest; return what the audit is told of it.

    Args:
        writing: the transaction that notes that the page or digest was sent.
        team: the team's id.
        now: this instant, in UTC.
    """
    return [Noted(Act.PILOT_STARTED, team=team)] if store.begin(writing, team, now) else []


@dataclass(frozen=True, slots=True)
class Pilots:
    """Keeps pilots.

    Attributes:
        on_changed: called with those who see where a team stands, wherever that changes.
    """

    vault: Vault
    outbox: Outbox
    trail: Trail
    roster: Roster
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None]

    def begin(self, session: Session, team: str) -> None:
        """Let a team's pilot begin, unless it has begun before."""
        for noted in begin(session, team, self.clock.now()):
            self.trail.note(session, noted)

    def answer(self, session: Session, team: Team, seen: Part, said: Written, user: str) -> str:
        """Take the answer of one part; return what whoever gave it is told.

        The first answer for a part counts. With the second part's the round is over.

        Args:
            session: the transaction.
            team: whose pilot.
            seen: the part and the round that were before their eyes.
            said: the answer.
            user: who gives it, for the audit alone.

        Raises:
            UserError: that part has answered, or the pilot stands elsewhere by now.
        """
        pilot, now = store.lock(session, team.id), self.clock.now()
        if pilot is None or pilot.round != seen.round or not _may(pilot, said.choice):
            raise UserError(words.NOT_NOW)
        answer = uuid.uuid4().hex
        sealed = self.vault.seal(session, answer, read.PART, read.content(said), now)
        made = Sealed(answer, team.id, pilot.round, said.side, said.choice, sealed)
        if not store.add(session, made, now + KEPT):
            raise UserError(words.ANSWERED_ALREADY)
        held = store.answers(session, team.id, pilot.round)
        came = outcome({one.side: one.choice for one in held})
        if came is None:
            self._tell_first(session, team, pilot, said)
            return words.FIRST[said.choice]
        self._settle(session, team, pilot, came, user)
        return words.BOTH[came]

    def delete_due(self, session: Session, most: int = 50) -> int:
        """Delete for good the answers whose time is over, in messages too; return how many."""
        due = store.due_for_deletion(session, self.clock.now(), most)
        for answer, _ in due:
            self.vault.destroy(session, answer)
            store.remove(session, answer)
        for team in sorted({team for _, team in due}):
            shown = outbox_store.shown_about(session, team, (kinds.NOTE,))
            self.outbox.redraw(session, shown)
        return len(due)

    def _settle(self, session: Session, team: Team, pilot: Pilot, came: Outcome, user: str) -> None:
        """Write down what came of a round, and let both parts and the team know."""
        stage = STAGE_AFTER[came]
        since = pilot.since if stage is pilot.stage else self.clock.now()
        store.move(session, Pilot(team.id, stage, since, pilot.round + 1))
        for side in Side:
            self._tell(session, team, pilot, str(came), side)
        if came in words.CHANNEL:
            self.outbox.put(
                session,
                key=(team.id, str(pilot.round)),
                kind=kinds.OUTCOME,
                recipient=team.channel,
                subject=team.id,
                details={"outcome": came},
            )
        if came in _ACTS:
            self.trail.note(session, Noted(_ACTS[came], by=user, team=team.id))
        stewards = self.roster.organisation.stewards
        self.on_changed(session, {*belonging.people_of(team), *stewards})

    def _tell_first(self, session: Session, team: Team, pilot: Pilot, said: Written) -> None:
        """Let the other part know; where one would stop, both are asked to talk."""
        sides = Side if said.choice is Choice.STOP else (said.side.other,)
        for side in sides:
            self._tell(session, team, pilot, _FIRST[said.choice], side)

    def _tell(self, session: Session, team: Team, pilot: Pilot, what: str, side: Side) -> None:
        for one in people_of(self.roster, team, side):
            self.outbox.put(
                session,
                key=(team.id, str(pilot.round), what, one),
                kind=kinds.NOTE,
                recipient=one,
                subject=team.id,
                details={"what": what, "round": pilot.round},
            )


def _may(pilot: Pilot, choice: Choice) -> bool:
    """Say whether a part may answer so where the team stands."""
    if choice is Choice.START:
        return pilot.stage is Stage.OFF
    return pilot.stage is Stage.RUNNING
