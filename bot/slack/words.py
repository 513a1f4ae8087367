"""`/coach <word>`: one listener for Slack, one table of words for us.

Bolt tries its listeners one by one, so Coach registers a single one and looks the word up itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App

from bot.slack.role import EVERYBODY, Role
from bot.slack.text import clean, quote

COMMAND = "/coach"
HELP_USAGE = "help"
_OPENING = (
    "*What you can type.* Coach shows teams, never people, and it is never used for evaluation."
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
    """One word after `/coach`: how it is used, what it does, and who answers it.

    Attributes:
        roles: to whom the help lists it; None: to everybody. It is no permission: whoever answers
            the word says who may use it.
    """

    word: str
    usage: str
    summary: str
    answer: Callable[[Call], Reply]
    roles: frozenset[Role] | None = EVERYBODY


class Words:
    """The table of words. The first one registered is listed first in the help.

    Args:
        roles_of: says what a Slack user is.
    """

    def __init__(
        self, roles_of: Callable[[str], frozenset[Role]] = lambda _user: frozenset()
    ) -> None:
        self._roles_of = roles_of
        self._table: dict[str, Word] = {}
        self._greeting: Callable[[Call], Reply] = self._help
        self.add(Word("help", HELP_USAGE, "what you can type", self._help))

    def add(self, word: Word) -> None:
        """Add a word."""
        self._table[word.word] = word

    def greet_with(self, greeting: Callable[[Call], Reply]) -> None:
        """Answer with this when nothing is typed after `/coach`; the help does it otherwise."""
        self._greeting = greeting

    def names(self) -> frozenset[str]:
        """Return the words themselves."""
        return frozenset(self._table)

    def usages(self) -> list[str]:
        """Return how each word is used, for the manifest's hint and the documentation."""
        return [word.usage for word in self._table.values()]

    def help(self, user: str) -> str:
        """Return the help for somebody, as mrkdwn: a line for each word that is for them."""
        roles = self._roles_of(user)
        lines = [
            f"• `{COMMAND} {word.usage}`: {word.summary}"
            for word in self._table.values()
            if word.usage != HELP_USAGE and (word.roles is None or word.roles & roles)
        ]
        return "\n".join([_OPENING, *lines])

    def answer(self, call: Call) -> Reply:
        """Answer one use: by the word, or by the help when there is no such word."""
        first, rest = [*clean(call.rest)[:LONGEST].split(maxsplit=1), "", ""][:2]
        meant = replace(call, rest=rest.strip())
        if not first:
            return self._greeting(meant)
        word = self._table.get(first.lower())
        if word is None:
            known = self.help(call.user)
            return {"text": f"I do not know {quote(first)}. Here is what I can do.\n\n{known}"}
        return word.answer(meant)

    def _help(self, call: Call) -> Reply:
        return {"text": self.help(call.user)}

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
