"""Block Kit's documented limits: every block type, and which surface takes it."""

from collections.abc import Iterator
from typing import Any, Literal

from bot.demo.local_slack.charts import DATA_VISUALIZATION
from bot.demo.local_slack.elements import (
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    ONLY_ON,
)
from bot.demo.local_slack.grids import DATA_TABLE, TABLE
from bot.demo.local_slack.rich_text import RICH_TEXT
from bot.demo.local_slack.shapes import (
    Check,
    anything,
    array,
    at_least_one,
    boolean,
    choice,
    exactly_one,
    kind,
    problem,
    record,
    spoken,
    string,
    typed,
)
from bot.demo.local_slack.texts import plain, text
from bot.demo.local_slack.walking import elements_in

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
_MOST_CHARTS = 2
_MOST_MARKDOWN = 12_000
_ID = {"block_id": string(255)}
_URL = string(3000)
_RICH = typed({"rich_text": RICH_TEXT})

_CARD = kind(
    {},
    {
        **_ID,
        "hero_image": typed({"image": IMAGE}),
        "icon": typed({"image": IMAGE}),
        "slack_icon": anything,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": array(BUTTON, most=3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
_STATUS = choice("pending", "in_progress", "complete", "error")
_TASK: dict[str, Check] = {"task_id": string(), "title": string(), "status": _STATUS}
_TASK_MORE: dict[str, Check] = {
    "details": _RICH,
    "output": _RICH,
    "sources": array(typed({"url": kind({"url": _URL, "text": string()})})),
}

_SIMPLE: dict[str, Check] = {
    "section": kind(
        {},
        {
            **_ID,
            "text": text(3000),
            "fields": array(text(2000), most=10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "header": kind({"text": plain(150)}, _ID),
    "divider": kind({}, _ID),
    "context": kind(
        {
            "elements": array(
                typed(
                    {
                        "image": IMAGE,
                        "plain_text": kind({"text": string(3000)}, {"emoji": boolean}),
                        "mrkdwn": kind({"text": string(3000)}, {"verbatim": boolean}),
                    }
                ),
                most=10,
            )
        },
        _ID,
    ),
    "actions": kind({"elements": array(IN_ACTIONS, most=25)}, _ID),
    "input": kind(
        {"label": plain(2000), "element": IN_INPUT},
        {**_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": kind(
        {"alt_text": spoken(2000)},
        {
            **_ID,
            "image_url": _URL,
            "slack_file": record({}, {"id": string(255), "url": _URL}, exactly_one("id", "url")),
            "title": plain(2000),
        },
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "video": kind(
        {
            "alt_text": spoken(2000),
            "thumbnail_url": _URL,
            "title": plain(200),
            "video_url": _URL,
        },
        {
            **_ID,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": string(2000),
            "provider_name": string(50),
            "title_url": string(2000),
        },
    ),
}

_BLOCKS: dict[str, Check] = {
    **_SIMPLE,
    "alert": kind(
        {"text": text(200)},
        {**_ID, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": kind({"elements": array(typed({"card": _CARD}), most=10)}, _ID),
    "container": kind(
        {"child_blocks": array(typed(_SIMPLE), most=10)},
        {
            **_ID,
            "title": plain(150),
            "rich_text_title": _RICH,
            "subtitle": text(150),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": typed({"image": IMAGE}),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
    ),
    "context_actions": kind({"elements": array(IN_CONTEXT_ACTIONS, most=5)}, _ID),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "markdown": kind({"text": string(_MOST_MARKDOWN)}, _ID),
    "plan": kind({"title": string(), "tasks": array(record(_TASK, _TASK_MORE), most=50)}, _ID),
    "task_card": kind(_TASK, {**_ID, **_TASK_MORE}),
}

_EVERYWHERE = {
    "actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video",
}  # fmt: skip

# Where the documentation and what people measured differ, the narrower of the two is taken: a
# payload that passes here is then one that Slack takes either way. Tables are documented for the
# Home tab and were refused there; cards are documented for modals and were refused there.
_ON: dict[Surface, set[str]] = {
    "message": _EVERYWHERE | _BLOCKS.keys() - {"alert"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"card", "carousel"},
}
_CHECKS: dict[Surface, Check] = {
    surface: typed({name: _BLOCKS[name] for name in names}) for surface, names in _ON.items()
}


def problems_in(
    blocks: list[Any], surface: Surface, at: str, *, native_charts: bool = True
) -> list[str]:
    """Return what Slack would find wrong with these blocks, one line a problem.

    Args:
        blocks: the value of `blocks`, already known to be a list.
        surface: where they are to be shown.
        at: the JSON pointer to the list.
        native_charts: False for a workspace that refuses `data_visualization`.
    """
    if len(blocks) > MOST_BLOCKS[surface]:
        return [problem(f"no more than {MOST_BLOCKS[surface]} items allowed", at)]
    found = [
        line
        for index, block in enumerate(blocks)
        for line in _CHECKS[surface](block, f"{at}/{index}")
    ]
    if not native_charts:
        found.extend(_charts(blocks, at))
    if not found:
        found.extend(_as_a_whole(blocks, surface, at))
    return found


def _charts(blocks: list[Any], at: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") == "data_visualization":
            yield problem("unsupported type: data_visualization", f"{at}/{index}/type")


def _as_a_whole(blocks: list[Any], surface: Surface, at: str) -> Iterator[str]:
    places = [f"{at}/{index}" for index in range(len(blocks))]
    yield from _repeated("block_id", blocks, [f"{place}/block_id" for place in places])
    for place, block in zip(places, blocks, strict=True):
        elements = list(elements_in(block))
        yield from _repeated("action_id", elements, [place] * len(elements))
        for element in elements:
            if surface not in ONLY_ON.get(element["type"], {surface}):
                yield problem(f"unsupported type: {element['type']}", place)
    if sum(block["type"] == "data_visualization" for block in blocks) > _MOST_CHARTS:
        yield problem(f"no more than {_MOST_CHARTS} data_visualization blocks allowed", at)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > _MOST_MARKDOWN:
        yield problem(f"markdown must be less than {_MOST_MARKDOWN + 1} characters in all", at)


def _repeated(name: str, owners: list[Any], places: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for owner, place in zip(owners, places, strict=True):
        value = owner.get(name)
        if value in seen:
            yield problem(f'`{name}` "{value}" already exists', place)
        elif value is not None:
            seen.add(value)
