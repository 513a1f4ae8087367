"""Puts two keys together: who keeps the requests, who words them, and what people may do with them."""

from bot.collection.one_person import Own, ask
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.individual.act import Acts
from bot.individual.allow import Rules
from bot.individual.end import Ending
from bot.individual.keep import Requests
from bot.individual.kinds import ASK, ENDED
from bot.individual.live import Live
from bot.individual.request import Request
from bot.individual.show import Showing
from bot.individual.tell import Asks, Ends
from bot.metrics import catalogue
from bot.people.gate import Gate
from bot.people.know import in_turn
from bot.slack.client import Poster
from bot.slack.work import Workers
from bot.sources.source import Tokens

AT_ONCE = 1
"""Sources that are asked for one person at the same time."""


def assemble(  # noqa: PLR0913 - the parts of the house that it stands on
    database: Database,
    inbox: Inbox,
    *,
    requests: Requests,
    rules: Rules,
    gate: Gate,
    poster: Poster,
    tokens: Tokens,
) -> Acts:
    """Let the messages be worded, and the requests of whoever leaves end; return what people may do.

    Args:
        database: where the requests stand.
        inbox: does once what Slack delivers twice.
        requests: keeps them.
        rules: who may ask for what.
        gate: when people may be written to.
        poster: shows what is shared, and takes it away.
        tokens: what the environment holds for sources.
    """

    def asked(one: Request) -> Own:
        team, metric = rules.roster.team(one.team), catalogue.get(one.metric)
        return ask(rules.roster, team, one.engineer, metric, requests.clock.now(), tokens)

    live = Live(asked, Workers(threads=AT_ONCE), requests.clock)
    outbox, people = requests.outbox, requests.people
    people.on_gone = in_turn(people.on_gone, requests.gone)
    outbox.on(ASK, Asks(database, requests.vault, gate, rules, live, outbox))
    outbox.on(ENDED, Ends(gate))
    showing = Showing(database, requests, poster)
    ending = Ending(database, requests, rules, poster)
    return Acts(database, inbox, requests, rules, showing, ending, live)
