"""The shapes of PagerDuty's answers, by its REST API reference (v2), for the two calls Coach makes.

What the reference marks as possibly null may be None here, and nothing else.
"""

from typing import Literal, NotRequired

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

_STRICT = ConfigDict(extra="forbid", strict=True)


@with_config(_STRICT)
class Reference(TypedDict):
    id: str
    type: str
    summary: str
    self: str | None
    html_url: str | None


@with_config(_STRICT)
class Assignment(TypedDict):
    at: str
    assignee: Reference


@with_config(_STRICT)
class Acknowledgement(TypedDict):
    at: str
    acknowledger: Reference


@with_config(_STRICT)
class PendingAction(TypedDict):
    type: Literal["unacknowledge", "escalate", "resolve", "urgency_change"]
    at: str


@with_config(_STRICT)
class AlertCounts(TypedDict):
    all: int
    triggered: int
    resolved: int


@with_config(_STRICT)
class ResolveReason(TypedDict):
    type: Literal["merge_resolve_reason"]
    incident: Reference


@with_config(_STRICT)
class Incident(TypedDict):
    id: str
    type: Literal["incident"]
    summary: str
    self: str
    html_url: str
    incident_number: int
    title: str
    description: str
    created_at: str
    updated_at: str
    status: Literal["triggered", "acknowledged", "resolved"]
    incident_key: str | None
    service: Reference
    assignments: list[Assignment]
    assigned_via: Literal["escalation_policy", "direct_assignment"]
    last_status_change_at: str
    last_status_change_by: Reference
    resolved_at: str | None
    first_trigger_log_entry: Reference
    alert_counts: AlertCounts
    is_mergeable: bool
    escalation_policy: Reference
    teams: list[Reference]
    pending_actions: list[PendingAction]
    acknowledgements: list[Acknowledgement]
    priority: Reference | None
    urgency: Literal["high", "low"]
    resolve_reason: ResolveReason | None


@with_config(_STRICT)
class Incidents(TypedDict):
    incidents: list[Incident]
    limit: int
    offset: int
    more: bool
    total: int | None


@with_config(_STRICT)
class Service(TypedDict):
    id: str
    type: Literal["service"]
    summary: str
    self: str
    html_url: str
    name: str
    description: str | None
    created_at: str
    updated_at: str
    status: Literal["active", "warning", "critical", "maintenance", "disabled"]
    auto_resolve_timeout: int | None
    acknowledgement_timeout: int | None
    last_incident_timestamp: str | None
    teams: list[Reference]
    escalation_policy: Reference
    integrations: list[Reference]
    alert_creation: Literal["create_incidents", "create_alerts_and_incidents"]


@with_config(_STRICT)
class OneService(TypedDict):
    service: Service


@with_config(_STRICT)
class Problem(TypedDict):
    message: str
    code: int
    errors: NotRequired[list[str]]


@with_config(_STRICT)
class Refusal(TypedDict):
    error: Problem


INCIDENTS, ONE_SERVICE = TypeAdapter(Incidents), TypeAdapter(OneService)
REFUSAL = TypeAdapter(Refusal)
