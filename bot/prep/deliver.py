"""Brings a page that was asked for to the messages of whoever asked, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot import log
from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.clock import Clock
from bot.commitments.carry import Carry
from bot.db import Database, Session
from bot.delivery import removal_store
from bot.delivery.inbox import Inbox
from bot.delivery.post import Uncertain, post_once
from bot.delivery.removal_store import Standing
from bot.delivery.store import Entry
from bot.delivery.tables import State
from bot.errors import CoachError, TransientError
from bot.pilot import keep as pilots
from bot.playbook.template import Playbook
from bot.prep import blocks, words
from bot.prep.ask import Page, PageRequest, may_see
from bot.prep.evaluating import Evaluations
from bot.prep.prepare import prepare
from bot.slack.client import Posted, Poster
from bot.slack.problems import ChartsRefused, SlackBusy
from bot.slack.reference import new_reference
from bot.teams.roster import Roster

KIND = "prep.page"
USEFUL_FOR = timedelta(minutes=15)
"""A page that comes later than this is no help before a conversation."""
TRY_AGAIN = 10.0
"""Seconds until the next try when Slack does not say."""
Tell = Callable[[str], None]
_log = log.get("prep")


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Makes and posts pages."""

    database: Database
    inbox: Inbox
    roster: Roster
    playbook: Playbook
    poster: Poster
    carry: Carry
    evaluations: Evaluations
    trail: Trail
    clock: Clock

    def deliver(self, entry: Entry, tell: Tell | None = None) -> None:
        """Deliver one page and close its request, or leave it to be tried again.

        Args:
            entry: the request, which this process has in hand.
            tell: says something to the person in private, where that is still possible.
        """
        now = self.clock.now()
        if now >= entry.lease_until and not self.inbox.renew(entry):
            return  # it waited here for so long that another process has it
        if now - entry.received_at > USEFUL_FOR:
            self._fail(entry, tell, words.TOO_LATE)
            return
        try:
            where = self._post(entry, tell)
        except TransientError as error:
            wait = error.retry_after if isinstance(error, SlackBusy) else TRY_AGAIN
            self.inbox.postpone(entry, wait)
            _log.info("page_postponed", reason=str(error), seconds=wait)
            if entry.attempts == 1:
                _say(tell, words.LATER)
        except CoachError as error:
            self._fail(entry, tell, str(error), error)
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has the trace
            self._fail(entry, tell, words.OUR_FAULT, error)
        else:
            self._settle(entry, where)

    def _settle(self, entry: Entry, where: Posted | None) -> None:
        if where is None:
            self.inbox.settle(entry, State.FAILED)
        else:
            self.inbox.settle(entry, State.DONE, partial(self._note, entry, where))

    def _post(self, entry: Entry, tell: Tell | None) -> Posted | None:
        """Post one page, and return where it stands; None where they may not see it any more."""
        request = PageRequest.from_json(entry.request)
        if not may_see(self.roster, request):
            _say(tell, words.GONE_TEAM if request.page is Page.PREP else words.GONE_MINE)
            return None
        made = self._made(request)
        try:
            return self._send(entry, request, made(charts=True))
        except ChartsRefused:
            _log.info("charts_refused")
            return self._send(entry, request, made(charts=False))

    def _made(self, request: PageRequest) -> Callable[..., Mapping[str, Any]]:
        """Return what makes the message, with native charts or without."""
        now, stewards = self.clock.now(), self.roster.organisation.stewards
        with self.database.read() as connection:
            evaluating = self.evaluations.of(connection, request, now)
            prep = prepare(connection, self.roster, self.playbook, request, now, evaluating)
            if request.page is Page.TEAM:
                return partial(blocks.team_page, prep, stewards, now)
            still_open = self.carry.still_open(connection, request.user, request.engineer)
        return partial(blocks.page, prep, stewards, now, still_open)

    def _send(self, entry: Entry, request: PageRequest, message: Mapping[str, Any]) -> Posted:
        if request.channel is not None and request.ts is not None:
            where = Posted(request.channel, request.ts)
            self.poster.update(where, message)
            return where
        return post_once(
            self.poster,
            channel=self.poster.direct_channel(request.user),
            message=message,
            key=entry.key,
            attempts=entry.attempts,
            since=entry.received_at,
        )

    def _note(self, entry: Entry, where: Posted, session: Session) -> None:
        """Write down where the page stands, and who saw which; with its first page a team's pilot begins."""
        asked = PageRequest.from_json(entry.request)
        if asked.ts is None:  # another template stands in the page's own place
            page = Standing(
                entry.key, asked.page, asked.user, asked.engineer, where.channel, where.ts,
                self.clock.now(),
            )  # fmt: skip
            removal_store.stands(session, page)
        act = Act.PAGE_SHOWN if asked.page is Page.PREP else Act.TEAM_PAGE_SHOWN
        seen = Noted(act, by=asked.user, about=asked.engineer or "", team=asked.team)
        begun = pilots.begin(session, asked.team, self.clock.now())
        self.trail.note_at_once(session, *begun, seen)

    def _fail(
        self, entry: Entry, tell: Tell | None, reason: str, error: Exception | None = None
    ) -> None:
        reference = new_reference()
        if not self.inbox.settle(entry, State.FAILED):
            return  # another process has it, and speaks for itself
        crash = None if isinstance(error, CoachError) else error
        _log.error("page_failed", reference=reference, reason=reason, exc_info=crash)
        said = words.UNSURE if isinstance(error, Uncertain) else words.TROUBLE
        _say(tell, said.format(reason=reason, reference=reference))


def _say(tell: Tell | None, text: str) -> None:
    if tell is None:
        return
    try:
        tell(text)
    except CoachError as error:
        _log.info("could_not_tell", reason=str(error))
