"""Amazon Inspector's code security: findings that come and go in the default branch of a project.

Its own analysis, vulnerable dependencies, and infrastructure as code. Read are severities, states
and times; the text of a finding, its rule and its file are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import product
from typing import Annotated, Any, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Exclusion, Fact
from bot.sources import aws
from bot.sources.aws_places import Place, none_there, not_there, places
from bot.sources.inspector_finding import CLOSED, STATUSES, SUPPRESSED, Finding, read
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

OPENED, GONE = "findings_opened", "findings_closed"
WHAT = "project"
HISTORY = timedelta(days=30)
"""AWS deletes a closed finding after 30 days, and with it that it was ever opened.

After 3 days already where the project is no longer scanned; that is not known before it happens.
"""
COMES_BACK = timedelta(days=7)
"""How long after it was closed AWS opens the same finding again, should it be seen again."""
NAMES_A_CALL, ROWS_A_PAGE = 10, 100
"""The most that AWS allows: values of one filter, and findings or projects of one page."""
KINDS = ("CODE_VULNERABILITY", "PACKAGE_VULNERABILITY")


class InspectorScope(Model):
    """A code repository, by the name that Inspector gives it as a project."""

    project: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Inspector(Source):
    """Findings of a scanner of the default branch, by severity: opened, and closed.

    A week without a finding is a zero from the first finding on that AWS still knows of a project,
    as long as the project is scanned. AWS tells when an account was connected to GitHub or GitLab
    and when a configuration was made, and both may be long before a project was first scanned; it
    does not tell when that was. The first finding proves a scan. So a project in which nothing was
    ever found has gaps where zeros would be true, and no project has zeros that are not.
    """

    kind = "inspector"
    title = "Amazon Inspector code security"
    calendar = Calendar.TEAM
    # One more week, for nights that were missed.
    trailing = COMES_BACK + timedelta(days=7)
    metrics = (OPENED, GONE)
    permissions = ("inspector2:ListCoverage", "inspector2:ListFindings")
    history = "AWS keeps a closed finding for 30 days, so earlier weeks are not whole."
    personal = (
        "Findings name nobody. Their text, rules and files pass through memory unread, and the name"
        " of a finding is used to count it once and is then forgotten."
    )
    Options = aws.AwsOptions
    Scope = InspectorScope

    @override
    def probes(self) -> Iterator[Probe]:
        coverage, findings = self.permissions
        client = aws.client("inspector2", **self.options.model_dump())
        with closing(client):
            may = partial(aws.may, client)
            yield Probe(coverage, partial(may, "list_coverage", maxResults=1))
            yield Probe(findings, partial(may, "list_findings", maxResults=1))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        if window.start < window.end - HISTORY:
            report.history_starts = window.end - HISTORY
        names, missing = list(self._places), 0
        client = aws.client("inspector2", **self.options.model_dump())
        with closing(client):
            for start in range(0, len(names), NAMES_A_CALL):
                some = names[start : start + NAMES_A_CALL]
                scanned = _scanned(client, some, report)
                known = set(scanned)
                for finding in _changed_since(client, some, window.start, report):
                    known |= finding.projects
                    for name in finding.projects.intersection(some):
                        yield from _told(finding, self._places[name], window)
                missing += len(set(some) - known)
                for name in some:
                    state = scanned.get(name, False) if name in known else None
                    self._watch(client, name, report, is_scanned=state)
                report.progress(start + len(some), len(names))
        if missing and missing == len(names):
            raise none_there(WHAT)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return places(self.scopes, WHAT, _project)

    def _watch(self, client: Any, name: str, report: Report, *, is_scanned: bool | None) -> None:
        """Let weeks without a finding be zeros, or say why they are not.

        Args:
            client: the client.
            name: the project's name.
            report: is told.
            is_scanned: whether Inspector scans it; None where there is no such project.
        """
        place = self._places[name]
        if is_scanned is None:
            report.skip(place.words, not_there(WHAT))
        elif not is_scanned:
            report.skip(place.words, "Inspector does not scan the project at present")
        else:
            first = _first(client, name, report)
            if first is not None:
                for (team, service), metric in product(place.owners, self.metrics):
                    report.watch(team, service, metric, first.opened)


def _scanned(client: Any, names: Sequence[str], report: Report) -> Mapping[str, bool]:
    """Return the projects that Inspector knows, and whether it scans each in any way."""
    pages = aws.pages(
        client,
        "list_coverage",
        report,
        cursor="nextToken",
        maxResults=ROWS_A_PAGE,
        filterCriteria={
            "resourceType": _any_of(["CODE_REPOSITORY"]),
            "codeRepositoryProjectName": _any_of(names),
        },
    )
    scanned: dict[str, bool] = {}
    for page in pages:
        for row in page.get("coveredResources") or ():
            about = (row.get("resourceMetadata") or {}).get("codeRepository") or {}
            name = about.get("projectName")
            if name:
                is_active = (row.get("scanStatus") or {}).get("statusCode") == "ACTIVE"
                scanned[name] = scanned.get(name, False) or is_active
    return scanned


def _changed_since(
    client: Any, names: Sequence[str], since: datetime, report: Report
) -> Iterator[Finding]:
    """Yield the findings that changed since then, each once.

    One that was first seen since then changed since then too. By the time of the change, and not
    by that of the last sight: a finding that is closed is no longer seen. Without an end, because
    what was opened in the window may have changed after it.
    """
    asked = {**_findings_of(names), "updatedAt": [{"startInclusive": since}]}
    pages = aws.pages(
        client,
        "list_findings",
        report,
        cursor="nextToken",
        maxResults=ROWS_A_PAGE,
        filterCriteria=asked,
    )
    seen: set[str] = set()
    for number, page in enumerate(pages, start=1):
        for row_number, row in enumerate(page.get("findings") or (), start=1):
            finding = read(row)
            if isinstance(finding, str):
                report.skip(f"ListFindings, page {number}, row {row_number}", finding)
            elif finding.name not in seen:
                seen.add(finding.name)
                yield finding


def _first(client: Any, name: str, report: Report) -> Finding | None:
    """Return the first finding that AWS knows of a project; None where it knows none."""
    pages = aws.pages(
        client,
        "list_findings",
        report,
        cursor="nextToken",
        maxResults=1,
        filterCriteria=_findings_of([name]),
        sortCriteria={"field": "FIRST_OBSERVED_AT", "sortOrder": "ASC"},
    )
    found = (read(row) for page in pages for row in page.get("findings") or ())
    return next((one for one in found if isinstance(one, Finding)), None)


def _told(finding: Finding, place: Place, window: Window) -> Iterator[Fact | Exclusion]:
    """Yield what a finding says: that it was opened, and what became of it.

    Suppressed is not closed: the code is as it was. One that comes back is active again, and was
    not closed after all; when it was first seen stays.
    """
    for team, service in place.owners:
        if window.holds(finding.opened):
            yield Fact(team, service, OPENED, finding.opened, finding.severity, numerator=1)
        if finding.changed is not None and window.holds(finding.changed):
            if finding.status == CLOSED:
                yield Fact(team, service, GONE, finding.changed, finding.severity, numerator=1)
            if finding.status == SUPPRESSED:
                yield Exclusion(team, service, GONE, finding.changed, "suppressed")


def _findings_of(names: Sequence[str]) -> dict[str, Any]:
    return {
        "resourceType": _any_of(["CODE_REPOSITORY"]),
        "codeRepositoryProjectName": _any_of(names),
        "findingType": _any_of(KINDS),
        "findingStatus": _any_of(STATUSES),
    }


def _any_of(values: Sequence[str]) -> list[dict[str, str]]:
    return [{"comparison": "EQUALS", "value": value} for value in values]


def _project(place: TeamScope) -> str:
    return cast("InspectorScope", place.scope).project
