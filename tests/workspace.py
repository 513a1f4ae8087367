"""A workspace for journeys: the real app, a real database, a strict local Slack, a clock that stands.

Tests type, choose and read through it; nothing in Coach is replaced.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import insert, select

from bot import app
from bot.approvals import store as approvals
from bot.collection.collect import Result, Wanted
from bot.commitments import jobs as commitment_jobs
from bot.db import Database
from bot.db.base import metadata
from bot.decisions import chosen, jobs as decision_jobs
from bot.demo import company
from bot.demo.local_slack import LocalSlack
from bot.demo.local_slack.records import Answer, Message, View
from bot.home import jobs as home_jobs
from bot.individual import jobs as individual_jobs
from bot.policy import jobs as policy_jobs
from bot.policy.blocks import line as policy_line
from bot.prep import jobs
from bot.privacy import jobs as privacy_jobs
from bot.questions import jobs as question_jobs
from bot.retention import jobs as retention_jobs
from bot.sealing.ring import new_key
from bot.settings import Settings
from bot.slack.http import wsgi
from bot.slack.socket import Socket
from bot.teams.policy import DEFAULT
from tests.clock import FrozenClock

MARTA, NOAM, ALICE, STEWARD = company.MARTA, company.NOAM, company.ALICE, company.STEWARD
STRANGER = "U0STRANGE1"
POLICY = policy_line(DEFAULT.version(5))
"""What stands small on every page while `coach.yml` says nothing of a policy."""
KEYS = new_key()
"""One key ring for the run, because PostgreSQL has no file beside it to keep one in."""


def reads_as(message: Message | View) -> str:
    """Return everything a person reads in a message or window, a line for each piece."""
    lines = [message.text] if isinstance(message, Message) and not message.blocks else []
    for block in message.blocks:
        lines.extend(_lines(block))
    return "\n".join(lines)


def _lines(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind in {"header", "section"}:
        yield block["text"]["text"]
    elif kind == "context":
        yield from (element["text"] for element in block["elements"])
    elif kind == "table":
        yield from (" | ".join(cell["text"] for cell in row) for row in block["rows"])
    elif kind == "data_visualization":
        yield f"Chart: {block['title']}"
    elif kind == "rich_text":
        for part in block["elements"]:
            mark = "> " if part["type"] == "rich_text_quote" else ""
            yield mark + "".join(piece["text"] for piece in part["elements"])
    elif kind == "actions":
        yield " ".join(f"[{_named(element)}]" for element in block["elements"])


def _named(element: dict[str, Any]) -> str:
    return str(element.get("text", element.get("placeholder", {}))["text"])


def cells(message: Message) -> dict[str, list[str]]:
    """Return the table of a page: the first words of each row, and its other cells."""
    rows = next(block["rows"] for block in message.blocks if block["type"] == "table")
    return {row[0]["text"].partition(" (")[0]: [c["text"] for c in row[1:]] for row in rows[1:]}


_Rows = dict[str, list[dict[str, Any]]]
_NIGHTS: dict[tuple[bool, datetime, str], _Rows] = {}
"""What collecting stored, by table: on which engine, when, and with which coach.yml."""


def _all_rows(database: Database) -> _Rows:
    with database.read() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in metadata.tables.items()
        }


class Workspace:
    """The sample company's workspace, or one with another `coach.yml`."""

    def __init__(
        self, slack: LocalSlack, clock: FrozenClock, database_url: str, config: Path
    ) -> None:
        self.slack = slack
        self.clock = clock
        self.settings = Settings(
            slack_bot_token=SecretStr(slack.bot_token),
            slack_app_token=SecretStr(slack.app_token),
            slack_signing_secret=SecretStr(slack.signing_secret),
            slack_api_url=slack.api_url,
            database_url=SecretStr(database_url),
            coach_config=config,
            coach_encryption_keys=SecretStr(KEYS),
        )
        self.coach = app.build(self.settings, clock)
        self._over_http()

    def collects(self, **wanted: Any) -> list[Result]:
        return self.coach.collector.collect(Wanted(**wanted))

    def has_collected(self) -> None:
        """Let last night's numbers be there: collected once in a session, and then written as they were."""
        database, config = self.coach.deliverer.database, self.settings.coach_config
        night = (database.is_sqlite, self.clock.now(), config.read_text("utf-8"))
        if night not in _NIGHTS:
            before = _all_rows(database)
            self.collects()
            after = _all_rows(database)
            _NIGHTS[night] = {name: rows for name, rows in after.items() if rows != before[name]}
            assert not any(before[name] for name in _NIGHTS[night]), "it did not begin with none"
            return
        with database.write() as session:
            for name, rows in _NIGHTS[night].items():
                session.execute(insert(metadata.tables[name]), rows)

    def types(self, user: str, text: str, *, settle: bool = True, channel: str = "") -> str:
        """Type `/coach …` and return what is seen at once, in private."""
        command, _, rest = text.partition(" ")
        answer = self.slack.command(user, command, rest, channel=channel)
        assert answer.status == 200, answer
        if settle:
            self.settles()
        return str((answer.json or {}).get("text", answer.body))

    def chooses(self, user: str, message: Message, action: str, value: str) -> Answer:
        answer = self.slack.choose(user, message, action, value)
        self.settles()
        return answer

    def presses(self, user: str, place: Message | View, action: str, value: Any = None) -> Answer:
        """Press a button; `value` tells several of the same kind apart."""
        answer = self.slack.press(user, place, action, value)
        self.settles()
        return answer

    def submits(self, user: str, **values: Any) -> dict[str, str]:
        """Fill in the form that somebody has open, and return what is wrong with it, by field."""
        answer = self.slack.submit(user, self.form(user), values)
        assert answer.status == 200, answer
        self.settles()
        return dict((answer.json or {}).get("errors", {}))

    def form(self, user: str) -> View:
        """Return the modal that somebody has open."""
        return self.slack.views(user)[-1]

    def settles(self) -> None:
        """Wait until the work behind the acknowledgements is done."""
        assert self.coach.urgent.settle()
        assert self.coach.workers.settle()
        assert self.coach.individual.live.workers.settle()

    def sweeps(self) -> None:
        """Let the scheduler's wake-up happen."""
        policy_jobs.wake(self.coach.keeper)
        jobs.sweep(self.coach.deliverer, self.coach.workers)
        decision_jobs.wake(self.coach.decisions)
        individual_jobs.sweep(self.coach.individual)
        commitment_jobs.sweep(self.coach.nudges, self.coach.outbox)
        home_jobs.sweep(self.coach.homes)
        question_jobs.correct(self.coach.questions)
        privacy_jobs.sweep(self.coach.erasing)
        retention_jobs.take_out(self.coach.cleaning.remover)
        self.settles()

    def cleans(self) -> Mapping[str, int]:
        """Let the wake-up happen that deletes what was kept for long enough; return how much."""
        done = self.coach.cleaning.run()
        self.settles()
        return done

    def wakes_at(self, moment: datetime) -> None:
        """Move the clock to an instant, and let the wake-up happen."""
        self.clock.forward(seconds=(moment - self.clock.now()).total_seconds())
        self.sweeps()

    def page(self, user: str) -> Message:
        """Return the newest message in somebody's direct messages with Coach."""
        return self.slack.dm(user)[-1]

    def restarts(self) -> None:
        """End the process without finishing anything, and start a new one."""
        self.coach.deliverer.database.close()
        self.coach = app.build(self.settings, self.clock)
        self._over_http()

    @contextmanager
    def over_socket_mode(self) -> Iterator[None]:
        """Deliver everything over Socket Mode for a while."""
        assert self.settings.slack_app_token is not None
        socket = Socket(
            self.coach.bolt, self.settings.slack_app_token.get_secret_value(), self.clock
        )
        socket.connect()
        self.slack.send_to_socket()
        try:
            yield
        finally:
            socket.close()
            self._over_http()

    def _over_http(self) -> None:
        self.slack.send_to(wsgi(self.coach.bolt, self.slack.signing_secret, self.clock))


@contextmanager
def open_workspace(
    clock: FrozenClock,
    database_url: str,
    folder: Path,
    *,
    coach_yml: str | None = None,
    approved: bool = True,
) -> Iterator[Workspace]:
    """Open a workspace with the sample company, whose numbers end with last week.

    Every team may see every metric, unless `approved` is False: then Payments may see its decision's.
    """
    with LocalSlack(clock=clock) as slack:
        company.move_in(slack)
        slack.add_user(STRANGER, name="stranger")
        config = company.write(folder, clock.now())
        if coach_yml is not None:
            config.write_text(coach_yml, encoding="utf-8")
        workspace = Workspace(slack, clock, database_url, config)
        company.decide(workspace.coach.decisions)
        if approved:
            _approve_everything(workspace)
        try:
            yield workspace
        finally:
            workspace.coach.close()


def _approve_everything(workspace: Workspace) -> None:
    metrics = [one.id for one in chosen.processes()]
    with workspace.coach.deliverer.database.write() as session:
        for team in workspace.coach.decisions.roster.teams:
            approvals.approve(session, team.id, metrics, workspace.clock.now())
