"""Keeps the policy: what the file says is held against what is in force, and changes come in time.

All of it happens in one transaction that holds the row of what is in force, so any number of
processes may start at once: a policy is adopted, announced and written into the audit once.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery import outbox_store
from bot.delivery.outbox import Outbox
from bot.errors import OperatorError
from bot.policy import deliver, read, store, words
from bot.policy.difference import differences
from bot.policy.kinds import NOTICE, What
from bot.policy.store import Change, State, Stored
from bot.slack.text import unescape
from bot.teams.policy import NOTICE_DAYS, Policy, PolicyChange
from bot.teams.roster import Roster

_log = log.get("policy")
_NOTICE = timedelta(days=NOTICE_DAYS)


@dataclass
class Keeper:
    """Keeps the policy.

    Attributes:
        on_changed: called in the transaction in which a change takes effect, with everybody whose
            Home tab shows something else by it.
    """

    database: Database
    outbox: Outbox
    roster: Roster
    trail: Trail
    clock: Clock
    on_changed: Callable[[Session, Collection[str]], None] = lambda _session, _users: None
    _is_untold: bool = field(default=False, init=False)

    def begin(self) -> None:
        """Hold `coach.yml` against what is in force, and announce what it says is to come.

        Raises:
            OperatorError: the file skips the notice, comes too early, or lowers the floor.
        """
        now = self.clock.now()
        with self.database.write() as session:
            self._adopt(session, now)
            stored = self._turned(session, store.lock(session), now)
            self._hold_the_floor(session, stored)
            self._hold_the_file(stored, now)
            self._announce(session, stored, now)

    def wake(self) -> bool:
        """Put a change in force whose day has come; return whether there was one.

        Waking too often, or in several processes, does no harm.
        """
        now = self.clock.now()
        with self.database.read() as connection:
            is_due = read.is_due(store.coming(connection), self._zone, now)
        if not (is_due or self._is_untold):
            return False
        with self.database.write() as session:
            self._turned(session, store.lock(session), now)
            self.on_changed(session, self._everybody())
        self._is_untold = False
        return is_due

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.roster.organisation.time_zone)

    @property
    def _floor(self) -> int:
        return self.roster.organisation.minimum_group

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._zone).date()

    def _everybody(self) -> list[str]:
        roster = self.roster
        return sorted({*roster.by_manager, *roster.by_member, *roster.organisation.stewards})

    def _adopt(self, session: Session, now: datetime) -> None:
        """Write down the first policy of all: it is whatever the file says."""
        policy = self.roster.policy
        if store.adopt(session, policy, self._floor, now):
            details = {"version": policy.version(self._floor)}
            self.trail.note(session, Noted(Act.POLICY_ADOPTED, details=details))
            _log.info("policy_adopted", version=details["version"])

    def _turned(self, session: Session, stored: Stored, now: datetime) -> Stored:
        """Return what is stored, with the change in force whose day has come."""
        change = stored.coming
        if change is None or not read.is_due(change, self._zone, now):
            return stored
        store.put_in_force(session, change.said, read.begins(change, self._zone))
        store.close(session, change.id, State.IN_FORCE, now)
        details = {
            "version": change.said.version(stored.floor),
            "before": change.before.version(stored.floor),
            "approvers": change.approvers,
        }
        self.trail.note(session, Noted(Act.POLICY_CHANGED, details=details))
        self._is_untold = True
        _log.info("policy_changed", version=details["version"])
        return store.lock(session)

    def _hold_the_floor(self, session: Session, stored: Stored) -> None:
        if self._floor < stored.floor:
            raise OperatorError(words.LOWERED.format(floor=self._floor, highest=stored.floor))
        if self._floor > stored.floor:
            store.raise_floor(session, self._floor)
            version = stored.policy.version(self._floor)
            details = {"version": version, "before": stored.policy.version(stored.floor)}
            self.trail.note(session, Noted(Act.FLOOR_RAISED, details=details))

    def _hold_the_file(self, stored: Stored, now: datetime) -> None:
        """Refuse a policy that is neither in force, nor the one from before a change that still stands there."""
        policy, last, coming = self.roster.policy, stored.last, stored.coming
        if policy == stored.policy or (last is not None and self._is_behind(last)):
            return
        if coming is not None and policy == coming.said:
            raise OperatorError(words.TOO_EARLY.format(day=words.day(coming.takes_effect)))
        version, changes = stored.policy.version(self._floor), _changes(stored.policy, policy)
        if last is not None and policy == last.before:
            day = words.day(last.takes_effect)
            said = words.LEFT_BEHIND.format(day=day, version=version, changes=changes)
            raise OperatorError(said)
        day = (self._today(now) + _NOTICE).isoformat()
        raise OperatorError(words.NOT_ANNOUNCED.format(version=version, changes=changes, day=day))

    def _is_behind(self, last: Change) -> bool:
        """Say whether the file has the policy from before the last change, and that change with it."""
        change = self.roster.policy_change
        is_it = change is not None and _is(change, last)
        return is_it and self.roster.policy == last.before

    def _announce(self, session: Session, stored: Stored, now: datetime) -> None:
        change, coming = self.roster.policy_change, stored.coming
        if change is not None and stored.last is not None and self._is_behind(stored.last):
            change = None
        if change is not None and coming is not None and _is(change, coming):
            self._tell(session, coming, What.ANNOUNCED)  # a team or a channel may be new
            return
        if coming is not None:
            self._call_off(session, coming, now)
        if change is not None:
            self._tell(session, self._made(session, stored, change, now), What.ANNOUNCED)
        elif coming is not None:
            self._tell(session, coming, What.CALLED_OFF)

    def _call_off(self, session: Session, coming: Change, now: datetime) -> None:
        store.close(session, coming.id, State.CALLED_OFF, now)
        outbox_store.cancel(session, now=now, kinds=[NOTICE])
        details = {"version": coming.said.version(self._floor)}
        self.trail.note(session, Noted(Act.POLICY_CALLED_OFF, details=details))
        _log.info("policy_change_called_off", version=details["version"])

    def _made(
        self, session: Session, stored: Stored, change: PolicyChange, now: datetime
    ) -> Change:
        """Write down a change that is new, with those who stand behind it."""
        earliest = self._today(now) + _NOTICE
        if change.takes_effect < earliest:
            day, first = words.day(change.takes_effect), earliest.isoformat()
            raise OperatorError(words.TOO_SOON.format(day=day, earliest=first, days=NOTICE_DAYS))
        approved = sorted(set(change.approved_by))
        made = Change(
            id=uuid.uuid4().hex,
            said=change.policy,
            before=stored.policy,
            why=change.why,
            takes_effect=change.takes_effect,
            approvers=len(approved),
            announced_at=now,
        )
        store.announce(session, made)
        day = change.takes_effect.isoformat()
        details = {"version": made.said.version(self._floor), "takes_effect": day}
        self.trail.note(session, Noted(Act.POLICY_ANNOUNCED, details=details))
        for steward in approved:
            self.trail.note(session, Noted(Act.POLICY_APPROVED, by=steward, details=details))
        _log.info("policy_change_announced", version=details["version"])
        return made

    def _tell(self, session: Session, change: Change, what: What) -> None:
        """Plan a notice to the channel of each team; that it does not come, only where it was told."""
        for team in self.roster.teams:
            if what is What.ANNOUNCED or deliver.stands(session, team) is not None:
                deliver.put(self.outbox, session, team, change, what)


def _is(change: PolicyChange, stored: Change) -> bool:
    """Say whether a change in the file is one that is stored: what, when and why."""
    said = (change.policy, change.takes_effect, change.why)
    return said == (stored.said, stored.takes_effect, stored.why)


def _changes(before: Policy, after: Policy) -> str:
    """Return what one policy would change of another, for whoever runs Coach."""
    return unescape(" ".join(differences(before, after)))
