"""The Home tab in Slack: read, write down what must not be lost, acknowledge, hand over."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.commitments.noting import Noting
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.home.answer import Answers
from bot.home.blocks import WORD_ACTION
from bot.home.publish import Homes
from bot.slack.words import Call, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
OPENED_EVENT = "app_home_opened"
KIND = "home.word"


class HomeTab:
    """What Slack may ask of this capability.

    Args:
        homes: publishes.
        noting: writes down whose records somebody sees there.
        answers: shows what a button comes to.
        table: what can be typed after `/coach`: each button stands for that.
        urgent: what Slack gives three seconds for: opening windows.
    """

    def __init__(  # noqa: PLR0913 - what it works with, each by its name
        self,
        database: Database,
        inbox: Inbox,
        homes: Homes,
        noting: Noting,
        answers: Answers,
        *,
        table: Words,
        urgent: Workers,
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._homes = homes
        self._noting = noting
        self._answers = answers
        self._table = table
        self._urgent = urgent

    def register(self, app: App) -> None:
        """Listen to whoever opens the tab, and to its buttons and menus."""
        app.event(OPENED_EVENT)(self.opened)
        app.action(re.compile(rf"^{re.escape(WORD_ACTION)}\b"))(self.asked)

    def opened(self, event: Body) -> None:
        """Show somebody their Home tab. Slack says the same of the tab with messages."""
        if event.get("tab") == "home":
            self._noting.opens_what_is_open(str(event["user"]))
            self._homes.opened(str(event["user"]), is_empty=not event.get("view"))

    def asked(self, ack: Ack, body: Body) -> None:
        """Do what one would type after `/coach`, and show what it comes to."""
        user, trigger = str(body["user"]["id"]), str(body["trigger_id"])
        typed, identity = _chosen(body["actions"][0]), _identity(body)
        reply = self._table.answer(Call(user, typed, trigger, body["team"]["id"], ""))
        with self._database.write() as session:
            is_first = self._inbox.once(session, KIND, identity)
        ack()
        if is_first:
            show = self._answers.show
            self._urgent.submit("home_answer", lambda: show(user, trigger, reply, identity))
            self._homes.refresh()


def _chosen(action: Mapping[str, Any]) -> str:
    option = action.get("selected_option") or {}
    return str(option.get("value") or action.get("value") or "")


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )
