"""`/coach mine`: what Coach holds about whoever asks."""

from bot.privacy.mine import Holdings
from bot.slack.words import Call, Reply, Word, Words

USAGE = "mine"


def register(table: Words, holdings: Holdings) -> None:
    """Add the word."""

    def mine(call: Call) -> Reply:
        return holdings.of(call.user)

    table.add(Word("mine", USAGE, "what I hold about you", mine))
