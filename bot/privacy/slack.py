"""`/coach mine`, and its buttons: read, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.privacy import words
from bot.privacy.act import OwnData
from bot.privacy.carried import Action
from bot.privacy.mine import Holdings
from bot.slack.client import respond
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = "mine"


class Mirror:
    """What Slack may ask of this capability.

    Args:
        holdings: tells what is held.
        own: what somebody may do with it.
        workers: for what may take its time after Slack was answered.
    """

    def __init__(self, holdings: Holdings, own: OwnData, workers: Workers) -> None:
        self._holdings = holdings
        self._own = own
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons."""
        table.add(Word("mine", USAGE, "what I hold about you", self.asked))
        app.action(Action.EXPORT)(self.exported)
        app.action(Action.ERASE)(self.erased)
        app.action(Action.CORRECT)(self.corrected)
        app.action(Action.ZONE)(self.zone_asked)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach mine`, with what is held about whoever asks and nobody else."""
        return {"text": words.YOURSELF} if call.rest else self._holdings.of(call.user)

    def exported(self, ack: Ack, body: Body) -> None:
        """Put everything together for whoever asks."""
        user, key = body["user"]["id"], _identity(body)
        is_first = self._own.is_first(key)
        ack()
        if is_first:
            tell = partial(_tell, body)
            self._workers.submit("export", lambda: self._own.export(user, key, tell))

    def erased(self, ack: Ack, body: Body) -> None:
        """Forget whoever asks."""
        self._own.erase(body["user"]["id"], _identity(body))
        ack()
        self._workers.submit("tell_erasing", partial(_tell, body, words.ERASING, replace=True))
        self._workers.submit("erase", self._own.forget)

    def corrected(self, ack: Ack, body: Body) -> None:
        """Say what can be put right, and how."""
        ack()
        url, message = str(body.get("response_url") or ""), self._own.correct()
        if url:
            self._workers.submit("tell_correct", lambda: respond(url, message))

    def zone_asked(self, ack: Ack, body: Body) -> None:
        """Ask Slack anew where somebody lives."""
        user = body["user"]["id"]
        ack()
        self._workers.submit("zone", lambda: _tell(body, self._own.zone(user)))


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )


def _tell(body: Body, text: str, *, replace: bool = False) -> None:
    url = str(body.get("response_url") or "")
    if url:
        respond(url, {"text": text}, replace=replace)
