"""Which methods the Web API has, and what each of them needs, takes and allows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.local_slack import chat, conversations, files, people, views
from bot.demo.local_slack.workspace import Workspace

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Web API.

    Attributes:
        run: does it, and returns the answer without `ok`.
        needs: the arguments without which nothing can be done.
        takes: the other arguments that Slack documents.
        scope: the bot scope it needs; "" when it needs none or it depends on the conversation.
        tier: how often it may be called; 0 when no tier says so. See `limits`.
    """

    run: Callable[[Workspace, Arguments], dict[str, Any]]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    scope: str = ""
    tier: int = 0


def _auth_test(space: Workspace, _given: Arguments) -> dict[str, Any]:
    return {
        "url": f"https://{space.domain}.slack.com/",
        "team": space.domain,
        "user": space.users[space.bot].name,
        "team_id": space.team,
        "user_id": space.bot,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


_CONTENT = ("text", "blocks", "attachments", "markdown_text", "link_names", "parse", "as_user")
_LOOK = ("username", "icon_emoji", "icon_url", "thread_ts")
_PAGED = ("cursor", "limit")

POST = "chat.postMessage"
METHODS: dict[str, Method] = {
    # Slack allows hundreds of these a minute, and names no number.
    "auth.test": Method(_auth_test),
    # Its limit is a special one, by the conversation and for the workspace.
    POST: Method(
        chat.post_message,
        ("channel",),
        (
            *_CONTENT,
            *_LOOK,
            "metadata",
            "mrkdwn",
            "reply_broadcast",
            "unfurl_links",
            "unfurl_media",
            "unfurl_app_links",
            # Not documented as an argument, but documented errors speak of it.
            "client_msg_id",
        ),
        "chat:write",
    ),
    "chat.update": Method(
        chat.update,
        ("channel", "ts"),
        (*_CONTENT, "metadata", "reply_broadcast", "file_ids"),
        "chat:write",
        tier=3,
    ),
    "chat.delete": Method(chat.delete, ("channel", "ts"), ("as_user",), "chat:write", tier=3),
    "chat.postEphemeral": Method(
        chat.post_ephemeral, ("channel", "user"), (*_CONTENT, *_LOOK), "chat:write", tier=4
    ),
    "conversations.open": Method(
        conversations.open_conversation,
        takes=("users", "channel", "return_im", "prevent_creation"),
        tier=3,
    ),
    "conversations.info": Method(
        conversations.info, ("channel",), ("include_locale", "include_num_members"), tier=3
    ),
    "conversations.history": Method(
        conversations.history,
        ("channel",),
        (*_PAGED, "oldest", "latest", "inclusive", "include_all_metadata"),
        tier=3,
    ),
    "conversations.members": Method(conversations.members, ("channel",), _PAGED, tier=4),
    "files.getUploadURLExternal": Method(
        files.get_upload_url,
        ("filename", "length"),
        ("alt_txt", "snippet_type"),
        "files:write",
        tier=4,
    ),
    "files.completeUploadExternal": Method(
        files.complete,
        ("files",),
        ("channel_id", "channels", "initial_comment", "blocks", "thread_ts"),
        "files:write",
        tier=4,
    ),
    "files.delete": Method(files.delete, ("file",), scope="files:write", tier=3),
    "users.info": Method(people.info, ("user",), ("include_locale",), "users:read", tier=4),
    "usergroups.list": Method(
        people.groups,
        takes=("include_count", "include_disabled", "include_users"),
        scope="usergroups:read",
        tier=2,
    ),
    "usergroups.users.list": Method(
        people.in_group, ("usergroup",), ("include_disabled",), "usergroups:read", tier=2
    ),
    "dnd.info": Method(people.dnd_info, (), ("user",), "dnd:read", tier=3),
    "views.open": Method(views.open_view, ("trigger_id", "view"), tier=4),
    "views.push": Method(views.push_view, ("trigger_id", "view"), tier=4),
    "views.update": Method(
        views.update_view, ("view",), ("view_id", "external_id", "hash"), tier=4
    ),
    "views.publish": Method(views.publish_view, ("user_id", "view"), ("hash",), tier=4),
}
