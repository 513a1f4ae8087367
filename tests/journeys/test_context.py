"""What happened in a team's weeks: said in one line, read on every surface, and never about a person."""

from datetime import timedelta

import pytest

from bot.context import form, store, words
from bot.context.marker import Marker, Reason
from bot.demo import company
from bot.slack import check
from tests.commitments.conftest import changed
from tests.commitments.steps import rows
from tests.context.steps import FILLED, MARKS, lists, opens
from tests.questions.steps import sendable
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, open_workspace, reads_as

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TYPED = '/coach context add migration 2026-11-02..2026-11-13 "moved to the new cluster"'
SAID = "a migration, “moved to the new cluster” (2 to 13 Nov)"
EXAMPLE = "`/coach context add migration 2026-11-02..2026-11-13"


def messages(workspace):
    """Every message and Home tab on which the team's marks stand."""
    workspace.types(MARTA, "/coach prep")
    workspace.types(ALICE, "/coach team")
    workspace.types(MARTA, "/coach digest preview")
    workspace.slack.open_home(ALICE)
    workspace.settles()
    home = workspace.slack.home(ALICE)
    assert home is not None
    return {
        "page": workspace.page(MARTA),
        "team page": workspace.page(ALICE),
        "digest": workspace.slack.ephemerals(MARTA)[-1],
        "Home": home,
    }


def surfaces(workspace):
    return {name: reads_as(one) for name, one in messages(workspace).items()}


def marks(workspace):
    query = "SELECT reason, first_day, last_day, text FROM context_marker ORDER BY text, reason"
    return [(row[0], str(row[1]), str(row[2]), row[3]) for row in rows(workspace, query)]


def test_one_line_marks_weeks_and_stands_with_its_words_on_every_surface(workspace, logged):
    assert not [text for text in surfaces(workspace).values() if "a migration" in text]
    assert workspace.types(ALICE, TYPED) == (
        "*Marked for Payments:* a migration, “moved to the new cluster” (2 to 13 Nov 2026).\n"
        "It stands beside the team's numbers from the next page and digest on, for everybody alike."
    )

    assert [name for name, text in surfaces(workspace).items() if SAID in text] == [
        "page", "team page", "digest", "Home",
    ]  # fmt: skip
    assert lists(workspace, MARTA) == [SAID.replace("13 Nov", "13 Nov 2026")]
    everything = str(
        [rows(workspace, f"SELECT * FROM {name}") for name in ("context_marker", "inbox")]  # noqa: S608
    )
    assert ALICE not in everything + logged.getvalue()


def test_the_form_takes_the_same_words_and_something_else_needs_some(workspace):
    opens(workspace, ALICE)
    check.modal(sendable(workspace.form(ALICE)))
    filled = {**FILLED, "reason": "other"}
    assert workspace.submits(ALICE, **filled) == {"text": words.NEEDS_TEXT}
    assert workspace.submits(ALICE, **filled, text="  the office\n moved ") == {}

    assert marks(workspace) == [("other", "2026-11-02", "2026-11-13", "the office moved")]
    assert "“the office moved” (2 to 13 Nov)" in surfaces(workspace)["page"]


def test_a_team_may_have_the_same_days_and_reason_with_other_words_and_the_same_once(workspace):
    said = ""
    for typed in (TYPED, TYPED.replace("moved to the new cluster", "and a new database"), TYPED):
        said = workspace.types(ALICE, typed)
    assert "so it stands there once" in said
    workspace.clock.forward(seconds=2)
    assert workspace.slack.redeliver().status == 200

    assert [row[3] for row in marks(workspace)] == [
        "and a new database",
        "moved to the new cluster",
    ]


@SQLITE
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("INCIDENT 2026-11-16", ("incident", "2026-11-16", "2026-11-16", "")),
        ("payments Holiday 2026-11-02 .. 2026-11-03", ("holiday", "2026-11-02", "2026-11-03", "")),
        ("other 2026-11-02…2026-11-03 “a flood”", ("other", "2026-11-02", "2026-11-03", "a flood")),
        ("Refactor PAYMENTS 2026-11-02", ("refactor", "2026-11-02", "2026-11-02", "")),
        ('onboarding 2026-11-02 "R&D is two people more"',
         ("onboarding", "2026-11-02", "2026-11-02", "R&D is two people more")),
    ],
)  # fmt: skip
def test_a_line_is_read_whatever_the_case_the_marks_and_the_order(workspace, typed, kept):
    assert workspace.types(ALICE, f"/coach context add {typed}").startswith(
        "*Marked for Payments:*"
    )
    assert marks(workspace) == [kept]


WRONG = {
    "nothing at all": ("", words.LINE_NO_DAYS),
    "no days": ('migration "moved"', words.LINE_NO_DAYS),
    "days in words": ("migration 2.11.2026", "because “2.11.2026” is no day that I can read"),
    "no such day": ("migration 2026-11-31", "because “2026-11-31” is no day that I can read"),
    "no such last day": ("migration 2026-11-02..2026-13-01", "“2026-13-01” is no day"),
    "no kind": ("2026-11-02", words.LINE_NO_KIND),
    "no such kind": ("vacation 2026-11-02", "“vacation” is not a kind of context that I know."),
    "words without quotation marks": (
        "incident 2026-11-02 database",
        "understand “database” after",
    ),
    "no closing mark": ('incident 2026-11-02 "database', words.LINE_QUOTES),
    "words before the days": ('incident "database" 2026-11-02', words.LINE_QUOTES),
    "the last day first": ("incident 2026-11-13..2026-11-02", "The last day is before the first."),
    "too long ago": ("incident 2019-11-13", "more than two years ago"),
    "too far ahead": ("incident 2036-11-13", "more than a year ahead"),
    "too long a stretch": ("incident 2025-06-01..2026-11-02", "a mark holds for 366 at most"),
    "other without words": ("other 2026-11-02", words.NEEDS_TEXT),
    "141 characters": (f'incident 2026-11-02 "{"x" * 141}"', "That is 141 characters; 140 fit."),
}


@SQLITE
@pytest.mark.parametrize(("typed", "said"), WRONG.values(), ids=WRONG)
def test_each_wrong_part_is_named_with_a_right_example(workspace, typed, said):
    answer = workspace.types(ALICE, f"/coach context add {typed}")

    assert answer.startswith("Nothing was marked")
    assert said in answer
    assert EXAMPLE in answer
    assert marks(workspace) == []
    assert workspace.slack.views(ALICE) == []


@SQLITE
@pytest.mark.parametrize(("typed", "kind"), [("vacation 2026-11-02", "kinds")])
def test_an_unknown_kind_is_answered_with_all_that_there_are(workspace, typed, kind):
    assert f"These are the {kind}: {', '.join(Reason)}." in workspace.types(
        ALICE, f"/coach context add {typed}"
    )


PEOPLE = {
    "a mention": ("waited for <@U0BASIM001>", words.MENTION),
    "a mention with a name": ("waited for <@U0BASIM001|basim>", words.MENTION),
    "a typed mention": ("waited for @basim", words.MENTION),
    "a wide mention": ("waited for \uff20basim", words.MENTION),
    "everybody": ("told <!everyone>", words.MENTION),
    "the channel": ("told @channel", words.MENTION),
    "another channel": ("see <#C0SEARCH01|search>", words.MENTION),
    "an address": ("ask basim.khan@example.com", words.EMAIL),
    "a linked address": ("ask <mailto:b@example.com|b@example.com>", words.EMAIL),
    "an id of Slack": ("waited for u0basim001", words.PERSON),
    "a login": ("waited for Alice-M", words.PERSON),
    "a first name out of a login": ("Basim was away", words.PERSON),
    "a last name out of a login": ("the Khan release", words.PERSON),
    "a pull request": ("see https://github.com/acme/ledger/pull/12", words.CHANGE),
    "a merge request": ("see gitlab.example/acme/-/merge_requests/7", words.CHANGE),
    "a commit": ("see <https://github.com/acme/ledger/commit/0ddba11>", words.CHANGE),
}


@SQLITE
@pytest.mark.parametrize(("text", "said"), PEOPLE.values(), ids=PEOPLE)
def test_names_and_mentions_are_refused_in_line_and_form_alike(named_company, text, said):
    workspace = named_company
    line = workspace.types(ALICE, f'/coach context add incident 2026-11-02 "{text}"')
    assert line == f"Nothing was marked. {said}\n{words.LINE_USE}"
    opens(workspace, ALICE)
    assert workspace.submits(ALICE, **FILLED, text=text) == {"text": said}

    assert marks(workspace) == []
    assert "what happened, not about who" in said


@pytest.fixture
def named_company(clock, database_url, tmp_path):
    """The sample company, where a source knows two of its people by their names."""
    known = (
        "members: [{slack: U0ALICE001, ids: {numbers: alice-m}},"
        " {slack: U0BASIM001, ids: {numbers: basim.khan@acme.example}},"
    )
    config = company.write(tmp_path, clock.now())
    text = changed(config, ("members: [U0ALICE001, U0BASIM001,", known))
    with open_workspace(clock, database_url, tmp_path, coach_yml=text) as opened:
        yield opened


@SQLITE
@pytest.mark.parametrize(
    "text",
    [
        "moved to the new cluster @ night",
        "basimple was replaced",
        "see https://status.example/incidents/12",
        "the pull of the deadline, 50 % of commits",
        "42 services moved",
    ],
)
def test_words_that_name_nobody_are_taken_as_they_are(workspace, text):
    workspace.types(ALICE, f'/coach context add incident 2026-11-02 "{text}"')

    assert [row[3] for row in marks(workspace)] == [text]


@SQLITE
def test_what_people_write_is_shown_literally_everywhere(workspace):
    text = "R&D said: a < b, *bold* {team} %s {{ 9 * 9 }}"
    workspace.types(ALICE, f'/coach context add other 2026-11-02 "{text}"')
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")

    for name, shown in surfaces(workspace).items():
        assert f"“{escaped}” (2 Nov)" in shown, name
    assert {message.broadcasts for message in workspace.slack.posted} == {()}


@SQLITE
def test_somebody_of_two_teams_gets_their_own_line_back_for_each_team(workspace):
    said = workspace.types(NOAM, '/coach context add incident 2026-11-02 "R&D moved"')
    assert said.splitlines()[1:] == [
        '• `/coach context add search incident 2026-11-02 "R&amp;D moved"`',
        '• `/coach context add edge incident 2026-11-02 "R&amp;D moved"`',
    ]
    assert marks(workspace) == []
    done = workspace.types(NOAM, '/coach context add search incident 2026-11-02 "R&D moved"')
    assert done.startswith("*Marked for Search:*")
    assert "There is no team “payments” among yours" in workspace.types(
        NOAM, "/coach context add payments incident 2026-11-02"
    )


@SQLITE
@pytest.mark.parametrize("user", [STRANGER, STEWARD])
def test_whoever_is_in_no_team_marks_nothing_and_is_told_whom_to_ask(workspace, user):
    assert workspace.types(user, TYPED) == words.NO_TEAM.format(stewards=f"<@{STEWARD}>")
    assert marks(workspace) == []


@SQLITE
@pytest.mark.parametrize("letter", ["x", "&"])
def test_sixty_marks_with_the_longest_words_fit_every_surface(workspace, letter):
    now = workspace.clock.now()
    with workspace.coach.deliverer.database.write() as session:
        for number in range(60):
            day = (now - timedelta(days=number)).date()
            text = f"{number} " + letter * (form.MOST - 4)
            marker = Marker(f"m{number}", "payments", Reason.OTHER, day, day, text)
            assert store.add(session, marker, now)
    for name, shown in messages(workspace).items():
        text = reads_as(shown)
        assert "older ones" in text, name
        assert "“0 " in text, name
        if name == "Home":
            check.home({"type": "home", "blocks": shown.blocks})
        else:
            check.message({"text": shown.text, "blocks": shown.blocks})
    opens(workspace, ALICE)
    check.modal(sendable(workspace.form(ALICE)))

    assert len(rows(workspace, MARKS)) == 60
    assert f"And {60 - len(lists(workspace, ALICE, anew=False))} older ones." in reads_as(
        workspace.form(ALICE)
    )
