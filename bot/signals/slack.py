"""*What is this?* in Slack: anybody may press it, wherever a team's signals stand."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.signals.carried import Action
from bot.signals.open import Explainer
from bot.slack.opening import Windows

Body = Mapping[str, Any]


def register(app: App, explainer: Explainer, windows: Windows) -> None:
    """Listen to the button."""

    def what(ack: Ack, body: Body) -> None:
        user, team, trigger = body["user"]["id"], body["actions"][0]["value"], body["trigger_id"]
        ack()
        windows.open(lambda: explainer.window(user, team), trigger, body.get("response_url", ""))

    app.action(Action.WHAT)(what)
