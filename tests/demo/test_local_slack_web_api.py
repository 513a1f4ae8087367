"""The Web API of the local Slack: who may do what, what is stored, and what goes wrong on purpose."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.demo.local_slack import SCOPES, Fault, LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA, IVO, LEFT = "U0MARTA001", "U0IVO00001", "U0LEFT0001"
BUTTONS = [
    {
        "type": "actions",
        "block_id": "x",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ],
    }
]
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "T"},
    "blocks": [{"type": "divider"}],
}
HOME: dict[str, Any] = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock) as slack:
        slack.add_user(MARTA, name="marta", tz="Europe/Berlin")
        slack.add_user(IVO, name="ivo", tz="America/New_York", is_restricted=True)
        slack.add_user(LEFT, name="left", deleted=True)
        slack.add_user("U0ROBOT001", name="robot", is_bot=True)
        slack.add_channel("C0PAYMENTS", name="payments", members=[MARTA])
        slack.add_channel("C0OUTSIDE1", name="outside", bot_is_member=False)
        slack.add_channel("C0SECRET01", name="secret", bot_is_member=False, is_private=True)
        slack.add_channel("C0INSIDE01", name="inside", members=[MARTA], is_private=True)
        slack.add_channel("C0ARCHIVE1", name="archive", is_archived=True)
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def error(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def test_a_token_must_be_there_and_be_the_right_one(slack: LocalSlack, client: WebClient) -> None:
    assert client.auth_test()["user_id"] == slack.bot_user_id
    assert "chat:write" in client.auth_test().headers["x-oauth-scopes"]
    nobody = WebClient(base_url=slack.api_url)
    assert error(nobody, "auth.test") == "not_authed"
    stranger = WebClient(token="xoxb-other", base_url=slack.api_url)
    assert error(stranger, "auth.test") == "invalid_auth"
    app = WebClient(token=slack.app_token, base_url=slack.api_url)
    assert error(app, "chat.postMessage", channel=MARTA, text="x") == "not_allowed_token_type"
    assert error(client, "apps.connections.open") == "not_allowed_token_type"
    assert app.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://127.0.0.1")


def test_a_call_that_makes_no_sense_is_refused_by_name(client: WebClient) -> None:
    assert error(client, "chat.postEverywhere", channel=MARTA) == "unknown_method"
    assert error(client, "chat.postMessage", text="x") == "invalid_arguments"
    assert error(client, "users.info", user=MARTA, colour="red") == "invalid_arg_name"


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b'{"channel": NaN}', "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/csv", b"channel,text", "invalid_post_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    slack: LocalSlack, kind: str, body: bytes, expected: str
) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": kind}
    request = urllib.request.Request(f"{slack.api_url}chat.postMessage", body, headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as response:  # noqa: S310
        assert json.load(response) == {"ok": False, "error": expected}


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": MARTA, "text": "x"}),
        ("chat:write", "chat.update", {"channel": MARTA, "ts": "1.2", "text": "x"}),
        ("chat:write", "chat.postEphemeral", {"channel": MARTA, "user": MARTA, "text": "x"}),
        ("im:write", "conversations.open", {"users": MARTA}),
        ("mpim:write", "conversations.open", {"users": f"{MARTA},{IVO}"}),
        ("channels:read", "conversations.info", {"channel": "C0PAYMENTS"}),
        ("groups:read", "conversations.info", {"channel": "C0INSIDE01"}),
        ("channels:read", "conversations.members", {"channel": "C0PAYMENTS"}),
        ("channels:history", "conversations.history", {"channel": "C0PAYMENTS"}),
        ("groups:history", "conversations.history", {"channel": "C0INSIDE01"}),
        ("im:history", "conversations.history", {"channel": "D0MARTA001"}),
        ("users:read", "users.info", {"user": MARTA}),
        ("dnd:read", "dnd.info", {"user": MARTA}),
    ],
)
def test_a_call_without_its_scope_names_the_scope(
    slack: LocalSlack, client: WebClient, scope: str, method: str, arguments: dict[str, str]
) -> None:
    slack.workspace.scopes = SCOPES - {scope}
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == scope
    assert scope not in caught.value.response["provided"].split(",")
    assert slack.calls[-1].error == "missing_scope"


def test_forms_and_json_say_the_same(slack: LocalSlack, client: WebClient) -> None:
    metadata = {"event_type": "coach_delivery", "event_payload": {"key": "k1"}}
    given = {"channel": "C0PAYMENTS", "text": "Grüße ☕", "blocks": BUTTONS, "metadata": metadata}
    client.api_call("chat.postMessage", json=given)
    form = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()
    }
    client.api_call("chat.postMessage", params=form)
    first, second = slack.messages("C0PAYMENTS")
    assert (first.text, first.blocks, first.metadata) == ("Grüße ☕", BUTTONS, metadata)
    assert (second.text, second.blocks, second.metadata) == ("Grüße ☕", BUTTONS, metadata)
    assert slack.calls[0].arguments == given


def test_a_message_to_a_person_opens_the_direct_messages(
    slack: LocalSlack, client: WebClient
) -> None:
    posted = client.chat_postMessage(channel=MARTA, text="Hello")
    assert (
        posted["channel"]
        == slack.dm_id(MARTA)
        == client.conversations_open(users=MARTA)["channel"]["id"]
    )
    assert posted["message"]["text"] == "Hello"
    assert [message.text for message in slack.dm(MARTA)] == ["Hello"]
    assert slack.dm(IVO) == []


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("C0NOWHERE1", "channel_not_found"),
        ("U0NOBODY01", "channel_not_found"),
        ("C0SECRET01", "channel_not_found"),
        ("C0OUTSIDE1", "not_in_channel"),
        ("C0ARCHIVE1", "is_archived"),
        (LEFT, "user_disabled"),
        ("U0ROBOT001", "cannot_dm_bot"),
    ],
)
def test_a_message_reaches_only_where_the_app_may_write(
    slack: LocalSlack, client: WebClient, channel: str, expected: str
) -> None:
    assert error(client, "chat.postMessage", channel=channel, text="x") == expected
    assert slack.posted == []


def test_the_public_scope_lets_an_app_write_outside(slack: LocalSlack, client: WebClient) -> None:
    slack.workspace.scopes = SCOPES | {"chat:write.public"}
    client.chat_postMessage(channel="C0OUTSIDE1", text="x")
    assert error(client, "chat.postMessage", channel="C0SECRET01", text="x") == "channel_not_found"


def test_direct_messages_can_be_switched_off(slack: LocalSlack, client: WebClient) -> None:
    slack.workspace.messages_tab = False
    assert error(client, "chat.postMessage", channel=MARTA, text="x") == "messages_tab_disabled"
    client.chat_postMessage(channel="C0PAYMENTS", text="x")


def test_people_and_channels_change_while_it_runs(slack: LocalSlack, client: WebClient) -> None:
    slack.change_channel("C0PAYMENTS", is_archived=True)
    assert error(client, "chat.postMessage", channel="C0PAYMENTS", text="x") == "is_archived"
    slack.change_user(MARTA, deleted=True)
    assert error(client, "conversations.open", users=MARTA) == "user_disabled"
    assert client.users_info(user=MARTA)["user"]["deleted"] is True


def test_time_stamps_are_unique_and_grow_though_the_clock_stands(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    stamps = [str(client.chat_postMessage(channel=MARTA, text="x")["ts"]) for _ in range(5)]
    clock.forward(seconds=-60)
    stamps.append(str(client.chat_postMessage(channel=MARTA, text="x")["ts"]))
    clock.forward(hours=1)
    stamps.append(str(client.chat_postMessage(channel=MARTA, text="x")["ts"]))
    assert stamps == sorted(set(stamps))
    assert stamps[-1] == f"{int(clock.now().timestamp())}.000000"
    assert [message.ts for message in slack.posted] == stamps


def test_an_update_keeps_the_metadata_unless_told_otherwise(
    slack: LocalSlack, client: WebClient
) -> None:
    metadata = {"event_type": "e", "event_payload": {"key": "k"}}
    posted = client.chat_postMessage(channel=MARTA, text="x", blocks=BUTTONS, metadata=metadata)
    place: dict[str, Any] = {"channel": posted["channel"], "ts": posted["ts"]}
    client.chat_update(**place, text="y")
    (message,) = slack.dm(MARTA)
    assert (message.text, message.blocks, message.edited) == ("y", [], True)
    assert message.metadata == metadata
    client.chat_update(**place, text="y", metadata={})
    assert slack.dm(MARTA)[0].metadata is None


def test_a_message_can_only_be_changed_by_who_wrote_it(
    slack: LocalSlack, client: WebClient
) -> None:
    theirs = slack.say(MARTA, "C0PAYMENTS", "Mine")
    place = {"channel": "C0PAYMENTS", "ts": theirs.ts}
    assert error(client, "chat.update", **place, text="x") == "cant_update_message"
    assert error(client, "chat.delete", **place) == "cant_delete_message"
    gone = {"channel": "C0PAYMENTS", "ts": "1.000000"}
    assert error(client, "chat.update", **gone, text="x") == "message_not_found"
    ours = {
        "channel": "C0PAYMENTS",
        "ts": str(client.chat_postMessage(channel="C0PAYMENTS", text="x")["ts"]),
    }
    slack.change_channel("C0PAYMENTS", is_archived=True)
    assert error(client, "chat.update", **ours, text="y") == "is_inactive"


def test_a_deleted_message_is_gone_but_not_forgotten(slack: LocalSlack, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=MARTA, text="x")
    place: dict[str, Any] = {"channel": posted["channel"], "ts": posted["ts"]}
    client.chat_delete(**place)
    assert slack.dm(MARTA) == []
    assert [message.deleted for message in slack.posted] == [True]
    assert error(client, "chat.delete", **place) == "message_not_found"
    assert client.conversations_history(channel=place["channel"])["messages"] == []


def test_an_ephemeral_message_is_for_one_member_alone(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0PAYMENTS", user=MARTA, text="Only you")
    assert [message.text for message in slack.ephemerals(MARTA)] == ["Only you"]
    assert slack.messages("C0PAYMENTS") == []
    assert slack.ephemerals(IVO) == []
    given = {"channel": "C0PAYMENTS", "user": IVO, "text": "x"}
    assert error(client, "chat.postEphemeral", **given) == "user_not_in_channel"
    given = {"channel": "C0OUTSIDE1", "user": MARTA, "text": "x"}
    assert error(client, "chat.postEphemeral", **given) == "not_in_channel"
    ts = slack.ephemerals(MARTA)[0].ts
    assert (
        error(client, "chat.update", channel="C0PAYMENTS", ts=ts, text="y") == "message_not_found"
    )


def test_history_is_read_in_pages_newest_first(slack: LocalSlack, client: WebClient) -> None:
    for number in range(5):
        metadata = {"event_type": "e", "event_payload": {"key": number}}
        client.chat_postMessage(channel="C0PAYMENTS", text=str(number), metadata=metadata)
    first = client.conversations_history(channel="C0PAYMENTS", limit=3)
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert "metadata" not in first["messages"][0]
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(
        channel="C0PAYMENTS", limit=3, cursor=cursor, include_all_metadata=True
    )
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]
    assert rest["messages"][0]["metadata"]["event_payload"] == {"key": 1}
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_history_is_cut_at_both_ends_of_a_time(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    stamps = []
    for number in range(4):
        clock.forward(seconds=10)
        stamps.append(client.chat_postMessage(channel="C0PAYMENTS", text=str(number))["ts"])

    def texts(**limits: Any) -> str:
        found = client.conversations_history(channel="C0PAYMENTS", **limits)
        return "".join(message["text"] for message in found["messages"])

    assert texts(oldest=stamps[1]) == "32"
    assert texts(oldest=stamps[1], inclusive=True) == "321"
    assert texts(latest=stamps[1]) == "0"
    assert texts(oldest=stamps[0], latest=stamps[3]) == "21"
    assert texts(oldest=str(int(clock.now().timestamp()) - 1)) == "3"


def test_replies_in_a_thread_stay_out_of_the_history(slack: LocalSlack, client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C0PAYMENTS", text="parent")["ts"]
    client.chat_postMessage(channel="C0PAYMENTS", text="reply", thread_ts=parent)
    found = client.conversations_history(channel="C0PAYMENTS")["messages"]
    assert [message["text"] for message in found] == ["parent"]
    assert [message.thread_ts for message in slack.messages("C0PAYMENTS")] == ["", parent]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"channel": "C0OUTSIDE1"}, "not_in_channel"),
        ({"channel": "C0SECRET01"}, "channel_not_found"),
        ({"channel": "C0PAYMENTS", "oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"channel": "C0PAYMENTS", "latest": "now"}, "invalid_ts_latest"),
        ({"channel": "C0PAYMENTS", "cursor": "!"}, "invalid_cursor"),
        ({"channel": "C0PAYMENTS", "cursor": "bm9uZQ=="}, "invalid_cursor"),
        ({"channel": "C0PAYMENTS", "limit": 0}, "invalid_limit"),
        ({"channel": "C0PAYMENTS", "limit": 1000}, "invalid_limit"),
    ],
)
def test_a_wrong_question_about_history_is_refused(
    client: WebClient, arguments: dict[str, Any], expected: str
) -> None:
    assert error(client, "conversations.history", **arguments) == expected


def test_a_channel_says_whether_the_app_is_in_it(client: WebClient) -> None:
    inside = client.conversations_info(channel="C0PAYMENTS", include_num_members=True)["channel"]
    assert (inside["name"], inside["is_member"], inside["num_members"]) == ("payments", True, 2)
    outside = client.conversations_info(channel="C0OUTSIDE1")["channel"]
    assert (outside["is_member"], outside["is_archived"]) == (False, False)
    assert client.conversations_info(channel="C0ARCHIVE1")["channel"]["is_archived"] is True
    assert client.conversations_info(channel="C0INSIDE01")["channel"]["is_private"] is True
    direct = client.conversations_info(channel="D0MARTA001")["channel"]
    assert (direct["is_im"], direct["user"]) == (True, MARTA)
    assert error(client, "conversations.info", channel="C0SECRET01") == "channel_not_found"


def test_members_come_in_pages(slack: LocalSlack, client: WebClient) -> None:
    slack.add_channel("C0MANY0001", name="many", members=[MARTA, IVO, LEFT])
    found = client.conversations_members(channel="C0MANY0001", limit=3)
    rest = client.conversations_members(
        channel="C0MANY0001", limit=3, cursor=found["response_metadata"]["next_cursor"]
    )
    assert sorted(found["members"] + rest["members"]) == sorted(
        [MARTA, IVO, LEFT, slack.bot_user_id]
    )
    assert rest["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"users": "U0NOBODY01"}, "user_not_found"),
        ({"users": LEFT}, "user_disabled"),
        ({"users": "U0ROBOT001"}, "cannot_dm_bot"),
        ({"users": ""}, "users_list_not_supplied"),
        ({"users": ",".join([MARTA] * 9)}, "too_many_users"),
        ({"channel": "C0PAYMENTS"}, "method_not_supported_for_channel_type"),
    ],
)
def test_direct_messages_open_with_one_person_who_is_there(
    client: WebClient, arguments: dict[str, str], expected: str
) -> None:
    assert error(client, "conversations.open", **arguments) == expected
    resumed = client.conversations_open(channel="D0MARTA001", return_im=True)["channel"]
    assert resumed["user"] == MARTA


def test_a_person_has_a_time_zone_until_they_leave(client: WebClient) -> None:
    berlin = client.users_info(user=MARTA, include_locale=True)["user"]
    assert (berlin["tz"], berlin["tz_offset"], berlin["locale"]) == ("Europe/Berlin", 3600, "en-US")
    york = client.users_info(user=IVO)["user"]
    assert (york["tz_offset"], york["is_restricted"], york["is_bot"]) == (-18000, True, False)
    left = client.users_info(user=LEFT)["user"]
    assert (left["deleted"], "tz" in left) == (True, False)
    assert client.users_info(user="U0ROBOT001")["user"]["is_bot"] is True
    assert error(client, "users.info", user="U0NOBODY01") == "user_not_found"


def test_a_person_may_not_want_to_be_disturbed(slack: LocalSlack, client: WebClient) -> None:
    assert client.dnd_info(user=MARTA)["dnd_enabled"] is False
    slack.change_user(
        MARTA, dnd={"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 9}
    )
    found = client.dnd_info(user=MARTA)
    assert (found["dnd_enabled"], found["next_dnd_end_ts"]) == (True, 9)
    assert error(client, "dnd.info", user="U0NOBODY01") == "user_not_found"


def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: LocalSlack, client: WebClient, clock: FrozenClock
) -> None:
    late, right = slack.workspace.issue_trigger(MARTA), slack.workspace.issue_trigger(MARTA)
    clock.forward(seconds=3)
    wrong = {"trigger_id": right, "view": {**MODAL, "title": "T"}}
    assert error(client, "views.open", **wrong) == "invalid_arguments"
    client.views_open(trigger_id=right, view=MODAL)
    assert error(client, "views.open", trigger_id=right, view=MODAL) == "exchanged_trigger_id"
    clock.forward(milliseconds=1)
    assert error(client, "views.open", trigger_id=late, view=MODAL) == "expired_trigger_id"
    assert error(client, "views.open", trigger_id="1.2.abc", view=MODAL) == "invalid_trigger_id"
    assert len(slack.views(MARTA)) == 1
    slack.fail("views.open", Fault.error("trigger_expired"))
    assert error(client, "views.open", trigger_id=late, view=MODAL) == "trigger_expired"


def test_at_most_three_modals_lie_on_each_other(slack: LocalSlack, client: WebClient) -> None:
    trigger = slack.workspace.issue_trigger(MARTA)
    root = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    for _ in range(2):
        top = slack.views(MARTA)[-1]
        pushed = client.views_push(
            trigger_id=slack.workspace.issue_trigger(MARTA, top.id), view=MODAL
        )["view"]
        assert (pushed["root_view_id"], pushed["previous_view_id"]) == (root["id"], top.id)
    fourth = slack.workspace.issue_trigger(MARTA, slack.views(MARTA)[-1].id)
    assert error(client, "views.push", trigger_id=fourth, view=MODAL) == "push_limit_reached"
    elsewhere = slack.workspace.issue_trigger(MARTA)
    assert error(client, "views.push", trigger_id=elsewhere, view=MODAL) == "not_found"


def test_an_update_of_a_modal_notices_another_one(slack: LocalSlack, client: WebClient) -> None:
    trigger = slack.workspace.issue_trigger(MARTA)
    opened = client.views_open(trigger_id=trigger, view={**MODAL, "external_id": "mine"})["view"]
    named = {**MODAL, "callback_id": "second", "external_id": "mine"}
    changed = client.views_update(view_id=opened["id"], hash=opened["hash"], view=named)["view"]
    assert changed["id"] == opened["id"]
    stale = {"view_id": opened["id"], "hash": opened["hash"], "view": MODAL}
    assert error(client, "views.update", **stale) == "hash_conflict"
    assert slack.views(MARTA)[0].callback_id == "second"
    client.views_update(external_id="mine", view=MODAL)
    assert error(client, "views.update", view_id="V0NONE", view=MODAL) == "not_found"
    client.views_open(trigger_id=slack.workspace.issue_trigger(IVO), view=named)
    twice = {"trigger_id": slack.workspace.issue_trigger(MARTA), "view": named}
    assert error(client, "views.open", **twice) == "duplicate_external_id"


def test_a_closed_modal_cannot_be_updated(slack: LocalSlack, client: WebClient) -> None:
    trigger = slack.workspace.issue_trigger(MARTA)
    opened = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    assert slack.close_view(MARTA, slack.views(MARTA)[0]) is None
    assert error(client, "views.update", view_id=opened["id"], view=MODAL) == "not_found"


def test_a_home_tab_is_published_for_one_person(slack: LocalSlack, client: WebClient) -> None:
    assert slack.home(MARTA) is None
    first = client.views_publish(user_id=MARTA, view=HOME)["view"]
    second = client.views_publish(user_id=MARTA, view=HOME, hash=first["hash"])["view"]
    assert (second["id"], second["type"]) == (first["id"], "home")
    stale = {"user_id": MARTA, "view": HOME, "hash": first["hash"]}
    assert error(client, "views.publish", **stale) == "hash_conflict"
    shown = slack.home(MARTA)
    assert shown is not None
    assert (shown.hash, shown.title) == (second["hash"], "")
    assert slack.home(IVO) is None
    assert error(client, "views.publish", user_id=LEFT, view=HOME) == "invalid_arguments"


def test_a_response_url_works_five_times(slack: LocalSlack) -> None:
    url = slack.workspace.issue_response_url(MARTA, "C0PAYMENTS")
    hook = WebhookClient(url, retry_handlers=[])
    assert [hook.send(text=str(n)).status_code for n in range(6)] == [200] * 5 + [404]
    assert "used_url" in hook.send(text="x").body
    assert [message.text for message in slack.ephemerals(MARTA)] == list("01234")
    assert slack.calls[-1].error == "used_url"


def test_a_response_url_works_for_thirty_minutes(slack: LocalSlack, clock: FrozenClock) -> None:
    hook = WebhookClient(slack.workspace.issue_response_url(MARTA, "C0PAYMENTS"))
    clock.forward(minutes=30)
    assert hook.send(text="x").status_code == 200
    clock.forward(seconds=1)
    late = hook.send(text="x")
    assert (late.status_code, json.loads(late.body)["error"]) == (404, "expired_url")
    assert (
        WebhookClient(f"{slack.workspace.base_url}/response/none").send(text="x").status_code == 404
    )


def test_a_response_url_changes_what_it_said_before(slack: LocalSlack) -> None:
    hook = WebhookClient(slack.workspace.issue_response_url(MARTA, "C0PAYMENTS"))
    hook.send(text="Working on it")
    hook.send(text="Here it is", replace_original=True)
    assert [message.text for message in slack.ephemerals(MARTA)] == ["Here it is"]
    hook.send(delete_original=True)
    assert slack.ephemerals(MARTA) == []
    hook.send(text="For all", response_type="in_channel")
    assert [message.text for message in slack.messages("C0PAYMENTS")] == ["For all"]


def test_a_response_url_takes_no_wrong_blocks(slack: LocalSlack) -> None:
    hook = WebhookClient(slack.workspace.issue_response_url(MARTA, "C0PAYMENTS"))
    wrong = hook.send(text="x", blocks=[{"type": "nonsense"}])
    assert (wrong.status_code, json.loads(wrong.body)["error"]) == (400, "invalid_blocks")
    assert slack.ephemerals(MARTA) == []


def test_a_rate_limit_says_how_long_to_wait(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", Fault.RATE_LIMITED(retry_after=7), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=MARTA, text="x")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    client.chat_postMessage(channel=MARTA, text="x")
    assert len(slack.dm(MARTA)) == 1
    assert [call.error for call in slack.calls] == ["ratelimited", "ratelimited", None]


def test_the_retries_of_the_sdk_wait_out_a_rate_limit(slack: LocalSlack) -> None:
    patient = WebClient(
        token=slack.bot_token,
        base_url=slack.api_url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],
    )
    slack.fail("chat.postMessage", Fault.RATE_LIMITED(retry_after=0))
    patient.chat_postMessage(channel=MARTA, text="x")
    assert len(slack.dm(MARTA)) == 1


def test_a_server_error_comes_before_or_after_the_deed(
    slack: LocalSlack, client: WebClient
) -> None:
    for fault in (Fault.SERVER_ERROR, Fault.SERVER_ERROR_AFTER):
        slack.fail("chat.postMessage", fault)
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=MARTA, text=fault.name)
        assert caught.value.response.status_code == 500
    assert len(slack.dm(MARTA)) == 1


def test_a_lost_reply_leaves_the_message_standing(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", Fault.REPLY_LOST)
    with pytest.raises(ConnectionError):
        client.chat_postMessage(channel=MARTA, text="stored")
    slack.fail("chat.postMessage", Fault.UNREACHABLE)
    with pytest.raises(ConnectionError):
        client.chat_postMessage(channel=MARTA, text="never there")
    assert [message.text for message in slack.dm(MARTA)] == ["stored"]
    assert [call.error for call in slack.calls] == [None, "unreachable"]


def test_the_default_retries_of_the_sdk_send_a_message_twice(slack: LocalSlack) -> None:
    careless = WebClient(token=slack.bot_token, base_url=slack.api_url)
    slack.fail("chat.postMessage", Fault.REPLY_LOST)
    careless.chat_postMessage(channel=MARTA, text="x")
    assert len(slack.dm(MARTA)) == 2


def test_any_error_can_be_arranged_for_any_method(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", Fault.error("token_revoked"))
    slack.fail("response_url", Fault.SERVER_ERROR)
    assert error(client, "chat.postMessage", channel=MARTA, text="x") == "token_revoked"
    hook = WebhookClient(slack.workspace.issue_response_url(MARTA, "C0PAYMENTS"), retry_handlers=[])
    assert hook.send(text="x").status_code == 500
    assert slack.ephemerals(MARTA) == []


def test_waiting_in_vain_says_what_the_app_did_last(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(channel=MARTA, text="x")
    assert slack.wait_for(lambda: slack.dm(MARTA))[0].text == "x"
    with pytest.raises(LocalSlackError, match=r"0\.05 seconds in vain.*chat\.postMessage: ok"):
        slack.wait_for(lambda: slack.dm(IVO), seconds=0.05)


def test_nothing_is_answered_after_the_end(clock: FrozenClock) -> None:
    with LocalSlack(clock=clock) as slack:
        url = slack.api_url
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(url.removesuffix("api/"))  # noqa: S310 - our own server
    with pytest.raises(urllib.error.URLError):
        WebClient(token="xoxb-x", base_url=url, retry_handlers=[]).auth_test()
    with pytest.raises(LocalSlackError, match="not running"):
        _ = slack.api_url


def test_a_fault_of_its_own_is_told_at_the_end(clock: FrozenClock) -> None:
    slack = LocalSlack(clock=clock).start()
    slack.add_user(MARTA, name="marta", tz="Mars/Olympus")
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(ConnectionError):
        client.users_info(user=MARTA)
    with pytest.raises(LocalSlackError, match="broke"):
        slack.stop()
