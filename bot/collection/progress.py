"""A progress bar for `coach collect`; silent where nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.collection.collect import Progress


@contextmanager
def shown() -> Iterator[Progress]:
    """Yield what to call with (source, done, total) while a terminal shows the bars."""
    if not sys.stderr.isatty():
        yield lambda _source, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a person at a terminal needs it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress as Bars,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        # What is left at the pace of the last minutes: none before anything is done.
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), speed_estimate_period=180) as bars:
        tasks: dict[str, object] = {}

        def update(source: str, done: int, total: int) -> None:
            if source not in tasks:
                tasks[source] = bars.add_task(source, total=total)
            bars.update(tasks[source], completed=done, total=total)  # type: ignore[arg-type]  # an id of rich's

        yield update
