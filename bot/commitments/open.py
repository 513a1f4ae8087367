"""Opens the form and the window with all versions, inside the three seconds that Slack gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.audit.trail import Trail
from bot.clock import Clock
from bot.commitments import ask, form, modal, plan, read, seen
from bot.commitments.carried import Draft
from bot.commitments.modal import Shown
from bot.commitments.read import Record
from bot.commitments.record import Revision, Side, Stage
from bot.db import Database
from bot.errors import UserError
from bot.metrics import catalogue, choices
from bot.people.hours import Hours, shared_working_day
from bot.people.know import People
from bot.sealing.vault import Vault
from bot.slack import inputs
from bot.slack.client import Views
from bot.slack.text import clean, clip, unescape
from bot.teams import formal
from bot.teams.policy import Policy
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens windows for people.

    Attributes:
        pattern_of: returns what a team's page observes, to begin the form with.
        policy: returns the policy that is in force now.
    """

    database: Database
    vault: Vault
    people: People
    roster: Roster
    views: Views
    trail: Trail
    clock: Clock
    pattern_of: Callable[[str], tuple[str, str]]
    policy: Callable[[], Policy]

    def new(self, user: str, trigger: str, draft: Draft, texts: Mapping[str, str]) -> None:
        """Open an empty form, or one that begins with a team's page.

        Args:
            user: a manager.
            trigger: Slack's right to open a window; good for three seconds.
            draft: what it is about.
            texts: what stands in fields from the start; the page fills in the pattern otherwise.

        Raises:
            CoachError: Slack did not open it.
        """
        team = draft.team or self._only_team(user)
        pattern, metric = self.pattern_of(team) if team else ("", "")
        mine = self._hours(user)
        theirs = self._hours(draft.engineer) if draft.engineer else mine
        today = self.clock.now().astimezone(mine.zone).date()
        metrics = self._metrics()
        shown = Shown(
            draft=replace(draft, team=team),
            texts={form.PATTERN: pattern, **texts},
            check_in=plan.default_check_in(today, mine, theirs),
            metric=metric if metric in metrics else None,
            metrics=metrics,
        )
        self.views.open(trigger, modal.record(shown))
        self._get_to_know(user, draft.engineer)

    def suggest(self, user: str, trigger: str, conversation: str, draft: Draft) -> None:
        """Open a form with a record as it stands, to change it or to go on from it.

        Raises:
            UserError: the record is gone, or not theirs.
            CoachError: Slack did not open it.
        """
        found = self._record(user, conversation)
        one = found.conversation
        hours = {side: self._hours(one.person(side)) for side in Side}
        base = found.newest if one.stage is Stage.PROPOSED else found.in_force
        check_in = self._check_in(base, hours, anew=bool(draft.follows))
        # It shows what stands now, so it changes that, whatever the button stood beside.
        filled = replace(draft, team=one.team, engineer=one.engineer, revision=one.revision)
        shown = modal.from_revision(filled, base, check_in)
        self.views.open(trigger, modal.record(replace(shown, metrics=self._metrics())))
        self._get_to_know(one.manager, one.engineer)

    def history(self, user: str, trigger: str, conversation: str) -> None:
        """Open the window with all versions of a record.

        Raises:
            UserError: the record is gone, or not theirs.
            CoachError: Slack did not open it.
        """
        found = self._record(user, conversation)
        self.views.open(trigger, modal.history(found, self._hours(user).zone))

    def formal(self) -> inputs.View:
        """Return what stands in the form's place for a formal conversation."""
        return inputs.notice(formal.said(self.policy(), self.roster.organisation.stewards))

    def put_away(self, view: str) -> None:
        """Take an open form away, because the conversation was formal."""
        self.views.update(view, self.formal())

    def notice(self, trigger: str, text: str) -> None:
        """Open a window that only says something, where there is no other place to say it."""
        self.views.open(trigger, inputs.notice(text))

    def from_message(self, user: str, trigger: str, message: Mapping[str, Any]) -> None:
        """Open a form whose draft is a message: the promise of whoever wrote it.

        Raises:
            UserError: they manage no team.
            CoachError: Slack did not open it.
        """
        draft = ask.new_draft(self.roster, user, "")
        author = str(message.get("user") or "")
        text = clip(clean(unescape(str(message.get("text") or ""))).strip(), form.MOST)
        field = form.PATTERN
        if author == user:
            field = form.MANAGER_WILL
        elif any(team.has_member(author) for team in self.roster.teams_managed_by(user)):
            field = form.ENGINEER_WILL
            draft = Draft(ask.pair_of(self.roster, user, author).team.id, author)
        self.new(user, trigger, draft, {field: text})

    def rules(self, user: str, other: str) -> form.Rules:
        """Return what a form of somebody's is held to."""
        mine, theirs = self._hours(user), self._hours(other or user)
        return form.Rules(
            today=self.clock.now().astimezone(mine.zone).date(),
            next_day_of_both=lambda day: shared_working_day(mine, theirs, day),
            metrics=self._metrics(),
        )

    def _record(self, user: str, conversation: str) -> Record:
        with self.database.read() as connection:
            found = read.record(connection, self.vault, conversation)
        if found is None:
            raise UserError("This record was deleted: it is kept nowhere any more.")
        if found.conversation.forgotten is not None:
            raise UserError(
                "The other side asked me to forget them; nothing more comes of this record."
            )
        if found.conversation.side_of(user) is None:
            raise UserError("Only the two people of a record can do that.")
        self.trail.note_seen(self.database, seen.of_record(user, found.conversation))
        return found

    def _check_in(self, base: Revision, hours: Mapping[Side, Hours], *, anew: bool) -> date:
        """Return the day that stands in the record, or a new one where that is over."""
        today = self.clock.now().astimezone(hours[Side.MANAGER].zone).date()
        planned = base.terms.check_in
        if planned > today and not anew:
            return planned
        return plan.default_check_in(today, hours[Side.MANAGER], hours[Side.ENGINEER])

    def _metrics(self) -> frozenset[str]:
        """Return the ids of the metrics that may be chosen."""
        return _measurable(self.policy())

    def _only_team(self, user: str) -> str:
        teams = self.roster.teams_managed_by(user)
        return teams[0].id if len(teams) == 1 else ""

    def _hours(self, user: str) -> Hours:
        with self.database.read() as connection:
            return self.people.known_hours(connection, user)

    def _get_to_know(self, *users: str) -> None:
        """Ask Slack about both, now that nobody waits: where they live, and whether they are here."""
        for user in users:
            if user:
                self.people.person(user)


def _measurable(policy: Policy) -> frozenset[str]:
    return frozenset(one.id for one in choices.measurable() if policy.allows(one.id))


def focus_metric(names: tuple[str, ...], policy: Policy) -> str:
    """Return the first of some metrics that an experiment can be looked at with; "" for none."""
    can = _measurable(policy)
    return next((name for name in (*names, *catalogue.SAFEST) if name in can), "")
