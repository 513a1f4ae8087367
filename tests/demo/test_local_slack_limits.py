"""The local Slack refuses what Slack documents as wrong, and takes everything up to the limits."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import slackblocks
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.local_slack import LocalSlack
from tests.clock import FrozenClock

Block = dict[str, Any]


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(clock=FrozenClock()) as slack:
        slack.add_user("U0MARTA001", name="marta")
        slack.add_channel("C0PAYMENTS", name="payments", members=["U0MARTA001"])
        yield slack


@pytest.fixture(scope="module")
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def answer(client: WebClient, method: str, arguments: dict[str, Any]) -> tuple[str, str]:
    """Return Slack's error and its details, or "ok"."""
    try:
        client.api_call(method, json=arguments)
    except SlackApiError as error:
        data = error.response.data
        assert isinstance(data, dict)
        return data["error"], "\n".join(data.get("response_metadata", {}).get("messages", []))
    return "ok", ""


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text), **more}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def button(text: str = "Go", **more: Any) -> Block:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Block, **more: Any) -> Block:
    return {"type": "actions", "elements": list(elements), **more}


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def option(text: str = "One", value: str = "1", **more: Any) -> Block:
    return {"text": plain(text), "value": value, **more}


def menu(*options: Block, **more: Any) -> Block:
    return {"type": "static_select", "options": list(options), **more}


def image(**more: Any) -> Block:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A", **more}


def field(element: Block | None = None, **more: Any) -> Block:
    typed = element or {"type": "plain_text_input", "action_id": "a"}
    return {"type": "input", "block_id": "b", "label": plain("L"), "element": typed, **more}


def table(rows: int = 1, columns: int = 1, text: str = "x", **more: Any) -> Block:
    row = [{"type": "raw_text", "text": text}] * columns
    return {"type": "table", "rows": [row] * rows, **more}


def data_table(*rows: list[str], **more: Any) -> Block:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    return {"type": "data_table", "caption": "Numbers", "rows": cells, **more}


def chart(categories: list[str], names: list[str], title: str = "T", **axis: Any) -> Block:
    data = [{"label": label, "value": 1.5} for label in categories]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": "line",
            "series": [{"name": name, "data": data} for name in names],
            "axis_config": {"categories": categories, **axis},
        },
    }


def pie(*segments: tuple[str, float]) -> Block:
    parts = [{"label": label, "value": value} for label, value in segments]
    return {
        "type": "data_visualization",
        "title": "T",
        "chart": {"type": "pie", "segments": parts},
    }


def uneven_chart() -> Block:
    block = chart(["w1", "w2"], ["a"])
    block["chart"]["series"][0]["data"] = [{"label": "w1", "value": 1}]
    return block


def rich(*inline: Block) -> Block:
    parts = [{"type": "rich_text_section", "elements": list(inline)}]
    return {"type": "rich_text", "elements": parts}


def weeks(number: int) -> list[str]:
    return [f"week {index}" for index in range(number)]


CONFIRM = {"title": plain("T"), "text": plain("x"), "confirm": plain("Yes"), "deny": plain("No")}

WRONG_BLOCKS: list[tuple[str, list[Any], str, str]] = [
    ("51 blocks", [section()] * 51, "/blocks", "no more than 50 items"),
    ("unknown type", [{"type": "nonsense"}], "/blocks/0/type", "unsupported type: nonsense"),
    ("no type", [{"text": plain("x")}], "/blocks/0", "missing required field: type"),
    ("alert in a message", [{"type": "alert", "text": plain("x")}], "/blocks/0/type", "unsupported"),
    ("unknown key", [section(colour="red")], "/blocks/0", "invalid additional property: colour"),
    ("long section", [section("x" * 3001)], "/blocks/0/text/text", "less than 3001 characters"),
    ("empty section", [section("")], "/blocks/0/text/text", "more than 0 characters"),
    ("section of nothing", [{"type": "section"}], "/blocks/0", "text, fields"),
    ("text as a string", [{"type": "section", "text": "x"}], "/blocks/0/text", "an object"),
    ("text with a typo", [{"type": "section", "text": {"type": "mrkdown", "text": "x"}}], "/blocks/0/text/type", "unsupported type: mrkdown"),
    ("emoji in mrkdwn", [{"type": "section", "text": {**mrkdwn("x"), "emoji": True}}], "/blocks/0/text", "additional property: emoji"),
    ("11 fields", [{"type": "section", "fields": [mrkdwn("x")] * 11}], "/blocks/0/fields", "no more than 10"),
    ("long field", [{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "/blocks/0/fields/0/text", "less than 2001"),
    ("long header", [header("x" * 151)], "/blocks/0/text/text", "less than 151"),
    ("mrkdwn in a header", [{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type", "unsupported type: mrkdwn"),
    ("long block_id", [section(block_id="x" * 256)], "/blocks/0/block_id", "less than 256"),
    ("block_id twice", [section(block_id="a"), section(block_id="a")], "/blocks/1/block_id", "already exists"),
    ("11 in a context", [context(*[mrkdwn("x")] * 11)], "/blocks/0/elements", "no more than 10"),
    ("button in a context", [context(button())], "/blocks/0/elements/0/type", "unsupported type: button"),
    ("26 actions", [actions(*[button(action_id=str(n)) for n in range(26)])], "/blocks/0/elements", "no more than 25"),
    ("no actions", [actions()], "/blocks/0/elements", "no fewer than 1"),
    ("action_id twice", [actions(button(action_id="a"), button(action_id="a"))], "/blocks/0", '`action_id` "a" already exists'),
    ("long action_id", [actions(button(action_id="x" * 256))], "/blocks/0/elements/0/action_id", "less than 256"),
    ("long button", [actions(button("x" * 76))], "/blocks/0/elements/0/text/text", "less than 76"),
    ("long value", [actions(button(value="x" * 2001))], "/blocks/0/elements/0/value", "less than 2001"),
    ("long url", [actions(button(url="x" * 3001))], "/blocks/0/elements/0/url", "less than 3001"),
    ("loud button", [actions(button(style="warning"))], "/blocks/0/elements/0/style", "valid enum value"),
    ("long label", [actions(button(accessibility_label="x" * 76))], "/blocks/0/elements/0/accessibility_label", "less than 76"),
    ("disabled button", [actions(button(disabled=True))], "/blocks/0/elements/0", "additional property: disabled"),
    ("text input among actions", [actions({"type": "plain_text_input"})], "/blocks/0/elements/0/type", "unsupported type"),
    ("short confirm", [actions(button(confirm={"title": plain("T")}))], "/blocks/0/elements/0/confirm", "missing required field: text"),
    ("long confirm", [actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))], "/blocks/0/elements/0/confirm/deny/text", "less than 31"),
    ("101 options", [actions(menu(*[option()] * 101))], "/blocks/0/elements/0/options", "no more than 100"),
    ("long option", [actions(menu(option("x" * 76)))], "/blocks/0/elements/0/options/0/text/text", "less than 76"),
    ("long option value", [actions(menu(option(value="x" * 151)))], "/blocks/0/elements/0/options/0/value", "less than 151"),
    ("long description", [actions(menu(option(description=plain("x" * 76))))], "/blocks/0/elements/0/options/0/description/text", "less than 76"),
    ("mrkdwn in a menu", [actions(menu({"text": mrkdwn("x"), "value": "1"}))], "/blocks/0/elements/0/options/0/text/type", "unsupported"),
    ("menu of nothing", [actions({"type": "static_select"})], "/blocks/0/elements/0", "options, option_groups"),
    ("foreign initial option", [actions(menu(option(), initial_option=option("Two", "2")))], "/blocks/0/elements/0", "must be one of the options"),
    ("long placeholder", [actions(menu(option(), placeholder=plain("x" * 151)))], "/blocks/0/elements/0/placeholder/text", "less than 151"),
    ("6 in an overflow", [actions({"type": "overflow", "options": [option()] * 6})], "/blocks/0/elements/0/options", "no more than 5"),
    ("11 check boxes", [actions({"type": "checkboxes", "options": [option()] * 11})], "/blocks/0/elements/0/options", "no more than 10"),
    ("odd date", [actions({"type": "datepicker", "initial_date": "31.01.2026"})], "/blocks/0/elements/0/initial_date", "a date like"),
    ("email field in a message", [field({"type": "email_text_input"})], "/blocks/0", "unsupported type: email_text_input"),
    ("image without words", [{"type": "image", "image_url": "https://example.com/a.png"}], "/blocks/0", "missing required field: alt_text"),
    ("image with a blank", [image(alt_text=" ")], "/blocks/0/alt_text", "must not be blank"),
    ("small image with a blank", [context(image(alt_text="  "))], "/blocks/0/elements/0/alt_text", "must not be blank"),
    ("long alt text", [image(alt_text="x" * 2001)], "/blocks/0/alt_text", "less than 2001"),
    ("image from two places", [image(slack_file={"id": "F00000000"})], "/blocks/0", "exactly one of"),
    ("file with two names", [{"type": "image", "alt_text": "A", "slack_file": {"id": "F1", "url": "u"}}], "/blocks/0/slack_file", "exactly one of"),
    ("101 rows", [table(rows=101)], "/blocks/0/rows", "no more than 100"),
    ("21 columns", [table(columns=21)], "/blocks/0/rows/0", "no more than 20"),
    ("much in a table", [table(10, 10, "x" * 101)], "/blocks/0", "less than 10001"),
    ("empty cell", [table(text="")], "/blocks/0/rows/0/0/text", "more than 0 characters"),
    ("odd alignment", [table(column_settings=[{"align": "middle"}])], "/blocks/0/column_settings/0/align", "valid enum"),
    ("data table without a caption", [{"type": "data_table", "rows": table(2)["rows"]}], "/blocks/0", "caption"),
    ("uneven data table", [data_table(["a", "b"], ["c"])], "/blocks/0/rows", "same number of columns"),
    ("long chart title", [chart(["w"], ["a"], title="x" * 51)], "/blocks/0/title", "less than 51"),
    ("21 categories", [chart(weeks(21), ["a"])], "/blocks/0/chart/series/0/data", "no more than 20"),
    ("categories twice", [chart(["w", "w"], ["a"])], "/blocks/0/chart/axis_config/categories", "unique"),
    ("long category", [chart(["x" * 21], ["a"])], "/blocks/0/chart/axis_config/categories/0", "less than 21"),
    ("points that do not fit", [uneven_chart()], "/blocks/0/chart/series/0/data", "every category"),
    ("7 series", [chart(["w"], list("abcdefg"))], "/blocks/0/chart/series", "no more than 6"),
    ("no series", [chart(["w"], [])], "/blocks/0/chart/series", "no fewer than 1"),
    ("series twice", [chart(["w"], ["a", "a"])], "/blocks/0/chart/series", "unique"),
    ("long series name", [chart(["w"], ["x" * 21])], "/blocks/0/chart/series/0/name", "less than 21"),
    ("long axis", [chart(["w"], ["a"], y_label="x" * 51)], "/blocks/0/chart/axis_config/y_label", "less than 51"),
    ("3 charts", [chart(["w"], ["a"])] * 3, "/blocks", "no more than 2 data_visualization"),
    ("chart with alt text", [{**chart(["w"], ["a"]), "alt_text": "A"}], "/blocks/0", "additional property: alt_text"),
    ("slice of nothing", [pie(("a", 0))], "/blocks/0/chart/segments/0/value", "greater than 0"),
    ("much markdown", [{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks", "less than 12001"),
    ("empty rich text", [rich({"type": "text", "text": ""})], "/blocks/0/elements/0/elements/0/text", "more than 0"),
    ("11 in a container", [{"type": "container", "title": plain("T"), "child_blocks": [section()] * 11}], "/blocks/0/child_blocks", "no more than 10"),
    ("card of nothing", [{"type": "card"}], "/blocks/0", "hero_image, title, actions, body"),
    ("11 cards", [{"type": "carousel", "elements": [{"type": "card", "title": plain("T")}] * 11}], "/blocks/0/elements", "no more than 10"),
    ("null for nothing", [section(accessory=None)], "/blocks/0/accessory", "must provide an object"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "pointer", "phrase"),
    [row[1:] for row in WRONG_BLOCKS],
    ids=[row[0] for row in WRONG_BLOCKS],
)
def test_wrong_blocks_are_refused_with_a_pointer(
    client: WebClient, blocks: list[Any], pointer: str, phrase: str
) -> None:
    given = {"channel": "C0PAYMENTS", "text": "x", "blocks": blocks}
    error, details = answer(client, "chat.postMessage", given)
    assert error == "invalid_blocks"
    assert any(
        phrase in line and line.endswith(f"[json-pointer:{pointer}]")
        for line in details.splitlines()
    ), details


WRONG_MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("nothing at all", {}, "no_text"),
    ("blank text", {"text": "  "}, "no_text"),
    ("blocks without text", {"blocks": [section()]}, "no_text"),
    ("blocks that are no JSON", {"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ("blocks that are no list", {"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ("blocks that are strings", {"text": "x", "blocks": ["divider"]}, "invalid_blocks_format"),
    ("long text", {"text": "x" * 40_001}, "msg_too_long"),
    ("text that is a number", {"text": 7}, "invalid_arguments"),
    ("long blocks", {"text": "x", "blocks": [section("x" * 2751)] * 4}, "msg_blocks_too_long"),
    ("two tables", {"text": "x", "blocks": [table(), table()]}, "invalid_attachments"),
    ("table and data table", {"text": "x", "blocks": [table(), data_table(["a"], ["b"])]}, "invalid_attachments"),
    ("markdown and text", {"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("long markdown", {"markdown_text": "x" * 12_001}, "msg_too_long"),
    ("101 attachments", {"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ("wrong attachment", {"text": "x", "attachments": [{"blocks": [{"type": "no"}]}]}, "invalid_attachments"),
    ("metadata as text", {"text": "x", "metadata": "key"}, "invalid_metadata_format"),
    ("metadata as a list", {"text": "x", "metadata": ["key"]}, "invalid_metadata_format"),
    ("metadata without a type", {"text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
    ("metadata without a payload", {"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
    ("flat metadata", {"text": "x", "metadata": {"event_type": "e", "event_payload": "k"}}, "invalid_metadata_format"),
    ("metadata with more in it", {"text": "x", "metadata": {"event_type": "e", "event_payload": {}, "name": "x"}}, "invalid_metadata_format"),
    ("misspelt argument", {"text": "x", "thread": "1.2"}, "invalid_arg_name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error"),
    [row[1:] for row in WRONG_MESSAGES],
    ids=[row[0] for row in WRONG_MESSAGES],
)
def test_wrong_messages_are_refused_by_name(
    client: WebClient, arguments: dict[str, Any], error: str
) -> None:
    given = {"channel": "C0PAYMENTS", **arguments}
    assert answer(client, "chat.postMessage", given)[0] == error


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("T"), "blocks": list(blocks), **more}


def home(*blocks: Block, **more: Any) -> Block:
    return {"type": "home", "blocks": list(blocks), **more}


WRONG_VIEWS: list[tuple[str, Any, str, str]] = [
    ("no view", [], "/view", "must provide an object"),
    ("view that is no JSON", "{", "/view", "must provide an object"),
    ("home in a modal's place", home(section()), "/view/type", "valid enum value: modal"),
    ("no title", {"type": "modal", "blocks": []}, "/view", "missing required field: title"),
    ("long title", modal(title=plain("x" * 25)), "/view/title/text", "less than 25"),
    ("mrkdwn title", modal(title=mrkdwn("T")), "/view/title/type", "unsupported type"),
    ("long submit", modal(submit=plain("x" * 25)), "/view/submit/text", "less than 25"),
    ("long close", modal(close=plain("x" * 25)), "/view/close/text", "less than 25"),
    ("input without submit", modal(field()), "/view", "submit"),
    ("101 blocks", modal(*[section()] * 101), "/view/blocks", "no more than 100"),
    ("long metadata", modal(private_metadata="x" * 3001), "/view/private_metadata", "less than 3001"),
    ("long callback_id", modal(callback_id="x" * 256), "/view/callback_id", "less than 256"),
    ("unknown key", modal(colour="red"), "/view", "additional property: colour"),
    ("markdown in a modal", modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type", "unsupported"),
    ("chart in a modal", modal(chart(["w"], ["a"])), "/view/blocks/0/type", "unsupported"),
    ("table in a modal", modal(table()), "/view/blocks/0/type", "unsupported"),
    ("long label", modal(field(label=plain("x" * 2001)), submit=plain("S")), "/view/blocks/0/label/text", "less than 2001"),
    ("button as an input", modal(field(button()), submit=plain("S")), "/view/blocks/0/element/type", "unsupported"),
    ("long default", modal(field({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"}), submit=plain("S")), "/view/blocks/0/element/initial_value", "less than 3"),
    ("least above most", modal(field({"type": "plain_text_input", "min_length": 3, "max_length": 2}), submit=plain("S")), "/view/blocks/0/element", "min_length"),
    ("3001 letters allowed", modal(field({"type": "plain_text_input", "max_length": 3001}), submit=plain("S")), "/view/blocks/0/element/max_length", "between 1 and 3000"),
    ("twice the same block", modal(field(), field(), submit=plain("S")), "/view/blocks/1/block_id", "already exists"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("view", "pointer", "phrase"),
    [row[1:] for row in WRONG_VIEWS],
    ids=[row[0] for row in WRONG_VIEWS],
)
def test_wrong_modals_are_refused_with_a_pointer(
    slack: LocalSlack, client: WebClient, view: Any, pointer: str, phrase: str
) -> None:
    trigger = slack.workspace.issue_trigger("U0MARTA001")
    error, details = answer(client, "views.open", {"trigger_id": trigger, "view": view})
    assert error == "invalid_arguments"
    assert any(
        phrase in line and line.endswith(f"[json-pointer:{pointer}]")
        for line in details.splitlines()
    ), details


@pytest.mark.parametrize(
    ("view", "phrase"),
    [
        (home(section(), title=plain("T")), "additional property: title"),
        (home(chart(["w"], ["a"])), "unsupported type: data_visualization"),
        (home({"type": "alert", "text": plain("x")}), "unsupported type: alert"),
        (home({"type": "nonsense"}), "unsupported type: nonsense"),
        (home(*[section()] * 101), "no more than 100"),
    ],
)
def test_wrong_home_tabs_are_refused_with_a_pointer(
    client: WebClient, view: Block, phrase: str
) -> None:
    given = {"user_id": "U0MARTA001", "view": view}
    error, details = answer(client, "views.publish", given)
    assert (error, phrase in details) == ("invalid_arguments", True), details


def test_a_view_of_more_than_250_kilobytes_is_too_large(
    slack: LocalSlack, client: WebClient
) -> None:
    large = modal(*[section("x" * 2600) for _ in range(100)])
    given = {"trigger_id": slack.workspace.issue_trigger("U0MARTA001"), "view": large}
    assert answer(client, "views.open", given)[0] == "view_too_large"


RIGHT_BLOCKS: list[tuple[str, Callable[[], list[Block]]]] = [
    ("50 blocks", lambda: [section()] * 50),
    ("long section", lambda: [section("x" * 3000)]),
    ("10 long fields", lambda: [{"type": "section", "fields": [mrkdwn("x" * 1099)] * 10}]),
    ("one field of 2000", lambda: [{"type": "section", "fields": [plain("x" * 2000)]}]),
    ("long header", lambda: [header("x" * 150)]),
    ("long ids", lambda: [actions(button(action_id="a" * 255), block_id="b" * 255)]),
    ("10 in a context", lambda: [context(*[mrkdwn("x")] * 9, image())]),
    ("25 actions", lambda: [actions(*[button(action_id=str(n)) for n in range(25)])]),
    ("same action in two blocks", lambda: [actions(button(action_id="a"))] * 2),
    ("full button", lambda: [actions(button("x" * 75, value="v" * 2000, url="u" * 3000, style="danger", accessibility_label="l" * 75, confirm={"title": plain("t" * 100), "text": mrkdwn("x" * 300), "confirm": plain("y" * 30), "deny": plain("n" * 30)}))]),
    ("100 options", lambda: [actions(menu(*[option("x" * 75, "v" * 150)] * 100, placeholder=plain("p" * 150)))]),
    ("option with a description", lambda: [section(accessory=menu(option(description=plain("d" * 75))))]),
    ("groups", lambda: [actions({"type": "static_select", "option_groups": [{"label": plain("l" * 75), "options": [option()]}] * 100})]),
    ("5 in an overflow", lambda: [section(accessory={"type": "overflow", "options": [option(url="https://example.com")] * 5})]),
    ("10 check boxes", lambda: [actions({"type": "checkboxes", "options": [{"text": mrkdwn("*x*"), "value": "1"}] * 10})]),
    ("chosen from the start", lambda: [actions(menu(option(), initial_option=option()))]),
    ("several chosen", lambda: [section(accessory={"type": "multi_static_select", "options": [option()], "initial_options": [option()], "max_selected_items": 1})]),
    ("people and places", lambda: [actions({"type": "users_select", "action_id": "u"}, {"type": "conversations_select", "action_id": "c", "filter": {"include": ["private"]}}, {"type": "channels_select", "action_id": "ch"})]),
    ("dates", lambda: [actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31"}, {"type": "timepicker", "action_id": "t", "initial_time": "09:30"}, {"type": "datetimepicker", "action_id": "b", "initial_date_time": 1795000000})]),
    ("input in a message", lambda: [field(optional=True, dispatch_action=True, hint=plain("h" * 2000), label=plain("l" * 2000))]),
    ("long alt text", lambda: [image(alt_text="x" * 2000, title=plain("t" * 2000), image_url="u" * 3000)]),
    ("image in Slack", lambda: [{"type": "image", "alt_text": "A", "slack_file": {"id": "F00000000"}}]),
    ("full table", lambda: [table(100, 20, "x" * 5, column_settings=[{"align": "right", "is_wrapped": True}] * 20)]),
    ("numbers in a table", lambda: [{"type": "table", "rows": [[{"type": "raw_number", "value": 3.5, "text": "3.5"}]]}]),
    ("data table", lambda: [data_table(*[["a", "b"]] * 201, page_size=100)]),
    ("full charts", lambda: [chart(["c" * 18 + str(n) for n in range(10, 30)], ["n" * 19 + str(n) for n in range(6)], "t" * 50, x_label="x" * 50, y_label="y" * 50)] * 2),
    ("pie", lambda: [pie(*[(str(n), 0.5) for n in range(6)])]),
    ("divider", lambda: [{"type": "divider"}]),
    ("markdown", lambda: [{"type": "markdown", "text": "x" * 11_000}]),
    ("rich text", lambda: [rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}, {"type": "date", "timestamp": 1795000000, "format": "{date}", "fallback": "x"})]),
    ("container", lambda: [{"type": "container", "title": plain("t" * 150), "child_blocks": [section()] * 10}]),
    ("carousel", lambda: [{"type": "carousel", "elements": [{"type": "card", "title": plain("t" * 150), "body": mrkdwn("b" * 200), "actions": [button(action_id="a"), button(action_id="b"), button(action_id="c")]}]}]),
    ("plan", lambda: [{"type": "plan", "title": "P", "tasks": [{"task_id": str(n), "title": "T", "status": "pending"} for n in range(50)]}]),
    ("feedback", lambda: [{"type": "context_actions", "elements": [{"type": "feedback_buttons", "positive_button": {"text": plain("+"), "value": "1"}, "negative_button": {"text": plain("-"), "value": "0"}}]}]),
]  # fmt: skip


@pytest.mark.parametrize(
    "make", [row[1] for row in RIGHT_BLOCKS], ids=[row[0] for row in RIGHT_BLOCKS]
)
def test_right_blocks_are_taken_up_to_the_limits(
    client: WebClient, make: Callable[[], list[Block]]
) -> None:
    given = {"channel": "C0PAYMENTS", "text": "x", "blocks": make()}
    assert answer(client, "chat.postMessage", given) == ("ok", "")


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": "x" * 40_000},
        {"text": "x", "blocks": []},
        {"text": "x", "blocks": [section("x" * 2750)] * 4},
        {"markdown_text": "x" * 12_000},
        {"text": "x", "attachments": [{"color": "#36a64f", "text": "x"}]},
        {"text": "x", "metadata": {"event_type": "e", "event_payload": {"key": "k"}}},
        {"text": "x", "client_msg_id": "k", "unfurl_links": False, "unfurl_media": False},
    ],
    ids=["text", "no blocks", "block text", "markdown", "attachment", "metadata", "belt"],
)
def test_right_messages_are_taken_up_to_the_limits(
    client: WebClient, arguments: dict[str, Any]
) -> None:
    given = {"channel": "C0PAYMENTS", **arguments}
    assert answer(client, "chat.postMessage", given) == ("ok", "")


@pytest.mark.parametrize(
    "view",
    [
        modal(*[section()] * 100),
        modal(title=plain("t" * 24), submit=plain("s" * 24), close=plain("c" * 24)),
        modal(private_metadata="x" * 3000, callback_id="c" * 255, notify_on_close=True),
        modal(field({"type": "email_text_input"}, optional=True), submit=plain("S")),
        modal(field({"type": "plain_text_input", "multiline": True, "max_length": 3000}), submit=plain("S")),
        modal({"type": "alert", "level": "info", "text": plain("x" * 200)}),
        modal(image(), context(image()), actions(button(action_id="a"))),
    ],
    ids=["100 blocks", "labels", "hidden", "email", "text", "alert", "image"],
)  # fmt: skip
def test_right_modals_are_taken_up_to_the_limits(
    slack: LocalSlack, client: WebClient, view: Block
) -> None:
    trigger = slack.workspace.issue_trigger("U0MARTA001")
    assert answer(client, "views.open", {"trigger_id": trigger, "view": view}) == ("ok", "")


def test_an_update_takes_only_4000_characters_of_text(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0PAYMENTS", text="x")["ts"]
    given = {"channel": "C0PAYMENTS", "ts": ts}
    assert answer(client, "chat.update", {**given, "text": "x" * 4001})[0] == "msg_too_long"
    assert answer(client, "chat.update", {**given, "text": "x" * 4000}) == ("ok", "")


def test_a_workspace_without_native_charts_refuses_them(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock, native_charts=False) as slack:
        slack.add_channel("C0PAYMENTS", name="payments")
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        blocks = [section(), chart(["w"], ["a"])]
        given = {"channel": "C0PAYMENTS", "text": "x", "blocks": blocks}
        error, details = answer(client, "chat.postMessage", given)
        assert error == "invalid_blocks"
        assert "unsupported type: data_visualization [json-pointer:/blocks/1/type]" in details
        slack.workspace.native_charts = True
        assert answer(client, "chat.postMessage", given) == ("ok", "")


def test_what_the_builder_library_makes_is_taken(client: WebClient) -> None:
    axis = slackblocks.AxisConfig(["w1", "w2"], x_label="week", y_label="days")
    points = [slackblocks.DataPoint("w1", 3), slackblocks.DataPoint("w2", 2.5)]
    line = slackblocks.LineChart([slackblocks.DataSeries("median", points)], axis)
    cells: list[Any] = [[slackblocks.RawText("Week"), slackblocks.RawText("Days")]]
    now = slackblocks.Text("Now", type_=slackblocks.TextType.PLAINTEXT)
    made = [
        slackblocks.HeaderBlock("Trend"),
        slackblocks.SectionBlock(slackblocks.Text("*x*"), fields=[slackblocks.Text("y")]),
        slackblocks.DataVisualizationBlock("Cycle time", line, block_id="chart"),
        slackblocks.TableBlock(cells, [slackblocks.ColumnSettings("right", is_wrapped=True)]),
        slackblocks.ActionsBlock(
            [
                slackblocks.Button("Go", "go", value="1", style="primary"),
                slackblocks.StaticSelectMenu("when", [slackblocks.Option(now, "now")]),
            ]
        ),
        slackblocks.ContextBlock([slackblocks.Text("small")]),
        slackblocks.DividerBlock(),
    ]
    blocks = json.loads(json.dumps([block._resolve() for block in made]))
    given = {"channel": "C0PAYMENTS", "text": "x", "blocks": blocks}
    assert answer(client, "chat.postMessage", given) == ("ok", "")


def test_mentions_that_reach_many_are_counted_wherever_they_stand(
    slack: LocalSlack, client: WebClient
) -> None:
    blocks = [
        section("<!channel> and `<!date^1|x>` and &lt;!here&gt;"),
        {"type": "section", "fields": [mrkdwn("<!here|here>"), plain("<!everyone>")]},
        context(mrkdwn("<!subteam^S1|@team>")),
        rich({"type": "broadcast", "range": "everyone"}),
    ]
    client.chat_postMessage(channel="C0PAYMENTS", text="calm", blocks=blocks)
    found = slack.messages("C0PAYMENTS")[-1].broadcasts
    assert sorted(found) == ["<!channel>", "<!everyone>", "<!here|here>", "<!subteam^S1|@team>"]
    client.chat_postMessage(channel="C0PAYMENTS", text="@channel <@U0MARTA001> &lt;!channel&gt;")
    assert slack.messages("C0PAYMENTS")[-1].broadcasts == ()
    client.chat_postMessage(channel="C0PAYMENTS", text="@channel", link_names=True)
    assert slack.messages("C0PAYMENTS")[-1].broadcasts == ("@channel",)
