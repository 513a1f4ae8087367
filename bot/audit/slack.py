"""`/coach audit` in Slack: read, authorise, write down that it is read, acknowledge, show."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.audit.act import Overseeing
from bot.audit.carried import Action
from bot.slack.client import respond
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = "audit"


class Audit:
    """What Slack may ask of this capability.

    Args:
        overseeing: shows it.
        workers: what may take its time.
    """

    def __init__(self, overseeing: Overseeing, workers: Workers) -> None:
        self._overseeing = overseeing
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the button."""
        who_did = "who opened, changed and deleted what"
        table.add(Word("audit", USAGE, who_did, self.read, frozenset({Role.STEWARD})))
        app.action(Action.OLDER)(self.older)

    def read(self, call: Call) -> Reply:
        """Answer `/coach audit`."""
        return self._overseeing.page(call.user, f"{call.workspace}:{call.trigger}")

    def older(self, ack: Ack, body: Body) -> None:
        """Put older entries into the place of those that are shown."""
        user, url, before = body["user"]["id"], body["response_url"], _number(body)
        reply = self._overseeing.page(user, _identity(body), before)
        ack()
        self._workers.submit("audit", lambda: respond(url, reply, replace=True))


def _number(body: Body) -> int:
    return int(body["actions"][0]["value"])


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )
