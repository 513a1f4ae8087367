"""What people do in the local Slack reaches a real Bolt app over HTTP, and its answers reach them."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from typing_extensions import override

from bot.clock import SystemClock
from bot.demo.local_slack import Fault, LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA, IVO = "U0MARTA001", "U0IVO00001"
PLACE: Final = "C0PAYMENTS"
Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Block:
    return {"text": plain(value), "value": value}


def field(block_id: str, element: Block, **more: Any) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain("L"), "element": element, **more}


CARD: list[Block] = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "action_id": "done", "text": plain("Done"), "value": "7"},
            {
                "type": "static_select",
                "action_id": "when",
                "options": [option("today"), option("later")],
                "initial_option": option("today"),
            },
        ],
    }
]
FORM: Block = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Plan"),
    "submit": plain("Save"),
    "private_metadata": "ids",
    "notify_on_close": True,
    "blocks": [
        field("what", {"type": "plain_text_input", "action_id": "text", "max_length": 20}),
        field("who", {"type": "users_select", "action_id": "user"}, optional=True),
        field(
            "how",
            {"type": "static_select", "action_id": "way", "options": [option("a"), option("b")]},
            optional=True,
        ),
    ],
}


class Diary:
    """What the app was told, in the order in which it was told."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, Any]] = []

    def __call__(self, body: dict[str, Any], request: Any) -> None:
        self.bodies.append(body)
        self.headers.append(dict(request.headers))

    @property
    def last(self) -> dict[str, Any]:
        return self.bodies[-1]


@pytest.fixture
def clock() -> FrozenClock:
    # Bolt checks signatures by the machine's own clock.
    return FrozenClock(SystemClock().now())


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock, patience=1.0) as slack:
        slack.add_user(MARTA, name="marta", tz="Europe/Berlin")
        slack.add_user(IVO, name="ivo")
        slack.add_channel(PLACE, name="payments", members=[MARTA, IVO])
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
def diary(app: App) -> Diary:
    """Keep whatever the app is told."""
    diary = Diary()

    @app.middleware
    def keep(body: dict[str, Any], request: Any, next_: Any) -> None:
        diary(body, request)
        next_()

    return diary


def test_a_command_arrives_as_slack_sends_it(app: App, slack: LocalSlack, diary: Diary) -> None:
    app.command("/coach")(lambda ack: ack())
    text = f"prep {slack.mention(IVO)} {slack.channel_link(PLACE)}  \U0001f642 ü&<b>"
    answer = slack.command(MARTA, "/coach", text, channel=PLACE)
    assert (answer.status, answer.body, answer.json) == (200, "", None)
    told = diary.last
    assert told["text"] == "prep <@U0IVO00001|ivo> <#C0PAYMENTS|payments>  \U0001f642 ü&<b>"
    assert (told["channel_id"], told["channel_name"]) == (PLACE, "payments")
    assert (told["user_id"], told["user_name"]) == (MARTA, "marta")
    assert told["team_id"] == slack.team_id
    assert told["response_url"].startswith("http://127.0.0.1:")
    assert told["trigger_id"].count(".") == 2
    slack.command(MARTA, "/coach")
    assert (diary.last["text"], diary.last["channel_name"]) == ("", "directmessage")


def test_an_answer_to_a_command_is_seen_by_who_typed_it(app: App, slack: LocalSlack) -> None:
    @app.command("/coach")
    def coach(ack: Any, command: Any) -> None:
        if command["text"] == "blocks":
            ack(text="With blocks", blocks=CARD)
        elif command["text"] == "all":
            ack(text="For all", response_type="in_channel")
        else:
            ack("In words")

    slack.command(MARTA, "/coach", "words", channel=PLACE)
    answer = slack.command(MARTA, "/coach", "blocks", channel=PLACE)
    assert answer.json is not None
    assert answer.json["text"] == "With blocks"
    slack.command(MARTA, "/coach", "all", channel=PLACE)
    assert [message.text for message in slack.ephemerals(MARTA)] == ["In words", "With blocks"]
    assert slack.ephemerals(MARTA)[1].blocks == CARD
    assert [message.text for message in slack.messages(PLACE)] == ["For all"]
    assert slack.ephemerals(IVO) == []


def test_a_wrong_answer_to_a_command_is_not_let_pass(app: App, slack: LocalSlack) -> None:
    app.command("/coach")(lambda ack: ack(text="x", blocks=[{"type": "nonsense"}]))
    with pytest.raises(LocalSlackError, match="invalid_blocks: unsupported type: nonsense"):
        slack.command(MARTA, "/coach")
    assert slack.ephemerals(MARTA) == []


def test_a_command_that_nobody_handles_is_answered_with_404(app: App, slack: LocalSlack) -> None:
    assert slack.command(MARTA, "/nobody").status == 404
    assert slack.ephemerals(MARTA) == []


def test_an_answer_can_come_by_response_url(app: App, slack: LocalSlack) -> None:
    @app.command("/coach")
    def coach(ack: Any, respond: Any) -> None:
        ack("Working on it")
        respond("Here it is", replace_original=True)

    slack.command(MARTA, "/coach", channel=PLACE)
    assert [message.text for message in slack.ephemerals(MARTA)] == ["Here it is", "Working on it"]


def test_a_button_in_a_message_is_told_with_the_message(
    app: App, slack: LocalSlack, client: WebClient, diary: Diary
) -> None:
    @app.action("done")
    def done(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Done")

    client.chat_postMessage(channel=MARTA, text="Nudge", blocks=CARD)
    (nudge,) = slack.dm(MARTA)
    assert slack.press(MARTA, nudge, "done").status == 200
    told = diary.last
    (action,) = told["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("done", "card", "7")
    assert action["action_ts"] > nudge.ts
    assert told["container"] == {
        "type": "message",
        "message_ts": nudge.ts,
        "channel_id": slack.dm_id(MARTA),
        "is_ephemeral": False,
    }
    assert told["message"]["blocks"] == CARD
    assert told["state"]["values"]["card"]["when"]["selected_option"]["value"] == "today"
    (after,) = slack.dm(MARTA)
    assert (after.text, after.blocks, after.edited) == ("Done", [], True)
    with pytest.raises(LocalSlackError, match="nothing called done"):
        slack.press(MARTA, after, "done")


def test_a_button_in_an_ephemeral_message_is_told_without_it(
    app: App, slack: LocalSlack, diary: Diary
) -> None:
    app.command("/coach")(lambda ack: ack(text="x", blocks=CARD))
    app.action("done")(lambda ack, respond: (ack(), respond("Gone", replace_original=True)))
    slack.command(MARTA, "/coach", channel=PLACE)
    slack.press(MARTA, slack.ephemerals(MARTA)[0], "done", value="7")
    assert "message" not in diary.last
    assert diary.last["container"]["is_ephemeral"] is True
    assert [message.text for message in slack.ephemerals(MARTA)] == ["Gone"]
    assert slack.messages(PLACE) == []


def test_an_option_is_chosen_only_if_it_is_there(
    app: App, slack: LocalSlack, client: WebClient, diary: Diary
) -> None:
    app.action("when")(lambda ack: ack())
    client.chat_postMessage(channel=MARTA, text="Nudge", blocks=CARD)
    (nudge,) = slack.dm(MARTA)
    assert slack.choose(MARTA, nudge, "when", "later").status == 200
    assert diary.last["actions"][0]["selected_option"] == option("later")
    state = diary.last["state"]["values"]["card"]["when"]
    assert state == {"type": "static_select", "selected_option": option("later")}
    with pytest.raises(LocalSlackError, match="no option never"):
        slack.choose(MARTA, nudge, "when", "never")
    with pytest.raises(LocalSlackError, match="no button"):
        slack.press(MARTA, nudge, "when")
    with pytest.raises(LocalSlackError, match="nothing called done to touch"):
        slack.press(MARTA, nudge, "done", value="8")


def test_other_elements_tell_what_was_chosen(
    app: App, slack: LocalSlack, client: WebClient, diary: Diary
) -> None:
    app.action("any")(lambda ack: ack())
    kinds: list[tuple[Block, Any, str, Any]] = [
        ({"type": "datepicker"}, "2026-12-01", "selected_date", "2026-12-01"),
        ({"type": "users_select"}, IVO, "selected_user", IVO),
        ({"type": "overflow", "options": [option("a")]}, "a", "selected_option", option("a")),
        (
            {"type": "checkboxes", "options": [option("a"), option("b")]},
            ["b"],
            "selected_options",
            [option("b")],
        ),
    ]
    for element, chosen, key, told in kinds:
        blocks = [{"type": "actions", "elements": [{**element, "action_id": "any"}]}]
        client.chat_postMessage(channel=MARTA, text="x", blocks=blocks)
        slack.choose(MARTA, slack.dm(MARTA)[-1], "any", chosen)
        assert diary.last["actions"][0][key] == told
        assert diary.last["actions"][0]["type"] == element["type"]


def opened(app: App, slack: LocalSlack, answer: Callable[..., None]) -> None:
    """Open the form for Marta, and let the app answer submissions so."""

    @app.command("/coach")
    def coach(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    app.view("form")(answer)
    slack.command(MARTA, "/coach")


def test_a_submission_carries_what_was_filled_in(app: App, slack: LocalSlack, diary: Diary) -> None:
    opened(app, slack, lambda ack: ack())
    (form,) = slack.views(MARTA)
    assert (form.title, form.callback_id, form.private_metadata) == ("Plan", "form", "ids")
    slack.submit(MARTA, form, {"what": "Pair up", "who": IVO, "how": {"way": "b"}})
    told = diary.last
    values = told["view"]["state"]["values"]
    assert values["what"]["text"] == {"type": "plain_text_input", "value": "Pair up"}
    assert values["who"]["user"] == {"type": "users_select", "selected_user": IVO}
    assert values["how"]["way"]["selected_option"] == option("b")
    assert (told["view"]["id"], told["view"]["hash"]) == (form.id, form.hash)
    assert told["view"]["private_metadata"] == "ids"
    assert slack.views(MARTA) == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "what must be filled in"),
        ({"what": ""}, "what must be filled in"),
        ({"what": "x" * 21}, "0 to 20 characters"),
        ({"what": "x", "how": "c"}, "no option c"),
        ({"what": "x", "why": "y"}, r"no fields called \['why'\]"),
    ],
)
def test_nobody_can_submit_what_slack_would_not_let_them(
    app: App, slack: LocalSlack, values: dict[str, str], reason: str
) -> None:
    opened(app, slack, lambda ack: ack())
    with pytest.raises(LocalSlackError, match=reason):
        slack.submit(MARTA, slack.views(MARTA)[0], values)
    assert len(slack.views(MARTA)) == 1


def test_errors_in_a_submission_keep_the_modal_open(app: App, slack: LocalSlack) -> None:
    opened(app, slack, lambda ack: ack(response_action="errors", errors={"what": "Say more."}))
    answer = slack.submit(MARTA, slack.views(MARTA)[0], {"what": "x"})
    assert answer.json == {"response_action": "errors", "errors": {"what": "Say more."}}
    assert len(slack.views(MARTA)) == 1


def test_a_submission_can_change_the_modals(app: App, slack: LocalSlack) -> None:
    second = {"type": "modal", "title": plain("Two"), "submit": plain("S"), "callback_id": "form"}

    def answer(ack: Any, view: Any) -> None:
        said = view["state"]["values"]
        if not said:
            ack(response_action="clear")
        elif said["what"]["text"]["value"] == "push":
            ack(response_action="push", view={**second, "blocks": [{"type": "divider"}]})
        else:
            ack(response_action="update", view={**FORM, "title": plain("Again")})

    opened(app, slack, answer)
    (form,) = slack.views(MARTA)
    slack.submit(MARTA, form, {"what": "update"})
    (changed,) = slack.views(MARTA)
    assert (changed.id, changed.title, changed.hash == form.hash) == (form.id, "Again", False)
    slack.submit(MARTA, changed, {"what": "push"})
    assert [view.title for view in slack.views(MARTA)] == ["Again", "Two"]
    slack.submit(MARTA, slack.views(MARTA)[-1])
    assert slack.views(MARTA) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "nowhere, which is no input"),
        ({"response_action": "errors", "errors": {"what": " "}}, "says nothing"),
        ({"response_action": "errors", "errors": {}}, "must be an object"),
        ({"response_action": "update", "view": {"type": "modal", "blocks": []}}, "title"),
        ({"response_action": "vanish"}, "unknown response_action: vanish"),
    ],
)
def test_a_wrong_answer_to_a_submission_is_not_let_pass(
    slack: LocalSlack, client: WebClient, answer: Block, reason: str
) -> None:
    def bare_app(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("content-type", "application/json")])
        return [json.dumps(answer).encode()]

    slack.send_to(bare_app)
    client.views_open(trigger_id=slack.workspace.issue_trigger(MARTA), view=FORM)
    with pytest.raises(LocalSlackError, match=reason):
        slack.submit(MARTA, slack.views(MARTA)[0], {"what": "x"})


def test_closing_a_modal_is_told_when_the_app_asked(
    app: App, slack: LocalSlack, diary: Diary
) -> None:
    opened(app, slack, lambda ack: ack())
    app.view_closed("form")(lambda ack: ack())
    (form,) = slack.views(MARTA)
    answer = slack.close_view(MARTA, form)
    assert answer is not None
    assert answer.status == 200
    assert (diary.last["type"], diary.last["is_cleared"]) == ("view_closed", False)
    assert slack.views(MARTA) == []
    with pytest.raises(LocalSlackError, match="no such modal"):
        slack.submit(MARTA, form, {"what": "x"})


def test_a_button_in_a_home_tab_opens_a_modal(
    app: App, slack: LocalSlack, client: WebClient, diary: Diary
) -> None:
    @app.action("done")
    def done(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    client.views_publish(user_id=MARTA, view={"type": "home", "blocks": CARD})
    home = slack.home(MARTA)
    assert home is not None
    slack.press(MARTA, home, "done")
    assert diary.last["container"] == {"type": "view", "view_id": home.id}
    assert "response_url" not in diary.last
    assert [view.callback_id for view in slack.views(MARTA)] == ["form"]


def test_a_modal_is_pushed_from_a_button_in_a_modal(
    app: App, slack: LocalSlack, client: WebClient
) -> None:
    @app.action("done")
    def done(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=FORM)

    base = {"type": "modal", "title": plain("Base"), "blocks": CARD}
    client.views_open(trigger_id=slack.workspace.issue_trigger(MARTA), view=base)
    slack.press(MARTA, slack.views(MARTA)[0], "done")
    assert [view.title for view in slack.views(MARTA)] == ["Base", "Plan"]


def test_shortcuts_arrive_from_everywhere_and_from_a_message(
    app: App, slack: LocalSlack, diary: Diary
) -> None:
    app.shortcut("plan")(lambda ack: ack())
    app.message_shortcut("keep")(lambda ack, respond: (ack(), respond("Kept")))
    assert slack.shortcut(MARTA, "plan").status == 200
    assert (diary.last["type"], diary.last["callback_id"]) == ("shortcut", "plan")
    said = slack.say(IVO, PLACE, "We should pair more")
    assert slack.message_shortcut(MARTA, said, "keep").status == 200
    assert diary.last["message"]["text"] == "We should pair more"
    assert diary.last["message"]["user"] == IVO
    assert [message.text for message in slack.ephemerals(MARTA)] == ["Kept"]


def test_an_event_arrives_in_its_envelope(app: App, slack: LocalSlack, diary: Diary) -> None:
    app.event("app_home_opened")(lambda: None)
    event = {"type": "app_home_opened", "user": MARTA, "channel": "D0MARTA001", "tab": "home"}
    assert slack.event(event).status == 200
    first = diary.last
    assert first["event"].items() >= event.items()
    assert first["authorizations"][0]["user_id"] == slack.bot_user_id
    assert "x-slack-retry-num" not in diary.headers[-1]
    slack.event(event)
    assert diary.last["event_id"] != first["event_id"]


def test_a_retried_event_is_the_same_event(app: App, slack: LocalSlack, diary: Diary) -> None:
    app.event("app_home_opened")(lambda: None)
    event = {"type": "app_home_opened", "user": MARTA, "tab": "home"}
    slack.event(event)
    slack.event(event, retry=1)
    assert diary.bodies[0] == diary.bodies[1]
    assert diary.headers[1]["x-slack-retry-num"] == ["1"]
    assert diary.headers[1]["x-slack-retry-reason"] == ["http_timeout"]
    slack.event({**event, "user": IVO}, retry=1)
    assert diary.bodies[2]["event_id"] != diary.bodies[0]["event_id"]


def test_a_redelivery_is_the_same_content_once_more(
    app: App, slack: LocalSlack, clock: FrozenClock, diary: Diary
) -> None:
    app.command("/coach")(lambda ack: ack("Hello"))
    with pytest.raises(LocalSlackError, match="Nothing was sent yet"):
        slack.redeliver()
    slack.command(MARTA, "/coach", "prep")
    clock.forward(seconds=2)
    slack.redeliver(2)
    slack.redeliver(same_signature=True)
    assert [body == diary.bodies[0] for body in diary.bodies] == [True] * 4
    signed = [headers["x-slack-signature"] for headers in diary.headers]
    assert signed[0] != signed[1] == signed[2]
    assert signed[3] == signed[2]
    assert len(slack.ephemerals(MARTA)) == 4


def test_an_old_or_forged_request_is_refused_by_bolt(
    app: App, slack: LocalSlack, clock: FrozenClock
) -> None:
    app.command("/coach")(lambda ack: ack())
    body = b"command=%2Fcoach&text=&user_id=U0MARTA001&team_id=T0COACH0001"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert slack.raw({**form, **slack.signed(body)}, body).status == 200
    assert slack.raw({**form, **slack.signed("other")}, body).status == 401
    assert slack.raw(form, body).status == 401
    early = clock.now()
    clock.forward(minutes=-6)
    assert slack.raw({**form, **slack.signed(body)}, body).status == 401
    assert slack.raw({**form, **slack.signed(body, at=early)}, body).status == 200


def test_nothing_can_be_sent_before_a_target_is_named(slack: LocalSlack) -> None:
    with pytest.raises(LocalSlackError, match="Say first where to send"):
        slack.command(MARTA, "/coach")
    with pytest.raises(LocalSlackError, match="Nobody called U0NOBODY01"):
        slack.command("U0NOBODY01", "/coach")
    with pytest.raises(LocalSlackError, match="no channel C0NOWHERE1"):
        slack.messages("C0NOWHERE1")


class _Quiet(WSGIRequestHandler):
    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Write no access log."""


@pytest.fixture
def address(app: App) -> Iterator[str]:
    """The app, behind a web server of its own."""
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_app_behind_an_address_is_spoken_to_the_same_way(
    app: App, slack: LocalSlack, address: str, diary: Diary
) -> None:
    app.command("/coach")(lambda ack: ack(text="Hello", blocks=CARD))
    app.action("done")(lambda ack: ack())
    slack.send_to(address)
    answer = slack.command(MARTA, "/coach", "prep", channel=PLACE)
    assert answer.json is not None
    assert answer.json["text"] == "Hello"
    assert 0 < answer.seconds < 3
    assert slack.press(MARTA, slack.ephemerals(MARTA)[0], "done").status == 200
    assert slack.raw({"Content-Type": "application/json"}, "{}").status == 401
    slack.redeliver()
    assert diary.bodies[-1] == diary.bodies[-2]


def test_an_app_that_is_too_slow_or_gone_gives_no_answer(
    app: App, slack: LocalSlack, address: str
) -> None:
    @app.command("/coach")
    def coach(ack: Any) -> None:
        time.sleep(1.2)
        ack("Too late")

    slack.send_to(address)
    late = slack.command(MARTA, "/coach")
    assert (late.status, late.body) == (0, "operation_timeout")
    assert late.seconds >= 1.0
    slack.send_to("http://127.0.0.1:9/slack/events")
    assert slack.command(MARTA, "/coach").body == "dispatch_failed"
    assert slack.ephemerals(MARTA) == []


def test_whoever_opens_the_home_tab_is_told_to_the_app_with_what_it_shows(
    app: App, slack: LocalSlack, client: WebClient, diary: Diary
) -> None:
    app.event("app_home_opened")(lambda: None)
    assert slack.open_home(MARTA).status == 200
    told = diary.last["event"]
    assert (told["user"], told["channel"], told["tab"]) == (MARTA, slack.dm_id(MARTA), "home")
    assert "view" not in told
    shown = client.views_publish(user_id=MARTA, view={"type": "home", "blocks": CARD})["view"]
    slack.open_home(MARTA)
    assert diary.last["event"]["view"]["hash"] == shown["hash"]
    slack.open_home(MARTA, tab="messages")
    assert diary.last["event"]["tab"] == "messages"
    assert "view" not in diary.last["event"]


def test_a_double_press_can_meet_a_fault(app: App, slack: LocalSlack, client: WebClient) -> None:
    app.action("done")(
        lambda ack, body, client: (
            ack(),
            client.chat_postMessage(channel=body["user"]["id"], text="Noted"),
        )
    )
    client.chat_postMessage(channel=MARTA, text="Nudge", blocks=CARD)
    (nudge,) = slack.dm(MARTA)
    slack.fail("chat.postMessage", Fault.RATE_LIMITED())
    assert slack.press(MARTA, nudge, "done").status == 500
    assert slack.redeliver().status == 200
    assert [message.text for message in slack.dm(MARTA)] == ["Nudge", "Noted"]


def test_many_people_can_act_at_the_same_time(app: App, slack: LocalSlack) -> None:
    app.command("/coach")(lambda ack, command: ack(command["text"]))
    threads = [
        threading.Thread(target=slack.command, args=(MARTA, "/coach", str(number)))
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = {message.text for message in slack.ephemerals(MARTA)}
    assert said == {str(number) for number in range(16)}
