"""One test report of CodeBuild: the counts of its cases, and nothing that names a test."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeGuard

_UNDER_WAY = {"GENERATING"}
_LEFT_OUT = {"INCOMPLETE": "incomplete", "DELETING": "deleted"}
_WHOLE = {"SUCCEEDED", "FAILED"}
_STATUSES = _UNDER_WAY | _LEFT_OUT.keys() | _WHOLE
_TYPES = {"TEST", "CODE_COVERAGE"}
_RAN_WRONG = {"FAILED", "ERROR"}
_RAN = {"SUCCEEDED", *_RAN_WRONG}
_OUTCOMES = {*_RAN, "SKIPPED", "UNKNOWN"}


class Counted(NamedTuple):
    """What is read of one report.

    Attributes:
        at: when it was made, in UTC; AWS tells no other time.
        failed: the cases that failed or ended in an error.
        ran: the cases that ran to an end, well or not.
        left_out: why it does not count; "" where it does.
    """

    at: datetime
    failed: int
    ran: int
    left_out: str


def read(row: Mapping[str, Any]) -> Counted | str | None:
    """Return the report in a row of BatchGetReports, or why it cannot be read.

    None where it is still being made, so that there is nothing to count yet.
    """
    created, status, kind = row.get("created"), row.get("status"), row.get("type")
    if status not in _STATUSES or kind not in _TYPES:
        return "the report is of a status or type that Coach does not know"
    if status in _UNDER_WAY:
        return None
    if created is None:
        return "the report does not say when it was made"
    if kind != "TEST" or status in _LEFT_OUT:
        return Counted(created, 0, 0, _LEFT_OUT.get(status, "code_coverage"))
    return _counted(created, row)


def _counted(created: datetime, row: Mapping[str, Any]) -> Counted | str:
    if row.get("truncated"):
        return "the report was cut short, so that its counts are not whole"
    counts = (row.get("testSummary") or {}).get("statusCounts")
    if not _readable(counts):
        return "the report counts its cases in a way that Coach does not know"
    ran = sum(counts.get(outcome, 0) for outcome in _RAN)
    failed = sum(counts.get(outcome, 0) for outcome in _RAN_WRONG)
    return Counted(created, failed, ran, "" if ran else "nothing_ran")


def _readable(counts: object) -> TypeGuard[Mapping[str, int]]:
    return (
        isinstance(counts, dict)
        and counts.keys() <= _OUTCOMES
        and all(isinstance(count, int) and count >= 0 for count in counts.values())
    )
