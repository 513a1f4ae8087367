"""What people do with records, and what is looked at afterwards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect

from bot.commitments import words
from bot.commitments.carried import Action
from bot.demo.local_slack import Message, View
from bot.people.hours import NUDGE
from tests.workspace import ALICE, MARTA, Workspace, reads_as

BERLIN = ZoneInfo("Europe/Berlin")
FILLED: Mapping[str, Any] = {
    "pattern": "Reviews of the ledger wait longer than they did in autumn.",
    "hypothesis": "Two reviewers share the whole queue between them.",
    "experiment": "earlier_review",
    "engineer_will": "Open drafts on the first day.",
    "manager_will": "Keep Thursdays free of meetings.",
    "check_in": "2026-12-02",
    "metric": "pr_cycle_time",
    "not_helping": "The queue is as long as before.",
}
TEXTS = ("pattern", "hypothesis", "engineer_will", "manager_will", "not_helping")
TITLES = {words.TITLE, words.TITLE_PROPOSED}


def berlin(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def opens(workspace: Workspace, author: str = MARTA, engineer: str = ALICE) -> View:
    """A manager opens the form about an engineer."""
    workspace.types(author, f"/coach commit {workspace.slack.mention(engineer)}")
    return workspace.form(author)


def records(workspace: Workspace, author: str = MARTA, engineer: str = ALICE, **other: Any) -> None:
    """A manager records what they agreed with an engineer, and both get it."""
    opens(workspace, author, engineer)
    assert workspace.submits(author, **{**FILLED, **other}) == {}
    workspace.sweeps()


def agreed(workspace: Workspace, **other: Any) -> None:
    """Marta records, and Alice agrees."""
    records(workspace, **other)
    does(workspace, ALICE, Action.AGREE)


def does(workspace: Workspace, user: str, action: str, value: Any = None) -> None:
    """Press a button in the newest message that has it, and let what follows go out."""
    workspace.presses(user, newest_with(workspace, user, action), action, value)
    workspace.sweeps()


def suggests(workspace: Workspace, user: str, **changed: Any) -> None:
    """Suggest a change to the record in the newest message that offers it."""
    workspace.presses(user, newest_with(workspace, user, Action.SUGGEST), Action.SUGGEST)
    assert workspace.submits(user, **changed) == {}
    workspace.sweeps()


def newest_with(workspace: Workspace, user: str, action: str) -> Message:
    """Return the newest message in somebody's direct messages that has a button."""
    return next(one for one in reversed(workspace.slack.dm(user)) if action in actions_of(one))


def lists(workspace: Workspace, user: str) -> Message:
    """Type `/coach commitments`, and return the list."""
    workspace.types(user, "/coach commitments")
    return workspace.slack.ephemerals(user)[-1]


def told(workspace: Workspace, user: str) -> str:
    """Return what somebody was told last in private."""
    return reads_as(workspace.slack.ephemerals(user)[-1])


def cards(workspace: Workspace, user: str) -> list[Message]:
    """Return the messages that show somebody a whole record, oldest first."""
    return [one for one in workspace.slack.dm(user) if title_of(one) in TITLES]


def nudges(workspace: Workspace, user: str) -> list[Message]:
    """Return the reminders that somebody got, oldest first."""
    return [one for one in workspace.slack.dm(user) if is_nudge(one)]


def is_nudge(message: Message) -> bool:
    return bool(message.blocks) and message.text == words.NUDGE_TEXT


def title_of(message: Message) -> str:
    return next((b["text"]["text"] for b in message.blocks if b["type"] == "header"), "")


def elements_of(place: Message | View) -> list[dict[str, Any]]:
    """Return everything that can be pressed."""
    rows = (block["elements"] for block in place.blocks if block["type"] == "actions")
    return [element for row in rows for element in row]


def actions_of(place: Message | View) -> set[str]:
    return {str(element["action_id"]) for element in elements_of(place)}


def quotes(place: Message | View) -> list[str]:
    """Return what people wrote, as it is shown."""
    return [line[2:] for line in reads_as(place).splitlines() if line.startswith("> ")]


def forges(workspace: Workspace, user: str, private_metadata: str) -> None:
    """Let the open form of somebody carry something else than Coach put into it."""
    view = workspace.form(user)
    with workspace.slack.workspace.changed:
        forged = replace(view, payload={**view.payload, "private_metadata": private_metadata})
        workspace.slack.workspace.views[view.id] = forged


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with workspace.coach.deliverer.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def everything_stored(workspace: Workspace) -> bytes:
    """Return all that stands in the database: every value, and on SQLite every byte."""
    database = workspace.coach.deliverer.database
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        values = [
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for table in tables
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608
            for value in row
        ]
    return b"\n".join([*values, *_files(workspace)])


def _files(workspace: Workspace) -> Iterator[bytes]:
    file = workspace.coach.deliverer.database.file
    if file is not None:
        yield from (one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))


def leaks(workspace: Workspace, logged: str, written: Iterable[str]) -> list[str]:
    """Return what people wrote that can be read in the log or in the database."""
    stored = everything_stored(workspace)
    return [text for text in written if text in logged or text.encode() in stored]


def is_humane(instant: datetime, zone: str) -> bool:
    """Say whether an instant is in somebody's working hours, Monday to Friday."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.weekday() < 5 and NUDGE.start <= local.time() < NUDGE.end
