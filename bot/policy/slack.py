"""`/coach policy`: what Coach may show, to whom, how long it is kept, and who decides."""

from bot.policy import blocks
from bot.policy.read import Policies
from bot.slack.words import Call, Reply, Word, Words

USAGE = "policy"


def register(table: Words, policies: Policies) -> None:
    """Add the word."""

    def answer(_call: Call) -> Reply:
        return blocks.policy(policies.in_force(), policies.roster.organisation)

    table.add(Word("policy", USAGE, "what I may show here, to whom, and for how long", answer))
