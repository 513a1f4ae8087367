"""What the worlds of AWS's services have in common: how trouble comes, and how a right is lost."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from bot.sources.source import Source
from tests.aws import faults
from tests.aws.fixtures import Aws
from tests.contracts.world import Trouble, World

FAULTS: dict[Trouble, faults.Fault] = {
    Trouble.THROTTLED_BRIEFLY: faults.throttled,
    Trouble.SLOW: faults.slow,
    Trouble.THROTTLED: faults.throttled,
    Trouble.CUT: faults.cut,
    Trouble.CUT_MIDWAY: faults.cut_midway,
    Trouble.BROKEN: faults.broken,
    Trouble.GARBLED: faults.garbled,
    Trouble.EXPIRED: faults.expired,
    Trouble.DENIED: faults.denied,
    Trouble.MISSING: faults.missing,
}


class AwsWorld(World):
    """A world behind AWS's door.

    Attributes:
        first: the operation that a pull asks for first.
        later: one that it asks for once it is under way.
    """

    people = ("ada.lovelace", faults.SOMEBODY)
    first: ClassVar[str]
    later: ClassVar[str]

    @override
    def __init__(self, aws: Aws, folder: Path) -> None:
        super().__init__(aws, folder)
        self.prepare()

    def prepare(self) -> None:
        """Have what is there before anything happens, such as a pipeline that never ran."""

    @override
    def befall(self, trouble: Trouble, *, late: bool) -> Source:
        self.aws.server.plan(
            self.later if late else self.first,
            FAULTS[trouble],
            times=1 if trouble is Trouble.THROTTLED_BRIEFLY else None,
        )
        return self.source()

    @override
    def lack(self, right: str) -> Sequence[str]:
        self.aws.server.plan(right.rpartition(":")[2], faults.denied)
        return [right]
