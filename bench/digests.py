"""Ten thousand teams whose digest is due in the same hour: planned, composed, and sent at Slack's pace.

The floor is Slack's own limit of posts a minute into a workspace, which the local Slack enforces, on
a clock on which work takes as long as it does and waiting takes no time. `python -m bench.digests
1000` tries it with fewer teams.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import many_teams
from bench.ahead_clock import AheadClock
from bench.child import Child
from bench.row import Row
from bot.demo.local_slack.limits import POSTS_A_MINUTE

TEAMS = 10_000
PART = 10
"""A rate and a peak are compared with those of so small a part of them."""
STEADY, WITHIN, FLAT = 1.2, 1.1, 1.2
START = datetime(2026, 12, 1, 9, 50, tzinfo=ZoneInfo(many_teams.ZONE))
"""Ten minutes before the digests of December are due."""


def run(teams: int = TEAMS) -> Iterator[Row]:
    part, whole = _once(teams // PART), _once(teams)
    few, many = (1000 * one["planned"] / one["teams"] for one in (part, whole))
    yield Row(
        f"digests, {teams:,} due at once against {teams // PART:,}, time to plan each",
        (many / few,),
        STEADY,
        f"{many:.2f} ms against {few:.2f} ms, to find what is due, put it into the outbox, and write"
        " down when the next one is due",
    )
    limit = teams / POSTS_A_MINUTE * 60
    yield Row(
        f"digests, {teams:,} sent, of Slack's own time",
        (whole["seconds"] / limit,),
        WITHIN,
        f"{whole['seconds'] / 60:.1f} minutes by their clock against {limit / 60:.1f} at"
        f" {POSTS_A_MINUTE} a minute; {whole['real']:.0f} s of work, and each channel got one",
    )
    yield Row(
        f"digests, {teams:,} teams against {teams // PART:,}, what memory grew by while sending",
        ((whole["before"] + whole["grew"]) / (whole["before"] + part["grew"]),),
        FLAT,
        f"{whole['grew']:.1f} MB against {part['grew']:.1f} MB, on top of {whole['before']:.1f} MB,"
        f" which a roster of {teams:,} teams takes",
    )


def _once(teams: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        file = Path(folder, "clock")
        AheadClock.set_off(file)
        with Child("bench.slack_ahead", str(file), START.isoformat(), "0", str(teams)) as slack:
            given = {"clock": str(file), "start": START.isoformat(), "folder": folder,
                     "teams": teams, "slack": slack.hello}  # fmt: skip
            with Child("bench.digests_worker", json.dumps(given)) as coach:
                found: dict[str, float] = coach.ask()
            told = slack.ask()
    assert told["messages"] == told["people"] == teams, f"{told} for {teams} that were due"
    return {**found, "teams": teams}


if __name__ == "__main__":
    for row in run(int(sys.argv[1])):
        print(row.figures())
