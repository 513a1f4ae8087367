"""A vault with one key."""

import pytest

from bot.sealing.vault import Vault
from tests.sealing.keys import OLD, ring


@pytest.fixture
def vault():
    return Vault(ring(OLD))
