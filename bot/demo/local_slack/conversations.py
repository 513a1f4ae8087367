"""The conversations methods of the Web API."""

import base64
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.demo.local_slack.chat import as_json
from bot.demo.local_slack.records import Channel, Message
from bot.demo.local_slack.refusal import LocalSlackError, RefusedError
from bot.demo.local_slack.shapes import is_true
from bot.demo.local_slack.workspace import Workspace

Arguments = Mapping[str, Any]

_PAGE = 100
_LARGEST_PAGE = 999
_MOST_PEOPLE = 8


def open_conversation(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `conversations.open` for the direct messages with one person."""
    people = _people(space, given)
    if len(people) > 1:
        space.need("mpim:write")
        raise LocalSlackError("The local Slack has no direct messages between several people.")
    space.need("im:write")
    if space.users[people[0]].is_bot:
        raise RefusedError("cannot_dm_bot")
    place = space.channels[space.dm_id(people[0])]
    shown = _as_json(space, place) if is_true(given.get("return_im")) else {"id": place.id}
    return {"no_op": True, "already_open": True, "channel": shown}


def info(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `conversations.info`."""
    place = _readable(space, str(given["channel"]), "read")
    shown = _as_json(space, place)
    if is_true(given.get("include_num_members")):
        shown["num_members"] = len(place.members)
    return {"channel": shown}


def members(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `conversations.members`."""
    place = _readable(space, str(given["channel"]), "read")
    start, limit = _page(given)
    people = sorted(place.members)
    return {"members": people[start : start + limit], **_next(start + limit, len(people))}


def history(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `conversations.history`: newest first, without the replies in threads."""
    place = _readable(space, str(given["channel"]), "history")
    if space.bot not in place.members:
        raise RefusedError("not_in_channel")
    start, limit = _page(given)
    oldest, latest = _time(given, "oldest", "0"), _time(given, "latest", "Infinity")
    inclusive = is_true(given.get("inclusive"))

    def inside(message: Message) -> bool:
        ts = Decimal(message.ts)
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    found = [
        message
        for message in reversed(space.posted[place.id].values())
        if not message.deleted and message.thread_ts in ("", message.ts) and inside(message)
    ]
    with_metadata = is_true(given.get("include_all_metadata"))
    page = found[start : start + limit]
    return {
        "messages": [as_json(space, each, with_metadata=with_metadata) for each in page],
        "has_more": len(found) > start + limit,
        "pin_count": 0,
        **_next(start + limit, len(found)),
    }


def _people(space: Workspace, given: Arguments) -> list[str]:
    people = [each for each in str(given.get("users", "")).split(",") if each]
    if not people and given.get("channel"):
        place = space.conversation(str(given["channel"]))
        if not place.partner:
            raise RefusedError("method_not_supported_for_channel_type")
        return [place.partner]
    if not people:
        raise RefusedError("users_list_not_supplied")
    if len(people) > _MOST_PEOPLE:
        raise RefusedError("too_many_users")
    for each in people:
        if each not in space.users:
            raise RefusedError("user_not_found")
        if space.users[each].deleted:
            raise RefusedError("user_disabled")
    return people


def _readable(space: Workspace, channel: str, right: str) -> Channel:
    """Return a conversation that the app may read; the scope depends on its kind."""
    place = space.channels.get(channel)
    if place is not None:
        space.need(f"{place.family}:{right}")
    return space.conversation(channel)


def _as_json(space: Workspace, place: Channel) -> dict[str, Any]:
    created = {"id": place.id, "created": 1, "is_archived": place.is_archived}
    if place.partner:
        return {**created, "is_im": True, "is_open": True, "user": place.partner}
    return {
        **created,
        "name": place.name,
        "name_normalized": place.name,
        "creator": space.bot,
        "is_channel": not place.is_private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": place.is_private,
        "is_general": False,
        "is_member": space.bot in place.members,
    }


def _page(given: Arguments) -> tuple[int, int]:
    limit = str(given.get("limit", _PAGE))
    if not limit.isdecimal() or not 1 <= int(limit) <= _LARGEST_PAGE:
        raise RefusedError("invalid_limit")
    cursor = str(given.get("cursor", ""))
    if not cursor:
        return 0, int(limit)
    try:
        start = base64.b64decode(cursor, validate=True).decode().removeprefix("next:")
    except ValueError:
        raise RefusedError("invalid_cursor") from None
    if not start.isdecimal():
        raise RefusedError("invalid_cursor")
    return int(start), int(limit)


def _next(start: int, total: int) -> dict[str, Any]:
    cursor = base64.b64encode(f"next:{start}".encode()).decode() if start < total else ""
    return {"response_metadata": {"next_cursor": cursor}}


def _time(given: Arguments, name: str, default: str) -> Decimal:
    try:
        return Decimal(str(given.get(name, default)))
    except InvalidOperation:
        raise RefusedError(f"invalid_ts_{name}") from None
