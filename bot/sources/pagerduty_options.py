"""What `coach.yml` says of PagerDuty: where it is, what counts, and which services are a team's."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.sources.source import Model

VARIABLE = "PAGERDUTY_TOKEN"
_SERVICE = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,32}$")]
_STAND_IN = r"^http://(localhost|127\.0\.0\.1)(:\d+)?$"


class Region(StrEnum):
    """Where an account lives; a key of one region is unknown in the other."""

    US = "us"
    EU = "eu"


_ADDRESS = {Region.US: "https://api.pagerduty.com", Region.EU: "https://api.eu.pagerduty.com"}


class Urgency(StrEnum):
    """Which incidents count."""

    HIGH = "high"
    ANY = "any"


class PagerDutyOptions(Model):
    """Where PagerDuty is, and what counts.

    Attributes:
        region: of the account.
        base_url: of a stand-in on this machine, in place of PagerDuty.
        urgency: `high` leaves out what woke nobody; `any` counts it too.
    """

    region: Region = Region.US
    base_url: Annotated[str, StringConstraints(pattern=_STAND_IN)] | None = None
    urgency: Urgency = Urgency.HIGH

    @property
    def address(self) -> str:
        """Where to ask, without a slash at the end."""
        return self.base_url or _ADDRESS[self.region]


class PagerDutyScope(Model):
    """The services whose incidents are the team's, by the ids in their addresses (`PXXXXXX`)."""

    services: Annotated[tuple[_SERVICE, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len(set(self.services)) < len(self.services):
            msg = "a service stands in `services` twice"
            raise ValueError(msg)
        return self
