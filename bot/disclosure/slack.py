"""Disclosures in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.disclosure import words
from bot.disclosure.act import Disclosing
from bot.disclosure.carried import Action, Draft, View
from bot.slack.client import respond
from bot.slack.inputs import read_state
from bot.slack.opening import Windows
from bot.slack.role import OF_A_TEAM
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = "disclose [@engineer]"


class Disclose:
    """What Slack may ask of this capability.

    Args:
        disclosing: what people may do.
        windows: opens the forms.
        workers: what may take its time.
    """

    def __init__(self, disclosing: Disclosing, windows: Windows, workers: Workers) -> None:
        self._disclosing = disclosing
        self._windows = windows
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons and the forms."""
        table.add(Word("disclose", USAGE, words.SAYS, self.asked, OF_A_TEAM))
        app.action(Action.ACKNOWLEDGE)(self.acknowledged)
        app.action(Action.DISAGREE)(self.disagreeing)
        app.action(Action.WITHDRAW)(self.withdrawn)
        app.action(Action.READ)(self.read)
        app.view(View.METRIC)(self.chosen)
        app.view(View.FORM)(self.submitted)
        app.view(View.BECAUSE)(self.disagreed)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach disclose [@engineer]`: the form, or one's own disclosures."""
        if not call.rest:
            return self._disclosing.listing(call.user)
        draft = self._disclosing.asked(call.user, call.rest)
        if not isinstance(draft, Draft):
            return draft
        self._windows.open(lambda: self._disclosing.window(draft), call.trigger, call.response_url)
        return {"text": words.OPENING}

    def chosen(self, ack: Ack, body: Body) -> None:
        """Show the second window, for the number that was chosen."""
        view = body["view"]
        draft = Draft.decode(view["private_metadata"])
        ack(**self._disclosing.chosen(body["user"]["id"], draft, read_state(view)))

    def submitted(self, ack: Ack, body: Body) -> None:
        """Disclose what was filled in, or say beside each field what is wrong."""
        user, view = body["user"]["id"], body["view"]
        draft = Draft.decode(view["private_metadata"])
        ack(**self._disclosing.submitted(user, view["id"], draft, read_state(view)))
        self._send()

    def acknowledged(self, ack: Ack, body: Body) -> None:
        """Write down that the engineer has read it."""
        user, chosen, url = _pressed(body)
        said = self._disclosing.acknowledge(user, chosen, _identity(body))
        ack()
        self._tell(url, said)

    def withdrawn(self, ack: Ack, body: Body) -> None:
        """Take it back before its day."""
        user, chosen, url = _pressed(body)
        said = self._disclosing.withdraw(user, chosen, _identity(body))
        ack()
        self._tell(url, said)

    def disagreeing(self, ack: Ack, body: Body) -> None:
        """Open the window in which the engineer says why they disagree."""
        user, chosen, url = _pressed(body)
        ack()
        self._windows.open(lambda: self._disclosing.because(user, chosen), body["trigger_id"], url)

    def disagreed(self, ack: Ack, body: Body) -> None:
        """Write down why, or say beside the field what is wrong."""
        user, view = body["user"]["id"], body["view"]
        about = view["private_metadata"]
        ack(**self._disclosing.disagree(user, view["id"], about, read_state(view)))
        self._send()

    def read(self, ack: Ack, body: Body) -> None:
        """Open the window in which one of the two reads all of it."""
        user, chosen, url = _pressed(body)
        ack()
        self._windows.open(lambda: self._disclosing.reading(user, chosen), body["trigger_id"], url)

    def _tell(self, url: str, said: str) -> None:
        self._send()
        if url:
            self._workers.submit("told", lambda: respond(url, {"text": said}))

    def _send(self) -> None:
        self._workers.submit("outbox", self._disclosing.send)


def _pressed(body: Body) -> tuple[str, str, str]:
    """Return who pressed, which disclosure the button carries, and where private answers go."""
    return body["user"]["id"], str(body["actions"][0]["value"]), body.get("response_url", "")


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )
