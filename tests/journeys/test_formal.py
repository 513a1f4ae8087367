"""Coaching apart from evaluation, read aloud: a formal conversation, an evaluation, a disclosure, another manager."""

import pytest
from sqlalchemy import select

from bot import cli
from bot.db.base import metadata
from bot.demo import company
from bot.disclosure import words as disclosures
from bot.prep import words
from bot.slack.blocks import menu
from tests.commitments.conftest import opened_with
from tests.commitments.steps import (
    FILLED as RECORD,
    agreed,
    berlin,
    elements_of,
    lists,
    opens,
    quotes,
    rows,
    told,
)
from tests.disclosure.steps import disagrees, disclosed, discloses, texts
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, cells, reads_as

__all__ = ["opened_with"]
pytestmark = pytest.mark.journey

POLICY = """teams:
"""
FORMAL = """policy:
  formal: https://intranet.example/how-we-evaluate
  evaluation:
    - {name: The annual review, starts: 2027-02-01, ends: 2027-02-26}
teams:
"""
SAID = (
    "*A formal conversation is not one for Coach.* For it I show no numbers and record nothing; that you"
    " asked is kept nowhere either. How your organisation evaluates people stands in"
    " <https://intranet.example/how-we-evaluate|its policy>. What you two wrote down for coaching stays"
    " for coaching."
)
WHY = "Half of it is the migration that we agreed on."


def stored(workspace):
    """Every row of every table."""
    with workspace.coach.deliverer.database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in metadata.tables.items()
        }


def at(workspace, month, day, hour=12):
    """Let time go by, with numbers up to the last week, and the same policy."""
    workspace.wakes_at(berlin(day, hour, month=month, year=2026 if month > 10 else 2027))
    config = workspace.settings.coach_config
    text = config.read_text("utf-8")
    company.write(config.parent, workspace.clock.now())
    config.write_text(text, "utf-8")
    workspace.collects()


@pytest.fixture
def workspace(opened_with):
    with opened_with((POLICY, FORMAL)) as opened:
        opened.collects()
        yield opened


def test_a_formal_conversation_is_none_of_coachs_and_leaves_no_trace(workspace):
    before = stored(workspace)
    for typed in (
        "formal",
        "payments formal",
        f"<@{ALICE}> Formal",
        f"payments <@{ALICE}> review formal",
    ):
        assert workspace.types(MARTA, f"/coach prep {typed}") == SAID
    assert stored(workspace) == before
    workspace.sweeps()
    assert workspace.slack.dm(MARTA) == workspace.slack.dm(ALICE) == []

    workspace.types(MARTA, "/coach prep informal")
    assert "[Record commitments]" in reads_as(workspace.page(MARTA))
    assert "`/coach prep formal`" in reads_as(workspace.page(MARTA)).splitlines()[-2]


def test_where_no_policy_is_named_the_stewards_are(opened_with):
    with opened_with() as workspace:
        said = workspace.types(MARTA, "/coach prep formal")

    assert f"please ask <@{STEWARD}>." in said


def test_a_form_goes_away_once_the_conversation_was_formal(workspace):
    form = opens(workspace)
    before = stored(workspace)
    workspace.slack.choose(MARTA, form, "record.purpose", "formal")
    workspace.settles()
    assert reads_as(workspace.form(MARTA)) == SAID

    # Whoever submits faster than Slack takes it away: nothing is kept either.
    form = opens(workspace)
    for element in elements_of(form):
        element.update(
            menu(element["action_id"], "-", [("It was formal", "formal")], initial="formal")
        )
    answer = workspace.slack.submit(MARTA, form, {**RECORD})
    assert answer.json["response_action"] == "update"
    workspace.settles()
    assert stored(workspace) == before


def test_a_number_that_was_disclosed_long_before_and_nothing_else(workspace):
    # In November Marta discloses one number to Alice, who disagrees and says why.
    discloses(workspace)
    assert texts(disclosed(workspace, MARTA)) == texts(disclosed(workspace, ALICE))
    assert disagrees(workspace, WHY) == {}
    assert quotes(workspace.page(MARTA)) == [WHY]

    # Outside of the review the page is as it always was.
    at(workspace, 1, 29)
    workspace.types(MARTA, f"/coach prep <@{ALICE}>")
    assert "High-severity findings" in cells(workspace.page(MARTA))

    at(workspace, 2, 1)
    top = "*The annual review is running until Friday 26 February 2027.* Coaching is not evaluation"
    workspace.types(MARTA, "/coach prep <@U0BASIM001>")
    theirs = reads_as(workspace.page(MARTA))
    assert theirs.splitlines()[1] == words.EVALUATING.format(
        window="The annual review", day="Friday 26 February 2027"
    )
    assert (
        "Chosen because The annual review is running and this page leaves telemetry out" in theirs
    )
    assert not any(
        block["type"] in {"table", "data_visualization"} for block in workspace.page(MARTA).blocks
    )
    assert "%" not in theirs

    workspace.types(MARTA, f"/coach prep <@{ALICE}> rework")
    page = workspace.page(MARTA)
    mine = reads_as(page)
    assert mine.splitlines()[1].startswith(top)
    assert list(cells(page)) == ["Rework after merge"]
    assert (
        "*Disclosed: Rework after merge.* Only weeks that began on Monday 21 December 2026" in mine
    )
    for said in (
        "Above 20 % for six weeks in a row.",
        "Changes are small enough",
        "mentoring",
        WHY,
    ):
        assert said in mine
    assert disclosures.THRESHOLD in mine
    (row,) = cells(page).values()
    assert row[0] == "13 % (20 of 156)", "six weeks of 26, from 21 December on"
    assert row[1] == "–", "no week before the day is there to hold it against"
    assert row[2].startswith("too little to say")
    assert row[3].startswith("······▅"), "nor is one drawn"

    # The team's own page and the Home tab stay: they are the team's.
    workspace.types("U0BASIM001", "/coach team")
    assert "High-severity findings" in cells(workspace.page("U0BASIM001"))

    # A form that is opened now begins without telemetry, and the team's numbers can still be chosen.
    form = opens(workspace)
    begins = {one["block_id"]: one.get("element", {}) for one in form.blocks}
    assert "initial_value" not in begins["pattern"]
    assert len(begins["metric"]["options"]) > 5

    at(workspace, 2, 27)
    workspace.types(MARTA, f"/coach prep <@{ALICE}>")
    assert "High-severity findings" in cells(workspace.page(MARTA))


def test_a_manager_who_changes_team_takes_nothing_along_and_leaves_nothing_behind(opened_with):
    with opened_with((POLICY, FORMAL)) as workspace:
        workspace.collects()
        agreed(workspace)
        discloses(workspace)
        config = workspace.settings.coach_config
        text = config.read_text("utf-8").replace(f"managers: [{MARTA}]", f"managers: [{NOAM}]")
        config.write_text(text, "utf-8")
        workspace.restarts()

        # Noam manages Alice now, and finds nothing of what she and Marta said.
        for typed in (
            "commitments",
            "disclose",
            "mine",
            f"disclose <@{ALICE}>",
            f"commit <@{ALICE}>",
        ):
            workspace.types(NOAM, f"/coach {typed}")
        at(workspace, 2, 1)
        workspace.types(NOAM, f"/coach prep payments <@{ALICE}>")
        workspace.slack.open_home(NOAM)
        workspace.settles()
        seen = [
            *workspace.slack.dm(NOAM),
            *workspace.slack.ephemerals(NOAM),
            *workspace.slack.views(NOAM),
        ]
        seen.append(workspace.slack.home(NOAM))
        read = "\n".join(map(reads_as, seen))
        written = (
            *(RECORD[name] for name in ("pattern", "engineer_will", "manager_will")),
            "Above 20 %",
        )
        assert [text for text in written if text in read] == []
        assert "*The annual review is running" in read
        assert "Disclosed:" not in read, "another manager's disclosure is not Noam's"

        # Marta has her own record still, and prepares nothing for that team any more.
        assert RECORD["manager_will"] in reads_as(lists(workspace, MARTA))
        assert "You are not listed as a manager" in workspace.types(
            MARTA, f"/coach prep <@{ALICE}>"
        )
        workspace.types(ALICE, "/coach disclose")
        assert f"*<@{MARTA}> to you:*" in told(workspace, ALICE)


SHELL = {"run", "init", "collect", "check", "demo", "db", "keys", "audit", "playbook"}
"""Commands of the shell, none of which shows what people said. Whoever adds one says here that it does not."""


def test_no_word_and_no_command_lists_people_or_exports_what_was_said(workspace):
    """Whatever is added has to say here that it shows a manager nobody's records but their own."""
    discloses(workspace)
    agreed(workspace)
    others = f"<@{ALICE}> <@U0BASIM001> 2026-01-01..2026-12-31"
    for word in sorted(workspace.coach.words.names()):
        for rest in ("", others, "all", "export", "payments"):
            workspace.types(NOAM, f"/coach {word} {rest}")
    workspace.sweeps()
    seen = [
        *workspace.slack.dm(NOAM),
        *workspace.slack.ephemerals(NOAM),
        *workspace.slack.views(NOAM),
    ]
    read = "\n".join(map(reads_as, seen))
    written = [RECORD[name] for name in ("pattern", "hypothesis", "engineer_will", "manager_will")]
    assert [text for text in (*written, "Above 20 %") if text in read] == []

    commands = next(one.choices for one in cli._parser()._actions if one.choices)
    assert {*commands} == SHELL
    assert rows(workspace, "SELECT count(*) FROM conversation") == [(1,)]
