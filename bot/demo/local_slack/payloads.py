"""The shapes of what Slack sends to an app."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.demo.local_slack import people
from bot.demo.local_slack.chat import as_json
from bot.demo.local_slack.records import Channel, Message, State, User, View
from bot.demo.local_slack.workspace import EPOCH, Workspace


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something Slack sends, whichever way it goes.

    Attributes:
        kind: Socket Mode's word for it.
        payload: what it says.
        retry: which repetition of an event this is; 0 for the first time.
    """

    kind: Literal["slash_commands", "interactive", "events_api"]
    payload: dict[str, Any]
    retry: int = 0


def command(space: Workspace, user: str, channel: Channel, written: tuple[str, str]) -> Parcel:
    """Return a slash command; `written` is the command and the text after it."""
    name = channel.name
    if channel.partner:
        name = "directmessage"
    elif channel.is_private:
        name = "privategroup"
    return Parcel(
        "slash_commands",
        {
            "token": "deprecated",
            "team_id": space.team,
            "team_domain": space.domain,
            "channel_id": channel.id,
            "channel_name": name,
            "user_id": user,
            "user_name": space.user(user).name,
            "command": written[0],
            "text": written[1],
            "api_app_id": space.app,
            "is_enterprise_install": "false",
            "response_url": space.issue_response_url(user, channel.id),
            "trigger_id": space.issue_trigger(user),
        },
    )


def touched(
    space: Workspace, user: str, place: Message | View, action: dict[str, Any], state: State
) -> dict[str, Any]:
    """Return a `block_actions`: somebody touched something in a message, modal or Home tab."""
    if isinstance(place, View):
        where = _in_view(space, user, place, state)
    else:
        where = _in_message(space, user, place, state)
    return {
        **_interaction(space, "block_actions", user),
        **where,
        "actions": [{**action, "action_ts": space.next_ts()}],
    }


def submission(space: Workspace, view: View, state: State) -> dict[str, Any]:
    """Return a `view_submission`."""
    return {
        **_interaction(space, "view_submission", view.user),
        "trigger_id": space.issue_trigger(view.user, view.id),
        "view": {**view.payload, "state": {"values": state}},
        "response_urls": [],
    }


def closing(space: Workspace, view: View, *, cleared: bool) -> dict[str, Any]:
    """Return a `view_closed`."""
    return {
        **_interaction(space, "view_closed", view.user),
        "view": view.payload,
        "is_cleared": cleared,
    }


def shortcut(space: Workspace, user: str, callback_id: str) -> dict[str, Any]:
    """Return a global shortcut."""
    return {
        **_interaction(space, "shortcut", user),
        "action_ts": space.next_ts(),
        "callback_id": callback_id,
        "trigger_id": space.issue_trigger(user),
    }


def message_shortcut(
    space: Workspace, user: str, message: Message, callback_id: str
) -> dict[str, Any]:
    """Return a shortcut taken from the menu of a message."""
    place = space.channel(message.channel)
    return {
        **_interaction(space, "message_action", user),
        "action_ts": space.next_ts(),
        "callback_id": callback_id,
        "trigger_id": space.issue_trigger(user),
        "channel": _channel(place),
        "response_url": space.issue_response_url(user, message.channel, message),
        "message_ts": message.ts,
        "message": as_json(space, message),
    }


def event(space: Workspace, said: dict[str, Any]) -> dict[str, Any]:
    """Return an event with its envelope; `event_ts` is added when the event has none."""
    number = space.next_number()
    return {
        "token": "deprecated",
        "team_id": space.team,
        "context_team_id": space.team,
        "context_enterprise_id": None,
        "api_app_id": space.app,
        "event": {"event_ts": space.next_ts(), **said},
        "type": "event_callback",
        "event_id": f"Ev0{number:08d}",
        "event_time": int((space.clock.now() - EPOCH).total_seconds()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": space.team,
                "user_id": space.bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-local-{number}",
    }


def home_opened(space: Workspace, user: str, tab: str) -> dict[str, Any]:
    """Return the event that somebody looks at the Home tab, or at the messages beside it."""
    shown = space.views.get(space.homes.get(user, "")) if tab == "home" else None
    said = {
        "type": "app_home_opened",
        "user": space.user(user).id,
        "channel": space.dm_id(user),
        "tab": tab,
    }
    return said if shown is None else {**said, "view": shown.payload}


def user_change(space: Workspace, user: User) -> dict[str, Any]:
    """Return the event that somebody changed, left, or came back."""
    seconds = int((space.clock.now() - EPOCH).total_seconds())
    return {"type": "user_change", "user": people.as_json(space, user), "cache_ts": seconds}


def tokens_revoked(space: Workspace) -> dict[str, Any]:
    """Return the event that the app's token is no longer good."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [space.bot]}}


def _in_view(space: Workspace, user: str, view: View, state: State) -> dict[str, Any]:
    return {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": space.issue_trigger(user, view.id),
        "view": {**view.payload, "state": {"values": state}},
    }


def _in_message(space: Workspace, user: str, message: Message, state: State) -> dict[str, Any]:
    # Slack does not keep ephemeral messages, so it cannot send them along.
    shown = {} if message.only_for else {"message": as_json(space, message)}
    return {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.only_for),
        },
        "trigger_id": space.issue_trigger(user),
        "channel": _channel(space.channel(message.channel)),
        "response_url": space.issue_response_url(user, message.channel, message),
        "state": {"values": state},
        **shown,
    }


def _channel(place: Channel) -> dict[str, str]:
    return {"id": place.id, "name": "directmessage" if place.partner else place.name}


def _interaction(space: Workspace, kind: str, user: str) -> dict[str, Any]:
    name = space.user(user).name
    return {
        "type": kind,
        "user": {"id": user, "username": name, "name": name, "team_id": space.team},
        "api_app_id": space.app,
        "token": "deprecated",
        "team": {"id": space.team, "domain": space.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
