"""AWS CodeBuild: how many test cases fail, by the counts in the reports of builds.

Read are the counts of each report and when it was made. No case, file, build or person is.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import cached_property, partial
from typing import Annotated, Any, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources import aws
from bot.sources.aws_errors import ABSENT
from bot.sources.aws_places import Place, each_there, places
from bot.sources.codebuild_report import Counted, read
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

FAILING = "test_case_failure_rate"
WHAT = "report group"
HISTORY = timedelta(days=30)
"""A report expires 30 days after it was made."""
ROWS_A_CALL = 100
"""The most that AWS allows, of each call."""
MADE_UP = "arn:aws:codebuild:eu-west-1:000000000000:report-group/coach"
NO_REPORT = "00000000-0000-0000-0000-000000000000"
"""A report group and a report that are not there: whether Coach may ask shows all the same."""


class CodeBuildScope(Model):
    """A report group, by the name that its ARN ends in (`PROJECT-GROUP`, if a build made it)."""

    report_group: Annotated[str, StringConstraints(min_length=2, max_length=128)]


class CodeBuild(Source):
    """Test cases that failed, out of those that ran."""

    kind = "codebuild"
    title = "AWS CodeBuild test reports"
    calendar = Calendar.TEAM
    metrics = (FAILING,)
    permissions = (
        "codebuild:ListReportGroups",
        "codebuild:ListReportsForReportGroup",
        "codebuild:BatchGetReports",
    )
    history = "AWS keeps a report for 30 days."
    personal = (
        "The answers name nobody. Of a report only its counts are read; the names of builds and"
        " files pass through memory unread, and those of test cases are never asked for."
    )
    Options = aws.AwsOptions
    Scope = CodeBuildScope

    @override
    def probes(self) -> Iterator[Probe]:
        groups, listing, details = self.permissions
        client = aws.client("codebuild", **self.options.model_dump())
        with closing(client):
            may = partial(aws.may, client)
            yield Probe(groups, partial(may, "list_report_groups", maxResults=1))
            arn = self._some_address(client)
            asked = {"reportGroupArn": arn, "maxResults": 1}
            yield Probe(listing, partial(may, "list_reports_for_report_group", **asked))
            made_up = f"{arn.replace(':report-group/', ':report/')}:{NO_REPORT}"
            yield Probe(details, partial(may, "batch_get_reports", reportArns=[made_up]))

    def _some_address(self, client: Any) -> str:
        """Return the ARN of a report group to ask about.

        One that is named, where AWS tells it: a right may be given for that one alone, and AWS
        refuses what seems to lie in another account.
        """
        try:
            found = self._addresses(client, Report())
        except OperatorError:  # Told by the probe of that right.
            found = {}
        return next(iter(found.values()), MADE_UP)

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        if window.start < window.end - HISTORY:
            report.history_starts = window.end - HISTORY
        client = aws.client("codebuild", **self.options.model_dump())
        with closing(client):
            addresses = self._addresses(client, report)
            look = partial(_look, client, addresses, report)
            for place, found in each_there(self._places, WHAT, report, look):
                for one in found:
                    if window.holds(one.at):
                        yield from _told(one, place)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return places(self.scopes, WHAT, _report_group)

    def _addresses(self, client: Any, report: Report) -> Mapping[str, str]:
        """Return the ARN of each report group that is named and there."""
        found = {}
        pages = aws.pages(
            client, "list_report_groups", report, cursor="nextToken", maxResults=ROWS_A_CALL
        )
        for page in pages:
            for arn in page.get("reportGroups") or ():
                name = arn.partition(":report-group/")[2]
                if name in self._places:
                    found[name] = arn
        return found


def _look(
    client: Any, addresses: Mapping[str, str], report: Report, group: str, place: Place
) -> Sequence[Counted]:
    """Ask for all reports that AWS still has of a group; it filters by no time.

    Raises:
        OperatorError: there is no such group, or AWS refused.
    """
    if group not in addresses:
        absent = OperatorError("AWS has no report group of the name in coach.yml.")
        absent.code = ABSENT
        raise absent
    pages = aws.pages(
        client,
        "list_reports_for_report_group",
        report,
        cursor="nextToken",
        reportGroupArn=addresses[group],
        sortOrder="DESCENDING",
        maxResults=ROWS_A_CALL,
    )
    # Each once, should AWS come back to an earlier page.
    arns = list(dict.fromkeys(arn for page in pages for arn in page.get("reports") or ()))
    return list(_counted(client, arns, place, report))


def _counted(client: Any, arns: Sequence[str], place: Place, report: Report) -> Iterator[Counted]:
    for start in range(0, len(arns), ROWS_A_CALL):
        some = arns[start : start + ROWS_A_CALL]
        answer = aws.ask(client, "batch_get_reports", reportArns=some)
        rows = {row.get("arn"): row for row in answer.get("reports") or ()}
        for number, arn in enumerate(some, start=start + 1):
            one = read(rows[arn]) if arn in rows else "AWS listed it and told nothing of it"
            if isinstance(one, str):
                report.skip(f"{place.words}, report {number}", one)
            elif one is not None:
                yield one


def _told(one: Counted, place: Place) -> Iterator[Fact | Exclusion]:
    for team, service in place.owners:
        if one.left_out:
            yield Exclusion(team, service, FAILING, one.at, one.left_out)
        else:
            yield Fact(
                team,
                service,
                FAILING,
                one.at,
                numerator=one.failed,
                denominator=one.ran,
                sample=one.ran,
            )


def _report_group(place: TeamScope) -> str:
    return cast("CodeBuildScope", place.scope).report_group
