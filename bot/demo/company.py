"""A sample company: its people, its `coach.yml` and half a year of weekly numbers.

The numbers are made up and fixed; only their dates move, so that the last one is last week's.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.approvals import store as approvals
from bot.decisions import chosen, form
from bot.decisions.carried import Seen
from bot.decisions.decision import Cadence, Decision
from bot.decisions.keep import Decisions
from bot.demo.local_slack import LocalSlack, LocalSlackError
from bot.metrics.trend import BASELINE, SPAN
from bot.metrics.week import Week

MARTA, NOAM, ALICE = "U0MARTA001", "U0NOAM0001", "U0ALICE001"
STEWARD = "U0STEWARD1"
NEWCOMER = "U0ZOLTAN01"
"""Somebody in the workspace whom `coach.yml` does not list."""
PAYMENTS = "C0PAYMENTS"
_PAYMENTS = (ALICE, "U0BASIM001", "U0CHIKA001", "U0DIANA001", "U0EMILE001", "U0FATMA001",
             "U0GRETA001", "U0HASAN001")  # fmt: skip
_SEARCH = ("U0IRINA001", "U0JONAS001", "U0KEIKO001", "U0LUISA001", "U0MUSTA001", "U0NADIA001",
           "U0OSCAR001")  # fmt: skip
_EDGE = ("U0PRIYA001", "U0QUINN001", "U0RASHI001", "U0SOFIA001")
_CHANNELS = {PAYMENTS: "payments", "C0SEARCH01": "search", "C0EDGE0001": "edge"}
ZONE = "Europe/Berlin"
_DECISION = {
    form.IMPROVE: "Let the AI assistant take the routine work, without more rework after the merge.",
    chosen.OUTCOME: "rework_after_merge",
    chosen.PROCESS: "pr_cycle_time",
    chosen.PROCESS_TOO: "ai_acceptance",
    chosen.GUARDRAIL: "findings_new",
    form.CADENCE: Cadence.TWO_WEEKS,
}
"""What Payments has filled in at `/coach decide`."""
_FACTORS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 1.05, 1.1, 1.2, 1.3,
            1.4, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0, 3.5, 3.8)  # fmt: skip
"""Pull requests take from a fifth of the typical time to four times as long."""


def people() -> dict[str, str]:
    """Return everybody's name by Slack id."""
    everybody = (MARTA, NOAM, STEWARD, *_PAYMENTS, *_SEARCH, *_EDGE, NEWCOMER)
    return {user: user[2:].rstrip("01").capitalize() for user in everybody}


def move_in(slack: LocalSlack) -> None:
    """Put the company's people and channels into a local Slack."""
    for user, name in people().items():
        slack.add_user(user, name=name.lower(), tz=ZONE)
    for channel, name in _CHANNELS.items():
        slack.add_channel(channel, name=name, members=people())


def channel_of(user: str) -> str:
    """Return the channel of somebody's team."""
    if user == NOAM or user in _SEARCH:
        return "C0SEARCH01"
    return "C0EDGE0001" if user in _EDGE else PAYMENTS


def write(folder: Path, now: datetime, *, digest: str = "{}") -> Path:
    """Write `coach.yml` and the weekly numbers into a folder; return the path of `coach.yml`.

    Args:
        folder: where.
        now: this instant, so that the numbers end with last week.
        digest: what `coach.yml` says of when digests come; nothing by default.
    """
    weekly = _weekly(Week.containing(now, ZoneInfo(ZONE)).plus(-1))
    (folder / "weekly.csv").write_text(weekly, encoding="utf-8", newline="")
    config = folder / "coach.yml"
    config.write_text(_coach_yml(digest), encoding="utf-8")
    return config


def decide(decisions: Decisions) -> None:
    """Let the Payments team decide what to improve, with a steward's approval, unless `coach.yml` has no such team.

    Raises:
        LocalSlackError: the form would refuse it.
    """
    team = decisions.roster.by_id.get("payments")
    if team is None:
        return
    today = decisions.today(team)
    filled = {**_DECISION, form.UNTIL: (today + form.USUAL).isoformat(), form.RETRO: form.YES}
    decided = form.read(filled, today)
    if not isinstance(decided, Decision):
        raise LocalSlackError(f"The form refuses what Payments decided: {decided}")
    with decisions.database.write() as session:
        approvals.approve(session, team.id, decided.metrics, decisions.clock.now())
        decisions.save(session, team, decided, Seen(team.id), STEWARD)


def _coach_yml(digest: str) -> str:
    def listed(users: tuple[str, ...]) -> str:
        return "[" + ", ".join(users) + "]"

    return f"""\
organisation:
  name: Sample Company
  time_zone: {ZONE}
  stewards: [{STEWARD}]
  digest: {digest}
sources:
  numbers: {{kind: file, path: weekly.csv}}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [{MARTA}]
    members: {listed(_PAYMENTS)}
    telemetry: [{{source: numbers}}]
    services:
      - {{name: auth-service, telemetry: [{{source: numbers}}]}}
      - {{name: ledger, telemetry: [{{source: numbers}}]}}
  - id: search
    name: Search
    channel: C0SEARCH01
    managers: [{NOAM}]
    members: {listed(_SEARCH)}
    telemetry: [{{source: numbers}}]
  - id: edge
    name: Edge
    channel: C0EDGE0001
    managers: [{NOAM}]
    members: {listed(_EDGE)}
    telemetry: [{{source: numbers}}]
"""


_COLUMNS = ("team", "service", "week", "metric", "dimension", "numerator", "denominator",
            "sample_size", "values", "contributors", "largest_share")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Series:
    """A year of weeks. For durations the numbers are the typical one of each week.

    Attributes:
        weeks: six weeks as they were all the year, and the six last ones.
    """

    team: str
    metric: str
    weeks: tuple[float, ...]
    denominator: float | None = None
    service: str = ""
    dimension: str = ""
    people: int | None = None

    def row(self, week: Week, value: float) -> tuple[object, ...]:
        """Return one line of the file."""
        durations = self.metric == "pr_cycle_time"
        return (
            self.team,
            self.service,
            week,
            self.metric,
            self.dimension,
            "" if durations else value,
            self.denominator or "",
            "" if self.people else 9,
            ";".join(f"{value * factor:.1f}" for factor in _FACTORS) if durations else "",
            self.people or "",
            0.24 if self.people else "",
        )


@lru_cache(maxsize=8)
def _weekly(last: Week) -> str:
    """Return the file of weekly numbers that ends with a week."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(last))
    return file.getvalue()


def _rows(last: Week) -> Iterator[tuple[object, ...]]:
    for series in _SERIES:
        usual, recent = series.weeks[:SPAN], series.weeks[SPAN:]
        before = [usual[number % SPAN] for number in range(BASELINE)]
        for ago, value in enumerate(reversed([*before, *recent])):
            yield series.row(last.plus(-ago), value)


_SERIES = (
    _Series("payments", "findings_new", (1, 2, 1, 2, 1, 1, 4, 5, 3, 6, 4, 5), 4.2,
            "auth-service", "high"),
    _Series("payments", "findings_new", (0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1), 4.2,
            "auth-service", "critical"),
    _Series("payments", "findings_new", (2, 1, 2, 1, 2, 2, 1, 2, 2, 1, 1, 2), 3.1,
            "ledger", "high"),
    _Series("payments", "rework_after_merge", (3, 4, 2, 3, 4, 3, 4, 3, 3, 4, 2, 4), 26, people=8),
    _Series("payments", "pr_cycle_time", (27, 31, 25, 29, 26, 30, 22, 19, 21, 18, 20, 17),
            people=8),
    _Series("payments", "ai_acceptance", (148, 155, 139, 161, 150, 144, 188, 201, 194, 207, 199, 211),
            560, people=7),
    _Series("search", "findings_new", (1, 2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 1), 5.0, "", "high"),
    _Series("search", "rework_after_merge", (2, 3, 2, 4, 3, 2, 3, 2, 4, 2, 3, 3), 22, people=7),
    _Series("search", "pr_cycle_time", (20, 26, 18, 24, 22, 25, 21, 24, 19, 25, 23, 20), people=7),
    _Series("edge", "rework_after_merge", (1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1), 9, people=4),
)  # fmt: skip
