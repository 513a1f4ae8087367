"""Holds `manifest.yml` to the code: its command, its scopes, its lengths.

Slack's own schema checks neither scope names nor whether the code needs them.
"""

from collections.abc import Iterator, Mapping, Sequence
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
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.open": "im:write",
}
"""The Web API methods that Coach calls, and the bot scope each of them needs."""
COMMAND_SCOPE: Final = "commands"
_LENGTHS: Final = (
    (("display_information", "name"), 35),
    (("display_information", "description"), 140),
    (("display_information", "long_description"), 4000),
    (("features", "bot_user", "display_name"), 80),
)


def find() -> Traversable:
    """Return the manifest: inside the installed package, or atop a checkout."""
    inside = resources.files("bot") / NAME
    return inside if inside.is_file() else Path(__file__).parents[1] / NAME


def check(text: str, command: str, usages: Sequence[str]) -> list[Problem]:
    """Return what does not fit between a manifest and the code.

    Args:
        text: the manifest.
        command: the slash command that the code answers.
        usages: how each of its words is used.
    """
    try:
        manifest = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [Problem(NAME, line, "This is not valid YAML", "Correct the indentation or quotes")]
    lines = text.splitlines()
    return [
        Problem(NAME, _line(lines, near), what, mend)
        for near, what, mend in _faults(manifest, command, usages)
    ]


def _line(lines: Sequence[str], near: str) -> int:
    return next((n for n, line in enumerate(lines, 1) if near in line), 1)


_Fault = tuple[str, str, str]


def _faults(manifest: Any, command: str, usages: Sequence[str]) -> Iterator[_Fault]:
    for path, limit in _LENGTHS:
        value = _at(manifest, path)
        if not isinstance(value, str) or not 1 <= len(value) <= limit:
            yield (
                f"{path[-1]}:",
                f"{path[-1]} must have 1 to {limit} characters",
                "Set or shorten it",
            )
    yield from _commands(_at(manifest, ("features", "slash_commands")) or [], command, usages)
    yield from _scopes(_at(manifest, ("oauth_config", "scopes", "bot")) or [])
    socket = _at(manifest, ("settings", "socket_mode_enabled"))
    urls = [one for one in _values(manifest) if isinstance(one, str) and one.startswith("http")]
    if socket and urls:
        yield urls[0], "Socket Mode needs no URL", "Take the URL out, or turn Socket Mode off"
    if not all(url.startswith("https://") for url in urls):
        yield urls[0], "Slack calls https addresses only", "Begin the URL with https://"
    if not _at(manifest, ("features", "app_home", "messages_tab_enabled")):
        yield "app_home:", "pages go to the messages tab", "Set messages_tab_enabled to true"
    if not _at(manifest, ("settings", "interactivity", "is_enabled")):
        yield "interactivity:", "the page has menus", "Set interactivity.is_enabled to true"


def _commands(found: Sequence[Any], command: str, usages: Sequence[str]) -> Iterator[_Fault]:
    if [one.get("command") for one in found] != [command]:
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


def _scopes(found: Sequence[str]) -> Iterator[_Fault]:
    needed = {COMMAND_SCOPE, *(scope for scope in SCOPE_OF.values() if scope)}
    for scope in sorted(needed - set(found)):
        yield "bot:", f"the code needs the scope {scope}", "Add it"
    for scope in sorted(set(found) - needed):
        yield scope, f"nothing in the code needs the scope {scope}", "Take it out"


def _at(manifest: Any, path: Sequence[str]) -> Any:
    for key in path:
        manifest = manifest.get(key) if isinstance(manifest, dict) else None
    return manifest


def _values(manifest: Any) -> Iterator[Any]:
    if isinstance(manifest, dict):
        for value in manifest.values():
            yield from _values(value)
    elif isinstance(manifest, list):
        for value in manifest:
            yield from _values(value)
    else:
        yield manifest
