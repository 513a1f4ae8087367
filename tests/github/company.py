"""Pull requests and what happens to them, in the shape in which GitHub holds them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

Row = dict[str, Any]
_ITEM = {
    "PullRequestReview": "PULL_REQUEST_REVIEW",
    "ReadyForReviewEvent": "READY_FOR_REVIEW_EVENT",
    "ConvertToDraftEvent": "CONVERT_TO_DRAFT_EVENT",
    "HeadRefForcePushedEvent": "HEAD_REF_FORCE_PUSHED_EVENT",
    "PullRequestCommit": "PULL_REQUEST_COMMIT",
}


def stamp(at: datetime) -> str:
    """Write a time as GitHub does."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def account(login: str | None) -> Row | None:
    """Return an account: `dependabot[bot]` is an app, None was deleted."""
    if login is None:
        return None
    kind = "Bot" if login.endswith("[bot]") else "User"
    # GraphQL gives the login of an app without what REST puts behind it.
    plain = login.removesuffix("[bot]")
    return {"__typename": kind, "id": f"A_{plain}", "login": plain}


def review(at: datetime, who: str | None, state: str = "APPROVED") -> Row:
    submitted = None if state == "PENDING" else stamp(at)
    about = {"state": state, "submittedAt": submitted, "author": account(who)}
    return {"__typename": "PullRequestReview", "id": "R", **about}


def asked(at: datetime, who: str | None) -> Row:
    return review(at, who, "CHANGES_REQUESTED")


def ready(at: datetime) -> Row:
    return {"__typename": "ReadyForReviewEvent", "id": "E", "createdAt": stamp(at)}


def back_to_draft(at: datetime) -> Row:
    return {"__typename": "ConvertToDraftEvent", "id": "E", "createdAt": stamp(at)}


def pushed(at: datetime, who: str | None) -> Row:
    """A commit; without a user where its e-mail address belongs to nobody on GitHub."""
    author = {"user": account(who)}
    commit = {"id": "C", "oid": "0" * 40, "committedDate": stamp(at), "author": author}
    return {"__typename": "PullRequestCommit", "id": "P", "commit": commit}


def force_pushed(at: datetime, who: str | None) -> Row:
    about = {"createdAt": stamp(at), "actor": account(who)}
    return {"__typename": "HeadRefForcePushedEvent", "id": "E", **about}


def pull_request(
    number: int,
    opened: datetime,
    merged: datetime,
    *events: Row,
    author: str | None = "ada-lovelace",
    title: str = "Change the checkout",
    body: str = "",
    branch: str = "topic",
    base: str = "main",
    labels: Sequence[str] = (),
    draft: bool = False,
    updated: datetime | None = None,
    commit: str | None = None,
    lines: tuple[int, int] = (12, 3),
) -> Row:
    """Return a merged pull request; its events are in order, `lines` are those added and deleted."""
    merge = {"id": "C", "oid": commit or f"{number:040x}", "committedDate": stamp(merged)}
    return {
        "__typename": "PullRequest",
        "id": f"PR_{number}",
        "number": number,
        "createdAt": stamp(opened),
        "mergedAt": stamp(merged),
        "updatedAt": stamp(updated or merged),
        "isDraft": draft,
        "baseRefName": base,
        "headRefName": branch,
        "title": title,
        "bodyText": body,
        "additions": lines[0],
        "deletions": lines[1],
        "author": account(author),
        "mergeCommit": merge,
        "labels": lambda _info, first=0: {"nodes": [{"name": name} for name in labels][:first]},
        "timelineItems": lambda _info, **given: timeline(events, **given),
    }


def timeline(
    events: Sequence[Row],
    first: int,
    itemTypes: Sequence[str],  # noqa: N803 - GitHub's name
    after: str | None = None,
) -> Row:
    wanted = [event for event in events if _ITEM[event["__typename"]] in itemTypes]
    return connection(wanted, first, after)


def connection(rows: Sequence[Row], first: int, after: str | None) -> Row:
    """Cut a page out of rows."""
    if not 1 <= first <= 100:
        msg = "`first` must be from 1 to 100"
        raise ValueError(msg)
    start = int(after or 0)
    page = list(rows[start : start + first])
    end = start + len(page)
    return {
        "totalCount": len(rows),
        "pageInfo": {"hasNextPage": end < len(rows), "endCursor": str(end) if page else None},
        "nodes": page,
    }
