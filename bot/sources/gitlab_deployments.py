"""GitLab's successful deployments of a project to production, and which of them brought something new.

What a deployment is depends on the twenty before it alone, so that the range asked for changes
nothing. To go back to a commit that ran before is a rollback. What already runs, be it a further
step of the same pipeline, a repeat, or the same commit in a further environment, is no deployment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.errors import SkippedError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.gitlab_errors import GAP
from bot.sources.gitlab_projects import Known
from bot.sources.gitlab_query import DEPLOYMENTS
from bot.sources.graphql_row import instant, mapping, next_cursor, text
from bot.sources.source import Report, TeamScope, Window

METRIC = "deployment_frequency"
BEFORE = 20
"""So many deployments back a rollback is known as one; GitLab's own page shows as many."""
LONGEST = timedelta(days=90)
"""A job that waits for somebody's click may end long after its deployment was written down."""
MOST_PAGES = 500
ROLLBACK, REPEAT = "rollback", "repeat"


class Asks(Protocol):
    """Whoever puts a question to GitLab."""

    def ask(self, query: str, **variables: str | None) -> Mapping[str, Any]:
        """Return the `data` of an answer."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A successful deployment.

    Attributes:
        number: counts up in the project.
        sha: the commit that was deployed.
        created: when it was written down; it may have waited since.
        finished: when it succeeded.
    """

    number: str
    sha: str
    created: datetime
    finished: datetime


class Watching:
    """Since when teams and services are watched: only where all their projects could be read."""

    def __init__(self) -> None:
        self._since: list[tuple[TeamScope, datetime]] = []
        self._unknown: set[tuple[str, str]] = set()

    def since(self, places: Iterable[TeamScope], instant: datetime) -> None:
        """Take in that places have had an environment since an instant."""
        self._since += [(place, instant) for place in places]

    def unknown(self, places: Iterable[TeamScope]) -> None:
        """Take in that something of places could not be read."""
        self._unknown.update((place.team, place.service) for place in places)

    def tell(self, report: Report) -> None:
        """Say what is watched, once all was read."""
        for place, since in self._since:
            if (place.team, place.service) not in self._unknown:
                report.watch(place.team, place.service, METRIC, since)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        environments: what production is called.
        window: which deployments are told.
        report: takes what cannot be read.
        watching: takes since when a week without a deployment is a zero.
    """

    environments: Sequence[str]
    window: Window
    report: Report
    watching: Watching


def deployed(client: Asks, known: Known, asked: Asked) -> Iterator[Fact | Exclusion]:
    """Yield the deployments of one project inside the window, and what was left out.

    Raises:
        TransientError: GitLab did not answer.
        OperatorError: GitLab refused.
    """
    window, report = asked.window, asked.report
    skipped = report.skipped.total()
    histories = []
    for number, name in enumerate(asked.environments, start=1):
        place = f"{known.called}, environment {number}"
        history = _Reading(client, known.project.path, name, place, window, report)
        histories.append(history.read())
        if history.since is not None:
            asked.watching.since(known.places, history.since)
    if report.skipped.total() != skipped:
        asked.watching.unknown(known.places)
    for one, why in judged(histories):
        if window.holds(one.finished):
            for whose in known.places:
                about = (whose.team, whose.service, METRIC, one.finished)
                yield Fact(*about, numerator=1.0) if why is None else Exclusion(*about, why)


def judged(
    histories: Sequence[Sequence[Deployment]],
) -> Iterator[tuple[Deployment, str | None]]:
    """Yield each deployment with the reason why it is none; None where it is one.

    Args:
        histories: the deployments to each environment, in the order in which they ended.
    """
    seen: dict[str, int] = {}
    said = [
        (one, position, _why([each.sha for each in history[max(0, n - BEFORE) : n]], one.sha))
        for position, history in enumerate(histories)
        for n, one in enumerate(history)
    ]
    for one, position, why in sorted(said, key=lambda each: each[0].finished):
        elsewhere = why is None and seen.setdefault(one.sha, position) != position
        yield one, REPEAT if elsewhere else why


def _why(before: Sequence[str], sha: str) -> str | None:
    if not before or sha not in before:
        return None
    if sha == before[-1]:
        return REPEAT
    # After a rollback the newer commit may come again: that is forward, and no rollback.
    return ROLLBACK if before.index(sha) < before.index(before[-1]) else None


class _Reading:
    """Reads the deployments to one environment, back to where nothing depends on them.

    Attributes:
        since: when the environment was made; None where there is none of that name.
    """

    def __init__(
        self, client: Asks, path: str, name: str, place: str, window: Window, report: Report
    ) -> None:
        self.since: datetime | None = None
        self._client, self._path, self._name = client, path, name
        self._place, self._window, self._report = place, window, report
        self._found: dict[str, Deployment] = {}

    def read(self) -> Sequence[Deployment]:
        """Return what was found, in the order in which it ended."""
        after: str | None = None
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            answer = self._client.ask(
                DEPLOYMENTS, path=self._path, environment=self._name, after=after
            )
            connection = self._connection(answer)
            if connection is None:
                break
            is_past = self._take(connection, f"{self._place}, page {number}")
            after = _cursor(connection)
            if after is None or is_past:
                break
            if after in seen or number == MOST_PAGES:
                self._report.skip(
                    f"{self._place}, page {number}", "GitLab's list of deployments has no end"
                )
                break
            seen.add(after)
        return sorted(self._found.values(), key=lambda one: one.finished)

    def _connection(self, answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
        try:
            project = mapping(answer.get("project"))
            if project.get("environment", "") is None:
                return None
            environment = mapping(project.get("environment"))
            self.since = instant(environment.get("createdAt"))
            if environment.get("deployments", "") is None:
                self._report.skip(self._place, "GitLab shows the environment, but no deployments")
                return None
            return mapping(environment.get("deployments"))
        except SkippedError:
            raise TransientError(GAP) from None

    def _take(self, connection: Mapping[str, Any], place: str) -> bool:
        """Take in a page; return whether older ones do not matter."""
        rows = connection.get("nodes")
        if not isinstance(rows, list):
            raise TransientError(GAP)
        for row, node in enumerate(rows, start=1):
            try:
                one = _deployment(node)
            except SkippedError as problem:
                self._report.skip(f"{place}, row {row}", str(problem))
            else:
                self._found.setdefault(one.number, one)
        start = self._window.start
        earlier = sum(1 for one in self._found.values() if one.finished < start)
        oldest = min((one.created for one in self._found.values()), default=start)
        return earlier >= BEFORE and oldest < start - LONGEST


def _deployment(node: Any) -> Deployment:
    try:
        row = mapping(node)
        number, sha = text(row, "iid"), text(row, "sha")
        created, finished = instant(row.get("createdAt")), instant(row.get("finishedAt"))
    except SkippedError:
        raise SkippedError("a part of the deployment is missing or unreadable") from None
    if finished < created:
        raise SkippedError("the deployment ended before it began")
    return Deployment(number, sha, created, finished)


def _cursor(connection: Mapping[str, Any]) -> str | None:
    try:
        return next_cursor(connection)
    except SkippedError:
        raise TransientError(GAP) from None
