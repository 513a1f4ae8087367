"""`/coach` alone, `/coach announce`, and the button below it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.slack.opening import say
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers
from bot.welcome.announce import Announcing
from bot.welcome.blocks import POST_ACTION
from bot.welcome.greet import greeting

Body = Mapping[str, Any]
USAGE = "announce [team]"


class Welcome:
    """What Slack may ask of this capability.

    Args:
        announcing: what a manager may do.
        workers: what may take its time after Slack was answered.
    """

    def __init__(self, announcing: Announcing, workers: Workers) -> None:
        self._announcing = announcing
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Greet, add the word, and listen to the button."""
        table.greet_with(self.greet)
        summary = "a text that tells your team of Coach, to read and post"
        table.add(Word("announce", USAGE, summary, self.announce, frozenset({Role.MANAGER})))
        app.action(POST_ACTION)(self.post)

    def greet(self, call: Call) -> Reply:
        """Answer `/coach` with nothing after it."""
        return {"text": greeting(self._announcing.roster, call.user)}

    def announce(self, call: Call) -> Reply:
        """Answer `/coach announce`."""
        return self._announcing.preview(call.user, call.rest)

    def post(self, ack: Ack, body: Body) -> None:
        """Post what the manager has read."""
        action, user = body["actions"][0], body["user"]["id"]
        identity = ":".join((body["team"]["id"], user, action["action_ts"], action["action_id"]))
        said, url = self._announcing.post(user, action["value"], identity), body["response_url"]
        ack()
        self._workers.submit("outbox", self._announcing.send)
        self._workers.submit("tell_posting", lambda: say(url, said))
