"""Files: the two methods of the Web API, and the address in between that takes the content."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from bot.demo.local_slack.chat import may_post
from bot.demo.local_slack.message_rules import Content
from bot.demo.local_slack.records import Channel, File
from bot.demo.local_slack.refusal import LocalSlackError, RefusedError
from bot.demo.local_slack.workspace import Workspace

Arguments = Mapping[str, Any]


def get_upload_url(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `files.getUploadURLExternal`: an address that takes the content once."""
    length = str(given["length"])
    if not length.isdecimal():
        raise RefusedError("invalid_arguments", "length must be a number of bytes")
    if int(length) == 0:
        raise RefusedError("missing_argument")
    file = File(f"F0{space.next_number():08d}", str(given["filename"]), length=int(length))
    key = secrets.token_hex(16)
    space.uploads[key] = file.id
    space.files[file.id] = file
    return {"upload_url": f"{space.base_url}/upload/v1/{key}", "file_id": file.id}


def take(space: Workspace, key: str, content: bytes) -> None:
    """Keep the content of a file that was announced.

    Raises:
        RefusedError: nothing was announced at this address, or something of another length.
    """
    file_id = space.uploads.get(key)
    if file_id is None:
        raise RefusedError("file_not_found")
    file = space.files[file_id]
    if len(content) != file.length:
        raise RefusedError("length_mismatch")
    del space.uploads[key]
    space.keep_file(file, content=content)


def complete(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `files.completeUploadExternal`: the files become a message, or stay private."""
    wanted = _wanted(given["files"])
    found = [_uploaded(space, each) for each in wanted]
    place = _place(space, given)
    for file, each in zip(found, wanted, strict=True):
        title = str(each.get("title") or file.name)
        space.keep_file(file, title=title, channel=place.id if place else "")
    if place is not None:
        said = str(given.get("initial_comment", ""))
        space.post(
            place.id,
            space.bot,
            Content(said, [], ()),
            thread_ts=str(given.get("thread_ts", "")),
            files=tuple(file.id for file in found),
        )
    return {"files": [{"id": file.id, "title": space.files[file.id].title} for file in found]}


def delete(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `files.delete`: the file is gone from every message that shows it."""
    file = space.files.get(str(given["file"]))
    if file is None or file.content is None:
        raise RefusedError("file_not_found")
    for message in list(space.posted[file.channel].values()) if file.channel else ():
        if message.files == (file.id,) and not message.text:
            space.delete(message)
    space.keep_file(file, content=None, title="", channel="")
    return {}


def _wanted(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise RefusedError("invalid_arguments", "files must be an array of objects")
    return value


def _uploaded(space: Workspace, wanted: Mapping[str, Any]) -> File:
    file = space.files.get(str(wanted.get("id", "")))
    if file is None or file.content is None or file.title:
        raise RefusedError("file_not_found")
    return file


def _place(space: Workspace, given: Arguments) -> Channel | None:
    """Return the conversation. Unlike for a message, the id of a person will not do."""
    said = [each for each in str(given.get("channels", "")).split(",") if each]
    if len(said) > 1:
        raise LocalSlackError("The local Slack shares a file in one conversation at a time.")
    channel = str(given.get("channel_id") or "".join(said))
    if not channel:
        return None
    if channel not in space.channels:
        raise RefusedError("invalid_channel")
    place = space.conversation(channel)
    may_post(space, place)
    if space.bot not in place.members:
        raise RefusedError("not_in_channel")
    return place
