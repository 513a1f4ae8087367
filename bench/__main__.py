"""Runs the benches, prints each figure, and at the end the table; exit status 1 if a bar is missed."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from bench import (
    ack,
    audit,
    collect,
    digests,
    drain,
    faces,
    folding,
    hosts,
    judging,
    page,
    reminders,
    start,
)
from bench.row import Row, table

BENCHES: dict[str, Callable[[], Iterator[Row]]] = {
    "ack": ack.run,
    "page": page.run,
    "collect": collect.run,
    "github": hosts.run,
    "fold": folding.run,
    "start": start.run,
    "reminders": reminders.run,
    "drain": drain.run,
    "faces": faces.run,
    "digests": digests.run,
    "judging": judging.run,
    "audit": audit.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHES)}")
    names = parser.parse_args().names or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    rows: list[Row] = []
    begun = time.monotonic()
    for name in names:
        for row in BENCHES[name]():
            rows.append(row)
            print(row.figures(), flush=True)
    missed = [row for row in rows if not row.holds]
    print(f"\n{table(rows)}\n")
    print(f"{len(rows) - len(missed)} of {len(rows)} bars hold;", end=" ")
    print(f"{time.monotonic() - begun:.0f} seconds.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
