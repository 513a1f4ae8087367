"""Reports of Amazon Q Developer and Kiro on S3: how suggestions of the assistant fit, and who uses it.

The user activity report is the one that has suggestions and acceptances; Kiro's newer user report
tells only who was active. Both are made whatever people set in their editors, so the privacy page
says that they are read.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Fact
from bot.metrics.week import Week
from bot.sources import aws, kiro_report, q_report
from bot.sources.aws_errors import told_plainly
from bot.sources.source import (
    Calendar,
    Model,
    Probe,
    Report,
    Source,
    Window,
    midday,
    midweek,
)

ACCEPTANCE, ACTIVE = "ai_acceptance", "ai_active_share"
CHUNK = 64 * 1024
"""Bytes of a report in memory at a time."""
_LOGS = {
    "q": "QDeveloperLogs/by_user_analytic",
    "kiro_legacy": "KiroLogs/by_user_analytic",
    "kiro": "KiroLogs/user_report",
}


class QDeveloperOptions(aws.AwsOptions):
    """Where the report is written, as the Q Developer or Kiro console shows it.

    Attributes:
        report: which one; `kiro` tells who was active, and no acceptance.
    """

    bucket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    prefix: str = ""
    account: Annotated[str, StringConstraints(pattern=r"^\d{12}$")]
    report: Literal["q", "kiro_legacy", "kiro"] = "q"


class QDeveloperScope(Model):
    """Nothing: who is in the team stands with the team."""


class _Member(NamedTuple):
    """Somebody whom coach.yml names: the run's made-up name, and the teams, with services."""

    actor: str
    places: Sequence[tuple[str, str]]


class QDeveloper(Source):
    """Acceptance of inline suggestions, and the part of the team that uses the assistant."""

    kind = "q_developer"
    title = "Amazon Q Developer"
    calendar = Calendar.UTC
    metrics = (ACCEPTANCE, ACTIVE)
    permissions = ("s3:ListBucket", "s3:GetObject")
    history = (
        "As far back as the reports in the bucket go. Kiro's user report tells only who was active:"
        " it counts no suggestions, so acceptance cannot be computed from it."
    )
    personal = (
        "The user ids of the team's members pass through memory. Each becomes a name made up for"
        " one run, used to count how many people stand behind a figure, and is then forgotten."
        " Rows of anybody else, and the e-mail addresses that Kiro's report holds, are dropped as"
        " each line is read. Prompts are never read."
    )
    Options = QDeveloperOptions
    Scope = QDeveloperScope

    @property
    def _options(self) -> QDeveloperOptions:
        return cast("QDeveloperOptions", self.options)

    @override
    def probes(self) -> Iterator[Probe]:
        listing, reading = self.permissions
        with closing(self._client()) as client:
            where = {"Bucket": self._options.bucket}
            made_up = f"{self._reports}coach-looks-whether-it-may.csv"
            ask = partial(
                aws.may, client, "list_objects_v2", **where, Prefix=self._reports, MaxKeys=1
            )
            yield Probe(listing, ask)
            yield Probe(reading, partial(aws.may, client, "get_object", **where, Key=made_up))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        members = self._members()
        active: dict[Week, set[str]] = defaultdict(set)
        days = _days(window)
        report.covered = set()
        with closing(self._client()) as client:
            for done, day in enumerate(days, start=1):
                for use in self._uses(client, day, report):
                    member = members.get(use.user)
                    if member is None:
                        continue
                    if use.active:
                        active[Week.of(day)].add(use.user)
                    if use.shown and window.holds(midday(day)):
                        yield from _accepted(member, day, use)
                report.progress(done, len(days))
        for week in sorted({Week.of(day) for day in report.covered}):
            if window.holds(midweek(week)):
                yield from _active(members, week, active[week])

    def _client(self) -> Any:
        identity = self._options.model_dump(include=set(aws.AwsOptions.model_fields))
        return aws.client("s3", **identity)

    @property
    def _reports(self) -> str:
        """What the key of every report begins with."""
        options = self._options
        prefix = f"{options.prefix.strip('/')}/".lstrip("/")
        return f"{prefix}AWSLogs/{options.account}/{_LOGS[options.report]}/{options.region}/"

    def _members(self) -> Mapping[str, _Member]:
        places: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for scope in self.scopes:
            for person in scope.people:
                places[q_report.plain_user(person)].add((scope.team, scope.service))
        return {user: _Member(self.made_up(user), sorted(whose)) for user, whose in places.items()}

    def _uses(self, client: Any, day: date, report: Report) -> Iterator[q_report.Use]:
        """Yield the rows of all parts of a day, and count the day as covered if they are readable.

        Parts of one day add up: each has other people, other hours or another client.
        """
        read = kiro_report.read if self._options.report == "kiro" else q_report.read
        for key in self._keys(client, day):
            readable, skipped = False, report.skipped.total()
            lines = self._lines(client, key)
            for use in read(lines, day, key.rpartition("/")[2], report):
                readable = True
                yield use
            # A part without rows says that nobody used it. One with rows that are all unreadable
            # says nothing.
            if (readable or report.skipped.total() == skipped) and report.covered is not None:
                report.covered.add(day)

    def _keys(self, client: Any, day: date) -> Iterator[str]:
        with told_plainly("s3"):
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=self._options.bucket, Prefix=f"{self._reports}{day:%Y/%m/%d}/"
            )
            for page in pages:
                for entry in page.get("Contents", ()):
                    # AWS leaves small marker objects beside the reports.
                    if entry["Key"].endswith(".csv"):
                        yield entry["Key"]

    def _lines(self, client: Any, key: str) -> Iterator[bytes]:
        with told_plainly("s3"):
            body = client.get_object(Bucket=self._options.bucket, Key=key)["Body"]
            with closing(body):
                yield from body.iter_lines(CHUNK)


def _days(window: Window) -> list[date]:
    """Return the UTC days to read: those in the window by their noon, and all of the weeks in it.

    What somebody did in a week must not depend on which of its days were asked for.
    """
    first, last = (Week.of(at.date()) for at in (window.start, window.end))
    weeks = [first.plus(number) for number in range((last.monday - first.monday).days // 7 + 1)]
    return [
        day
        for week in weeks
        for day in week.days()
        if window.holds(midweek(week)) or window.holds(midday(day))
    ]


def _accepted(member: _Member, day: date, use: q_report.Use) -> Iterator[Fact]:
    for team, service in member.places:
        yield Fact(
            team=team,
            service=service,
            metric=ACCEPTANCE,
            at=midday(day),
            numerator=use.accepted,
            denominator=use.shown,
            sample=use.shown,
            actor=member.actor,
        )


def _active(members: Mapping[str, _Member], week: Week, active: Container[str]) -> Iterator[Fact]:
    """Yield one fact a member and team: 1 for who used it on any day of the week, else 0."""
    for user, member in members.items():
        for team, service in member.places:
            yield Fact(
                team=team,
                service=service,
                metric=ACTIVE,
                at=midweek(week),
                numerator=1 if user in active else 0,
                denominator=1,
                actor=member.actor,
            )
