"""CodeCommit as it behaves: ids in no order, one pull request at a time, and what happened to it.

A list that ends does so with an empty token, as in AWS's own examples.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.aws.server import AwsServer, RefusedError

SERVICE = "codecommit"
Happened = dict[str, Any]
_ACCOUNT = "111122223333"
TEXT = "Dear ada.lovelace, this is a secret between us."
"""What comments say, and must never come out."""


def user(name: str) -> str:
    """Return the ARN of a user of IAM."""
    return f"arn:aws:iam::{_ACCOUNT}:user/{name}"


def session(name: str, role: str = "Developer") -> str:
    """Return the ARN under which somebody has taken on a role."""
    return f"arn:aws:sts::{_ACCOUNT}:assumed-role/{role}/{name}"


class CodeCommit:
    """Holds repositories and their pull requests, and answers for them on a stand-in.

    Attributes:
        branches: the default branch of each repository; None where nothing was pushed yet.
        ids_a_page: ids of ListPullRequests at most.
        a_page: events or threads of comments at most, whatever is asked for.
    """

    def __init__(self, server: AwsServer) -> None:
        self.branches: dict[str, str | None] = {}
        self.ids_a_page = 100
        self.a_page = 100
        self._requests: dict[str, dict[str, Any]] = {}
        self._events: dict[str, list[Happened]] = {}
        self._comments: dict[str, list[Happened]] = {}
        server.on(SERVICE, "GetRepository", self._get_repository)
        server.on(SERVICE, "ListPullRequests", self._list_pull_requests)
        server.on(SERVICE, "GetPullRequest", self._get_pull_request)
        server.on(SERVICE, "DescribePullRequestEvents", self._describe_pull_request_events)
        server.on(SERVICE, "GetCommentsForPullRequest", self._get_comments_for_pull_request)

    def merged(
        self,
        opened: datetime,
        merged: datetime | None,
        *happened: Happened,
        author: str | None = "ada.lovelace",
        repository: str = "shop",
        base: str = "main",
        commit: str | None = None,
        targets: list[dict[str, Any]] | None = None,
        **changed: Any,
    ) -> str:
        """Hold a pull request that was merged, or closed without where `merged` is None.

        Args:
            opened: when it was opened.
            merged: when it was merged.
            happened: what `approved` and the others below return.
            author: a user's name, or an ARN.
            repository: where it is.
            base: the branch that it was merged to.
            commit: what it was merged as; None: by fast-forward, so that AWS names none.
            targets: in place of the one target that follows from the others.
            changed: members as AWS names them, left out where they are None.

        Returns:
            Its id.
        """
        key = str(len(self._requests) + 1)
        target = a_target(base, commit, repository=repository, is_merged=merged is not None)
        # A merge is the last thing that happens to most pull requests.
        last = max([opened, *([merged] if merged else []), *filter(None, map(_date, happened))])
        request = {
            "pullRequestId": key,
            "title": "Make ada.lovelace's export faster",
            "creationDate": opened,
            "lastActivityDate": last,
            "pullRequestStatus": "CLOSED",
            "authorArn": arn(author) if author else None,
            "pullRequestTargets": [target] if targets is None else targets,
            **changed,
        }
        self._requests[key] = {name: value for name, value in request.items() if value is not None}
        of_merge = [merge(merged, target)] if merged and targets is None else []
        self._comments[key] = [one for one in happened if "comments" in one]
        self._events[key] = [
            {"pullRequestId": key, **one}
            for one in (
                _event("PULL_REQUEST_CREATED", opened, author or "nobody"),
                *(one for one in happened if "comments" not in one),
                *of_merge,
            )
        ]
        return key

    def _get_repository(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = self._known(asked)
        branch = self.branches[name]
        about = {"repositoryName": name, "accountId": _ACCOUNT, "repositoryDescription": TEXT}
        return {"repositoryMetadata": about | ({"defaultBranch": branch} if branch else {})}

    def _list_pull_requests(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = self._known(asked)
        found = [
            key
            for key, request in self._requests.items()
            if request["pullRequestTargets"][0]["repositoryName"] == name
            and request["pullRequestStatus"]
            == asked.get("pullRequestStatus", request["pullRequestStatus"])
        ]
        # Neither newest nor oldest first: AWS promises no order.
        found = [*found[1::2], *found[::2]]
        return _page("pullRequestIds", found, asked, self.ids_a_page)

    def _get_pull_request(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"pullRequest": self._requests[self._there(asked)]}

    def _describe_pull_request_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        return _page("pullRequestEvents", self._events[self._there(asked)], asked, self.a_page)

    def _get_comments_for_pull_request(self, asked: dict[str, Any]) -> dict[str, Any]:
        threads = self._comments[self._there(asked)]
        return _page("commentsForPullRequestData", threads, asked, self.a_page)

    def _known(self, asked: Mapping[str, Any]) -> str:
        name: str = asked["repositoryName"]
        if name not in self.branches:
            raise RefusedError(400, "RepositoryDoesNotExistException", f"{name} does not exist")
        return name

    def _there(self, asked: Mapping[str, Any]) -> str:
        key: str = asked["pullRequestId"]
        if key not in self._requests:
            raise RefusedError(400, "PullRequestDoesNotExistException", f"{key} does not exist")
        return key


def _page(name: str, rows: list[Any], asked: Mapping[str, Any], most: int) -> dict[str, Any]:
    start = int(asked.get("nextToken", 0))
    end = start + min(most, asked.get("maxResults", most))
    return {name: rows[start:end], "nextToken": str(end) if end < len(rows) else ""}


def arn(name: str) -> str:
    """Return an ARN as it is, and of a name the ARN of a user."""
    return name if name.startswith("arn:") else user(name)


def _date(one: Happened) -> datetime | None:
    told = one["comments"][0] if "comments" in one else one
    at: datetime | None = told.get("creationDate", told.get("eventDate"))
    return at


def _event(kind: str, at: datetime, who: str, **metadata: Any) -> Happened:
    return {"pullRequestEventType": kind, "eventDate": at, "actorArn": arn(who), **metadata}


def a_target(
    base: str, commit: str | None = None, *, repository: str = "shop", is_merged: bool = True
) -> dict[str, Any]:
    """Return a branch that a pull request goes to."""
    return {
        "repositoryName": repository,
        "sourceReference": "refs/heads/ada.lovelace/export",
        "destinationReference": f"refs/heads/{base}",
        "sourceCommit": "feedface" * 5,
        "mergeMetadata": {
            "isMerged": is_merged,
            **({"mergedBy": user("ada.lovelace")} if is_merged else {}),
            **({"mergeCommitId": commit} if commit else {}),
        },
    }


def merge(at: datetime, target: Mapping[str, Any], who: str = "ada.lovelace") -> Happened:
    """Return that a pull request was merged to a target, or that somebody looked whether it can be."""
    said = {name: target[name] for name in ("destinationReference", "mergeMetadata")}
    return _event(
        "PULL_REQUEST_MERGE_STATE_CHANGED",
        at,
        who,
        pullRequestMergedStateChangedEventMetadata=said,
    )


def pushed(at: datetime, who: str) -> Happened:
    """Return that commits were pushed to the branch."""
    return _event("PULL_REQUEST_SOURCE_REFERENCE_UPDATED", at, who)


def approved(at: datetime, who: str, status: str = "APPROVE") -> Happened:
    """Return that somebody approved."""
    said = {"approvalStatus": status, "revisionId": "1" * 64}
    return _event(
        "PULL_REQUEST_APPROVAL_STATE_CHANGED", at, who, approvalStateChangedEventMetadata=said
    )


def revoked(at: datetime, who: str) -> Happened:
    """Return that somebody took an approval back."""
    return approved(at, who, "REVOKE")


def rule(at: datetime, word: str = "CREATED") -> Happened:
    """Return that a rule about approvals was changed, which is no review."""
    return _event(f"PULL_REQUEST_APPROVAL_RULE_{word}", at, "rule.maker")


def commented(at: datetime, who: str, **changed: Any) -> Happened:
    """Return that somebody wrote a comment."""
    comment = {
        "commentId": f"{at:%d%H%M}:{who}",
        "content": TEXT,
        "creationDate": at,
        "lastModifiedDate": at,
        "authorArn": arn(who),
        "deleted": False,
        **changed,
    }
    return {"comments": [{name: value for name, value in comment.items() if value is not None}]}
