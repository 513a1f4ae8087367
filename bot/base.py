"""What every capability stands on: database, Slack, clock, and the files that were read."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.audit.trail import Trail
from bot.clock import Clock
from bot.configured import configure, open_database
from bot.db import Database
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import LEASE, SETTLES, Outbox
from bot.errors import OperatorError
from bot.people.gate import Gate
from bot.people.know import People
from bot.playbook.template import Playbook
from bot.policy.keep import Keeper
from bot.policy.read import Policies
from bot.sealing.keyfile import load_ring
from bot.sealing.vault import Vault
from bot.settings import Settings
from bot.slack import factory
from bot.slack.client import Installed, Poster, Views, installed, web_client
from bot.slack.directory import ASKING, Directory
from bot.slack.words import Words
from bot.slack.work import Workers
from bot.teams.access import roles_of
from bot.teams.policy import Retention
from bot.teams.roster import Roster


@dataclass(frozen=True, slots=True)
class Timing:
    """How long is waited for a process that may have died, and for what Slack may have done.

    Attributes:
        lease: after this long, what a process had taken up is another's.
        settles: so long after a lost reply the conversation's history is read.
    """

    lease: timedelta = LEASE
    settles: timedelta = SETTLES


USUAL = Timing()


@dataclass(frozen=True, slots=True)
class Base:
    """What every capability stands on.

    Attributes:
        installed: how Coach is installed in its workspace.
        workers: for what may take its time after Slack was answered.
        urgent: for what Slack gives three seconds: opening windows.
        keeper: keeps the policy, and puts a change in force when its day has come.
        policy: returns the policy that is in force now.
    """

    database: Database
    clock: Clock
    roster: Roster
    playbook: Playbook
    vault: Vault
    trail: Trail
    installed: Installed
    inbox: Inbox
    outbox: Outbox
    poster: Poster
    views: Views
    people: People
    gate: Gate
    workers: Workers
    urgent: Workers
    bolt: factory.App
    words: Words
    keeper: Keeper
    policy: Policies

    def retention(self) -> Retention:
        """Return how long things are kept by the policy that is in force."""
        return self.policy().retention


def lay(settings: Settings, clock: Clock, timing: Timing) -> Base:
    """Lay the ground.

    Raises:
        OperatorError: a file, a token, a key or the database cannot be used; the message says which.
    """
    configured = configure(settings.coach_config, proven=True)
    if settings.slack_bot_token is None:
        raise OperatorError(
            "SLACK_BOT_TOKEN is not set. It is on the app's page: OAuth, bot token."
        )
    database = open_database(settings)
    vault = Vault(load_ring(settings.coach_encryption_keys, database))
    token = settings.slack_bot_token.get_secret_value()
    client = web_client(token, settings.slack_api_url)
    app, poster = installed(client), Poster(client)
    outbox = Outbox(database, poster, clock, lease=timing.lease, settles=timing.settles)
    outbox.resume()  # Slack has just taken the token.
    trail = Trail.open(database, vault, clock)
    keeper = Keeper(database, outbox, configured.roster, trail, clock)
    keeper.begin()
    directory = Directory(web_client(token, settings.slack_api_url, ASKING))
    people = People(database, configured.roster, clock, directory, dnd="dnd:read" in app.scopes)
    workers = Workers()
    words = Words(partial(roles_of, configured.roster))
    bolt = factory.build(client, workers)
    words.register(bolt)  # first, because Bolt tries its listeners one by one
    return Base(
        database=database,
        clock=clock,
        roster=configured.roster,
        playbook=configured.playbook,
        vault=vault,
        trail=trail,
        installed=app,
        inbox=Inbox(database, clock),
        outbox=outbox,
        poster=poster,
        views=Views(client),
        people=people,
        gate=Gate(people),
        workers=workers,
        urgent=Workers(),
        bolt=bolt,
        words=words,
        keeper=keeper,
        policy=Policies(database, configured.roster, clock),
    )
