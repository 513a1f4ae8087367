"""Buttons, pickers and modals in the local Slack: what the app is told, and what stays filled in."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.demo.local_slack import LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA, IVO, LEFT = "U0MARTA001", "U0IVO00001", "U0LEFT0001"
Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Block:
    return {"text": plain(value), "value": value}


PICKERS: list[Block] = [
    {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
    {"type": "users_select", "action_id": "who"},
    {"type": "checkboxes", "action_id": "tick", "options": [option("yes"), option("no")]},
]
ROW: list[Block] = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            *PICKERS,
            {
                "type": "button",
                "action_id": "open",
                "text": plain("Open"),
                "url": "https://example.com/7",
            },
        ],
    }
]


def asks(block_id: str, element: Block, **more: Any) -> Block:
    label = plain(block_id)
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


FORM: Block = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Plan"),
    "submit": plain("Save"),
    "blocks": [
        asks("what", {"type": "plain_text_input", "action_id": "text"}),
        *(asks(each["action_id"], each, optional=True) for each in PICKERS),
    ],
}
STATES: dict[str, dict[str, Any]] = {
    "day": {"type": "datepicker", "selected_date": "2026-12-01"},
    "who": {"type": "users_select", "selected_user": IVO},
    "tick": {"type": "checkboxes", "selected_options": [option("no")]},
}
CHOSEN: dict[str, Any] = {"day": "2026-12-01", "who": IVO, "tick": ["no"]}


@pytest.fixture
def clock() -> FrozenClock:
    # Bolt checks signatures by the machine's own clock.
    return FrozenClock(SystemClock().now())


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta")
        slack.add_user(IVO, name="ivo")
        slack.add_user(LEFT, name="left", deleted=True)
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack: LocalSlack, client: WebClient) -> App:
    app = App(
        client=client,
        name="tests",  # or else Bolt searches all that is imported for its caller
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    slack.send_to(SlackRequestHandler(app))
    return app


@pytest.fixture
def told(app: App) -> list[dict[str, Any]]:
    """What the app was told, in order."""
    bodies: list[dict[str, Any]] = []

    @app.middleware
    def keep(body: dict[str, Any], next_: Any) -> None:
        bodies.append(body)
        next_()

    for action in ("day", "who", "tick", "open"):
        app.action(action)(lambda ack: ack())
    return bodies


def opened(slack: LocalSlack, client: WebClient, view: Block = FORM) -> None:
    client.views_open(trigger_id=slack.workspace.issue_trigger(MARTA), view=view)


def test_a_button_that_opens_an_address_is_told_to_the_app_too(
    slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    client.chat_postMessage(channel=MARTA, text="x", blocks=ROW)
    assert slack.press(MARTA, slack.dm(MARTA)[0], "open").status == 200
    assert told[-1]["type"] == "block_actions"
    assert told[-1]["actions"][0]["url"] == "https://example.com/7"


def test_what_was_picked_in_a_message_is_told_and_stays_picked(
    slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    client.chat_postMessage(channel=MARTA, text="x", blocks=ROW)
    (message,) = slack.dm(MARTA)
    for action, value in CHOSEN.items():
        assert slack.choose(MARTA, message, action, value).status == 200
        assert told[-1]["actions"][0].items() >= STATES[action].items()
    slack.press(MARTA, message, "open")
    assert told[-1]["state"]["values"] == {"row": STATES}
    slack.press(IVO, message, "open")
    assert told[-1]["state"]["values"]["row"]["day"]["selected_date"] == "2026-11-20"


def test_the_same_elements_in_several_blocks_are_told_apart(
    slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    def row(name: str) -> Block:
        button = {"type": "button", "action_id": "open", "text": plain("Open"), "value": name}
        menu = {"type": "static_select", "action_id": "who", "options": [option(f"{name}/1")]}
        return {"type": "actions", "block_id": name, "elements": [button, menu, PICKERS[0]]}

    client.chat_postMessage(channel=MARTA, text="x", blocks=[row("first"), row("second")])
    (message,) = slack.dm(MARTA)
    slack.press(MARTA, message, "open", "second")
    slack.press(MARTA, message, "open", block_id="second")
    slack.choose(MARTA, message, "who", "second/1")
    slack.choose(MARTA, message, "day", "2026-12-01", block_id="second")
    assert [body["actions"][0]["block_id"] for body in told] == ["second"] * 4
    slack.choose(MARTA, message, "day", "2026-12-01")
    assert told[-1]["actions"][0]["block_id"] == "first"
    with pytest.raises(LocalSlackError, match="nothing called open"):
        slack.press(MARTA, message, "open", "third")
    with pytest.raises(LocalSlackError, match="nothing called day"):
        slack.choose(MARTA, message, "day", "2026-12-01", block_id="third")


def test_what_was_picked_in_a_row_of_a_modal_is_submitted_with_it(
    app: App, slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    app.view("form")(lambda ack: ack())
    opened(slack, client, {**FORM, "blocks": [FORM["blocks"][0], *ROW]})
    (form,) = slack.views(MARTA)
    for action, value in CHOSEN.items():
        slack.choose(MARTA, form, action, value)
    slack.submit(MARTA, form, {"what": "Pair"})
    assert told[-1]["view"]["state"]["values"]["row"] == STATES


def test_everything_in_a_modal_is_submitted_as_it_was_filled_in(
    app: App, slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    app.view("form")(lambda ack: ack())
    opened(slack, client)
    slack.submit(MARTA, slack.views(MARTA)[0], {"what": "Pair", **CHOSEN})
    values = told[-1]["view"]["state"]["values"]
    assert {name: values[name][name] for name in STATES} == STATES
    opened(slack, client)
    slack.submit(MARTA, slack.views(MARTA)[0], {"what": "Pair"})
    values = told[-1]["view"]["state"]["values"]
    assert values["day"]["day"]["selected_date"] == "2026-11-20"
    assert values["who"]["who"]["selected_user"] is None
    assert values["tick"]["tick"]["selected_options"] == []


@pytest.mark.parametrize(
    ("action", "value", "reason"),
    [
        ("day", "1.12.2026", "Nobody can choose 1.12.2026"),
        ("day", "2026-02-30", "Nobody can choose 2026-02-30"),
        ("who", "U0NOBODY01", "Nobody called U0NOBODY01"),
        ("who", LEFT, "who has left"),
        ("tick", ["maybe"], "no option maybe"),
    ],
)
def test_nobody_can_pick_what_slack_does_not_offer(
    action: str, value: Any, reason: str, slack: LocalSlack, client: WebClient, told: list[Any]
) -> None:
    client.chat_postMessage(channel=MARTA, text="x", blocks=ROW)
    with pytest.raises(LocalSlackError, match=reason):
        slack.choose(MARTA, slack.dm(MARTA)[0], action, value)
    opened(slack, client)
    with pytest.raises(LocalSlackError, match=reason):
        slack.submit(MARTA, slack.views(MARTA)[0], {"what": "x", action: value})
    assert told == []


def test_errors_keep_the_modal_open_with_all_that_was_filled_in(
    app: App, slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    @app.view("form")
    def form(ack: Any, view: Any) -> None:
        if view["state"]["values"]["what"]["text"]["value"] == "Pair":
            ack()
        else:
            ack(response_action="errors", errors={"what": "Say more.", "day": "Not a Sunday."})

    opened(slack, client)
    (shown,) = slack.views(MARTA)
    assert shown.errors == {}
    slack.submit(MARTA, shown, {"what": "x", **CHOSEN})
    (wrong,) = slack.views(MARTA)
    assert wrong.errors == {"what": "Say more.", "day": "Not a Sunday."}
    assert wrong.id == shown.id
    assert slack.entered(wrong)["what"]["text"]["value"] == "x"
    slack.submit(MARTA, wrong, {"what": "Pair"})
    assert slack.views(MARTA) == []
    assert told[-1]["view"]["state"]["values"]["who"]["who"]["selected_user"] == IVO


def test_a_modal_shown_anew_keeps_what_was_filled_in_under_the_same_ids(
    app: App, slack: LocalSlack, client: WebClient, told: list[dict[str, Any]]
) -> None:
    app.view("form")(lambda ack, view: ack(response_action="errors", errors={"what": "Say more."}))
    opened(slack, client)
    slack.submit(MARTA, slack.views(MARTA)[0], {"what": "x", "who": IVO})
    (shown,) = slack.views(MARTA)
    other = asks("day", {"type": "plain_text_input", "action_id": "day", "initial_value": "soon"})
    client.views_update(
        view_id=shown.id, view={**FORM, "blocks": [*FORM["blocks"][:1], other, FORM["blocks"][2]]}
    )
    (anew,) = slack.views(MARTA)
    assert anew.errors == {}
    slack.submit(MARTA, anew)
    values = told[-1]["view"]["state"]["values"]
    assert values["what"]["text"]["value"] == "x"
    assert values["who"]["who"]["selected_user"] == IVO
    assert values["day"]["day"] == {"type": "plain_text_input", "value": "soon"}


def test_a_page_shows_rich_text_without_waking_anybody(
    slack: LocalSlack, client: WebClient
) -> None:
    written = {"type": "text", "text": "<!channel> <@U0IVO00001>"}
    quotation = {"type": "rich_text_quote", "elements": [written]}
    blocks = [{"type": "rich_text", "block_id": "said", "elements": [quotation]}]
    client.chat_postMessage(channel=MARTA, text="x", blocks=blocks)
    assert slack.dm(MARTA)[0].broadcasts == ()
    awake = {"type": "rich_text_quote", "elements": [{"type": "broadcast", "range": "channel"}]}
    client.chat_postMessage(
        channel=MARTA, text="x", blocks=[{"type": "rich_text", "elements": [awake]}]
    )
    assert slack.dm(MARTA)[1].broadcasts == ("<!channel>",)
