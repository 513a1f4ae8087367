"""What digest and Home tab cost beside the page of the same team: read, judged, built and checked.

Nothing is sent, so that what is compared is Coach's own work. The manager whose Home tab it is has
one open record, which the page shows too.
"""

import tempfile
from collections.abc import Iterator
from statistics import median

from bench.child import Child
from bench.row import Row, milliseconds

ROUNDS, TIMES = 9, 60
WITHIN = 1.5
_SAID = {
    "digest": "digest, with the message for workspaces without charts, against the page",
    "home": "Home tab of the team's manager against the page",
    "member": "Home tab of a member, with all numbers of the team, against the page",
    "mirror": "mirror of somebody with 1,000 records and 1,000 entries in the audit against the page",
}


def run() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="coach-bench-") as folder,
        Child("bench.faces_worker", folder) as worker,
    ):
        rounds = [worker.ask(times=TIMES) for _ in range(ROUNDS + 1)][1:]  # the first warms up
    took = {name: [median(one[name]) for one in rounds] for name in rounds[0]}
    for name, said in _SAID.items():
        yield Row(
            f"{said}, p50",
            tuple(a / b for a, b in zip(took[name], took["page"], strict=True)),
            WITHIN,
            f"{milliseconds(took[name])} against {milliseconds(took['page'])}",
        )
