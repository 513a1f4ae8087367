"""What the terminal shows of a message: every word of it, and what can be done, by number."""

import io
from typing import Any

import pytest
from rich.console import Console

from bot.demo import terminal
from bot.demo.local_slack import Message
from bot.slack import blocks as b

NAMES = {"U0ALICE001": "Alice"}
ROW = b.actions(
    "row",
    [
        b.button("done", "Done", "7", style="primary"),
        b.button("drop", "Drop it", "", style="danger"),
        b.menu("later", "Remind me later", [("Tomorrow", "1"), ("Next week", "7")]),
        b.day("day", "Another day"),
    ],
)


def message(*blocks: dict[str, Any], text: str = "In words", **more: Any) -> Message:
    return Message("D0MARTA001", "1.000000", "U0COACHBOT1", text, list(blocks), **more)


def printed(shown: Message, **more: Any) -> list[str]:
    """Return the lines inside the panel that say something."""
    text = io.StringIO()
    Console(file=text, width=100, color_system=None).print(terminal.shown(shown, NAMES, **more))
    inside = [line.strip("╭╮╰╯─")[1:-1].strip() for line in text.getvalue().splitlines()]
    return [line for line in inside if line]


def test_all_that_can_be_done_is_numbered_in_the_order_in_which_it_stands():
    assert printed(message(ROW)) == [
        "1 [ Done ]   2 [ Drop it ]",
        "[ Remind me later ▾ ]",
        "3  Tomorrow",
        "4  Next week",
        "5 [ Another day ▾ ]",
    ]
    options = terminal.options(message(ROW))
    assert {one.block for one in options} == {"row"}
    assert [(one.action, one.value, one.kind) for one in options] == [
        ("done", "7", "button"),
        ("drop", None, "button"),
        ("later", "1", "static_select"),
        ("later", "7", "static_select"),
        ("day", None, "datepicker"),
    ]


def test_the_numbers_go_on_from_row_to_row():
    rows = [{**ROW, "block_id": name} for name in ("first", "second")]
    shown = printed(message(*rows))
    assert shown[5] == "6 [ Done ]   7 [ Drop it ]"
    assert len(terminal.options(message(*rows))) == 10


def test_a_button_beside_a_paragraph_can_be_pressed_too():
    button = b.button("open", "Open", "1")
    block = {**b.section("said", "Here it is"), "accessory": button}
    assert printed(message(block)) == ["Here it is", "1 [ Open ]"]
    assert [one.action for one in terminal.options(message(block))] == ["open"]


def test_what_a_person_wrote_stands_behind_a_line():
    block = b.words("said", "You wrote", "Pair up [bold]\n*twice*", note="Until Friday.")
    assert printed(message(block)) == [
        "You wrote",
        "│ Pair up [bold]",
        "│ *twice*",
        "Until Friday.",
    ]


def test_a_day_chosen_beforehand_is_shown():
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"}
    person = {"type": "users_select", "action_id": "who", "initial_user": "U0ALICE001"}
    assert printed(message(b.actions("row", [picker, person]))) == [
        "1 [ Choose: 2026-12-01 ▾ ]   2 [ Choose: Alice ▾ ]"
    ]


def test_a_mention_in_a_rich_text_is_shown_by_name():
    pieces = [{"type": "user", "user_id": "U0ALICE001"}, {"type": "text", "text": " said so"}]
    part = {"type": "rich_text_section", "elements": pieces}
    assert printed(message({"type": "rich_text", "block_id": "x", "elements": [part]})) == [
        "@Alice said so"
    ]


@pytest.mark.parametrize("blocks", [(), (b.section("said", "Here it is"),)])
def test_the_files_in_a_message_are_named(blocks):
    shown = printed(message(*blocks, text="", files=("F1", "F2")), files={"F1": "Your check-in"})
    assert shown[-2:] == ["File: Your check-in", "File: F2"]
    assert len(shown) == len(blocks) + 2


def test_a_message_without_blocks_is_its_text():
    assert printed(message(text="Ask <@U0ALICE001>")) == ["Ask @Alice"]
    assert terminal.options(message()) == []
