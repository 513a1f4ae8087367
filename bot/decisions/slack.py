"""Decisions in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.decisions import words
from bot.decisions.act import Deciding
from bot.decisions.carried import Action, Seen, View
from bot.slack.inputs import read_state
from bot.slack.opening import Windows
from bot.slack.role import OF_A_TEAM
from bot.slack.words import Call, Reply, Word, Words
from bot.teams.roster import Team

Body = Mapping[str, Any]
USAGE = "decide [team]"


class Decide:
    """What Slack may ask of this capability.

    Args:
        deciding: what people may do.
        windows: opens the form.
    """

    def __init__(self, deciding: Deciding, windows: Windows) -> None:
        self._deciding = deciding
        self._windows = windows

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons, the menu and the form."""
        says = "name what your team wants to improve this quarter"
        table.add(Word("decide", USAGE, says, self.asked, OF_A_TEAM))
        app.action(Action.OPEN)(self.opened)
        app.action(Action.TEAM)(self.opened)
        app.action(Action.END)(self.ended)
        app.view(View.FORM)(self.submitted)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach decide [team]`."""
        meant = self._deciding.asked(call.user, call.rest)
        if not isinstance(meant, Team):
            return meant
        self._windows.open(
            lambda: self._deciding.window(call.user, meant.id), call.trigger, call.response_url
        )
        return {"text": words.OPENING}

    def opened(self, ack: Ack, body: Body) -> None:
        """Open the form for the team that a button or menu names."""
        user, team, trigger = body["user"]["id"], _chosen(body), body["trigger_id"]
        ack()
        self._windows.open(
            lambda: self._deciding.window(user, team), trigger, body.get("response_url", "")
        )

    def submitted(self, ack: Ack, body: Body) -> None:
        """Save what was filled in, or say beside each field what is wrong."""
        view = body["view"]
        seen = Seen.decode(view["private_metadata"])
        ack(**self._deciding.submit(body["user"]["id"], view["id"], seen, read_state(view)))

    def ended(self, ack: Ack, body: Body) -> None:
        """End what is named, and say so in the form's place."""
        user, view = body["user"]["id"], body["view"]["id"]
        shown = self._deciding.end(user, Seen.decode(_chosen(body)))
        ack()
        self._windows.renew(lambda: shown, view)


def _chosen(body: Body) -> str:
    """Return what a button or menu carries."""
    action = body["actions"][0]
    return str((action.get("selected_option") or action)["value"])
