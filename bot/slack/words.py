"""`/coach <word>`: one listener for Slack, one table of words for us.

Bolt tries its listeners one by one, so Coach registers a single one and looks the word up itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.slack.text import clean, quote

COMMAND = "/coach"
HELP_USAGE = "help"
_OPENING = (
    "Coach helps you prepare a conversation from your team's own trends."
    " It shows teams, never people, and it is never used for evaluation."
)
LONGEST = 500
"""Characters of a command that Coach reads; nothing it understands is longer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One use of `/coach`.

    Attributes:
        user: who typed it.
        rest: what follows the word, without control characters.
        trigger: Slack's id of this very use.
        workspace: the workspace's id.
        response_url: where private answers go for 30 minutes; not to be stored.
    """

    user: str
    rest: str
    trigger: str
    workspace: str
    response_url: str


Reply = Mapping[str, Any]
"""What the person sees at once, in private: `text`, and maybe `blocks`."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word after `/coach`: how it is used, what it does, and who answers it."""

    word: str
    usage: str
    summary: str
    answer: Callable[[Call], Reply]


class Words:
    """The table of words. The first one registered is listed first in the help."""

    def __init__(self) -> None:
        self._table: dict[str, Word] = {}
        self.add(Word("help", HELP_USAGE, "this list", lambda _call: {"text": self.help()}))

    def add(self, word: Word) -> None:
        """Add a word."""
        self._table[word.word] = word

    def usages(self) -> list[str]:
        """Return how each word is used, for the manifest's hint and the documentation."""
        return [word.usage for word in self._table.values()]

    def help(self) -> str:
        """Return the help, as mrkdwn."""
        lines = [f"• `{COMMAND} {word.usage}`: {word.summary}" for word in self._table.values()]
        return "\n".join([_OPENING, *lines])

    def answer(self, call: Call) -> Reply:
        """Answer one use: by the word, or by the help when there is no such word."""
        first, rest = [*clean(call.rest)[:LONGEST].split(maxsplit=1), "", ""][:2]
        word = self._table.get(first.lower() or "help")
        if word is None:
            return {
                "text": f"I do not know {quote(first)}. Here is what I can do.\n\n{self.help()}"
            }
        return word.answer(
            Call(call.user, rest.strip(), call.trigger, call.workspace, call.response_url)
        )

    def register(self, app: App) -> None:
        """Make this table answer `/coach`."""

        def coach(ack: Ack, command: dict[str, str]) -> None:
            reply = self.answer(
                Call(
                    user=command["user_id"],
                    rest=command.get("text", ""),
                    trigger=command["trigger_id"],
                    workspace=command["team_id"],
                    response_url=command["response_url"],
                )
            )
            ack({"response_type": "ephemeral", **reply})

        app.command(COMMAND)(coach)
