"""One merged pull request, as GitHub tells of it: the few fields that are read, and their checks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.errors import SkippedError
from bot.sources.github_links import read_links
from bot.sources.graphql_row import flag, instant, mapping, next_cursor, nodes, number, text
from bot.sources.pull_request import Event, PullRequest, What, Who

_BOT_SUFFIX = re.compile(r"\[bot\]$")

_BY_STATE = {
    "APPROVED": What.APPROVED,
    "CHANGES_REQUESTED": What.ASKED,
    "COMMENTED": What.ASKED,
    "DISMISSED": What.LOOKED,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How pull requests of a repository are read.

    Attributes:
        repository: `owner/name`.
        branch: the default branch.
        bots: logins that count as bots, in lower case, without `[bot]`.
        assistants: logins that write changes by themselves, in the same form; bots, too.
        planned: labels of planned follow-ups, folded.
    """

    repository: str = field(repr=False)
    branch: str | None = field(repr=False)
    bots: frozenset[str] = field(repr=False)
    assistants: frozenset[str] = field(repr=False)
    planned: frozenset[str]


@lru_cache(maxsize=4096)
def plain_login(login: str) -> str:
    """Return a login as it is compared: in lower case, and without the `[bot]` that REST adds."""
    return _BOT_SUFFIX.sub("", login.strip().lower())


def read(node: Mapping[str, Any], reading: Reading) -> PullRequest:
    """Read one row of the answer.

    Raises:
        SkippedError: it cannot be read, or not be true; the message is the reason.
    """
    title, body, branch = (text(node, name) for name in ("title", "bodyText", "headRefName"))
    timeline = mapping(node.get("timelineItems"))
    request = PullRequest(
        key=text(node, "id"),
        number=_number(node),
        opened=instant(node.get("createdAt")),
        merged=instant(node.get("mergedAt")),
        author=_who(node.get("author"), reading),
        on_default=text(node, "baseRefName") == reading.branch,
        is_draft=flag(node, "isDraft"),
        planned=not reading.planned.isdisjoint(_labels(node)),
        lines=number(node, "additions") + number(node, "deletions"),
        links=read_links(title, body, branch, reading.repository, _commit(node)),
        events=tuple(read_events(timeline, reading)),
        more=next_cursor(timeline),
    )
    if request.merged < request.opened:
        raise SkippedError("the pull request was merged before it was opened")
    # A commit may well be older than the pull request; nothing else can be.
    if any(at < request.opened for at, what, _ in request.events if what is not What.PUSHED):
        raise SkippedError("something happened to the pull request before it was opened")
    return request


def read_events(timeline: Mapping[str, Any], reading: Reading) -> Iterator[Event]:
    """Read a page of what happened.

    Raises:
        SkippedError: something in it cannot be read, so that the rest would be misread.
    """
    for node in nodes(timeline):
        match node.get("__typename"):
            case "ReadyForReviewEvent":
                yield Event(instant(node.get("createdAt")), What.READY, None)
            case "ConvertToDraftEvent":
                yield Event(instant(node.get("createdAt")), What.DRAFT, None)
            case "HeadRefForcePushedEvent":
                who = _who(node.get("actor"), reading)
                yield Event(instant(node.get("createdAt")), What.PUSHED, who)
            case "PullRequestCommit":
                commit = mapping(node.get("commit"))
                author = commit.get("author")
                user = None if author is None else mapping(author).get("user")
                yield Event(instant(commit.get("committedDate")), What.PUSHED, _who(user, reading))
            case "PullRequestReview":
                yield from _review(node, reading)
            case _:
                raise SkippedError(
                    "something happened to the pull request that Coach does not know"
                )


def _review(node: Mapping[str, Any], reading: Reading) -> Iterator[Event]:
    state = node.get("state")
    if state == "PENDING":  # Not sent yet.
        return
    if state not in _BY_STATE:
        raise SkippedError("a review is of a state that Coach does not know")
    yield Event(
        instant(node.get("submittedAt")), _BY_STATE[state], _who(node.get("author"), reading)
    )


def _who(account: Any, reading: Reading) -> Who | None:
    if account is None:
        return None
    login = mapping(account).get("login")
    if not isinstance(login, str):
        raise SkippedError("an account of the pull request has no login")
    plain = plain_login(login)
    is_bot = (
        account.get("__typename") == "Bot"
        or plain != login.strip().lower()
        or plain in reading.bots
        or plain in reading.assistants
    )
    return Who(plain, is_bot, plain in reading.assistants)


def _labels(node: Mapping[str, Any]) -> Iterator[str]:
    labels = node.get("labels")
    if labels is not None:
        for label in nodes(mapping(labels)):
            yield str(label.get("name")).strip().casefold()


def _number(node: Mapping[str, Any]) -> int:
    number = node.get("number")
    if not isinstance(number, int):
        raise SkippedError("the pull request has no number")
    return number


def _commit(node: Mapping[str, Any]) -> str | None:
    """Return what it was merged as; GitHub forgets that where a branch was written anew."""
    commit = node.get("mergeCommit")
    return None if commit is None else text(mapping(commit), "oid")
