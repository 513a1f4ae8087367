"""The chat methods of the Web API."""

from collections.abc import Mapping
from typing import Any

from bot.demo.local_slack.message_rules import UPDATE_TEXT, read_content, read_metadata
from bot.demo.local_slack.records import Channel, Message
from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.workspace import Workspace

Arguments = Mapping[str, Any]


def post_message(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `chat.postMessage`; a user id as the channel means the direct messages with them."""
    channel = _place_to_post(space, str(given["channel"]))
    content = read_content(given, native_charts=space.native_charts)
    metadata = read_metadata(given.get("metadata"))
    message = space.post(
        channel.id,
        space.bot,
        content,
        metadata=metadata,
        thread_ts=str(given.get("thread_ts", "")),
    )
    return {"channel": channel.id, "ts": message.ts, "message": as_json(space, message)}


def update(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `chat.update`; metadata stay as they were unless new ones are given."""
    message = _own_message(space, given, "cant_update_message")
    content = read_content(given, most_text=UPDATE_TEXT, native_charts=space.native_charts)
    metadata = read_metadata(given.get("metadata"))
    kept = message.metadata if metadata is None else metadata or None
    changed = space.edit(message, content, metadata=kept)
    return {
        "channel": changed.channel,
        "ts": changed.ts,
        "text": changed.text,
        "message": as_json(space, changed),
    }


def delete(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `chat.delete`."""
    message = _own_message(space, given, "cant_delete_message")
    space.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `chat.postEphemeral`; the one who is to see it must be in the channel."""
    channel = space.conversation(str(given["channel"]))
    may_post(space, channel)
    if str(given["user"]) not in channel.members:
        raise RefusedError("user_not_in_channel")
    content = read_content(given, native_charts=space.native_charts)
    return {"message_ts": space.whisper(channel.id, str(given["user"]), content).ts}


def as_json(space: Workspace, message: Message, *, with_metadata: bool = True) -> dict[str, Any]:
    """Return a message as the Web API and the interaction payloads describe it."""
    shown: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": space.team,
        "blocks": message.blocks,
    }
    if message.user == space.bot:
        shown |= {"bot_id": space.bot_id, "app_id": space.app}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    if message.metadata and with_metadata:
        shown["metadata"] = message.metadata
    if message.files:
        shown["files"] = [{"id": one, "title": space.files[one].title} for one in message.files]
    return shown


def _place_to_post(space: Workspace, channel: str) -> Channel:
    if channel in space.users:
        if space.users[channel].is_bot:
            raise RefusedError("cannot_dm_bot")
        channel = space.dm_id(channel)
    place = space.conversation(channel)
    may_post(space, place)
    return place


def may_post(space: Workspace, place: Channel) -> None:
    """Go on only where the app may write.

    Raises:
        RefusedError: the conversation is archived, or closed to the app, or somebody left.
    """
    if place.is_archived:
        raise RefusedError("is_archived")
    if place.partner:
        if space.users[place.partner].deleted:
            raise RefusedError("user_disabled")
        if not space.messages_tab:
            raise RefusedError("messages_tab_disabled")
    elif space.bot not in place.members and "chat:write.public" not in space.scopes:
        raise RefusedError("not_in_channel")


def _own_message(space: Workspace, given: Arguments, refusal: str) -> Message:
    place = space.conversation(str(given["channel"]))
    message = space.posted[place.id].get(str(given["ts"]))
    if message is None or message.deleted:
        raise RefusedError("message_not_found")
    if message.user != space.bot:
        raise RefusedError(refusal)
    if place.is_archived:
        raise RefusedError("is_inactive")
    return message
