"""Shows a Slack message in a terminal: the same words, the same numbers, in the same order."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.demo.local_slack.records import Message

_DATE = re.compile(r"<!date\^\d+\^[^|]*\|([^>]*)>")
_PERSON = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_BOLD = re.compile(r"(?<![\w*])\*(?!\s)([^*\n]+)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_(?!\s)([^_\n]+)_(?![\w_])")
_CODE = re.compile(r"`([^`\n]+)`")
_BARS = "▁▂▃▄▅▆▇█"


def shown(message: Message, names: Mapping[str, str]) -> RenderableType:
    """Return a message as a panel.

    Args:
        message: as it stands in the local Slack.
        names: people's names by Slack id.
    """
    if not message.blocks:
        return Panel(_mrkdwn(message.text, names), border_style="dim")
    parts = [part for block in message.blocks for part in _block(block, names)]
    return Panel(Group(*parts), border_style="cyan", padding=(1, 2))


def options(message: Message) -> list[tuple[str, str, str]]:
    """Return what can be chosen in a message: action, value, and what it says."""
    return [
        (element["action_id"], option["value"], option["text"]["text"])
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        for option in element.get("options", ())
    ]


def _block(block: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[RenderableType]:
    kind = block["type"]
    if kind == "actions":
        yield from _menus(block)
    else:
        yield Padding(_PIECES[kind](block, names), (0, 0, 1, 0))


def _header(block: Mapping[str, Any], _names: Mapping[str, str]) -> Text:
    return Text(block["text"]["text"], style="bold cyan")


def _section(block: Mapping[str, Any], names: Mapping[str, str]) -> Text:
    return _mrkdwn(block["text"]["text"], names)


def _context(block: Mapping[str, Any], names: Mapping[str, str]) -> Group:
    texts = [_mrkdwn(element["text"], names) for element in block["elements"]]
    for text in texts:
        text.stylize("dim")
    return Group(*texts)


def _divider(_block: Mapping[str, Any], _names: Mapping[str, str]) -> Rule:
    return Rule(style="dim")


def _mrkdwn(text: str, names: Mapping[str, str]) -> Text:
    plain = _PERSON.sub(lambda found: "@" + names.get(found[1], found[1]), _DATE.sub(r"\1", text))
    for token, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(token, char)
    marked = _BOLD.sub(r"[bold]\1[/bold]", escape(plain))
    marked = _ITALIC.sub(r"[italic]\1[/italic]", marked)
    return Text.from_markup(_CODE.sub(r"[green]\1[/green]", marked))


def _table(block: Mapping[str, Any], _names: Mapping[str, str]) -> Table:
    heading, *rows = [[cell["text"] for cell in row] for row in block["rows"]]
    table = Table(*heading, show_lines=True, header_style="bold", expand=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _chart(block: Mapping[str, Any], _names: Mapping[str, str]) -> Group:
    """The first series as bars; the others, which are flat, as numbers."""
    chart = block["chart"]
    first, *others = chart["series"]
    values = [point["value"] for point in first["data"]]
    labels = chart["axis_config"]["categories"]
    low, high = min(values), max(values)
    step = (high - low) / (len(_BARS) - 1) or 1
    bars = " ".join(_BARS[round((value - low) / step)] * 2 for value in values)
    flat = ", ".join(f"{one['name']} {one['data'][0]['value']:g}" for one in others)
    unit = chart["axis_config"].get("y_label", "")
    ends = f"{labels[0]} {values[0]:g} {unit}  to  {labels[-1]} {values[-1]:g} {unit}"
    return Group(
        Text(f"Chart: {block['title']}", style="bold"),
        Text(f"{bars}   {ends}", style="cyan"),
        Text(flat, style="dim"),
    )


def _menus(block: Mapping[str, Any]) -> Iterator[RenderableType]:
    for element in block["elements"]:
        yield Text(f"[ {element['placeholder']['text']} ▾ ]", style="reverse")
        for number, option in enumerate(element["options"], 1):
            yield Text(f"   {number}  {option['text']['text']}")


_PIECES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], RenderableType]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "table": _table,
    "data_visualization": _chart,
}
