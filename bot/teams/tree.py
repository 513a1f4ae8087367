"""YAML read as plain data, with the line on which each part of it stands.

Every value is taken as its text (an empty one as None), and the models say what it means. So an
account number keeps its leading zeros, `no` stays a word, and a date that cannot be is one more
problem in the list instead of the end of it. Anchors stay unused: an alias can grow a small file
into a huge one, and it has no single line to point at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from typing_extensions import override
from yaml.composer import Composer

from bot.log import redact

Loc = tuple[str | int, ...]
"""The way to a part: keys of mappings and positions in lists, from the top."""

DEEPEST = 20
_PREFIX = "tag:yaml.org,2002:"
_PLAIN = frozenset(
    _PREFIX + name for name in ("str", "int", "float", "bool", "timestamp", "merge", "value")
)
_NULL = _PREFIX + "null"
# Long runs of letters with digits among them are what keys and tokens look like.
_LIKE_A_SECRET = re.compile(r"(?=[A-Za-z]*\d)[A-Za-z0-9]{12,}")


class Trouble(NamedTuple):
    """A problem that knows its place in the tree and not yet its line."""

    loc: Loc
    what: str
    mend: str


@dataclass(slots=True)
class Tree:
    """What was read.

    Attributes:
        data: dictionaries, lists, texts and None.
        lines: the line of each part, counted from 1: of its key, or of its start in a list.
        faults: what was wrong with the YAML itself, with the line, in no order.
    """

    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    def line(self, loc: Loc) -> int:
        """Return the line of a part, or of the nearest part around it that is in the file."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


class _Composer(Composer, yaml.CSafeLoader):
    """Composes nodes only. Nothing is ever constructed, so no tag can run anything.

    The parser is libyaml's, which PyYAML brings along: it takes a tenth of the time of the one in
    Python, and a start reads two dozen texts.
    """

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)
        self.depth = 0
        self.alias_lines: list[int] = []

    @override
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        next_one: Any = self.peek_event()
        mark: Any = next_one.start_mark
        if isinstance(next_one, yaml.AliasEvent):
            self.get_event()
            self.alias_lines.append(mark.line + 1)
            return yaml.ScalarNode(_NULL, "", mark, mark)
        if self.depth == DEEPEST:
            raise yaml.MarkedYAMLError(
                problem="lists and mappings stand too deep inside each other",
                problem_mark=mark,
            )
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def parse(text: str) -> Tree:
    """Read one YAML document. Never raises; what is wrong stands in the tree's faults."""
    tree = Tree()
    try:
        composer = _Composer(text)
        root = composer.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        tree.faults.append((line, *_unreadable(error.problem or error.context)))
        return tree
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        tree.faults.append((line, *_unreadable("there is a character that no text should have")))
        return tree
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        tree.faults.append((line, *_unreadable("there is half a character")))
        return tree
    tree.faults.extend(
        (line, "Aliases (`*name`) are not used here", "Write the values out in full")
        for line in composer.alias_lines
    )
    if root is not None:
        tree.data = _plain(root, (), tree)
    return tree


def each(data: Any, *pattern: str | None) -> list[tuple[Loc, Any]]:
    """Return every part that a pattern of keys leads to, with its place; None is any key.

    What is not there, or is not of that shape, is passed over: the models complain about that.
    """
    if not pattern:
        return [((), data)]
    head, *rest = pattern
    items: list[tuple[str | int, Any]] = []
    if isinstance(data, Mapping):
        items = [(key, value) for key, value in data.items() if head in {None, key}]
    elif isinstance(data, list) and head is None:
        items = list(enumerate(data))
    return [((key, *loc), part) for key, value in items for loc, part in each(value, *rest)]


def shown(value: object) -> str:
    """Return a short value in quotes, or "this value" if it might be a secret or no plain text."""
    short = 40
    if not isinstance(value, str) or not 0 < len(value) < short or not value.isprintable():
        return "this value"
    if redact(value) != value or _LIKE_A_SECRET.search(value):
        return "this value"
    return f"`{value.replace('`', '')}`"


def _unreadable(problem: str | None) -> tuple[str, str]:
    said = redact(problem or "it ends too early").replace("\n", " ")
    return (
        f"This is no valid YAML: {said}",
        "Check quotes, colons and the indentation here and on the line above",
    )


def _plain(node: yaml.Node, loc: Loc, tree: Tree) -> Any:
    tree.lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loc, tree)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*loc, n), tree) for n, item in enumerate(node.value)]
    if node.tag == _NULL:
        return None
    if node.tag not in _PLAIN:
        line = node.start_mark.line + 1
        tree.faults.append((line, "YAML tags (`!name`) are not used here", "Remove the tag"))
    return node.value


def _mapping(node: yaml.MappingNode, loc: Loc, tree: Tree) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str) or not key:
            fault = (line, "A key here is empty or is no plain word", "Write `key: value`")
            tree.faults.append(fault)
        elif key in read:
            fault = (line, f"The key {shown(key)} is here twice", "Keep one of the two")
            tree.faults.append(fault)
        else:
            tree.lines[(*loc, key)] = line
            read[key] = _plain(value_node, (*loc, key), tree)
    return read
