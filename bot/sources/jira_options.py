"""What `coach.yml` says of Jira: where it is, how defects and incidents are known, and whose they are."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.sources.source import Model

USER, TOKEN = "JIRA_USER", "JIRA_TOKEN"
_NAME = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
_KEY = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
_ADDRESS = r"^(https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:\d+)?)(/[^\s?#]*)?$"


class Flavour(StrEnum):
    """Which Jira it is: they list issues in different ways."""

    CLOUD = "cloud"
    DATA_CENTER = "data_center"


class Mark(Model):
    """How something is known of a defect: by the value of a field, or by a label.

    Attributes:
        field: its id (`customfield_10042`) or its name.
        values: of that field, one of which says it.
        labels: one of which says it.
    """

    field: _NAME | None = None
    values: tuple[_NAME, ...] = ()
    labels: tuple[_NAME, ...] = ()

    @model_validator(mode="after")
    def _says_one_of_both(self) -> Self:
        by_field = self.field is not None and bool(self.values)
        if (self.field is None) != (not self.values) or by_field == bool(self.labels):
            msg = "say either `field` with `values`, or `labels`"
            raise ValueError(msg)
        return self


class JiraOptions(Model):
    """Where Jira is, and how this organisation uses it.

    Attributes:
        base_url: of Jira, as in a browser, without what follows the name of the site.
        flavour: which Jira it is.
        defects: the issue types that are defects.
        from_production: how a defect is known to be first reported from production.
        found_before: how one is known to be found before; without either, its origin is unknown.
        duplicates: the resolutions of what is recorded elsewhere.
        wont_fix: the resolutions of what turned out to be no defect that matters.
        incidents: the issue types that are incidents.
    """

    base_url: Annotated[str, StringConstraints(pattern=_ADDRESS)]
    flavour: Flavour = Flavour.CLOUD
    defects: Annotated[tuple[_NAME, ...], Field(min_length=1)] = ("Bug",)
    from_production: Mark | None = None
    found_before: Mark | None = None
    duplicates: tuple[_NAME, ...] = ("Duplicate",)
    wont_fix: tuple[_NAME, ...] = ("Won't Do", "Won't Fix")
    incidents: tuple[_NAME, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """How the origin of a defect is known; empty where defects are not read."""
        return tuple(mark for mark in (self.from_production, self.found_before) if mark)

    @property
    def types(self) -> tuple[str, ...]:
        """The issue types that are read."""
        return (*(self.defects if self.marks else ()), *self.incidents)

    @model_validator(mode="after")
    def _can_tell_something(self) -> Self:
        if len(self.marks) == 1:
            msg = (
                "`from_production` and `found_before` belong together: with one of them alone every"
                " defect of known origin would be of the same"
            )
            raise ValueError(msg)
        if not self.types:
            msg = "say `from_production` and `found_before` for defects, or `incidents`, or both"
            raise ValueError(msg)
        if {name.casefold() for name in self.defects} & {
            name.casefold() for name in self.incidents
        }:
            msg = "an issue type stands in `defects` and in `incidents`"
            raise ValueError(msg)
        return self


class JiraScope(Model):
    """A project by its key, and of it one component where a team does not have it whole."""

    project: _KEY
    component: _NAME | None = None
