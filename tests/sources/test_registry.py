"""The registry knows every kind, and costs nothing until AWS is called."""

import subprocess
import sys

import pytest

from bot.sources import registry
from bot.sources.source import Source

ONLY_SOURCES = """
import sys
from bot.sources import registry
COSTLY = {
    "boto3", "botocore", "github", "gitlab", "pagerduty", "httpx2", "atlassian", "requests",
    "urllib3", "pymysql", "dulwich",
}
for kind in registry.kinds():
    registry.source_class(kind)
print(sorted(name for name in sys.modules if name.partition(".")[0] in COSTLY))
"""


def test_every_kind_names_a_source_of_that_kind() -> None:
    assert registry.kinds() == (
        "codeguru_reviewer",
        "q_developer",
        "incident_manager",
        "ops_center",
        "github",
        "gitlab",
        "file",
    )
    for kind in registry.kinds():
        assert issubclass(registry.source_class(kind), Source)
        assert registry.source_class(kind).kind == kind


def test_a_kind_that_nobody_wrote_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        registry.source_class("crystal_ball")


def test_loading_all_sources_loads_no_library_of_a_vendor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ONLY_SOURCES], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
