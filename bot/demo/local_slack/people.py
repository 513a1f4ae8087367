"""People as Slack describes them, and the methods of the Web API that ask about them."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.local_slack.records import User
from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.shapes import is_true
from bot.demo.local_slack.workspace import Workspace

Arguments = Mapping[str, Any]


def info(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `users.info`."""
    user = space.users.get(str(given["user"]))
    if user is None:
        raise RefusedError("user_not_found")
    shown = as_json(space, user)
    if is_true(given.get("include_locale")):
        shown["locale"] = "en-US"
    return {"user": shown}


def groups(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `usergroups.list`."""
    counted = is_true(given.get("include_count"))
    return {
        "usergroups": [
            {
                "id": group,
                "team_id": space.team,
                "is_usergroup": True,
                "name": handle.title(),
                "handle": handle,
                **({"user_count": len(users)} if counted else {}),
            }
            for group, (handle, users) in space.groups.items()
        ]
    }


def in_group(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `usergroups.users.list`."""
    if given["usergroup"] not in space.groups:
        raise RefusedError("no_such_subteam")
    return {"users": list(space.groups[str(given["usergroup"])][1])}


def dnd_info(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `dnd.info`; times are Unix seconds."""
    user = space.users.get(str(given.get("user", space.bot)))
    if user is None:
        raise RefusedError("user_not_found")
    never = {
        "dnd_enabled": False,
        "next_dnd_start_ts": 1,
        "next_dnd_end_ts": 1,
        "snooze_enabled": False,
    }
    return {**never, **user.dnd}


def as_json(space: Workspace, user: User) -> dict[str, Any]:
    """Return somebody as the Web API and the events describe them; who left has no time zone."""
    now = space.clock.now().astimezone(ZoneInfo(user.tz))
    offset = now.utcoffset()
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": space.team,
        "name": user.name,
        "real_name": user.name.title(),
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_app_user": False,
        "updated": int(now.timestamp()),
        "profile": {"real_name": user.name.title(), "display_name": user.name},
    }
    if not user.deleted:
        shown |= {
            "tz": user.tz,
            "tz_label": now.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }
    return shown
