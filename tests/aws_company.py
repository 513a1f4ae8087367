"""A team whose telemetry is in AWS: CodeGuru Reviewer for two services, Q Developer's reports for all.

Everything that a person could be known by is in `CANARIES`, so that a test can look for it where it
must not be.
"""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.approvals import store as approvals
from bot.decisions import form
from bot.decisions.carried import Seen
from bot.decisions.decision import Cadence, Decision
from bot.decisions.keep import Decisions
from bot.metrics.week import Week
from tests.aws.buckets import report, report_key
from tests.aws.codeguru import finding
from tests.aws.fixtures import Aws

MANAGER = "U0MARTA001"
MEMBERS = tuple(f"U0MEMBER{n:02d}" for n in range(7))
Q_IDS = tuple(f"d-90671abcde.0000000{n}-aaaa-bbbb-cccc-dddddddddddd" for n in range(7))
OUTSIDER = "d-90671abcde.99999999-aaaa-bbbb-cccc-dddddddddddd"
CANARIES = (*Q_IDS, OUTSIDER, "00000003-aaaa", "alice.ng@example.com", "alice-ng", "Alice Ng")
ZONE = ZoneInfo("Europe/Berlin")
WEEKS = 12
PULL_REQUESTS = 4
"""Reviewed in a week, of 500 metered lines each."""


def write_config(folder: Path) -> Path:
    """Write the team's `coach.yml`; return where."""
    members = "\n".join(
        f"      - {{slack: {slack}, ids: {{assistant: {q}}}}}"
        for slack, q in zip(MEMBERS, Q_IDS, strict=True)
    )
    path = folder / "coach.yml"
    path.write_text(
        f"""\
organisation: {{name: Shop, time_zone: Europe/Berlin, stewards: [U0STEWARD1]}}
sources:
  reviewer: {{kind: codeguru_reviewer, region: eu-west-1}}
  assistant: {{kind: q_developer, region: eu-west-1, bucket: shop-reports, prefix: reports, account: "111122223333"}}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [{MANAGER}]
    members:
{members}
    telemetry: [{{source: assistant}}]
    services:
      - {{name: auth-service, telemetry: [{{source: reviewer, repository: auth}}]}}
      - {{name: ledger, telemetry: [{{source: reviewer, repository: ledger}}]}}
""",
        encoding="utf-8",
    )
    return path


def decide(decisions: Decisions) -> None:
    """Let the team decide."""
    team = decisions.roster.team("payments")
    decided = Decision(
        improve="Use the assistant without adding findings.",
        outcome="rework_after_merge",
        process=("ai_acceptance",),
        guardrail="findings_new",
        cadence=Cadence.MONTH,
        until=decisions.today(team) + form.USUAL,
    )
    with decisions.database.write() as session:
        approvals.approve(session, team.id, decided.metrics, decisions.clock.now())
        decisions.save(session, team, decided, Seen(team.id), "U0STEWARD1")


def fill(aws: Aws, now: datetime, weeks: int = WEEKS) -> None:
    """Put some weeks of telemetry, up to the last complete one, into the stand-in."""
    last = Week.containing(now, ZONE).plus(-1)
    aws.buckets.make("shop-reports")
    for number, week in enumerate(last.plus(1 - weeks).until(last)):
        recent = number >= weeks // 2
        _reviews(aws, week, recent=recent)
        reports(aws, week, recent=recent)


def _reviews(aws: Aws, week: Week, *, recent: bool) -> None:
    """Four pull requests in auth; before, one had a high finding, lately each has two. None in ledger.

    Each first pull request is reviewed twice with the same findings, which count once, while the
    lines of both reviews count. Medium and unrated findings are on none of the page's lines.
    """
    noon = week.starts(ZONE) + timedelta(days=2, hours=12)
    for number in range(PULL_REQUESTS):
        pull_request = f"{week.monday:%m%d}{number}"
        calm = [finding("High")] if number == 0 else []
        found = [finding("High"), finding("High", path="src/Login.java")] if recent else calm
        noise = [finding("Medium", path="src/A.java"), finding(None, path="src/B.java")]
        aws.codeguru.reviews(
            noon, *found, *noise, repository="auth", pull_request=pull_request, lines=400
        )
        again = found if number == 0 else []
        aws.codeguru.reviews(
            noon + timedelta(hours=1),
            *again,
            repository="auth",
            pull_request=pull_request,
            lines=100,
        )
    aws.codeguru.reviews(noon, repository="ledger", pull_request=f"9{week.monday:%m%d}", lines=500)


def reports(aws: Aws, week: Week, *, recent: bool) -> None:
    """Monday to Friday, each member is shown 20 suggestions and takes 5; lately 8. One outsider too."""
    taken = 8 if recent else 5
    for number, day in enumerate(week.days()[:5]):
        written = f"{day:%m-%d-%Y}" if number % 2 else day.isoformat()
        rows: list[list[str | int]] = [[q, written, "", 3, taken, 20, ""] for q in Q_IDS]
        rows.append([OUTSIDER, written, 1, 3, 400, 500, 1])
        aws.buckets.put("shop-reports", report_key(day), report(*rows))
