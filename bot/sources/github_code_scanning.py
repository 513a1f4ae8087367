"""GitHub's code scanning: which findings appear in the default branch, and which are mended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.errors import OperatorError, SkippedError, TransientError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.github_alert import Alert, read
from bot.sources.github_instant import instant
from bot.sources.github_options import GitHubAccess, GitHubScope
from bot.sources.github_refusals import GARBLED, Asker, Rights, UnseenError
from bot.sources.github_repositories import Asked, GitHubRepositories, Repository
from bot.sources.source import Calendar, TeamScope

OPENED, CLOSED = "findings_opened", "findings_closed"
QUIET = timedelta(days=14)
"""A scanner that said nothing for longer answers no more: GitHub's own setup runs once a week."""


class GitHubCodeScanningScope(GitHubScope):
    """The repositories, and the scanners that count, as GitHub names them; none: all."""

    tools: tuple[Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...] = ()


class GitHubCodeScanning(GitHubRepositories):
    """Findings by severity, in the week they appear and in the week they are gone."""

    kind = "github_code_scanning"
    title = "GitHub code scanning"
    calendar = Calendar.TEAM
    metrics = (OPENED, CLOSED)
    permissions = ("Code scanning alerts: read", "Metadata: read")
    rights = Rights(permissions, {"security_events": "read", "metadata": "read"})
    smallest = "/code-scanning/alerts"
    history = "As far back as the repository was scanned."
    personal = (
        "Times, severities and scanners are read. Who dismissed an alert, its text and its place in"
        " the code are in GitHub's answers, and are not read."
    )
    Options = GitHubAccess
    Scope = GitHubCodeScanningScope

    @override
    def _none_seen(self, asker: Asker, *, refused: bool) -> OperatorError:
        who = "app" if asker.is_app else "token"
        return OperatorError(
            "GitHub shows no code scanning of any repository in coach.yml. Look at `repositories`"
            f" there, switch code scanning on, and give the {who} the rights {self.rights}."
        )

    @override
    def _of_one(self, repository: Repository, asked: Asked) -> Iterator[Fact | Exclusion]:
        for alert in _alerts(repository, asked):
            for place in repository.teams:
                if _is_chosen(alert, place):
                    yield from (item for item in _told(place, alert) if asked.window.holds(item.at))
        first = _watched_since(repository, asked)
        if first is not None:
            for place in repository.teams:
                for metric in self.metrics:
                    asked.report.watch(place.team, place.service, metric, first)


def _alerts(repository: Repository, asked: Asked) -> Iterator[Alert]:
    """Yield the alerts that changed since the window began, each once, latest change first."""
    known: set[int] = set()
    pages = asked.client.pages(
        f"{repository.path}/code-scanning/alerts",
        asked.report,
        f"{repository.place}, alerts",
        sort="updated",
        direction="desc",
    )
    for page in pages:
        is_past = False
        for row, said in enumerate(page.rows, start=1):
            try:
                alert = read(said)
            except SkippedError as problem:
                where = f"{repository.place}, page {page.number}, row {row}"
                asked.report.skip(where, str(problem))
                continue
            is_past = alert.updated is not None and alert.updated < asked.window.start
            # One that changes while the list is read comes again.
            if alert.number not in known:
                known.add(alert.number)
                yield alert
        if is_past:
            return


def _watched_since(repository: Repository, asked: Asked) -> datetime | None:
    """Return since when the default branch is scanned; None where it is not, or no more.

    A week in which no scanner answered is no week without findings.
    """
    latest = _analysed(repository, asked, "desc")
    now = asked.client.now or asked.window.end
    if latest is None or latest < now - QUIET:
        return None
    return _analysed(repository, asked, "asc")


def _analysed(repository: Repository, asked: Asked, direction: str) -> datetime | None:
    try:
        said = asked.client.get(
            f"{repository.path}/code-scanning/analyses",
            ref=f"refs/heads/{repository.branch}",
            sort="created",
            direction=direction,
            per_page=1,
        )
    except UnseenError as error:
        if error.refused:
            raise
        return None
    if said == []:
        return None
    try:
        return instant(said[0].get("created_at"))
    except (SkippedError, TypeError, KeyError, AttributeError):
        raise TransientError(GARBLED) from None


def _is_chosen(alert: Alert, place: TeamScope) -> bool:
    tools = cast("GitHubCodeScanningScope", place.scope).tools
    return not tools or alert.tool in {tool.lower() for tool in tools}


def _told(place: TeamScope, alert: Alert) -> Iterator[Fact | Exclusion]:
    for metric, at in ((OPENED, alert.opened), (CLOSED, alert.fixed)):
        if at is not None:
            yield Fact(
                team=place.team,
                service=place.service,
                metric=metric,
                at=at,
                dimension=alert.severity,
                numerator=1,
            )
    if alert.dismissed is not None:
        yield Exclusion(place.team, place.service, CLOSED, alert.dismissed, "dismissed")
