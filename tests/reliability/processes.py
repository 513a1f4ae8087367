"""Processes that are cheap to start, because all is imported once and each of them is a fork."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.reliability.preloaded"])
PATIENCE = 60.0
"""Seconds after which a process that should have ended makes the test fail."""


def start(what: Callable[..., None], *given: Any) -> tuple[BaseProcess, Connection]:
    """Start a process; return it and what it says, as `what` sends it to its first argument."""
    hears, says = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=what, args=(says, *given), daemon=True)
    process.start()
    says.close()
    return process, hears


def all_said(process: BaseProcess, hears: Connection) -> list[Any]:
    """Return all that a process said before its end, which is waited for."""
    found = []
    try:
        while hears.poll(PATIENCE):
            found.append(hears.recv())
    except EOFError:
        process.join(PATIENCE)
        assert process.exitcode is not None, "it closed its ears and goes on"
        return found
    finally:
        hears.close()
    raise AssertionError(f"a process has said nothing for {PATIENCE:g} seconds")


def together(number: int, what: Callable[..., None], *given: Any) -> list[list[Any]]:
    """Run a function in several processes at once; return what each of them said.

    The second argument that `what` gets is a barrier at which all wait for each other.
    """
    barrier = _CONTEXT.Barrier(number)
    started = [start(what, barrier, *given) for _ in range(number)]
    said = [all_said(*one) for one in started]
    assert [process.exitcode for process, _ in started] == [0] * number
    return said
