"""Apache DevLake: what its database has gathered from some twenty tools, read by SQL.

Read are deployments, incidents, findings, and how long changes took to reach production. Left out
is what DevLake measures between other ends than Coach: its cycle time begins at the first commit
and its pickup time at the opening of a pull request, not when that was marked ready, and a bot's
comment ends the latter. Its test runs know no author, so there is no test failure rate either.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Annotated, NamedTuple, cast

from pydantic import Field, StringConstraints
from typing_extensions import override

from bot.errors import OperatorError
from bot.metrics.fact import Exclusion, Fact
from bot.metrics.fold import SETTLES_AFTER
from bot.metrics.week import Week
from bot.sources import devlake_errors, devlake_questions as questions
from bot.sources.devlake_database import Database, Reading, moment
from bot.sources.devlake_deployments import (
    BREAKS_WITHIN,
    PRODUCTION,
    Deployment,
    broken,
    deployments,
)
from bot.sources.devlake_reading import (
    FINDINGS,
    INCIDENTS,
    LEAD,
    RESTORE,
    Asked,
    Skip,
    changes,
    findings,
    incidents,
)
from bot.sources.source import Calendar, Model, Probe, Report, Source, TeamScope, Window

VARIABLE = "DEVLAKE_URL"
FREQUENCY, FAILURES = "deployment_frequency", "change_fail_rate"
_Name = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class Environments(Model):
    """Which names count as what.

    Attributes:
        production: names of environments, or of DevLake's CI/CD scopes for rows without one.
    """

    production: Annotated[tuple[_Name, ...], Field(min_length=1)] = (PRODUCTION,)


class DevLakeOptions(Model):
    """How this organisation uses DevLake; the address of its database is a secret."""

    environments: Environments = Environments()

    @property
    def production(self) -> tuple[str, ...]:
        """Names that count as production."""
        return self.environments.production


class DevLakeScope(Model):
    """What belongs to the team or service: a project, as DevLake names it."""

    project: _Name


class DevLake(Source):
    """What DevLake knows of a project."""

    kind = "devlake"
    title = "Apache DevLake"
    calendar = Calendar.TEAM
    # A week's failures are told seven days after its end; one more for runs that come late.
    trailing = BREAKS_WITHIN + timedelta(days=14)
    metrics = (FREQUENCY, FAILURES, INCIDENTS, RESTORE, LEAD, FINDINGS)
    permissions = tuple(f"SELECT on {of.name}" for of in questions.TABLES)
    history = "As far back as DevLake has collected."
    personal = (
        "Ids of pull requests' authors are compared and counted inside the database and never"
        " answered: how many people stand behind a figure comes back, and nobody. No name, e-mail"
        " address, title or text is asked for."
    )
    Options = DevLakeOptions
    Scope = DevLakeScope

    @property
    def _production(self) -> tuple[str, ...]:
        return cast("DevLakeOptions", self.options).production

    def _database(self) -> Database:
        address = self.tokens.get(VARIABLE)
        if address is None:
            raise OperatorError(devlake_errors.UNSET)
        return Database(address.get_secret_value())

    @override
    def probes(self) -> Iterator[Probe]:
        with closing(self._database()) as database:
            for right, of in zip(self.permissions, questions.TABLES, strict=True):
                yield Probe(right, partial(database.look, of))

    @override
    def pull(self, window: Window, report: Report) -> Iterator[Fact | Exclusion]:
        with closing(self._database()) as database, database.reading() as reading:
            asked = questions.projects(list(self._by_project))
            known = {str(row[0]).casefold() for row in reading.rows(asked, questions.MAPPING)}
            if not any(project.casefold() in known for project in self._by_project):
                raise OperatorError(
                    "DevLake has none of the projects in coach.yml. Look at `project` there; a"
                    " project needs at least one connection with something in its scope."
                )
            for done, (project, places) in enumerate(self._by_project.items(), start=1):
                if project.casefold() in known:
                    yield from self._of_one(reading, project, window, report)
                else:
                    report.skip(_place(places), "DevLake has no such project")
                report.progress(done, len(self._by_project))

    @cached_property
    def _by_project(self) -> Mapping[str, Sequence[TeamScope]]:
        places: dict[str, dict[tuple[str, str], TeamScope]] = {}
        for place in self.scopes:
            whose = places.setdefault(cast("DevLakeScope", place.scope).project, {})
            whose.setdefault((place.team, place.service), place)
        return {project: tuple(whose.values()) for project, whose in places.items()}

    def _of_one(
        self, reading: Reading, project: str, window: Window, report: Report
    ) -> Iterator[Fact | Exclusion]:
        asked = Asked(project, self._by_project[project], window)
        where = _place(asked.places)
        until = reading.first(questions.collected(project), questions.RUNS)
        if until is None:
            report.skip(where, "DevLake has not yet collected the project to the end")
            return
        # Where DevLake stands still, a week in which it saw nothing is no zero.
        is_watched = window.end - SETTLES_AFTER <= until
        if not is_watched:
            report.skip(where, "DevLake has not collected the project for days")

        def skip(place: str, reason: str) -> None:
            report.skip(f"{where}, {place}", reason)

        def begins(metric: str, since: datetime | None) -> datetime | None:
            for place in asked.places if is_watched and since else ():
                report.watch(place.team, place.service, metric, cast("datetime", since))
            return since

        first = begins(
            INCIDENTS, reading.first(questions.first_incident(project), questions.INCIDENTS)
        )
        begins(FINDINGS, reading.first(questions.first_finding(project), questions.FINDINGS))
        question = questions.deployments(project, self._production)
        made = deployments(reading.rows(question, questions.DEPLOYMENTS), skip)
        begins(FREQUENCY, made[0].finished if made else None)
        yield from incidents(reading, asked, skip)
        yield from findings(reading, asked, skip)
        yield from self._deployed(asked, made, _Known(_causes(reading, project), first, until))
        yield from self._changes(reading, asked, skip)

    def _deployed(
        self, asked: Asked, made: Sequence[Deployment], known: "_Known"
    ) -> Iterator[Fact | Exclusion]:
        for each in made:
            for place in asked.places if asked.window.holds(each.finished) else ():
                if each.repeats:
                    yield Exclusion(
                        place.team, place.service, FREQUENCY, each.finished, each.repeats
                    )
                else:
                    yield Fact(place.team, place.service, FREQUENCY, each.finished, numerator=1)
                if known.says_of(each, place):
                    yield Fact(
                        place.team,
                        place.service,
                        FAILURES,
                        each.finished,
                        numerator=int(broken(each, known.causes)),
                        denominator=1,
                    )

    def _changes(self, reading: Reading, asked: Asked, skip: Skip) -> Iterator[Fact | Exclusion]:
        # DevLake looks only for deployments that it calls production itself.
        if PRODUCTION in {name.upper() for name in self._production}:
            for place in asked.places:
                if place.people:
                    yield from changes(reading, asked, place, skip)


class _Known(NamedTuple):
    """What is known of a project's incidents.

    Attributes:
        causes: when the first incident after a deployment began, by DevLake's id of that.
        first: when the very first one began; None where DevLake gathers none.
        until: up to when DevLake has looked.
    """

    causes: Mapping[str, datetime]
    first: datetime | None
    until: datetime

    def says_of(self, deployment: Deployment, place: TeamScope) -> bool:
        """Whether it is known that an incident followed a deployment, or that none did.

        Not before the very first incident, for a project without any fails never; and not before
        the deployment's whole week has settled, for a week that grew would tell of each one.
        """
        week = Week.containing(deployment.finished, place.zone)
        return (
            deployment.is_devlakes
            and self.first is not None
            and self.first <= deployment.finished
            and week.ends(place.zone) + BREAKS_WITHIN <= self.until
        )


def _causes(reading: Reading, project: str) -> Mapping[str, datetime]:
    rows = reading.rows(questions.causes(project), questions.CAUSES)
    read = [(str(deployment), moment(began)) for deployment, began in rows]
    return {deployment: began for deployment, began in read if began is not None}


def _place(places: Sequence[TeamScope]) -> str:
    first = places[0]
    return f"team {first.team}" + (f", service {first.service}" if first.service else "")
