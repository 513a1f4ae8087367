"""Anybody of a team types `/coach team` and gets the numbers that its manager gets; nobody else does."""

import csv

import pytest

from bot.demo import company
from bot.prep import words
from bot.prep.blocks import LOOK_ACTION, TEMPLATE_ACTION, Carried
from bot.signals import words as signals
from tests.commitments.conftest import changed
from tests.workspace import (
    ALICE,
    MARTA,
    NOAM,
    POLICY,
    STEWARD,
    STRANGER,
    cells,
    open_workspace,
    reads_as,
)

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SEARCH = Carried("search", None).encode()


def edits(workspace, *changes):
    """Change `coach.yml`, and start Coach with it."""
    config = workspace.settings.coach_config
    config.write_text(changed(config, *changes), "utf-8")
    workspace.restarts()


def opened(clock, database_url, folder, *changes):
    """Open a workspace in which nothing was collected yet, with another `coach.yml`."""
    text = changed(company.write(folder, clock.now()), *changes)
    return open_workspace(clock, database_url, folder, coach_yml=text)


def test_the_team_page_has_the_numbers_of_the_managers_page(workspace):
    workspace.types(MARTA, "/coach prep")
    said = workspace.types(ALICE, "/coach team")
    mine, theirs = workspace.page(MARTA), workspace.page(ALICE)

    assert said == words.ACKNOWLEDGED_TEAM.format(team="Payments")
    assert cells(theirs) == cells(mine)
    assert len(cells(theirs)) == 5
    assert theirs.text == "The page of Payments is ready."


@SQLITE
def test_the_team_page_reads_from_what_is_wanted_to_what_can_be_said_to_it(workspace):
    workspace.types(ALICE, "/coach team")
    lines = reads_as(workspace.page(ALICE)).splitlines()
    table = [number for number, line in enumerate(lines) if line.count(" | ") == 4]

    assert lines[: table[0]] == [
        "Payments: the team's own numbers",
        words.SAME.format(team="Payments"),
        (
            "*What the team wants to improve:* Let the AI assistant take the routine work, without more"
            " rework after the merge."
        ),
        "The team looks at it together every two weeks, until Tuesday 16 February 2027.",
        lines[4],
    ]
    assert lines[4].startswith("5 Oct to 15 Nov 2026 against the year before")
    assert [line.partition(":")[0] for line in lines[table[-1] + 1 : -4]] == [
        "*Pull request cycle time, with rework after merge beside it",
        "*What this cannot show",
        "Chart",
        "Chart",
    ]
    assert lines[-4:] == [
        "[Question this number] [Add context] [Decide what to improve] [What is this?]",
        signals.IN_PILOT,
        words.FOOTER_TEAM,
        POLICY,
    ]


@SQLITE
def test_the_team_page_holds_no_conversation_and_nobody(workspace):
    workspace.types(ALICE, "/coach team")
    text = reads_as(workspace.page(ALICE))

    assert not [step for step in ("Observe", "Explore", "Align", "Support") if step in text]
    assert "<@" not in text
    assert not [name for name in company.people().values() if name in text]


@SQLITE
def test_a_manager_gets_the_same_page_of_the_team_to_the_byte(workspace):
    for user in (MARTA, ALICE):
        workspace.types(user, "/coach team payments")

    assert workspace.page(MARTA).blocks == workspace.page(ALICE).blocks


@SQLITE
def test_whatever_template_a_manager_chooses_its_figures_are_on_the_teams_page(workspace):
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")
    rows = cells(workspace.page(ALICE))
    menu = next(b for b in workspace.page(MARTA).blocks if b["block_id"] == "another")
    for option in menu["elements"][0]["options"]:
        workspace.chooses(MARTA, workspace.page(MARTA), TEMPLATE_ACTION, option["value"])
        page = workspace.page(MARTA)
        charts = [b["title"] for b in page.blocks if b["type"] == "data_visualization"]
        assert cells(page).items() <= rows.items()
        assert [title for title in charts if title not in rows] == []


@SQLITE
def test_a_service_for_which_the_managers_table_has_no_room_is_on_the_teams_page(
    clock, database_url, tmp_path
):
    """Six services moved; a page lists four, and what the last one did is what the manager reads of."""
    names = ("api", "billing", "cards", "zeta")
    ledger = "      - {name: ledger, telemetry: [{source: numbers}]}\n"
    more = "".join(ledger.replace("ledger", name) for name in names)
    with opened(clock, database_url, tmp_path, (ledger, ledger + more)) as workspace:
        grow(tmp_path / "weekly.csv", names)
        workspace.collects()
        workspace.types(MARTA, "/coach prep")
        workspace.types(ALICE, "/coach team")
        page, rows = workspace.page(MARTA), cells(workspace.page(ALICE))

    told = "High-severity findings in zeta"
    assert f"{told} rose, from" in reads_as(page)
    assert told not in cells(page)
    assert rows.keys() - cells(page).keys() == {told}
    assert cells(page).items() <= rows.items()


def grow(numbers, names):
    """Let further services do what auth-service did, the last of them three times as much."""
    with numbers.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["service"] == "auth-service"]
    weeks = sorted({line["week"] for line in lines})
    with numbers.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys())
        for name in names:
            for line in lines:
                times = 3 if name == names[-1] and line["week"] in weeks[-6:] else 1
                numerator = float(line["numerator"]) * times
                writer.writerow({**line, "service": name, "numerator": numerator})


@SQLITE
def test_somebody_in_several_teams_is_asked_which_one(workspace):
    said = workspace.types(NOAM, "/coach team")
    asked = workspace.slack.ephemerals(NOAM)[-1]
    (menu,) = (b["elements"][0] for b in asked.blocks if b["type"] == "actions")

    assert said == words.WHICH_OF_MINE
    assert [one["text"]["text"] for one in menu["options"]] == ["Search", "Edge"]
    assert workspace.slack.dm(NOAM) == []
    workspace.chooses(NOAM, asked, LOOK_ACTION, SEARCH)
    assert reads_as(workspace.page(NOAM)).startswith("Search: the team's own numbers")
    told = workspace.slack.ephemerals(NOAM)[-1].text
    assert told == words.ACKNOWLEDGED_TEAM.format(team="Search")


@SQLITE
@pytest.mark.parametrize("typed", ["search", "SEARCH", " Search "])
def test_a_team_is_found_by_its_id_or_name(workspace, typed):
    workspace.types(NOAM, f"/coach team {typed}")

    assert reads_as(workspace.page(NOAM)).startswith("Search: the team's own numbers")


STEWARDS = f"<@{STEWARD}>"


@SQLITE
@pytest.mark.parametrize(
    ("user", "typed", "answer"),
    [
        (STRANGER, "team", words.NOBODY.format(stewards=STEWARDS)),
        (STRANGER, "team payments", words.NOBODY.format(stewards=STEWARDS)),
        (STEWARD, "team payments", words.NOBODY.format(stewards=STEWARDS)),
        (
            ALICE,
            "team search",
            words.NOT_OF_IT.format(words="“search”", teams="“Payments”", stewards=STEWARDS),
        ),
        (
            ALICE,
            "team <!channel>",
            words.NOT_OF_IT.format(
                words="“&lt;!channel&gt;”", teams="“Payments”", stewards=STEWARDS
            ),
        ),
        (ALICE, "team <@U0BASIM001|basim>", words.NOT_ABOUT_PEOPLE),
        (MARTA, "team payments <@U0ALICE001|alice>", words.NOT_ABOUT_PEOPLE),
    ],
)
def test_what_cannot_be_shown_is_refused_kindly_and_in_private(workspace, user, typed, answer):
    assert workspace.types(user, f"/coach {typed}", channel="C0PAYMENTS") == answer
    assert workspace.slack.messages("C0PAYMENTS") == workspace.slack.dm(user) == []


@SQLITE
def test_a_menu_of_teams_is_worth_nothing_in_the_hands_of_somebody_else(workspace):
    workspace.types(NOAM, "/coach team")
    workspace.chooses(ALICE, workspace.slack.ephemerals(NOAM)[-1], LOOK_ACTION, SEARCH)

    assert workspace.slack.dm(ALICE) == []
    assert workspace.slack.ephemerals(ALICE)[-1].text == words.GONE_MINE


def test_a_team_page_that_is_asked_for_twice_by_slack_comes_once(workspace):
    workspace.types(ALICE, "/coach team")
    workspace.clock.forward(seconds=2)
    again = workspace.slack.redeliver()
    workspace.settles()

    assert again.status == 200
    assert len(workspace.slack.dm(ALICE)) == 1


@SQLITE
def test_a_choice_of_a_team_that_slack_delivers_twice_makes_one_page(workspace):
    workspace.types(NOAM, "/coach team")
    workspace.chooses(NOAM, workspace.slack.ephemerals(NOAM)[-1], LOOK_ACTION, SEARCH)
    workspace.clock.forward(seconds=2)
    workspace.slack.redeliver()
    workspace.settles()

    assert len(workspace.slack.dm(NOAM)) == 1


@SQLITE
def test_a_team_page_whose_process_died_is_the_same_page_from_the_next_one(workspace, monkeypatch):
    monkeypatch.setattr(workspace.coach.workers, "submit", lambda _name, _job: False)
    workspace.types(ALICE, "/coach team", settle=False)
    workspace.restarts()
    workspace.clock.forward(seconds=61)
    workspace.sweeps()
    workspace.sweeps()

    assert [one.text for one in workspace.slack.dm(ALICE)] == ["The page of Payments is ready."]


@SQLITE
def test_somebody_who_left_the_team_meanwhile_gets_no_page_of_it(workspace, monkeypatch):
    monkeypatch.setattr(workspace.coach.workers, "submit", lambda _name, _job: False)
    workspace.types(ALICE, "/coach team", settle=False)
    edits(workspace, (f"members: [{ALICE}, ", "members: ["))
    workspace.clock.forward(seconds=61)
    workspace.sweeps()

    assert workspace.slack.dm(ALICE) == []


@SQLITE
def test_a_workspace_that_refuses_native_charts_gets_the_team_page_without_them(workspace):
    workspace.types(ALICE, "/coach team")
    workspace.slack.workspace.native_charts = False
    workspace.types(ALICE, "/coach team")
    with_charts, without = (reads_as(one).splitlines() for one in workspace.slack.dm(ALICE))

    assert without == [line for line in with_charts if not line.startswith("Chart:")]
    assert without != with_charts


@SQLITE
def test_a_manager_of_a_team_without_a_source_reads_who_can_add_one(clock, database_url, tmp_path):
    telemetry = "    telemetry: [{source: numbers}]\n  - id: edge"
    with opened(clock, database_url, tmp_path, (telemetry, "  - id: edge")) as workspace:
        workspace.types(NOAM, "/coach prep search")
        page = reads_as(workspace.page(NOAM))

    assert (
        "*No numbers yet.* coach.yml names no source of telemetry for this team."
        f" <@{STEWARD}> can add one; the conversation works without numbers too."
    ) in page
    assert "*1. Observe*" in page


@SQLITE
def test_a_manager_of_a_team_whose_sources_delivered_nothing_reads_who_can_see_why(
    clock, database_url, tmp_path
):
    with opened(clock, database_url, tmp_path) as workspace:
        for user, typed in ((MARTA, "prep"), (ALICE, "team")):
            workspace.types(user, f"/coach {typed}")
            assert (
                "*No numbers yet.* No source has delivered anything for this team that may be shown."
                f" <@{STEWARD}> can see which source is waiting, and for what; the conversation works"
                " without numbers too."
            ) in reads_as(workspace.page(user))


@SQLITE
def test_people_of_a_team_that_is_too_small_read_why_there_are_no_numbers(workspace):
    for user, typed in ((NOAM, "prep edge"), (NOAM, "team edge"), ("U0PRIYA001", "team")):
        workspace.types(user, f"/coach {typed}")
        assert (
            "*No numbers today.* Too few weeks or too few people stand behind this team's signals, and"
            " Coach shows none rather than one that points at somebody."
        ) in reads_as(workspace.page(user))
        assert not [b for b in workspace.page(user).blocks if b["type"] == "table"]
