"""Pilots in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.pilot.act import Piloting
from bot.pilot.carried import Action, Part, View
from bot.slack.client import respond
from bot.slack.inputs import read_state
from bot.slack.opening import Windows, say
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = "pilot [team]"
_PARTS = frozenset({Role.MANAGER, Role.STEWARD})
"""Whom the help tells of it; what it means, everybody may ask."""


class Pilot:
    """What Slack may ask of this capability.

    Args:
        piloting: what people may do.
        windows: opens the form.
        workers: what may take its time.
    """

    def __init__(self, piloting: Piloting, windows: Windows, workers: Workers) -> None:
        self._piloting = piloting
        self._windows = windows
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons, the menu and the form."""
        says = "what in pilot means, and how one ends"
        table.add(Word("pilot", USAGE, says, self.asked, _PARTS))
        app.action(Action.TEAM)(self.chosen)
        app.action(re.compile(rf"{re.escape(Action.ANSWER)}(\..+)?"))(self.answering)
        app.action(re.compile(rf"{re.escape(Action.START)}(\..+)?"))(self.started)
        app.view(View.FORM)(self.submitted)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach pilot [team]`."""
        return self._piloting.asked(call.user, call.rest)

    def chosen(self, ack: Ack, body: Body) -> None:
        """Show where the pilot stands of the team that was chosen in the menu."""
        user, url = body["user"]["id"], body["response_url"]
        team = str(body["actions"][0]["selected_option"]["value"])
        ack()
        shown = self._piloting.standing(user, team)
        self._workers.submit("pilot_shown", lambda: respond(url, shown, replace=True))

    def answering(self, ack: Ack, body: Body) -> None:
        """Open the form for a part."""
        user, part = body["user"]["id"], Part.decode(str(body["actions"][0]["value"]))
        trigger, url = body["trigger_id"], body.get("response_url", "")
        ack()
        self._windows.open(lambda: self._piloting.window(user, part), trigger, url)

    def submitted(self, ack: Ack, body: Body) -> None:
        """Take what was filled in, or say beside the field what is wrong."""
        user, view = body["user"]["id"], body["view"]
        part = Part.decode(view["private_metadata"])
        ack(**self._piloting.submit(user, view["id"], part, read_state(view)))
        self._workers.submit("outbox", self._piloting.send)

    def started(self, ack: Ack, body: Body) -> None:
        """Let a part want to start again, and say what came of it."""
        user, action, url = body["user"]["id"], body["actions"][0], body.get("response_url", "")
        identity = f"press:{user}:{action['action_ts']}"
        said = self._piloting.start(user, Part.decode(str(action["value"])), identity)
        ack()
        self._workers.submit("pilot_said", lambda: say(url, said))
        self._workers.submit("outbox", self._piloting.send)
