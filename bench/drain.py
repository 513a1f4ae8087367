"""How long it takes to remind very many people who are all due at once, and what it holds meanwhile.

The floor is Slack's own: so many posts a minute into a workspace, which the local Slack enforces.
Coach and Slack share a clock on which work takes as long as it does, and waiting takes no time.
`python -m bench.drain 3000` tries it with fewer people.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import agreed
from bench.ahead_clock import AheadClock
from bench.child import Child
from bench.row import Row
from bot.demo.local_slack.limits import POSTS_A_MINUTE

DUE = 100_000
PART = 10
"""Memory is compared with so small a part of them."""
WITHIN = 1.1
FLAT = 1.2
START = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo(agreed.ZONE))
"""A Wednesday, when everybody may be written to from now on, for seven hours."""


def run(due: int = DUE) -> Iterator[Row]:
    part, whole = _once(due // PART, due), _once(due, due)
    limit = due / POSTS_A_MINUTE * 60
    yield Row(
        f"drain, {due:,} people due at once, of Slack's own time",
        (whole["seconds"] / limit,),
        WITHIN,
        f"{_time(whole['seconds'])} by their clock against {_time(limit)} at {POSTS_A_MINUTE} a"
        f" minute; {whole['refused']:.0f} posts were refused and came later, and each person got"
        f" one message; {whole['sweeps']:.0f} wake-ups, {_time(whole['real'])} of work",
    )
    yield Row(
        f"drain, {due:,} people due against {due // PART:,}, peak memory",
        (whole["megabytes"] / part["megabytes"],),
        FLAT,
        f"{whole['megabytes']:.1f} MB against {part['megabytes']:.1f} MB, with the same"
        f" {due:,} people in the roster; {whole['before']:.1f} MB before",
    )


def _once(due: int, people: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        file = Path(folder, "clock")
        AheadClock.set_off(file)
        with Child("bench.slack_ahead", str(file), START.isoformat(), str(people)) as slack:
            given = {
                "clock": str(file),
                "start": START.isoformat(),
                "folder": folder,
                "due": due,
                "people": people,
                "slack": slack.hello,
            }
            with Child("bench.drain_worker", json.dumps(given)) as coach:
                found: dict[str, float] = coach.ask()
            told = slack.ask()
    assert told["messages"] == told["people"] == due, f"{told} for {due} that were due"
    assert told["other calls"] == 0, "Slack was asked about people"
    return {**found, "refused": told["refused"]}


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


if __name__ == "__main__":
    for row in run(int(sys.argv[1])):
        print(row.figures())
