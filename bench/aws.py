"""AWS in a process of its own, filled in ten like parts, so that one part is a tenth of all.

A part is one repository with 10,000 recommendations, or 100 users in each day's Q report.
"""

from datetime import date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from bench.child import serve
from bot.clock import SystemClock
from tests.aws.buckets import Buckets, Moto, report, report_key
from tests.aws.codeguru import CodeGuru, finding
from tests.aws.server import AwsServer

PARTS = 10
REGION = "eu-west-1"
PULL_REQUESTS, FOUND_IN_EACH = 100, 50
ANALYSES, FOUND_IN_ALL = 10, 500
"""In a part: full analyses of its repository, one a week, and what each of them lists."""
EMPTY = "empty"
"""A repository without reviews."""
BUCKET, ACCOUNT = "reports", "111122223333"
USERS, DAYS = 100, 30
SHOWN, ACCEPTED = 20, 7
"""Suggestions to each user on each day."""
_SEVERITIES = ("Critical", "High", "Medium", "Low", "Info", None)
_COUNTERS = {
    "Chat": "AICodeLines MessagesInteracted MessagesSent",
    "CodeFix": "AcceptanceEventCount AcceptedLines GeneratedLines GenerationEventCount",
    "CodeReview": "FailedEventCount FindingsCount SucceededEventCount",
    "Dev": "AcceptanceEventCount AcceptedLines GeneratedLines GenerationEventCount",
    "DocGeneration": "AcceptedFileUpdates AcceptedFilesCreations AcceptedLineAdditions"
    " AcceptedLineUpdates EventCount RejectedFileCreations RejectedFileUpdates"
    " RejectedLineAdditions RejectedLineUpdates",
    "InlineChat": "AcceptanceEventCount AcceptedLineAdditions AcceptedLineDeletions"
    " DismissalEventCount DismissedLineAdditions DismissedLineDeletions RejectedLineAdditions"
    " RejectedLineDeletions RejectionEventCount TotalEventCount",
    "Inline": "AICodeLines AcceptanceCount SuggestionsCount",
    "TestGeneration": "AcceptedLines AcceptedTests EventCount GeneratedLines GeneratedTests",
    "Transformation": "EventCount LinesGenerated LinesIngested",
}
COLUMNS = (
    "UserId",
    "Date",
    *(f"{feature}_{name}" for feature, names in _COUNTERS.items() for name in names.split()),
)
"""All 46 of the report."""


def repository(part: int) -> str:
    return f"repository-{part}"


def user(number: int) -> str:
    return f"{number:08x}-aaaa-bbbb-cccc-dddddddddddd"


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return what makes a process take this for AWS, and look for it nowhere else."""
    nowhere = str(folder / "no-such-file")
    return {
        "AWS_ACCESS_KEY_ID": "stand-in",
        "AWS_SECRET_ACCESS_KEY": "stand-in",
        "AWS_ENDPOINT_URL": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": nowhere,
        "AWS_SHARED_CREDENTIALS_FILE": nowhere,
    }


def _review(codeguru: CodeGuru, now: datetime) -> None:
    """Hold the reviews of all repositories, spread over ten weeks."""
    for part in range(PARTS):
        for number in range(PULL_REQUESTS):
            codeguru.reviews(
                now - timedelta(days=1 + number * 7 * ANALYSES / PULL_REQUESTS),
                *_findings(FOUND_IN_EACH),
                repository=repository(part),
                pull_request=str(number),
            )
        for number in range(ANALYSES):
            codeguru.reviews(
                now - timedelta(days=1 + 7 * number),
                *_findings(FOUND_IN_ALL),
                repository=repository(part),
                pull_request=None,
                lines=100_000,
            )


def _findings(number: int) -> list[dict[str, object]]:
    """Return so many findings, each in a file of its own."""
    return [
        finding(severity, path=f"src/main/java/com/example/shop/part{at}/Orders{at}.java")
        for at, severity in enumerate(islice(cycle(_SEVERITIES), number))
    ]


def _write_reports(buckets: Buckets, today: date) -> None:
    """Write a month of reports of all users, of a tenth of them, and of nobody."""
    buckets.make(BUCKET)
    counts = ["1" for _ in COLUMNS[2:]]
    counts[COLUMNS.index("Inline_SuggestionsCount") - 2] = str(SHOWN)
    counts[COLUMNS.index("Inline_AcceptanceCount") - 2] = str(ACCEPTED)
    for back in range(1, DAYS + 1):
        day = today - timedelta(days=back)
        for parts in (0, 1, PARTS):
            rows = ([user(n), day.isoformat(), *counts] for n in range(parts * USERS))
            key = report_key(day, prefix=f"{parts}/")
            buckets.put(BUCKET, key, report(*rows, columns=COLUMNS))


def main() -> None:
    now = SystemClock().now()
    moto = Moto()
    buckets = Buckets(moto)
    with AwsServer(moto=moto, buckets=buckets) as server:
        _review(CodeGuru(server), now)
        _write_reports(buckets, now.date())
        serve(server.url, lambda: server.complaints)


if __name__ == "__main__":
    main()
