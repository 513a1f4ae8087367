"""Holds `manifest.yml` to the code: its command, its scopes, its lengths.

Slack's own schema checks neither scope names nor whether the code needs them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import yaml

from bot.teams.problem import Problem

NAME: Final = "manifest.yml"
SCOPE_OF: Final[Mapping[str, str | None]] = {
    "apps.connections.open": None,
    "auth.test": None,
    "chat.delete": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.update": None,
}
"""The Web API methods that Coach calls, and the bot scope each of them needs."""
OPTIONAL_SCOPE_OF: Final[Mapping[str, str]] = {
    "dnd.info": "dnd:read",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.getUploadURLExternal": "files:write",
}
"""The methods that Coach calls only where the workspace has granted their scopes."""
HISTORY_OF_CHANNELS: Final = ("channels:history", "groups:history")
"""What `conversations.history` needs in channels, public and private, where it has been granted."""
SCOPES_OF_INIT: Final = ("usergroups:read", "channels:read", "groups:read")
"""What `coach init --live` needs, and nothing else does."""
COMMAND_SCOPE: Final = "commands"
_LENGTHS: Final = (
    (("display_information", "name"), 35),
    (("display_information", "description"), 140),
    (("display_information", "long_description"), 4000),
    (("features", "bot_user", "display_name"), 80),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the code answers to, and so what the manifest must say.

    Attributes:
        command: the slash command.
        usages: how each of its words is used.
        shortcuts: callback ids, and whether each is global or in the menu of a message.
        events: the events of the workspace that are listened to.
    """

    command: str
    usages: Sequence[str]
    shortcuts: Mapping[str, str]
    events: Collection[str]


def find() -> Traversable:
    """Return the manifest: inside the installed package, or atop a checkout."""
    inside = resources.files("bot") / NAME
    return inside if inside.is_file() else Path(__file__).parents[1] / NAME


def check(text: str, answers: Answers) -> list[Problem]:
    """Return what does not fit between a manifest and the code.

    Args:
        text: the manifest.
        answers: what the code answers to.
    """
    try:
        manifest = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line = _line_of(error, text)
        return [Problem(NAME, line, "This is not valid YAML", "Correct the indentation or quotes")]
    lines = text.splitlines()
    return [
        Problem(NAME, _line(lines, near), what, mend)
        for near, what, mend in _faults(manifest, answers)
    ]


def _line_of(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return error.problem_mark.line + 1
    # A character that YAML does not allow has a place in the bytes of the text, and no line.
    return text.encode().count(b"\n", 0, getattr(error, "position", 0)) + 1


def _line(lines: Sequence[str], near: str) -> int:
    said = (n for n, line in enumerate(lines, 1) if near in line and line.lstrip()[:1] != "#")
    return next(said, 1)


_Fault = tuple[str, str, str]


def _faults(manifest: Any, answers: Answers) -> Iterator[_Fault]:
    for path, limit in _LENGTHS:
        value = _at(manifest, path)
        if not isinstance(value, str) or not 1 <= len(value) <= limit:
            yield (
                f"{path[-1]}:",
                f"{path[-1]} must have 1 to {limit} characters",
                "Set or shorten it",
            )
    commands = _list(manifest, ("features", "slash_commands"))
    yield from _commands(commands, answers.command, answers.usages)
    yield from _shortcuts(_list(manifest, ("features", "shortcuts")), answers.shortcuts)
    events = _list(manifest, ("settings", "event_subscriptions", "bot_events"))
    yield from _names("bot_events:", "the event", events, answers.events)
    yield from _scopes(manifest)
    yield from _urls(manifest)
    if not _at(manifest, ("features", "app_home", "messages_tab_enabled")):
        yield "app_home:", "pages go to the messages tab", "Set messages_tab_enabled to true"
    if not _at(manifest, ("features", "app_home", "home_tab_enabled")):
        yield "app_home:", "people meet Coach in its Home tab", "Set home_tab_enabled to true"
    if not _at(manifest, ("settings", "interactivity", "is_enabled")):
        yield "interactivity:", "the page has menus", "Set interactivity.is_enabled to true"


def _commands(found: Sequence[Any], command: str, usages: Sequence[str]) -> Iterator[_Fault]:
    if [_at(one, ("command",)) for one in found] != [command]:
        yield (
            "slash_commands:",
            f"the code answers {command} and nothing else",
            "List just that one",
        )
        return
    if not found[0].get("should_escape"):
        mend = "Set should_escape to true, so that people arrive as ids"
        yield command, "names of people would arrive as plain text", mend
    hint = str(found[0].get("usage_hint", ""))
    for usage in usages:
        if usage not in hint.split(" | "):
            yield "usage_hint:", f"the hint does not say `{usage}`", "Add it, divided by ` | `"


def _urls(manifest: Any) -> Iterator[_Fault]:
    socket = _at(manifest, ("settings", "socket_mode_enabled"))
    urls = [one for one in _values(manifest) if isinstance(one, str) and one.startswith("http")]
    if socket and urls:
        yield urls[0], "Socket Mode needs no URL", "Take the URL out, or turn Socket Mode off"
    for url in urls:
        if not url.startswith("https://"):
            yield url, "Slack calls https addresses only", "Begin the URL with https://"


def _shortcuts(found: Sequence[Any], wanted: Mapping[str, str]) -> Iterator[_Fault]:
    listed = {str(_at(one, ("callback_id",))): _at(one, ("type",)) for one in found}
    yield from _names("shortcuts:", "the shortcut", listed, wanted)
    for name in sorted(listed.keys() & wanted.keys()):
        if listed[name] != wanted[name]:
            yield (
                name,
                f"the code takes {name} for {wanted[name]}",
                f"Set its type to {wanted[name]}",
            )


def _scopes(manifest: Any) -> Iterator[_Fault]:
    optional = {*OPTIONAL_SCOPE_OF.values(), *HISTORY_OF_CHANNELS, *SCOPES_OF_INIT}
    needed = {COMMAND_SCOPE, *(scope for scope in SCOPE_OF.values() if scope), *optional}
    scopes = ("oauth_config", "scopes")
    yield from _names("bot:", "the scope", _list(manifest, (*scopes, "bot")), needed)
    listed = _list(manifest, (*scopes, "bot_optional"))
    yield from _names("bot_optional:", "the optional scope", listed, optional)


def _names(
    near: str, what: str, found: Collection[Any], wanted: Collection[str]
) -> Iterator[_Fault]:
    """Hold a list of names to what the code needs, neither fewer nor more."""
    listed = {str(name) for name in found}
    for name in sorted(set(wanted) - listed):
        yield near, f"the code needs {what} {name}", "Add it"
    for name in sorted(listed - set(wanted)):
        yield name, f"nothing in the code needs {what} {name}", "Take it out"


def _at(manifest: Any, path: Sequence[str]) -> Any:
    for key in path:
        manifest = manifest.get(key) if isinstance(manifest, dict) else None
    return manifest


def _list(manifest: Any, path: Sequence[str]) -> list[Any]:
    found = _at(manifest, path)
    return found if isinstance(found, list) else []


def _values(manifest: Any) -> Iterator[Any]:
    if isinstance(manifest, dict):
        for value in manifest.values():
            yield from _values(value)
    elif isinstance(manifest, list):
        for value in manifest:
            yield from _values(value)
    else:
        yield manifest
