"""Says, of each piece of Jinja that a template may not use, what to write instead."""

from dataclasses import dataclass
from typing import Final

from jinja2 import nodes

from bot.playbook.context import Context

NAMES: Final = "Use one of " + ", ".join(Context.names())

_REFUSED: Final[tuple[tuple[tuple[type[nodes.Node], ...], str, str], ...]] = (
    (
        (nodes.Call, nodes.CallBlock, nodes.Macro, nodes.Block),
        "A function, macro or block is used",
        "Write the text out as it shall be read",
    ),
    (
        (nodes.Compare, nodes.Not),
        "A yes or no stands inside {{ }}",
        "Write {% if name %} ... {% endif %} around the text",
    ),
    (
        (nodes.BinExpr, nodes.UnaryExpr),
        "Something is calculated",
        "Use the figures as they come, with {{ name }}",
    ),
    (
        (nodes.Concat,),
        "Texts are joined with `~`",
        "Write them one after the other, as in {{ recent }} {{ before }}",
    ),
    ((nodes.Getattr, nodes.Getitem), "A part of a value is asked for", NAMES),
    (
        (nodes.CondExpr,),
        "An `if` stands inside {{ }}",
        "Write {% if name %} ... {% else %} ... {% endif %}",
    ),
    ((nodes.Test,), "A test with `is` is used", "Write {% if name %}; an empty value counts as no"),
    (
        (nodes.Filter, nodes.FilterBlock),
        "This filter, or a filter used in this way, is not there",
        "Use upper, lower, capitalize or default on a name, or join on interventions",
    ),
    (
        (nodes.Assign, nodes.AssignBlock, nodes.With),
        "A name is set",
        "Use the names that are there; a template sets none",
    ),
    (
        (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
        "Another file is pulled in",
        "Keep the whole template in one file",
    ),
    (
        (nodes.List, nodes.Tuple, nodes.Dict),
        "A list is written",
        "Loop over interventions, the only list there is",
    ),
    ((nodes.Node,), "This is more than a template needs", "Use {{ name }} and {% if name %}"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that a template may not do. `line` counts from 1 within what was parsed."""

    line: int
    what: str
    mend: str


def refusal(node: nodes.Node) -> Refusal:
    """Return why a node is refused. Nodes are not all listed: whatever is not known is refused too."""
    what, mend = next((what, mend) for kinds, what, mend in _REFUSED if isinstance(node, kinds))
    return Refusal(line_of(node), what, mend)


def line_of(node: nodes.Node) -> int:
    """Return the line of a node, or of the first thing in it: Jinja gives some nodes none."""
    lines: list[int | None] = [node.lineno, *(child.lineno for child in node.find_all(nodes.Node))]
    return next((line for line in lines if line), 1)
