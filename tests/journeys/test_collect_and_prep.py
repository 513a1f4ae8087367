"""`coach collect` from AWS, then `/coach prep`: the page's numbers are those of pencil and paper."""

import pytest

from bot import cli
from bot.demo.local_slack import LocalSlack
from tests import aws_company
from tests.aws_company import CANARIES, MANAGER
from tests.workspace import Workspace, cells, reads_as

pytestmark = pytest.mark.journey

BY_HAND = {
    # 7 members x 5 days x 20 shown = 700 a week, 4,200 in six; taken 5 a day: 1,050, lately 8: 1,680.
    "AI suggestions accepted": [
        "40 % (1,680 of 4,200)",
        "25 % (1,050 of 4,200)",
        "rose, by 49 to 72 %",
    ],
    # auth: 4 pull requests x 500 lines = 2,000 a week; ledger 500 more: 15 thousand lines in six weeks
    # and 5 x 6 = 30 reviewed pull requests. One high finding a week, lately eight: 6 / 15 and 48 / 15.
    "High-severity findings": [
        "3.2 per 1,000 lines (48 in 30 reviews)",
        "0.4 per 1,000 lines (6 in 30 reviews)",
        "rose, by 230 % to tenfold or more",
    ],
    # auth alone: 12 thousand lines, 24 reviews: 48 / 12 and 6 / 12.
    "High-severity findings in auth-service": [
        "4 per 1,000 lines (48 in 24 reviews)",
        "0.5 per 1,000 lines (6 in 24 reviews)",
        "rose, by 230 % to tenfold or more",
    ],
}


def test_collecting_from_aws_gives_a_page_with_the_numbers_worked_out_by_hand(
    aws, clock, database_url, tmp_path, monkeypatch, capsys
):
    aws_company.fill(aws, clock.now())
    config = aws_company.write_config(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COACH_CONFIG", str(config))
    monkeypatch.setattr(cli, "SystemClock", lambda: clock)

    assert cli.main(["collect"]) == 0
    printed = capsys.readouterr()
    assert "reviewer: ok: " in printed.out
    assert "assistant: ok: " in printed.out

    with LocalSlack(clock=clock) as slack:
        slack.add_user(MANAGER, name="marta")
        workspace = Workspace(slack, clock, database_url, config)
        aws_company.decide(workspace.coach.decisions)
        workspace.types(MANAGER, "/coach prep")
        with workspace.over_socket_mode():
            workspace.types(MANAGER, "/coach prep")
        over_http, over_socket = slack.dm(MANAGER)
        workspace.coach.close()

    for page in (over_http, over_socket):
        assert {name: row[:3] for name, row in cells(page).items()} == BY_HAND
        text = reads_as(page)
        assert "Rework after merge, too little behind it to show for these weeks" in text
        assert "Chosen because high-severity findings in auth-service rose" in text
        seen = text + printed.out + printed.err
        assert not [canary for canary in CANARIES if canary in seen]
