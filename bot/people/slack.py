"""`/coach stop` and `/coach start`, and Slack's own word that somebody left or moved."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from bot.clock import Clock
from bot.db import Database, Session
from bot.delivery.inbox import Inbox
from bot.people import store, words
from bot.people.know import People
from bot.slack.directory import SlackUser
from bot.slack.words import Call, Reply, Word, Words

Body = Mapping[str, Any]
USAGES = ("stop", "start")
CHANGED_EVENT = "user_change"
KIND = "people.changed"


class Wishes:
    """What people, and Slack about them, may tell this capability.

    Args:
        on_start: called when somebody who had said stop says start, in the transaction that writes
            it down.
        on_changed: called with whoever says stop or start, in that transaction too.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        people: People,
        clock: Clock,
        *,
        on_start: Callable[[Session, str], None],
        on_changed: Callable[[Session, Collection[str]], None],
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._people = people
        self._clock = clock
        self._on_start = on_start
        self._on_changed = on_changed

    def register(self, app: App, table: Words) -> None:
        """Add the words, and listen to changes of people."""
        stop, start = USAGES
        table.add(Word("stop", stop, "from now on I send you nothing unasked", self.stop))
        table.add(Word("start", start, "I may write to you again after a stop", self.start))
        app.event(CHANGED_EVENT)(self.changed)

    def stop(self, call: Call) -> Reply:
        """Answer `/coach stop`: from now on nothing is sent to this person unasked."""
        with self._database.write() as session:
            store.set_stopped(session, call.user, self._clock.now())
            self._on_changed(session, {call.user})
        return {"text": words.STOPPED}

    def start(self, call: Call) -> Reply:
        """Answer `/coach start`: this person may be written to again."""
        with self._database.write() as session:
            if store.clear_stopped(session, call.user):
                self._on_start(session, call.user)
            self._on_changed(session, {call.user})
        return {"text": words.STARTED}

    def changed(self, event: Body, body: Body) -> None:
        """Take note that somebody left, came back or moved to another time zone."""
        user, when = str(event["user"]["id"]), str(event["event_ts"])
        if not self._people.concerns(user):
            return
        at = datetime.fromtimestamp(float(when), UTC)
        with self._database.write() as session:
            if self._inbox.once(session, KIND, f"{body['team_id']}:{user}:{when}"):
                self._people.hear(session, user, SlackUser.read(event["user"]), at)
