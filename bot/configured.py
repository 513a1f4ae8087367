"""What the files and the environment say, checked: the first step of every command."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot import log
from bot.db import Database
from bot.db.schema import upgrade
from bot.playbook import load as playbook
from bot.playbook.template import Playbook
from bot.settings import Settings
from bot.sources.registry import kinds, source_class
from bot.teams import load as teams
from bot.teams.problem import Problems
from bot.teams.roster import Roster

_log = log.get("app")


@dataclass(frozen=True, slots=True)
class Configured:
    """What the files say, checked."""

    roster: Roster
    playbook: Playbook


def configure(path: Path, *, proven: bool = False) -> Configured:
    """Read `coach.yml` and the conversation templates.

    Args:
        path: where `coach.yml` is.
        proven: whether Coach's own templates were checked before, and need not be again.

    Raises:
        Problems: every problem in either of them, in one list.
    """
    roster, found = _or_problems(lambda: teams.load(path, _SourceModels()))
    folder = roster.organisation.conversation_templates if roster else None
    templates, more = _or_problems(lambda: playbook.load(folder, proven=proven))
    if roster is None or templates is None:
        raise Problems((*found, *more))
    return Configured(roster, templates)


class _SourceModels(Mapping[str, teams.SourceModels]):
    """What each kind of source takes; a kind is imported when it is asked for."""

    @override
    def __getitem__(self, kind: str) -> teams.SourceModels:
        source = source_class(kind)
        return teams.SourceModels(source.Options, source.Scope)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(kinds())

    @override
    def __len__(self) -> int:
        return len(kinds())


def _or_problems(read: Callable[[], Any]) -> tuple[Any, tuple[Any, ...]]:
    try:
        return read(), ()
    except Problems as error:
        return None, error.problems


def open_database(settings: Settings) -> Database:
    """Open the database and bring its schema up to date.

    Raises:
        OperatorError: it cannot be opened, or is newer than this Coach.
    """
    database = Database(settings.database_url.get_secret_value())
    if upgrade(database):
        _log.info("database_upgraded")
    return database
