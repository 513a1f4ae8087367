"""PagerDuty's incidents: how many began, and how long it took until each was over.

Read are times, status, urgency and whether an incident was merged, of the services that a team
names. Who was called, who answered, titles and notes are never looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel
from typing_extensions import override

from bot.errors import OperatorError, SkippedError
from bot.metrics.fact import Exclusion, Fact
from bot.sources.instant import instant
from bot.sources.pagerduty_incident import Incident
from bot.sources.pagerduty_options import VARIABLE, PagerDutyOptions, PagerDutyScope, Urgency
from bot.sources.pagerduty_reading import Reading
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
    from bot.sources.pagerduty_client import Client

COUNT, RESTORE = "incident_count", "incident_restore_time"
LONGEST = timedelta(days=30)
"""What lasts longer has no time to restore. PagerDuty lists by beginnings alone, so that without an
end to this a week would depend on how far back was asked; and what is open for a month was mostly
forgotten, and not unmended."""
_HOUR = timedelta(hours=1)
_MERGED, _LOW, _LONG = "merged", "low_urgency", "over_30_days"


class PagerDuty(Source):
    """Incidents of the services that a team runs."""

    kind = "pagerduty"
    title = "PagerDuty"
    calendar = Calendar.TEAM
    metrics = (COUNT, RESTORE)
    permissions = ("services.read", "incidents.read")
    history = "PagerDuty lists incidents for as long as the account has them."
    personal = (
        "Whoever was called, answered or wrote stands in PagerDuty's answers and passes through"
        " memory with them; it is never looked at. Titles and notes neither."
    )
    Options = PagerDutyOptions
    Scope = PagerDutyScope

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

    @override
    def probes(self) -> Iterator[Probe]:
        services, incidents = self.permissions
        with closing(self._client()) as client:
            yield Probe(services, partial(self._look, client))
            first = next(iter(self._by_service))
            yield Probe(incidents, partial(client.incidents, first, limit=1))

    def _look(self, client: "Client") -> None:
        """Ask for each service.

        Raises:
            OperatorError: PagerDuty does not show all of them.
        """
        from bot.sources.pagerduty_client import UnseenServiceError, some_unseen  # noqa: PLC0415

        unseen = []
        for service, places in self._by_service.items():
            try:
                client.service(service)
            except UnseenServiceError:
                unseen.append(_place(places, service))
        if unseen:
            raise some_unseen(unseen, len(self._by_service))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        # Imported here for the reason that the module gives.
        from bot.sources.pagerduty_client import UnseenServiceError, none_seen  # noqa: PLC0415

        unseen: list[bool] = []
        since: dict[str, datetime] = {}
        with closing(self._client()) as client:
            for done, (service, places) in enumerate(self._by_service.items(), start=1):
                reading = Reading(service, _place(places, service))
                try:
                    made = client.service(service).get("created_at")
                except UnseenServiceError as error:
                    unseen.append(error.refused)
                    report.skip(reading.place, str(error))
                else:
                    reading.read(client, window.start - LONGEST, window.end, report)
                    yield from self._facts(places, reading, window)
                    if reading.is_whole:
                        since.update(_since(reading, made, report))
                report.progress(done, len(self._by_service))
        if unseen and len(unseen) == len(self._by_service):
            raise none_seen(refused=any(unseen))
        self._watch(since, report)

    def _client(self) -> "Client":
        from bot.sources.pagerduty_client import Client  # noqa: PLC0415

        key = self.tokens.get(VARIABLE)
        if key is None:
            raise OperatorError(
                f"{VARIABLE} is not set. Make a read-only API key in PagerDuty and start Coach with it."
            )
        options = cast("PagerDutyOptions", self.options)
        return Client(key.get_secret_value(), options.address, self._patience)

    @cached_property
    def _by_service(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = defaultdict(dict)
        for place in self.scopes:
            for service in cast("PagerDutyScope", place.scope).services:
                places[service].setdefault((place.team, place.service), place)
        return {service: tuple(whose.values()) for service, whose in places.items()}

    def _facts(
        self, places: Sequence[TeamScope], reading: Reading, window: Window
    ) -> Iterator[Fact | Exclusion]:
        for incident in reading.found.values():
            reason = self._reason(incident)
            for place in places:
                if window.holds(incident.began):
                    yield _counted(place, incident, reason)
                if window.holds(_told(incident)):
                    yield _restored(place, incident, reason)

    def _reason(self, incident: Incident) -> str | None:
        """Return why an incident does not count, or None."""
        if incident.is_merged:
            return _MERGED
        any_urgency = cast("PagerDutyOptions", self.options).urgency is Urgency.ANY
        return _LOW if incident.is_low and not any_urgency else None

    def _watch(self, since: Mapping[str, datetime], report: Report) -> None:
        """Say that a week without an incident is a zero, where all of a place was seen."""
        of_place: dict[tuple[str, str], list[str]] = defaultdict(list)
        for place in self.scopes:
            of_place[place.team, place.service] += cast("PagerDutyScope", place.scope).services
        for (team, service), ids in of_place.items():
            if all(one in since for one in ids):
                report.watch(team, service, COUNT, min(since[one] for one in ids))


def _since(reading: Reading, made: object, report: Report) -> dict[str, datetime]:
    """Return since when a service is there, by its id; nothing where it does not say."""
    try:
        return {reading.service: instant(made, "service")}
    except SkippedError as problem:
        report.skip(reading.place, str(problem))
        return {}


def _is_long(incident: Incident) -> bool:
    return incident.ended is None or incident.ended - incident.began > LONGEST


def _told(incident: Incident) -> datetime:
    """Return when it is known how long an incident took: at its end, or once it took too long."""
    ended = incident.ended
    return incident.began + LONGEST if ended is None or _is_long(incident) else ended


def _counted(place: TeamScope, incident: Incident, reason: str | None) -> Fact | Exclusion:
    if reason is not None:
        return Exclusion(place.team, place.service, COUNT, incident.began, reason)
    return Fact(place.team, place.service, COUNT, incident.began, numerator=1)


def _restored(place: TeamScope, incident: Incident, reason: str | None) -> Fact | Exclusion:
    told = _told(incident)
    reason = reason or (_LONG if _is_long(incident) else None)
    if reason is not None:
        return Exclusion(place.team, place.service, RESTORE, told, reason)
    hours = (told - incident.began) / _HOUR
    return Fact(place.team, place.service, RESTORE, told, value=hours)


def _place(places: Sequence[TeamScope], service: str) -> str:
    """Name a service by where it stands in `coach.yml`."""
    first = places[0]
    of = f", service {first.service}" if first.service else ""
    number = cast("PagerDutyScope", first.scope).services.index(service) + 1
    return f"team {first.team}{of}, PagerDuty service {number}"
