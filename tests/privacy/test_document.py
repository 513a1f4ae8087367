"""`docs/privacy.md` says what the code holds: each kind of thing, who sees it, until when, and what erasing does."""

from pathlib import Path

from sqlalchemy import LargeBinary

from bot.audit.noted import Act
from bot.db.base import About, metadata
from bot.policy.sees import _ALWAYS
from bot.privacy.document import held
from bot.privacy.export import SEALED
from bot.privacy.held import TABLES

TEXT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


def test_the_page_lists_exactly_what_is_held_about_people():
    listed = TEXT.partition("## What Coach holds about you")[2].partition("\n## ")[0]

    assert [line for line in listed.splitlines() if line.lstrip().startswith("- ")] == list(held())


def test_every_column_about_a_person_is_in_a_table_with_all_four_answers():
    for table in metadata.sorted_tables:
        if any(column.info["about"] is About.PERSON for column in table.columns):
            one = TABLES[table.name]
            if one.whose or one.through:
                assert all((one.what, one.seen, one.until, one.erased)), table.name


def test_whatever_of_theirs_is_sealed_can_be_opened_for_them():
    sealed = {
        table.name
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and table.name in TABLES
    }

    assert sealed == set(SEALED) | {"metric_request"}, (
        "a request has no words while it has an asker"
    )


def test_the_page_speaks_of_the_audit_as_the_code_does():
    assert all(name not in TEXT for name in ("refused_", "not_now"))
    assert not any("refus" in act or "silen" in act for act in Act)
    assert any("not whom it concerned" in one.who for one in _ALWAYS)
    assert "never whom it concerned" in TEXT
