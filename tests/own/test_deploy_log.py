"""README's source of one's own: installed as another package, it is a kind like Coach's own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Done, run_coach

ROOT = Path(__file__).parents[2]
OUR_TEST = """
from pathlib import Path

from bot.metrics.fact import Fact
from bot.sources.contract.suite import SourceContract
from bot.sources.contract.world import WINDOW, Trouble, World
from bot.sources.source import TeamScope
from our_sources import DeployLog

WITHOUT_A_NETWORK = "A file on the machine has no connection that could fail."
TIMES = ("2026-09-22T10:00:00+02:00", "2026-10-01T12:00:00+00:00", "2026-10-08T09:30:00+00:00")


class Log(World):
    people = ("ada-lovelace",)
    cannot = {trouble: WITHOUT_A_NETWORK for trouble in Trouble if trouble is not Trouble.MISSING}

    def __init__(self, folder):
        self.path = folder / "deploys.log"
        self.path.write_text("")

    def source(self):
        options, scope = DeployLog.Options(path=self.path), DeployLog.Scope()
        return DeployLog("deploys", options, [TeamScope("payments", "checkout", scope)])

    def hold(self):
        from datetime import UTC, datetime

        self.path.write_text("\\n".join([*TIMES, "2026-11-01T00:00:00+00:00"]))
        instants = [datetime.fromisoformat(time).astimezone(UTC) for time in TIMES]
        metric = "deployment_frequency"
        return [Fact("payments", "checkout", metric, at, numerator=1) for at in instants]

    def spoil(self, count):
        with self.path.open("a") as file:
            file.write("\\nada-lovelace" * count)
        return ["ada"]

    def befall(self, trouble, *, late):
        if trouble in self.cannot:
            return None
        self.path.unlink()
        return self.source()

    def lack(self, right):
        self.path.unlink()
        return [right]


class TestTheDeployLog(SourceContract):
    kinds = ("deploy_log",)

    def make(self, kind, folder):
        return Log(folder)
"""
COACH_YML = """
organisation: {name: Example, time_zone: UTC, stewards: [U0STEWARD1]}
sources:
  deploys: {kind: %s, path: deploys.log}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [U0MARTA001]
    members: [U0ALICE001]
    telemetry: [{source: deploys}]
"""


def blocks(language: str) -> list[str]:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("\n## A source of your own\n")[2].partition("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with the package as an installer leaves it: the module, and what it names."""
    (module,), (names,) = blocks("python"), blocks("toml")
    (tmp_path / "our_sources.py").write_text(module, "utf-8")
    meta = tmp_path / "our_sources-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: our-sources\nVersion: 1.0\n")
    said = names.replace('[project.entry-points."coach.sources"]', "[coach.sources]")
    (meta / "entry_points.txt").write_text(said.replace('"', ""))
    return tmp_path


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,  # With `-m` it is where Python looks first.
        capture_output=True,
        text=True,
        check=False,
    )


def config(folder: Path, kind: str) -> str:
    path = folder / "coach.yml"
    path.write_text(COACH_YML % kind)
    return str(path)


def checked(folder: Path, kind: str) -> Done:
    environment = os.environ  # noqa: TID251 - a process of the test's own
    return run_coach(folder, environment, "check", "--config", config(folder, kind))


def test_its_kind_may_stand_in_the_file_that_says_who_is_in_which_team(installed: Path) -> None:
    done = run(installed, "-m", "bot", "check", "--config", config(installed, "deploy_log"))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_kind_that_no_package_brings_is_named_with_those_that_are_there(installed: Path) -> None:
    done = checked(installed, "deploy_logs")
    assert done.returncode == 1
    assert "deploy_log" in done.stderr


def test_it_passes_the_contract_that_comes_with_coach(installed: Path) -> None:
    (installed / "test_deploy_log.py").write_text(OUR_TEST, "utf-8")
    done = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_deploy_log.py")
    assert re.search(r"\b4\d passed", done.stdout), done.stdout + done.stderr
    assert "failed" not in done.stdout
    assert "skipped" not in done.stdout


BROKEN = {
    "a module that is not there": ("deploy_log = nowhere:DeployLog", "cannot be imported"),
    "a name that is not there": ("deploy_log = our_sources:Deploys", "cannot be imported"),
    "something that is no source": ("deploy_log = our_sources:METRIC", "names something else"),
    "a source of another kind": ("deploys = our_sources:DeployLog", "names something else"),
}


@pytest.mark.parametrize(("names", "said"), BROKEN.values(), ids=BROKEN)
def test_a_package_that_is_broken_is_named_plainly_and_not_as_a_traceback(
    installed: Path, names: str, said: str
) -> None:
    written = installed / "our_sources-1.0.dist-info" / "entry_points.txt"
    written.write_text(f"[coach.sources]\n{names}\n")
    done = checked(installed, names.partition(" ")[0])
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
