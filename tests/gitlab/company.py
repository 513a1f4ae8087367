"""Merge requests and what is written on them, in the shape in which GitLab holds them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.github.company import connection, stamp

Row = dict[str, Any]


def account(username: str | None, *, bot: bool | None = None) -> Row | None:
    """Return an account; those of tokens of a project are bots, and say so in their name."""
    if username is None:
        return None
    is_bot = "_bot_" in username if bot is None else bot
    return {"id": f"gid://gitlab/User/{username}", "username": username, "bot": is_bot}


def system(at: datetime, who: str | None, words: str) -> Row:
    """What GitLab itself writes on a merge request."""
    about = {"createdAt": stamp(at), "body": words, "author": account(who)}
    return {"id": "gid://gitlab/Note/1", "system": True, "position": None, **about}


def approved(at: datetime, who: str | None) -> Row:
    return system(at, who, "approved this merge request")


def asked(at: datetime, who: str | None) -> Row:
    return system(at, who, "requested changes")


def ready(at: datetime) -> Row:
    return system(at, "ada-lovelace", "marked this merge request as **ready**")


def back_to_draft(at: datetime) -> Row:
    return system(at, "ada-lovelace", "marked this merge request as **draft**")


def pushed(at: datetime, who: str | None) -> Row:
    listed = "<ul><li>0123abcd - Secret title</li></ul>"
    return system(at, who, f"added 1 commit\n\n{listed}\n\n[Compare with previous version](/x)")


def on_a_line(at: datetime, who: str | None, *, resolved: bool = True) -> Row:
    """What somebody wrote on a line of the change."""
    about = {"createdAt": stamp(at), "body": "Secret words", "author": account(who)}
    position = {"positionType": "text", "filePath": "secret.py"}
    return {"id": "N", "system": False, "position": position, "resolved": resolved, **about}


def talk(at: datetime, who: str | None) -> Row:
    """What somebody wrote below the change."""
    return {**on_a_line(at, who), "position": None}


def merge_request(
    iid: int,
    opened: datetime,
    merged: datetime,
    *notes: Row,
    author: str | None = "ada-lovelace",
    title: str = "Change the checkout",
    body: str | None = "",
    target: str = "main",
    labels: Sequence[str] = (),
    draft: bool = False,
    commit: str | None = None,
    head: str | None = None,
    lines: tuple[int, int] | None = (12, 3),
) -> Row:
    """Return a merged merge request; `commit` and `head` are what it was merged as, `lines` those added and deleted."""
    return {
        "id": f"gid://gitlab/MergeRequest/{iid}",
        "iid": str(iid),
        "createdAt": stamp(opened),
        "mergedAt": stamp(merged),
        "updatedAt": stamp(merged),
        "draft": draft,
        "targetBranch": target,
        "sourceBranch": "topic",
        "title": title,
        "description": body,
        "mergeCommitSha": commit,
        "diffHeadSha": head or f"{iid:040x}",
        "diffStatsSummary": lines and {"additions": lines[0], "deletions": lines[1]},
        "author": account(author),
        "labels": lambda _info, first, after=None: connection(
            [{"title": name} for name in labels], first, after
        ),
        "notes": lambda _info, first, filter, after=None: connection(  # noqa: A006
            [note for note in notes if note["system"] == (filter == "ONLY_ACTIVITY")], first, after
        ),
    }


def deployment(
    iid: int,
    finished: datetime | None,
    sha: str,
    created: datetime | None = None,
    status: str = "SUCCESS",
) -> Row:
    """Return a deployment, successful and written down a minute before its end unless said otherwise."""
    began = created or (finished and finished - timedelta(minutes=1))
    return {
        "iid": str(iid),
        "sha": sha * 40,
        "status": status,
        "createdAt": began and stamp(began),
        "finishedAt": finished and stamp(finished),
    }


def environment(made: datetime, *rows: Row | None, most: int = 100) -> Row:
    """Return an environment; of its deployments it gives the latest first, so many at a time."""

    def listed(
        _info: Any,
        first: int,
        statuses: Sequence[str],
        orderBy: Row,  # noqa: N803 - GitLab's name
        after: str | None = None,
    ) -> Row:
        assert orderBy == {"createdAt": "DESC"}
        wanted = [row for row in rows if row is None or row.get("status", "SUCCESS") in statuses]
        latest: list[Any] = sorted(
            wanted, key=lambda row: str(row and row["createdAt"]), reverse=True
        )
        return connection(latest, min(first, most), after)

    return {"id": "E", "name": "production", "createdAt": stamp(made), "deployments": listed}


def pipeline(
    iid: int, ended: datetime, success: int, failed: int = 0, error: int = 0, ref: str = "main"
) -> Row:
    """Return a pipeline that ended, with the summary of its test reports; three cases never ran."""
    total = {"success": success, "failed": failed, "error": error, "skipped": 3}
    when = {"finishedAt": stamp(ended), "updatedAt": stamp(ended)}
    return {"iid": str(iid), "ref": ref, **when, "testReportSummary": {"total": total}}
