"""Posts a message once, though a reply may be lost and a process may die."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.slack.client import Posted, Poster
from bot.slack.problems import ReplyLost

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart."""


def post_once(
    poster: Poster,
    *,
    channel: str,
    message: Mapping[str, Any],
    key: str,
    attempts: int,
    since: datetime,
) -> Posted:
    """Post, unless the conversation's history shows that it was posted before.

    Args:
        poster: the client that posts.
        channel: the conversation.
        message: the payload.
        key: the opaque key that travels in the message's metadata.
        attempts: how often this was begun, this time included; from the second on, look first.
        since: when it was begun first.

    Raises:
        ReplyLost: Slack's reply was lost and the message is not to be seen; try again later.
        CoachError: Slack refused; see `bot.slack.problems`.
    """
    earliest = (since - CLOCKS_DIFFER).timestamp()
    if attempts > 1 and (before := poster.find(channel, key, earliest)):
        return before
    try:
        return poster.post(channel, message, key)
    except ReplyLost:
        if found := poster.find(channel, key, earliest):
            return found
        raise
