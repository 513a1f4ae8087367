"""Writes a repository with dulwich: commits, merges and tags whose clocks a test sets."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dulwich.objects import Blob, Commit, ObjectID, Tag, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

ADA, GRACE = "ada.lovelace@example.com", "grace.hopper@example.com"


class Made:
    """A repository that grows on the branch `main`."""

    def __init__(self, path: Path, *, bare: bool = False) -> None:
        path.mkdir()
        self.path = path
        self.repo = Repo.init_bare(str(path)) if bare else Repo.init(str(path))
        self.tree = Tree()
        self.repo.object_store.add_object(self.tree)
        self.repo.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
        self.tip: ObjectID | None = None

    def commit(
        self,
        at: datetime,
        author: str = ADA,
        *,
        written: datetime | int | None = None,
        name: str = "Somebody",
        message: str = "typed by ada.lovelace",
        parents: Sequence[ObjectID] | None = None,
    ) -> ObjectID:
        """A commit by itself; `on` puts it on the branch."""
        made = Commit()
        made.tree = self.tree.id
        made.parents = list(parents if parents is not None else self._parents())
        made.author = f"{name} <{author}>".encode()
        made.committer = b"Merger <merger@example.com>"
        seconds = written if isinstance(written, int) else int((written or at).timestamp())
        made.author_time, made.commit_time = seconds, int(at.timestamp())
        made.author_timezone = made.commit_timezone = 0
        made.message = message.encode()
        self.repo.object_store.add_object(made)
        return ObjectID(made.id)

    def _parents(self) -> list[ObjectID]:
        return [self.tip] if self.tip else []

    def on(self, at: datetime, author: str = ADA, **said) -> ObjectID:
        """A commit on the branch."""
        self.tip = self.commit(at, author, **said)
        self.branch("main", self.tip)
        return self.tip

    def merge(self, at: datetime, side: ObjectID, **said) -> ObjectID:
        """A merge of a side into the branch, by somebody who presses a button."""
        return self.on(at, "merger@example.com", parents=[*self._parents(), side], **said)

    def branch(self, name: str, at: ObjectID) -> None:
        self.repo.refs[Ref(f"refs/heads/{name}".encode())] = at

    def tag(self, name: str, at: datetime | int | None = None, of: ObjectID | None = None) -> None:
        """A tag of the newest commit, or another: with a date where one is given."""
        target = of or self.tip
        assert target is not None
        if at is not None:
            made = Tag()
            made.tagger, made.message, made.name = b"R <r@example.com>", b"", name.encode()
            made.object = (Commit, target)
            made.tag_time = at if isinstance(at, int) else int(at.timestamp())
            made.tag_timezone = 0
            self.repo.object_store.add_object(made)
            target = ObjectID(made.id)
        self.repo.refs[Ref(f"refs/tags/{name}".encode())] = target

    def tag_of_a_file(self, name: str) -> None:
        """A tag that names no commit."""
        blob = Blob.from_string(b"secret")
        self.repo.object_store.add_object(blob)
        self.repo.refs[Ref(f"refs/tags/{name}".encode())] = ObjectID(blob.id)

    def damage(self, commit: ObjectID) -> None:
        """Write rubbish over a commit."""
        digest = commit.decode()
        folder = Path(self.repo.controldir()) / "objects" / digest[:2]
        file = folder / digest[2:]
        file.chmod(0o644)
        file.write_bytes(b"rubbish by ada.lovelace")
