"""Whether Coach is well as it runs: what Slack and the sources grant, and what became of messages."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.collection import store as sources
from bot.db import Database
from bot.delivery import status_store
from bot.errors import CoachError
from bot.manifest import COMMAND_SCOPE, SCOPE_OF
from bot.slack.client import Installed
from bot.teams.roster import Roster

SILENT = timedelta(minutes=2)
"""A process at work is heard of every minute."""
LATE = timedelta(minutes=15)
"""A message that is due and was not sent for so long is stuck."""


def problems(database: Database, ask: Callable[[], Installed], now: datetime) -> Iterator[str]:
    """Yield what somebody should mend, a line each; nobody's id or words are in it.

    Args:
        database: its schema is up to date.
        ask: asks Slack how Coach is installed.
        now: this instant, in UTC.
    """
    yield from _slack(ask)
    with database.read() as connection:
        if (reason := status_store.why_stopped(connection)) is not None:
            yield f"All sending has stopped: {reason} Install the app again, then restart Coach."
        for dead in status_store.dead(connection):
            yield (
                f"{dead.number} of kind {dead.kind} could not be delivered, last on"
                f" {dead.last_at:%Y-%m-%d %H:%M} UTC: {dead.reason}"
            )
        beat = status_store.last_beat(connection)
        due = status_store.oldest_due(connection)
    if beat is None or beat < now - SILENT:
        seen = "never" if beat is None else f"last at {beat:%Y-%m-%d %H:%M} UTC"
        yield f"No process that sends messages is at work (seen {seen}). Start `coach run`."
    if due is not None and due < now - LATE:
        yield f"A message is due since {due:%Y-%m-%d %H:%M} UTC and was not sent."


def health(database: Database, roster: Roster) -> Iterator[str]:
    """Yield a line a source: how it went last, for how many teams, and how far back it can look.

    Args:
        database: its schema is up to date.
        roster: which sources and teams there are.
    """
    with database.read() as connection:
        tries = sources.last_tries(connection, tuple(roster.by_id))
    for name in roster.sources:
        yield f"{name}: {_went(tries.get(name))}."


def _went(last: sources.Try | None) -> str:
    if last is None:
        return "not collected yet"
    whose = "1 team" if last.teams == 1 else f"{last.teams} teams"
    parts = [f"tried {last.tried_at:%Y-%m-%d %H:%M} UTC for {whose}"]
    if last.succeeded_at is None:
        parts.append("it has not gone well for every team yet")
    else:
        parts.append(f"went well for all of them {last.succeeded_at:%Y-%m-%d %H:%M} UTC")
    if last.trouble is not None:
        parts.append(last.trouble.rstrip("."))
    if last.knows_since is not None:
        parts.append(f"it can look back to {last.knows_since:%Y-%m-%d}")
    return "; ".join(parts)


def _slack(ask: Callable[[], Installed]) -> Iterator[str]:
    try:
        granted = ask().scopes
    except CoachError as error:
        yield f"Slack: {error}"
        return
    needed = {COMMAND_SCOPE, *(scope for scope in SCOPE_OF.values() if scope)}
    for scope in sorted(needed - granted):
        yield f"Slack: the app lacks the scope {scope}; install it again from manifest.yml."
