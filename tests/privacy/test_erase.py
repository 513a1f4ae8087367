"""Forgetting somebody: what is theirs alone goes, the other side keeps theirs, and no copy is left."""

from contextlib import closing

import pytest

from bot.audit import store as audit_store
from bot.audit.noted import Act
from bot.commitments import words as record_words
from bot.commitments.carried import Action as Records
from bot.db.base import metadata
from bot.demo.local_slack import SCOPES, Fault
from bot.home import words as home_words
from bot.home.offers import WORD_ACTION
from bot.privacy import words
from bot.privacy.carried import Action
from bot.privacy.erase import ENDED_LAST
from bot.privacy.held import TABLES
from tests.clock import FrozenClock
from tests.commitments.steps import FILLED, agreed, berlin, does, everything_stored, records, rows
from tests.workspace import ALICE, MARTA, STEWARD, Workspace, open_workspace, reads_as

DOUBT = "It counts reverts of marzipan files."
OF_ALICE = ("Open drafts on the second day of the saffron week.", DOUBT)
OF_MARTA = "Keep Thursdays free of meetings."


@pytest.fixture
def workspace(clock: FrozenClock, database_url, tmp_path):
    with open_workspace(clock, database_url, tmp_path) as opened:
        may_put_files(opened)
        opened.has_collected()
        yield opened


def may_put_files(workspace: Workspace) -> None:
    workspace.slack.workspace.scopes = SCOPES | {"files:write"}
    workspace.restarts()  # what was granted is asked for at the start


def asks(workspace: Workspace, user: str, button: str) -> None:
    workspace.types(user, "/coach mine")
    workspace.presses(user, workspace.slack.ephemerals(user)[-1], button)


def lives_through_a_month(workspace: Workspace) -> None:
    """Alice and Marta agree on words of both, pages are made, reminders come, Alice asks a question."""
    records(workspace)
    does(workspace, ALICE, Records.SUGGEST)
    assert workspace.submits(ALICE, engineer_will=OF_ALICE[0]) == {}
    workspace.sweeps()
    does(workspace, MARTA, Records.AGREE)
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    workspace.types(ALICE, "/coach question rework after merge")
    assert workspace.submits(ALICE, text=DOUBT) == {}
    for user in (ALICE, MARTA):
        workspace.slack.open_home(user)
        workspace.settles()
        tab = workspace.slack.home(user)
        assert tab is not None
        workspace.presses(user, tab, f"{WORD_ACTION}.mine", "mine")
    for day in (24, 25):
        workspace.wakes_at(berlin(day, 9, 30))
    asks(workspace, ALICE, Action.EXPORT)
    workspace.sweeps()


def shown(workspace: Workspace) -> str:
    """Return what anybody can still read in Slack: messages, Home tabs, files."""
    space = workspace.slack.workspace
    messages = [one for place in space.posted.values() for one in place.values()]
    homes = [one for user in (ALICE, MARTA, STEWARD) if (one := workspace.slack.home(user))]
    files = [one.content.decode() for one in space.files.values() if one.content]
    read = [reads_as(one) for one in messages if not one.only_for] + [
        reads_as(one) for one in homes
    ]
    return "\n".join([*read, *files])


def dump(workspace: Workspace) -> bytes:
    """Return a dump of the database, by the statement with which pg_dump writes one.

    On SQLite, it is every byte of the files.
    """
    database = workspace.coach.deliverer.database
    if database.is_sqlite:
        return everything_stored(workspace)
    with closing(database.reader.raw_connection()) as connection:
        cursor = connection.cursor()
        parts = []
        for table in metadata.tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                parts += [bytes(part) for part in copied]
    return b"".join(parts)


def test_nothing_of_somebody_who_asked_is_left_anywhere_and_the_other_side_keeps_theirs(
    workspace, logged
):
    lives_through_a_month(workspace)
    sealed = [
        bytes(blob) for (blob,) in rows(workspace, "SELECT sealed FROM conversation_revision")
    ]
    sealed += [bytes(blob) for (blob,) in rows(workspace, "SELECT sealed FROM question")]
    keys = "SELECT wrapped FROM record_key WHERE record <> 'audit'"
    sealed += [bytes(blob) for (blob,) in rows(workspace, keys)]
    assert all(text in shown(workspace) for text in (*OF_ALICE, OF_MARTA, ALICE))

    asks(workspace, ALICE, Action.ERASE)
    workspace.sweeps()
    workspace.sweeps()

    left = shown(workspace)
    assert not any(text in left for text in OF_ALICE)
    assert f"<@{ALICE}>" not in left
    assert OF_MARTA in left
    assert record_words.FORGOTTEN.partition("{")[0] in left
    assert home_words.EMPTIED in left
    for stored in (dump(workspace), everything_stored(workspace)):
        assert ALICE.encode() not in stored
        assert not any(blob in stored for blob in sealed)
        assert not any(text.encode() in stored for text in OF_ALICE)
    assert not any(text in logged.getvalue() for text in (*OF_ALICE, ALICE))
    assert [message for message in workspace.slack.dm(ALICE) if not message.deleted] == []
    with workspace.coach.deliverer.database.read() as connection:
        assert audit_store.newest(connection, 1)[0].act == Act.ERASED
        assert workspace.coach.erasing.trail.verify(connection).trouble == ""
    workspace.types(ALICE, "/coach mine")
    assert words.NOTHING in reads_as(workspace.slack.ephemerals(ALICE)[-1])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_manager_who_is_forgotten_leaves_the_engineer_their_own_promise(workspace):
    agreed(workspace)

    asks(workspace, MARTA, Action.ERASE)
    workspace.sweeps()
    workspace.sweeps()

    left = "\n".join(reads_as(one) for one in workspace.slack.dm(ALICE) if not one.deleted)
    assert FILLED["engineer_will"] in left
    assert FILLED["manager_will"] not in left
    assert FILLED["pattern"] not in left, "Marta wrote that"
    assert MARTA not in left


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_record_that_both_sides_left_behind_is_deleted_and_so_is_one_never_agreed(workspace):
    agreed(workspace)
    records(workspace, pattern="Another pattern of the team.")
    for user in (ALICE, MARTA):
        asks(workspace, user, Action.ERASE)
        workspace.sweeps()
        found = rows(workspace, "SELECT engineer, stage FROM conversation")
        assert found == ([("", "closed")] if user == ALICE else [])

    for table in ("conversation_revision", "commitment", "follow_up"):
        assert rows(workspace, f"SELECT * FROM {table}") == []  # noqa: S608


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_said_stop_is_still_not_written_to_after_they_were_forgotten(workspace):
    agreed(workspace)
    workspace.types(ALICE, "/coach stop")
    asks(workspace, ALICE, Action.ERASE)
    workspace.sweeps()
    records(workspace)

    assert rows(workspace, 'SELECT "user" FROM person WHERE stopped_at IS NOT NULL') == [(ALICE,)]
    assert [one for one in workspace.slack.dm(ALICE) if not one.deleted] == []


def test_a_reminder_that_is_being_sent_meanwhile_is_waited_for_and_taken_out_too(workspace):
    agreed(workspace)
    workspace.wakes_at(berlin(24, 9, 30))
    workspace.slack.fail("chat.postMessage", Fault.REPLY_LOST)
    workspace.wakes_at(berlin(25, 9, 30))  # the reminder stands in Slack; Coach does not know it
    stood = [one for one in workspace.slack.dm(ALICE) if not one.deleted]

    asks(workspace, ALICE, Action.ERASE)
    assert rows(workspace, "SELECT count(*) FROM erasure") == [(1,)]
    workspace.clock.forward(minutes=2)
    workspace.sweeps()
    workspace.clock.forward(minutes=2)
    workspace.sweeps()

    assert len(stood) == 2
    assert rows(workspace, "SELECT count(*) FROM erasure") == [(0,)]
    assert [one for one in workspace.slack.dm(ALICE) if not one.deleted] == []
    assert rows(workspace, f"SELECT * FROM delivery WHERE recipient = '{ALICE}'") == []  # noqa: S608


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_process_that_ends_in_the_middle_is_gone_on_with_by_the_next(workspace):
    agreed(workspace)
    workspace.slack.fail("views.publish", Fault.error("internal_error"), times=1)

    asks(workspace, ALICE, Action.ERASE)
    assert rows(workspace, "SELECT begun_at IS NULL FROM erasure") == [(0,)]
    workspace.restarts()
    workspace.clock.forward(minutes=1)
    workspace.sweeps()

    assert rows(workspace, "SELECT * FROM erasure") == []
    assert [one for one in workspace.slack.dm(ALICE) if not one.deleted] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_asking_twice_forgets_once(workspace):
    agreed(workspace)
    asks(workspace, ALICE, Action.ERASE)
    workspace.slack.redeliver()
    workspace.sweeps()

    assert rows(workspace, f"SELECT count(*) FROM audit_entry WHERE act = '{Act.ERASED}'") == [(1,)]  # noqa: S608


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_table_about_people_has_somebody_who_clears_it(workspace):
    erasing = workspace.coach.erasing
    cleared = {table for tables in erasing.parts for table in tables}

    assert cleared | ENDED_LAST == {
        name for name, held in TABLES.items() if held.whose or held.through
    }
    assert all(held.erased for held in TABLES.values())
