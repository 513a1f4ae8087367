"""The views methods of the Web API, and what an answer to a submission does to a modal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.demo.local_slack.records import Trigger, View
from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.view_rules import read_view
from bot.demo.local_slack.walking import with_ids
from bot.demo.local_slack.workspace import EPOCH, Workspace

Arguments = Mapping[str, Any]

TRIGGER_LASTS = timedelta(seconds=3)
MOST_IN_A_STACK = 3


def open_view(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `views.open`: a modal appears, as the only one."""
    trigger = _usable(space, str(given["trigger_id"]))
    described = read_view(given["view"], "modal")
    _external_id_is_free(space, described, "")
    _exchange(space, str(given["trigger_id"]))
    space.stacks[trigger.user] = []
    return {"view": stack(space, trigger.user, described).payload}


def push_view(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `views.push`: a modal appears on top of the one the trigger came from."""
    trigger = _usable(space, str(given["trigger_id"]))
    described = read_view(given["view"], "modal")
    if trigger.view not in space.stacks[trigger.user]:
        raise RefusedError("not_found")
    _external_id_is_free(space, described, "")
    view = stack(space, trigger.user, described)
    _exchange(space, str(given["trigger_id"]))
    return {"view": view.payload}


def update_view(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `views.update`, for a modal that is still open."""
    view = _open_one(space, given)
    if given.get("hash") not in (None, view.hash):
        raise RefusedError("hash_conflict")
    described = read_view(given["view"], "modal")
    _external_id_is_free(space, described, view.id)
    return {"view": replace_view(space, view, described).payload}


def publish_view(space: Workspace, given: Arguments) -> dict[str, Any]:
    """Answer `views.publish`: somebody's Home tab is shown anew."""
    user = str(given["user_id"])
    if user not in space.users or space.users[user].deleted:
        raise RefusedError("invalid_arguments", "invalid `user_id`")
    described = read_view(given["view"], "home")
    shown = space.views.get(space.homes.get(user, ""))
    if given.get("hash") is not None and (shown is None or shown.hash != given["hash"]):
        raise RefusedError("hash_conflict")
    if shown is not None:
        return {"view": replace_view(space, shown, described).payload}
    view = _new(space, user, described, root="")
    space.homes[user] = view.id
    return {"view": view.payload}


def stack(space: Workspace, user: str, described: dict[str, Any]) -> View:
    """Show a modal on top of those that somebody has open.

    Raises:
        RefusedError: three are open already.
    """
    open_now = space.stacks[user]
    if len(open_now) >= MOST_IN_A_STACK:
        raise RefusedError("push_limit_reached")
    view = _new(space, user, described, root=open_now[0] if open_now else "")
    if open_now:
        view = space.show(replace(view, payload={**view.payload, "previous_view_id": open_now[-1]}))
    open_now.append(view.id)
    return view


def replace_view(space: Workspace, view: View, described: dict[str, Any]) -> View:
    """Show other content in a view; its id stays and its hash changes."""
    kept = {key: view.payload[key] for key in ("id", "root_view_id", "previous_view_id")}
    return space.show(View(view.user, {**_payload(space, described), **kept}))


def _new(space: Workspace, user: str, described: dict[str, Any], *, root: str) -> View:
    view_id = f"V0{space.next_number():08d}"
    own = {"id": view_id, "root_view_id": root or view_id, "previous_view_id": None}
    return space.show(View(user, {**_payload(space, described), **own}))


def _payload(space: Workspace, described: dict[str, Any]) -> dict[str, Any]:
    seconds = int((space.clock.now() - EPOCH).total_seconds())
    return {
        "team_id": space.team,
        "app_id": space.app,
        "app_installed_team_id": space.team,
        "bot_id": space.bot_id,
        "title": None,
        "submit": None,
        "close": None,
        "callback_id": "",
        "external_id": "",
        "private_metadata": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "state": {"values": {}},
        "hash": f"{seconds}.{space.next_number():08x}",
        **described,
        "blocks": with_ids(described["blocks"], space.short_id),
    }


def _usable(space: Workspace, trigger_id: str) -> Trigger:
    trigger = space.triggers.get(trigger_id)
    if trigger is None:
        raise RefusedError("invalid_trigger_id")
    if trigger.exchanged:
        raise RefusedError("exchanged_trigger_id")
    if space.clock.now() - trigger.issued > TRIGGER_LASTS:
        raise RefusedError("expired_trigger_id")
    return trigger


def _exchange(space: Workspace, trigger_id: str) -> None:
    space.triggers[trigger_id] = replace(space.triggers[trigger_id], exchanged=True)


def _open_one(space: Workspace, given: Arguments) -> View:
    open_now = {view for views in space.stacks.values() for view in views}
    for view_id in open_now:
        view = space.views[view_id]
        if given.get("view_id") == view.id:
            return view
        if given.get("external_id") and given["external_id"] == view.payload["external_id"]:
            return view
    raise RefusedError("not_found")


def _external_id_is_free(space: Workspace, described: dict[str, Any], own: str) -> None:
    wanted = described.get("external_id")
    if wanted and any(
        view.payload["external_id"] == wanted and view.id != own for view in space.views.values()
    ):
        raise RefusedError("duplicate_external_id")
