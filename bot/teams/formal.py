"""What is said where a conversation is formal: that Coach keeps out of it. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.slack.text import escape
from bot.teams.policy import Policy

FORMAL: Final = "formal"
"""What a manager types, or chooses, for a conversation that is no coaching."""
COACHING: Final = "coaching"
_SAID: Final = (
    "*A formal conversation is not one for Coach.* For it I show no numbers and record nothing; that you"
    " asked is kept nowhere either. {where} What you two wrote down for coaching stays for coaching."
)
_POLICY: Final = "How your organisation evaluates people stands in <{address}|its policy>."
_NO_POLICY: Final = (
    "I know of no policy of your organisation's on how it evaluates people; please ask {stewards}."
)


def said(policy: Policy, stewards: Sequence[str]) -> str:
    """Return the one sentence that stands wherever somebody says that a conversation is formal.

    Args:
        policy: says where the organisation has its own policy.
        stewards: whom to ask where it does not.
    """
    if policy.formal is None:
        asked = " or ".join(f"<@{one}>" for one in stewards)
        return _SAID.format(where=_NO_POLICY.format(stewards=asked))
    return _SAID.format(where=_POLICY.format(address=escape(policy.formal).replace("|", "%7C")))


def is_said_in(words: str) -> bool:
    """Say whether somebody says among other words that a conversation is formal."""
    return FORMAL in words.casefold().split()
