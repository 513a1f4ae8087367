"""Shows a Slack message in a terminal: the same words, the same numbers, in the same order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.demo.local_slack.records import Message, View

_DATE = re.compile(r"<!date\^\d+\^[^|]*\|([^>]*)>")
_PERSON = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_BOLD = re.compile(r"(?<![\w*])\*(?!\s)([^*\n]+)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_(?!\s)([^_\n]+)_(?![\w_])")
_CODE = re.compile(r"`([^`\n]+)`")
_BARS = "▁▂▃▄▅▆▇█"
_STYLES = {"primary": "bold green", "danger": "bold red"}

Names = Mapping[str, str]
Json = Mapping[str, Any]


class Option(NamedTuple):
    """Something that can be done in a message.

    Attributes:
        block: the id of the block it stands in.
        action: the action id.
        value: what it sends; None where a day or a person is to be named first.
        text: what it says.
        kind: the kind of element, such as "button".
    """

    block: str
    action: str
    value: str | None
    text: str
    kind: str


def shown(message: Message, names: Names, files: Names | None = None) -> RenderableType:
    """Return a message as a panel. What can be done in it is numbered as in `options`.

    Args:
        message: as it stands in the local Slack.
        names: people's names by Slack id.
        files: the titles of files by Slack id.
    """
    attached = [Text(f"File: {(files or {}).get(one, one)}") for one in message.files]
    if not message.blocks:
        said = [_mrkdwn(message.text, names)] if message.text else []
        return Panel(Group(*said, *attached), border_style="dim")
    parts = pieces(message.blocks, names)
    return Panel(Group(*parts, *attached), border_style="cyan", padding=(1, 2))


def home(view: View, names: Names, title: str) -> RenderableType:
    """Return a Home tab as a panel. What can be done in it is numbered as in `options`."""
    parts = Group(*pieces(view.blocks, names))
    return Panel(parts, title=title, title_align="left", border_style="magenta", padding=(1, 2))


def options(message: Message | View) -> list[Option]:
    """Return what can be done in a message, in the order in which it is shown."""
    return [
        option
        for block in message.blocks
        for element in _row_of(block)
        for option in _options(block["block_id"], element)
    ]


def pieces(blocks: Iterable[Json], names: Names) -> list[RenderableType]:
    """Return blocks one by one, as a terminal shows them."""
    numbers = count(1)
    return [piece for block in blocks for piece in _block(block, names, numbers)]


def _row_of(block: Json) -> Sequence[Json]:
    """Return what can be touched in a block."""
    if block["type"] == "actions":
        row: Sequence[Json] = block["elements"]
        return row
    return [block["accessory"]] if "action_id" in block.get("accessory", ()) else []


def _options(block: str, element: Json) -> Iterator[Option]:
    action, kind = element["action_id"], element["type"]
    if kind == "button":
        yield Option(block, action, element.get("value"), element["text"]["text"], kind)
    elif "options" in element:
        for one in element["options"]:
            yield Option(block, action, one["value"], one["text"]["text"], kind)
    else:
        yield Option(block, action, None, _placeholder(element), kind)


def _placeholder(element: Json) -> str:
    said: str = element.get("placeholder", {}).get("text", "Choose")
    return said


def _block(block: Json, names: Names, numbers: Iterator[int]) -> Iterator[RenderableType]:
    if block["type"] in _PIECES:
        yield Padding(_PIECES[block["type"]](block, names), (0, 0, 1, 0))
    yield from _row(_row_of(block), names, numbers)


def _header(block: Json, _names: Names) -> Text:
    return Text(block["text"]["text"], style="bold cyan")


def _section(block: Json, names: Names) -> Text:
    return _mrkdwn(block["text"]["text"], names)


def _context(block: Json, names: Names) -> Group:
    texts = [_mrkdwn(element["text"], names) for element in block["elements"]]
    for text in texts:
        text.stylize("dim")
    return Group(*texts)


def _divider(_block: Json, _names: Names) -> Rule:
    return Rule(style="dim")


def _mrkdwn(text: str, names: Names) -> Text:
    plain = _PERSON.sub(lambda found: "@" + names.get(found[1], found[1]), _DATE.sub(r"\1", text))
    for token, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(token, char)
    marked = _BOLD.sub(r"[bold]\1[/bold]", escape(plain))
    marked = _ITALIC.sub(r"[italic]\1[/italic]", marked)
    return Text.from_markup(_CODE.sub(r"[green]\1[/green]", marked))


def _table(block: Json, _names: Names) -> Table:
    heading, *rows = [[cell["text"] for cell in row] for row in block["rows"]]
    table = Table(*heading, show_lines=True, header_style="bold", expand=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _chart(block: Json, _names: Names) -> Group:
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


def _rich(block: Json, names: Names) -> Group:
    return Group(*(_part(part, names) for part in block["elements"]))


def _part(part: Json, names: Names) -> Text:
    text = Text()
    for piece in part["elements"]:
        said = piece.get("text") or "@" + names.get(piece.get("user_id", ""), piece["type"])
        text.append(said, style=" ".join(piece.get("style", ())))
    if part["type"] != "rich_text_quote":
        return text
    return Text("\n").join(Text("│ ", style="dim") + line for line in text.split("\n"))


def _row(row: Sequence[Json], names: Names, numbers: Iterator[int]) -> Iterator[RenderableType]:
    """Yield a row: buttons and pickers side by side, and each menu with its options below it."""
    side_by_side: list[Text] = []
    for element in row:
        if "options" not in element:
            side_by_side.append(_pressable(element, names, next(numbers)))
            continue
        yield from _line(side_by_side)
        side_by_side = []
        yield Text(f"[ {_placeholder(element)} ▾ ]", style="reverse")
        for option in element["options"]:
            yield Text(f"   {next(numbers)}  {option['text']['text']}")
    yield from _line(side_by_side)


def _line(side_by_side: Sequence[Text]) -> Iterator[RenderableType]:
    if side_by_side:
        yield Padding(Text("   ").join(side_by_side), (0, 0, 1, 0))


def _pressable(element: Json, names: Names, number: int) -> Text:
    style = _STYLES.get(element.get("style", ""), "bold")
    return Text.assemble((f"{number} ", "dim"), (f"[ {_label(element, names)} ]", style))


def _label(element: Json, names: Names) -> str:
    if element["type"] == "button":
        said: str = element["text"]["text"]
        return said
    chosen = str(element.get("initial_date") or element.get("initial_user") or "")
    return f"{_placeholder(element)}{': ' if chosen else ''}{names.get(chosen, chosen)} ▾"


_PIECES: Mapping[str, Callable[[Json, Names], RenderableType]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "rich_text": _rich,
    "divider": _divider,
    "table": _table,
    "data_visualization": _chart,
}
