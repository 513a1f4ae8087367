"""What Coach asks of Slack: messages found again, files, modals, and the scopes it has."""

import pytest
from slack_sdk import WebClient

from bot.demo.local_slack import SCOPES, Fault, LocalSlack
from bot.errors import SkippedError, TransientError
from bot.slack import blocks as b, check
from bot.slack.client import Poster, Views, installed, web_client
from bot.slack.inputs import modal, text_input
from bot.slack.problems import (
    AppRefused,
    NotThere,
    Outdated,
    PersonGone,
    PolicyRefused,
    ReplyLost,
    ScopeMissing,
    SlackBusy,
    TriggerExpired,
    ViewGone,
)
from tests.slack.conftest import MARTA

HISTORY, COMPLETE = "conversations.history", "files.completeUploadExternal"
ICS = b"BEGIN:VCALENDAR\r\n\x00\xff\r\nEND:VCALENDAR\r\n"


def form(title: str = "A commitment") -> dict:
    field = text_input("what", "What")
    return modal("commitment", title, [field], submit="Save", close="Not now")


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return web_client(slack.bot_token, slack.api_url)


@pytest.fixture
def views(client: WebClient) -> Views:
    return Views(client)


@pytest.fixture
def files(slack: LocalSlack) -> None:
    """The app may upload files."""
    slack.workspace.scopes = SCOPES | {"files:write"}


def called(slack: LocalSlack, method: str) -> list[dict]:
    return [call.arguments for call in slack.calls if call.method == method]


def test_a_message_to_a_person_says_in_which_conversation_it_stands(slack, poster):
    posted = poster.post(MARTA, {"text": "Hello"}, "key")
    assert posted.channel == slack.dm_id(MARTA)
    assert [message.ts for message in slack.dm(MARTA)] == [posted.ts]
    assert poster.find(posted.channel, "key", 0) == posted
    slack.change_user(MARTA, deleted=True)
    with pytest.raises(PersonGone):
        poster.post(MARTA, {"text": "Hello"}, "key")


def test_a_message_is_found_however_much_was_said_after_it(slack, poster, clock):
    began = clock.now().timestamp()
    first = poster.post(MARTA, {"text": "Hello"}, "first")
    for number in range(450):
        slack.say(MARTA, slack.dm_id(MARTA), str(number))
    assert poster.find(first.channel, "first", began - 1) == first
    pages = called(slack, HISTORY)
    assert [page["limit"] for page in pages] == ["200"] * 3
    assert [bool(page.get("cursor")) for page in pages] == [False, True, True]
    assert {page["oldest"] for page in pages} == {f"{began - 1:.6f}"}


def test_looking_for_a_message_ends_with_the_first_hit(slack, poster):
    for number in range(300):
        slack.say(MARTA, slack.dm_id(MARTA), str(number))
    found = poster.post(MARTA, {"text": "Hello"}, "newest")
    assert poster.find(found.channel, "newest", 0) == found
    assert len(called(slack, HISTORY)) == 1


def test_a_message_that_is_not_there_is_looked_for_to_the_end(slack, poster, clock):
    poster.post(MARTA, {"text": "Hello"}, "early")
    clock.forward(minutes=5)
    for number in range(250):
        slack.say(MARTA, slack.dm_id(MARTA), str(number))
    assert poster.find(slack.dm_id(MARTA), "never", 0) is None
    assert len(called(slack, HISTORY)) == 2
    assert poster.find(slack.dm_id(MARTA), "early", clock.now().timestamp() - 60) is None


def test_a_history_that_breaks_off_is_not_taken_for_the_whole(slack, poster):
    first = poster.post(MARTA, {"text": "Hello"}, "first")
    for number in range(250):
        slack.say(MARTA, slack.dm_id(MARTA), str(number))
    slack.fail(HISTORY, Fault.error("ratelimited"))
    with pytest.raises(SlackBusy):
        poster.find(first.channel, "first", 0)


@pytest.mark.usefixtures("files")
def test_a_file_arrives_byte_for_byte_with_its_title(slack, poster):
    poster.upload(poster.direct_channel(MARTA), "check-in.ics", ICS, "Your check-in")
    (file,) = slack.files(slack.dm_id(MARTA))
    assert (file.name, file.content, file.title) == ("check-in.ics", ICS, "Your check-in")
    (message,) = slack.dm(MARTA)
    assert message.files == (file.id,)


def test_a_file_needs_a_scope_of_its_own(slack, poster):
    with pytest.raises(ScopeMissing, match="files:write"):
        poster.upload(slack.dm_id(MARTA), "check-in.ics", ICS, "Your check-in")
    assert slack.dm(MARTA) == []


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    "fault", [Fault.UNREACHABLE, Fault.REPLY_LOST, Fault.SERVER_ERROR], ids=["off", "lost", "broke"]
)
def test_a_file_that_was_not_handed_over_may_be_tried_again(fault, slack, poster):
    slack.fail("upload", fault)
    with pytest.raises(TransientError, match="did not take the file") as raised:
        poster.upload(slack.dm_id(MARTA), "check-in.ics", ICS, "Your check-in")
    assert not isinstance(raised.value, ReplyLost)
    assert slack.dm(MARTA) == []
    poster.upload(slack.dm_id(MARTA), "check-in.ics", ICS, "Your check-in")
    assert len(slack.files(slack.dm_id(MARTA))) == 1


@pytest.mark.usefixtures("files")
def test_a_file_whose_last_reply_was_lost_is_not_sent_again(slack, poster):
    slack.fail(COMPLETE, Fault.REPLY_LOST)
    with pytest.raises(ReplyLost):
        poster.upload(slack.dm_id(MARTA), "check-in.ics", ICS, "Your check-in")
    assert len(called(slack, COMPLETE)) == len(slack.dm(MARTA)) == 1


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("invalid_channel", NotThere),
        ("file_uploads_disabled", PolicyRefused),
        ("posting_to_channel_denied", PolicyRefused),
        ("storage_limit_reached", PolicyRefused),
    ],
)
def test_a_refused_file_says_what_to_do(error, kind, slack, poster):
    slack.fail(COMPLETE, Fault.error(error))
    with pytest.raises(kind):
        poster.upload(slack.dm_id(MARTA), "check-in.ics", ICS, "Your check-in")


def test_a_modal_is_opened_and_changed_in_its_place(slack, views):
    view_id = views.open(slack.workspace.issue_trigger(MARTA), form())
    assert [(view.id, view.title) for view in slack.views(MARTA)] == [(view_id, "A commitment")]
    views.update(view_id, form("Changed"))
    assert [(view.id, view.title) for view in slack.views(MARTA)] == [(view_id, "Changed")]


def test_a_modal_that_breaks_a_rule_never_leaves(slack, views):
    trigger = slack.workspace.issue_trigger(MARTA)
    for call in (views.open, views.update):
        with pytest.raises(check.PayloadError, match="title has 25 characters"):
            call(trigger, form("x" * 25))
    assert slack.calls == []


def test_a_trigger_is_good_for_three_seconds_and_one_modal(slack, views, clock):
    used = slack.workspace.issue_trigger(MARTA)
    late = slack.workspace.issue_trigger(MARTA)
    views.open(used, form())
    clock.forward(seconds=3.001)
    for trigger, code in [(used, "exchanged"), (late, "expired"), ("1.2.3", "invalid")]:
        with pytest.raises(TriggerExpired, match=f"{code}_trigger_id"):
            views.open(trigger, form())


def test_a_modal_that_was_closed_cannot_be_changed(slack, views):
    view_id = views.open(slack.workspace.issue_trigger(MARTA), form())
    slack.close_view(MARTA, slack.views(MARTA)[0])
    with pytest.raises(ViewGone, match="not_found"):
        views.update(view_id, form())
    assert issubclass(ViewGone, SkippedError)


def test_a_home_tab_is_published_only_over_what_it_was_made_for(slack, views):
    def home(text: str) -> dict:
        return {"type": "home", "blocks": [b.section("text", text)]}

    first = views.publish(MARTA, home("first"))
    second = views.publish(MARTA, home("second"), first)
    with pytest.raises(Outdated, match="hash_conflict"):
        views.publish(MARTA, home("older"), first)
    assert slack.home(MARTA).hash == second
    assert slack.home(MARTA).blocks[0]["text"]["text"] == "second"
    views.publish(MARTA, home("whatever is there"))
    assert slack.home(MARTA).blocks[0]["text"]["text"] == "whatever is there"


def test_a_home_tab_of_somebody_who_has_left_says_that_they_left(slack, views):
    slack.change_user(MARTA, deleted=True)
    with pytest.raises(PersonGone):
        views.publish(MARTA, {"type": "home", "blocks": []})


def test_a_home_tab_that_breaks_slacks_rules_does_not_leave(slack, views):
    blocks = [b.section(str(number), "text") for number in range(101)]
    with pytest.raises(check.PayloadError, match="101 blocks"):
        views.publish(MARTA, {"type": "home", "blocks": blocks})
    with pytest.raises(check.PayloadError, match="table"):
        views.publish(MARTA, {"type": "home", "blocks": [b.table("rows", [["one"]])]})
    with pytest.raises(check.PayloadError, match="a view of type modal"):
        views.publish(MARTA, form())
    assert called(slack, "views.publish") == []


def test_the_scopes_that_were_granted_can_be_asked_for(slack, client):
    slack.workspace.scopes = frozenset({"chat:write", "im:history"})
    assert installed(client).scopes == {"chat:write", "im:history"}
    slack.workspace.scopes = frozenset()
    assert installed(client).scopes == frozenset()
    with pytest.raises(AppRefused):
        installed(web_client("xoxb-other", slack.api_url))


def test_a_page_with_buttons_is_posted_and_replaced(slack, poster):
    row = b.actions("row", [b.button("done", "Done", "7")])
    posted = poster.post(MARTA, {"text": "Nudge", "blocks": [row]}, "key")
    poster.update(posted, {"text": "Done", "blocks": [b.section("done", "Done")]})
    (message,) = slack.dm(MARTA)
    assert (message.text, message.metadata is not None) == ("Done", True)


def test_a_poster_for_every_thread_opens_a_conversation_once(slack, poster):
    assert {poster.direct_channel(MARTA) for _ in range(3)} == {slack.dm_id(MARTA)}
    assert len(called(slack, "conversations.open")) == 1
    assert isinstance(poster, Poster)
