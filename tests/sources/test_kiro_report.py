"""Kiro's user report: who was active, whatever the client, and nothing of anybody's address."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.metrics.fact import Fact
from bot.sources.q_developer import QDeveloper, QDeveloperOptions, QDeveloperScope
from bot.sources.source import Report, TeamScope, Window
from tests.aws.buckets import kiro_key, report, report_key
from tests.aws.fixtures import Aws

ADA = "6a1b2c3d-1111-4222-8333-444455556666"
GRACE = "7b2c3d4e-1111-4222-8333-444455556666"
MONDAY = date(2026, 9, 28)
WEEK = Window(datetime(2026, 9, 28, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC))
BUCKET = "kiro-reports"
COLUMNS = (
    "Date", "UserId", "Client_Type", "Chat_Conversations", "Credits_Used", "Overage_Cap",
    "Overage_Credits_Used", "Overage_Enabled", "ProfileId", "Subscription_Tier", "Total_Messages",
    "New_User", "User_Email", "auto_messages", "claude_opus_4.8_messages",
)  # fmt: skip
Row = tuple[str | int, ...]


@pytest.fixture(autouse=True)
def bucket(aws: Aws) -> None:
    aws.buckets.make(BUCKET)


def a_source(*people: str) -> QDeveloper:
    options = QDeveloperOptions(
        bucket=BUCKET, prefix="reports", account="111122223333", region="eu-west-1", report="kiro"
    )
    scope = TeamScope("payments", "", QDeveloperScope(), people or (ADA, GRACE))
    return QDeveloper("assistant", options, [scope])


def row(
    user: str,
    day: date = MONDAY,
    *,
    messages: int | str = 0,
    conversations: int | str = 0,
    spent: int | str = 0,
) -> Row:
    """Return a row in the order of `COLUMNS`."""
    return (
        day.isoformat(), f'"{user}"', "KIRO_IDE", conversations, spent, "2500.0", "0.0",
        "false", '"arn:aws:codewhisperer:eu-west-1:111122223333:profile/X"', "PRO_MAX", messages,
        "false", '"ada@example.com"', messages, 0,
    )  # fmt: skip


def write(aws: Aws, day: date, *rows: Row, client: str = "KIRO_IDE", part: str = "") -> None:
    aws.buckets.put(BUCKET, kiro_key(day, client, part), report(*rows, columns=COLUMNS))


def pulled(*people: str, said: Report | None = None, window: Window = WEEK) -> list[Fact]:
    return list(a_source(*people).pull(window, said or Report()))


def active(facts: Sequence[Fact]) -> tuple[float, float]:
    """Return how many were active, out of how many."""
    assert {fact.metric for fact in facts} <= {"ai_active_share"}
    return sum(fact.numerator for fact in facts), sum(fact.denominator or 0 for fact in facts)


def test_a_week_adds_up_by_hand_over_days_and_clients(aws: Aws) -> None:
    # Monday: Ada sends 50 messages in the editor, and a stranger 9. Tuesday: Ada at the command
    # line, Grace only in a plug-in. Both of two were active, each counted once.
    tuesday = MONDAY + timedelta(days=1)
    write(aws, MONDAY, row(ADA, messages=50, conversations=3), row("stranger", messages=9))
    write(aws, tuesday, row(ADA, tuesday, messages=7), client="KIRO_CLI")
    write(aws, tuesday, row(GRACE, tuesday, messages=1), client="PLUGIN")
    said = Report()
    facts = pulled(said=said)
    assert active(facts) == (2, 2)
    assert len({fact.actor for fact in facts}) == 2
    assert {fact.at for fact in facts} == {datetime(2026, 9, 30, 12, tzinfo=UTC)}
    assert said.covered == {MONDAY, tuesday}
    assert said.skipped.total() == 0


@pytest.mark.parametrize(
    ("used", "count"),
    [
        ({"messages": 1}, 1),
        ({"conversations": 1}, 1),
        ({"spent": "0.0100000000000000002"}, 1),
        ({"spent": "1e-05"}, 1),
        ({"messages": "", "conversations": "", "spent": ""}, 0),
        ({"messages": 0, "conversations": "0", "spent": "0.0"}, 0),
    ],
)
def test_any_message_conversation_or_credit_makes_somebody_active(
    aws: Aws, used: dict[str, Any], count: int
) -> None:
    write(aws, MONDAY, row(ADA, **used))
    assert active(pulled(ADA)) == (count, 1)


def test_no_acceptance_is_told_from_it(aws: Aws) -> None:
    write(aws, MONDAY, row(ADA, messages=5))
    assert {fact.metric for fact in pulled()} == {"ai_active_share"}
    assert "acceptance cannot be computed" in QDeveloper.history


def test_new_columns_for_new_models_and_any_order_change_nothing(aws: Aws) -> None:
    columns = ("gpt_5.6_messages", "Total_Messages", "Credits_Used", "UserId", "User_Email", "Date",
               "Chat_Conversations", "Usage_Limit")  # fmt: skip
    rows = [(4, 4, "1.5", ADA.upper(), "a@example.com", "2026-09-28", 1, 1000)]
    aws.buckets.put(BUCKET, kiro_key(MONDAY), "\ufeff" + report(*rows, columns=columns))
    assert active(pulled(ADA)) == (1, 1)


def test_a_user_is_found_with_the_directory_before_the_id(aws: Aws) -> None:
    write(aws, MONDAY, row(f"d-9067f0a1b2.{ADA}", messages=1))
    assert active(pulled(ADA)) == (1, 1)


def test_parts_of_a_file_and_clients_that_are_yet_to_come_are_read_too(aws: Aws) -> None:
    write(aws, MONDAY, row(ADA, messages=1), part="_part_1")
    write(aws, MONDAY, row(GRACE, messages=1), client="KIRO_WEB", part="_part_2")
    assert active(pulled()) == (2, 2)


def test_a_report_without_rows_says_that_nobody_was_active(aws: Aws) -> None:
    write(aws, MONDAY)
    said = Report()
    assert active(pulled(said=said)) == (0, 2)
    assert said.covered == {MONDAY}


def test_reports_of_the_other_kinds_beside_it_are_not_read(aws: Aws) -> None:
    aws.buckets.put(BUCKET, report_key(MONDAY, logs="KiroLogs"), "secret")
    aws.buckets.put(BUCKET, kiro_key(MONDAY).removesuffix(".csv"), "marker")
    assert pulled() == []
    assert aws.server.asked("GetObject") == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(ADA, MONDAY - timedelta(days=1), messages=1), "the date is not the day of the report"),
        (("09-28-2026", *row(ADA, messages=1)[1:]), "the date is not the day of the report"),
        (row("", messages=1), "the row has no UserId"),
        (row(ADA, messages="many"), "a count is not a number from 0 up"),
        (row(ADA, messages="-1"), "a count is not a number from 0 up"),
        (row(ADA, messages="\u0661"), "a count is not a number from 0 up"),
        (row(ADA, messages=1, spent="inf"), "a count is not a number from 0 up"),
        (row(ADA, messages=1, spent="nan"), "a count is not a number from 0 up"),
        (row(ADA, messages="9" * 5000), "a count is not a number from 0 up"),
        (row(ADA, messages=1)[:-1], "the row has not as many cells as the header"),
        (('"', *row(ADA, messages=1)[1:]), "the line is not CSV"),
    ],
)
def test_a_row_that_breaks_a_rule_is_told_by_place_and_costs_only_itself(
    aws: Aws, bad: Row, reason: str
) -> None:
    write(aws, MONDAY, bad, row(GRACE, messages=1))
    said = Report()
    assert active(pulled(said=said)) == (1, 2)
    place = "KIRO_IDE_111122223333_user_report_202609280000.csv line 2"
    assert said.places == {reason: [place]}


def test_a_line_that_is_not_utf8_is_told_by_place(aws: Aws) -> None:
    text = report(row(ADA, messages=1), columns=COLUMNS).encode() + b"\xff\xfe,x\r\n"
    aws.buckets.put(BUCKET, kiro_key(MONDAY), text)
    said = Report()
    assert active(pulled(said=said)) == (1, 2)
    assert list(said.skipped) == ["the line is not UTF-8 text"]


@pytest.mark.parametrize("text", ["", report(row(ADA, messages="x"), columns=COLUMNS)])
def test_a_day_of_which_nothing_can_be_read_is_not_covered(aws: Aws, text: str) -> None:
    aws.buckets.put(BUCKET, kiro_key(MONDAY), text)
    said = Report()
    assert pulled(said=said) == []
    assert said.covered == set()
    assert said.skipped.total() == 1


@pytest.mark.parametrize("lacking", ["Date", "UserId", "Total_Messages", "Credits_Used"])
def test_a_report_of_another_kind_is_refused_in_words(aws: Aws, lacking: str) -> None:
    columns = [name for name in COLUMNS if name != lacking]
    aws.buckets.put(BUCKET, kiro_key(MONDAY), report(columns=columns))
    with pytest.raises(OperatorError, match=f"no column {lacking}") as raised:
        pulled()
    assert len(str(raised.value)) <= 300


def test_an_address_is_in_nothing_that_comes_out(aws: Aws) -> None:
    write(aws, MONDAY, row(ADA, messages=1), row(GRACE, messages="many"))
    said = Report()
    assert "ada@example.com" not in f"{pulled(said=said)} {said}"
    assert ADA not in f"{pulled(said=said)} {said}"
