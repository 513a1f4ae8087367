"""Approvals in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.approvals.act import Approving
from bot.approvals.carried import Action, View
from bot.slack.inputs import read_state
from bot.slack.opening import Windows, say
from bot.slack.work import Workers

Body = Mapping[str, Any]


class Approve:
    """What Slack may ask of this capability.

    Args:
        approving: what stewards may do.
        windows: opens the form.
        workers: what may take its time.
    """

    def __init__(self, approving: Approving, windows: Windows, workers: Workers) -> None:
        self._approving = approving
        self._windows = windows
        self._workers = workers

    def register(self, app: App) -> None:
        """Listen to the buttons and the form."""
        app.action(Action.APPROVE)(self.approved)
        app.action(Action.NOT_YET)(self.asked_why)
        app.view(View.NOT_YET)(self.not_yet)

    def approved(self, ack: Ack, body: Body) -> None:
        """Approve what a team asked for, and say what came of it."""
        user, action, url = body["user"]["id"], body["actions"][0], body.get("response_url", "")
        identity = f"press:{user}:{action['action_ts']}"
        said = self._approving.approve(user, str(action["value"]), identity)
        ack()
        self._workers.submit("approval_said", lambda: say(url, said))
        self._workers.submit("outbox", self._approving.send)

    def asked_why(self, ack: Ack, body: Body) -> None:
        """Open the form in which a steward says not yet."""
        user, request = body["user"]["id"], str(body["actions"][0]["value"])
        trigger, url = body["trigger_id"], body.get("response_url", "")
        ack()
        self._windows.open(lambda: self._approving.window(user, request), trigger, url)

    def not_yet(self, ack: Ack, body: Body) -> None:
        """Say not yet, or say beside the field what is wrong."""
        user, view = body["user"]["id"], body["view"]
        request = view["private_metadata"]
        ack(**self._approving.not_yet(user, view["id"], request, read_state(view)))
        self._workers.submit("outbox", self._approving.send)
