"""What a message may carry: its text, blocks, metadata, and whom it would wake."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.local_slack.grids import letters_in
from bot.demo.local_slack.refusal import RefusedError
from bot.demo.local_slack.rules import problems_in
from bot.demo.local_slack.shapes import is_true

POST_TEXT = 40_000
UPDATE_TEXT = 4_000
_MARKDOWN = 12_000
_ATTACHMENTS = 100

# Slack refuses a message whose blocks together hold too much text. Its people speak of 12,000
# characters "with a buffer" (slackapi/bolt-js issue 2509); 11,341 were measured to be too many
# (issue 2867). The stand-in stays below both.
BLOCK_TEXT = 11_000

_MANY = re.compile(r"<!(?:channel|here|everyone|subteam\^)[^>]*>")
_MANY_BARE = re.compile(r"@(?:channel|here|everyone)\b")


@dataclass(frozen=True, slots=True)
class Content:
    """The checked content of a message."""

    text: str
    blocks: list[dict[str, Any]]
    broadcasts: tuple[str, ...]


def read_content(
    arguments: Mapping[str, Any], *, most_text: int = POST_TEXT, native_charts: bool = True
) -> Content:
    """Return the content of a message.

    Args:
        arguments: of a Web API call, an acknowledgement or a `response_url` request.
        most_text: how long the top-level text may be; an update takes less than a new message.
        native_charts: False for a workspace that refuses `data_visualization`.

    Raises:
        RefusedError: Slack would not take it. A message with blocks but no top-level text is
            refused too, although Slack would guess one: screen readers and notifications need it.
    """
    text = _text(arguments, most_text)
    blocks = _blocks(arguments.get("blocks"))
    _attachments(arguments.get("attachments", []))
    found = problems_in(blocks, "message", "/blocks", native_charts=native_charts)
    if found:
        raise RefusedError("invalid_blocks", *found)
    if _tables(blocks) > 1:
        raise RefusedError("invalid_attachments", "only_one_table_allowed")
    if letters_in(blocks) > BLOCK_TEXT:
        raise RefusedError("msg_blocks_too_long")
    links_names = arguments.get("parse") == "full" or is_true(arguments.get("link_names"))
    return Content(text, blocks, tuple(_broadcasts(text, blocks, bare=links_names)))


def read_metadata(value: Any) -> dict[str, Any] | None:
    """Return message metadata; None when there is none, empty when it is to be taken off.

    Raises:
        RefusedError: it has another shape than Slack documents.
    """
    if value is None:
        return None
    metadata = _from_json(value, "invalid_metadata_format")
    if not isinstance(metadata, dict):
        raise RefusedError("invalid_metadata_format")
    if not metadata:
        return {}
    name, payload = metadata.get("event_type"), metadata.get("event_payload")
    if set(metadata) != {"event_type", "event_payload"}:
        raise RefusedError("invalid_metadata_format")
    if not isinstance(name, str) or not name or not isinstance(payload, dict):
        raise RefusedError("invalid_metadata_format")
    return metadata


def _text(arguments: Mapping[str, Any], most: int) -> str:
    text, markdown = arguments.get("text"), arguments.get("markdown_text")
    if markdown is not None:
        if text is not None or arguments.get("blocks") is not None:
            raise RefusedError("markdown_text_conflict")
        text, most = markdown, _MARKDOWN
    if text is not None and not isinstance(text, str):
        raise RefusedError("invalid_arguments", "must provide a string [json-pointer:/text]")
    if not text or not text.strip():
        raise RefusedError("no_text")
    if len(text) > most:
        raise RefusedError("msg_too_long")
    return text


def _blocks(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    blocks = _from_json(value, "invalid_blocks_format")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise RefusedError("invalid_blocks_format")
    return blocks


def _attachments(value: Any) -> None:
    attachments = _from_json(value, "invalid_attachments")
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise RefusedError("invalid_attachments")
    if len(attachments) > _ATTACHMENTS:
        raise RefusedError("too_many_attachments")
    for index, attachment in enumerate(attachments):
        found = problems_in(
            _blocks(attachment.get("blocks")), "message", f"/attachments/{index}/blocks"
        )
        if found:
            raise RefusedError("invalid_attachments", *found)


def _from_json(value: Any, error: str) -> Any:
    """Return the value; a form can only carry it as JSON in a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise RefusedError(error) from None


def _tables(blocks: list[dict[str, Any]]) -> int:
    return sum(
        (block["type"] in ("table", "data_table")) + _tables(block.get("child_blocks", []))
        for block in blocks
    )


def _broadcasts(text: str, blocks: list[dict[str, Any]], *, bare: bool) -> Iterator[str]:
    for written in (text, *_mrkdwn(blocks)):
        yield from _MANY.findall(written)
        if bare:
            yield from _MANY_BARE.findall(written)
    yield from _rich_mentions(blocks)


def _mrkdwn(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "markdown"):
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _mrkdwn(entry)


def _rich_mentions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "broadcast":
            yield f"<!{value['range']}>"
        if value.get("type") == "usergroup":
            yield f"<!subteam^{value['usergroup_id']}>"
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _rich_mentions(entry)
