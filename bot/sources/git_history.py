"""The one door to a git repository on this machine: its tags, and its branch, newest first.

Read with dulwich, without a git command. Only commits and tags are opened, never a file's content.
Imported at the first call, because dulwich costs time at the start and memory for good.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from dulwich.errors import (
    ChecksumMismatch,
    FileFormatException,
    MissingCommitError,
    NotGitRepository,
    ObjectMissing,
    WrongObjectException,
)
from dulwich.file import FileLocked
from dulwich.objects import Commit, ObjectID, Tag
from dulwich.refs import Ref
from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

from bot.errors import SkippedError
from bot.sources.git_change import Author, Change, Tagged

GIT_BEGAN = datetime(2005, 4, 7, tzinfo=UTC)
"""The day of git's first commit: a clock that says an earlier one was off."""
_MOST_BROUGHT = 10_000
"""Commits of one merge that are looked at."""
_LONGEST_WAY = 10
"""Tags that a tag may point through."""
_REVERTS = re.compile(rb"\bThis reverts commit ([0-9a-f]{7,40})\b", re.IGNORECASE)
_WHO = re.compile(rb"\s*([^<]*?)\s*<([^>]*)>")
_DAMAGED = (
    ChecksumMismatch, FileFormatException, MissingCommitError, ObjectMissing, WrongObjectException,
    KeyError, ValueError, AssertionError, zlib.error, EOFError,
)  # fmt: skip
"""What dulwich lets through where an object is missing or cannot be read."""
ABSENT = "there is no git repository at `path`"
UNKNOWN_FORM = "the repository is kept in a form that Coach cannot read"
DAMAGED = "the repository is damaged; `git fsck` says where, and a new clone mends it"
NO_BRANCH = "the repository has no such `branch`"


class Repository:
    """A clone or a bare mirror. Close it when done.

    Attributes:
        cut_at: when the last commit of a shallow clone was made, once the branch was followed there.
    """

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            SkippedError: there is none, or it cannot be read.
        """
        with _told_plainly():
            self._repo = Repo(str(path))
        self.cut_at: datetime | None = None

    def close(self) -> None:
        """Close its files."""
        self._repo.close()

    def tip(self, branch: str | None) -> str | None:
        """Return the newest commit of a branch, or of `HEAD`; None in an empty repository.

        Raises:
            SkippedError: it has other branches, and not this one.
        """
        with _told_plainly():
            refs = {bytes(name): at for name, at in self._repo.get_refs().items()}
            wanted = ["HEAD"] if branch is None else _full_names(branch)
            found = next((refs[name.encode()] for name in wanted if name.encode() in refs), None)
            if found is not None:
                return found.decode("ascii")
        if any(not name.startswith(b"refs/tags/") for name in refs):
            raise SkippedError(NO_BRANCH)
        return None

    def fetched(self) -> datetime | None:
        """Return when somebody last fetched into it; None where that is not known."""
        try:
            seconds = (Path(str(self._repo.controldir())) / "FETCH_HEAD").stat().st_mtime
        except OSError:  # Nobody has since it was cloned, or it is pushed to.
            return None
        return datetime.fromtimestamp(seconds, UTC)

    def tagged(self, pattern: str) -> Iterator[Tagged | None]:
        """Yield for each tag of a pattern what it says; None where that cannot be read.

        Raises:
            SkippedError: the repository is damaged.
        """
        with _told_plainly():
            tags = self._repo.refs.as_dict(Ref(b"refs/tags"))
        for name, target in sorted(tags.items()):
            if fnmatchcase(name.decode("utf-8", "replace"), pattern):
                yield self._read_tag(bytes(target))

    def _read_tag(self, target: bytes) -> Tagged | None:
        at: datetime | None = None
        for _ in range(_LONGEST_WAY):
            try:
                found = self._repo[target]
            except _DAMAGED:  # What it names is not here, as beyond the end of a shallow clone.
                return None
            if isinstance(found, Commit):
                committed = _instant(found.commit_time)
                when = at or committed
                if when is None or committed is None:
                    return None
                return Tagged(bytes(found.id).decode("ascii"), when, committed)
            if not isinstance(found, Tag):
                return None
            at = at or _instant(found.tag_time)
            if at is None:
                return None
            target = bytes(found.object[1])
        return None

    def line(self, tip: str) -> Iterator[Change]:
        """Yield the steps of a branch along first parents, newest first, as far as it is asked.

        Raises:
            SkippedError: the repository is damaged.
        """
        shallow = {bytes(each) for each in self._repo.get_shallow()}
        commit: ObjectID | None = ObjectID(tip.encode("ascii"))
        number = 0
        while commit is not None:
            number += 1
            with _told_plainly():
                found = self._repo[commit]
                if not isinstance(found, Commit):
                    raise SkippedError(DAMAGED)
                parents = [] if commit in shallow else list(found.parents)
                change = self._change(found, parents, number)
            self.cut_at = change.merged if commit in shallow else None
            yield change
            commit = parents[0] if parents else None

    def _change(self, found: Commit, parents: list[ObjectID], number: int) -> Change:
        brought = [found]
        if len(parents) > 1:
            walker = self._repo.get_walker(
                include=parents[1:], exclude=parents[:1], max_entries=_MOST_BROUGHT
            )
            brought += [entry.commit for entry in walker]
        # A merge's own date is that of the merge, and its author whoever pressed the button.
        written = brought[1:] or brought
        first = min(written, key=lambda each: each.author_time)
        clocks = [_instant(each.author_time) for each in written]
        return Change(
            commit=bytes(found.id).decode("ascii"),
            merged=_instant(found.commit_time) or datetime.fromtimestamp(0, UTC),
            brought=tuple(bytes(each.id).decode("ascii") for each in brought),
            began=min((each for each in clocks if each), default=None) if all(clocks) else None,
            author=_author(first.author),
            reverts=frozenset(
                named.decode("ascii").lower()
                for each in brought
                for named in _REVERTS.findall(each.message)
            ),
            is_change=len(parents) < 2 or len(brought) > 1,  # noqa: PLR2004 - a merge has two
            number=number,
        )


def _full_names(branch: str) -> list[str]:
    return [f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"]


def _instant(seconds: int | None) -> datetime | None:
    """Read git's time; None for one that no clock can have meant."""
    try:
        instant = datetime.fromtimestamp(seconds or 0, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return instant if instant >= GIT_BEGAN else None


def _author(said: bytes) -> Author:
    read = _WHO.match(said)
    name, email = read.groups() if read else (said, b"")
    return Author(*(part.decode("utf-8", "replace").casefold() for part in (name, email)))


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except (NotGitRepository, NotADirectoryError, FileNotFoundError):
        raise SkippedError(ABSENT) from None
    except (UnsupportedVersion, UnsupportedExtension):
        raise SkippedError(UNKNOWN_FORM) from None
    except PermissionError:
        raise SkippedError("Coach may not read the repository at `path`") from None
    except (OSError, FileLocked, *_DAMAGED):
        raise SkippedError(DAMAGED) from None
