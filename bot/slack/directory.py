"""Asks Slack about people: where their day is, whether they are there, when not to disturb them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.slack.client import told_plainly

ASKING = 2
"""Seconds for one question: some are asked while Slack itself waits for an answer."""
_LAST = 4_102_444_800
"""Seconds of the epoch, the start of 2100: what Slack says lasts for ever lasts until then."""


@dataclass(frozen=True, slots=True)
class SlackUser:
    """What Slack says of a person.

    Attributes:
        tz: their time zone as Slack names it; None: it did not say, as for those who left.
        deleted: whether their account is deactivated.
        is_bot: whether it is no person at all.
        is_restricted: whether they are a guest.
    """

    tz: str | None
    deleted: bool
    is_bot: bool
    is_restricted: bool

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "SlackUser":
        """Read what `users.info` and the event `user_change` call a user."""
        tz = said.get("tz")
        return cls(
            tz=tz if isinstance(tz, str) else None,
            deleted=bool(said.get("deleted")),
            is_bot=bool(said.get("is_bot")),
            is_restricted=bool(said.get("is_restricted") or said.get("is_ultra_restricted")),
        )


@dataclass(frozen=True, slots=True)
class SlackDnd:
    """When Slack does not disturb a person, in UTC; None where there is no such time.

    Attributes:
        starts: when the next such time starts, or the present one did.
        ends: when it ends.
        snoozed_until: until when they have put notifications off.
    """

    starts: datetime | None
    ends: datetime | None
    snoozed_until: datetime | None


class Directory:
    """Asks Slack about people. Both methods raise the errors of `bot.slack.problems`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def user(self, user: str) -> SlackUser:
        """Return who somebody is; needs the scope `users:read`."""
        return SlackUser.read(told_plainly(lambda: self._client.users_info(user=user))["user"])

    def dnd(self, user: str) -> SlackDnd:
        """Return when somebody is not to be disturbed; needs the scope `dnd:read`."""
        said = told_plainly(lambda: self._client.dnd_info(user=user))
        on, snoozed = said.get("dnd_enabled"), said.get("snooze_enabled")
        return SlackDnd(
            starts=_instant(said.get("next_dnd_start_ts")) if on else None,
            ends=_instant(said.get("next_dnd_end_ts")) if on else None,
            snoozed_until=_instant(said.get("snooze_endtime")) if snoozed else None,
        )


def _instant(seconds: Any) -> datetime | None:
    """Return what Slack gives as seconds of the epoch; None where it gives no number."""
    if not isinstance(seconds, int | float):
        return None
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST), UTC)
