"""The registry knows every kind, and costs nothing until AWS is called."""

import subprocess
import sys

import pytest

from bot.sources import registry
from bot.sources.source import Source

ONLY_SOURCES = """
import sys
from bot.sources import registry
for kind in registry.kinds():
    registry.source_class(kind)
print(sorted(name for name in sys.modules if name.partition(".")[0] in {"boto3", "botocore"}))
"""


def test_every_kind_names_a_source_of_that_kind() -> None:
    assert registry.kinds() == ("codeguru_reviewer", "q_developer", "file")
    for kind in registry.kinds():
        assert issubclass(registry.source_class(kind), Source)
        assert registry.source_class(kind).kind == kind


def test_a_kind_that_nobody_wrote_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        registry.source_class("crystal_ball")


def test_loading_all_sources_does_not_load_the_aws_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONLY_SOURCES], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
