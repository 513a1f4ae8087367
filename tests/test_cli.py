"""The command `coach`, as an operator uses it: real processes, real exit statuses."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import app, cli
from bot.clock import SystemClock
from bot.demo import company
from bot.demo.local_slack import LocalSlack
from bot.playbook import load as playbook
from bot.settings import Settings
from bot.slack.words import COMMAND
from tests.command import run_coach
from tests.playbook.builders import a_file, write
from tests.workspace import MARTA, reads_as

BROKEN = """\
organisation: {name: Shop, time_zone: Europe/Berlin, stewards: [U0STEWARD1], minimum_group: 3}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [marta]
    members: [U0ALICE001]
    colour: blue
"""


@pytest.fixture
def office(tmp_path):
    """A local Slack with the sample company, and the environment of a process that serves it."""
    clock = SystemClock()
    with LocalSlack(clock=clock) as slack:
        company.move_in(slack)
        environment = {
            **os.environ,  # noqa: TID251 - a process of the test's own
            "COACH_CONFIG": str(company.write(tmp_path, clock.now())),
            "DATABASE_URL": f"sqlite:///{tmp_path}/coach.db",
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
        }
        yield slack, environment


@contextmanager
def coach(environment, *words, until):
    """Run `coach` until its log says something; yields the process and that line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    seen = []
    try:
        for line in process.stderr:
            seen.append(line)
            if until in line:
                break
        else:
            raise AssertionError("".join(seen))
        yield process, line
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(20)


def test_the_bot_answers_over_socket_mode_and_ends_when_told(office, tmp_path):
    slack, environment = office
    assert run_coach(tmp_path, environment, "collect").returncode == 0
    with coach(environment, "run", until="event=connected") as (process, _):
        slack.send_to_socket()
        slack.command(MARTA, "/coach", "prep")
        slack.wait_for(lambda: slack.dm(MARTA), 20)

        assert "High-severity findings" in reads_as(slack.dm(MARTA)[-1])
        assert ended(process) == 0


def test_the_bot_answers_over_http_on_a_port(office):
    slack, environment = office
    with coach(environment, "run", "--port", "0", until="event=listening") as (process, line):
        port = re.search(r"port=(\d+)", line)
        assert port
        slack.send_to(f"http://127.0.0.1:{port[1]}/slack/events")
        answer = slack.command(MARTA, "/coach", "help")

        assert answer.status == 200
        assert "/coach prep" in answer.body
        assert ended(process) == 0


def test_a_worker_alone_needs_no_connection_from_slack(office):
    _, environment = office
    del environment["SLACK_APP_TOKEN"], environment["SLACK_SIGNING_SECRET"]
    with coach(environment, "run", "--role", "worker", until="nightly_collection") as (process, _):
        assert ended(process) == 0


@pytest.mark.parametrize(
    ("missing", "words", "said"),
    [
        ("SLACK_BOT_TOKEN", ["run"], "SLACK_BOT_TOKEN is not set"),
        ("SLACK_APP_TOKEN", ["run"], "SLACK_APP_TOKEN is not set"),
        ("SLACK_SIGNING_SECRET", ["run", "--port", "0"], "SLACK_SIGNING_SECRET is not set"),
    ],
)
def test_a_missing_secret_is_named_and_nothing_is_started(office, tmp_path, missing, words, said):
    _, environment = office
    del environment[missing]
    done = run_coach(tmp_path, environment, *words)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revoked_token_stops_the_start_with_one_plain_line(office):
    _, environment = office
    environment["SLACK_BOT_TOKEN"] = "xoxb-revoked-0000"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "token" in done.stderr
    assert "Traceback" not in done.stderr
    assert "xoxb-revoked-0000" not in done.stderr


def test_a_broken_file_stops_the_start_with_every_problem_listed(tmp_path, monkeypatch, capsys):
    (tmp_path / "coach.yml").write_text(BROKEN)
    monkeypatch.setenv("COACH_CONFIG", str(tmp_path / "coach.yml"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/coach.db")

    assert cli.main(["run"]) == 1
    told = capsys.readouterr().err
    for line in (1, 6, 8):
        assert f"coach.yml:{line}: " in told
    assert not (tmp_path / "coach.db").exists()


def test_a_broken_template_is_listed_beside_a_broken_file(tmp_path, capsys):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bad.md.j2").write_text("---\nid: bad\n---\n{{ 9 ** 9 }}\n")
    config = company.write(tmp_path, SystemClock().now())
    text = config.read_text().replace(
        "organisation:", "organisation:\n  conversation_templates: own"
    )
    config.write_text(text)

    assert cli.main(["check", "--config", str(config)]) == 1
    told = capsys.readouterr().err
    assert "bad.md.j2:" in told
    assert "to mend" in told


def test_check_says_what_it_found_when_all_is_well(tmp_path, capsys):
    config = company.write(tmp_path, SystemClock().now())

    assert cli.main(["check", "--config", str(config)]) == 0
    assert "3 teams, 1 sources; 11 templates. All well." in capsys.readouterr().out


def test_check_goes_through_the_built_in_templates_which_a_start_takes_as_they_are(
    tmp_path, monkeypatch, capsys
):
    folder = write(tmp_path / "built_in", ours=a_file(align="The dashboard says you are slow."))
    monkeypatch.setattr(playbook, "built_in", lambda *_: folder)
    config = company.write(tmp_path, SystemClock().now())

    assert cli.main(["check", "--config", str(config)]) == 1
    assert 'The wording "The dashboard says"' in capsys.readouterr().err


def test_collect_prints_a_line_for_each_source_and_fails_when_one_does(
    tmp_path, monkeypatch, capsys
):
    config = company.write(tmp_path, SystemClock().now())
    monkeypatch.setenv("COACH_CONFIG", str(config))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/coach.db")

    assert cli.main(["collect"]) == 0
    assert re.fullmatch(r"numbers: ok: \d+ weekly rows\n", capsys.readouterr().out)
    (tmp_path / "weekly.csv").unlink()
    assert cli.main(["collect"]) == 1
    assert "numbers: refused: " in capsys.readouterr().out
    assert cli.main(["collect", "--team", "nobody"]) == 1
    assert "It has: edge, payments, search." in capsys.readouterr().err


def test_the_database_can_be_upgraded_by_itself(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/coach.db")

    assert cli.main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


def test_the_demo_prints_the_page_and_leaves(capsys):
    assert cli.main(["demo", "--once"]) == 0
    printed = capsys.readouterr().out

    assert "Payments: before your conversation" in printed
    assert "4. Support" in printed
    assert "Where to go next" in printed


def test_the_readme_names_every_command_setting_and_word():
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in readme
    for usage in app.answers().usages:
        assert f"`{COMMAND} {usage}`" in readme
    commands = re.findall(r"^    (\w+)  +", cli._parser().format_help(), re.MULTILINE)
    assert {"run", "collect", "check", "db", "demo"} <= set(commands)
    for command in commands:
        assert f"`coach {command}" in readme


def test_every_target_that_the_readme_names_is_in_the_makefile():
    root = Path(__file__).parents[1]
    named = set(re.findall(r"(?:`|    |&& )make (\w+)", (root / "README.md").read_text("utf-8")))
    targets = set(re.findall(r"^([a-z ]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert named <= {word for target in targets for word in target.split()}
