"""Asks Slack who is in a user group or a channel, for the first `coach.yml`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.errors import UserError
from bot.slack.client import told_plainly
from bot.slack.directory import SlackUser
from bot.slack.problems import SlackBusy

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the name by which Slack shows them."""

    id: str
    name: str


class Members:
    """Asks Slack who is where, as fast as it lets. Both methods raise the errors of `bot.slack.problems`."""

    def __init__(self, client: WebClient, sleep: Callable[[float], None]) -> None:
        """`sleep` waits so many seconds, where Slack asks to wait."""
        self._client = client
        self._sleep = sleep

    def of_group(self, handle: str) -> list[Person]:
        """Return the people of a user group, by its handle without the @.

        Bots, guests and those who left are not among them. Needs the scope `usergroups:read`.

        Raises:
            UserError: there is no such group.
        """
        groups = self._ask(self._client.usergroups_list)["usergroups"]
        wanted = next((one["id"] for one in groups if one["handle"] == handle), None)
        if wanted is None:
            known = ", ".join(sorted(f"@{one['handle']}" for one in groups)) or "none"
            raise UserError(f"There is no user group @{handle}. Those there are: {known}.")
        said = self._ask(partial(self._client.usergroups_users_list, usergroup=wanted))
        return self._people(said["users"])

    def of_channel(self, channel: str) -> list[Person]:
        """Return the people of a channel in which Coach is, or which is public.

        Bots, guests and those who left are not among them. Needs the scope `channels:read`, or
        `groups:read` for a private channel.
        """
        return self._people(list(self._in_channel(channel)))

    def _in_channel(self, channel: str) -> Iterator[str]:
        cursor = ""
        while True:
            page = partial(self._client.conversations_members, channel=channel, limit=_PAGE)
            answer = self._ask(partial(page, cursor=cursor or None))
            yield from answer["members"]
            cursor = answer.get("response_metadata", {}).get("next_cursor") or ""
            if not cursor:
                return

    def _ask(self, call: Callable[[], Any]) -> Any:
        while True:
            try:
                return told_plainly(call)
            except SlackBusy as busy:
                self._sleep(busy.retry_after)

    def _people(self, users: Sequence[str]) -> list[Person]:
        found = []
        for user in users:
            said = self._ask(partial(self._client.users_info, user=user))["user"]
            read = SlackUser.read(said)
            if not (read.is_bot or read.deleted or read.is_restricted):
                found.append(Person(user, str(said.get("real_name") or said["name"])))
        return sorted(found, key=lambda one: one.name.casefold())
