"""Reads `coach.yml`: a roster, or every problem at once."""

from collections.abc import Mapping
from pathlib import Path

from bot.teams.checks import check
from bot.teams.plain import validated
from bot.teams.problem import Problem, Problems
from bot.teams.resolve import SourceModels, keys_at, resolve, write_out
from bot.teams.roster import Roster
from bot.teams.tree import parse

__all__ = ["LARGEST", "SourceModels", "load"]

LARGEST = 1_000_000
"""Bytes. A roster of thousands of people has less."""


def load(path: Path, source_models: Mapping[str, SourceModels]) -> Roster:
    """Read and check a `coach.yml`.

    Args:
        path: the file. Paths inside it are relative to its folder.
        source_models: the known kinds of source, by the name that `kind` gives.

    Raises:
        Problems: the file is missing or has problems; all of them are listed.
    """
    tree = parse(_text(path))
    faults = list(tree.faults)
    roster = None
    if tree.data is not None:
        write_out(tree.data)
        troubles = list(check(tree.data))
        troubles += resolve(tree, source_models, path.parent.absolute())
        roster, more = validated(Roster, tree.data, tree, keys_at)
        faults += [(tree.line(loc), what, mend) for loc, what, mend in troubles + more]
    elif not faults:
        faults = [(1, "The file is empty", "Copy coach.example.yml and change it")]
    if faults or roster is None:
        raise Problems(Problem(str(path), *fault) for fault in faults)
    return roster


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            mend = "Keep only teams, members and sources in it"
            raise Problems([Problem(str(path), 1, "The file is larger than 1 MB", mend)])
        raw = path.read_bytes()
    except FileNotFoundError:
        mend = "Copy coach.example.yml to this place and change it, or point COACH_CONFIG elsewhere"
        raise Problems([Problem(str(path), 1, "There is no such file", mend)]) from None
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}"
        mend = "Check that it is a file and that Coach may read it"
        raise Problems([Problem(str(path), 1, what, mend)]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what, mend = "The file is not UTF-8 text here", "Save it again as UTF-8"
        raise Problems([Problem(str(path), line, what, mend)]) from None
