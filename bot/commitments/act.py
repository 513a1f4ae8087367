"""What people may do with records in Slack, each in one transaction, done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.clock import Clock
from bot.commitments import ask, blocks, form, listing, plan, store, words
from bot.commitments.appointment import Appointments
from bot.commitments.carried import About, Action, Draft
from bot.commitments.keep import Records
from bot.commitments.mine import Mine
from bot.commitments.noting import Noting
from bot.commitments.open import Opener
from bot.commitments.record import Conclusion, Promise, Side
from bot.db import Database, Session
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.errors import SkippedError, TransientError, UserError
from bot.people.know import People
from bot.slack.opening import errors, instead, say
from bot.teams.formal import FORMAL
from bot.teams.roster import Roster

KIND = "commitments"


@dataclass(frozen=True, slots=True)
class Acts:
    """What people may do."""

    database: Database
    inbox: Inbox
    outbox: Outbox
    records: Records
    mine: Mine
    people: People
    roster: Roster
    opener: Opener
    appointments: Appointments
    noting: Noting
    clock: Clock
    refresh: Callable[[], object]
    """Shows people's Home tabs anew where something changed, without being waited for."""

    @property
    def windows(self) -> frozenset[Action]:
        """The buttons that open a window and change nothing."""
        return frozenset(
            {
                Action.RECORD,
                Action.SUGGEST,
                Action.CHANGE,
                Action.ADJUST,
                Action.ANOTHER,
                Action.HISTORY,
            }
        )

    def send(self) -> None:
        """Show and send what has just been planned, without waiting for the next wake-up."""
        self.refresh()
        self.outbox.drain()

    def new_draft(self, user: str, text: str) -> Draft:
        """Return what a manager's new form is about.

        Raises:
            UserError: they may not record, or name nobody they can record with.
        """
        return ask.new_draft(self.roster, user, text)

    def open_or_say(
        self, user: str, trigger: str, message: Mapping[str, Any] | None = None
    ) -> None:
        """Open a form from a shortcut; whoever may not record gets a window that says so."""
        try:
            if message is not None:
                self.opener.from_message(user, trigger, message)
            else:
                self.opener.new(user, trigger, self.new_draft(user, ""), {})
        except UserError as error:
            self.opener.notice(trigger, str(error))

    def window(self, name: Action, user: str, trigger: str, value: str) -> None:
        """Open the window that a button stands for.

        Raises:
            CoachError: it cannot be opened; the message says why.
        """
        if name is Action.RECORD:
            team, _, engineer = value.partition("/")
            draft = self.new_draft(user, f"<@{engineer}>" if engineer else "")
            chosen = Draft(draft.team or team, draft.engineer)
            self.opener.new(user, trigger, chosen, {})
            return
        about = About.decode(value)
        if name is Action.HISTORY:
            self.opener.history(user, trigger, about.conversation)
            return
        conclusion = blocks.CONCLUDES.get(name)
        if conclusion is not None:
            draft = Draft(follows=about.conversation, conclusion=conclusion)
        else:
            draft = Draft(conversation=about.conversation, revision=about.revision)
        self.opener.suggest(user, trigger, about.conversation, draft)

    def window_or_say(self, name: Action, user: str, trigger: str, value: str) -> None:
        """Open the window that a button in a Home tab stands for, or one that says why there is none.

        Raises:
            CoachError: neither can be opened.
        """
        try:
            self.window(name, user, trigger, value)
        except UserError as error:
            self.opener.notice(trigger, str(error))

    def submitted(self, user: str, view: str, metadata: str, filled: form.Filled) -> dict[str, Any]:
        """Keep a form; return what Slack is answered: nothing, once it is kept.

        A form that is submitted twice is kept once. One of a formal conversation is not looked at.
        """
        if filled.get(form.PURPOSE) == FORMAL:
            return instead(self.opener.formal())
        problems = self._submit(user, view, metadata, filled)
        return errors(problems) if problems else {}

    def _submit(self, user: str, view: str, metadata: str, filled: form.Filled) -> dict[str, str]:
        """Keep a form; return what is wrong with it by field, or nothing."""
        draft = Draft.decode(metadata)
        engineer = draft.engineer or str(filled.get(form.ENGINEER) or "")
        try:
            pair = self._pair(user, draft, engineer)
        except UserError as error:
            field = form.PATTERN if draft.engineer else form.ENGINEER
            return {field: str(error)}
        other = pair.engineer if user == pair.manager else pair.manager
        found = form.read(filled, self.opener.rules(user, other))
        if not isinstance(found, form.Form):
            return found
        try:
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self._keep(session, user, draft, pair, found)
        except UserError as error:
            return {form.PATTERN: str(error)}
        return {}

    def change(
        self, name: Action, user: str, identity: str, chosen: tuple[str, date | None]
    ) -> bool:
        """Do what a button says, once; return whether this was the first time.

        Raises:
            UserError: it cannot be done; the message says why.
        """
        value, day = chosen
        if name in {Action.HELP, Action.GOOGLE, Action.OUTLOOK}:
            return False
        with self.database.write() as session:
            is_first = self.inbox.once(session, KIND, identity)
            if is_first and name is not Action.ICS:
                self._change(session, name, user, value, day)
        return is_first

    def listing(self, user: str) -> dict[str, Any]:
        """Return what is open between somebody and others; whose records they see stands in the audit."""
        with self.database.read() as connection:
            found = self.mine.open_of(connection, user)
        self.noting.shows(found)
        return listing.listing(found)

    def send_file(self, user: str, value: str, channel: str, url: str) -> None:
        """Send somebody the check-in as a calendar file, or say that it did not work."""
        try:
            self.appointments.send(user, value, channel)
        except UserError as error:
            say(url, str(error))

    def _pair(self, user: str, draft: Draft, engineer: str) -> ask.Pair:
        """Return the two people of a form; who they are is asked anew, whatever the form carries."""
        known = draft.conversation or draft.follows
        if not known:
            return self._new_pair(user, engineer, draft.team)
        with self.database.read() as connection:
            held = store.get(connection, known)
        if held is None:
            raise UserError("This record was deleted: it is kept nowhere any more.")
        if held.side_of(user) is None:
            raise UserError("Only the two people of a record can do that.")
        if held.team not in self.roster.by_id:
            raise UserError(words.FORM_NO_TEAM)
        return ask.Pair(self.roster.team(held.team), held.manager, held.engineer)

    def _new_pair(self, user: str, engineer: str, team: str) -> ask.Pair:
        pair = ask.pair_of(self.roster, user, engineer, team)
        try:
            person = self.people.person(engineer)
        except (TransientError, SkippedError):
            return pair  # The roster lists them; whether Slack still does shows when they are told.
        if person.gone or person.kind != "member":
            raise UserError(words.FORM_NOBODY)
        return pair

    def _keep(
        self, session: Session, user: str, draft: Draft, pair: ask.Pair, filled: form.Form
    ) -> None:
        if draft.conversation:
            self.records.suggest(session, draft.conversation, user, draft.revision, filled)
            return
        if draft.follows:
            self.records.conclude(session, draft.follows, user, Conclusion(draft.conclusion))
        self.records.record(
            session,
            team=pair.team.id,
            manager=pair.manager,
            engineer=pair.engineer,
            author=Side.MANAGER if user == pair.manager else Side.ENGINEER,
            form=filled,
            follows=draft.follows or None,
        )

    def _change(
        self, session: Session, name: Action, user: str, value: str, day: date | None
    ) -> None:
        about = About.decode(value) if name in _ABOUT_RECORDS else None
        if name is Action.AGREE and about is not None:
            self.records.agree(session, about.conversation, user, about.revision)
        elif name is Action.DECLINE and about is not None:
            self.records.decline(session, about.conversation, user, about.revision)
        elif name is Action.KEEP and about is not None:
            self.records.conclude(session, about.conversation, user, Conclusion.KEPT)
        elif name in _SETTLES:
            self.records.settle(session, value, user, _SETTLES[name])
        elif name is Action.SHARE:
            conversation, _, manager = value.partition("/")
            self.records.share(session, conversation, user, manager)
        else:
            self._snooze(session, user, value, day)

    def _snooze(self, session: Session, user: str, value: str, day: date | None) -> None:
        hours, now = self.people.known_hours(session, user), self.clock.now()
        if day is not None:
            commitment = blocks.commitment_of(value)
            if day <= now.astimezone(hours.zone).date():
                raise UserError("That day is not ahead of you. Choose one from tomorrow on.")
            if (day - now.date()).days > form.LATEST_DAYS:
                raise UserError("That is more than a year away; choose a nearer day.")
            until = plan.snoozed_to(hours, day, now)
        else:
            commitment, _, what = value.partition("/")
            week = what == blocks.SNOOZE_WEEK
            until = plan.monday_after(hours, now) if week else plan.day_after(hours, now)
        self.records.snooze(session, commitment, user, until)


_ABOUT_RECORDS = frozenset({Action.AGREE, Action.DECLINE, Action.KEEP})
_SETTLES: Mapping[Action, Promise] = {Action.DONE: Promise.DONE, Action.DROP: Promise.DROPPED}
