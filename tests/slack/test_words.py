"""`/coach` has one listener and a table of words; whatever is typed gets a useful answer."""

import re

import pytest

from bot import app
from bot.slack.words import COMMAND, HELP_USAGE, LONGEST, Call, Word
from bot.welcome.greet import greeting
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER


@pytest.fixture
def heard(workspace):
    """What reaches a word of the test's own."""
    calls: list[Call] = []

    def answer(call):
        calls.append(call)
        return {"text": "Heard."}

    workspace.coach.words.add(Word("tell", "tell [something]", "the test's own", answer))
    return calls


@pytest.mark.parametrize("typed", ["help", "HELP", "  Help  ", "help me"])
def test_somebody_who_types_help_gets_the_list_of_words(workspace, typed):
    said = workspace.types(STRANGER, f"{COMMAND} {typed}")

    assert said == workspace.coach.words.help(STRANGER)


@pytest.mark.parametrize("typed", ["", " ", "\n", "\u200b"])
def test_somebody_who_types_nothing_is_greeted(workspace, typed):
    said = workspace.types(STRANGER, f"{COMMAND} {typed}")

    assert said == greeting(workspace.coach.deliverer.roster, STRANGER)


def test_the_help_of_all_roles_lists_every_word_in_the_order_of_the_manifest(workspace):
    usages = app.answers().usages
    listed = [
        re.findall(rf"`{COMMAND} (.+?)`: \S", workspace.types(user, f"{COMMAND} help"))
        for user in (MARTA, ALICE, STEWARD, STRANGER)
    ]

    assert {HELP_USAGE, *(usage for one in listed for usage in one)} == set(usages)
    for one in listed:
        assert one == [usage for usage in usages if usage in one]


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("tell", ""),
        ("TELL", ""),
        ("tell   me  more ", "me  more"),
        ("  tell me", "me"),
        ("tell\tme", "me"),
        ("tell\nme", "me"),
        ("tell\r\nme\nmore", "me\nmore"),
        ("te\u200bll \u202eme\u202c", "me"),
        ("tell\xa0me", "me"),
        ("tell \x00\x07me", "me"),
    ],
    ids=ascii,
)
def test_a_word_is_found_however_it_is_typed_and_gets_what_follows(workspace, heard, typed, rest):
    assert workspace.types(MARTA, f"{COMMAND} {typed}") == "Heard."
    assert [call.rest for call in heard] == [rest]


def test_a_word_is_told_who_asked_and_which_use_it_was(workspace, heard):
    for user in (MARTA, MARTA, STRANGER):
        workspace.types(user, f"{COMMAND} tell")

    assert [call.user for call in heard] == [MARTA, MARTA, STRANGER]
    assert {call.workspace for call in heard} == {workspace.slack.team_id}
    assert len({call.trigger for call in heard}) == 3
    assert len({call.response_url for call in heard}) == 3


@pytest.mark.parametrize("typed", ["perp", "prepare", "prep-payments", "tell me", "‍", "ಠ_ಠ"])
def test_a_word_that_nobody_knows_is_said_back_beside_the_list(workspace, typed):
    said = workspace.types(MARTA, f"{COMMAND} {typed}")

    assert said.startswith(f"I do not know “{typed.split()[0]}”. Here is what I can do.")
    assert said.endswith(workspace.coach.words.help(MARTA))


def test_no_more_is_read_than_anything_that_is_understood_has(workspace, heard):
    workspace.types(MARTA, f"{COMMAND} tell {'a' * 10_000}")
    said = workspace.types(MARTA, f"{COMMAND} {'b' * 10_000}")

    assert len(heard[0].rest) == LONGEST - len("tell ")
    assert len(said) < 150 + len(workspace.coach.words.help(MARTA))


def test_what_is_said_at_once_is_seen_by_nobody_else(workspace):
    for typed in ("help", "metrics", "nonsense", "prep"):
        answer = workspace.slack.command(STRANGER, COMMAND, typed, channel="C0PAYMENTS")
        assert answer.json is not None
        assert answer.json["response_type"] == "ephemeral"

    assert workspace.slack.posted == []
    assert {message.only_for for message in workspace.slack.ephemerals(STRANGER)} == {STRANGER}
