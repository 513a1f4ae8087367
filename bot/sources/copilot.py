"""GitHub Copilot's daily usage reports: how suggestions fit, and how many people use it.

Two steps: GitHub names signed links for a day, and the files behind them hold a line a person. They
are read while they come, and what is kept of them is a few numbers under a made-up name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set as AbstractSet
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

from pydantic import StringConstraints
from typing_extensions import override

from bot.metrics.fact import Fact
from bot.metrics.week import DAYS, Week
from bot.sources.copilot_report import Key, Teams, Use
from bot.sources.copilot_reports import USERS, Reports, latest
from bot.sources.github_kind import GitHubKind
from bot.sources.github_options import GitHubAccess
from bot.sources.github_refusals import Rights
from bot.sources.source import (
    Calendar,
    Model,
    Probe,
    Report,
    TeamScope,
    Window,
    midday,
    midweek,
)

if TYPE_CHECKING:
    from bot.sources.github_download import Downloads

ACCEPTANCE, ACTIVE = "ai_acceptance", "ai_active_share"
FIRST_DAY = date(2025, 10, 10)
"""Before it there are no reports."""
KEPT = timedelta(days=365)
"""GitHub keeps them for a year."""

_Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Place = tuple[str, str]
"""A team and a service of coach.yml."""


class CopilotOptions(GitHubAccess):
    """Where GitHub is, and whose Copilot is read.

    Attributes:
        org: the organisation's login.
    """

    org: _Slug


class CopilotScope(Model):
    """Who is in the team: GitHub's team of this slug, day by day; or else whom coach.yml lists."""

    team: _Slug | None = None


class _Seen(NamedTuple):
    """What the days so far say of use, week by week and place by place.

    Attributes:
        days: those of which there was a report that could be read.
        active: who used it.
        members: who was in the team, where GitHub says so.
    """

    days: set[date]
    active: dict[tuple[Week, Place], set[str]]
    members: dict[tuple[Week, Place], set[str]]


class Copilot(GitHubKind):
    """Acceptance of inline suggestions, and the part of the team that uses the assistant."""

    kind = "copilot"
    title = "GitHub Copilot"
    calendar = Calendar.UTC
    metrics = (ACCEPTANCE, ACTIVE)
    permissions = ("Organization Copilot metrics: read",)
    rights = Rights(permissions, {"organization_copilot_metrics": "read"})
    history = "GitHub keeps the reports for a year; the first is of 10 October 2025."
    personal = (
        "The user ids and logins of everybody with a line in the organisation's reports pass through"
        " memory. Those of a team become a name made up for one run, used to count how many people"
        " stand behind a figure, and are then forgotten; of all others nothing is kept."
    )
    decisive = frozenset({"org"})
    Options = CopilotOptions
    Scope = CopilotScope

    @property
    def _options(self) -> CopilotOptions:
        return cast("CopilotOptions", self.options)

    @override
    def probes(self) -> Iterator[Probe]:
        (reading,) = self.permissions
        with closing(self._client()) as client:
            yield Probe(reading, partial(latest, client, self._options.org))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact]:
        seen = _Seen(set(), defaultdict(set), defaultdict(set))
        report.covered = seen.days
        with closing(self._client()) as client, closing(self._downloads()) as downloads:
            latest(client, self._options.org)
            reports = Reports(client, downloads, self._options.org, report)
            days = _days(window, (client.now or window.end).date(), report)
            for done, day in enumerate(days, start=1):
                for use, places in self._of_a_day(reports, day, seen):
                    if window.holds(midday(day)):
                        yield from self._accepted(use, places)
                report.progress(done, len(days))
        self._tell_of_teams_not_seen(seen, report)
        for week in sorted({Week.of(day) for day in seen.days}):
            if window.holds(midweek(week)):
                yield from self._active(week, seen)

    def _downloads(self) -> "Downloads":
        # Imported at the first call, for the reason that the module gives.
        from bot.sources.github_client import Patience  # noqa: PLC0415
        from bot.sources.github_download import Downloads  # noqa: PLC0415

        is_local = self._options.base_url.startswith("http:")
        return Downloads(self._patience or Patience(), may_be_local=is_local)

    @cached_property
    def _by_login(self) -> Mapping[str, AbstractSet[Place]]:
        """The places of those whom coach.yml lists."""
        places: dict[str, set[Place]] = defaultdict(set)
        for scope in self.scopes:
            if _team(scope) is None:
                for person in scope.people:
                    places[person.strip().lower()].add((scope.team, scope.service))
        return places

    @cached_property
    def _by_slug(self) -> Mapping[str, AbstractSet[Place]]:
        """The places of GitHub's own teams."""
        places: dict[str, set[Place]] = defaultdict(set)
        for scope in self.scopes:
            slug = _team(scope)
            if slug is not None:
                places[slug].add((scope.team, scope.service))
        return places

    def _of_a_day(
        self, reports: Reports, day: date, seen: _Seen
    ) -> Iterator[tuple[Use, AbstractSet[Place]]]:
        """Yield what people of the teams did on a day, and note who was active and in which team."""
        links = reports.links(USERS, day)
        if links is None:
            return
        week = Week.of(day)
        teams = self._teams(reports, day, seen)
        for use in reports.uses(links, day, needs_login=bool(self._by_login)):
            places = self._places(use, teams)
            for whose in places if use.active else ():
                seen.active[week, whose].add(self._person(use.login, use.key))
            if places:
                yield use, places
        # A report without a line says that nobody used it. One whose lines are all unreadable says
        # nothing.
        if reports.said_something:
            seen.days.add(day)

    def _places(self, use: Use, teams: Teams) -> AbstractSet[Place]:
        by_team = (self._by_slug[slug] for slug in teams.of(use.key))
        return set(self._by_login.get(use.login, ())).union(*by_team)

    def _teams(self, reports: Reports, day: date, seen: _Seen) -> Teams:
        """Return who was in which of the teams wanted, on that day."""
        if not self._by_slug:
            return Teams(())
        wanted = [one for one in reports.memberships(day) if one.team in self._by_slug]
        for membership in wanted:
            for place in self._by_slug[membership.team]:
                person = self._person(membership.login, membership.key)
                seen.members[Week.of(day), place].add(person)
        return Teams(wanted)

    def _tell_of_teams_not_seen(self, seen: _Seen, report: Report) -> None:
        known = {place for _, place in seen.members}
        for number, scope in enumerate(self.scopes, start=1):
            if _team(scope) and seen.days and (scope.team, scope.service) not in known:
                report.skip(
                    f"team {scope.team}, place {number}",
                    "GitHub's reports name no such team with five seats or more",
                )

    def _accepted(self, use: Use, places: Iterable[Place]) -> Iterator[Fact]:
        if not use.shown:
            return
        for team, service in sorted(places):
            yield Fact(
                team=team,
                service=service,
                metric=ACCEPTANCE,
                at=midday(use.key.day),
                numerator=use.accepted,
                denominator=use.shown,
                sample=use.shown,
                actor=self.made_up(self._person(use.login, use.key)),
            )

    def _active(self, week: Week, seen: _Seen) -> Iterator[Fact]:
        """Yield one fact a member and place: 1 for who used it on any day of the week, else 0."""
        for place, members in self._members(week, seen).items():
            team, service = place
            active = seen.active.get((week, place), set())
            for member in members:
                yield Fact(
                    team=team,
                    service=service,
                    metric=ACTIVE,
                    at=midweek(week),
                    numerator=int(member in active),
                    denominator=1,
                    actor=self.made_up(member),
                )

    def _members(self, week: Week, seen: _Seen) -> Mapping[Place, AbstractSet[str]]:
        """Return who belongs to each place in a week."""
        members: dict[Place, set[str]] = defaultdict(set)
        for (when, place), people in seen.members.items():
            if when == week:
                members[place] |= people
        for login, places in self._by_login.items():
            for place in places:
                members[place].add(_by_name(login))
        return members

    def _person(self, login: str, key: Key) -> str:
        """Return one name for one person, be it coach.yml or GitHub that lists them.

        By login whom coach.yml lists, who may have no line in any report; by id everybody else.
        """
        return _by_name(login) if login in self._by_login else f"id {key.user}"


def _by_name(login: str) -> str:
    # A login may look like an id.
    return f"login {login}"


def _team(scope: TeamScope) -> str | None:
    slug = cast("CopilotScope", scope.scope).team
    return slug and slug.lower()


def _days(window: Window, today: date, report: Report) -> list[date]:
    """Return the whole UTC days that a window needs, of those that GitHub may have reports of.

    A week whose middle lies in the window is needed whole: who used it on its last day counts, and
    what a week says must not depend on how much was asked for.
    """
    first, last = window.start.date(), window.end.date()
    wanted = {
        day
        for day in (first + timedelta(days=n) for n in range(-DAYS, (last - first).days + DAYS + 1))
        if window.holds(midday(day)) or window.holds(midweek(Week.of(day)))
    }
    starts = max(FIRST_DAY, today - KEPT)
    if window.start.date() < starts:
        report.history_starts = datetime.combine(starts, time(), UTC)
    return sorted(day for day in wanted if starts <= day < today)
