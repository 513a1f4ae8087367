"""One merged pull request, as CodeCommit tells of it: the few fields that are read, and their checks.

CodeCommit knows no drafts. Whoever approves or comments is known by an ARN, of which the last part
tells who it is: the name of the user, or of the session of a role.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.errors import SkippedError
from bot.sources.pull_request import REVIEWS, Event, Links, PullRequest, What, Who

_CREATED, _STATUS = "PULL_REQUEST_CREATED", "PULL_REQUEST_STATUS_CHANGED"
_MERGED, _PUSHED = "PULL_REQUEST_MERGE_STATE_CHANGED", "PULL_REQUEST_SOURCE_REFERENCE_UPDATED"
_APPROVAL = "PULL_REQUEST_APPROVAL_STATE_CHANGED"
_NO_MATTER = {
    _CREATED,
    _STATUS,
    *(f"PULL_REQUEST_APPROVAL_RULE_{word}" for word in ("CREATED", "UPDATED", "DELETED")),
    "PULL_REQUEST_APPROVAL_RULE_OVERRIDDEN",
}
_BRANCH = "refs/heads/"
# `arn:aws:sts::111122223333:assumed-role/<role>/<session>`, as IAM's reference has it.
_SESSION = re.compile(r"(?P<arn>.*:(?P<role>assumed-role/[^/]+))/[^/]+")
_ROLE = re.compile(r"arn:.*:role/(?:[^/]+/)*(?P<name>[^/]+)")
_OF_AWS = "assumed-role/awsservicerolefor"
"""How the roles begin that only AWS's own services may take on, CodeGuru Reviewer's among them."""
_REVERT = re.compile(r"\bThis reverts commit ([0-9a-f]{7,40})\b", re.IGNORECASE)
_MISSING = "a part of the pull request is missing"


@dataclass(frozen=True, slots=True)
class Reading:
    """How pull requests of a repository are read.

    Attributes:
        branch: the default branch; None: it has none.
        bots: who counts as a bot, as `listed_bots` returns it.
    """

    branch: str | None = field(repr=False)
    bots: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outline:
    """What GetPullRequest says of a pull request that was merged.

    Attributes:
        opened: when it was opened.
        author: who opened it.
        destination: the branch that it was merged to.
        on_default: whether that is the default branch.
        links: what it says of others.
    """

    opened: datetime
    author: Who = field(repr=False)
    destination: str = field(repr=False)
    on_default: bool
    links: Links = field(repr=False)


def plain_name(arn: str) -> str:
    """Return the last part of an ARN, or a name, as it is compared: in lower case."""
    return re.split("[/:]", arn.strip().lower())[-1]


def listed_bots(listed: Iterable[str]) -> frozenset[str]:
    """Return bots as they are compared; a role stands for all of its sessions."""
    return frozenset(_ROLE.sub(r"assumed-role/\g<name>", bot.strip().lower()) for bot in listed)


def _who(arn: Any, reading: Reading) -> Who:
    if not isinstance(arn, str) or not plain_name(arn):
        raise SkippedError("the pull request does not say who did something")
    plain = arn.strip().lower()
    session = _SESSION.fullmatch(plain)
    roles = set(session.groups()) if session else set()
    is_bot = not reading.bots.isdisjoint({plain, plain_name(plain), *roles}) or any(
        role.startswith(_OF_AWS) for role in roles
    )
    return Who(plain_name(plain), is_bot)


def read_outline(said: Mapping[str, Any], reading: Reading) -> Outline | None:
    """Read what GetPullRequest says; None where it was closed and not merged.

    Of several branches that it was merged to, the default one counts, or the first. All are of one
    repository, for AWS takes no others.

    Raises:
        SkippedError: it cannot be read; the message is the reason.
    """
    targets = said.get("pullRequestTargets")
    if not targets:
        raise SkippedError(_MISSING)
    merged = [target for target in targets if _is_merged(target)]
    if not merged:
        return None
    default = [one for one in merged if _branch(one.get("destinationReference")) == reading.branch]
    target = (default or merged)[0]
    return Outline(
        opened=_instant(said.get("creationDate")),
        author=_who(said.get("authorArn"), reading),
        destination=_branch(target.get("destinationReference")),
        on_default=bool(default),
        links=_links(said, target),
    )


def _is_merged(said: Mapping[str, Any]) -> bool:
    return (said.get("mergeMetadata") or {}).get("isMerged") is True


def _branch(reference: Any) -> str:
    if not isinstance(reference, str):
        raise SkippedError(_MISSING)
    return reference.removeprefix(_BRANCH)


def _links(said: Mapping[str, Any], target: Mapping[str, Any]) -> Links:
    """Return what title and description say that it undoes.

    CodeCommit has no numbers in messages, so that nothing tells what a pull request mends. A merge
    by fast-forward makes no commit: then it is the last one of the branch that was merged.
    """
    words = f"{said.get('title') or ''}\n{said.get('description') or ''}"
    reverted = frozenset(found.lower() for found in _REVERT.findall(words))
    commit = target["mergeMetadata"].get("mergeCommitId") or target.get("sourceCommit")
    return Links(
        title="",
        commit=commit.lower() if commit else None,
        is_revert=bool(reverted),
        reverts=frozenset(),
        reverted_commits=reverted,
        reverted_title=None,
        fixes=frozenset(),
    )


def read(
    key: str,
    number: int,
    outline: Outline,
    happened: Sequence[Mapping[str, Any]],
    reading: Reading,
) -> PullRequest:
    """Return a pull request with what DescribePullRequestEvents says of it.

    Args:
        key: its id.
        number: by which it is told from the others of its repository.
        outline: what GetPullRequest said.
        happened: all its events.
        reading: how it is read.

    Raises:
        SkippedError: it cannot be read, or not be true; the message is the reason.
    """
    merged = _merged_at(happened, outline.destination)
    request = PullRequest(
        key=key,
        number=number,
        opened=outline.opened,
        merged=merged,
        author=outline.author,
        on_default=outline.on_default,
        is_draft=False,
        planned=False,
        lines=None,
        links=outline.links,
        events=tuple(_standing([*_events(happened, reading)], merged)),
        more=None,
    )
    if request.merged < request.opened:
        raise SkippedError("the pull request was merged before it was opened")
    if any(event.at < request.opened for event in request.events if event.what in REVIEWS):
        raise SkippedError("something happened to the pull request before it was opened")
    return request


def _merged_at(happened: Iterable[Mapping[str, Any]], destination: str) -> datetime:
    """Return when it was merged to a branch; no other field of CodeCommit's says so."""
    instants = [
        _instant(event.get("eventDate"))
        for event in happened
        if event.get("pullRequestEventType") == _MERGED
        and _is_merge_to(event.get("pullRequestMergedStateChangedEventMetadata") or {}, destination)
    ]
    if not instants:
        raise SkippedError("the pull request is merged and does not say when")
    return min(instants)


def _is_merge_to(said: Mapping[str, Any], destination: str) -> bool:
    return (
        _is_merged(said) and _branch(said.get("destinationReference", destination)) == destination
    )


def _events(happened: Iterable[Mapping[str, Any]], reading: Reading) -> Iterator[Event]:
    for event in happened:
        kind = event.get("pullRequestEventType")
        if kind in _NO_MATTER or kind == _MERGED:
            continue
        if kind == _PUSHED:
            what = What.PUSHED
        elif kind == _APPROVAL:
            what = _approval(event.get("approvalStateChangedEventMetadata") or {})
        else:
            raise SkippedError("something happened to the pull request that Coach does not know")
        yield Event(_instant(event.get("eventDate")), what, _who(event.get("actorArn"), reading))


def _approval(said: Mapping[str, Any]) -> What:
    match said.get("approvalStatus"):
        case "APPROVE":
            return What.APPROVED
        case "REVOKE":
            # Whoever takes an approval back wants something else than what is there.
            return What.ASKED
        case _:
            raise SkippedError("an approval is of a state that Coach does not know")


def _standing(events: Sequence[Event], merged: datetime) -> Iterator[Event]:
    """Yield the events, where an approval that its giver took back before the merge is only a look."""
    for event in events:
        was_taken_back = event.what is What.APPROVED and any(
            later.what is What.ASKED and later.who == event.who and event.at <= later.at <= merged
            for later in events
        )
        yield event._replace(what=What.LOOKED) if was_taken_back else event


def read_comments(threads: Iterable[Mapping[str, Any]], reading: Reading) -> Iterator[Event]:
    """Read when somebody commented, and who; a comment that was deleted was only a look.

    Raises:
        SkippedError: one of them cannot be read.
    """
    for thread in threads:
        for comment in thread.get("comments") or ():
            what = What.LOOKED if comment.get("deleted") else What.ASKED
            who = _who(comment.get("authorArn"), reading)
            yield Event(_instant(comment.get("creationDate")), what, who)


def _instant(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise SkippedError("a time of the pull request is missing or unreadable")
    return value
