"""`/coach mine`: what Coach holds about whoever asks, complete by construction, and nobody else's."""

import importlib
import pkgutil

import pytest

import bot
from bot.commitments.carried import Action
from bot.db.base import About, metadata
from bot.privacy import blocks, words
from bot.privacy.blocks import Mirror
from bot.privacy.held import TABLES
from bot.slack import check
from bot.teams.policy import Retention
from tests.clock import FrozenClock
from tests.commitments.steps import agreed, does
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER, open_workspace, reads_as


@pytest.fixture
def workspace(clock: FrozenClock, database_url, tmp_path):
    with open_workspace(clock, database_url, tmp_path) as opened:
        opened.collects()
        yield opened


def mine(workspace, user):
    workspace.types(user, "/coach mine")
    return reads_as(workspace.slack.ephemerals(user)[-1])


def test_each_table_with_a_column_about_a_person_is_told_of():
    for found in pkgutil.iter_modules(bot.__path__):
        if found.ispkg:
            tables = f"bot.{found.name}.tables"
            if importlib.util.find_spec(tables):
                importlib.import_module(tables)
    about_people = {
        table.name
        for table in metadata.sorted_tables
        if any(column.info["about"] is About.PERSON for column in table.columns)
    }

    assert about_people == set(TABLES)
    for name, held in TABLES.items():
        columns = metadata.tables[name].c
        assert all(column in columns for column in held.whose)
        assert bool(held.through) == bool(held.parent[0])
        assert all(column in columns for column in held.through)


def test_what_is_held_about_somebody_is_said_with_why_who_sees_it_and_until_when(workspace):
    agreed(workspace)
    does(workspace, ALICE, Action.SUGGEST)
    assert workspace.submits(ALICE, engineer_will="Open drafts on the second day.") == {}
    workspace.sweeps()
    workspace.types(ALICE, "/coach question rework after merge")
    assert workspace.submits(ALICE, text="It counts reverts of generated files.") == {}
    workspace.types(ALICE, "/coach stop")
    workspace.slack.open_home(ALICE)
    workspace.settles()
    said = mine(workspace, ALICE)

    for part in (
        "I take your day from Europe/Berlin. You said stop.",
        "*Records of conversations* in which you are one of the two sides: 1.",
        "The other side sees the same",
        "Deleted for good 12 months after the check-in, 6 months after it was closed, or 30 days after",
        "suggested others: 2.",
        "*Promises of yours* in these records, whether they are open, done or dropped, and since when: 1.",
        "*Questions about numbers* that you asked, encrypted, so that somebody can answer you: 1.",
        "managers are not told who asked",
        "*Messages from me to you*",
        "*That you opened my Home tab*",
        words.NOT_HELD,
    ):
        assert part in said
    assert f"With <@{MARTA}>: proposed, deleted for good on 2 December 2027." in said
    assert "drafts" not in said, "no words of records are opened"
    assert "generated files" not in said


def test_a_manager_is_told_of_their_own_side_alone(workspace):
    agreed(workspace)
    said = mine(workspace, MARTA)

    assert (
        "*Promises of yours* in these records, whether they are open, done or dropped, and since when: 1."
        in said
    )
    assert "Questions about numbers" not in said
    assert f"With <@{ALICE}>: agreed, deleted for good on 2 December 2027." in said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_told_what_is_held_about_another(workspace):
    agreed(workspace)

    for user in (MARTA, STEWARD):
        assert workspace.types(user, f"/coach mine <@{ALICE}>") == words.YOURSELF


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_stranger_nothing_is_held_and_that_is_said(workspace):
    agreed(workspace)

    assert words.NOTHING in mine(workspace, STRANGER)


def test_everything_at_once_fits_a_message():
    told = Mirror(
        found=dict.fromkeys(TABLES, 10_000),
        zone="America/Argentina/Buenos_Aires",
        stopped=True,
        records=["• With <@U0MARTA001>: agreed, deleted for good on 30 September 2027."] * 8,
        more=9_992,
        seen=["• 30 September 2027: <@U0MARTA001> opened a page before a conversation with you."]
        * 8,
        retention=Retention(),
    )

    check.message(blocks.mine(told))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_that_somebody_opened_the_home_tab_is_forgotten_when_their_account_ends(workspace):
    workspace.slack.open_home(ALICE)
    workspace.settles()
    assert "opened my Home tab" in mine(workspace, ALICE)
    workspace.slack.change_user(ALICE, deleted=True)
    workspace.slack.user_changed(ALICE)
    workspace.settles()

    assert "opened my Home tab" not in mine(workspace, ALICE)
