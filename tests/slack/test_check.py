"""Every rule of the check, at its limit and one over; the strict local Slack draws the same line."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.local_slack import LocalSlack
from bot.errors import OperatorError
from bot.slack import check
from tests.clock import FrozenClock

MARTA = "U0MARTA001"
Block = dict[str, Any]


def block(kind: str, block_id: str = "b", **rest: Any) -> Block:
    return {"type": kind, "block_id": block_id, **rest}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(length: int, **rest: Any) -> Block:
    return block("section", text=mrkdwn("x" * length), **rest)


def button(text: str = "Go", action_id: str = "go", **rest: Any) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(text), **rest}


def option(text: str = "One", value: str = "1") -> Block:
    return {"text": plain(text), "value": value}


def select(*options: Block, placeholder: str = "Pick", **rest: Any) -> Block:
    menu = {"type": "static_select", "action_id": "pick", "placeholder": plain(placeholder)}
    return {**menu, "options": list(options or (option(),)), **rest}


def picker(**rest: Any) -> Block:
    return {"type": "datepicker", "action_id": "day", **rest}


def people(**rest: Any) -> Block:
    return {"type": "users_select", "action_id": "who", **rest}


def boxes(*options: Block, **rest: Any) -> Block:
    found = list(options or (option(),))
    return {"type": "checkboxes", "action_id": "tick", "options": found, **rest}


def asked(**said: str) -> Block:
    texts = {"title": "Sure?", "text": "It is gone then.", "confirm": "Yes", "deny": "No", **said}
    return {name: plain(text) for name, text in texts.items()}


def rich(*parts: Block) -> Block:
    return block("rich_text", elements=list(parts))


def quoted(*texts: str, kind: str = "rich_text_quote") -> Block:
    return {"type": kind, "elements": [{"type": "text", "text": text} for text in texts]}


def actions(*elements: Block) -> Block:
    return block("actions", elements=list(elements))


def cells(*lengths: int) -> list[Block]:
    return [{"type": "raw_text", "text": "x" * length} for length in lengths]


def picture(alt: str) -> Block:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": alt}


def chart(
    names: list[str] | None = None, labels: list[str] | None = None, **said: Any
) -> dict[str, Any]:
    labels = labels or ["2 Nov", "9 Nov"]
    points = [{"label": label, "value": said.get("value", 1.5)} for label in labels]
    lines = [{"name": name, "data": said.get("data", points)} for name in names or ["Team"]]
    axis = {"categories": said.get("categories", labels), "y_label": said.get("y_label", "hours")}
    return block(
        "data_visualization",
        said.get("block_id", "b"),
        title=said.get("title", "Cycle time"),
        chart={"type": "line", "series": lines, "axis_config": axis},
    )


def numbered(count: int, length: int = 3) -> list[str]:
    return [f"{number:0{length}}" for number in range(count)]


class Rule(NamedTuple):
    """What still fits, what does not, and what the check says about that."""

    fits: list[Block]
    breaks: list[Block]
    says: str


RULES = {
    "blocks": Rule(
        [block("divider", f"b{n}") for n in range(50)],
        [block("divider", f"b{n}") for n in range(51)],
        "51 blocks; 50 is the limit",
    ),
    "charts": Rule(
        [chart(block_id=f"b{n}") for n in range(2)],
        [chart(block_id=f"b{n}") for n in range(3)],
        "3 blocks of type data_visualization; 2 is the limit",
    ),
    "tables": Rule(
        [block("table", "b0", rows=[cells(1)])],
        [block("table", f"b{n}", rows=[cells(1)]) for n in range(2)],
        "2 blocks of type table; 1 is the limit",
    ),
    "block ids": Rule(
        [block("divider", "a"), block("divider", "b")],
        [block("divider", "a"), block("divider", "a")],
        "block_id a twice",
    ),
    "length of a block id": Rule(
        [block("divider", "b" * 255)],
        [block("divider", "b" * 256)],
        "block_id has 256 characters; 255 is the limit",
    ),
    "kind of block": Rule(
        [block("divider")], [block("video_wall")], "b: a block of type video_wall"
    ),
    "section": Rule([section(3000)], [section(3001)], "b: text has 3001 characters; 3000 is"),
    "section with nothing": Rule(
        [section(1)], [block("section")], "b: a section with neither text nor fields"
    ),
    "fields": Rule(
        [block("section", fields=[mrkdwn("x")] * 10)],
        [block("section", fields=[mrkdwn("x")] * 11)],
        "b: 11 fields; 1 to 10 are allowed",
    ),
    "field": Rule(
        [block("section", fields=[mrkdwn("x" * 2000)])],
        [block("section", fields=[mrkdwn("x" * 2001)])],
        "b: field has 2001 characters; 2000 is the limit",
    ),
    "accessory": Rule(
        [section(1, accessory=button("x" * 75))],
        [section(1, accessory=button("x" * 76))],
        "b: button text has 76 characters; 75 is the limit",
    ),
    "header": Rule(
        [block("header", text=plain("x" * 150))],
        [block("header", text=plain("x" * 151))],
        "b: text has 151 characters; 150 is the limit",
    ),
    "header in plain text": Rule(
        [block("header", text=plain("x"))],
        [block("header", text=mrkdwn("x"))],
        "b: text must be plain_text",
    ),
    "context": Rule(
        [block("context", elements=[mrkdwn("x")] * 10)],
        [block("context", elements=[mrkdwn("x")] * 11)],
        "b: 11 elements; 1 to 10 are allowed",
    ),
    "context without elements": Rule(
        [block("context", elements=[plain("x")])],
        [block("context", elements=[])],
        "b: 0 elements; 1 to 10 are allowed",
    ),
    "context text": Rule(
        [block("context", elements=[mrkdwn("x" * 3000)])],
        [block("context", elements=[mrkdwn("x" * 3001)])],
        "b: text has 3001 characters; 3000 is the limit",
    ),
    "alt text in a context": Rule(
        [block("context", elements=[picture("x" * 2000)])],
        [block("context", elements=[picture("x" * 2001)])],
        "b: alt_text has 2001 characters; 2000 is the limit",
    ),
    "no alt text in a context": Rule(
        [block("context", elements=[picture("a line that rises")])],
        [block("context", elements=[picture(" ")])],
        "b: empty alt_text",
    ),
    "alt text": Rule(
        [block(**picture("x" * 2000), kind="image")],
        [block(**picture("x" * 2001), kind="image")],
        "b: alt_text has 2001 characters; 2000 is the limit",
    ),
    "no alt text": Rule(
        [block(**picture("a line that rises"), kind="image")],
        [block(**picture(" "), kind="image")],
        "b: empty alt_text",
    ),
    "actions": Rule(
        [actions(*(button(action_id=f"a{n}") for n in range(25)))],
        [actions(*(button(action_id=f"a{n}") for n in range(26)))],
        "b: 26 elements; 1 to 25 are allowed",
    ),
    "action ids": Rule(
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        "b: action_id a twice",
    ),
    "length of an action id": Rule(
        [actions(button(action_id="a" * 255))],
        [actions(button(action_id="a" * 256))],
        "b: action_id has 256 characters; 255 is the limit",
    ),
    "kind of element": Rule(
        [actions(button())],
        [actions({"type": "slider", "action_id": "a"})],
        "b: an element of type slider",
    ),
    "button text": Rule(
        [actions(button("x" * 75))],
        [actions(button("x" * 76))],
        "b: button text has 76 characters; 75 is the limit",
    ),
    "button value": Rule(
        [actions(button(value="x" * 2000))],
        [actions(button(value="x" * 2001))],
        "b: button value has 2001 characters; 2000 is the limit",
    ),
    "button in plain text": Rule(
        [actions(button())],
        [actions({**button(), "text": mrkdwn("Go")})],
        "b: button text must be plain_text",
    ),
    "button url": Rule(
        [actions(button(url="https://example.com/" + "x" * 2980))],
        [actions(button(url="https://example.com/" + "x" * 2981))],
        "b: button url has 3001 characters; 3000 is the limit",
    ),
    "button style": Rule(
        [actions(button(style="danger"), button(action_id="b", style="primary"))],
        [actions(button(style="warning"))],
        "b: a button of style warning",
    ),
    "what a screen reader says": Rule(
        [actions(button(accessibility_label="x" * 75))],
        [actions(button(accessibility_label="x" * 76))],
        "b: accessibility_label has 76 characters; 75 is the limit",
    ),
    "question title": Rule(
        [actions(button(confirm=asked(title="x" * 100)))],
        [actions(button(confirm=asked(title="x" * 101)))],
        "b: confirm title has 101 characters; 100 is the limit",
    ),
    "question": Rule(
        [actions(button(confirm=asked(text="x" * 300)))],
        [actions(button(confirm=asked(text="x" * 301)))],
        "b: confirm text has 301 characters; 300 is the limit",
    ),
    "question answered with yes": Rule(
        [actions(picker(confirm=asked(confirm="x" * 30)))],
        [actions(picker(confirm=asked(confirm="x" * 31)))],
        "b: confirm confirm has 31 characters; 30 is the limit",
    ),
    "question answered with no": Rule(
        [actions(people(confirm=asked(deny="x" * 30)))],
        [actions(people(confirm=asked(deny="x" * 31)))],
        "b: confirm deny has 31 characters; 30 is the limit",
    ),
    "placeholder of a date picker": Rule(
        [actions(picker(placeholder=plain("x" * 150)))],
        [actions(picker(placeholder=plain("x" * 151)))],
        "b: placeholder has 151 characters; 150 is the limit",
    ),
    "placeholder of a menu of people": Rule(
        [actions(people(placeholder=plain("x" * 150)))],
        [actions(people(placeholder=plain("x" * 151)))],
        "b: placeholder has 151 characters; 150 is the limit",
    ),
    "day chosen beforehand": Rule(
        [actions(picker(initial_date="2028-02-29"))],
        [actions(picker(initial_date="2027-02-29"))],
        "b: the initial_date is no date such as 2026-01-31",
    ),
    "how a day is written": Rule(
        [actions(picker(initial_date="2026-01-31"))],
        [actions(picker(initial_date="20260131"))],
        "b: the initial_date is no date such as 2026-01-31",
    ),
    "person chosen beforehand": Rule(
        [actions(people(initial_user=MARTA))],
        [actions(people(initial_user=""))],
        "b: empty initial_user",
    ),
    "boxes": Rule(
        [actions(boxes(*(option(value=v) for v in numbered(10))))],
        [actions(boxes(*(option(value=v) for v in numbered(11))))],
        "b: 11 options; 1 to 10 are allowed",
    ),
    "box text": Rule(
        [actions(boxes(option("x" * 75)))],
        [actions(boxes(option("x" * 76)))],
        "b: option has 76 characters; 75 is the limit",
    ),
    "box ticked beforehand": Rule(
        [actions(boxes(option(), option("Two", "2"), initial_options=[option("Two", "2")]))],
        [actions(boxes(option(), initial_options=[option("Two", "2")]))],
        "b: an initial option is not one of the options",
    ),
    "field among the buttons": Rule(
        [actions(boxes(), picker(), people(), select(), button())],
        [actions({"type": "plain_text_input", "action_id": "a"})],
        "b: an element of type plain_text_input",
    ),
    "rich text": Rule(
        [rich(quoted("x"), quoted("y", kind="rich_text_section"))],
        [rich()],
        "b: a rich_text without elements",
    ),
    "quotation": Rule(
        [rich(quoted("x\ny"))],
        [rich(quoted())],
        "b: a rich_text_quote without elements",
    ),
    "quoted text": Rule([rich(quoted(" "))], [rich(quoted(""))], "b: empty text"),
    "part of a rich text": Rule(
        [rich(quoted("x"))],
        [rich(quoted("x", kind="rich_text_song"))],
        "b: a rich_text_song, which Coach does not use",
    ),
    "placeholder": Rule(
        [actions(select(placeholder="x" * 150))],
        [actions(select(placeholder="x" * 151))],
        "b: placeholder has 151 characters; 150 is the limit",
    ),
    "options": Rule(
        [actions(select(*(option(value=v) for v in numbered(100))))],
        [actions(select(*(option(value=v) for v in numbered(101))))],
        "b: 101 options; 1 to 100 are allowed",
    ),
    "menu without options": Rule(
        [actions(select())],
        [actions({**select(), "options": []})],
        "b: 0 options; 1 to 100 are allowed",
    ),
    "option text": Rule(
        [actions(select(option("x" * 75)))],
        [actions(select(option("x" * 76)))],
        "b: option has 76 characters; 75 is the limit",
    ),
    "option value": Rule(
        [actions(select(option(value="x" * 150)))],
        [actions(select(option(value="x" * 151)))],
        "b: option value has 151 characters; 150 is the limit",
    ),
    "option chosen beforehand": Rule(
        [actions(select(option("One"), option("Two", "2"), initial_option=option("Two", "2")))],
        [actions(select(option("One"), initial_option=option("Two", "2")))],
        "b: the initial_option is not one of the options",
    ),
    "rows": Rule(
        [block("table", rows=[cells(1)] * 100)],
        [block("table", rows=[cells(1)] * 101)],
        "b: 101 rows; 1 to 100 are allowed",
    ),
    "columns": Rule(
        [block("table", rows=[cells(*[1] * 20)])],
        [block("table", rows=[cells(*[1] * 21)])],
        "b: 21 columns; 1 to 20 are allowed",
    ),
    "cells": Rule(
        [block("table", rows=[cells(5000, 5000)])],
        [block("table", rows=[cells(5000, 5001)])],
        "b: the cells have 10001 characters; 10000 is the limit",
    ),
    "empty cell": Rule(
        [block("table", rows=[cells(1, 1)])],
        [block("table", rows=[cells(1, 0)])],
        "b: an empty cell",
    ),
    "chart title": Rule(
        [chart(title="x" * 50)],
        [chart(title="x" * 51)],
        "b: title has 51 characters; 50 is the limit",
    ),
    "categories": Rule(
        [chart(labels=numbered(20))],
        [chart(labels=numbered(21))],
        "b: 21 categories; 1 to 20 are allowed",
    ),
    "category": Rule(
        [chart(labels=["x" * 20])],
        [chart(labels=["x" * 21])],
        "b: category has 21 characters; 20 is the limit",
    ),
    "category twice": Rule(
        [chart(labels=["2 Nov", "9 Nov"])],
        [chart(labels=["9 Nov", "9 Nov"])],
        "b: a category twice",
    ),
    "series": Rule(
        [chart(numbered(6))],
        [chart(numbered(7))],
        "b: 7 series; 1 to 6 are allowed",
    ),
    "series name": Rule(
        [chart(["x" * 20])],
        [chart(["x" * 21])],
        "b: series name has 21 characters; 20 is the limit",
    ),
    "series twice": Rule(
        [chart(["Team", "Service"])],
        [chart(["Team", "Team"])],
        "b: series Team twice",
    ),
    "axis label": Rule(
        [chart(y_label="x" * 50)],
        [chart(y_label="x" * 51)],
        "b: y_label has 51 characters; 50 is the limit",
    ),
    "points": Rule(
        [chart(labels=["2 Nov", "9 Nov"])],
        [chart(labels=["2 Nov", "9 Nov"], data=[{"label": "2 Nov", "value": 1}])],
        "b: the points of Team do not match the categories",
    ),
    "value": Rule(
        [chart(value=0)],
        [chart(value=float("nan"))],
        "b: a value of Team is not a number",
    ),
    "all text together": Rule(
        [section(2750) | {"block_id": f"b{n}"} for n in range(4)],
        [section(2750 + (n == 3)) | {"block_id": f"b{n}"} for n in range(4)],
        "the blocks have 11001 characters in all; 11000 is the limit",
    ),
}


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(clock=FrozenClock()) as slack:
        slack.add_user(MARTA, name="marta")
        yield slack


def takes(slack: LocalSlack, message: dict[str, Any]) -> bool:
    """Return whether Slack takes a message, both as a new one and in place of an older one."""
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    first = client.chat_postMessage(channel=MARTA, text="before")
    try:
        client.api_call("chat.postMessage", json={"channel": MARTA, **message})
        there = {"channel": first["channel"], "ts": first["ts"]}
        client.api_call("chat.update", json={**there, **message})
    except SlackApiError:
        return False
    return True


@pytest.mark.parametrize("name", RULES)
def test_a_payload_at_the_limit_is_taken_here_and_there(name, slack):
    message = {"text": "In words", "blocks": RULES[name].fits}
    check.message(message)
    assert takes(slack, message)


@pytest.mark.parametrize("name", RULES)
def test_a_payload_one_over_is_refused_here_and_there(name, slack):
    message = {"text": "In words", "blocks": RULES[name].breaks}
    with pytest.raises(check.PayloadError) as refused:
        check.message(message)
    assert RULES[name].says in str(refused.value)
    assert not takes(slack, message)


def test_the_text_may_have_4000_characters(slack):
    check.message({"text": "x" * 4000})
    assert takes(slack, {"text": "x" * 4000})
    with pytest.raises(check.PayloadError, match="its text has 4001 characters; 4000 is the limit"):
        check.message({"text": "x" * 4001})
    assert not takes(slack, {"text": "x" * 4001})


@pytest.mark.parametrize("message", [{}, {"text": ""}, {"text": " \n"}, {"text": None}])
def test_notifications_and_screen_readers_need_a_text(message, slack):
    blocks = [block("divider")]
    with pytest.raises(check.PayloadError, match="no text for notifications and screen readers"):
        check.message({**message, "blocks": blocks})
    assert not takes(slack, {"text": None, **message, "blocks": blocks})


def test_coach_is_stricter_than_slack_where_pages_must_be_the_same_to_the_byte():
    with pytest.raises(check.PayloadError, match="a block without a block_id"):
        check.message({"text": "In words", "blocks": [{"type": "divider"}]})


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        (actions(button(url="http://example.com")), "a button url that does not begin with https"),
        (actions(button(url="https://")), "a button url that does not begin with https"),
        (actions(button(url="javascript:x")), "a button url that does not begin with https"),
        (
            rich({"type": "rich_text_quote", "elements": [{"type": "user", "user_id": MARTA}]}),
            "b: a user in a rich_text, which Coach does not use",
        ),
        (
            rich({"type": "rich_text_quote", "elements": [{"type": "broadcast", "range": "here"}]}),
            "b: a broadcast in a rich_text, which Coach does not use",
        ),
        (
            block("input", label=plain("L"), element=picker()),
            "b: a block of type input, which Coach does not use in a message",
        ),
    ],
)
def test_coach_is_stricter_than_slack_about_what_could_do_harm(planted, says, slack):
    message = {"text": "In words", "blocks": [planted]}
    assert takes(slack, message)
    with pytest.raises(check.PayloadError) as refused:
        check.message(message)
    assert says in str(refused.value)


def test_rows_of_a_table_are_of_one_length():
    with pytest.raises(check.PayloadError, match="b: rows of different lengths"):
        check.message(
            {"text": "In words", "blocks": [block("table", rows=[cells(1, 1), cells(1)])]}
        )


def test_all_broken_rules_are_named_at_once():
    blocks = [section(3001), block("header", "h", text=plain("x" * 151)), block("divider", "h")]
    with pytest.raises(check.PayloadError) as refused:
        check.message({"text": "", "blocks": blocks})
    said = str(refused.value)
    assert said.startswith("This message breaks Slack's rules: ")
    for part in ("no text", "block_id h twice", "b: text has 3001", "h: text has 151"):
        assert part in said


def test_a_broken_payload_is_for_whoever_runs_coach():
    assert issubclass(check.PayloadError, OperatorError)


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_each_surface_has_its_own_number_of_blocks(surface, most):
    blocks = [block("divider", f"b{n}") for n in range(most + 1)]
    assert list(check.blocks(blocks[:-1], surface)) == []
    assert list(check.blocks(blocks, surface)) == [f"{most + 1} blocks; {most} is the limit"]
