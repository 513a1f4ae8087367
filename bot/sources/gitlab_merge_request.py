"""One merged merge request, as GitLab tells of it: the few fields that are read, and their checks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.errors import SkippedError
from bot.sources.gitlab_links import read_links
from bot.sources.graphql_row import flag, instant, mapping, next_cursor, nodes, number, text
from bot.sources.pull_request import Event, PullRequest, What, Who

GHOST = "ghost"
"""To whom GitLab gives what deleted accounts leave."""

# How the system's notes begin, of GitLab 11 and later. It writes them in English alone.
_BY_WORDS = (
    ("marked this merge request as **ready**", What.READY),
    ("unmarked this merge request as a **Draft**", What.READY),
    ("unmarked as a **Work In Progress**", What.READY),
    ("marked this merge request as **draft**", What.DRAFT),
    ("marked this merge request as a **Draft**", What.DRAFT),
    ("marked as a **Work In Progress**", What.DRAFT),
    ("approved this merge request", What.APPROVED),
    ("requested changes", What.ASKED),
)
_PUSHED = re.compile(r"added \d{1,6} (?:new )?commits?\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """How merge requests of a project are read.

    Attributes:
        path: the project's, as it is now.
        branch: the default branch; None where there is none.
        bots: usernames that count as bots, in lower case.
        assistants: usernames that write changes by themselves, in the same form; bots, too.
        planned: labels of planned follow-ups, folded.
    """

    path: str = field(repr=False)
    branch: str | None = field(repr=False)
    bots: frozenset[str] = field(repr=False)
    assistants: frozenset[str] = field(repr=False)
    planned: frozenset[str]


class Read(NamedTuple):
    """A merge request, and from where the rest of what was written on it can be had."""

    request: PullRequest
    happened_after: str | None
    said_after: str | None


def plain(username: str) -> str:
    """Return a username as it is compared."""
    return username.strip().lower()


def read(node: Mapping[str, Any], reading: Reading) -> Read:
    """Read one row of the answer.

    Raises:
        SkippedError: it cannot be read, or not be true; the message is the reason.
    """
    happened, said = mapping(node.get("happened")), mapping(node.get("said"))
    title, iid = text(node, "title"), text(node, "iid")
    body = "" if node.get("description") is None else text(node, "description")
    if not iid.isdigit():
        raise SkippedError("the pull request has no number")
    request = PullRequest(
        key=iid,
        number=int(iid),
        opened=instant(node.get("createdAt")),
        merged=instant(node.get("mergedAt")),
        author=_who(node.get("author"), reading),
        on_default=text(node, "targetBranch") == reading.branch,
        is_draft=flag(node, "draft"),
        planned=not reading.planned.isdisjoint(_labels(node)),
        lines=_lines(node),
        links=read_links(title, body, reading.path, _commit(node)),
        events=(*read_happened(happened, reading), *read_said(said, reading)),
        more=None,
    )
    check(request)
    return Read(request, next_cursor(happened), next_cursor(said))


def check(request: PullRequest) -> None:
    """Look whether what is said can be true.

    Raises:
        SkippedError: it cannot.
    """
    if request.merged < request.opened:
        raise SkippedError("the pull request was merged before it was opened")
    if any(event.at < request.opened for event in request.events):
        raise SkippedError("something happened to the pull request before it was opened")


def read_happened(connection: Mapping[str, Any], reading: Reading) -> Iterator[Event]:
    """Read a page of what the system wrote; most of it is about labels and people, and passed over.

    Raises:
        SkippedError: something in it cannot be read, so that the rest would be misread.
    """
    for node in nodes(connection):
        what = _what(text(node, "body"))
        if what is not None:
            yield Event(instant(node.get("createdAt")), what, _who(node.get("author"), reading))


def read_said(connection: Mapping[str, Any], reading: Reading) -> Iterator[Event]:
    """Read a page of what people wrote; what stands on no line of the change is talk, and no review.

    Whether it was resolved later is not asked: the answer changes with the day of the question.

    Raises:
        SkippedError: something in it cannot be read.
    """
    for node in nodes(connection):
        if node.get("position") is not None:
            mapping(node["position"])
            who = _who(node.get("author"), reading)
            yield Event(instant(node.get("createdAt")), What.ASKED, who)


def _what(words: str) -> What | None:
    for beginning, what in _BY_WORDS:
        if words.startswith(beginning):
            return what
    return What.PUSHED if _PUSHED.match(words) else None


def _who(account: Any, reading: Reading) -> Who | None:
    if account is None:
        return None
    username = mapping(account).get("username")
    if not isinstance(username, str):
        raise SkippedError("an account of the pull request has no login")
    name = plain(username)
    if name == GHOST:
        return None
    is_bot = flag(account, "bot") or name in reading.bots | reading.assistants
    return Who(name, is_bot, name in reading.assistants)


def _labels(node: Mapping[str, Any]) -> Iterator[str]:
    labels = node.get("labels")
    if labels is not None:
        for label in nodes(mapping(labels)):
            yield text(label, "title").strip().casefold()


def _lines(node: Mapping[str, Any]) -> int | None:
    """Return how many lines were changed; GitLab says none where it does not know."""
    summary = node.get("diffStatsSummary")
    if summary is None:
        return None
    said = mapping(summary)
    return number(said, "additions") + number(said, "deletions") or None


def _commit(node: Mapping[str, Any]) -> str | None:
    """Return what it was merged as; without a merge commit, the last of its own."""
    for name in ("mergeCommitSha", "diffHeadSha"):
        if node.get(name) is not None:
            return text(node, name).lower()
    return None
