"""How long a page takes, from the request in the inbox to the message in Slack.

That is all that `Deliverer.deliver` does: it looks whether there are new weeks, takes their judgement
from memory as it is all day (what it takes to read and judge them anew is said beside), chooses and
renders the template, builds and checks the blocks, posts them, and closes the request with a
durable write. The floor is one bare `chat.postMessage` of the very same text and blocks, by the same
client in the same process, to the same local Slack. What it comes to against a bare line of text,
which is not what a page posts, is said beside it.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from bench.child import Child
from bench.many_teams import OF_OTHERS, SERVICES, WEEKS, WEEKS_OF_OTHERS
from bench.row import Row, milliseconds

FEW, MANY = 10, 10_000
"""Teams in the database, and in the roster."""
ROUNDS = 9
PAGES = 40
"""Pages of each in a round, of which the median counts."""
TURNS = 4
"""How often the two databases take turns in a round."""
_TEAM = f"a team with {len(SERVICES)} services and {WEEKS} weeks"


def run() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.slack") as slack,
    ):
        address = json.dumps(slack.hello)
        with (
            Child("bench.page_worker", address, folder, str(FEW)) as few,
            Child("bench.page_worker", address, folder, str(MANY)) as many,
        ):
            rounds = [_round(few, many) for _ in range(ROUNDS + 1)][1:]  # the first warms up
        posted = slack.ask()
        asked = 2 * 4 * PAGES * (ROUNDS + 1)
        assert posted == asked, f"{posted} of {asked} messages came"
    first, page, line, whole, larger = (
        [one[name] for one in rounds] for name in ("first", "page", "line", "whole", "larger")
    )
    yield Row(
        "page against a bare post of the same blocks, p50",
        tuple(a / b for a, b in zip(page, whole, strict=True)),
        3.0,
        f"{milliseconds(page)} for {_TEAM}, looked up, rendered, posted and closed,"
        f" against {milliseconds(whole)} of one bare chat.postMessage with the same text and blocks;"
        f" it is {median(a / b for a, b in zip(page, line, strict=True)):.2f} times the"
        f" {milliseconds(line)} of a bare line of text; {milliseconds(first)} for the first page"
        " after new numbers, which reads and judges a year",
    )
    yield Row(
        f"page, {MANY:,} teams against {FEW}, p50",
        tuple(a / b for a, b in zip(larger, page, strict=True)),
        1.5,
        f"{milliseconds(larger)} among {MANY:,} teams against {milliseconds(page)} among {FEW};"
        f" the other teams have {WEEKS_OF_OTHERS} weeks of {len(OF_OTHERS)} metrics",
    )


def _round(few: Child, many: Child) -> dict[str, float]:
    small: dict[str, list[float]] = defaultdict(list)
    large: list[float] = []
    for _ in range(TURNS):
        for name, seconds in few.ask(times=PAGES // TURNS).items():
            small[name] += seconds
        large += many.ask(times=PAGES // TURNS)["page"]
    return {name: median(seconds) for name, seconds in {**small, "larger": large}.items()}
