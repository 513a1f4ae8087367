"""One execution of a pipeline: what is read of it, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.sources.deployments import Outcome, is_mended

_UNDER_WAY = {"InProgress", "Stopping"}
_BROKEN_OFF = {"Superseded": "superseded", "Cancelled": "cancelled", "Stopped": "stopped"}
_SUCCEEDED, _FAILED = "Succeeded", "Failed"
_MOMENT = timedelta(minutes=1)
"""How much later than its rollback's beginning the end of an execution may be written down."""
_STATUSES = {*_UNDER_WAY, *_BROKEN_OFF, _SUCCEEDED, _FAILED}
_TYPES = {"STANDARD", "ROLLBACK"}
_AUTOMATED = "AutomatedRollback"
_ROLLBACKS = {_AUTOMATED, "ManualRollback"}

Revisions = frozenset[tuple[str, str]]
"""What went in: the revision of each source action. Empty where AWS does not tell all of them."""


class Execution(NamedTuple):
    """What is read of one execution; who or what started it is not, but for rollbacks.

    Attributes:
        name: AWS's id of it.
        began: when it started, in UTC.
        ended: when it last changed, which is its end once it is over; None as long as it is not.
        status: as AWS names it.
        is_rollback: whether it only returned a stage to an earlier execution.
        is_automated: whether a stage that failed started that rollback by itself.
        returns_to: the id of the execution that a rollback returned to, or "".
        revisions: what went in.
    """

    name: str
    began: datetime
    ended: datetime | None
    status: str
    is_rollback: bool
    is_automated: bool
    returns_to: str
    revisions: Revisions


def read(row: Mapping[str, Any]) -> Execution | str:
    """Return the execution in a row of ListPipelineExecutions, or why it cannot be read."""
    name, began, status = row.get("pipelineExecutionId"), row.get("startTime"), row.get("status")
    kind = row.get("executionType") or "STANDARD"
    if not name or not began:
        return "the execution has no id, or does not say when it began"
    if status not in _STATUSES or kind not in _TYPES:
        return "the execution is of a status or type that Coach does not know"
    ended = None if status in _UNDER_WAY else row.get("lastUpdateTime")
    if status not in _UNDER_WAY and ended is None:
        return "the execution does not say when it ended"
    if ended is not None and ended < began:
        return "the execution ended before it began"
    trigger = (row.get("trigger") or {}).get("triggerType")
    return Execution(
        name=name,
        began=began,
        ended=ended,
        status=status,
        is_rollback=kind == "ROLLBACK" or trigger in _ROLLBACKS,
        is_automated=trigger == _AUTOMATED,
        returns_to=(row.get("rollbackMetadata") or {}).get("rollbackTargetPipelineExecutionId")
        or "",
        revisions=_revisions(row.get("sourceRevisions") or ()),
    )


def _revisions(told: Sequence[Mapping[str, Any]]) -> Revisions:
    read = {(one.get("actionName") or "", one.get("revisionId") or "") for one in told}
    return frozenset(read) if all(revision for _, revision in read) else frozenset()


def outcomes(executions: Iterable[Execution]) -> Iterator[Outcome]:
    """Yield what became of each execution of a pipeline that is over.

    An execution is one deployment, however many stages and actions it has. All that AWS still
    lists must be given, for what runs may have been deployed long ago.
    """
    by_name = {execution.name: execution for execution in executions}
    over = sorted(
        (one for one in by_name.values() if one.ended is not None),
        key=lambda one: (one.ended, one.name),
    )
    repeated = _repeated(over, by_name)
    undone = _undone(
        [one for one in over if not one.is_rollback and one.name not in repeated], by_name
    )
    for execution in over:
        if execution.ended is not None:
            mended = is_mended(execution.ended, undone[execution.name])
            yield Outcome(
                at=execution.ended,
                succeeded=execution.status == _SUCCEEDED,
                rolled_back=mended,
                left_out=_left_out(
                    execution, is_repeat=execution.name in repeated, is_undone=mended
                ),
            )


def _left_out(execution: Execution, *, is_repeat: bool, is_undone: bool) -> str:
    if execution.is_rollback:
        return "rollback"
    if execution.status in _BROKEN_OFF:
        return _BROKEN_OFF[execution.status]
    if is_repeat:
        return "repeated"
    return "" if execution.status == _SUCCEEDED or is_undone else "never_reached_production"


def _repeated(over: Iterable[Execution], by_name: Mapping[str, Execution]) -> set[str]:
    """Return the executions that deployed what ran already, given all in the order of their ends.

    After a rollback there runs what it returned to, so that the same change again is no repeat.
    """
    repeated = set()
    running: Revisions = frozenset()
    for execution in over:
        if execution.status != _SUCCEEDED:
            continue
        if execution.is_rollback:
            target = by_name.get(execution.returns_to)
            running = target.revisions if target else execution.revisions
            continue
        if execution.revisions and execution.revisions == running:
            repeated.add(execution.name)
        running = execution.revisions
    return repeated


def _undone(
    deployed: Sequence[Execution], by_name: Mapping[str, Execution]
) -> defaultdict[str, list[datetime]]:
    """Return when each deployment was rolled back, given all in the order of their ends.

    AWS names only what a rollback returned to (`rollbackTargetPipelineExecutionId`). What it undid
    is the last that ended between that and the rollback. A stage that rolls back by itself does so
    because an execution failed in it, and returns to the last that succeeded; a person mostly rolls
    back what succeeded, and an execution that failed may have failed long before production.
    """
    undone: defaultdict[str, list[datetime]] = defaultdict(list)
    for rollback in by_name.values():
        if rollback.is_rollback:
            target = by_name.get(rollback.returns_to)
            between = [one for one in deployed if _lies_between(one, target, rollback)]
            wanted = (_FAILED, _SUCCEEDED) if rollback.is_automated else (_SUCCEEDED, _FAILED)
            for status in wanted:
                found = [one for one in between if one.status == status]
                if found:
                    undone[found[-1].name].append(rollback.began)
                    break
    return undone


def _lies_between(one: Execution, target: Execution | None, rollback: Execution) -> bool:
    if one.ended is None or one.ended > rollback.began + _MOMENT:
        return False
    # What began before the target cannot have been deployed over it.
    return target is None or (one is not target and one.began > target.began)
