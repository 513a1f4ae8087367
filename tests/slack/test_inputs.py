"""Blocks with something to press, and modals: built, checked, taken by Slack, and read again."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.clock import SystemClock
from bot.demo.local_slack import LocalSlack
from bot.slack import blocks as b, check
from bot.slack.client import Views, web_client
from bot.slack.inputs import (
    TICKED,
    choice_input,
    day_input,
    modal,
    person_input,
    read_state,
    text_input,
    tick_input,
)
from tests.clock import FrozenClock

MARTA, ALICE = "U0MARTA001", "U0ALICE001"
DAY = date(2026, 11, 25)
WAYS = [("In person", "person"), ("In writing", "writing")]
HOSTILE = "Ask <@U0ALICE001> & <!channel> https://example.com *now* :tada: </quote>"


def form(**initial: Any) -> dict[str, Any]:
    return modal(
        "commitment",
        "A commitment",
        [
            b.section("why", "What was agreed?"),
            text_input(
                "what", "What", hint="One sentence", initial=initial.get("what", ""), most=200
            ),
            text_input("more", "More", multiline=False, optional=True),
            choice_input("how", "How", WAYS, initial.get("how")),
            day_input("by", "By", initial.get("by")),
            person_input("who", "Who", initial.get("who"), "They are asked first"),
            tick_input("ask", "Agreement", "They have agreed", ticked=initial.get("ask", False)),
        ],
        submit="Save",
        close="Not now",
        private_metadata="conversation-7",
    )


@pytest.fixture
def clock() -> FrozenClock:
    # Bolt checks signatures by the machine's own clock.
    return FrozenClock(SystemClock().now())


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        slack.add_user(ALICE, name="alice")
        yield slack


@pytest.fixture
def submitted(slack: LocalSlack) -> Callable[..., dict[str, Any]]:
    """Opens a form for Marta, fills it in, and returns what the app reads in it."""
    client = web_client(slack.bot_token, slack.api_url)
    app = App(
        client=client,
        name="tests",  # or else Bolt searches all that is imported for its caller
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    slack.send_to(SlackRequestHandler(app))
    read: list[dict[str, Any]] = []

    @app.view("commitment")
    def commitment(ack: Any, view: dict[str, Any]) -> None:
        read.append(read_state(view))
        ack()

    def submit(view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        Views(client).open(slack.workspace.issue_trigger(MARTA), view)
        assert slack.submit(MARTA, slack.views(MARTA)[-1], values).status == 200
        return read[-1]

    return submit


def test_what_was_filled_in_is_read_by_block_id(submitted):
    values = {"what": "Pair", "how": "writing", "by": "2026-12-01", "who": ALICE, "ask": [TICKED]}
    assert submitted(form(), values) == {
        "what": "Pair",
        "more": None,
        "how": "writing",
        "by": "2026-12-01",
        "who": ALICE,
        "ask": True,
    }


def test_what_stood_there_to_begin_with_is_read_too(submitted):
    initial = {"what": "Pair", "how": "person", "by": DAY, "who": ALICE, "ask": True}
    assert submitted(form(**initial), {}) == {
        "what": "Pair",
        "more": None,
        "how": "person",
        "by": DAY.isoformat(),
        "who": ALICE,
        "ask": True,
    }


def test_what_was_left_empty_is_read_as_nothing(submitted):
    optional = [
        text_input("what", "What", optional=True),
        day_input("by", "By", optional=True),
        person_input("who", "Who", optional=True),
        tick_input("ask", "Agreement", "They have agreed"),
    ]
    view = modal("commitment", "A commitment", optional, submit="Save", close="Not now")
    assert submitted(view, {}) == {"what": None, "by": None, "who": None, "ask": False}


def test_a_choice_that_is_no_longer_offered_is_not_made_beforehand():
    element = choice_input("how", "How", WAYS, "by pigeon")["element"]
    assert "initial_option" not in element
    assert choice_input("how", "How", WAYS, "person")["element"]["initial_option"]["value"] == (
        "person"
    )


def test_the_same_form_is_the_same_to_the_byte():
    assert repr(form(what="Pair")) == repr(form(what="Pair"))
    assert [one["block_id"] for one in form()["blocks"]] == [
        "why", "what", "more", "how", "by", "who", "ask",
    ]  # fmt: skip


def test_a_modal_in_which_nothing_can_be_submitted_has_no_submit(slack):
    view = modal("wait", "One moment", [b.section("a", "Loading")], submit=None, close="Close")
    check.modal(view)
    assert "submit" not in view
    assert "private_metadata" not in view
    Views(web_client(slack.bot_token, slack.api_url)).open(
        slack.workspace.issue_trigger(MARTA), view
    )
    assert slack.views(MARTA)[0].title == "One moment"


def row() -> b.Block:
    question = b.Confirm("Delete it?", "It is gone then, <!channel>.", "Delete", "Keep")
    return b.actions(
        "row",
        [
            b.button("done", "Done", "7", style="primary", label="Mark this commitment as done"),
            b.button("drop", "Delete", "7", style="danger", confirm=question),
            b.button("open", "Open", "", url="https://example.com/7"),
            b.menu("later", "Remind me", [("Tomorrow", "1"), ("Next week", "7")]),
            b.day("day", "Another day", DAY),
        ],
    )


def test_a_row_is_taken_by_slack_as_it_was_built(slack, poster):
    poster.post(MARTA, {"text": "In words", "blocks": [row()]}, "key")
    (shown,) = slack.dm(MARTA)
    assert shown.blocks == [row()]
    done, drop, link, later, day = shown.blocks[0]["elements"]
    assert done["accessibility_label"] == "Mark this commitment as done"
    assert drop["confirm"]["text"]["type"] == "plain_text"
    assert (link["url"], "value" in link) == ("https://example.com/7", False)
    assert [option["value"] for option in later["options"]] == ["1", "7"]
    assert day["initial_date"] == "2026-11-25"


def test_a_menu_alone_in_a_row_is_what_it_always_was():
    assert b.select("x", "a", "Pick", WAYS) == b.actions("x", [b.menu("a", "Pick", WAYS)])


def test_what_a_person_wrote_is_shown_as_it_is_and_wakes_nobody(slack, poster):
    block = b.words("said", "You wrote", HOSTILE, note="You can change it until Friday.")
    poster.post(MARTA, {"text": "In words", "blocks": [block]}, "key")
    (shown,) = slack.dm(MARTA)
    label, quotation, note = shown.blocks[0]["elements"]
    assert label["elements"] == [{"type": "text", "text": "You wrote", "style": {"bold": True}}]
    assert quotation == {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": HOSTILE}],
    }
    assert note["elements"] == [{"type": "text", "text": "You can change it until Friday."}]
    assert shown.broadcasts == ()


@pytest.mark.parametrize(
    ("wrote", "shows"),
    [("", "–"), ("\u202eevil", "evil"), ("one\ntwo", "one\ntwo"), ("a\x00b", "ab")],
)
def test_nothing_that_a_person_writes_can_turn_the_page_around(wrote, shows):
    block = b.words("said", "You wrote", wrote)
    check.message({"text": "In words", "blocks": [block]})
    assert block["elements"][1]["elements"][0]["text"] == shows
    assert len(block["elements"]) == 2
