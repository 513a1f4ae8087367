"""What somebody sees in their Home tab, from what is stored. Slack and sources are not asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.collection import store as sources
from bot.collection.store import Try
from bot.commitments.mine import Mine
from bot.commitments.pieces import Open
from bot.db import Connection
from bot.delivery import status_store as status
from bot.delivery.status_store import Dead
from bot.disclosure import store as disclosures
from bot.policy.read import in_force
from bot.questions import store as questions
from bot.signals.gather import Signals, gather
from bot.slack.words import Words
from bot.teams.roster import Roster, Team

MOST_TEAMS = 40
"""Teams of a manager that are looked at; nobody reads more."""
MOST_PAGES = 4
"""Teams of a member whose numbers are shown."""


@dataclass(frozen=True, slots=True)
class Governing:
    """What a steward looks after.

    Attributes:
        sources: each configured source, and how it went; None: it was never tried.
        waits_since: when the message that waits longest was due; None: nothing waits.
        dead: what Slack refused for good.
        stopped: why nothing is sent; None: messages go out.
        questions: how many questions about numbers are open.
    """

    sources: Sequence[tuple[str, Try | None]]
    waits_since: datetime | None
    dead: Sequence[Dead]
    stopped: str | None
    questions: int


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody sees.

    Attributes:
        open: what is open between them and others.
        manages: their teams as a manager, in the order of coach.yml.
        lines: the signals of as many of these as are looked at.
        belongs: the teams that list them as a member.
        pages: the signals of as many of these as are shown.
        governing: what they look after as a steward; None: they are none.
        is_known: whether coach.yml lists them at all.
        stewards: whom to ask.
        version: of the policy that is in force.
        individual: whether it lets a manager ask for a number of one person.
        words: what can be typed after `/coach`, first words only.
        now: this instant, to say how old numbers are.
        disclosures: how many disclosures before an evaluation wait for their answer.
    """

    open: Open
    manages: Sequence[Team]
    lines: Sequence[Signals]
    belongs: Sequence[Team]
    pages: Sequence[Signals]
    governing: Governing | None
    is_known: bool
    stewards: Sequence[str]
    version: str
    words: frozenset[str]
    now: datetime
    disclosures: int = 0
    individual: bool = False

    @property
    def is_about_one_team(self) -> bool:
        """Whether all numbers that are shown are those of one team, or of its group."""
        return len({one.team.id for one in (*self.lines, *self.pages)}) == 1


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts Home tabs together.

    Attributes:
        mine: reads what is open between somebody and others.
        table: what can be typed after `/coach`.
    """

    roster: Roster
    mine: Mine
    table: Words
    clock: Clock

    def compose(self, connection: Connection, user: str) -> Home:
        """Return what somebody sees.

        Args:
            connection: an open connection to read with.
            user: whose Home tab it is.

        Raises:
            CoachError: what they agreed cannot be read; see `bot.sealing.vault`.
        """
        now, roster = self.clock.now(), self.roster
        manages, belongs = roster.teams_managed_by(user), roster.teams_of_member(user)
        looked_at = {team.id: team for team in (*manages[:MOST_TEAMS], *belongs[:MOST_PAGES])}
        found = {name: gather(connection, roster, team, now) for name, team in looked_at.items()}
        held = in_force(connection, roster, now)
        return Home(
            open=self.mine.open_of(connection, user),
            manages=manages,
            lines=[found[team.id] for team in manages[:MOST_TEAMS]],
            belongs=belongs,
            pages=[found[team.id] for team in belongs[:MOST_PAGES]],
            governing=self._governing(connection, now) if roster.is_steward(user) else None,
            is_known=roster.knows(user),
            stewards=roster.organisation.stewards,
            version=held.version,
            individual=held.policy.individual == "on",
            words=self.table.names(),
            now=now,
            disclosures=disclosures.unanswered(connection, user),
        )

    def _governing(self, connection: Connection, now: datetime) -> Governing:
        tries = sources.last_tries(connection, tuple(self.roster.by_id))
        oldest = status.oldest_due(connection)
        return Governing(
            sources=[(name, tries.get(name)) for name in self.roster.sources],
            waits_since=oldest if oldest is not None and oldest < now else None,
            dead=status.dead(connection),
            stopped=status.why_stopped(connection),
            questions=len(questions.still_open(connection)),
        )
