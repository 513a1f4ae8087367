"""`coach check --live`: what an operator sees at three in the morning, without anybody's id."""

import pytest

from bot import cli, live
from bot.demo.local_slack import SCOPES, Fault
from bot.manifest import OPTIONAL_SCOPE_OF, SCOPE_OF
from bot.slack.client import installed, web_client
from tests.journeys.test_commitments import record
from tests.slack.conftest import workspace
from tests.workspace import ALICE, MARTA

__all__ = ["workspace"]

NEEDED = {"commands", *(scope for scope in SCOPE_OF.values() if scope)}


@pytest.fixture
def told(workspace):
    def ask():
        slack = workspace.slack
        client = web_client(slack.bot_token, slack.api_url)
        database = workspace.coach.deliverer.database
        return list(live.problems(database, lambda: installed(client), workspace.clock.now()))

    return ask


def test_a_bot_at_work_with_all_it_needs_has_nothing_to_mend(workspace, told):
    workspace.slack.workspace.scopes = frozenset(NEEDED)
    workspace.sweeps()

    assert told() == []
    assert not NEEDED & set(OPTIONAL_SCOPE_OF.values())


def test_a_bot_that_is_not_running_is_missed(workspace, told):
    assert any("No process that sends messages is at work (seen never)" in one for one in told())
    workspace.sweeps()
    workspace.clock.forward(minutes=3)

    assert any("seen last at 2026-11-18 09:30 UTC" in one for one in told())


def test_a_missing_scope_is_named_with_what_to_do(workspace, told):
    workspace.sweeps()
    workspace.slack.workspace.scopes = SCOPES - {"users:read"}

    assert told() == [
        "Slack: the app lacks the scope users:read; install it again from manifest.yml."
    ]


def test_what_slack_refused_for_good_is_counted_by_kind_and_names_nobody(workspace, told):
    workspace.slack.fail("chat.postMessage", Fault.error("restricted_action"), times=2)
    record(workspace)
    workspace.sweeps()
    lines = told()

    assert len(lines) == 1
    assert lines[0].startswith("2 of kind record could not be delivered, last on 2026-11-18 09:30")
    assert "(restricted_action)" in lines[0]
    assert not any(person in lines[0] for person in (ALICE, MARTA))


def test_stopped_sending_and_a_stuck_message_are_told(workspace, told):
    workspace.slack.tokens_revoked()
    record(workspace)
    workspace.clock.forward(minutes=16)
    workspace.sweeps()

    assert any("All sending has stopped: the bot token was revoked" in one for one in told())
    assert any("A message is due since 2026-11-18 09:30 UTC" in one for one in told())


def test_a_refused_token_is_one_line(workspace, told):
    workspace.sweeps()
    workspace.slack.revoke()

    (line,) = told()
    assert line.startswith("Slack: Slack refuses Coach itself")


def test_the_command_asks_live_when_told(workspace, monkeypatch, capsys):
    settings = workspace.settings
    monkeypatch.setenv("COACH_CONFIG", str(settings.coach_config))
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("SLACK_API_URL", settings.slack_api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.slack.bot_token)

    assert cli.main(["check"]) == 0
    assert cli.main(["check", "--live"]) == 1
    told = capsys.readouterr()
    assert "No process that sends messages is at work" in told.err
    assert "lacks" not in told.err
    assert told.out.endswith("numbers: not collected yet.\n")
    (settings.coach_config.parent / "weekly.csv").unlink()
    assert cli.main(["check", "--live"]) == 1
    assert "Source numbers lacks the right `read the file`: The file" in capsys.readouterr().err
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    assert cli.main(["check", "--live"]) == 1
    assert "SLACK_BOT_TOKEN is not set" in capsys.readouterr().err
