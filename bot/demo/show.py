"""`coach demo`: the real bot against a local stand-in for Slack, with a sample company."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot import app, log
from bot.clock import Clock, SystemClock
from bot.collection.collect import Wanted
from bot.demo import company, terminal
from bot.demo.local_slack import LocalSlack
from bot.demo.local_slack.records import Message
from bot.settings import Settings
from bot.slack.http import wsgi

WIDTH = 118
_NEXT = """\
[bold]Where to go next[/bold]
  [green]coach demo[/green]            try it yourself: type what a manager would type
  [green]README.md[/green]             connect a real Slack workspace in five steps, then AWS
  [green]coach.example.yml[/green]     teams, services and sources, every key explained
"""
_HINTS = """\
Type as Marta, who manages Payments: [green]/coach prep[/green], [green]/coach prep @alice review[/green], \
[green]/coach metrics pull request cycle time[/green], [green]/coach help[/green].
A [green]number[/green] chooses in the last menu; [green]as noam[/green] is another manager \
(two teams, one of them small); [green]Enter[/green] leaves.
"""


def run(*, once: bool) -> int:
    """Show the sample manager's page; then, unless `once`, let the person try things."""
    console = Console(width=WIDTH if once else None)
    with company_at_work(SystemClock()) as office:
        console.print("[dim]Marta manages Payments. She has a one-to-one in ten minutes.[/dim]")
        console.print("[bold]marta>[/bold] /coach prep")
        office.say(console, company.MARTA, "/coach prep")
        if once:
            console.print(_NEXT)
        else:
            console.print(_HINTS)
            _talk(console, office)
    return 0


@dataclass(slots=True)
class Office:
    """The company at work: the local Slack, with the real bot behind it."""

    slack: LocalSlack
    coach: app.Coach

    def say(self, console: Console, user: str, typed: str) -> None:
        """Type something as somebody, and show what they see."""
        command, _, rest = typed.partition(" ")
        before = self._seen(user)
        self.slack.command(user, command, self._with_mentions(rest))
        self._show_new(console, user, before)

    def choose(self, console: Console, user: str, number: int) -> None:
        """Choose in the last menu that somebody saw, and show what comes of it."""
        menus = [one for one in self._messages(user) if terminal.options(one)]
        if not menus or not 1 <= number <= len(terminal.options(menus[-1])):
            console.print("There is no such choice.")
            return
        action, value, _ = terminal.options(menus[-1])[number - 1]
        before = self._seen(user)
        self.slack.choose(user, menus[-1], action, value)
        self._show_new(console, user, before)

    def _show_new(self, console: Console, user: str, before: set[tuple[str, str]]) -> None:
        self.coach.workers.settle()
        for message in self._messages(user):
            if (message.ts, str(message.blocks)) not in before:
                console.print(terminal.shown(message, company.people()))

    def _seen(self, user: str) -> set[tuple[str, str]]:
        return {(message.ts, str(message.blocks)) for message in self._messages(user)}

    def _messages(self, user: str) -> list[Message]:
        both = [*self.slack.ephemerals(user), *self.slack.dm(user)]
        return sorted(both, key=lambda message: message.ts)

    def _with_mentions(self, text: str) -> str:
        """Write `@alice` the way Slack sends it."""
        for user, name in company.people().items():
            text = text.replace(f"@{name.lower()}", self.slack.mention(user))
        return text


@contextmanager
def company_at_work(clock: Clock) -> Iterator[Office]:
    """Set the sample company up in a temporary folder, collect its numbers, and open the office."""
    log.configure(io.StringIO())
    with (
        tempfile.TemporaryDirectory(prefix="coach-demo-") as folder,
        LocalSlack(clock=clock) as slack,
    ):
        company.move_in(slack)
        settings = Settings(
            slack_bot_token=SecretStr(slack.bot_token),
            slack_api_url=slack.api_url,
            database_url=SecretStr(f"sqlite:///{folder}/coach.db"),
            coach_config=company.write(Path(folder), clock.now()),
        )
        coach = app.build(settings, clock)
        coach.collector.collect(Wanted())
        slack.send_to(wsgi(coach.bolt, slack.signing_secret, clock))
        try:
            yield Office(slack, coach)
        finally:
            coach.close()


def _talk(console: Console, office: Office) -> None:
    names = {name.lower(): user for user, name in company.people().items()}
    who = "marta"
    while typed := console.input(f"[bold]{who}>[/bold] ").strip():
        if typed.isdigit():
            office.choose(console, names[who], int(typed))
        elif typed.startswith("as ") and typed[3:].strip().lower() in names:
            who = typed[3:].strip().lower()
        elif typed.startswith("/coach"):
            office.say(console, names[who], typed)
        else:
            console.print(_HINTS)
