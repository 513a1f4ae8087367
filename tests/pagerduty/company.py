"""Services and incidents, in the shape in which PagerDuty holds them."""

from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]
ADA, GRACE = "Ada Lovelace", "Grace Hopper"
CHECKOUT, LEDGER = "PCHECK1", "PLEDGR2"
_SITE = "https://acme.pagerduty.com"


def stamp(at: datetime) -> str:
    """Write a time as PagerDuty does."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def reference(kind: str, key: str, name: str) -> Row:
    plural = f"{kind}s"
    return {
        "id": key,
        "type": f"{kind}_reference",
        "summary": name,
        "self": f"https://api.pagerduty.com/{plural}/{key}",
        "html_url": f"{_SITE}/{plural}/{key}",
    }


_POLICY = reference("escalation_policy", "PPOLICY", "Everybody of payments")


def service(key: str, made: datetime = datetime(2025, 1, 7, 9, tzinfo=UTC)) -> Row:
    return {
        "id": key,
        "type": "service",
        "summary": f"Service of {ADA}",
        "self": f"https://api.pagerduty.com/services/{key}",
        "html_url": f"{_SITE}/service-directory/{key}",
        "name": f"Service of {ADA}",
        "description": f"Ask {GRACE}",
        "created_at": stamp(made),
        "updated_at": stamp(made),
        "status": "active",
        "auto_resolve_timeout": 14400,
        "acknowledgement_timeout": None,
        "last_incident_timestamp": None,
        "teams": [],
        "escalation_policy": _POLICY,
        "integrations": [],
        "alert_creation": "create_alerts_and_incidents",
    }


def incident(
    number: int,
    began: datetime,
    ended: datetime | None = None,
    *,
    of: str = CHECKOUT,
    urgency: str = "high",
    merged_into: int | None = None,
    status: str | None = None,
) -> Row:
    """Return an incident; one without an end is triggered, unless another status is given."""
    key, title = f"Q{number:06}", f"{ADA} cannot log in"
    merged = merged_into and reference("incident", f"Q{merged_into:06}", title)
    person = reference("user", "PADA123", ADA)
    changed = stamp(ended or began)
    at_work = [] if ended else [{"at": stamp(began), "assignee": person}]
    return {
        "id": key,
        "type": "incident",
        "summary": f"[#{number}] {title}",
        "self": f"https://api.pagerduty.com/incidents/{key}",
        "html_url": f"{_SITE}/incidents/{key}",
        "incident_number": number,
        "title": title,
        "description": f"{GRACE} saw it first",
        "created_at": stamp(began),
        "updated_at": changed,
        "status": status or ("resolved" if ended else "triggered"),
        "incident_key": None,
        "service": reference("service", of, f"Service of {ADA}"),
        "assignments": at_work,
        "assigned_via": "escalation_policy",
        "last_status_change_at": changed,
        "last_status_change_by": person,
        "resolved_at": stamp(ended) if ended else None,
        "first_trigger_log_entry": reference("trigger_log_entry", f"R{number}", title),
        "alert_counts": {"all": 1, "triggered": 0 if ended else 1, "resolved": 1 if ended else 0},
        "is_mergeable": True,
        "escalation_policy": _POLICY,
        "teams": [],
        "pending_actions": [],
        "acknowledgements": [
            {"at": stamp(began), "acknowledger": reference("user", "PGRACE1", GRACE)}
        ],
        "priority": reference("priority", "P53ZZH5", "P2"),
        "urgency": urgency,
        "resolve_reason": {"type": "merge_resolve_reason", "incident": merged} if merged else None,
    }
