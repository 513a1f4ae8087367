"""Who is in which team, what it owns and where its telemetry comes from: `coach.yml`, read.

People's ids never show in a `repr`, because reprs end in logs.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from bot.teams.digest import Digest
from bot.teams.group import Group
from bot.teams.part import Part
from bot.teams.policy import Policy, PolicyChange
from bot.teams.rules import (
    Channel,
    Country,
    Day,
    ExternalId,
    Id,
    Name,
    SlackUser,
    WeekDays,
    Zone,
)
from bot.teams.work_week import DAYS, MONDAY_TO_FRIDAY, WorkWeek

SMALLEST_GROUP = 5
"""Promise 2: the floor can be raised, never lowered."""


class Organisation(Part):
    """What holds for all teams.

    Attributes:
        time_zone: IANA name.
        stewards: Slack ids of those who govern.
        minimum_group: how many people must stand behind a figure.
        conversation_templates: a folder with the organisation's own templates, absolute.
        digest: when the digests of all teams come that do not say it themselves.
    """

    name: Name
    time_zone: Zone
    stewards: Annotated[tuple[SlackUser, ...], Field(min_length=1, repr=False)]
    minimum_group: Annotated[int, Field(ge=SMALLEST_GROUP)] = SMALLEST_GROUP
    conversation_templates: Path | None = None
    digest: Digest | None = None


class SourceEntry(Part):
    """One configured source: its kind, and its options as that kind's own model."""

    kind: str
    options: BaseModel


class Telemetry(Part):
    """What of a source belongs to a team or service, as the scope model of the source's kind."""

    source: str
    scope: BaseModel


class Service(Part):
    """Something the team owns and runs."""

    name: Name
    telemetry: tuple[Telemetry, ...] = ()


class Member(Part):
    """A person, as Slack knows them and as sources do.

    Attributes:
        ids: the name under which a source knows this person, by the source's name. It is used in
            memory while counting and is never stored.
        country: whose public holidays are off; None: the team's.
        subdivision: the part of that country; None: the team's, or none with a `country`.
        working_days: the days of the week; None: the team's.
    """

    slack: SlackUser = Field(repr=False)
    ids: Mapping[str, ExternalId] = Field(default={}, repr=False)
    country: Country | None = Field(default=None, repr=False)
    subdivision: str | None = Field(default=None, repr=False)
    working_days: WeekDays | None = Field(default=None, repr=False)

    @property
    def has_own_week(self) -> bool:
        """Whether anything of the team's working days is different for them."""
        return any((self.country, self.subdivision, self.working_days))


class Team(Part):
    """A team.

    Attributes:
        time_zone: IANA name; the organisation's unless it has its own.
        country: ISO 3166-1 code of the country whose public holidays are off.
        subdivision: ISO 3166-2 code, without the country, of the part with holidays of its own.
        working_days: the days of the week on which the team works, as in `DAYS`.
        holidays: further days on which the whole team is off.
        digest: when its digest comes; None: when the organisation's do.
    """

    id: Id
    name: Name
    channel: Channel
    time_zone: Zone
    country: Country | None = None
    subdivision: str | None = None
    working_days: WeekDays = MONDAY_TO_FRIDAY
    holidays: tuple[Day, ...] = ()
    managers: Annotated[tuple[SlackUser, ...], Field(min_length=1, repr=False)]
    members: Annotated[tuple[Member, ...], Field(min_length=1, repr=False)]
    digest: Digest | None = None
    telemetry: tuple[Telemetry, ...] = ()
    services: tuple[Service, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The team's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def headcount(self) -> int:
        """How many members are listed; a manager counts only when listed as a member too."""
        return len(self.members)

    def has_member(self, user: str) -> bool:
        """Say whether a Slack user is listed as a member."""
        return any(member.slack == user for member in self.members)

    def work_week(self, member: Member | None = None) -> WorkWeek:
        """Return on which days the team works, or one member of it."""
        country, part, days = self.country, self.subdivision, self.working_days
        if member is not None:
            # A part belongs to its country, so it goes when the country does.
            part = member.subdivision or (None if member.country else part)
            country, days = member.country or country, member.working_days or days
        return WorkWeek(frozenset(map(DAYS.index, days)), country, part, frozenset(self.holidays))

    def people_of(self, source_name: str) -> tuple[str, ...]:
        """Return the names under which a source knows the members, in the order of the file."""
        return tuple(
            member.ids[source_name] for member in self.members if source_name in member.ids
        )

    def scopes_of(self, source_name: str) -> tuple[tuple[str, BaseModel], ...]:
        """Return what of a source is the team's: service name ("" for the whole team) and scope."""
        entries = [("", entry) for entry in self.telemetry]
        entries += [
            (service.name, entry) for service in self.services for entry in service.telemetry
        ]
        return tuple((name, entry.scope) for name, entry in entries if entry.source == source_name)


class Roster(Part):
    """The whole of `coach.yml`, checked. `bot.teams.load.load` makes one."""

    organisation: Organisation
    sources: Mapping[Id, SourceEntry] = {}
    teams: Annotated[tuple[Team, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()
    policy: Policy = Policy()
    policy_change: PolicyChange | None = None

    def team(self, team_id: str) -> Team:
        """Return the team with exactly this id.

        Raises:
            KeyError: there is none.
        """
        return self.by_id[team_id]

    def find_team(self, words: str) -> Team | None:
        """Return the team that somebody means by its id or name, whatever the case; or None."""
        wanted = folded(words)
        return next((t for t in self.teams if wanted in {folded(t.id), folded(t.name)}), None)

    def teams_managed_by(self, user: str) -> tuple[Team, ...]:
        """Return the teams that a Slack user manages."""
        return self.by_manager.get(user, ())

    def teams_of_member(self, user: str) -> tuple[Team, ...]:
        """Return the teams that list a Slack user as a member."""
        return self.by_member.get(user, ())

    def digest_of(self, team: Team) -> Digest:
        """Return when a team's digest comes: what it says itself counts as a whole."""
        return team.digest or self.organisation.digest or Digest()

    def zone_of(self, user: str) -> ZoneInfo:
        """Return the zone in which a Slack user works as far as this file knows.

        It is that of the first team that lists them, of the first that they manage, or the
        organisation's.
        """
        teams = (*self.teams_of_member(user), *self.teams_managed_by(user))
        return teams[0].zone if teams else ZoneInfo(self.organisation.time_zone)

    def work_week_of(self, user: str) -> WorkWeek:
        """Return on which days a Slack user works.

        These are their own where a team says so of them, else those of the first team that lists
        them, else of the first that they manage, else Monday to Friday without holidays.
        """
        if user in self.own_weeks:
            return self.own_weeks[user]
        teams = (*self.teams_of_member(user), *self.teams_managed_by(user))
        return teams[0].work_week() if teams else WorkWeek()

    @cached_property
    def own_weeks(self) -> Mapping[str, WorkWeek]:
        """The days of those for whom a team says that they differ; the first that does counts."""
        found: dict[str, WorkWeek] = {}
        for team in self.teams:
            for member in team.members:
                if member.has_own_week:
                    found.setdefault(member.slack, team.work_week(member))
        return found

    def group_of(self, team: Team) -> Group | None:
        """Return the group that a team is in; None for none."""
        return self.by_team.get(team.id)

    def teams_in(self, group: Group) -> tuple[Team, ...]:
        """Return the teams of a group, in its order."""
        return tuple(self.by_id[name] for name in group.teams)

    def headcount_of(self, group: Group) -> int:
        """Return how many people a group has, each counted once."""
        return len({one.slack for team in self.teams_in(group) for one in team.members})

    @cached_property
    def by_id(self) -> Mapping[str, Team]:
        """The teams by id: every request asks, and there may be thousands."""
        return {team.id: team for team in self.teams}

    @cached_property
    def by_team(self) -> Mapping[str, Group]:
        """The groups by the ids of their teams."""
        return {name: group for group in self.groups for name in group.teams}

    @cached_property
    def by_manager(self) -> Mapping[str, tuple[Team, ...]]:
        """The teams by Slack user who manages them."""
        return _grouped((user, team) for team in self.teams for user in team.managers)

    @cached_property
    def by_member(self) -> Mapping[str, tuple[Team, ...]]:
        """The teams by Slack user who is listed in them."""
        return _grouped((member.slack, team) for team in self.teams for member in team.members)

    def is_steward(self, user: str) -> bool:
        """Say whether a Slack user is a steward."""
        return user in self.organisation.stewards

    def knows(self, user: str) -> bool:
        """Say whether a Slack user is a steward, or manages a team, or is a member of one."""
        return self.is_steward(user) or user in self.by_manager or user in self.by_member


def _grouped(pairs: Iterable[tuple[str, Team]]) -> dict[str, tuple[Team, ...]]:
    grouped: dict[str, tuple[Team, ...]] = {}
    for user, team in pairs:
        grouped[user] = (*grouped.get(user, ()), team)
    return grouped


def folded(words: str) -> str:
    """Return words as they are compared: without case and outer or doubled spaces."""
    return " ".join(words.casefold().split())
