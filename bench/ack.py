"""How long Slack waits for the acknowledgement of `/coach prep`.

The floor is an empty Bolt command with `process_before_response=True` in the same waitress server,
behind the same guard. Coach writes down what was asked, with `synchronous=FULL`, and then answers.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.child import Child
from bench.row import Row, milliseconds, percentile
from bot.demo.company import MARTA

CROWDS = {1: 800, 8: 1600, 32: 2400}
"""Clients at once, and requests in a round; p99 needs some hundreds."""
ROUNDS = 7
AT_ONCE = 64
WAVES = 5
PATIENCE = 3.0
"""Seconds that Slack waits."""
_PAGES_WITHIN = 60.0


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder, ExitStack() as stack:
        slack = stack.enter_context(Child("bench.slack"))
        load = stack.enter_context(Child("bench.load"))
        yield from _against_the_floor(slack.hello, load, Path(folder, "idle"))
        yield _all_at_once(slack, load, Path(folder, "busy"))


def _signed(slack: dict[str, Any]) -> dict[str, str]:
    return {
        "secret": slack["signing_secret"],
        "workspace": slack["workspace"],
        "user": MARTA,
        "text": "prep",
    }


def _server(kind: str, slack: dict[str, Any], folder: Path) -> Child:
    folder.mkdir(exist_ok=True)
    return Child("bench.ack_server", kind, json.dumps(slack), str(folder))


def _against_the_floor(slack: dict[str, Any], load: Child, folder: Path) -> Iterator[Row]:
    took: dict[tuple[str, int], list[list[float]]] = defaultdict(list)
    with _server("coach", slack, folder) as coach, _server("empty", slack, folder) as empty:
        servers = {"coach": coach, "empty": empty}
        sent = 0
        for number in range(ROUNDS + 1):
            for clients, requests in CROWDS.items():
                for name, server in servers.items():
                    seconds = load.ask(
                        port=server.hello, clients=clients, requests=requests, signed=_signed(slack)
                    )
                    if number:  # the first round warms up
                        took[name, clients].append(seconds)
                sent += requests
        written = coach.ask()
        assert written == sent, f"{sent} were acknowledged, {written} written down"
    for clients in CROWDS:
        for part, bar in ((0.5, 2.0), (0.99, 3.0)):
            ours = [percentile(one, part) for one in took["coach", clients]]
            floor = [percentile(one, part) for one in took["empty", clients]]
            yield Row(
                f"ack, {clients} client{'s' if clients > 1 else ''}, p{part * 100:.0f}",
                tuple(a / b for a, b in zip(ours, floor, strict=True)),
                bar,
                f"{milliseconds(ours)} against {milliseconds(floor)} of an empty Bolt command",
            )


def _all_at_once(slack: Child, load: Child, folder: Path) -> Row:
    """Send 64 commands at once while the pages of 64 before them are being made and posted."""
    slowest = []
    with _server("pages", slack.hello, folder) as coach:
        crowd = {
            "port": coach.hello,
            "clients": AT_ONCE,
            "requests": AT_ONCE,
            "signed": _signed(slack.hello),
        }
        for wave in range(WAVES):
            load.ask(**crowd)
            before = slack.ask()
            slowest.append(max(load.ask(**crowd)))
            assert before < slack.ask(), "no page was made meanwhile"
            _wait_for_pages(slack, 2 * AT_ONCE * (wave + 1))
    return Row(
        f"ack, {AT_ONCE} at once, slowest, of Slack's {PATIENCE:g} s",
        tuple(one / PATIENCE for one in slowest),
        1.0,
        f"slowest {max(slowest):.2f} s while pages are made; each of the {2 * AT_ONCE * WAVES}"
        " pages arrived",
        always=True,
    )


def _wait_for_pages(slack: Child, number: int) -> None:
    until = time.monotonic() + _PAGES_WITHIN
    while (made := slack.ask()) < number:
        assert time.monotonic() < until, f"{made} of {number} pages came"
        time.sleep(0.05)
    assert made == number, f"{made} pages for {number} commands"
