"""Questions in Slack: read, authorise, write down what must not be lost, acknowledge, hand over."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.questions import form, words
from bot.questions.act import Asked, Asking
from bot.questions.carried import About, Action, View
from bot.questions.outright import Pauses
from bot.questions.steward import Answering
from bot.slack.client import respond
from bot.slack.inputs import read_state
from bot.slack.opening import Windows, say
from bot.slack.role import OF_A_TEAM, Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGES = ('question [metric] ["why"]', "questions")


class Doubts:
    """What Slack may ask of this capability.

    Args:
        asking: what people may do.
        answering: what stewards may do.
        pauses: what stewards may do without a question.
        windows: opens the forms.
        workers: what may take its time.
    """

    def __init__(
        self,
        asking: Asking,
        answering: Answering,
        pauses: Pauses,
        windows: Windows,
        workers: Workers,
    ) -> None:
        self._asking = asking
        self._answering = answering
        self._pauses = pauses
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
        app.action(Action.WITHDRAW)(self.withdrawn)
        app.action(Action.LIFT)(self.lifting)
        app.action(Action.PAUSE)(self.outright)
        app.action(Action.BRING_BACK)(self.outright)
        app.view(View.ASK)(self.submitted)
        app.view(View.ANSWER)(self.answered)
        app.view(View.LIFT)(self.lifted)

    def ask(self, call: Call) -> Reply:
        """Answer `/coach question [metric] ["why"]`: with a reason, ask at once; else the form."""
        named, text = form.one_line(call.rest)
        if text is not None:
            reply = self._asking.ask(Asked(call.user, named, text, call.trigger))
            self._workers.submit("outbox", self._asking.send)
            return reply
        meant = self._asking.asked(call.user, named)
        if not isinstance(meant, About):
            return meant
        self._windows.open(
            lambda: self._asking.window(call.user, meant), call.trigger, call.response_url
        )
        return {"text": words.OPENING}

    def listed(self, call: Call) -> Reply:
        """Answer `/coach questions`."""
        return self._answering.listing(call.user)

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
            lambda: self._answering.window(user, question),
            trigger,
            body.get("response_url", ""),
        )

    def answered(self, ack: Ack, body: Body) -> None:
        """Answer the question, or say beside the field what is wrong."""
        ack(**self._answering.answer(*_submission(body)))
        self._workers.submit("outbox", self._asking.send)

    def withdrawn(self, ack: Ack, body: Body) -> None:
        """Withdraw somebody's own question, and say so where they pressed."""
        user, view, url = body["user"]["id"], body.get("view"), body.get("response_url", "")
        said = self._asking.withdraw(user, _chosen(body))
        ack()
        self._workers.submit("outbox", self._asking.send)
        if view is not None:
            about = About(view["private_metadata"])
            self._windows.renew(lambda: self._asking.window(user, about), view["id"])
        else:
            self._workers.submit("withdrawn", lambda: respond(url, {"text": said}, replace=True))

    def lifting(self, ack: Ack, body: Body) -> None:
        """Open the form with which a paused number is shown again."""
        user, about, trigger = body["user"]["id"], About.decode(_chosen(body)), body["trigger_id"]
        ack()
        url = body.get("response_url", "")
        self._windows.open(lambda: self._answering.lift_window(user, about), trigger, url)

    def lifted(self, ack: Ack, body: Body) -> None:
        """Show a paused number again, or say beside the field why not."""
        user, view, about, filled = _submission(body)
        ack(**self._answering.lift(user, view, About.decode(about), filled))

    def outright(self, ack: Ack, body: Body) -> None:
        """Pause a number for a team, or bring it back, and say in private what came of it."""
        about, url = About.decode(_chosen(body)), body["response_url"]
        is_pause = body["actions"][0]["action_id"] == Action.PAUSE
        change = self._pauses.pause if is_pause else self._pauses.bring_back
        said = change(body["user"]["id"], about, _identity(body))
        ack()
        self._workers.submit("outbox", self._pauses.send)
        self._workers.submit("tell_outright", lambda: say(url, said))


def _identity(body: Body) -> str:
    """What makes this very press: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )


def _submission(body: Body) -> tuple[str, str, str, Mapping[str, Any]]:
    """Return who filled in which form, about what, and what stands in it."""
    view = body["view"]
    return body["user"]["id"], view["id"], view["private_metadata"], read_state(view)


def _chosen(body: Body) -> str:
    """Return what a button or menu carries."""
    action = body["actions"][0]
    return str((action.get("selected_option") or action)["value"])
