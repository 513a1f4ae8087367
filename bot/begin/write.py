"""Writes the first `coach.yml`: whole or not at all, and never over one that is there."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.begin.interview import Begun, NewTeam
from bot.errors import OperatorError
from bot.teams.load import load


class Exists(OperatorError):
    """There is a coach.yml already; it is left as it is."""


def check_is_free(path: Path) -> None:
    """Make sure that there is no file yet, before anything is asked.

    Raises:
        Exists: there is one.
    """
    if os.path.lexists(path):
        raise _exists(path)


def write(path: Path, begun: Begun) -> None:
    """Write a `coach.yml` that can be used at once.

    It is written beside its place, read back by the rules of every other start, and then put there
    in one step that fails where a file is.

    Raises:
        Exists: there is a file by now.
        Problems: the file would not be valid; nothing is left behind.
        OperatorError: the folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".coach-", suffix=".yml", dir=path.absolute().parent)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}. Choose another folder with --config."
        raise OperatorError(msg) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text(begun))
        beside.chmod(0o644)
        load(beside, {})
        os.link(beside, path)
    except FileExistsError:
        raise _exists(path) from None
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _exists(path: Path) -> Exists:
    return Exists(
        f"{path} is there already, and is left as it is. Change it with an editor, or name another"
        " file with --config."
    )


def text(begun: Begun) -> str:
    """Return the file."""
    return "\n".join(
        (*_organisation(begun), *(line for team in begun.teams for line in _team(team)), "")
    )


def _organisation(begun: Begun) -> Iterator[str]:
    yield "# Who is in which team, what it owns, and where its telemetry comes from."
    yield "# Let somebody review each change: this file decides who sees what."
    yield "# coach.example.yml explains every key; `coach check` lists every problem with its line."
    yield ""
    yield "organisation:"
    yield f"  name: {_quoted(begun.name)}"
    yield f"  time_zone: {begun.time_zone}"
    yield f"  stewards: [{', '.join(begun.stewards)}]"
    yield "  minimum_group: 5    # so many others must stand behind a figure; it can be raised"
    yield ""
    yield "# What Coach may read. Without a source, pages have conversation templates and no numbers."
    yield "# sources:"
    yield "#   numbers: {kind: file, path: weekly.csv}"
    yield ""
    yield "teams:"


def _team(team: NewTeam) -> Iterator[str]:
    yield f"  - id: {team.id}"
    yield f"    name: {_quoted(team.name)}"
    yield f"    channel: {team.channel}    # invite the bot there, for the digest"
    yield f"    managers: [{', '.join(team.managers)}]"
    yield "    members:"
    yield from (f"      - {user}" for user in team.members)
    yield "    # telemetry: [{source: numbers}]"


def _quoted(name: str) -> str:
    """Return a name in double quotes, which YAML reads as JSON does."""
    return json.dumps(name, ensure_ascii=False)
