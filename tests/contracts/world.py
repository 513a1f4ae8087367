"""A world of Coach's own: it has a stand-in for AWS, and a folder.

A new kind brings `tests/contracts/worlds/<kind>.py` with a class `World`, and is covered.
"""

from pathlib import Path

from bot.sources.contract.world import WINDOW, Trouble, World as Contract, nameless
from tests.aws.fixtures import Aws

__all__ = ["WINDOW", "Trouble", "World", "nameless"]


class World(Contract):
    """Where a source of one kind finds its telemetry; empty at first."""

    def __init__(self, aws: Aws, folder: Path) -> None:
        self.aws = aws
        self.folder = folder
