"""What Coach knows of people: who may be written to, and when. Slack is asked once a day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import log
from bot.clock import Clock
from bot.db import Connection, Database, Session
from bot.errors import CoachError, SkippedError
from bot.people import store
from bot.people.hours import Dnd, Hours
from bot.people.store import Stored
from bot.people.tables import Kind
from bot.slack.directory import Directory, SlackUser
from bot.slack.problems import ScopeMissing
from bot.teams.roster import Roster

FRESH = timedelta(hours=24)
"""For so long Slack is not asked again about a person."""
REST = 60.0
"""Seconds in which Slack is asked about nobody after it could not be asked: each try takes time."""
LONGEST_SNOOZE = timedelta(days=1)
"""Somebody may put notifications off for ever; Coach looks again after a day."""
_log = log.get("people")


@dataclass(frozen=True, slots=True)
class Person:
    """What Coach knows of a person.

    Attributes:
        user: their id in Slack.
        zone: their time zone.
        stopped: whether they said stop, so that nothing may be sent to them unasked.
        gone: whether their account is deactivated.
        kind: member, guest or bot.
    """

    user: str = field(repr=False)
    zone: ZoneInfo
    stopped: bool = False
    gone: bool = False
    kind: Kind = Kind.MEMBER


class People:
    """Knows people from Slack, as far as it has a need to, and their working days from the roster.

    `person`, `hours` and `dnd` may ask Slack, so they are never called inside a transaction; the
    other methods never ask.
    """

    def __init__(
        self,
        database: Database,
        roster: Roster,
        clock: Clock,
        directory: Directory,
        *,
        dnd: bool = True,
    ) -> None:
        """Know nobody yet.

        Args:
            database: where what is known is kept.
            roster: who works when.
            clock: for how long something is known.
            directory: Slack's.
            dnd: whether the scope was granted to ask when somebody is not to be disturbed.
        """
        self._database = database
        self._roster = roster
        self._clock = clock
        self._directory = directory
        self._dnd = dnd
        self._rests_until = float("-inf")
        self.on_gone: Callable[[Session, str], None] = lambda _session, _user: None
        """Called, in the transaction that writes it down, once somebody's account is deactivated."""

    def person(self, user: str) -> Person:
        """Return what is known of a person. Slack is asked if it was not in the last 24 hours.

        Where Slack cannot be asked, what is stored stands; of somebody never seen before, no more
        is known than the zone of their team, or else the organisation's.
        """
        now = self._clock.now()
        with self._database.read() as connection:
            stored = store.get(connection, user)
        if stored is None or stored.checked_at is None or stored.checked_at <= now - FRESH:
            self._ask(user, now)
            with self._database.read() as connection:
                stored = store.get(connection, user)
        return self._made(user, stored)

    def hours(self, user: str) -> Hours:
        """Return when a person works; Slack may be asked, as for `person`."""
        return self.hours_of(self.person(user))

    def hours_of(self, person: Person) -> Hours:
        """Return when a person works of whom it is known already what there is to know."""
        return Hours(person.zone, self._roster.work_week_of(person.user))

    def dnd(self, user: str) -> Dnd:
        """Ask Slack when a person is not to be disturbed; never, without the scope to know it.

        Raises:
            CoachError: Slack did not say; `bot.slack.problems` has the reasons.
        """
        if not self._dnd:
            return Dnd()
        try:
            said = self._directory.dnd(user)
        except ScopeMissing:  # it was taken back
            return Dnd()
        snoozed = said.snoozed_until
        if snoozed is not None:
            snoozed = min(snoozed, self._clock.now() + LONGEST_SNOOZE)
        return Dnd(said.starts, said.ends, snoozed)

    def known(self, reading: Session | Connection, user: str) -> Person:
        """Return what is known of a person without asking Slack, for use inside a transaction."""
        return self._made(user, store.get(reading, user))

    def known_hours(self, reading: Session | Connection, user: str) -> Hours:
        """Return when a person works without asking Slack, for use inside a transaction."""
        return self.hours_of(self.known(reading, user))

    def concerns(self, user: str) -> bool:
        """Say whether Coach has a need to know anything of a person: most are none of its business.

        It has of those in the roster, and of those of whom it knows something already.
        """
        if self._roster.knows(user):
            return True
        with self._database.read() as connection:
            return store.get(connection, user) is not None

    def hear(self, session: Session, user: str, said: SlackUser, at: datetime) -> None:
        """Write down what Slack says of a person; `on_gone` is called when it is news that they left.

        Args:
            session: a transaction.
            user: of whom it speaks.
            said: what it says.
            at: when it said so. What is older than what is known is not believed: Slack is then
                asked at the next need.
        """
        if not store.hear(session, user, at):
            return
        if said.deleted:
            self.left(session, user)
        else:
            zone = said.tz if _zone(said.tz) is not None else None
            store.learn(session, user, kind=_kind(said), time_zone=zone)

    def left(self, session: Session, user: str) -> None:
        """Write down that somebody's account is deactivated; `on_gone` is called if that is news."""
        if store.set_gone(session, user, self._clock.now()):
            self.on_gone(session, user)

    def doubt(self, session: Session, user: str) -> None:
        """Let Slack be asked about a person at the next need, however lately it was."""
        store.doubt(session, user)

    def forget(self, session: Session, user: str) -> None:
        """Delete what is stored of a person. Only that they said stop stays: it protects them."""
        store.forget(session, user)

    def _ask(self, user: str, now: datetime) -> None:
        """Ask Slack about a person, outside of any transaction, and write down what it says."""
        if self._clock.monotonic() < self._rests_until:
            return
        said = None
        try:
            said = self._directory.user(user)
        except SkippedError as error:  # Slack does not show this one person: ask again tomorrow.
            _log.info("person_not_shown", reason=type(error).__name__)
        except CoachError as error:
            self._rests_until = self._clock.monotonic() + REST
            _log.warning("slack_not_asked", reason=type(error).__name__)
            return
        with self._database.write() as session:
            if said is None:
                store.hear(session, user, now)
            else:
                self.hear(session, user, said, now)

    def _made(self, user: str, stored: Stored | None) -> Person:
        zone = _zone(stored.time_zone) if stored is not None else None
        if zone is None:
            zone = self._roster.zone_of(user)
        if stored is None:
            return Person(user, zone)
        return Person(
            user=user,
            zone=zone,
            stopped=stored.stopped_at is not None,
            gone=stored.gone_at is not None,
            kind=stored.kind,
        )


def in_turn(*told: Callable[[Session, str], None]) -> Callable[[Session, str], None]:
    """Return what tells several, one after another, that somebody's account is deactivated."""

    def all_of_them(session: Session, user: str) -> None:
        for one in told:
            one(session, user)

    return all_of_them


def _kind(said: SlackUser) -> Kind:
    if said.is_bot:
        return Kind.BOT
    return Kind.GUEST if said.is_restricted else Kind.MEMBER


def _zone(name: str | None) -> ZoneInfo | None:
    """Return a zone by its IANA name; None where there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        # Not in the database, a path that leads out of it, or one of its folders.
        return None
