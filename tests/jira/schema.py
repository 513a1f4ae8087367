"""The shapes of Jira's answers, by the REST API references of Jira Cloud (v3) and Data Center (v2)."""

from typing import Any, NotRequired

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

_STRICT = ConfigDict(extra="forbid", strict=True)


@with_config(_STRICT)
class Issue(TypedDict):
    expand: str
    id: str
    self: str
    key: str
    fields: dict[str, Any]


@with_config(_STRICT)
class CloudPage(TypedDict):
    """SearchAndReconcileResults: no total, and the last page has no token."""

    issues: list[Issue]
    isLast: bool
    nextPageToken: NotRequired[str]


@with_config(_STRICT)
class DataCenterPage(TypedDict):
    """SearchResults."""

    expand: str
    startAt: int
    maxResults: int
    total: int
    issues: list[Issue]


@with_config(_STRICT)
class CloudQuestion(TypedDict):
    jql: str
    fields: list[str]
    maxResults: int
    nextPageToken: NotRequired[str]


@with_config(_STRICT)
class DataCenterQuestion(TypedDict):
    jql: str
    fields: list[str]
    maxResults: int
    startAt: NotRequired[int]


CLOUD_PAGE, DATA_CENTER_PAGE = TypeAdapter(CloudPage), TypeAdapter(DataCenterPage)
CLOUD_QUESTION, DATA_CENTER_QUESTION = (
    TypeAdapter(CloudQuestion),
    TypeAdapter(DataCenterQuestion),
)
