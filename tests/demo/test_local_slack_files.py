"""Files in the local Slack: announced, handed over, completed, and then a message."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.local_slack import SCOPES, Fault, LocalSlack, LocalSlackError
from tests.clock import FrozenClock

MARTA = "U0MARTA001"
ICS = b"BEGIN:VCALENDAR\r\n\x00\xff\r\nEND:VCALENDAR\r\n"
ANNOUNCE, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"


@pytest.fixture
def slack(clock: FrozenClock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock, scopes=SCOPES | {"files:write"}) as slack:
        slack.add_user(MARTA, name="marta")
        slack.add_channel("C0PAYMENTS", name="payments", members=[MARTA])
        slack.add_channel("C0OUTSIDE1", name="outside", bot_is_member=False)
        slack.add_channel("C0ARCHIVE1", name="archive", is_archived=True)
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def error(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def hand_over(url: str, content: bytes) -> int:
    """Send the content to an upload address, and return the status of the answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, content)) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def announced(client: WebClient, *, content: bytes = ICS) -> tuple[str, str]:
    """Announce a file, and return the upload address and the id."""
    told = client.files_getUploadURLExternal(filename="check-in.ics", length=len(content))
    return str(told["upload_url"]), str(told["file_id"])


def uploaded(client: WebClient) -> str:
    url, file_id = announced(client)
    assert hand_over(url, ICS) == 200
    return file_id


def test_the_sdk_uploads_a_file_in_its_three_steps(slack: LocalSlack, client: WebClient) -> None:
    dm = slack.dm_id(MARTA)
    client.files_upload_v2(
        channel=dm, filename="check-in.ics", content=ICS, title="Check-in", initial_comment="Here"
    )
    (file,) = slack.files(dm)
    assert (file.name, file.title, file.content) == ("check-in.ics", "Check-in", ICS)
    (message,) = slack.dm(MARTA)
    assert (message.text, message.files, message.user) == ("Here", (file.id,), slack.bot_user_id)
    (told,) = client.conversations_history(channel=dm)["messages"]
    assert told["files"] == [{"id": file.id, "title": "Check-in"}]
    assert [call.method for call in slack.calls[:3]] == [ANNOUNCE, "upload", COMPLETE]


def test_nobody_sees_a_file_before_it_is_complete(slack: LocalSlack, client: WebClient) -> None:
    url, file_id = announced(client)
    assert error(client, COMPLETE, files=[{"id": file_id}], channel_id="C0PAYMENTS") == (
        "file_not_found"
    )
    assert hand_over(url, ICS) == 200
    assert slack.files("C0PAYMENTS") == []
    assert slack.messages("C0PAYMENTS") == []
    done = client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0PAYMENTS")
    assert done["files"] == [{"id": file_id, "title": "check-in.ics"}]
    assert [file.content for file in slack.files("C0PAYMENTS")] == [ICS]
    again = {"files": [{"id": file_id}], "channel_id": "C0PAYMENTS"}
    assert error(client, COMPLETE, **again) == "file_not_found"


def test_a_file_without_a_conversation_stays_with_the_app(
    slack: LocalSlack, client: WebClient
) -> None:
    client.files_completeUploadExternal(files=[{"id": uploaded(client), "title": "Mine"}])
    assert slack.posted == []
    assert slack.files("C0PAYMENTS") == []


def test_an_address_takes_exactly_what_was_announced_and_once(
    slack: LocalSlack, client: WebClient
) -> None:
    url, _ = announced(client)
    assert hand_over(url, ICS + b"x") == 400
    assert hand_over(url, ICS) == 200
    assert hand_over(url, ICS) == 400
    assert hand_over(f"{slack.workspace.base_url}/upload/v1/none", ICS) == 400


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("C0NOWHERE1", "invalid_channel"),
        (MARTA, "invalid_channel"),
        ("C0OUTSIDE1", "not_in_channel"),
        ("C0ARCHIVE1", "is_archived"),
    ],
)
def test_a_file_reaches_only_conversations_that_the_app_is_in(
    channel: str, expected: str, slack: LocalSlack, client: WebClient
) -> None:
    slack.workspace.scopes |= {"chat:write.public"}
    file_id = uploaded(client)
    assert error(client, COMPLETE, files=[{"id": file_id}], channel_id=channel) == expected
    assert slack.posted == []
    client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0PAYMENTS")


def test_several_conversations_at_once_are_beyond_the_stand_in(clock: FrozenClock) -> None:
    slack = LocalSlack(clock=clock, scopes=SCOPES | {"files:write"}).start()
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    file_id = uploaded(client)
    with pytest.raises(ConnectionError):
        client.files_completeUploadExternal(files=[{"id": file_id}], channels=["C1", "C2"])
    with pytest.raises(LocalSlackError, match="broke"):
        slack.stop()


@pytest.mark.parametrize(
    ("method", "arguments", "expected"),
    [
        (ANNOUNCE, {"filename": "a.ics"}, "invalid_arguments"),
        (ANNOUNCE, {"filename": "a.ics", "length": 0}, "missing_argument"),
        (ANNOUNCE, {"filename": "a.ics", "length": "many"}, "invalid_arguments"),
        (COMPLETE, {"files": "[{"}, "invalid_arguments"),
        (COMPLETE, {"files": []}, "invalid_arguments"),
        (COMPLETE, {"files": ["F1"]}, "invalid_arguments"),
        (COMPLETE, {"files": [{"id": "F1"}]}, "file_not_found"),
        (COMPLETE, {"files": [{"id": "F1"}], "colour": "red"}, "invalid_arg_name"),
    ],
)
def test_a_wrong_upload_is_refused_by_name(
    client: WebClient, method: str, arguments: dict[str, Any], expected: str
) -> None:
    assert error(client, method, **arguments) == expected


@pytest.mark.parametrize("method", [ANNOUNCE, COMPLETE])
def test_uploading_needs_the_scope_to_write_files(
    method: str, slack: LocalSlack, client: WebClient
) -> None:
    slack.workspace.scopes = SCOPES
    assert error(client, method, filename="a", length=1, files=[{}]) == "missing_scope"


def test_an_upload_can_meet_a_fault_at_each_step(slack: LocalSlack, client: WebClient) -> None:
    url, file_id = announced(client)
    slack.fail("upload", Fault.SERVER_ERROR)
    assert hand_over(url, ICS) == 500
    assert hand_over(url, ICS) == 200
    slack.fail(COMPLETE, Fault.REPLY_LOST)
    with pytest.raises(ConnectionError):
        client.files_completeUploadExternal(files=[{"id": file_id}], channel_id="C0PAYMENTS")
    assert len(slack.files("C0PAYMENTS")) == len(slack.messages("C0PAYMENTS")) == 1
