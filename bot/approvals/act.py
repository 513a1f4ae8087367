"""What stewards may do with what teams ask for, each in one transaction."""

from dataclasses import dataclass
from typing import Any

from bot.approvals import modal, words
from bot.approvals.keep import Approvals
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.slack.inputs import Filled, View, notice
from bot.slack.opening import errors, instead

KIND = "approvals"


@dataclass(frozen=True, slots=True)
class Approving:
    """Answers for stewards.

    Attributes:
        approvals: keeps what is asked and answered.
    """

    database: Database
    inbox: Inbox
    approvals: Approvals

    def approve(self, user: str, request: str, identity: str) -> str:
        """Approve what a team asked for, once; return what the steward is told.

        Args:
            user: who presses.
            request: the request's id.
            identity: what makes it this very press.
        """
        try:
            self._refuse_others(user)
            with self.database.write() as session:
                if self.inbox.once(session, KIND, identity):
                    self.approvals.approve(session, request, user)
        except UserError as error:
            return str(error)
        return words.APPROVED_NOW

    def window(self, user: str, request: str) -> View:
        """Return the form in which a steward says not yet.

        Raises:
            UserError: they are no steward.
        """
        self._refuse_others(user)
        return modal.not_yet(request)

    def not_yet(
        self, user: str, view: str, request: str, filled: dict[str, Filled]
    ) -> dict[str, Any]:
        """Say not yet, once; return what Slack is answered.

        Args:
            user: who answers.
            view: the form's id, which makes it this very one.
            request: the request's id.
            filled: what stands in each field.
        """
        reason = modal.reason_in(filled)
        if problem := modal.problem(reason):
            return errors({modal.REASON: problem})
        try:
            self._refuse_others(user)
            with self.database.write() as session:
                if self.inbox.once(session, KIND, f"view:{view}"):
                    self.approvals.not_yet(session, request, user, reason)
        except UserError as error:
            return errors({modal.REASON: str(error)})
        return instead(notice(words.SENT))

    def send(self) -> None:
        """Send what has just been planned, without waiting for the next wake-up."""
        self.approvals.outbox.drain()

    def _refuse_others(self, user: str) -> None:
        roster = self.approvals.roster
        if not roster.is_steward(user):
            stewards = " or ".join(f"<@{one}>" for one in roster.organisation.stewards)
            raise UserError(words.STEWARDS_ONLY.format(stewards=stewards))
