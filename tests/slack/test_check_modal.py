"""Every rule for modals, at its limit and one over; the strict local Slack draws the same line."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.local_slack import LocalSlack
from bot.slack import check
from tests.clock import FrozenClock
from tests.slack.test_check import (
    actions,
    block,
    boxes,
    button,
    cells,
    chart,
    mrkdwn,
    numbered,
    option,
    people,
    picker,
    plain,
    section,
    select,
)

MARTA = "U0MARTA001"
View = dict[str, Any]


def field(**rest: Any) -> View:
    return {"type": "plain_text_input", "action_id": "text", **rest}


def asks(element: View | None = None, **rest: Any) -> View:
    return block("input", element=element or field(), **{"label": plain("What"), **rest})


def modal(*blocks: View, **rest: Any) -> View:
    said = {"title": plain("Plan"), "submit": plain("Save"), "close": plain("Not now"), **rest}
    view = {"type": "modal", "callback_id": "plan", "blocks": list(blocks or [asks()]), **said}
    return {key: value for key, value in view.items() if value is not None}


def of_bytes(size: int) -> View:
    """Return a modal of exactly so many bytes, as JSON."""
    full = [section(3000) | {"block_id": f"b{n:02}"} for n in range(81)]
    last = section(1)
    view = modal(*full, last, submit=None)
    last["text"]["text"] = "x" * (1 + size - len(json.dumps(view)))
    return view


class Rule(NamedTuple):
    """What still fits, what does not, and what the check says about that."""

    fits: View
    breaks: View
    says: str


RULES = {
    "title": Rule(
        modal(title=plain("x" * 24)),
        modal(title=plain("x" * 25)),
        "title has 25 characters; 24 is the limit",
    ),
    "title in plain text": Rule(
        modal(title=plain("x")), modal(title=mrkdwn("x")), "title must be plain_text"
    ),
    "empty title": Rule(modal(title=plain("x")), modal(title=plain("")), "empty title"),
    "submit": Rule(
        modal(submit=plain("x" * 24)),
        modal(submit=plain("x" * 25)),
        "submit has 25 characters; 24 is the limit",
    ),
    "close": Rule(
        modal(close=plain("x" * 24)),
        modal(close=plain("x" * 25)),
        "close has 25 characters; 24 is the limit",
    ),
    "no submit": Rule(
        modal(section(1), submit=None), modal(submit=None), "an input, but no submit"
    ),
    "length of a callback id": Rule(
        modal(callback_id="x" * 255),
        modal(callback_id="x" * 256),
        "callback_id has 256 characters; 255 is the limit",
    ),
    "private metadata": Rule(
        modal(private_metadata="x" * 3000),
        modal(private_metadata="x" * 3001),
        "private_metadata has 3001 characters; 3000 is the limit",
    ),
    "kind of view": Rule(modal(), modal() | {"type": "form"}, "a view of type form"),
    "blocks": Rule(
        modal(*(block("divider", f"b{n}") for n in range(100))),
        modal(*(block("divider", f"b{n}") for n in range(101))),
        "101 blocks; 100 is the limit",
    ),
    "block ids": Rule(
        modal(asks(), block("divider", "c")),
        modal(asks(), block("divider")),
        "block_id b twice",
    ),
    "chart": Rule(
        modal(section(1)),
        modal(chart()),
        "b: a block of type data_visualization, which Coach does not use in a modal",
    ),
    "table": Rule(
        modal(section(1)),
        modal(block("table", rows=[cells(1)])),
        "b: a block of type table, which Coach does not use in a modal",
    ),
    "size": Rule(of_bytes(250_000), of_bytes(250_001), "250001 bytes; 250000 is the limit"),
    "label": Rule(
        modal(asks(label=plain("x" * 2000))),
        modal(asks(label=plain("x" * 2001))),
        "b: label has 2001 characters; 2000 is the limit",
    ),
    "label in plain text": Rule(
        modal(asks(label=plain("x"))),
        modal(asks(label=mrkdwn("x"))),
        "b: label must be plain_text",
    ),
    "hint": Rule(
        modal(asks(hint=plain("x" * 2000))),
        modal(asks(hint=plain("x" * 2001))),
        "b: hint has 2001 characters; 2000 is the limit",
    ),
    "element of an input": Rule(
        modal(asks(picker())),
        modal(asks(button())),
        "b: an element of type button, which Coach does not use",
    ),
    "action id of an input": Rule(
        modal(asks(field(action_id="x" * 255))),
        modal(asks(field(action_id="x" * 256))),
        "b: action_id has 256 characters; 255 is the limit",
    ),
    "text to begin with": Rule(
        modal(asks(field(initial_value="x" * 3000))),
        modal(asks(field(initial_value="x" * 3001))),
        "b: initial_value has 3001 characters; 3000 is the limit",
    ),
    "text to begin with in a short field": Rule(
        modal(asks(field(initial_value="x" * 9, max_length=9))),
        modal(asks(field(initial_value="x" * 9, max_length=8))),
        "b: initial_value has 9 characters; 8 is the limit",
    ),
    "longest text": Rule(
        modal(asks(field(max_length=3000))),
        modal(asks(field(max_length=3001))),
        "b: max_length is 3001; 1 to 3000 are allowed",
    ),
    "shortest of the longest texts": Rule(
        modal(asks(field(max_length=1))),
        modal(asks(field(max_length=0))),
        "b: max_length is 0; 1 to 3000 are allowed",
    ),
    "shortest text": Rule(
        modal(asks(field(min_length=9, max_length=9))),
        modal(asks(field(min_length=10, max_length=9))),
        "b: min_length is 10; 0 to 9 are allowed",
    ),
    "placeholder of a field": Rule(
        modal(asks(field(placeholder=plain("x" * 150)))),
        modal(asks(field(placeholder=plain("x" * 151)))),
        "b: placeholder has 151 characters; 150 is the limit",
    ),
    "options": Rule(
        modal(asks(select(*(option(value=v) for v in numbered(100))))),
        modal(asks(select(*(option(value=v) for v in numbered(101))))),
        "b: 101 options; 1 to 100 are allowed",
    ),
    "boxes": Rule(
        modal(asks(boxes(*(option(value=v) for v in numbered(10))))),
        modal(asks(boxes(*(option(value=v) for v in numbered(11))))),
        "b: 11 options; 1 to 10 are allowed",
    ),
    "day": Rule(
        modal(asks(picker(initial_date="2028-02-29"))),
        modal(asks(picker(initial_date="2027-02-29"))),
        "b: the initial_date is no date such as 2026-01-31",
    ),
    "person": Rule(
        modal(asks(people(initial_user=MARTA))),
        modal(asks(people(initial_user=""))),
        "b: empty initial_user",
    ),
    "button in a modal": Rule(
        modal(actions(button("x" * 75))),
        modal(actions(button("x" * 76))),
        "b: button text has 76 characters; 75 is the limit",
    ),
}


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(clock=FrozenClock()) as slack:
        slack.add_user(MARTA, name="marta")
        yield slack


def takes(slack: LocalSlack, view: View) -> bool:
    """Return whether Slack takes a modal, both as a new one and in place of an older one."""
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    before = client.views_open(
        trigger_id=slack.workspace.issue_trigger(MARTA), view=modal(section(1))
    )
    try:
        client.views_update(view_id=before["view"]["id"], view=view)
        client.views_open(trigger_id=slack.workspace.issue_trigger(MARTA), view=view)
    except SlackApiError:
        return False
    return True


@pytest.mark.parametrize("name", RULES)
def test_a_modal_at_the_limit_is_taken_here_and_there(name, slack):
    check.modal(RULES[name].fits)
    assert takes(slack, RULES[name].fits)


@pytest.mark.parametrize("name", RULES)
def test_a_modal_one_over_is_refused_here_and_there(name, slack):
    with pytest.raises(check.PayloadError) as refused:
        check.modal(RULES[name].breaks)
    assert RULES[name].says in str(refused.value)
    assert str(refused.value).startswith("This modal breaks Slack's rules: ")
    assert not takes(slack, RULES[name].breaks)


@pytest.mark.parametrize("callback_id", [None, "", " "])
def test_a_modal_that_nobody_could_listen_to_is_refused(callback_id):
    with pytest.raises(check.PayloadError, match="empty callback_id"):
        check.modal(modal(callback_id=callback_id))


def test_an_input_without_an_action_id_is_refused():
    with pytest.raises(check.PayloadError, match="b: empty action_id"):
        check.modal(modal(asks({"type": "datepicker"})))


def test_all_broken_rules_of_a_modal_are_named_at_once():
    with pytest.raises(check.PayloadError) as refused:
        check.modal(modal(asks(hint=plain("")), section(3001), title=plain("x" * 25)))
    for part in ("title has 25", "block_id b twice", "b: empty hint", "b: text has 3001"):
        assert part in str(refused.value)
