"""Every source in the registry keeps the contract; a new one is covered with no new line."""

import importlib
from pathlib import Path

import pytest
from typing_extensions import override

from bot.sources import registry
from bot.sources.contract.suite import SourceContract
from tests.aws.fixtures import Aws
from tests.contracts.world import World


class TestEverySource(SourceContract):
    """Coach's own, each in its world under `tests/contracts/worlds`."""

    kinds = registry.kinds()

    @pytest.fixture(autouse=True)
    def _with_aws(self, aws: Aws) -> None:
        self.aws = aws

    @override
    def make(self, kind: str, folder: Path) -> World:
        world: World = importlib.import_module(f"tests.contracts.worlds.{kind}").World(
            self.aws, folder
        )
        return world
