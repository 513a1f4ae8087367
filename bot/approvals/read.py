"""What of a team's wishes a steward has not approved, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.approvals import store
from bot.approvals.store import Reading, Request
from bot.metrics import catalogue
from bot.sealing.vault import Vault

PART = "not_yet"
"""Which part of the record the steward's words are; there is one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a team has decided, as far as stewards are asked about it.

    Attributes:
        improve: what it wants to improve, in its words.
        guardrail: the id of the metric that must not suffer.
    """

    improve: str
    guardrail: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Which metrics of a decision are not approved.

    Attributes:
        metrics: their ids.
        reason: why not yet, in a steward's words; "" while nobody has answered.
    """

    metrics: tuple[str, ...] = ()
    reason: str = field(default="", repr=False)


def unapproved(reading: Reading, team: str, metrics: Sequence[str]) -> tuple[str, ...]:
    """Return those of some metrics that a team may not see yet, in the order given.

    Args:
        reading: where it is written down.
        team: the team's id.
        metrics: the ids of the metrics. The three safest need no approval.
    """
    new = [one for one in metrics if one not in catalogue.SAFEST]
    known = store.approved(reading, team) if new else frozenset()
    return tuple(one for one in new if one not in known)


def standing(reading: Reading, vault: Vault, team: str, metrics: Sequence[str]) -> Standing:
    """Return which metrics of a decision are not approved, with a steward's reason.

    Raises:
        CoachError: the reason cannot be opened; see `bot.sealing.vault`.
    """
    missing = unapproved(reading, team, metrics)
    request = store.of_team(reading, team) if missing else None
    return Standing(missing, "" if request is None else reason_of(reading, vault, request))


def reason_of(reading: Reading, vault: Vault, request: Request) -> str:
    """Return why a steward said not yet; "" while nobody has answered.

    Raises:
        CoachError: it cannot be opened; see `bot.sealing.vault`.
    """
    if request.sealed is None:
        return ""
    return str(vault.open(reading, request.id, PART, request.sealed)["reason"])
