"""The sample company at work: the local Slack with the real bot behind it, and what people see there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.coach import Coach
from bot.commitments import jobs
from bot.decisions import jobs as decision_jobs
from bot.demo import company, terminal
from bot.demo.forms import Form
from bot.demo.local_slack import LocalSlack, LocalSlackError, Message, View
from bot.digest import jobs as digest_jobs
from bot.effects import jobs as effects_jobs
from bot.individual import jobs as individual_jobs
from bot.policy import jobs as policy_jobs
from bot.privacy import jobs as privacy_jobs
from bot.retention import jobs as retention_jobs

Seen = set[tuple[str, str]]


@dataclass(slots=True)
class Office:
    """The company at work: the local Slack, with the real bot behind it."""

    slack: LocalSlack
    coach: Coach
    _at_home: str = field(default="", init=False)
    """Whose Home tab was looked at last, so that a number means something in it."""

    def say(self, console: Console, user: str, typed: str) -> None:
        """Type something as somebody, and show what they see."""
        self._at_home = ""
        command, _, rest = typed.partition(" ")
        before = self._seen(user)
        self.slack.command(user, command, self._with_mentions(rest))
        self._show_new(console, user, before)

    def choose(self, form: Form, user: str, number: int) -> None:
        """Press or choose in what offered something last; show what comes of it."""
        places = self._offering(user)
        if not places or not 1 <= number <= len(terminal.options(places[-1])):
            form.console.print("There is no such choice.")
            return
        chosen = terminal.options(places[-1])[number - 1]
        before = self._seen(user)
        try:
            self._touch(form, user, places[-1], chosen)
        except LocalSlackError as problem:
            form.console.print(Text(str(problem), style="red"))
        self._show_new(form.console, user, before)

    def look(self, console: Console, user: str) -> None:
        """Show the last message that somebody has in their messages with Coach."""
        for message in self.slack.dm(user)[-1:]:
            console.print(terminal.shown(message, company.people()))

    def home(self, console: Console, user: str) -> None:
        """Open somebody's Home tab, and show it."""
        self.slack.open_home(user)
        self._settle()
        view = self.slack.home(user)
        if view is not None:
            self._at_home = user
            name = company.people().get(user, user)
            console.print(terminal.home(view, company.people(), f"{name}'s Home tab"))

    def channel(self, console: Console, channel: str) -> None:
        """Show what stands last in a channel."""
        for message in self.slack.messages(channel)[-1:]:
            console.print(terminal.shown(message, company.people()))

    def wait(self, console: Console, user: str) -> None:
        """Let Coach wake up, and show what somebody gets."""
        before = self._seen(user)
        policy_jobs.wake(self.coach.keeper)
        decision_jobs.wake(self.coach.decisions)
        digest_jobs.plan(self.coach.digests)
        effects_jobs.plan(self.coach.effects)
        retention_jobs.clean(self.coach.cleaning)
        individual_jobs.sweep(self.coach.individual)
        jobs.sweep(self.coach.nudges, self.coach.outbox)
        privacy_jobs.sweep(self.coach.erasing)
        retention_jobs.take_out(self.coach.cleaning.remover)
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

    def _offering(self, user: str) -> Sequence[Message | View]:
        """Return where somebody can press or choose something, the newest last."""
        home = self.slack.home(user) if self._at_home == user else None
        if home is not None:
            return [home]
        return [one for one in self._messages(user) if terminal.options(one)]

    def _touch(
        self, form: Form, user: str, message: Message | View, chosen: terminal.Option
    ) -> None:
        place, action = chosen.block, chosen.action
        if chosen.kind == "button":
            self.slack.press(user, message, action, chosen.value, block_id=place)
            return
        value: Any = form.named(chosen) if chosen.value is None else chosen.value
        if chosen.kind == "checkboxes":
            value = [value]
        self.slack.choose(user, message, action, value, block_id=place)

    def _show_new(self, console: Console, user: str, before: Seen) -> None:
        self._settle()
        files = {one.id: one.title for one in self.slack.files(self.slack.dm_id(user))}
        for message in self._messages(user):
            if (message.ts, str(message.blocks)) not in before:
                console.print(terminal.shown(message, company.people(), files))

    def _settle(self) -> None:
        for pool in (self.coach.urgent, self.coach.workers):
            pool.settle()

    def _seen(self, user: str) -> Seen:
        return {(message.ts, str(message.blocks)) for message in self._messages(user)}

    def _messages(self, user: str) -> list[Message]:
        both = [*self.slack.ephemerals(user), *self.slack.dm(user)]
        return sorted(both, key=lambda message: message.ts)

    def _with_mentions(self, text: str) -> str:
        """Write `@alice` the way Slack sends it."""
        for user, name in company.people().items():
            text = text.replace(f"@{name.lower()}", self.slack.mention(user))
        return text
