"""Loads the playbook: finds the files, has each one checked, and puts the set together."""

from collections.abc import Callable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from bot.errors import OperatorError
from bot.playbook.check import LARGEST, Checked, check, read
from bot.playbook.template import Kind, Playbook
from bot.teams.problem import Problem, Problems

FOLDER: Final = "conversation_templates"
SUFFIX: Final = ".md.j2"
_Check = Callable[[str, bytes], Checked]


class PlaybookProblems(Problems):
    """The conversation templates cannot be used as they are; each problem says how to mend it."""


def built_in(package: Traversable, checkout: Path) -> Traversable:
    """Find the folder that comes with Coach: inside the installed package, or atop a checkout.

    Raises:
        OperatorError: it is in neither place.
    """
    for place in (package, checkout):
        folder = place / FOLDER
        if folder.is_dir():
            return folder
    raise OperatorError("Coach's own conversation templates are missing; install coach-bot again.")


def load(folder: Path | None = None, *, proven: bool = False) -> Playbook:
    """Load the built-in templates, and an organisation's own.

    Args:
        folder: adds its `*.md.j2` files; one with the id of a built-in takes its place.
        proven: whether the built-in ones were checked before. Coach's own tests do that, and a
            start has no time to do it again.

    Raises:
        PlaybookProblems: with every problem in every file.
        OperatorError: the built-in templates are missing.
    """
    problems: list[Problem] = []
    own = built_in(resources.files("bot"), Path(__file__).parents[2])
    chosen = _folder(own, FOLDER, problems, read if proven else check)
    if folder is not None:
        chosen |= _folder(folder, str(folder), problems, check)
    problems += _missing(chosen, str(folder or FOLDER))
    if problems:
        raise PlaybookProblems(problems)
    templates = [checked.template for checked in chosen.values() if checked.template]
    return Playbook(tuple(sorted(templates, key=lambda template: (template.order, template.id))))


def _folder(
    folder: Traversable, name: str, problems: list[Problem], check_one: _Check
) -> dict[str, Checked]:
    """Check the files of a folder, by the id they give themselves."""
    if not folder.is_dir():
        problems.append(
            Problem(name, 1, "There is no such folder", "Create it, or correct its name")
        )
        return {}
    by_id: dict[str, Checked] = {}
    files = [file for file in folder.iterdir() if file.name.endswith(SUFFIX) and file.is_file()]
    if not files:
        what = f"The folder has no `*{SUFFIX}` file"
        problems.append(Problem(name, 1, what, "Add one, or correct the folder's name"))
    for file in sorted(files, key=lambda file: file.name):
        checked = _open(file, f"{name}/{file.name}", check_one)
        problems += checked.problems
        if checked.front is None:
            continue
        first = by_id.setdefault(checked.front.id, checked)
        if first is not checked:
            what = f"The id `{checked.front.id}` is already taken by {first.file}"
            problems.append(Problem(checked.file, checked.id_line, what, "Give it another id"))
    return by_id


def _open(file: Traversable, name: str, check_one: _Check) -> Checked:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})"
        return Checked(name, 1, None, None, (Problem(name, 1, what, "Let Coach read it"),))
    return check_one(name, data)


def _missing(chosen: Mapping[str, Checked], name: str) -> list[Problem]:
    kinds = {checked.front.kind for checked in chosen.values() if checked.front}
    return [
        Problem(name, 1, f"No template is of kind `{kind}`", f"Keep one file with `kind: {kind}`")
        for kind in (Kind.CHECK_IN, Kind.FALLBACK)
        if kind not in kinds
    ]
