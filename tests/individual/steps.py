"""A company one of whose people can be asked, and what people do with two keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo import company
from bot.demo.local_slack import Message
from bot.individual.carried import Action
from bot.individual.tell import LOOKS_AGAIN
from tests.clock import FrozenClock
from tests.commitments.steps import newest_with
from tests.git.repository import ADA, GRACE, Made
from tests.workspace import ALICE, MARTA, Workspace, open_workspace

BASIM = "U0BASIM001"
REASON = "I want to understand why our follow-ups pile up, with your help."
ASKS = f'rework_after_merge "{REASON}"'
NUMBER = "30 % (7 of 23)"
"""By hand: of the 23 changes that Ada made in the six weeks, 7 were reverted within 21 days."""
_MOST, _CAME_BACK = 23, 7


def write_history(folder: Path, *, fetched: bool = True) -> None:
    """Ada's changes in the six weeks from 14 September on, and beside them what must not count."""
    made = Made(folder / "shop")
    made.on(_at(9, 13), ADA)  # the day before the first week
    for number in range(_MOST):
        at = _at(9, 15) + timedelta(days=1.5 * number)
        mine = made.on(at, ADA)
        made.on(at + timedelta(hours=1), GRACE)
        if number < _CAME_BACK:
            undone = f"Undo\n\nThis reverts commit {mine.decode()}."
            made.on(at + timedelta(hours=20), GRACE, message=undone)
    made.on(_at(10, 28), ADA)  # a week that may still change
    if fetched:
        made.on(_at(11, 18) - timedelta(hours=4), "stranger@example.com")
    made.repo.close()


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def coach_yml(folder: Path, now: datetime, *, policy: str = '{individual: "on"}') -> str:
    """The sample company, whose Payments team has a repository in which Alice and Basim are known."""
    text = company.write(folder, now).read_text("utf-8")
    for old, new in (
        ("sources:\n", f"policy: {policy}\nsources:\n  history: {{kind: git}}\n"),
        (f"{ALICE}, {BASIM}", f"{_known(ALICE, ADA)}, {_known(BASIM, GRACE)}"),
        (
            "telemetry: [{source: numbers}]\n    services:",
            "telemetry: [{source: numbers}, {source: history, path: shop}]\n    services:",
        ),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def _known(user: str, address: str) -> str:
    return f"{{slack: {user}, ids: {{history: {address}}}}}"


@contextmanager
def two_keys(clock: FrozenClock, url: str, folder: Path, **said: str) -> Iterator[Workspace]:
    """Open a workspace whose policy allows numbers of one person."""
    write_history(folder)
    text = coach_yml(folder, clock.now(), **said)
    with open_workspace(clock, url, folder, coach_yml=text) as opened:
        yield opened


def asks(workspace: Workspace, what: str = ASKS, user: str = MARTA, whom: str = ALICE) -> str:
    """A manager asks; return what they are told."""
    return workspace.types(user, f"/coach individual {workspace.slack.mention(whom)} {what}")


def gets(workspace: Workspace, user: str = ALICE) -> Message:
    """Let the sources answer, and return the message that the engineer gets."""
    workspace.sweeps()
    workspace.wakes_at(workspace.clock.now() + LOOKS_AGAIN)
    return newest_with(workspace, user, Action.NOT_NOW)


def asked(workspace: Workspace) -> Message:
    """Marta asks and Alice gets it."""
    assert asks(workspace).startswith(f"I ask <@{ALICE}>")
    return gets(workspace)


def now_in(workspace: Workspace, message: Message, user: str = ALICE) -> Message:
    """Return a message as it stands now."""
    return next(one for one in workspace.slack.dm(user) if one.ts == message.ts)


def card_in(message: Message) -> list[dict[str, Any]]:
    return [one for one in message.blocks if one["block_id"].startswith("card_")]
