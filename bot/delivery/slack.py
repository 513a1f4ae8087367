"""The workspace takes Coach away: from then on nothing is sent."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.delivery.outbox import Outbox

EVENTS = ("app_uninstalled", "tokens_revoked")


def register(app: App, outbox: Outbox) -> None:
    """Listen to Slack's two events for it, which come in either order, or twice."""

    def uninstalled() -> None:
        outbox.stop("the app was removed from the workspace")

    def tokens_revoked(event: Mapping[str, Any]) -> None:
        if event.get("tokens", {}).get("bot"):
            outbox.stop("the bot token was revoked")

    for event, listener in zip(EVENTS, (uninstalled, tokens_revoked), strict=True):
        app.event(event)(listener)
