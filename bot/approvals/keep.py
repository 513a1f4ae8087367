"""Keeps what waits for a steward and what is approved. All in the caller's transaction."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.approvals import kinds, store, words
from bot.approvals.read import PART, unapproved
from bot.approvals.store import Request
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.sealing.vault import Vault
from bot.teams.belonging import people_of
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Approvals:
    """Keeps requests, one a team, and what came of them.

    Attributes:
        on_changed: called with those who see which numbers a team has, wherever that changes.
    """

    vault: Vault
    outbox: Outbox
    trail: Trail
    roster: Roster
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None]

    def ask(self, session: Session, team: str, metrics: Sequence[str], asker: str) -> None:
        """Ask the stewards for what a team has decided to look at and may not see yet.

        What was asked before and is decided no more is asked no more. The same again is asked anew
        only once a steward has answered.

        Args:
            session: the transaction in which the decision is written down.
            team: the team's id.
            metrics: the ids of all metrics of its decision.
            asker: who wrote it down, to tell them the answer.
        """
        new, old = unapproved(session, team, metrics), store.lock_of_team(session, team)
        if old is not None and old.waits and old.metrics == new:
            self._tell_stewards(session, old)
            self._redraw(session, old)
            return
        if old is not None:
            self._remove(session, old)
        if new:
            made = Request(uuid.uuid4().hex, team, new, asker, self.clock.now())
            store.add(session, made)
            self._tell_stewards(session, made)

    def withdraw(self, session: Session, team: str) -> None:
        """Forget what a team asked for, because it has ended its decision."""
        old = store.lock_of_team(session, team)
        if old is not None:
            self._remove(session, old)

    def approve(self, session: Session, request: str, steward: str) -> None:
        """Let a team see what it asked for; the first answer counts.

        Raises:
            UserError: it was answered already, or is asked no more.
        """
        found = self._waiting(session, request)
        store.approve(session, found.team, found.metrics, self.clock.now())
        self._remove(session, found)
        self._tell_asker(session, found)
        self._note(session, Act.METRIC_APPROVED, found, steward)

    def not_yet(self, session: Session, request: str, steward: str, reason: str) -> None:
        """Tell a team why it may not see yet what it asked for; the first answer counts.

        Raises:
            UserError: it was answered already, or is asked no more.
        """
        found, now = self._waiting(session, request), self.clock.now()
        sealed = self.vault.seal(session, found.id, PART, {"reason": reason}, now)
        store.answer(session, found.id, now, sealed)
        outbox_store.cancel(session, now=now, subject=found.id, kinds=(kinds.ASKED,))
        self._redraw(session, found)
        self._tell_asker(session, found)
        self._note(session, Act.METRIC_NOT_YET, found, steward)

    def gone(self, session: Session, user: str) -> None:
        """Forget of somebody whose account is no longer active that they asked."""
        store.forget(session, user)

    def _waiting(self, session: Session, request: str) -> Request:
        found = store.lock(session, request)
        if found is None or not found.waits:
            raise UserError(words.ANSWERED_ALREADY)
        return found

    def _remove(self, session: Session, old: Request) -> None:
        """Forget a request and its words; the messages about it read otherwise from now on."""
        both = (kinds.ASKED, kinds.ANSWERED)
        outbox_store.cancel(session, now=self.clock.now(), subject=old.id, kinds=both)
        self._redraw(session, old)
        self.vault.destroy(session, old.id)
        store.remove(session, old.id)

    def _redraw(self, session: Session, request: Request) -> None:
        self.outbox.redraw(session, outbox_store.shown_about(session, request.id, (kinds.ASKED,)))

    def _tell_stewards(self, session: Session, request: Request) -> None:
        for steward in self.roster.organisation.stewards:
            self._put(session, kinds.ASKED, request, steward)

    def _tell_asker(self, session: Session, request: Request) -> None:
        if request.asker:
            self._put(session, kinds.ANSWERED, request, request.asker)

    def _put(self, session: Session, kind: str, request: Request, recipient: str) -> None:
        self.outbox.put(
            session,
            key=(request.id, recipient),
            kind=kind,
            recipient=recipient,
            subject=request.id,
            details={"team": request.team, "metrics": list(request.metrics)},
        )

    def _note(self, session: Session, act: Act, request: Request, steward: str) -> None:
        details = {"metrics": list(request.metrics)}
        self.trail.note(session, Noted(act, by=steward, team=request.team, details=details))
        team = self.roster.by_id.get(request.team)
        if team is not None:
            self.on_changed(session, people_of(team))
