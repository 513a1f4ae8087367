"""The few blocks that Coach's pages are made of, each with an id of its own.

Built with slackblocks, which gives a block a random id unless told otherwise: pages that are the
same must be the same to the byte. Tables, charts and menus are put together here: they have hundreds
of parts, and an object for each of them would take most of the time that a page takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import slackblocks as sb

from bot.slack.check import ALL_TEXT, BLOCKS
from bot.slack.check_lengths import letters
from bot.slack.text import clean

Block = dict[str, Any]
Element = dict[str, Any]
MRKDWN: Final = sb.TextType.MARKDOWN
_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Confirm:
    """What a person is asked before a button does what it says."""

    title: str
    text: str
    yes: str
    no: str


def header(block_id: str, text: str) -> Block:
    """Return a heading, in plain text."""
    return _made(sb.HeaderBlock(text, block_id=block_id))


def section(block_id: str, mrkdwn: str) -> Block:
    """Return a paragraph. What a person typed must have been escaped before."""
    return _made(sb.SectionBlock(sb.Text(mrkdwn, type_=MRKDWN), block_id=block_id))


def context(block_id: str, *mrkdwn: str) -> Block:
    """Return small print, each piece a line of its own where there is room."""
    return _made(
        sb.ContextBlock([sb.Text(text, type_=MRKDWN) for text in mrkdwn], block_id=block_id)
    )


def words(block_id: str, label: str, text: str, *, note: str = "") -> Block:
    """Return what a person wrote, as a quotation: the one way in which it is shown.

    It is literal text, so no mention or link in it comes alive, and nothing is to be escaped.

    Args:
        block_id: the block's own.
        label: what it is, in bold above it.
        text: what the person wrote, as they wrote it.
        note: a line of our own below it.
    """
    parts: list[sb.RichTextObject] = [
        sb.RichTextSection([sb.RichText(label, bold=True)]),
        sb.RichTextQuote([sb.RichText(clean(text) or _NOTHING)]),
    ]
    if note:
        parts.append(sb.RichTextSection([sb.RichText(note)]))
    return _made(sb.RichTextBlock(parts, block_id=block_id))


def divider(block_id: str) -> Block:
    """Return a line across."""
    return _made(sb.DividerBlock(block_id=block_id))


def table(block_id: str, rows: Sequence[Sequence[str]]) -> Block:
    """Return a table whose first row is its heading."""
    return {
        "type": "table",
        "block_id": block_id,
        "column_settings": [{"is_wrapped": True} for _ in rows[0]],
        "rows": [[{"type": "raw_text", "text": cell or _NOTHING} for cell in row] for row in rows],
    }


def line_chart(
    block_id: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    unit: str,
) -> Block:
    """Return a native line chart; every series has one value a label."""
    lines = [
        {
            "name": name,
            "data": [
                {"label": label, "value": value}
                for label, value in zip(labels, values, strict=True)
            ],
        }
        for name, values in series
    ]
    axis = {"categories": list(labels), "x_label": "week of", "y_label": unit}
    return {
        "type": "data_visualization",
        "block_id": block_id,
        "title": title,
        "chart": {"type": "line", "series": lines, "axis_config": axis},
    }


def select(
    block_id: str, action_id: str, placeholder: str, options: Sequence[tuple[str, str]]
) -> Block:
    """Return a row with one menu; an option is what it says and what it sends."""
    return actions(block_id, [menu(action_id, placeholder, options)])


def actions(block_id: str, elements: Sequence[Element]) -> Block:
    """Return a row of buttons, menus and date pickers."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(  # noqa: PLR0913 - what a button can have, each by its name
    action_id: str,
    text: str,
    value: str,
    *,
    style: Literal["primary", "danger"] | None = None,
    url: str | None = None,
    label: str | None = None,
    confirm: Confirm | None = None,
) -> Element:
    """Return a button.

    Args:
        action_id: what Slack tells the app was pressed.
        text: what it says.
        value: what it sends; "" for nothing.
        style: at most one primary button in a row.
        url: an https address that opens too; the app is told of the press all the same.
        label: what a screen reader says, where that must be more than the text.
        confirm: what is asked before.
    """
    return _plain(
        sb.Button(
            text,
            action_id=action_id,
            value=value or None,
            style=style,
            url=url,
            accessibility_label=label,
            confirm=None if confirm is None else _dialogue(confirm),
        )
    )


def menu(
    action_id: str,
    placeholder: str,
    options: Sequence[tuple[str, str]],
    confirm: Confirm | None = None,
    *,
    initial: str | None = None,
) -> Element:
    """Return a menu for a row; an option is what it says and what it sends.

    What the option chosen from the start sends is `initial`; None: nothing is chosen yet.
    """
    offered = [
        {"text": {"type": "plain_text", "text": text}, "value": value} for text, value in options
    ]
    asked = {} if confirm is None else {"confirm": _plain(_dialogue(confirm))}
    chosen = [one for one in offered if one["value"] == initial]
    return {
        **asked,
        "type": "static_select",
        "action_id": action_id,
        "placeholder": {"type": "plain_text", "text": placeholder},
        "options": offered,
        **({"initial_option": chosen[0]} if chosen else {}),
    }


def day(action_id: str, placeholder: str, initial: date | None = None) -> Element:
    """Return a date picker for a row."""
    return _plain(
        sb.DatePicker(
            action_id=action_id,
            placeholder=placeholder,
            initial_date=initial.isoformat() if initial else None,
        )
    )


def option(text: str, value: str) -> sb.Option:
    """Return one thing to choose: what it says and what it sends."""
    return sb.Option(text=sb.PlainText(text), value=value)


def fitting(pieces: Sequence[Sequence[Block]], others: Sequence[Block]) -> int:
    """Return how many pieces, from the first on, one message takes beside other blocks.

    Args:
        pieces: some blocks each; a piece is there as a whole or not at all.
        others: what is in the message whatever becomes of the pieces.
    """
    blocks = BLOCKS["message"] - len(others)
    room = ALL_TEXT - letters(others)
    for number, piece in enumerate(pieces):
        blocks -= len(piece)
        room -= letters(piece)
        if blocks < 0 or room < 0:
            return number
    return len(pieces)


def _dialogue(asked: Confirm) -> sb.ConfirmationDialogue:
    return sb.ConfirmationDialogue(
        asked.title, sb.PlainText(asked.text), confirm=asked.yes, deny=asked.no
    )


def _plain(element: sb.Element | sb.ConfirmationDialogue) -> Element:
    made: Element = element._resolve()  # noqa: SLF001 - the library's own way to plain dictionaries
    return made


def _made(block: sb.Block) -> Block:
    made: Block = block._resolve()  # noqa: SLF001 - the library's own way to plain dictionaries
    return made
