"""Jira's defects and incidents: which defects reached production, and how long incidents took.

Read are the times, type, resolution and labels of issues, and the one field that tells where a
defect was found. Nobody's name and nobody's words are asked for.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.jira_issue import Issue, folded
from bot.sources.jira_options import TOKEN, USER, Flavour, JiraOptions, JiraScope, Mark
from bot.sources.jira_query import first_of, touched
from bot.sources.patience import Patience
from bot.sources.source import (
    NO_TOKENS,
    Calendar,
    Probe,
    Report,
    Source,
    TeamScope,
    Tokens,
    Window,
)

if TYPE_CHECKING:
    from bot.sources.jira_client import Client
    from bot.sources.jira_reading import Reading

ESCAPED, COUNT, RESTORE = "defect_escape_rate", "incident_count", "incident_restore_time"
_HOUR = timedelta(hours=1)
_DUPLICATE, _WONT_FIX, _UNKNOWN = "duplicate", "wont_fix", "unknown_origin"


class Jira(Source):
    """Defects and incidents of the projects, or components, that a team works on."""

    kind = "jira"
    title = "Jira"
    calendar = Calendar.TEAM
    # Whether a defect is a duplicate, and where it was found, is often said weeks after the report.
    trailing = timedelta(days=30)
    metrics = (ESCAPED, COUNT, RESTORE)
    permissions = ("Browse projects",)
    history = "As far back as the projects go."
    personal = (
        "Nobody is in what Coach asks for: types, times, resolutions, labels and one field with"
        " options. Whoever reports or mends is never asked for, nor what they wrote."
    )
    Options = JiraOptions
    Scope = JiraScope

    @override
    def __init__(
        self,
        name: str,
        options: BaseModel,
        scopes: Sequence[TeamScope],
        tokens: Tokens = NO_TOKENS,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(name, options, scopes, tokens)
        self._patience = patience or Patience()

    @property
    def _options(self) -> JiraOptions:
        return cast("JiraOptions", self.options)

    @override
    def probes(self) -> Iterator[Probe]:
        (right,) = self.permissions
        with closing(self._client()) as client:
            yield Probe(right, partial(self._look, client))

    def _look(self, client: "Client") -> None:
        """Ask for each project.

        Raises:
            OperatorError: Jira does not show all of them.
        """
        from bot.sources.jira_client import UnseenProjectError, some_unseen  # noqa: PLC0415

        unseen = []
        for scope in self._by_scope:
            try:
                client.project(scope.project)
            except UnseenProjectError:
                unseen.append(self._place(scope))
        if unseen:
            raise some_unseen(unseen, len(self._by_scope))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        # Imported here for the reason that the module gives.
        from bot.sources.jira_client import UnseenProjectError, none_seen  # noqa: PLC0415
        from bot.sources.jira_reading import Reading, field_ids  # noqa: PLC0415

        unseen: list[bool] = []
        since: dict[JiraScope, datetime | None] = {}
        with closing(self._client()) as client:
            ids = field_ids(client, self._options.marks)
            fields = sorted(set(ids.values()))
            for done, (scope, places) in enumerate(self._by_scope.items(), start=1):
                place = self._place(scope)
                reading = Reading(client, self._options.flavour, place, fields, report)
                try:
                    client.project(scope.project)
                    reading.read(touched(scope, self._options.types, window.start, window.end))
                    if reading.is_whole:
                        since[scope] = self._since(reading, scope)
                except UnseenProjectError as error:
                    unseen.append(error.refused)
                    report.skip(place, str(error))
                else:
                    yield from self._facts(places, reading, window, ids)
                report.progress(done, len(self._by_scope))
        if unseen and len(unseen) == len(self._by_scope):
            raise none_seen(refused=any(unseen))
        self._watch(since, report)

    def _client(self) -> "Client":
        from bot.sources.jira_client import Client  # noqa: PLC0415

        options, names = self._options, [TOKEN]
        if options.flavour is Flavour.CLOUD:
            names.append(USER)
        for name in names:
            if name not in self.tokens:
                raise OperatorError(
                    f"{name} is not set. Make a token in Jira for an account that may only read;"
                    " Jira Cloud also needs the e-mail address of that account in JIRA_USER."
                )
        held = {name: self.tokens[name].get_secret_value() for name in names}
        return Client(
            options.base_url, options.flavour, held.get(USER), held[TOKEN], self._patience
        )

    @cached_property
    def _by_scope(self) -> Mapping[JiraScope, Sequence[TeamScope]]:
        places: dict[JiraScope, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            whose = places.setdefault(cast("JiraScope", place.scope), {})
            whose.setdefault((place.team, place.service), place)
        return {scope: tuple(whose.values()) for scope, whose in places.items()}

    def _facts(
        self,
        places: Sequence[TeamScope],
        reading: "Reading",
        window: Window,
        ids: Mapping[str, str],
    ) -> Iterator[Fact | Exclusion]:
        incidents = {folded(name) for name in self._options.incidents}
        for issue in reading.found.values():
            is_incident = issue.kind in incidents
            for place in places:
                if not is_incident and window.holds(issue.began):
                    yield self._defect(place, issue, ids)
                if is_incident and window.holds(issue.began):
                    yield self._counted(place, issue)
                if is_incident and issue.ended is not None and window.holds(issue.ended):
                    yield self._restored(place, issue, (issue.ended - issue.began) / _HOUR)

    def _defect(self, place: TeamScope, issue: Issue, ids: Mapping[str, str]) -> Fact | Exclusion:
        about = (place.team, place.service, ESCAPED, issue.began)
        if _is(issue.resolution, self._options.duplicates):
            return Exclusion(*about, _DUPLICATE)
        if _is(issue.resolution, self._options.wont_fix):
            return Exclusion(*about, _WONT_FIX)
        after, before = (_says(mark, issue, ids) for mark in self._options.marks)
        if after == before:  # Nothing says it, or one thing this and another that.
            return Exclusion(*about, _UNKNOWN)
        return Fact(*about, numerator=int(after), denominator=1)

    def _counted(self, place: TeamScope, issue: Issue) -> Fact | Exclusion:
        if _is(issue.resolution, self._options.duplicates):
            return Exclusion(place.team, place.service, COUNT, issue.began, _DUPLICATE)
        return Fact(place.team, place.service, COUNT, issue.began, numerator=1)

    def _restored(self, place: TeamScope, issue: Issue, hours: float) -> Fact | Exclusion:
        at = cast("datetime", issue.ended)
        if _is(issue.resolution, self._options.duplicates):
            return Exclusion(place.team, place.service, RESTORE, at, _DUPLICATE)
        return Fact(place.team, place.service, RESTORE, at, value=hours)

    def _since(self, reading: "Reading", scope: JiraScope) -> datetime | None:
        """Return since when incidents are recorded: from the first one on, if there is any.

        Jira does not tell since when somebody keeps them in a project.
        """
        if not self._options.incidents:
            return None
        first = reading.first(first_of(scope, self._options.incidents))
        return None if first is None else first.began

    def _watch(self, since: Mapping[JiraScope, datetime | None], report: Report) -> None:
        """Say that a week without an incident is a zero, where all of a place was seen."""
        of_place: dict[tuple[str, str], set[JiraScope]] = defaultdict(set)
        for place in self.scopes:
            of_place[place.team, place.service].add(cast("JiraScope", place.scope))
        for (team, service), scopes in of_place.items():
            known = [first for first in (since.get(scope) for scope in scopes) if first]
            if known and scopes <= since.keys():
                report.watch(team, service, COUNT, min(known))

    def _place(self, scope: JiraScope) -> str:
        """Name a project by where it stands in `coach.yml`: its own name may hold a person's."""
        first = self._by_scope[scope][0]
        of = (first.team, first.service)
        theirs = [place.scope for place in self.scopes if (place.team, place.service) == of]
        service = f", service {first.service}" if first.service else ""
        return f"team {first.team}{service}, project {theirs.index(scope) + 1}"


def _is(resolution: str | None, names: Sequence[str]) -> bool:
    return resolution is not None and resolution in {folded(name) for name in names}


def _says(mark: Mark, issue: Issue, ids: Mapping[str, str]) -> bool:
    """Whether a mark is on an issue."""
    if mark.field is None:
        return not issue.labels.isdisjoint(folded(label) for label in mark.labels)
    return not issue.values[ids[mark.field]].isdisjoint(folded(value) for value in mark.values)
