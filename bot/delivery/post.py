"""Posts a message once, though a reply may be lost and a process may die."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.errors import OperatorError, SkippedError
from bot.slack.client import Posted, Poster
from bot.slack.problems import ReplyLost

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart."""


class Uncertain(OperatorError):
    """The message may have arrived, and the history that would tell cannot be read."""


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
        Uncertain: the history cannot be read, so it must not be posted again.
        CoachError: Slack refused; see `bot.slack.problems`.
    """
    earliest = (since - CLOCKS_DIFFER).timestamp()
    if attempts > 1 and (before := _find(poster, channel, key, earliest)):
        return before
    try:
        return poster.post(channel, message, key)
    except ReplyLost:
        if found := _find(poster, channel, key, earliest):
            return found
        raise


def _find(poster: Poster, channel: str, key: str, earliest: float) -> Posted | None:
    try:
        return poster.find(channel, key, earliest)
    except (OperatorError, SkippedError) as error:
        raise Uncertain(str(error)) from error
