"""The few blocks that Coach's pages are made of, each with an id of its own.

Built with slackblocks, which gives a block a random id unless told otherwise: pages that are the
same must be the same to the byte.
"""

from collections.abc import Sequence
from typing import Any, Final

import slackblocks as sb

Block = dict[str, Any]
MRKDWN: Final = sb.TextType.MARKDOWN


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


def divider(block_id: str) -> Block:
    """Return a line across."""
    return _made(sb.DividerBlock(block_id=block_id))


def table(block_id: str, rows: Sequence[Sequence[str]]) -> Block:
    """Return a table whose first row is its heading."""
    return _made(
        sb.TableBlock(
            [[sb.RawText(cell or "–") for cell in row] for row in rows],
            column_settings=[sb.ColumnSettings(is_wrapped=True) for _ in rows[0]],
            block_id=block_id,
        )
    )


def line_chart(
    block_id: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    unit: str,
) -> Block:
    """Return a native line chart; every series has one value a label."""
    lines = [
        sb.DataSeries(name, [sb.DataPoint(*pair) for pair in zip(labels, values, strict=True)])
        for name, values in series
    ]
    axis = sb.AxisConfig(list(labels), x_label="week of", y_label=unit)
    return _made(sb.DataVisualizationBlock(title, sb.LineChart(lines, axis), block_id=block_id))


def select(
    block_id: str, action_id: str, placeholder: str, options: Sequence[tuple[str, str]]
) -> Block:
    """Return a row with one menu; an option is what it says and what it sends."""
    choices = [
        sb.Option(text=sb.Text(text, type_=sb.TextType.PLAINTEXT), value=value)
        for text, value in options
    ]
    menu = sb.StaticSelectMenu(action_id=action_id, placeholder=placeholder, options=choices)
    return _made(sb.ActionsBlock([menu], block_id=block_id))


def _made(block: sb.Block) -> Block:
    made: Block = block._resolve()  # noqa: SLF001 - the library's own way to plain dictionaries
    return made
