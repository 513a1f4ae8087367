"""What was kept for as long as the policy says is deleted: rows, keys, messages; and the stewards hear of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.audit import store as audit_store
from bot.audit.noted import Act
from bot.commitments.carried import Action
from bot.demo import company
from bot.demo.local_slack import Fault
from bot.retention import words
from bot.retention.tell import REPORT
from bot.teams import months
from tests.clock import FrozenClock
from tests.commitments.steps import FILLED, agreed, berlin, does, everything_stored, rows
from tests.workspace import ALICE, MARTA, STEWARD, Workspace, open_workspace, reads_as

KEYS = "SELECT count(*) FROM record_key WHERE record <> 'audit'"
WEEKS = "SELECT count(*) FROM weekly_aggregate"


@pytest.fixture
def workspace(clock: FrozenClock, database_url, tmp_path):
    with open_workspace(clock, database_url, tmp_path) as opened:
        opened.has_collected()
        yield opened


def with_policy(clock: FrozenClock, folder, **kept: int):
    said = "".join(f"    {name}: {number}\n" for name, number in kept.items())
    written = company.write(folder, clock.now()).read_text("utf-8")
    config = f"{written}\npolicy:\n  retention:\n{said}"
    return open_workspace(clock, f"sqlite:///{folder}/coach.db", folder, coach_yml=config)


def forward(workspace: Workspace, number: int) -> None:
    """Move on by calendar months."""
    now = workspace.clock.now()
    workspace.clock.forward(seconds=(months.after(now, number) - now).total_seconds())


@pytest.mark.parametrize(
    ("from_", "number", "to"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2026-11-18", 13, "2027-12-18"),
        ("2026-01-15", -13, "2024-12-15"),
    ],
)
def test_months_are_those_of_the_calendar(from_, number, to):
    day = datetime.fromisoformat(f"{from_}T09:30").replace(tzinfo=UTC)

    assert months.after(day, number).isoformat() == f"{to}T09:30:00+00:00"


def test_nothing_of_a_record_is_left_once_its_time_is_over_and_its_pages_go_with_it(
    workspace, logged
):
    agreed(workspace)
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    page = workspace.page(MARTA)
    assert FILLED["manager_will"] in reads_as(page)
    sealed = [
        bytes(blob) for (blob,) in rows(workspace, "SELECT sealed FROM conversation_revision")
    ]

    forward(workspace, 12)
    assert "records" not in workspace.cleans(), "its time is counted from the check-in"
    workspace.clock.forward(days=15)
    assert workspace.cleans()["records"] == 1
    workspace.sweeps()

    stored = everything_stored(workspace)
    assert not any(blob in stored for blob in sealed)
    assert rows(workspace, KEYS) == [(0,)]
    shown = [one for user in (MARTA, ALICE) for one in workspace.slack.dm(user)]
    assert not any(FILLED["manager_will"] in reads_as(one) for one in shown)
    assert page_of(workspace, page).deleted
    assert FILLED["manager_will"] not in logged.getvalue()


def test_weeks_and_the_pages_that_show_them_go_after_thirteen_months(workspace):
    workspace.types(MARTA, "/coach prep")
    page = workspace.page(MARTA)
    oldest = rows(workspace, "SELECT min(week_start) FROM weekly_aggregate")
    before = rows(workspace, WEEKS)

    assert workspace.cleans().keys() <= {"weeks"}
    forward(workspace, 12)
    left = workspace.cleans()
    assert left["weeks"] < before[0][0]
    assert rows(workspace, "SELECT min(week_start) FROM weekly_aggregate") > oldest
    assert not page_of(workspace, page).deleted
    forward(workspace, 1)
    workspace.clock.forward(days=7)
    assert workspace.cleans()["pages"] == 1

    assert rows(workspace, WEEKS) == [(0,)]
    assert page_of(workspace, page).deleted
    assert workspace.cleans() == {}, "what is done is not done again"


def page_of(workspace, page):
    return workspace.slack.workspace.posted[page.channel][page.ts]


def test_what_was_written_under_another_policy_goes_by_the_present_one(clock, tmp_path):
    with with_policy(clock, tmp_path, closed_commitments=1) as workspace:
        agreed(workspace)
        for day in (24, 25):
            workspace.wakes_at(berlin(day, 9, 30))
        workspace.wakes_at(berlin(2, 9, 30, month=12))
        does(workspace, MARTA, Action.KEEP)
        with workspace.coach.deliverer.database.write() as session:  # as six months would have it
            session.execute(
                text("UPDATE conversation SET delete_at = '2027-06-02 08:30:00.000000'")
            )
        workspace.clock.forward(days=30)
        assert "records" not in workspace.cleans()
        workspace.clock.forward(days=1)

        assert workspace.cleans()["records"] == 1


def test_the_audit_tells_of_deletions_without_their_content_and_is_itself_trimmed(workspace):
    agreed(workspace)
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    forward(workspace, 24)
    workspace.clock.forward(days=1)
    deleted = workspace.cleans()

    with workspace.coach.deliverer.database.read() as connection:
        told = audit_store.newest(connection, 50)
        assert workspace.coach.cleaning.trail.verify(connection).trouble == ""
    assert {"weeks", "pages", "records", "audit"} <= deleted.keys()
    assert {one.act for one in told} == {Act.DELETED}
    assert {one.details["what"]: one.details["number"] for one in told} == deleted
    assert not any(one.by or one.about or one.team for one in told)


def test_each_steward_hears_once_what_was_deleted_last_month(workspace):
    agreed(workspace)
    workspace.types(MARTA, "/coach prep")
    forward(workspace, 13)
    workspace.clock.forward(days=20)  # a Saturday in January
    workspace.cleans()
    assert reports(workspace) == []
    forward(workspace, 1)
    workspace.clock.forward(days=3)
    for _ in range(2):
        workspace.cleans()
        workspace.sweeps()

    assert len(reports(workspace)) == 2, "one for each month that is over"
    said = reads_as(reports(workspace)[-1])
    assert words.TITLE.format(month="January 2028") in said
    assert words.LINE.format(what=words.WHAT["records"], number="1") in said
    assert ALICE not in said
    assert "coach audit verify --seal" in said
    assert rows(workspace, f"SELECT count(*) FROM delivery WHERE kind = '{REPORT}'") == [(2,)]  # noqa: S608


def reports(workspace):
    return [one for one in workspace.slack.dm(STEWARD) if one.text == words.TEXT]


def test_what_slack_refuses_to_take_out_is_tried_again_and_then_told_to_the_stewards(workspace):
    workspace.types(MARTA, "/coach prep")
    forward(workspace, 14)
    workspace.slack.fail("chat.delete", Fault.error("cant_delete_message"), times=8)
    workspace.cleans()
    for _ in range(8):
        workspace.clock.forward(hours=5)
        workspace.sweeps()
    assert rows(workspace, "SELECT attempts, due_at FROM removal") == [(8, None)]

    forward(workspace, 1)
    workspace.cleans()
    for _ in range(12):
        workspace.clock.forward(hours=6)
        workspace.sweeps()
    assert words.STUCK.format(number=1) in reads_as(reports(workspace)[-1])


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.REPLY_LOST, Fault.RATE_LIMITED(5)])
def test_a_message_is_taken_out_however_slack_stumbles(workspace, fault):
    workspace.types(MARTA, "/coach prep")
    page = workspace.page(MARTA)
    forward(workspace, 14)
    workspace.slack.fail("chat.delete", fault)
    workspace.cleans()
    assert rows(workspace, "SELECT count(*) FROM removal") == [(1,)]
    workspace.clock.forward(minutes=3)
    workspace.sweeps()

    assert page_of(workspace, page).deleted
    assert rows(workspace, "SELECT count(*) FROM removal") == [(0,)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_step_of_deletion_has_its_words(workspace):
    assert {step.name for step in workspace.coach.cleaning.steps} == set(words.WHAT)
