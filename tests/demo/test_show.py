"""`coach demo` in a terminal: what is pressed or chosen by number reaches the app, and forms too."""

import io
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.clock import SystemClock
from bot.demo import company
from bot.demo.forms import Form
from bot.demo.local_slack import LocalSlack
from bot.demo.office import Office
from bot.slack import blocks as b
from bot.slack.client import Poster, Views, web_client
from bot.slack.inputs import modal, person_input, read_state, text_input
from bot.slack.work import Workers
from tests.clock import FrozenClock

MARTA = company.MARTA
ROW = b.actions(
    "row",
    [
        b.button("record", "Record", "7"),
        b.menu("later", "Later", [("Tomorrow", "1"), ("Next week", "7")]),
        b.day("day", "Another day"),
    ],
)
FORM = modal(
    "form",
    "A commitment",
    [text_input("what", "What"), person_input("who", "Who")],
    submit="Save",
    close="Not now",
)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    # Bolt checks signatures by the machine's own clock.
    with LocalSlack(clock=FrozenClock(SystemClock().now())) as slack:
        company.move_in(slack)
        yield slack


class Demo:
    """A small app behind the demo, and somebody who types."""

    def __init__(self, slack: LocalSlack) -> None:
        client = web_client(slack.bot_token, slack.api_url)
        self.app = App(
            client=client,
            name="tests",
            signing_secret=slack.signing_secret,
            process_before_response=True,
        )
        slack.send_to(SlackRequestHandler(self.app))
        self.heard: list[Any] = []
        self.poster, self.views = Poster(client), Views(client)
        self.workers, self.urgent = Workers(), Workers()
        self.seen = io.StringIO()
        coach: Any = SimpleNamespace(workers=self.workers, urgent=self.urgent)
        self.office = Office(slack, coach)
        self._listen()

    def _listen(self) -> None:
        def touched(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
            self.heard.append(action)
            ack()
            if action["action_id"] == "record":
                self.urgent.submit("open", partial(self._open, body["trigger_id"]))

        for action in ("record", "later", "day"):
            self.app.action(action)(touched)

        @self.app.view("form")
        def form(ack: Any, view: dict[str, Any]) -> None:
            said = read_state(view)
            if said["what"] == "x":
                ack(response_action="errors", errors={"what": "Say more."})
                return
            self.heard.append(said)
            ack()
            self.poster.post(MARTA, {"text": f"Noted: {said['what']}"}, "noted")

    def _open(self, trigger: str) -> None:
        self.views.open(trigger, FORM)

    def types(self, number: int, *answers: str) -> str:
        """Choose by number, fill in what opens, and return what is seen."""
        left = list(answers)
        console = Console(file=self.seen, width=80, color_system=None)
        form = Form(console, lambda _prompt: left.pop(0), company.people())
        self.office.choose(form, MARTA, number)
        self.office.fill_in(form, MARTA)
        assert left == []
        return self.seen.getvalue()


@pytest.fixture
def demo(slack: LocalSlack) -> Iterator[Demo]:
    demo = Demo(slack)
    demo.poster.post(MARTA, {"text": "Nudge", "blocks": [ROW]}, "nudge")
    yield demo
    demo.workers.close()
    demo.urgent.close()


def test_a_button_opens_a_form_that_is_filled_in_and_submitted(demo, slack):
    seen = demo.types(1, "x", "alice", "Pair up")
    assert "Say more." in seen
    assert "Noted: Pair up" in seen
    assert demo.heard[-1] == {"what": "Pair up", "who": "U0ALICE001"}
    assert slack.views(MARTA) == []


def test_a_form_that_is_closed_submits_nothing(demo, slack):
    demo.types(1, "/x")
    assert len(demo.heard) == 1
    assert slack.views(MARTA) == []


def test_an_option_is_chosen_by_its_number(demo):
    demo.types(3)
    assert demo.heard[0]["selected_option"]["value"] == "7"


def test_a_day_is_asked_for(demo):
    demo.types(4, "2026-12-01")
    assert demo.heard[0]["selected_date"] == "2026-12-01"
    assert "Nobody can choose tomorrow" in demo.types(4, "tomorrow")
    assert len(demo.heard) == 1


@pytest.mark.parametrize("number", [0, 5])
def test_a_number_that_stands_nowhere_is_no_choice(number, demo):
    assert "There is no such choice." in demo.types(number)
    assert demo.heard == []
