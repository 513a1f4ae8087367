"""The export: everything that is held about somebody, to read and as data, and nothing of others."""

import json

import pytest

from bot.db.base import About, metadata
from bot.demo.local_slack import SCOPES, Fault
from bot.privacy import words
from bot.privacy.carried import Action
from bot.privacy.held import TABLES
from bot.teams.policy import Retention
from tests.clock import FrozenClock
from tests.commitments.steps import FILLED, agreed, rows
from tests.privacy.test_erase import DOUBT, asks, may_put_files
from tests.workspace import ALICE, MARTA, open_workspace, reads_as

BASIM = "U0BASIM001"


@pytest.fixture
def workspace(clock: FrozenClock, database_url, tmp_path):
    with open_workspace(clock, database_url, tmp_path) as opened:
        may_put_files(opened)
        yield opened


def exported(workspace, user):
    asks(workspace, user, Action.EXPORT)
    page, data = workspace.slack.files(workspace.slack.dm_id(user))[-2:]
    return page.content.decode(), json.loads(data.content)


def told(workspace, user):
    return [reads_as(one) for one in workspace.slack.ephemerals(user)]


def test_an_export_holds_ones_records_questions_and_who_opened_what_and_nothing_of_others(
    workspace,
):
    agreed(workspace)
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    workspace.types(ALICE, "/coach question rework after merge")
    assert workspace.submits(ALICE, text=DOUBT) == {}
    workspace.types(BASIM, "/coach question rework after merge")
    assert workspace.submits(BASIM, text="Another <b>doubt</b> of somebody else.") == {}
    page, data = exported(workspace, ALICE)

    kinds = {kind["table"]: kind for kind in data["kinds"]}
    (version,) = kinds["conversation_revision"]["rows"]
    assert version["sealed"] == {
        name: FILLED[name]
        for name in ("pattern", "hypothesis", "engineer_will", "manager_will", "not_helping")
    }
    assert [row["sealed"]["text"] for row in kinds["question"]["rows"]] == [DOUBT]
    opened = [(row["act"], row["by"]) for row in kinds["audit_entry"]["rows"]]
    assert ("page_shown", MARTA) in opened
    assert BASIM not in page
    assert BASIM not in json.dumps(data)
    assert all(text in page for text in (FILLED["pattern"], DOUBT, MARTA))
    assert words.EXPORTING in told(workspace, ALICE)
    page, _ = exported(workspace, BASIM)
    assert "Another &lt;b&gt;doubt&lt;/b&gt;" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_column_about_a_person_stands_in_the_export_with_its_reason(workspace):
    about = {
        table.name: {one.name for one in table.columns if one.info["about"] is About.PERSON}
        for table in metadata.sorted_tables
    }
    agreed(workspace)
    _, data = exported(workspace, ALICE)

    for kind in data["kinds"]:
        assert about[kind["table"]] <= kind["columns"].keys()
        assert all(kind["columns"].values())
        for row in kind["rows"]:
            assert about[kind["table"]] <= row.keys()
        assert kind["deleted"] == TABLES[kind["table"]].deleted(Retention())
        assert kind["erased"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_is_known_by_its_place_and_vanishes_in_time(workspace):
    agreed(workspace)
    exported(workspace, ALICE)
    assert rows(workspace, "SELECT kind, recipient FROM standing") == [("export", ALICE)] * 2
    workspace.clock.forward(days=430)
    workspace.cleans()

    assert workspace.slack.files(workspace.slack.dm_id(ALICE)) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_files_may_not_be_put_or_slack_breaks_the_person_is_told(workspace):
    agreed(workspace)
    workspace.slack.fail("files.getUploadURLExternal", Fault.error("file_uploads_disabled"))
    asks(workspace, ALICE, Action.EXPORT)
    assert words.NOT_EXPORTED.partition("{")[0] in told(workspace, ALICE)[-1]
    assert rows(workspace, "SELECT count(*) FROM audit_entry WHERE act = 'exported'") == [(0,)]

    workspace.slack.workspace.scopes = SCOPES
    workspace.restarts()
    asks(workspace, ALICE, Action.EXPORT)
    assert told(workspace, ALICE)[-1] == words.NO_FILES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_not_right_is_put_right_where_it_comes_from(workspace):
    agreed(workspace)
    asks(workspace, ALICE, Action.CORRECT)
    ways = workspace.slack.ephemerals(ALICE)[-1]
    assert words.CORRECT_RECORDS in reads_as(ways)
    workspace.slack.change_user(ALICE, tz="Asia/Tokyo")
    workspace.presses(ALICE, ways, Action.ZONE)

    assert told(workspace, ALICE)[-1] == words.ASKED_SLACK.format(zone="Asia/Tokyo")
