"""`coach demo`: the real bot against a local stand-in for Slack, with a sample company."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.text import Text
from typing_extensions import override

from bot import app, log
from bot.clock import Clock, SystemClock
from bot.coach import Coach
from bot.collection.collect import Wanted
from bot.commitments import jobs
from bot.demo import company, terminal
from bot.demo.forms import Form
from bot.demo.local_slack import LocalSlack, LocalSlackError, Message
from bot.people.hours import at
from bot.settings import Settings
from bot.slack.http import wsgi

WIDTH = 118
_WEDNESDAY = 2
_LONGEST_WAIT = 365
_NEXT = """\
[bold]Where to go next[/bold]
  [green]coach demo[/green]            try it yourself: type what a manager would type
  [green]README.md[/green]             connect a real Slack workspace in five steps, then AWS
  [green]coach.example.yml[/green]     teams, services and sources, every key explained
"""
_HINTS = """\
Type as Marta, who manages Payments: [green]/coach prep[/green], [green]/coach prep @alice review[/green], \
[green]/coach metrics pull request cycle time[/green], [green]/coach help[/green].
[green]/coach commit @alice[/green] writes down what you agreed; then [green]as alice[/green] reads her messages.
A [green]number[/green] presses or chooses what it stands beside; [green]wait 7[/green] lets seven days go by; \
[green]as noam[/green] is another manager (two teams, one of them small); [green]Enter[/green] leaves.
"""


class OfficeHours(SystemClock):
    """The machine's clock, moved to ten in the morning of the company's last Wednesday.

    Coach writes to nobody at night; who tries the demo at night should see all of it.
    """

    def __init__(self) -> None:
        now = super().now()
        today = now.astimezone(ZoneInfo(company.ZONE)).date()
        wednesday = today - timedelta(days=(today.weekday() - _WEDNESDAY) % 7)
        self._moved = at(ZoneInfo(company.ZONE), wednesday, time(10)) - now

    @override
    def now(self) -> datetime:
        """Return this instant, time-zone aware, in UTC."""
        return super().now() + self._moved

    def move(self, days: int) -> None:
        """Let some days go by."""
        self._moved += timedelta(days=days)


def run(*, once: bool) -> int:
    """Show the sample manager's page; then, unless `once`, let the person try things."""
    console = Console(width=WIDTH if once else None)
    clock = OfficeHours()
    with company_at_work(clock) as office:
        console.print("[dim]Marta manages Payments. She has a one-to-one in ten minutes.[/dim]")
        console.print("[bold]marta>[/bold] /coach prep")
        office.say(console, company.MARTA, "/coach prep")
        if once:
            console.print(_NEXT)
        else:
            console.print(_HINTS)
            _talk(console, office, clock)
    return 0


@dataclass(slots=True)
class Office:
    """The company at work: the local Slack, with the real bot behind it."""

    slack: LocalSlack
    coach: Coach

    def say(self, console: Console, user: str, typed: str) -> None:
        """Type something as somebody, and show what they see."""
        command, _, rest = typed.partition(" ")
        before = self._seen(user)
        self.slack.command(user, command, self._with_mentions(rest))
        self._show_new(console, user, before)

    def choose(self, form: Form, user: str, number: int) -> None:
        """Press or choose in the last message that offered something; show what comes of it."""
        offers = [one for one in self._messages(user) if terminal.options(one)]
        if not offers or not 1 <= number <= len(terminal.options(offers[-1])):
            form.console.print("There is no such choice.")
            return
        chosen = terminal.options(offers[-1])[number - 1]
        before = self._seen(user)
        try:
            self._touch(form, user, offers[-1], chosen)
        except LocalSlackError as problem:
            form.console.print(Text(str(problem), style="red"))
        self._show_new(form.console, user, before)

    def look(self, console: Console, user: str) -> None:
        """Show the last message that somebody has in their messages with Coach."""
        for message in self.slack.dm(user)[-1:]:
            console.print(terminal.shown(message, company.people()))

    def wait(self, console: Console, user: str) -> None:
        """Let Coach wake up, and show what somebody gets."""
        before = self._seen(user)
        jobs.sweep(self.coach.nudges, self.coach.outbox)
        self._show_new(console, user, before)

    def fill_in(self, form: Form, user: str) -> None:
        """Let the person fill in whatever modal is open, until none is."""
        while open_now := self.slack.views(user):
            view, before = open_now[-1], self._seen(user)
            filled_in = form.fill(view, self.slack.entered(view))
            if filled_in is None or view.payload["submit"] is None:
                self.slack.close_view(user, view)
            else:
                self.slack.submit(user, view, filled_in)
            self._show_new(form.console, user, before)

    def _touch(self, form: Form, user: str, message: Message, chosen: terminal.Option) -> None:
        place, action = chosen.block, chosen.action
        if chosen.kind == "button":
            self.slack.press(user, message, action, chosen.value, block_id=place)
            return
        value: Any = form.named(chosen) if chosen.value is None else chosen.value
        if chosen.kind == "checkboxes":
            value = [value]
        self.slack.choose(user, message, action, value, block_id=place)

    def _show_new(self, console: Console, user: str, before: set[tuple[str, str]]) -> None:
        for pool in (self.coach.urgent, self.coach.workers):
            pool.settle()
        files = {one.id: one.title for one in self.slack.files(self.slack.dm_id(user))}
        for message in self._messages(user):
            if (message.ts, str(message.blocks)) not in before:
                console.print(terminal.shown(message, company.people(), files))

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


def _talk(console: Console, office: Office, clock: OfficeHours) -> None:
    names = {name.lower(): user for user, name in company.people().items()}
    form = Form(console, lambda prompt: console.input(Text(prompt)), company.people())
    who = "marta"
    while typed := console.input(f"[bold]{who}>[/bold] ").strip():
        verb, _, rest = typed.partition(" ")
        if typed.isdigit():
            office.choose(form, names[who], int(typed))
        elif verb == "as" and rest.strip().lower() in names:
            who = rest.strip().lower()
            office.look(console, names[who])
        elif verb == "wait" and rest.strip().isdigit():
            clock.move(min(int(rest), _LONGEST_WAIT))
            console.print(f"[dim]{clock.now():%A %d %B}[/dim]")
            office.wait(console, names[who])
        elif verb == "/coach":
            office.say(console, names[who], typed)
        else:
            console.print(_HINTS)
        office.fill_in(form, names[who])
