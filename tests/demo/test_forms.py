"""A modal in the terminal: each input is asked for in turn, and only what can be is submitted."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from bot.demo.forms import Form
from bot.demo.local_slack import View
from bot.demo.local_slack.inputs import entered
from bot.slack import blocks as b
from bot.slack.inputs import (
    TICKED,
    choice_input,
    day_input,
    modal,
    person_input,
    text_input,
    tick_input,
)

MARTA, ALICE = "U0MARTA001", "U0ALICE001"
NAMES = {MARTA: "Marta", ALICE: "Alice"}
WAYS = [("In person", "person"), ("In writing", "writing")]
INPUTS = [
    b.section("why", "What was agreed?"),
    text_input("what", "What", hint="One [small] sentence", most=10),
    text_input("more", "More", initial="Nothing", optional=True),
    choice_input("how", "How", WAYS, "person"),
    day_input("by", "By", date(2026, 11, 25)),
    person_input("who", "Who", MARTA),
    tick_input("ask", "Agreement", "They have agreed"),
]
KEPT = {"more": "Nothing", "how": "person", "by": "2026-11-25", "who": MARTA, "ask": []}


class Person:
    """Somebody who types these answers, one after the other, and sees what is printed."""

    def __init__(self, *answers: str) -> None:
        self.prompts: list[str] = []
        self._answers = list(answers)
        self._seen = io.StringIO()
        console = Console(file=self._seen, width=80, color_system=None)
        self.form = Form(console, self._type, NAMES)

    def _type(self, prompt: str) -> str:
        self.prompts.append(prompt.strip())
        return self._answers.pop(0)

    @property
    def seen(self) -> str:
        return self._seen.getvalue()

    def fills(self, view: View, kept: Any = None) -> dict[str, Any] | None:
        answers = self.form.fill(view, kept or {})
        assert self._answers == []
        return answers


def shown(blocks: Iterable[dict[str, Any]], errors: dict[str, str] | None = None) -> View:
    made = modal("form", "A commitment", list(blocks), submit="Save", close="Not now")
    return View(MARTA, made, errors or {})


def test_enter_keeps_what_stands_there():
    marta = Person("Pair up", "", "", "", "", "")
    assert marta.fills(shown(INPUTS)) == {"what": "Pair up", **KEPT}
    assert marta.prompts == [
        ">", "[Nothing] >", "[In person] >", "[2026-11-25] >", "[Marta] >", "[no] >",
    ]  # fmt: skip
    for part in ("A commitment", "What was agreed?", "One [small] sentence", "2  In writing"):
        assert part in marta.seen


def test_every_kind_of_input_takes_what_a_person_would_type():
    marta = Person("Pair up", "Twice", "2", "2026-12-01", "@alice", "yes")
    answers = marta.fills(shown(INPUTS))
    assert answers == {
        "what": "Pair up",
        "more": "Twice",
        "how": "writing",
        "by": "2026-12-01",
        "who": ALICE,
        "ask": [TICKED],
    }
    assert entered(shown(INPUTS).blocks, answers, {})["who"]["who"]["selected_user"] == ALICE


@pytest.mark.parametrize(
    ("block", "wrong", "right", "says"),
    [
        (INPUTS[1], "much too long", "short", "0 to 10 characters"),
        (INPUTS[1], "", "short", "must be filled in"),
        (INPUTS[3], "3", "1", "no choice 3"),
        (INPUTS[3], "person", "1", "no choice person"),
        (INPUTS[4], "tomorrow", "2026-12-01", "a day is like"),
        (INPUTS[5], "bob", "alice", "nobody called bob"),
        (INPUTS[5], "-", "alice", "must be filled in"),
    ],
)
def test_what_cannot_be_is_asked_again(block, wrong, right, says):
    marta = Person(wrong, right)
    assert list(marta.fills(shown([block])) or ()) == [block["block_id"]]
    assert says in marta.seen


def test_a_dash_leaves_empty_what_may_be_empty():
    marta = Person("-", "-")
    assert marta.fills(shown([INPUTS[2], INPUTS[6]])) == {"more": None, "ask": []}


def test_only_what_was_wrong_is_asked_again_with_what_was_typed():
    marta = Person("Pair up")
    kept = {"what": {"what": {"type": "plain_text_input", "value": "x"}}}
    assert marta.fills(shown(INPUTS, {"what": "Say [much] more."}), kept) == {"what": "Pair up"}
    assert marta.prompts == ["[x] >"]
    assert "Say [much] more." in marta.seen


def test_a_form_can_be_closed_at_any_question():
    assert Person("/x").fills(shown(INPUTS)) is None
    assert Person("Pair up", "/x").fills(shown(INPUTS)) is None


@pytest.mark.parametrize(("typed", "answers"), [("", {}), ("/x", None)])
def test_a_modal_that_asks_nothing_is_only_shown(typed, answers):
    marta = Person(typed)
    assert marta.fills(shown([b.section("said", "Are you sure?")])) == answers
    assert marta.prompts == ["Enter>"]
