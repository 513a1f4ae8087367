"""`/coach playbook [part]`: how Coach is used well."""

from collections.abc import Callable

from bot.handbook import blocks, words
from bot.handbook.compose import compose
from bot.playbook.template import Playbook
from bot.slack.text import quote
from bot.slack.words import Call, Reply, Word, Words
from bot.teams.policy import Policy
from bot.teams.roster import Roster

USAGE = "playbook [part]"


class Handbook:
    """What Slack may ask of this capability.

    Args:
        playbook: the conversation templates.
        policy: returns the policy that is in force now.
        roster: has the stewards and the floor.
    """

    def __init__(self, playbook: Playbook, policy: Callable[[], Policy], roster: Roster) -> None:
        self._playbook = playbook
        self._policy = policy
        self._roster = roster

    def register(self, table: Words) -> None:
        """Add the word."""
        table.add(Word("playbook", USAGE, "how to use all this well, part by part", self.asked))

    def asked(self, call: Call) -> Reply:
        """Answer `/coach playbook [part]`."""
        organisation = self._roster.organisation
        found = compose(self._playbook, self._policy(), organisation.minimum_group)
        wanted = call.rest.lower()
        meant = next((one for one in found if wanted in {one.name, one.title.lower()}), None)
        if meant is None:
            note = words.NO_PART.format(words=quote(call.rest)) if call.rest else ""
            return {"text": blocks.overview(found, note)}
        return blocks.part(meant, " or ".join(f"<@{one}>" for one in organisation.stewards))
