"""Reads the workflow runs of one repository: the list, and the earlier tries of what ran again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.errors import SkippedError, TransientError
from bot.sources.github_answers import Page
from bot.sources.github_instant import instant, instant_or_none
from bot.sources.github_refusals import GARBLED, UnseenError
from bot.sources.source import Report

MOST_ROWS = 1000
"""GitHub gives no more of one list with a filter, however long it is."""
SHORTEST = timedelta(hours=1)
"""A span that is not cut further."""
MOST_ATTEMPTS = 20
"""Earlier tries that are looked at; nobody tries by hand more often."""
EVENTS = frozenset({"push", "pull_request", "merge_group"})
"""What a run of a commit comes of. What comes of the clock, or by hand, is about no commit."""
PASSED, FAILED = "success", "failure"
LEFT_OUT = frozenset(
    {
        "action_required",
        "cancelled",
        "neutral",
        "skipped",
        "stale",
        "startup_failure",
        "timed_out",
    }
)
"""Ends that say nothing of the tests."""


class Asks(Protocol):
    """Whoever asks GitHub's REST."""

    def get(self, path: str, **parameters: str | int) -> Any:
        """Return what REST says at a path."""

    def pages(
        self,
        path: str,
        report: Report,
        place: str,
        *,
        rows: str | None = None,
        **parameters: str | int,
    ) -> Iterator[Page]:
        """Yield a list page by page."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whose doing a run was: a login in small letters, and whether GitHub calls it a bot."""

    login: str
    is_bot: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a run.

    Attributes:
        ended: when.
        conclusion: how; None while it still runs.
    """

    ended: datetime
    conclusion: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a workflow on a commit, with its latest try.

    Attributes:
        number: GitHub's id.
        workflow: the workflow's id.
        names: by which coach.yml may mean the workflow: its file, that with its path, its name.
        event: what it comes of.
        commit: the commit's hash.
        created: when its first try was asked for; that stays when it is run again.
        tries: how many there were.
        latest: the latest one.
        committed: when the commit was made; None where GitHub does not say.
        actor: who pushed; None: a deleted account.
    """

    number: int
    workflow: int
    names: frozenset[str]
    event: str
    commit: str
    created: datetime
    tries: int
    latest: Attempt
    committed: datetime | None
    actor: Who | None


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one repository.

    Attributes:
        client: asks for them.
        path: of the repository in REST.
        place: how to call it in the report.
        report: where is noted what cannot be read.
    """

    client: Asks
    path: str
    place: str
    report: Report

    def created(self, first: datetime, last: datetime) -> Iterator[Run]:
        """Yield the runs of commits that were created from one second to another, both included.

        A span in which there were more than GitHub gives of one list is halved, and so on down to
        an hour; of an hour that has still more, the rest is missing, and the report says so.
        """
        pages = self._pages(f"runs of {first:%Y-%m-%dT%H}", created=f"{_utc(first)}..{_utc(last)}")
        for page in pages:
            if page.number == 1 and (page.total or 0) >= MOST_ROWS:
                if last - first > SHORTEST:
                    middle = first + (last - first) // 2
                    middle = middle.replace(microsecond=0)
                    yield from self.created(first, middle)
                    yield from self.created(middle + timedelta(seconds=1), last)
                    return
                self.report.skip(
                    f"{self.place}, hour {first:%Y-%m-%dT%H}",
                    "GitHub lists no more than 1,000 runs of an hour; the rest is missing",
                    max((page.total or 0) - MOST_ROWS, 1),
                )
            yield from self._of_a_page(page)

    def of_commit(self, commit: str) -> Iterator[Run]:
        """Yield all runs of a commit."""
        for page in self._pages("runs of a commit", head_sha=commit):
            yield from self._of_a_page(page)

    def attempts(self, run: Run) -> Iterator[Attempt]:
        """Yield the tries of a run that came to an end, one question for each earlier one."""
        if run.tries - 1 > MOST_ATTEMPTS:
            self.report.skip(f"{self.place}, tries {run.tries}", "a run was tried too often")
        for number in range(1, min(run.tries - 1, MOST_ATTEMPTS) + 1):
            try:
                said = self.client.get(f"{self.path}/actions/runs/{run.number}/attempts/{number}")
                earlier = _attempt(said) if isinstance(said, dict) else None
            except UnseenError as error:
                if error.refused:
                    raise
                self.report.skip(f"{self.place}, try {number}", "an earlier try is gone")
                continue
            except SkippedError as problem:
                self.report.skip(f"{self.place}, try {number}", str(problem))
                continue
            if earlier is None:
                raise TransientError(GARBLED)
            yield earlier
        yield run.latest

    def _pages(self, what: str, **parameters: str | int) -> Iterator[Page]:
        return self.client.pages(
            f"{self.path}/actions/runs",
            self.report,
            f"{self.place}, {what}",
            rows="workflow_runs",
            exclude_pull_requests="true",
            **parameters,
        )

    def _of_a_page(self, page: Page) -> Iterator[Run]:
        for number, row in enumerate(page.rows, start=1):
            try:
                run = read(row)
            except SkippedError as problem:
                self.report.skip(f"{self.place}, page {page.number}, row {number}", str(problem))
                continue
            if run.event in EVENTS:
                yield run


def read(row: Any) -> Run:
    """Read a row of the list of runs.

    Raises:
        SkippedError: it cannot be read.
    """
    if not isinstance(row, dict):
        raise SkippedError("the row is empty")
    path, name, commit = row.get("path"), row.get("name") or "", row.get("head_sha")
    if not isinstance(path, str) or not isinstance(name, str):
        raise SkippedError("the run names no workflow")
    if not isinstance(commit, str) or not commit:
        raise SkippedError("the run stands on no commit")
    file = path.partition("@")[0].lower()
    event = row.get("event")
    if not isinstance(event, str):
        raise SkippedError("the run comes of nothing")
    head = row.get("head_commit") or {}
    if not isinstance(head, dict):
        raise SkippedError("the run stands on no commit")
    return Run(
        number=_number(row, "id"),
        workflow=_number(row, "workflow_id"),
        names=frozenset({file, file.rpartition("/")[2], name.strip().lower()}),
        event=event,
        commit=commit,
        created=instant(row.get("created_at")),
        tries=_number(row, "run_attempt") if "run_attempt" in row else 1,
        latest=_attempt(row),
        committed=instant_or_none(head.get("timestamp")),
        actor=_who(row.get("actor")),
    )


def _attempt(row: Mapping[str, Any]) -> Attempt:
    conclusion = row.get("conclusion")
    if conclusion is None and row.get("status") == "completed":
        raise SkippedError("the run has ended and does not say how")
    if conclusion is not None and conclusion not in {PASSED, FAILED, *LEFT_OUT}:
        raise SkippedError("the run has ended in a way that Coach does not know")
    ended = instant(row.get("updated_at"))
    if ended < instant(row.get("created_at")):
        raise SkippedError("the run ended before it began")
    return Attempt(ended, conclusion)


def _who(said: Any) -> Who | None:
    if said is None:
        return None
    login = said.get("login") if isinstance(said, dict) else None
    if not isinstance(login, str) or not login:
        raise SkippedError("the run does not say who pushed")
    plain = login.strip().lower()
    return Who(plain.removesuffix("[bot]"), said.get("type") == "Bot" or plain.endswith("[bot]"))


def _number(row: Mapping[str, Any], name: str) -> int:
    number = row.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise SkippedError("the run has no number")
    return number


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
