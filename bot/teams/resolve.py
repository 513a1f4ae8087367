"""Turns what `coach.yml` says to a source into that source's own models.

Teams know nothing of sources; whoever loads the file hands in the models of each kind.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from bot.teams.digest import Digest
from bot.teams.group import Group
from bot.teams.plain import validated
from bot.teams.policy import EvaluationWindow, Policy, PolicyChange, Retention
from bot.teams.roster import Member, Organisation, Roster, Service, Team
from bot.teams.rules import a_time_zone
from bot.teams.tree import Loc, Tree, Trouble, each, shown

_KEYS: Mapping[Loc, Collection[str]] = {
    (): tuple(Roster.model_fields),
    ("organisation",): tuple(Organisation.model_fields),
    ("organisation", "digest"): tuple(Digest.model_fields),
    ("teams",): tuple(Team.model_fields),
    ("teams", "members"): tuple(Member.model_fields),
    ("teams", "digest"): tuple(Digest.model_fields),
    ("teams", "services"): tuple(Service.model_fields),
    ("groups",): tuple(Group.model_fields),
    ("policy",): tuple(Policy.model_fields),
    ("policy", "retention"): tuple(Retention.model_fields),
    ("policy", "evaluation"): tuple(EvaluationWindow.model_fields),
    ("policy_change",): tuple(PolicyChange.model_fields),
    ("policy_change", "policy"): tuple(Policy.model_fields),
    ("policy_change", "policy", "retention"): tuple(Retention.model_fields),
    ("policy_change", "policy", "evaluation"): tuple(EvaluationWindow.model_fields),
}


@dataclass(frozen=True, slots=True)
class SourceModels:
    """How one kind of source is described in `coach.yml`.

    Attributes:
        options: what stands under `sources`, beside `kind`.
        scope: what stands under `telemetry`, beside `source`.
    """

    options: type[BaseModel]
    scope: type[BaseModel]


class _Unread(BaseModel):
    """Stands in for options or a scope that have a problem, so that reading can go on."""


def keys_at(loc: Loc) -> Collection[str]:
    """Return the keys that may stand in a mapping outside of what sources describe."""
    return _KEYS.get(tuple(step for step in loc if isinstance(step, str)), ())


def write_out(data: Any) -> None:
    """Write out in place what the file may leave out: long members, and each team's time zone."""
    zone = _default_zone(data)
    for _, team in each(data, "teams", None):
        if isinstance(team, dict):
            team.setdefault("time_zone", zone)
    for _, members in each(data, "teams", None, "members"):
        if isinstance(members, list):
            members[:] = [{"slack": m} if isinstance(m, str) else m for m in members]


def resolve(tree: Tree, models: Mapping[str, SourceModels], folder: Path) -> list[Trouble]:
    """Replace in place options, scopes and paths by what they mean; return what is wrong.

    Args:
        tree: the file, with short forms written out.
        models: the known kinds of source.
        folder: what relative paths start from.
    """
    data = tree.data
    troubles = []
    troubles += _take_out_decisions(data)
    for _, organisation in each(data, "organisation"):
        if isinstance(organisation, dict):
            troubles += _find_templates(organisation, folder)
    kinds: dict[str, str] = {}
    for loc, entry in each(data, "sources", None):
        if isinstance(entry, dict):
            kinds[str(loc[-1])] = str(entry.get("kind"))
            troubles += _read_options(loc, entry, tree, models, folder)
    for loc, entry in [
        *each(data, "teams", None, "telemetry", None),
        *each(data, "teams", None, "services", None, "telemetry", None),
    ]:
        if isinstance(entry, dict):
            kind = kinds.get(str(entry.get("source")), "")
            troubles += _read_scope(loc, entry, tree, models.get(kind), folder)
    return troubles


def _take_out_decisions(data: Any) -> list[Trouble]:
    """Take out what stood here before it was said in Slack, and say where it is said now."""
    what = "What a team wants to improve is not written here any more"
    mend = "Remove the whole `decision`, and let anybody of the team type `/coach decide` in Slack"
    found = []
    for at, team in each(data, "teams", None):
        if isinstance(team, dict) and "decision" in team:
            del team["decision"]
            found.append(Trouble((*at, "decision"), what, mend))
    return found


def _default_zone(data: Any) -> str:
    for _, zone in each(data, "organisation", "time_zone"):
        # A zone that does not exist is reported once, where it is written, and not for each team.
        with suppress(PydanticCustomError):
            return a_time_zone(str(zone))
    return "UTC"


def _find_templates(organisation: dict[str, Any], folder: Path) -> list[Trouble]:
    written = organisation.get("conversation_templates")
    if not isinstance(written, str):
        return []
    organisation["conversation_templates"] = folder / written
    if _is_folder(folder / written):
        return []
    return [
        Trouble(
            ("organisation", "conversation_templates"),
            "The folder of `conversation_templates` is not there",
            "Create it beside this file, or remove the key to use Coach's own templates",
        )
    ]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # Too long a name, or a folder on the way that may not be entered.
        return False


def _read_options(
    loc: Loc,
    entry: dict[str, Any],
    tree: Tree,
    models: Mapping[str, SourceModels],
    folder: Path,
) -> list[Trouble]:
    said = dict(entry)
    kind = said.pop("kind", None)
    entry.clear()
    entry.update(kind=str(kind), options=_Unread())
    if not isinstance(kind, str) or kind not in models:
        what = f"There is no kind of source called {shown(kind)}" if kind else "`kind` is missing"
        known = ", ".join(f"`{name}`" for name in sorted(models))
        return [Trouble((*loc, "kind"), what, f"Use one of {known}")]
    model = models[kind].options
    options, troubles = validated(
        model, said, tree, lambda at: ("kind", *model.model_fields) if at == loc else (), loc
    )
    if options is not None:
        entry["options"] = _with_paths_from(folder, options)
    return troubles


def _with_paths_from(folder: Path, said: BaseModel) -> BaseModel:
    paths = {name: folder / value for name, value in said if isinstance(value, Path)}
    return said.model_copy(update=paths)


def _read_scope(
    loc: Loc, entry: dict[str, Any], tree: Tree, models: SourceModels | None, folder: Path
) -> list[Trouble]:
    said = dict(entry)
    source = said.pop("source", None)
    entry.clear()
    entry.update(source=str(source), scope=_Unread())
    if source is None:
        mend = "Add the name of one of the `sources`"
        return [Trouble((*loc, "source"), "`source` is missing", mend)]
    if models is None:
        return []  # There is no such source or kind, which is reported where it is written.
    model = models.scope
    scope, troubles = validated(
        model, said, tree, lambda at: ("source", *model.model_fields) if at == loc else (), loc
    )
    if scope is not None:
        entry["scope"] = _with_paths_from(folder, scope)
    return troubles
