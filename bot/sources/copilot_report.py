"""The daily reports of GitHub Copilot: who used it how, and who was in which team.

Layout: docs.github.com, "Data available in Copilot usage metrics" and "Team-level Copilot usage
metrics". One JSON object a line; only the fields named here are read.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from bot.errors import SkippedError, TransientError
from bot.sources.github_refusals import GARBLED
from bot.sources.source import Report

COMPLETION = "code_completion"
"""The one feature whose generations and acceptances are suggestions in the editor: agents and chats
count theirs quite differently, and would swamp it."""
_COUNTS = (
    "user_initiated_interaction_count",
    "code_generation_activity_count",
    "code_acceptance_activity_count",
)
_FLAGS = ("used_chat", "used_agent", "used_cli", "used_copilot_code_review_active")
"""A review that was assigned by rule (`used_copilot_code_review_passive`) is nobody's use."""

T = TypeVar("T")


class Key(NamedTuple):
    """What a row of either report is about, and by which the two are joined."""

    user: int
    day: date
    organisation: str


class Use(NamedTuple):
    """What somebody did with Copilot on a UTC day.

    Attributes:
        key: who, when, and in which organisation.
        login: the person's login in small letters, "" where the report leaves it out.
        shown: suggestions shown in the editor.
        accepted: of those.
        active: whether any part of Copilot was used.
    """

    key: Key
    login: str
    shown: int
    accepted: int
    active: bool


class Membership(NamedTuple):
    """That somebody was in a team of GitHub's on a UTC day.

    Attributes:
        key: who, when, and in which organisation.
        login: the person's login in small letters, "" where the report leaves it out.
        team: the team's slug in small letters.
    """

    key: Key
    login: str
    team: str


class Teams:
    """Who was in which team: the one side of the inner join."""

    def __init__(self, memberships: Iterable[Membership]) -> None:
        teams: dict[Key, set[str]] = defaultdict(set)
        for membership in memberships:
            teams[membership.key].add(membership.team)
        self._teams: Mapping[Key, set[str]] = teams

    def of(self, key: Key) -> frozenset[str]:
        """Return the teams that a row counts in: each of them, and none where it has no partner."""
        return frozenset(self._teams.get(key, ()))

    def __iter__(self) -> Iterator[Key]:
        """Yield whoever is in any team."""
        return iter(self._teams)


def uses(lines: Iterable[bytes], day: date, place: str, report: Report) -> Iterator[Use]:
    """Yield the rows of one file of users, and note in the report those that cannot be read.

    Raises:
        TransientError: the file is no report at all.
    """
    return _rows(lines, place, report, lambda row: _use(row, day))


def memberships(
    lines: Iterable[bytes], day: date, place: str, report: Report
) -> Iterator[Membership]:
    """Yield the rows of one file of users' teams, and note those that cannot be read.

    Raises:
        TransientError: the file is no report at all.
    """
    return _rows(lines, place, report, lambda row: _membership(row, day))


def _rows(
    lines: Iterable[bytes], place: str, report: Report, read: Callable[[Mapping[str, Any]], T]
) -> Iterator[T]:
    strange: list[str] = []
    is_a_report = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{place}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            strange.append(where)
            continue
        is_a_report = True
        try:
            yield read(row)
        except SkippedError as problem:
            report.skip(where, str(problem))
    if strange and not is_a_report:
        raise TransientError(GARBLED)
    for where in strange:
        report.skip(where, "the line is no JSON object")


def _use(row: Mapping[str, Any], day: date) -> Use:
    features = row.get("totals_by_feature") or []
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise SkippedError("the features are no list")
    inline = [one for one in features if one.get("feature") == COMPLETION]
    shown = sum(_count(one, "code_generation_activity_count") for one in inline)
    accepted = sum(_count(one, "code_acceptance_activity_count") for one in inline)
    if accepted > shown:
        raise SkippedError("more suggestions were accepted than shown")
    # Every field is read, so that a strange one is not passed over behind a good one.
    counts = [_count(row, name) for name in _COUNTS]
    flags = [_flag(row, name) for name in _FLAGS]
    active = any(counts) or any(flags) or shown > 0
    return Use(_key(row, day), _login(row), shown, accepted, active)


def _membership(row: Mapping[str, Any], day: date) -> Membership:
    slug = row.get("slug")
    if not isinstance(slug, str) or not slug:
        raise SkippedError("the row names no team")
    return Membership(_key(row, day), _login(row), slug.strip().lower())


def _key(row: Mapping[str, Any], day: date) -> Key:
    user, organisation = row.get("user_id"), row.get("organization_id")
    if not isinstance(user, int) or isinstance(user, bool):
        raise SkippedError("the row has no user_id")
    if not isinstance(organisation, str | int) or isinstance(organisation, bool):
        raise SkippedError("the row has no organization_id")
    if row.get("day") != day.isoformat():
        raise SkippedError("the day is not the day of the report")
    return Key(user, day, str(organisation))


def _login(row: Mapping[str, Any]) -> str:
    login = row.get("user_login") or ""
    if not isinstance(login, str):
        raise SkippedError("the login is no text")
    return login.strip().lower()


def _count(row: Mapping[str, Any], name: str) -> int:
    """Read a counter; one that lacks, or is null, counted nothing."""
    count = row.get(name)
    if count is None:
        return 0
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise SkippedError("a count is not a whole number from 0 up")
    return count


def _flag(row: Mapping[str, Any], name: str) -> bool:
    flag = row.get(name)
    if not isinstance(flag, bool | None):
        raise SkippedError("what was used is neither true nor false")
    return bool(flag)
