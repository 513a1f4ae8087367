"""Issues in the shape in which Jira holds them, with the people who stand in them."""

from datetime import datetime
from typing import Any

Row = dict[str, Any]
ADA, GRACE = "Ada Lovelace", "Grace Hopper"
FOUND_IN, REPORTER = "customfield_10042", "customfield_10050"
_SITE = "https://acme.atlassian.net/rest/api/3"


def stamp(at: datetime) -> str:
    """Write a time as Jira does."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000{at:%z}"


def person(name: str) -> Row:
    return {
        "self": f"{_SITE}/user?accountId=5b10ac8d",
        "accountId": "5b10ac8d",
        "displayName": name,
        "emailAddress": "ada@example.com",
        "active": True,
    }


def option(value: str) -> Row:
    return {"self": f"{_SITE}/customFieldOption/10012", "value": value, "id": "10012"}


def issue(
    number: int,
    began: datetime,
    ended: datetime | None = None,
    *,
    project: str = "SHOP",
    kind: str = "Bug",
    resolution: str | None = "Done",
    labels: tuple[str, ...] = (),
    found_in: Any = None,
    component: str | None = None,
) -> Row:
    """Return an issue; the resolution is only that of one that ended."""
    key = f"{project}-{number}"
    resolved = {"self": f"{_SITE}/resolution/1", "id": "1", "name": resolution}
    return {
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": str(10_000 + number) + str(len(project)),
        "self": f"{_SITE}/issue/{number}",
        "key": key,
        "fields": {
            "summary": f"{ADA} cannot log in",
            "description": f"{GRACE} saw it",
            "issuetype": {
                "self": f"{_SITE}/issuetype/1",
                "id": "1",
                "name": kind,
                "subtask": False,
            },
            "created": stamp(began),
            "resolutiondate": stamp(ended) if ended else None,
            "resolution": resolved if ended else None,
            "labels": list(labels),
            "components": [{"id": "1", "name": component}] if component else [],
            "reporter": person(ADA),
            "assignee": person(GRACE),
            "creator": person(ADA),
            "comment": {"comments": [{"author": person(GRACE), "body": "Ask Ada"}], "total": 1},
            FOUND_IN: found_in,
            REPORTER: person(ADA),
        },
    }


def field(key: str, name: str, kind: str, custom: str | None = None, **more: Any) -> Row:
    """Return what Jira says of a field."""
    schema: Row = {"type": kind, **more}
    if custom:
        schema["custom"] = f"com.atlassian.jira.plugin.system.customfieldtypes:{custom}"
    is_custom = key.startswith("customfield_")
    return {"id": key, "name": name, "custom": is_custom, "schema": schema}


FIELDS = [
    field("summary", "Summary", "string", system="summary"),
    field("reporter", "Reporter", "user", system="reporter"),
    field("labels", "Labels", "array", items="string", system="labels"),
    field(FOUND_IN, "Found in", "option", "select", customId=10042),
    field(REPORTER, "Customer", "user", "userpicker", customId=10050),
    field("customfield_10060", "Story", "string", "textarea", customId=10060),
    field("customfield_10061", "Twice", "option", "select", customId=10061),
    field("customfield_10062", "twice", "option", "select", customId=10062),
]
