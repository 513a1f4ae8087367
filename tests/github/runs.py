"""The stand-in's repositories and workflow runs, in the shapes of GitHub's description of REST."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from tests.aws.faults import Reply
from tests.github.company import Row, stamp
from tests.github.rest import Listed, Query, Spoilt
from tests.github.server import GitHubServer

REPOSITORY = {"id": int, "full_name": str, "name": str, "default_branch": str, "created_at": str}
_USER = {"login": str, "id": int, "type": str}
_COMMIT = {"id": str, "tree_id": str, "message": str, "timestamp": str, "author": dict}
RUN = {
    "id": int,
    "name": (str, type(None)),
    "head_branch": (str, type(None)),
    "head_sha": str,
    "path": str,
    "run_attempt?": int,
    "event": str,
    "status": (str, type(None)),
    "conclusion": (str, type(None)),
    "workflow_id": int,
    "created_at": str,
    "updated_at": str,
    "run_started_at?": str,
    "actor?": (_USER, type(None)),
    "triggering_actor?": (_USER, type(None)),
    "head_commit": (_COMMIT, type(None)),
    "display_title": str,
}
MOST_OF_A_FILTER = 1000


def know(github: GitHubServer, *, created: str = "2020-01-01T00:00:00Z") -> None:
    """Let GitHub tell of any repository."""
    github.rest.add(
        "/repos/{owner}/{repo}",
        lambda _asked, owner, repo: {
            "id": 7,
            "full_name": f"{owner}/{repo}",
            "name": repo,
            "default_branch": "main",
            "created_at": created,
        },
        REPOSITORY,
        right="metadata",
    )


class Actions:
    """The runs of repositories.

    Attributes:
        runs: of each repository, in any order; a run of several tries holds the earlier ones in
            `attempts`, which are told only where they are asked for.
        gone: earlier tries that GitHub has no more, by run and number.
    """

    def __init__(self, github: GitHubServer) -> None:
        self.runs: dict[str, list[Row | Spoilt]] = defaultdict(list)
        self.gone: set[tuple[int, int]] = set()
        know(github)
        path = "/repos/{owner}/{repo}/actions/runs"
        asked = ["created", "head_sha", "exclude_pull_requests"]
        github.rest.add(path, self._list, RUN, right="actions", parameters=asked)
        github.rest.add(f"{path}/{{run}}/attempts/{{attempt}}", self._attempt, RUN, right="actions")

    def _list(self, asked: Query, owner: str, repo: str) -> Listed:
        rows = [
            row if isinstance(row, Spoilt) else _bare(row)
            for row in self.runs[f"{owner}/{repo}".lower()]
            if _is_asked_for(row.row["good"] if isinstance(row, Spoilt) else row, asked)
        ]
        rows.sort(
            key=lambda row: "" if isinstance(row, Spoilt) else row["created_at"], reverse=True
        )
        rows = [Spoilt(row.row["bad"]) if isinstance(row, Spoilt) else row for row in rows]
        return Listed(rows[:MOST_OF_A_FILTER], "workflow_runs", total=len(rows))

    def _attempt(self, _asked: Query, owner: str, repo: str, run: str, attempt: str) -> Any:
        number = int(attempt)
        if (int(run), number) in self.gone:
            return Reply(404, b'{"message": "Not Found"}')
        for row in self.runs[f"{owner}/{repo}".lower()]:
            if isinstance(row, dict) and row["id"] == int(run):
                return row["attempts"][number - 1]
        raise AssertionError(run)


def _bare(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "attempts"}


def _is_asked_for(row: Row, asked: Query) -> bool:
    if "head_sha" in asked and row["head_sha"] != asked["head_sha"]:
        return False
    first, _, last = asked.get("created", "..").partition("..")
    return (not first or first <= row["created_at"]) and (not last or row["created_at"] <= last)


def account(login: str | None) -> Row | None:
    if login is None:
        return None
    return {"login": login, "id": 1, "type": "Bot" if login.endswith("[bot]") else "User"}


def run(
    number: int,
    commit: str,
    created: datetime,
    *ends: tuple[float, str | None],
    who: str | None = "ada-lovelace",
    workflow: str = "ci.yml",
    event: str = "push",
    committed: datetime | None = None,
    **more: Any,
) -> Row:
    """Return a run; each try is how many hours after `created` it ended, and how."""
    about = {
        "id": number,
        "name": workflow.partition(".")[0].title(),
        "head_branch": "secret-branch",
        "head_sha": commit,
        "path": f".github/workflows/{workflow}",
        "event": event,
        "workflow_id": sum(workflow.encode()),
        "created_at": stamp(created),
        "actor": account(who),
        "triggering_actor": account("somebody-else"),
        "head_commit": {
            "id": commit,
            "tree_id": commit,
            "message": "secret-message",
            "timestamp": stamp(committed or created),
            "author": {"name": "secret-name", "email": "secret@example.com"},
        },
        "display_title": "secret-title",
    }
    tries = [
        {
            **about,
            "run_attempt": index,
            "status": "in_progress" if conclusion is None else "completed",
            "conclusion": conclusion,
            "updated_at": stamp(created + timedelta(hours=hours)),
            "run_started_at": stamp(created),
        }
        for index, (hours, conclusion) in enumerate(ends or ((0.1, "success"),), start=1)
    ]
    return {**tries[-1], **more, "attempts": tries[:-1]}


def spoilt(good: Row, **bad: Any) -> Spoilt:
    """Return a run with something in it that GitHub does not promise."""
    return Spoilt({"good": good, "bad": _bare({**good, **bad})})
