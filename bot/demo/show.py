"""`coach demo`: the real bot against a local stand-in for Slack, with a sample company."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.text import Text
from typing_extensions import override

from bot import app, log
from bot.clock import Clock, SystemClock
from bot.collection.collect import Wanted
from bot.demo import company
from bot.demo.forms import Form
from bot.demo.local_slack import SCOPES, LocalSlack
from bot.demo.office import Office
from bot.digest import jobs as digest_jobs
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
_FACES = {
    company.MARTA: "Marta opens Coach's Home tab. She manages Payments.",
    company.ALICE: "Alice opens it. She is an engineer of Payments.",
    company.STEWARD: "The steward opens it.",
    company.NEWCOMER: "Somebody opens it whom coach.yml does not list.",
}
"""The four kinds of people."""
_HINTS = """\
Type as Marta, who manages Payments: [green]/coach prep[/green], [green]/coach prep @alice review[/green], \
[green]/coach metrics pull request cycle time[/green], [green]/coach help[/green].
[green]/coach decide[/green] changes what the team wants to improve. [green]/coach mine[/green] is the mirror, [green]/coach policy[/green] and [green]/coach playbook[/green] say what holds, and [green]as steward[/green] there is [green]/coach audit[/green].
[green]/coach commit @alice[/green] writes down what you agreed; then [green]as alice[/green] reads her messages.
A [green]number[/green] presses or chooses what it stands beside; [green]home[/green] opens the Home tab; \
[green]channel[/green] reads the team's channel; [green]wait 7[/green] lets seven days go by; \
[green]as noam[/green] is another manager (two teams, one of them small), [green]as steward[/green] governs; \
[green]Enter[/green] leaves.
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

    def move(self, **step: int) -> None:
        """Let some time go by, by keywords of `timedelta`."""
        self._moved += timedelta(**step)


def run(*, once: bool) -> int:
    """Show the sample manager's page; then, unless `once`, let the person try things."""
    console = Console(width=WIDTH if once else None)
    clock = OfficeHours()
    with company_at_work(clock) as office:
        console.print("[dim]Marta manages Payments. She has a one-to-one in ten minutes.[/dim]")
        console.print("[bold]marta>[/bold] /coach prep")
        office.say(console, company.MARTA, "/coach prep")
        if once:
            _show_the_other_faces(console, office, clock)
            console.print(_NEXT)
        else:
            console.print(_HINTS)
            _talk(console, office, clock)
    return 0


def _show_the_other_faces(console: Console, office: Office, clock: OfficeHours) -> None:
    """Show what the team's channel gets, and the Home tab of the four kinds of people."""
    clock.move(hours=1)
    office.wait(console, company.MARTA)
    console.print(
        "[dim]An hour later the team's channel gets the same numbers, as once a month or sprint.[/dim]"
    )
    console.print("[bold]#payments[/bold]")
    office.channel(console, company.PAYMENTS)
    for user, said in _FACES.items():
        console.print(f"[dim]{said}[/dim]")
        office.home(console, user)


@contextmanager
def company_at_work(clock: Clock) -> Iterator[Office]:
    """Set the sample company up in a temporary folder, collect its numbers, and open the office."""
    log.configure(io.StringIO())
    with (
        tempfile.TemporaryDirectory(prefix="coach-demo-") as folder,
        LocalSlack(clock=clock, scopes=SCOPES | {"files:write"}) as slack,
    ):
        company.move_in(slack)
        settings = Settings(
            slack_bot_token=SecretStr(slack.bot_token),
            slack_api_url=slack.api_url,
            database_url=SecretStr(f"sqlite:///{folder}/coach.db"),
            coach_config=company.write(Path(folder), clock.now(), digest=_due_soon(clock)),
        )
        coach = app.build(settings, clock)
        company.decide(coach.decisions)
        coach.collector.collect(Wanted())
        digest_jobs.plan(coach.digests)
        slack.send_to(wsgi(coach.bolt, slack.signing_secret, clock))
        try:
            yield Office(slack, coach)
        finally:
            coach.close()


def _due_soon(clock: Clock) -> str:
    """Return what `coach.yml` says so that the first digest is due in half an hour."""
    today = clock.now().astimezone(ZoneInfo(company.ZONE)).date()
    return f"{{every: sprint, starts: {today - timedelta(days=14)}, days: 14, at: '10:30'}}"


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
            clock.move(days=min(int(rest), _LONGEST_WAIT))
            console.print(f"[dim]{clock.now():%A %d %B}[/dim]")
            office.wait(console, names[who])
        elif verb == "home":
            office.home(console, names[who])
        elif verb == "channel":
            office.channel(console, company.channel_of(names[who]))
        elif verb == "/coach":
            office.say(console, names[who], typed)
        else:
            console.print(_HINTS)
        office.fill_in(form, names[who])
