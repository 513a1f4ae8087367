"""Marked weeks in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.context import words
from bot.context.act import Marking
from bot.context.carried import Action, View
from bot.slack.inputs import read_state
from bot.slack.opening import Windows
from bot.slack.role import OF_A_TEAM
from bot.slack.words import Call, Reply, Word, Words
from bot.teams.roster import Team

Body = Mapping[str, Any]
USAGE = 'context [add] [team] [kind from..to "text"]'
_ADD = "add"


class Context:
    """What Slack may ask of this capability.

    Args:
        marking: what people may do.
        windows: opens the form.
    """

    def __init__(self, marking: Marking, windows: Windows) -> None:
        self._marking = marking
        self._windows = windows

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons, the menus and the form."""
        says = "say what happened in your team's weeks"
        table.add(Word("context", USAGE, says, self.asked, OF_A_TEAM))
        app.action(Action.ADD)(self.opened)
        app.action(Action.TEAM)(self.opened)
        app.action(Action.TAKE_BACK)(self.taken_back)
        app.view(View.FORM)(self.submitted)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach context [team]` with the form, and `/coach context add …` at once."""
        first, rest = [*call.rest.split(maxsplit=1), "", ""][:2]
        if first.lower() == _ADD:
            return self._marking.add(call.user, rest, call.trigger)
        meant = self._marking.asked(call.user, call.rest)
        if not isinstance(meant, Team):
            return meant
        self._windows.open(
            lambda: self._marking.window(call.user, meant.id), call.trigger, call.response_url
        )
        return {"text": words.OPENING}

    def opened(self, ack: Ack, body: Body) -> None:
        """Open the form for the team that a button or menu names."""
        user, team, trigger = body["user"]["id"], _chosen(body), body["trigger_id"]
        ack()
        self._windows.open(
            lambda: self._marking.window(user, team), trigger, body.get("response_url", "")
        )

    def submitted(self, ack: Ack, body: Body) -> None:
        """Mark what was filled in, or say beside each field what is wrong."""
        view = body["view"]
        answer = self._marking.submit(
            body["user"]["id"], view["id"], view["private_metadata"], read_state(view)
        )
        ack(**answer)

    def taken_back(self, ack: Ack, body: Body) -> None:
        """Take a mark back, and show the form anew without it."""
        user, view = body["user"]["id"], body["view"]
        team = view["private_metadata"]
        self._marking.take_back(user, team, _chosen(body))
        ack()
        self._windows.renew(lambda: self._marking.window(user, team), view["id"])


def _chosen(body: Body) -> str:
    """Return what a button or menu carries."""
    action = body["actions"][0]
    return str((action.get("selected_option") or action)["value"])
