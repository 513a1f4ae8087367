"""The registry knows every kind, and costs nothing until AWS is called."""

import re
import subprocess
import sys
from pathlib import Path

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
        "copilot",
        "q_developer",
        "incident_manager",
        "ops_center",
        "codecommit",
        "codedeploy",
        "codepipeline",
        "codebuild",
        "inspector",
        "github",
        "gitlab",
        "pagerduty",
        "jira",
        "github_actions",
        "github_code_scanning",
        "github_deployments",
        "devlake",
        "git",
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


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", registry.KINDS)
def test_each_kind_stands_in_the_guides_with_each_right_that_it_needs(kind: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{kind}` \|.*$", readme, re.MULTILINE)
    told = readme.partition("| what is told |")[2].partition("\n\n")[0]
    assert f"`{kind}`" in told
    # A file needs no guide of its own beside README's.
    guide = "" if kind == "file" else guide_of(kind)
    for right in registry.source_class(kind).permissions:
        assert right.removeprefix("SELECT on ") in row + guide


def guide_of(kind: str) -> str:
    guides = (ROOT / "docs" / "sources.md").read_text("utf-8")
    (guide,) = re.findall(rf"^#+ [^\n]*`{kind}`\n(.*?)(?=^#|\Z)", guides, re.MULTILINE | re.DOTALL)
    return str(guide)
