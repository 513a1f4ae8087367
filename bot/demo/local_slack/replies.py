"""What the app says back: answers to commands and submissions, and posts to a `response_url`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.demo.local_slack.message_rules import read_content
from bot.demo.local_slack.records import Message, ResponseUrl, View
from bot.demo.local_slack.refusal import LocalSlackError, RefusedError
from bot.demo.local_slack.shapes import is_true
from bot.demo.local_slack.view_rules import read_view
from bot.demo.local_slack.views import replace_view, stack
from bot.demo.local_slack.workspace import Workspace

RESPONSE_URL_LASTS = timedelta(minutes=30)
RESPONSE_URL_USES = 5


def respond(space: Workspace, key: str, given: Mapping[str, Any]) -> None:
    """Do what the app posted to a `response_url`.

    Raises:
        RefusedError: the address is unknown, used up or too old, or the message is not right.
    """
    url = space.response_urls.get(key)
    if url is None:
        raise RefusedError("invalid_url")
    if space.clock.now() - url.issued > RESPONSE_URL_LASTS:
        raise RefusedError("expired_url")
    if url.uses >= RESPONSE_URL_USES:
        raise RefusedError("used_url")
    said = _say(space, url, given)
    original = url.original or ((said.channel, said.ts) if said else None)
    space.response_urls[key] = replace(url, uses=url.uses + 1, original=original)


def answer_command(space: Workspace, response_url: str, given: Mapping[str, Any]) -> None:
    """Show what the app put into its acknowledgement of a command.

    Raises:
        LocalSlackError: Slack would show nothing, because the message is not right.
    """
    key = space.key_of(response_url)
    url = space.response_urls[key]
    try:
        said = _say(space, url, given)
    except RefusedError as refusal:
        raise LocalSlackError(f"Slack would not show this answer to a command: {refusal}") from None
    if said is not None:
        space.response_urls[key] = replace(url, original=(said.channel, said.ts))


def answer_submission(space: Workspace, view: View, given: Mapping[str, Any] | None) -> None:
    """Do to somebody's modals what the app answered to a submission.

    Raises:
        LocalSlackError: Slack would show "We had some trouble connecting" instead.
    """
    try:
        _take(space, view, given or {})
    except RefusedError as refusal:
        raise LocalSlackError(
            f"Slack would not take this answer to a submission: {refusal}"
        ) from None


def _take(space: Workspace, view: View, given: Mapping[str, Any]) -> None:
    match given.get("response_action"):
        case None:
            space.stacks[view.user].remove(view.id)
        case "clear":
            space.stacks[view.user] = []
        case "errors":
            _check_errors(view, given.get("errors"))
            space.show(replace(view, errors=dict(given["errors"])))
        case "update":
            replace_view(space, view, read_view(given.get("view"), "modal"))
        case "push":
            stack(space, view.user, read_view(given.get("view"), "modal"))
        case other:
            raise RefusedError("invalid_arguments", f"unknown response_action: {other}")


def _say(space: Workspace, url: ResponseUrl, given: Mapping[str, Any]) -> Message | None:
    """Return the message that was said or changed; None when one was taken away."""
    original = space.find(*url.original) if url.original else None
    if is_true(given.get("delete_original")):
        if original is not None:
            space.delete(original)
        return None
    content = read_content(given, native_charts=space.native_charts)
    if is_true(given.get("replace_original")) and original is not None:
        return space.edit(original, content)
    if given.get("response_type") == "in_channel":
        return space.post(url.channel, space.bot, content)
    return space.whisper(url.channel, url.user, content)


def _check_errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise RefusedError("invalid_arguments", "errors must be an object with a line a field")
    for block_id, line in errors.items():
        if block_id not in inputs:
            raise RefusedError("invalid_arguments", f"errors for {block_id}, which is no input")
        if not isinstance(line, str) or not line.strip():
            raise RefusedError("invalid_arguments", f"the error for {block_id} says nothing")
