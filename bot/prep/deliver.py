"""Brings a page that was asked for to the manager's messages, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot import log
from bot.clock import Clock
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.delivery.post import post_once
from bot.delivery.store import Entry
from bot.delivery.tables import State
from bot.errors import CoachError, TransientError
from bot.playbook.template import Playbook
from bot.prep import blocks, words
from bot.prep.ask import PageRequest
from bot.prep.prepare import prepare
from bot.slack.client import Posted, Poster
from bot.slack.problems import ChartsRefused, SlackBusy
from bot.slack.reference import new_reference
from bot.teams.access import may_prepare
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
    clock: Clock

    def deliver(self, entry: Entry, tell: Tell | None = None) -> None:
        """Deliver one page and close its request, or leave it to be tried again.

        Args:
            entry: the request, which this process has in hand.
            tell: says something to the person in private, where that is still possible.
        """
        request = PageRequest.from_json(entry.request)
        if self.clock.now() - entry.received_at > USEFUL_FOR:
            self._fail(entry, tell, "it took too long")
            return
        if not may_prepare(self.roster, request.user, request.team):
            self.inbox.settle(entry, State.FAILED)
            _say(tell, words.GONE_TEAM)
            return
        try:
            self._post(entry, request)
        except TransientError as error:
            wait = error.retry_after if isinstance(error, SlackBusy) else TRY_AGAIN
            self.inbox.postpone(entry, wait)
            _log.info("page_postponed", reason=str(error), seconds=wait)
            if entry.attempts == 1:
                _say(tell, words.LATER)
        except CoachError as error:
            self._fail(entry, tell, str(error))
        except Exception:  # noqa: BLE001 - the person is told, and the log has the trace
            _log.exception("page_crashed")
            self._fail(entry, tell, words.OUR_FAULT)
        else:
            self.inbox.settle(entry, State.DONE)

    def _post(self, entry: Entry, request: PageRequest) -> None:
        now = self.clock.now()
        with self.database.read() as connection:
            prep = prepare(connection, self.roster, self.playbook, request, now)
        try:
            self._send(entry, request, blocks.page(prep, now))
        except ChartsRefused:
            _log.info("charts_refused")
            self._send(entry, request, blocks.page(prep, now, charts=False))

    def _send(self, entry: Entry, request: PageRequest, message: Mapping[str, Any]) -> None:
        if request.channel is not None and request.ts is not None:
            self.poster.update(Posted(request.channel, request.ts), message)
            return
        post_once(
            self.poster,
            channel=self.poster.direct_channel(request.user),
            message=message,
            key=entry.key,
            attempts=entry.attempts,
            since=entry.received_at,
        )

    def _fail(self, entry: Entry, tell: Tell | None, reason: str) -> None:
        reference = new_reference()
        self.inbox.settle(entry, State.FAILED)
        _log.error("page_failed", reference=reference, reason=reason)
        _say(tell, words.TROUBLE.format(reason=reason, reference=reference))


def _say(tell: Tell | None, text: str) -> None:
    if tell is None:
        return
    try:
        tell(text)
    except CoachError as error:
        _log.info("could_not_tell", reason=str(error))
