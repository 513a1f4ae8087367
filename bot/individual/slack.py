"""Two keys in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.individual.act import Acts
from bot.individual.carried import Action
from bot.individual.show import Press
from bot.slack.client import Posted
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = 'individual @engineer metric "reason"'
_WORK = "individual"
"""One name for whatever is pressed: the log does not tell one button from another."""


class TwoKeys:
    """What Slack may ask of this capability."""

    def __init__(self, acts: Acts, workers: Workers) -> None:
        self._acts = acts
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons."""
        summary = "ask somebody to share one number"
        roles = frozenset({Role.MANAGER, Role.STEWARD})
        table.add(Word("individual", USAGE, summary, self.typed, roles))
        app.action(Action.SHARE)(self.shared)
        app.action(Action.WITHOUT)(self.shared_without)
        app.action(Action.NOT_NOW)(self.taken_back)
        app.action(Action.TAKE_BACK)(self.taken_back)

    def typed(self, call: Call) -> Reply:
        """Answer `/coach individual`."""
        reply = self._acts.typed(call)
        self._workers.submit(_WORK, self._acts.settle)
        return reply

    def shared(self, ack: Ack, body: Body) -> None:
        """Take note that an engineer shares their number, and show it."""
        press = _press(body)
        self._acts.agree(press, with_number=True)
        ack()
        self._workers.submit(_WORK, lambda: self._acts.follow(press))

    def shared_without(self, ack: Ack, body: Body) -> None:
        """Take note that an engineer will talk without a number, and say so."""
        press = _press(body)
        self._acts.agree(press, with_number=False)
        ack()
        self._workers.submit(_WORK, lambda: self._acts.follow(press))

    def taken_back(self, ack: Ack, body: Body) -> None:
        """Show nothing, whatever was agreed before; without a consent nothing is written anywhere."""
        press = _press(body)
        self._acts.take_back(press)
        ack()
        self._workers.submit(_WORK, lambda: self._acts.follow(press))


def _press(body: Body) -> Press:
    place = body["container"]
    return Press(
        user=body["user"]["id"],
        request=str(body["actions"][0]["value"]),
        where=Posted(place["channel_id"], place["message_ts"]),
        shown=body.get("message", {}).get("blocks", ()),
        url=body.get("response_url", ""),
    )
