"""Amazon CodeGuru Reviewer: findings in reviewed pull requests, and in whole repositories.

AWS takes on no new repositories since November 2025, but goes on reviewing those it has.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import groupby
from typing import Any, NamedTuple, cast

from typing_extensions import override

from bot.metrics import catalogue
from bot.metrics.fact import Fact
from bot.metrics.week import Week
from bot.sources import aws
from bot.sources.codeguru_finding import across_reviews, severity, within_review
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

HISTORY = timedelta(days=90)
"""CodeGuru Reviewer lists no review that is older."""
NAMES_A_CALL, REVIEWS_A_PAGE, FINDINGS_A_PAGE = 100, 100, 300
"""The most that AWS allows."""
LINES_A_UNIT = 1000
NEW, INHERITED = "findings_new", "findings_inherited"


LIST_ONE = {"Type": "PullRequest", "MaxResults": 1}
MADE_UP = {
    "CodeReviewArn": "arn:aws:codeguru-reviewer:eu-west-1:000000000000:association:coach:codereview:coach",
    "MaxResults": 1,
}
"""A review that is not there: whether Coach may ask for findings shows all the same."""


class CodeGuruScope(Model):
    """A repository, as CodeGuru Reviewer names it; its owner only where two share the name."""

    repository: str
    owner: str | None = None


class _Unit(NamedTuple):
    """What a fact is about: one pull request or, with "" in its place, the whole repository."""

    owner: str
    repository: str
    pull_request: str


class _Review(NamedTuple):
    created: datetime
    arn: str
    lines: int


class CodeGuruReviewer(Source):
    """Findings by severity, for each 1,000 lines that AWS metered."""

    kind = "codeguru_reviewer"
    title = "Amazon CodeGuru Reviewer"
    calendar = Calendar.TEAM
    metrics = (NEW, INHERITED)
    permissions = (
        "codeguru-reviewer:ListCodeReviews",
        "codeguru-reviewer:ListRecommendations",
    )
    history = "AWS lists the reviews of the last 90 days."
    personal = (
        "Reviews name no author. The wording of findings and the paths of files pass through"
        " memory to recognise a finding that comes twice; none of it is kept."
    )
    Options = aws.AwsOptions
    Scope = CodeGuruScope

    @override
    def probes(self) -> Iterator[Probe]:
        listing, findings = self.permissions
        client = aws.client("codeguru-reviewer", **self.options.model_dump())
        with closing(client):
            yield Probe(listing, partial(aws.may, client, "list_code_reviews", **LIST_ONE))
            yield Probe(findings, partial(aws.may, client, "list_recommendations", **MADE_UP))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        if window.start < window.end - HISTORY:
            report.history_starts = window.end - HISTORY
        names = sorted(self._by_repository)
        client = aws.client("codeguru-reviewer", **self.options.model_dump())
        with closing(client):
            for start in range(0, len(names), NAMES_A_CALL):
                some = names[start : start + NAMES_A_CALL]
                listed = self._listed(client, "PullRequest", some, report)
                yield from self._new(client, listed, window, report)
                listed = self._listed(client, "RepositoryAnalysis", some, report)
                yield from self._inherited(client, listed, window, report)

    @cached_property
    def _by_repository(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, list[TeamScope]] = {}
        for place in self.scopes:
            places.setdefault(_scope(place).repository, []).append(place)
        return places

    def _whose(self, unit: _Unit) -> set[tuple[str, str]]:
        """Return the teams and services that a repository belongs to."""
        return {
            (place.team, place.service)
            for place in self._by_repository.get(unit.repository, ())
            if _scope(place).owner in {None, unit.owner}
        }

    def _listed(
        self, client: Any, kind: str, names: Sequence[str], report: Report
    ) -> Mapping[_Unit, Sequence[_Review]]:
        """Return the completed reviews that AWS still knows of, oldest first.

        Those before the window are among them: they tell which findings are no longer new.
        """
        found: dict[_Unit, set[_Review]] = defaultdict(set)
        pages = aws.pages(
            client,
            "list_code_reviews",
            report,
            Type=kind,
            States=["Completed"],
            RepositoryNames=list(names),
            MaxResults=REVIEWS_A_PAGE,
        )
        for number, page in enumerate(pages, start=1):
            for row, summary in enumerate(page.get("CodeReviewSummaries", ()), start=1):
                reason = _unreadable(summary, kind)
                if reason:
                    report.skip(f"ListCodeReviews of {kind}, page {number}, row {row}", reason)
                else:
                    found[_unit(summary, kind)].add(_review(summary))
        return {unit: sorted(reviews) for unit, reviews in found.items() if self._whose(unit)}

    def _new(
        self, client: Any, listed: Mapping[_Unit, Sequence[_Review]], window: Window, report: Report
    ) -> Iterator[Fact]:
        """Yield one fact a severity, pull request and week in which it was reviewed.

        A later review often sees only the lines changed since, so that a pull request has what all
        its reviews found together. A finding counts in the week that found it first.
        """
        for done, (unit, reviews) in enumerate(listed.items(), start=1):
            weeks = _by_week(reviews)
            while weeks and not window.holds(weeks[-1][-1].created):
                weeks.pop()
            known: set[bytes] = set()
            for week in weeks:
                counts: Counter[str] = Counter()
                for review in week:
                    counts.update(_unseen(_findings(client, review, report), across_reviews, known))
                if window.holds(week[-1].created):
                    yield from self._facts(NEW, unit, week, counts)
            report.progress(done, len(listed))

    def _inherited(
        self, client: Any, listed: Mapping[_Unit, Sequence[_Review]], window: Window, report: Report
    ) -> Iterator[Fact]:
        """Yield one fact a severity, repository and week, from the last analysis in that week."""
        for done, (unit, reviews) in enumerate(listed.items(), start=1):
            for week in _by_week(reviews):
                last = week[-1]
                if window.holds(last.created):
                    found = _unseen(_findings(client, last, report), within_review, set())
                    yield from self._facts(INHERITED, unit, [last], Counter(found))
            report.progress(done, len(listed))

    def _facts(
        self, metric: str, unit: _Unit, reviews: Sequence[_Review], counts: Mapping[str, int]
    ) -> Iterator[Fact]:
        lines = sum(review.lines for review in reviews)
        for team, service in sorted(self._whose(unit)):
            # Zeros are facts as well: reviewed, and nothing found.
            for dimension in catalogue.get(metric).dimensions:
                yield Fact(
                    team=team,
                    service=service,
                    metric=metric,
                    at=reviews[-1].created,
                    dimension=dimension,
                    numerator=counts.get(dimension, 0),
                    denominator=lines / LINES_A_UNIT,
                )


def _scope(place: TeamScope) -> CodeGuruScope:
    return cast("CodeGuruScope", place.scope)


def _unreadable(summary: Mapping[str, Any], kind: str) -> str | None:
    if not summary.get("CodeReviewArn") or not summary.get("RepositoryName"):
        return "the review has no name or no repository"
    if not summary.get("CreatedTimeStamp"):
        return "the review does not say when it was"
    if kind == "PullRequest" and not summary.get("PullRequestId"):
        return "the review does not say of which pull request"
    lines = (summary.get("MetricsSummary") or {}).get("MeteredLinesOfCodeCount")
    if not isinstance(lines, int) or lines < 0:
        return "the review does not say how many lines it read"
    return None


def _unit(summary: Mapping[str, Any], kind: str) -> _Unit:
    request = summary["PullRequestId"] if kind == "PullRequest" else ""
    return _Unit(summary.get("Owner", ""), summary["RepositoryName"], request)


def _review(summary: Mapping[str, Any]) -> _Review:
    lines = summary["MetricsSummary"]["MeteredLinesOfCodeCount"]
    return _Review(summary["CreatedTimeStamp"], summary["CodeReviewArn"], lines)


def _by_week(reviews: Iterable[_Review]) -> list[list[_Review]]:
    """Cut reviews, oldest first, into UTC weeks.

    Not at the window's ends: what a fact says must not depend on how much was asked for.
    """
    cut = groupby(reviews, lambda review: Week.of(review.created.date()))
    return [list(week) for _, week in cut]


def _findings(client: Any, review: _Review, report: Report) -> Iterator[Mapping[str, Any]]:
    pages = aws.pages(
        client,
        "list_recommendations",
        report,
        CodeReviewArn=review.arn,
        MaxResults=FINDINGS_A_PAGE,
    )
    for page in pages:
        yield from page.get("RecommendationSummaries", ())


def _unseen(
    findings: Iterable[Mapping[str, Any]],
    identity: Callable[[Mapping[str, Any]], bytes],
    known: set[bytes],
) -> Iterator[str]:
    """Yield the severity of each finding that is not among the known, and add it to them."""
    for finding in findings:
        name = identity(finding)
        if name not in known:
            known.add(name)
            yield severity(finding)
