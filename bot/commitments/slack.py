"""Records in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, App

from bot.commitments import words
from bot.commitments.act import Acts
from bot.commitments.carried import Action, View
from bot.slack.client import respond
from bot.slack.inputs import read_state
from bot.slack.opening import opening
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers
from bot.teams.formal import FORMAL

Body = Mapping[str, Any]
USAGES = ("commit @engineer", "commitments")
SHORTCUT, MESSAGE_SHORTCUT = "record_commitments", "commit_from_message"


class Commitments:
    """What Slack may ask of this capability.

    Args:
        acts: what people may do.
        workers: what may take its time.
        urgent: what Slack gives three seconds for: opening windows.
    """

    def __init__(self, acts: Acts, workers: Workers, urgent: Workers) -> None:
        self._acts = acts
        self._workers = workers
        self._urgent = urgent

    def register(self, app: App, table: Words) -> None:
        """Add the words, and listen to the buttons, the form and the shortcuts."""
        keeps = "write down what you both agreed"
        table.add(Word("commit", USAGES[0], keeps, self.commit, frozenset({Role.MANAGER})))
        table.add(Word("commitments", USAGES[1], "what is open, in both directions", self.listed))
        app.action(re.compile(r"^commitments\."))(self.pressed)
        app.action(Action.PURPOSE)(self.purpose_chosen)
        app.view(View.FORM)(self.submitted)
        app.global_shortcut(SHORTCUT)(self.shortcut)
        app.message_shortcut(MESSAGE_SHORTCUT)(self.message_shortcut)

    def commit(self, call: Call) -> Reply:
        """Answer `/coach commit @engineer` with the form."""
        draft = self._acts.new_draft(call.user, call.rest)
        self._open(
            lambda: self._acts.opener.new(call.user, call.trigger, draft, {}), call.response_url
        )
        return {"text": words.OPENING}

    def listed(self, call: Call) -> Reply:
        """Answer `/coach commitments`."""
        return self._acts.listing(call.user)

    def shortcut(self, ack: Ack, body: Body) -> None:
        """Open an empty form."""
        user, trigger = body["user"]["id"], body["trigger_id"]
        ack()
        self._open(lambda: self._acts.open_or_say(user, trigger), "")

    def message_shortcut(self, ack: Ack, body: Body) -> None:
        """Open a form that begins with a message."""
        user, trigger, message = body["user"]["id"], body["trigger_id"], body["message"]
        ack()
        url = body["response_url"]
        self._open(lambda: self._acts.open_or_say(user, trigger, message), url)

    def submitted(self, ack: Ack, body: Body) -> None:
        """Keep what was filled in, or say beside each field what is wrong."""
        view = body["view"]
        answer = self._acts.submitted(
            body["user"]["id"], view["id"], view["private_metadata"], read_state(view)
        )
        ack(**answer)
        if not answer:
            self._workers.submit("outbox", self._acts.send)

    def purpose_chosen(self, ack: Ack, body: Body) -> None:
        """Take the form away where the conversation was formal; nothing is written down."""
        chosen, view = body["actions"][0]["selected_option"]["value"], body["view"]["id"]
        ack()
        if chosen == FORMAL:
            self._open(lambda: self._acts.opener.put_away(view), "")

    def pressed(self, ack: Ack, body: Body) -> None:
        """Do what a button says: a window is opened at once, a change is written down first."""
        action, user = body["actions"][0], body["user"]["id"]
        name = Action(action["action_id"])
        if name in self._acts.windows:
            ack()
            url, trigger = body.get("response_url", ""), body["trigger_id"]
            value = str(action.get("value", ""))
            window = self._acts.window if url else self._acts.window_or_say
            self._open(lambda: window(name, user, trigger, value), url)
            return
        is_first = self._acts.change(name, user, _identity(body), _chosen(action))
        ack()
        self._workers.submit("outbox", self._acts.send)
        if is_first:
            self._after(name, user, body)

    def _after(self, name: Action, user: str, body: Body) -> None:
        place, url = body["container"], body.get("response_url", "")
        if name is Action.ICS:
            # A Home tab is in no conversation.
            value, channel = str(body["actions"][0]["value"]), place.get("channel_id", "")
            self._workers.submit("file", lambda: self._acts.send_file(user, value, channel, url))
        elif place.get("is_ephemeral"):
            self._workers.submit(
                "list", lambda: respond(url, self._acts.listing(user), replace=True)
            )

    def _open(self, what: Callable[[], None], url: str) -> None:
        self._urgent.submit("open_form", lambda: opening(what, url))


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )


def _chosen(action: Mapping[str, Any]) -> tuple[str, date | None]:
    """Return what a button or menu carries, and the day that was picked, if one was."""
    day = action.get("selected_date")
    if day:
        return str(action["block_id"]), date.fromisoformat(day)
    option = action.get("selected_option") or {}
    return str(option.get("value") or action.get("value") or ""), None
