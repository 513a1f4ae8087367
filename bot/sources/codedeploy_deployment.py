"""One deployment of CodeDeploy: what is read of it, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.sources.deployments import Outcome, is_mended

LONGEST = timedelta(days=7)
"""Several times what AWS lets a deployment take: two days for each of its two longest waits.

One that took longer is left out and counted, for it is asked for by the time it was created.
"""
_UNDER_WAY = {"Created", "Queued", "InProgress", "Baking", "Ready"}
_OVER = {"Succeeded", "Failed", "Stopped"}
_ROLLED_BACK_BY = {"codeDeployRollback", "CloudFormationRollback"}
_NO_CHANGE = {
    "autoscaling": "autoscaling",
    "autoscalingTermination": "autoscaling",
    # Brings machines that were away up to what the others already run.
    "CodeDeployAutoUpdate": "repeated",
}
_CREATORS = {"user", "CodeDeploy", "CloudFormation", *_ROLLED_BACK_BY, *_NO_CHANGE}
_MODES = {"STANDARD", "RESTART"}


class Deployment(NamedTuple):
    """What is read of one deployment; who started it is not.

    Attributes:
        name: AWS's id of it.
        created: when it was asked for, in UTC.
        ended: when it was over; None as long as it is not.
        succeeded: whether it ended well.
        creator: by which means it was created, as AWS names them.
        is_restart: whether it only started again what already ran.
        rolls_back: the id of the deployment that it undoes, or "".
        undone_by: the id of the rollback that undid it, or "".
    """

    name: str
    created: datetime
    ended: datetime | None
    succeeded: bool
    creator: str
    is_restart: bool
    rolls_back: str
    undone_by: str


def read(row: Mapping[str, Any]) -> Deployment | str:
    """Return the deployment in a row of BatchGetDeployments, or why it cannot be read."""
    name, status, created = row.get("deploymentId"), row.get("status"), row.get("createTime")
    creator, mode = row.get("creator"), row.get("deploymentMode") or "STANDARD"
    if not name or not created:
        return "the deployment has no id, or does not say when it was created"
    if status not in _UNDER_WAY | _OVER or creator not in _CREATORS or mode not in _MODES:
        return "the deployment is of a status, creator or mode that Coach does not know"
    ended = row.get("completeTime") if status in _OVER else None
    why = _wrong_times(created, ended) if status in _OVER else ""
    if why:
        return why
    links = row.get("rollbackInfo") or {}
    return Deployment(
        name=name,
        created=created,
        ended=ended,
        succeeded=status == "Succeeded",
        creator=creator,
        is_restart=mode == "RESTART",
        rolls_back=links.get("rollbackTriggeringDeploymentId") or "",
        undone_by=links.get("rollbackDeploymentId") or "",
    )


def _wrong_times(created: datetime, ended: datetime | None) -> str:
    if ended is None:
        return "the deployment does not say when it ended"
    if ended < created:
        return "the deployment ended before it was created"
    if ended - created > LONGEST:
        return "the deployment took longer than a week"
    return ""


def outcomes(deployments: Iterable[Deployment]) -> Iterator[Outcome]:
    """Yield what became of each deployment of a group that is over.

    A rollback and what it undoes name each other: the one the deployment that triggered it
    (`rollbackTriggeringDeploymentId`), the other what undid it (`rollbackDeploymentId`); either
    is enough to know what was undone. Somebody who deploys an earlier revision by hand makes a deployment that AWS links
    to no other, and so does a rolled back stack of CloudFormation: the first is taken for what AWS
    says it is, a deployment, and of the second it is not known what it undid.
    """
    known = {deployment.name: deployment for deployment in deployments}
    undoing = _rollbacks(known)
    for deployment in known.values():
        if deployment.ended is not None:
            began = [known[name].created for name in undoing[deployment.name]]
            undone = is_mended(deployment.ended, began)
            yield Outcome(
                at=deployment.ended,
                succeeded=deployment.succeeded,
                rolled_back=undone,
                left_out=_left_out(deployment, undone=undone),
            )


def _rollbacks(known: Mapping[str, Deployment]) -> defaultdict[str, set[str]]:
    """Return the known rollbacks of each deployment."""
    undoing: defaultdict[str, set[str]] = defaultdict(set)
    for deployment in known.values():
        if deployment.rolls_back not in {"", deployment.name}:
            undoing[deployment.rolls_back].add(deployment.name)
        if deployment.undone_by in known and deployment.undone_by != deployment.name:
            undoing[deployment.name].add(deployment.undone_by)
    return undoing


def _left_out(deployment: Deployment, *, undone: bool) -> str:
    # By its own word alone: what it undid may be too long ago to be among those that are known.
    if deployment.creator in _ROLLED_BACK_BY or deployment.rolls_back not in {"", deployment.name}:
        return "rollback"
    if deployment.is_restart:
        return "restart"
    if deployment.creator in _NO_CHANGE:
        return _NO_CHANGE[deployment.creator]
    return "" if deployment.succeeded or undone else "never_reached_production"
