"""Migrations equal the tables, run both ways, and several processes may start at once."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import bot.collection.tables
import bot.delivery.tables
import bot.metrics.tables  # noqa: F401 - the tables register themselves
from bot.approvals import store as approvals
from bot.db import Connection, Database
from bot.db.base import About, metadata
from bot.db.schema import current, revisions, upgrade
from bot.errors import OperatorError
from tests.databases import Postgres
from tests.reliability import claiming
from tests.reliability.processes import together


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(empty=True) as url:
        yield url


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.db:migrations")
    config.attributes["engine"] = database.writer
    return config


def test_the_migrations_make_exactly_the_tables_of_the_code(database):
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def _indexes(connection: Connection) -> set[str]:
    """Each index of a database: its columns, and which rows it is of."""
    found = chain.from_iterable(inspect(connection).get_multi_indexes().values())
    return {
        str(index | {"dialect_options": {k: str(v) for k, v in index["dialect_options"].items()}})
        for index in found
    }


def test_the_migrations_make_each_index_of_the_code_with_its_condition(database):
    with database.writer.connect() as connection:  # nothing of this is kept
        migrated = _indexes(connection)
        for table in metadata.sorted_tables:
            for index in table.indexes:
                index.drop(connection)
                index.create(connection)

        assert _indexes(connection) == migrated
        assert [index for index in migrated if "closed_at IS NULL" in index]


def test_the_revisions_named_by_files_are_alembics_own(database):
    script = ScriptDirectory.from_config(_config(database))

    assert script.get_heads() == [revisions()[-1]]
    assert [step.revision for step in script.walk_revisions()] == list(reversed(revisions()))


def test_migrations_go_down_to_nothing_and_up_again(database):
    command.downgrade(_config(database), "base")
    assert inspect(database.writer).get_table_names() == ["alembic_version"]

    assert upgrade(database)
    assert current(database) == revisions()[-1]


def test_marks_and_questions_from_before_they_had_words_and_ends_are_kept(database):
    command.downgrade(_config(database), "0003")
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO context_marker (id, team_id, reason, first_day, last_day, created_at)"
                " VALUES ('m', 'payments', 'incident', '2026-11-02', '2026-11-03', '2026-11-18')"
            )
        )
        session.execute(
            text(
                "INSERT INTO question (id, team_id, metric, asker, sealed, asked_at, closed_at)"
                " VALUES ('open', 'payments', 'x', 'U1', '', '2026-11-18', NULL),"
                " ('closed', 'payments', 'x', 'U2', '', '2026-11-18', '2026-11-19')"
            )
        )
    assert upgrade(database)
    with database.read() as connection:
        marks = connection.execute(text("SELECT id, text FROM context_marker")).all()
        ends = connection.execute(text("SELECT id, closed_as FROM question ORDER BY id")).all()

    assert [tuple(row) for row in marks] == [("m", "")]
    assert [tuple(row) for row in ends] == [("closed", "explained"), ("open", None)]


def test_the_metrics_of_what_was_decided_before_count_as_approved(database):
    command.downgrade(_config(database), "0008")
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO decision (id, team_id, improve, outcome, process, process_too, guardrail,"
                " cadence, until, changes, created_at) VALUES ('d', 'payments', 'x', 'findings_new',"
                " 'first_review_wait', NULL, 'rework_after_merge', 'week', '2026-12-31', 0, '2026-11-18')"
            )
        )
    assert upgrade(database)
    with database.read() as connection:
        known = approvals.approved(connection, "payments")

    assert known == {"findings_new", "first_review_wait", "rework_after_merge"}


def test_a_database_at_head_is_left_alone(database):
    assert upgrade(database) is False


def test_a_database_of_a_newer_coach_is_refused_with_what_to_do(database):
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(OperatorError, match="Install the newer Coach again"):
        upgrade(database)


def test_four_processes_may_migrate_an_empty_database_at_once(empty_url):
    assert together(4, claiming.migrate, empty_url, True) == [[]] * 4
    database = Database(empty_url)
    assert current(database) == revisions()[-1]
    database.close()


def test_every_column_says_whom_it_is_about_and_why():
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert isinstance(column.info.get("about"), About), f"{table.name}.{column.name}"
            assert column.info["why"], f"{table.name}.{column.name}"


def test_no_column_of_the_weekly_aggregates_is_about_a_person():
    about = {column.info["about"] for column in metadata.tables["weekly_aggregate"].columns}

    assert About.PERSON not in about
