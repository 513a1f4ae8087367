"""Reads the pull requests of one repository that were merged since an instant, one by one.

ListPullRequests tells ids alone. AWS promises no order of them (its own example is in none), and they
do not say when a pull request was closed. So each closed one is asked for, and what has not changed
since the instant is left at that. The events are asked for where somebody or something needs them,
and the comments where a figure is made of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.errors import OperatorError, SkippedError
from bot.sources import aws
from bot.sources.aws_errors import told_plainly
from bot.sources.codecommit_pull_request import Reading, read, read_comments, read_outline
from bot.sources.pull_request import PullRequest, Who
from bot.sources.source import Report

EVENTS_A_PAGE, COMMENTS_A_PAGE = 100, 500
"""The most that AWS allows. Of ids it does not say how many it allows."""
_BY = "nextToken"
_SERVICE = "codecommit"


class AbsentError(SkippedError):
    """CodeCommit has no repository of this name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read.

    Attributes:
        repository: its name.
        place: how to call it in the report.
        since: what was merged before is left out.
        bots: as `listed_bots` returns them.
        is_ours: whether somebody's pull requests are told of.
        matters: whether figures are made of a pull request.
    """

    repository: str = field(repr=False)
    place: str
    since: datetime
    bots: frozenset[str] = field(repr=False)
    is_ours: Callable[[Who], bool] = field(repr=False)
    matters: Callable[[PullRequest], bool] = field(repr=False)


def merged_since(client: Any, wanted: Wanted, report: Report) -> list[PullRequest]:
    """Return what was merged since an instant, each once, whatever its branch.

    Left out is what tells nothing: neither by one of ours nor by a bot, nor a revert. What cannot be
    read is counted in the report, by the place in CodeCommit's list.

    Raises:
        TransientError: AWS did not answer.
        OperatorError: AWS refused.
        AbsentError: there is no such repository.
    """
    reading = Reading(_default_branch(client, wanted.repository), wanted.bots)
    found = []
    for number, key in enumerate(_closed(client, wanted.repository, report), start=1):
        try:
            request = _one(client, (key, number), reading, wanted, report)
        except SkippedError as problem:
            report.skip(f"{wanted.place}, closed pull request {number}", str(problem))
        else:
            found += [request] if request else []
    return found


def any_request(client: Any, repository: str) -> str | None:
    """Return the id of some pull request; None where there is none, or none that Coach may see.

    Raises:
        TransientError: AWS did not answer.
    """
    try:
        with told_plainly(_SERVICE):
            page = client.list_pull_requests(repositoryName=repository, maxResults=1)
    except OperatorError:
        # Whoever asks here wants an example; that the right to list lacks is told where it is asked.
        return None
    return next(iter(page["pullRequestIds"]), None)


def _default_branch(client: Any, repository: str) -> str | None:
    """Return the default branch; None where nothing was pushed yet."""
    with told_plainly(_SERVICE):
        try:
            said = client.get_repository(repositoryName=repository)
        except client.exceptions.RepositoryDoesNotExistException:
            raise AbsentError("CodeCommit has no repository of this name") from None
    branch: str | None = (said.get("repositoryMetadata") or {}).get("defaultBranch")
    return branch


def _closed(client: Any, repository: str, report: Report) -> Iterable[str]:
    """Return the ids of all closed pull requests, each once: one that is closed meanwhile moves others."""
    pages = aws.pages(
        client,
        "list_pull_requests",
        report,
        cursor=_BY,
        repositoryName=repository,
        pullRequestStatus="CLOSED",
    )
    return dict.fromkeys(key for page in pages for key in page.get("pullRequestIds", ()))


def _one(
    client: Any, which: tuple[str, int], reading: Reading, wanted: Wanted, report: Report
) -> PullRequest | None:
    key, number = which
    said = _described(client, key)
    changed = said.get("lastActivityDate")
    if changed is None:
        raise SkippedError("the pull request does not say when it last changed")
    outline = read_outline(said, reading) if changed >= wanted.since else None
    if outline is None:
        return None
    author = outline.author
    if not (wanted.is_ours(author) or author.is_bot or outline.links.is_revert):
        return None
    happened = _rows(
        client, "describe_pull_request_events", "pullRequestEvents", report, key, EVENTS_A_PAGE
    )
    if happened is None:
        return None
    request = read(key, number, outline, happened, reading)
    if request.merged < wanted.since:
        return None
    return _with_comments(client, request, reading, report) if wanted.matters(request) else request


def _with_comments(
    client: Any, request: PullRequest, reading: Reading, report: Report
) -> PullRequest | None:
    threads = _rows(
        client,
        "get_comments_for_pull_request",
        "commentsForPullRequestData",
        report,
        request.key,
        COMMENTS_A_PAGE,
    )
    if threads is None:
        return None
    comments = tuple(read_comments(threads, reading))
    if any(comment.at < request.opened for comment in comments):
        raise SkippedError("something happened to the pull request before it was opened")
    return replace(request, events=(*request.events, *comments))


def _described(client: Any, key: str) -> Mapping[str, Any]:
    with told_plainly(_SERVICE):
        try:
            said: Mapping[str, Any] = client.get_pull_request(pullRequestId=key)["pullRequest"]
        except client.exceptions.PullRequestDoesNotExistException:
            raise SkippedError("the pull request is listed and not there") from None
    return said


def _rows(
    client: Any, operation: str, name: str, report: Report, key: str, most: int
) -> Sequence[Mapping[str, Any]] | None:
    """Return all rows about a pull request; None where some lack, which the report then says."""
    skipped = report.skipped.total()
    pages = aws.pages(client, operation, report, cursor=_BY, pullRequestId=key, maxResults=most)
    rows = [row for page in pages for row in page.get(name, ())]
    return rows if report.skipped.total() == skipped else None
