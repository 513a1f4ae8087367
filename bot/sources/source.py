"""The protocol that every source follows, and what a pull says beside its facts."""

import secrets
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.metrics.fact import Exclusion, Fact
from bot.metrics.fold import Watch
from bot.metrics.week import Week
from bot.teams.work_week import WorkWeek


class Model(BaseModel):
    """What `coach.yml` says to a source: strict and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Tokens = Mapping[str, SecretStr]
"""The secrets that the environment holds for sources, by the name of their variable."""
NO_TOKENS: Tokens = MappingProxyType({})


_UTC = ZoneInfo("UTC")


class Calendar(StrEnum):
    """On whose calendar the weeks of a source are cut."""

    TEAM = "team"  # each event has its own instant
    UTC = "UTC"  # the source reports whole UTC days


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: from `start`, up to but without `end`. Aware, in UTC."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        """Whether an aware instant lies inside."""
        return self.start <= instant < self.end


def midday(day: date) -> datetime:
    """Return noon of a UTC day, the instant at which facts about a whole UTC day stand."""
    return datetime.combine(day, time(12), UTC)


def midweek(week: Week) -> datetime:
    """Return Wednesday noon in UTC, the instant at which facts about a whole week stand.

    It lies in that week on every calendar there is, from UTC-12 to UTC+14.
    """
    return midday(week.monday + timedelta(days=2))


@dataclass(frozen=True, slots=True)
class Probe:
    """The smallest question that needs one right.

    Attributes:
        right: as it stands in the source's `permissions`.
        ask: asks it, and raises what a pull would; what it returns is thrown away.
    """

    right: str
    ask: Callable[[], object]


@dataclass(frozen=True, slots=True)
class TeamScope:
    """What of a source belongs to a team.

    Attributes:
        team: the team's id.
        service: the service's name, or "" when the whole team is meant.
        scope: what `coach.yml` says there, as the source's own `Scope` model.
        people: the names under which this source knows the team's members.
        zone: on whose calendar the team's weeks are cut, where a source must know it.
        week: on which days the team works.
        weeks: on which days somebody works who has other ones, by the source's name for them.
    """

    team: str
    service: str
    scope: BaseModel
    people: tuple[str, ...] = field(default=(), repr=False)
    zone: ZoneInfo = _UTC
    week: WorkWeek = field(default_factory=WorkWeek)
    weeks: Mapping[str, WorkWeek] = field(default_factory=dict, repr=False)

    def week_of(self, person: str) -> WorkWeek:
        """Return on which days somebody works, by the source's name for them in lower case."""
        return self.weeks.get(person, self.week)


@dataclass(slots=True)
class Report:
    """What a pull says beside its facts. Places and reasons only: never content, never a person.

    Attributes:
        history_starts: the earliest instant the source still knows of; None: all that was asked.
        covered: the days for which there was an answer; None: every day since `history_starts`.
        skipped: how often something was left out because it could not be read, by reason.
        places: where that was, the first few of each reason ("weekly.csv line 7").
        watched: since when all events of a team, service and metric are told.
        progress: called with (done, total) as the pull goes on.
    """

    history_starts: datetime | None = None
    covered: set[date] | None = None
    skipped: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)
    watched: dict[Watch, datetime] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda _done, _total: None

    FIRST: ClassVar[int] = 5

    def watch(self, team: str, service: str, metric: str, since: datetime) -> None:
        """Say that a week without an event is a zero, and no gap.

        For metrics that count what nobody in particular did. Of several things in a service the one
        that began first decides.

        Args:
            team: the team's id.
            service: the service's name, or "".
            metric: the metric's id.
            since: when the thing began to be there, or to be watched: its first whole week counts.
        """
        key = (team, service, metric)
        self.watched[key] = min(since, self.watched.get(key, since))

    def take(self, other: "Report") -> None:
        """Take in what another report left out, and what it watches."""
        self.skipped.update(other.skipped)
        for reason, places in other.places.items():
            kept = self.places.setdefault(reason, [])
            kept.extend(places[: self.FIRST - len(kept)])
        for (team, service, metric), since in other.watched.items():
            self.watch(team, service, metric, since)

    def skip(self, place: str, reason: str, count: int = 1) -> None:
        """Count something unreadable, and keep the first places of each reason."""
        self.skipped[reason] += count
        kept = self.places.setdefault(reason, [])
        if len(kept) < self.FIRST:
            kept.append(place)


class Source(ABC):
    """One kind of telemetry. Pulls facts in memory; stores nothing and logs no content.

    A pull raises `TransientError` when trying again later may help (throttled, cut off, 5xx),
    and `OperatorError` when somebody must mend something first (denied, expired, no such bucket).
    Either message is one line that a person understands. A pull that ends without an error has
    seen everything in the window that the source still knows, or says in the report what it left
    out: empty is not failed.

    The window only selects. Two adjoining windows give together what one over both gives, so that
    a week which is pulled again with a longer or shorter window does not change.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    """What people call it."""
    calendar: ClassVar[Calendar]
    trailing: ClassVar[timedelta] = timedelta(days=14)
    """For how long what it said before may still change, so that it is asked for again."""
    metrics: ClassVar[tuple[str, ...]]
    """The metrics its facts are about."""
    permissions: ClassVar[tuple[str, ...]]
    """The read-only rights it needs, named as the vendor names them."""
    history: ClassVar[str]
    """How far back it can look, in words."""
    personal: ClassVar[str]
    """Which personal fields pass through memory, and what becomes of them, in words."""
    decisive: ClassVar[frozenset[str]] = frozenset()
    """The options that decide whose doing counts: weeks before a change of one stay as they were."""
    Options: ClassVar[type[Model]]
    """What `sources:` in `coach.yml` says of it, beside `kind`."""
    Scope: ClassVar[type[Model]]
    """What `telemetry:` of a team or service says of it, beside `source`."""

    def __init__(
        self,
        name: str,
        options: BaseModel,
        scopes: Sequence[TeamScope],
        tokens: Tokens = NO_TOKENS,
    ) -> None:
        self.name = name
        self.options = options
        self.scopes = tuple(scopes)
        self.tokens = tokens
        # New each time, so that the made-up names of two runs cannot be matched.
        self._salt = secrets.token_bytes(32)

    def made_up(self, person: str) -> str:
        """Return the name under which somebody passes through this run, and no other."""
        return blake2b(person.encode(), key=self._salt, digest_size=16).hexdigest()

    @classmethod
    def parts(cls, scope: BaseModel) -> frozenset[str] | None:
        """Return what of a scope is asked for by itself, such as repositories.

        Teams that have no part in common can then be collected one after another, and what is
        stored of some stays when the source fails at others. None: a question serves many teams.

        Args:
            scope: one of its own `Scope`.
        """
        del scope
        return None

    @abstractmethod
    def probes(self) -> Iterator[Probe]:
        """Yield a question for each right that the source needs, in the order of `permissions`.

        Only what needs nothing else is asked, so that one right that lacks does not hide another.
        What it opens it closes when the iteration ends.

        Raises:
            TransientError: the source did not answer.
            OperatorError: there is nobody to ask as, such as without a token.
        """

    @abstractmethod
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        """Yield what happened inside the window, in no order, and fill in the report.

        Raises:
            TransientError: the source did not answer; nothing may be concluded.
            OperatorError: the source refuses, or is not where `coach.yml` says.
        """
