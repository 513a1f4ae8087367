"""The allow-list: how much of Jinja a conversation template may use, which is little.

A sandbox keeps a template away from Python, but not from the processor and the memory: `9**9**8`,
two nested ranges or a string doubled twenty times all run in it. So the parsed template is read
before it is compiled, and only what can neither loop, grow nor call is let through.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from jinja2 import nodes

from bot.playbook.context import FLAG_NAMES, LIST_NAMES, SIGNAL_NAMES, Context
from bot.playbook.refusal import NAMES, Refusal, line_of, refusal

DEPTH: Final = 12
"""How deep statements and expressions may nest; real templates need four."""
SEPARATOR: Final = 10
"""The longest text that `join` may put between the entries of a list."""

LARGEST: Final = 10**9
"""Numbers beyond this are refused."""

_PLAIN_FILTERS: Final = frozenset({"upper", "lower", "capitalize", "e"})
_KNOWN: Final = frozenset(Context.names())
_TAKEN: Final = _KNOWN | {"loop", "self", "super", "caller", "varargs", "kwargs"}


@dataclass(slots=True)
class Reading:
    """What was found in a parsed template.

    Attributes:
        names: the names of the context it uses, each with the line of its first use.
        unguarded: those that would leave a gap in the text if there were no trend.
        refusals: what it may not do.
    """

    names: dict[str, int] = field(default_factory=dict)
    unguarded: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scope:
    entry: str = ""  # the name of the loop's variable
    guarded: bool = False
    depth: int = 0

    def deeper(self) -> "_Scope":
        return replace(self, depth=self.depth + 1)


def read(tree: nodes.Template) -> Reading:
    """Read a parsed template, and list all that is not allowed in it."""
    reading = Reading()
    _Reader(reading).statements(tree.body, _Scope())
    return reading


@dataclass(frozen=True, slots=True)
class _Reader:
    reading: Reading

    def statements(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if scope.depth > DEPTH:
                self._refuse(node, "This is nested too deeply", "Take some of the levels out")
                return
            match node:
                case nodes.Output():
                    self._output(node, scope)
                case nodes.If():
                    self._if(node, scope)
                case nodes.For():
                    self._for(node, scope)
                case _:
                    self._refuse_kind(node)

    def _output(self, node: nodes.Output, scope: _Scope) -> None:
        for piece in node.nodes:
            if isinstance(piece, nodes.TemplateData):
                self._own_text(piece)
            else:
                self._text(piece, scope.deeper())

    def _own_text(self, node: nodes.TemplateData) -> None:
        before, found, _ = node.data.partition("<")
        if found:
            self.reading.refusals.append(
                Refusal(
                    node.lineno + before.count("\n"),
                    "The text has a `<`, which Slack reads as a link or a mention",
                    "Leave links and mentions out, and write `less than` in words",
                )
            )

    def _if(self, node: nodes.If, scope: _Scope) -> None:
        self._condition(node.test, scope.deeper())
        inside = replace(scope.deeper(), guarded=scope.guarded or _implies_signal(node.test))
        self.statements(node.body, inside)
        for other in node.elif_:
            self._if(other, scope)
        self.statements(node.else_, scope.deeper())

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        target, source = node.target, node.iter
        if scope.entry:
            self._refuse(node, "A loop stands inside a loop", "Loop over interventions once")
        elif node.test or node.else_ or node.recursive:
            self._refuse(
                node, "This loop has more than a list", "Write {% for x in interventions %}"
            )
        elif not isinstance(source, nodes.Name) or source.name not in LIST_NAMES:
            self._refuse(node, "This loop is not over a list", "Write {% for x in interventions %}")
        elif not isinstance(target, nodes.Name) or target.name in _TAKEN:
            self._refuse(
                node, "The loop's name is taken", "Write {% for option in interventions %}"
            )
        else:
            inside = replace(scope.deeper(), guarded=True, entry=target.name)
            self._use(source, inside)  # an empty list leaves no gap
            self.statements(node.body, inside)

    def _text(self, node: nodes.Node, scope: _Scope) -> None:
        if scope.depth > DEPTH:
            self._refuse(node, "This is nested too deeply", "Take some of the levels out")
            return
        match node:
            case nodes.Const(value=str()):
                pass
            case nodes.Name():
                self._shown(node, scope)
            case nodes.And(left=left, right=right):
                self._text(left, scope.deeper())
                self._text(right, scope.deeper())
            case nodes.Or(left=left, right=right):
                self._text(left, replace(scope.deeper(), guarded=True))  # the other fills the gap
                self._text(right, scope.deeper())
            case nodes.Filter():
                self._filter(node, scope)
            case _:
                self._refuse_kind(node)

    def _shown(self, node: nodes.Name, scope: _Scope) -> None:
        name = node.name
        if name in LIST_NAMES:
            self._refuse(node, f"`{name}` is a list", f"Write {{{{ {name} | join(', ') }}}}")
        elif name in FLAG_NAMES:
            self._refuse(node, f"`{name}` is a yes or no", f"Write {{% if {name} %}}")
        else:
            self._use(node, scope)

    def _filter(self, node: nodes.Filter, scope: _Scope) -> None:
        source = node.node
        if source is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse_kind(node)
        elif node.name == "join":
            self._join(node, scope)
        elif _takes(node):
            fills_gaps = node.name == "default" and len(node.args) > 1
            self._text(source, replace(scope.deeper(), guarded=scope.guarded or fills_gaps))
        else:
            self._refuse_kind(node)

    def _join(self, node: nodes.Filter, scope: _Scope) -> None:
        # Each `join` of a text multiplies its length, so a chain of them fills the memory.
        source = node.node
        if isinstance(source, nodes.Name) and source.name in LIST_NAMES and _is_short(node.args):
            self._use(source, scope)
            return
        what = "`join` is used on something other than a list, or with a long separator"
        self._refuse(node, what, "Write {{ interventions | join(', ') }}")

    def _condition(self, node: nodes.Node, scope: _Scope) -> None:
        if scope.depth > DEPTH:
            self._refuse(node, "This is nested too deeply", "Take some of the levels out")
            return
        match node:
            case nodes.Const(value=value) if _is_small(value):
                pass
            case nodes.Name():
                self._use(node, replace(scope, guarded=True))  # asking leaves no gap
            case nodes.Filter():
                self._filter(node, replace(scope, guarded=True))
            case nodes.Not(node=inner):
                self._condition(inner, scope.deeper())
            case (
                nodes.And(left=left, right=right)
                | nodes.Or(left=left, right=right)
                | nodes.Compare(expr=left, ops=[nodes.Operand(op="eq" | "ne", expr=right)])
            ):
                self._condition(left, scope.deeper())
                self._condition(right, scope.deeper())
            case nodes.Compare():
                self._refuse(node, "This comparison is not there", "Compare with == or != only")
            case _:
                self._refuse_kind(node)

    def _use(self, node: nodes.Name, scope: _Scope) -> None:
        if node.name == scope.entry:
            return
        if node.name not in _KNOWN:
            self._refuse(node, f"There is no name `{node.name}`", NAMES)
            return
        self.reading.names.setdefault(node.name, node.lineno)
        if node.name in SIGNAL_NAMES and not scope.guarded:
            self.reading.unguarded.add(node.name)

    def _refuse_kind(self, node: nodes.Node) -> None:
        self.reading.refusals.append(refusal(node))

    def _refuse(self, node: nodes.Node, what: str, mend: str) -> None:
        self.reading.refusals.append(Refusal(line_of(node), what, mend))


def _is_small(value: object) -> bool:
    """Return whether a constant is a text or a number that Python itself has no trouble with.

    A number of 8,000 digits cannot be written back, and 1e999 is written back as a name.
    """
    return isinstance(value, str) or (isinstance(value, int | float) and abs(value) < LARGEST)


def _is_short(separator: list[nodes.Expr]) -> bool:
    match separator:
        case []:
            return True
        case [nodes.Const(value=str(text))]:
            return len(text) <= SEPARATOR
        case _:
            return False


def _takes(node: nodes.Filter) -> bool:
    """Return whether a filter other than `join` is allowed with its arguments."""
    if node.name == "default":
        match node.args:
            case [nodes.Const(value=str())] | [nodes.Const(value=str()), nodes.Const(value=bool())]:
                return True
            case _:
                return False
    return node.name in _PLAIN_FILTERS and not node.args


def _implies_signal(test: nodes.Node) -> bool:
    """Return whether a condition can hold only when there is a trend to talk about."""
    match test:
        case nodes.Name(name=name):
            return name in SIGNAL_NAMES
        case nodes.Compare(expr=nodes.Name(name=name), ops=[nodes.Operand(op="eq", expr=right)]):
            return name in SIGNAL_NAMES and isinstance(right, nodes.Const) and bool(right.value)
        case nodes.And(left=left, right=right):
            return _implies_signal(left) or _implies_signal(right)
        case nodes.Or(left=left, right=right):
            return _implies_signal(left) and _implies_signal(right)
        case _:
            return False
