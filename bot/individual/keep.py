"""Keeps requests: asks, agrees, takes back, shows and deletes them. All in the caller's transaction."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.individual import kinds, store, words
from bot.individual.blocks import day_of
from bot.individual.request import AGREED, BUSY, SETTLES, SHOWN, Request, State, answer_by
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.slack.client import Posted
from bot.teams.roster import Team

PART = "request"
"""Which part of the record the reason is; there is one."""
LOOKS = timedelta(minutes=1)
"""So long after a press a process looks whether it came to its end."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Keeps requests, and plans the messages about them."""

    vault: Vault
    outbox: Outbox
    people: People
    trail: Trail
    clock: Clock

    def ask(
        self, session: Session, team: Team, manager: str, engineer: str, asks: tuple[str, str]
    ) -> None:
        """Write down that somebody asks, and plan both messages.

        The manager's is planned here, with its time: nothing that the engineer does or leaves
        undone moves it, unless something is shown.

        Args:
            session: a transaction.
            team: the team of both.
            manager: who asks.
            engineer: who is asked.
            asks: the id of the metric, and the reason.

        Raises:
            UserError: it cannot be asked now.
        """
        person, now, (metric, reason) = self.people.known(session, engineer), self.clock.now(), asks
        if person.gone:
            raise UserError(words.GONE)
        if person.stopped:
            raise UserError(words.SAID_STOP.format(engineer=engineer))
        hours = self.people.known_hours(session, engineer)
        try:
            until = answer_by(hours, now)
        except ValueError:
            raise UserError(words.NO_DAYS) from None
        request = uuid.uuid4().hex
        sealed = self.vault.seal(session, request, PART, {"reason": reason}, now)
        made = Request(request, team.id, manager, engineer, metric, sealed, now, until, until)
        if not store.add(session, made):
            raise UserError(
                words.OPEN_ALREADY.format(engineer=engineer, day=self._ends(session, made))
            )
        self._plan(session, made, day_of(now.astimezone(team.zone)))
        noted = Noted(
            Act.INDIVIDUAL_ASKED,
            by=manager,
            about=engineer,
            team=team.id,
            details={"metric": metric},
        )
        self.trail.note(session, noted)

    def agree(self, session: Session, request: str, engineer: str, *, with_number: bool) -> None:
        """Write down that the engineer shares; pressed twice, and after the end, it changes nothing."""
        found, now = store.lock(session, request), self.clock.now()
        if found is None or found.engineer != engineer or found.state is not State.ASKED:
            return
        if found.is_open(now):
            values = {"state": State.AGREED, "with_number": with_number, "due_at": now + LOOKS}
            store.change(session, request, **values)

    def take_back(self, session: Session, request: str, engineer: str) -> None:
        """Take the consent back: what is not shown is asked again as if nothing had been pressed.

        Without a consent nothing is touched, not even by a lock, of which PostgreSQL keeps a mark.
        """
        before, now = store.get(session, request), self.clock.now()
        if before is None or before.engineer != engineer or before.state is State.ASKED:
            return
        found = store.lock(session, request)
        if found is None:
            return
        if found.state is State.SHOWN:
            store.end(session, [found], now)
        elif found.state in AGREED:
            # What a process may be posting this moment is looked for, and taken away.
            due_at = found.begun_at + SETTLES if found.begun_at else found.answer_by
            store.change(session, request, state=State.ASKED, with_number=None, due_at=due_at)

    def begin(self, session: Session, request: str) -> Request | None:
        """Take note that Slack is about to be called; None: the consent is gone, or another does it.

        Returns:
            the request as it was before, whose `begun_at` says whether it was begun earlier.
        """
        found, now = store.lock(session, request), self.clock.now()
        if found is None or found.state not in AGREED or not found.is_open(now):
            return None
        if found.begun_at is not None and now < found.begun_at + BUSY:
            return None
        store.change(session, request, state=State.SHOWING, begun_at=now, due_at=now + LOOKS)
        return found

    def shown(self, session: Session, request: str, where: Posted) -> Request | None:
        """Write down where it stands; None: it was taken back meanwhile, so it must not stand there."""
        found, now = store.lock(session, request), self.clock.now()
        if found is None:
            return None
        if found.state is State.SHOWN:
            return found if found.ts == where.ts else None
        if found.state not in AGREED or now >= found.answer_by:
            return None
        until = now + SHOWN
        place = {"channel": where.channel, "ts": where.ts, "shown_until": until, "due_at": until}
        store.change(session, request, state=State.SHOWN, **place)
        outbox_store.cancel(session, now=now, subject=request, kinds=(kinds.ENDED,))
        shared = {"metric": found.metric, "figure": found.with_number is True}
        noted = Noted(
            Act.INDIVIDUAL_SHARED,
            by=found.engineer,
            about=found.manager,
            team=found.team,
            details=shared,
        )
        self.trail.note(session, noted)
        return store.get(session, request)

    def delete(self, session: Session, request: str) -> None:
        """Delete a request and its key for good; its message to the engineer then says that it ended."""
        ask = (kinds.ASK,)
        outbox_store.cancel(session, now=self.clock.now(), subject=request, kinds=ask)
        self.outbox.redraw(session, outbox_store.shown_about(session, request, ask))
        self.vault.destroy(session, request)
        store.delete_for_good(session, request)

    def gone(self, session: Session, user: str) -> None:
        """Let the requests of somebody end whose account is no longer active."""
        store.end(session, store.of(session, user), self.clock.now())

    def switch(self, session: Session, steward: str, *, on: bool) -> None:
        """Switch all of it on or off; what is open or shown ends when it is switched off."""
        if on:
            store.switch_on(session)
        else:
            store.switch_off(session, self.clock.now())
            store.end(session, store.every(session), self.clock.now())
        switched = {"to": "on" if on else "off"}
        self.trail.note(session, Noted(Act.INDIVIDUAL_SWITCHED, by=steward, details=switched))

    def _plan(self, session: Session, made: Request, day: str) -> None:
        """Plan what the engineer gets, and what the manager gets if nothing is shown: no name in it."""
        self.outbox.put(
            session, key=(made.id,), kind=kinds.ASK, recipient=made.engineer, subject=made.id
        )
        self.outbox.put(
            session,
            key=(made.id,),
            kind=kinds.ENDED,
            recipient=made.manager,
            subject=made.id,
            details={"metric": made.metric, "day": day},
            due_at=made.answer_by,
        )

    def _ends(self, session: Session, made: Request) -> str:
        """Return the day by which what stands between the two has ended."""
        found = store.between(session, made.manager, made.engineer) or made
        return day_of(found.answer_by.astimezone(self.people.known(session, made.engineer).zone))
