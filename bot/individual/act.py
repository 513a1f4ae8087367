"""What people may do with two keys in Slack, each in one transaction."""

from dataclasses import dataclass

from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.errors import UserError
from bot.individual import form, store, words
from bot.individual.allow import Rules
from bot.individual.blocks import day_of
from bot.individual.end import Ending
from bot.individual.form import Typed
from bot.individual.keep import Requests
from bot.individual.live import Live
from bot.individual.show import Press, Showing
from bot.slack.words import Call, Reply

KIND = "individual"


@dataclass(frozen=True, slots=True)
class Acts:
    """What people may do.

    Attributes:
        requests: keeps them.
        rules: who may ask for what.
        showing: shows what is shared.
        ending: deletes what has ended.
        live: asks the sources for one message.
    """

    database: Database
    inbox: Inbox
    requests: Requests
    rules: Rules
    showing: Showing
    ending: Ending
    live: Live

    def typed(self, call: Call) -> Reply:
        """Answer `/coach individual`: a manager asks, a steward switches."""
        try:
            if call.rest.casefold() in {form.ON, form.OFF}:
                return {"text": self._switch(call.user, on=call.rest.casefold() == form.ON)}
            return {"text": self._ask(call)}
        except UserError as error:
            return {"text": str(error)}

    def agree(self, press: Press, *, with_number: bool) -> None:
        """Write down that the engineer shares, before Slack is answered, where it still holds."""
        self.ending.end_what_does_not_hold()
        with self.database.write() as session:
            self.requests.agree(session, press.request, press.user, with_number=with_number)

    def take_back(self, press: Press) -> None:
        """Take a consent back, before Slack is answered; where there is none, nothing is written."""
        with self.database.write() as session:
            self.requests.take_back(session, press.request, press.user)

    def follow(self, press: Press) -> None:
        """Bring a press to its end: show, or close the message, and take away what was shown."""
        self.showing.pressed(press)
        self.settle()

    def settle(self) -> None:
        """Delete what has just ended, and send what was planned, without waiting for the wake-up."""
        self.ending.work()
        self.requests.outbox.drain()

    def _ask(self, call: Call) -> str:
        now = self.requests.clock.now()
        with self.database.read() as connection:
            if not self.rules.is_on(connection):
                return words.OFF
            typed = form.read(call.rest)
            team = self.rules.team(call.user, typed.engineer)
            metric = self.rules.metric(connection, team, typed.metric, now)
        self.rules.refuse_without_source(team, typed.engineer, metric)
        form.refuse_reason(typed.reason)
        with self.database.write() as session:
            if self.inbox.once(session, KIND, f"command:{call.trigger}"):
                asks = (metric.id, typed.reason)
                self.requests.ask(session, team, call.user, typed.engineer, asks)
        return words.ASKED.format(engineer=typed.engineer, day=self._ends(call.user, typed))

    def _ends(self, manager: str, typed: Typed) -> str:
        """Return the day by which the manager hears, where the engineer is."""
        with self.database.read() as connection:
            found = store.between(connection, manager, typed.engineer)
            zone = self.requests.people.known(connection, typed.engineer).zone
        ends = found.answer_by if found else self.requests.clock.now()
        return day_of(ends.astimezone(zone))

    def _switch(self, user: str, *, on: bool) -> str:
        if not self.rules.roster.is_steward(user):
            return words.STEWARDS_ONLY
        with self.database.write() as session:
            self.requests.switch(session, user, on=on)
        if not on:
            return words.SWITCHED_OFF
        return words.ON if self.rules.policy().individual == "on" else words.ON_POLICY_OFF
