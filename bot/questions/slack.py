"""Questions in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.questions import words
from bot.questions.act import Asking
from bot.questions.carried import About, Action, View
from bot.slack.inputs import read_state
from bot.slack.opening import Windows
from bot.slack.role import OF_A_TEAM, Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGES = ("question [metric]", "questions")


class Doubts:
    """What Slack may ask of this capability.

    Args:
        asking: what people may do.
        windows: opens the forms.
        workers: what may take its time.
    """

    def __init__(self, asking: Asking, windows: Windows, workers: Workers) -> None:
        self._asking = asking
        self._windows = windows
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the words, and listen to the buttons, the menu and the forms."""
        ask, waiting = USAGES
        doubts, waits = "doubt a number of your team, and get an answer", "what waits for an answer"
        table.add(Word("question", ask, doubts, self.ask, OF_A_TEAM))
        table.add(Word("questions", waiting, waits, self.listed, frozenset({Role.STEWARD})))
        app.action(Action.ASK)(self.opened)
        app.action(Action.TEAM)(self.opened)
        app.action(Action.ANSWER)(self.answering)
        app.view(View.ASK)(self.submitted)
        app.view(View.ANSWER)(self.answered)

    def ask(self, call: Call) -> Reply:
        """Answer `/coach question [metric]` with the form."""
        meant = self._asking.asked(call.user, call.rest)
        if not isinstance(meant, About):
            return meant
        self._windows.open(
            lambda: self._asking.window(call.user, meant), call.trigger, call.response_url
        )
        return {"text": words.OPENING}

    def listed(self, call: Call) -> Reply:
        """Answer `/coach questions`."""
        return self._asking.listing(call.user)

    def opened(self, ack: Ack, body: Body) -> None:
        """Open the form for the team that a button or menu names."""
        user, about, trigger = body["user"]["id"], About.decode(_chosen(body)), body["trigger_id"]
        ack()
        self._windows.open(
            lambda: self._asking.window(user, about), trigger, body.get("response_url", "")
        )

    def submitted(self, ack: Ack, body: Body) -> None:
        """Ask what was filled in, or say beside each field what is wrong."""
        ack(**self._asking.submit(*_submission(body)))
        self._workers.submit("outbox", self._asking.send)

    def answering(self, ack: Ack, body: Body) -> None:
        """Open the form for an answer."""
        user, question, trigger = body["user"]["id"], _chosen(body), body["trigger_id"]
        ack()
        self._windows.open(
            lambda: self._asking.answer_window(user, question),
            trigger,
            body.get("response_url", ""),
        )

    def answered(self, ack: Ack, body: Body) -> None:
        """Answer the question, or say beside the field what is wrong."""
        ack(**self._asking.answer(*_submission(body)))
        self._workers.submit("outbox", self._asking.send)


def _submission(body: Body) -> tuple[str, str, str, Mapping[str, Any]]:
    """Return who filled in which form, about what, and what stands in it."""
    view = body["view"]
    return body["user"]["id"], view["id"], view["private_metadata"], read_state(view)


def _chosen(body: Body) -> str:
    """Return what a button or menu carries."""
    action = body["actions"][0]
    return str((action.get("selected_option") or action)["value"])
