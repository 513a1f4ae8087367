"""`/coach effects`, and the buttons of the three questions: read, authorise, record, acknowledge."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.effects.act import Effects
from bot.effects.carried import Action
from bot.slack.opening import say
from bot.slack.role import Role
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

Body = Mapping[str, Any]
USAGE = "effects [team]"


class Auditing:
    """What Slack may ask of this capability.

    Args:
        effects: what people may do.
        workers: what may take its time.
    """

    def __init__(self, effects: Effects, workers: Workers) -> None:
        self._effects = effects
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the buttons."""
        summary = "whether measuring does harm: a team's newest report"
        table.add(Word("effects", USAGE, summary, self.asked, frozenset(Role)))
        app.action(re.compile(r"^effects\.answer\."))(self.answered)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach effects`."""
        return self._effects.newest(call.user, call.rest)

    def answered(self, ack: Ack, body: Body) -> None:
        """Keep an answer without a name."""
        action, url = body["actions"][0], body["response_url"]
        said = self._effects.answer(
            body["user"]["id"], Action(action["action_id"]), action["value"]
        )
        ack()
        self._workers.submit("tell_answer", lambda: say(url, said))
