"""Checks one file of the playbook to the end, and tries it out if there is nothing to mend."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from bot.metrics.catalogue import METRICS
from bot.metrics.metric import Privacy
from bot.playbook import allow, body, front_matter, wording
from bot.playbook.body import Part
from bot.playbook.context import SIGNAL_NAMES
from bot.playbook.environment import ENVIRONMENT
from bot.playbook.front_matter import Sheet
from bot.playbook.template import Condition, ConversationTemplate, FrontMatter, Kind
from bot.playbook.trial import trial
from bot.teams.problem import Problem
from bot.teams.tree import shown

LARGEST: Final = 8_192
"""Bytes a file; what is read in ten minutes needs half of it."""
_REMEMBERED: Final = 64
"""Files of which it is remembered what came of them: the same bytes under the same name say the same."""

_TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_GUARD: Final = "Leave it out, or put it inside {% if pattern %} ... {% endif %}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a file.

    Attributes:
        file: where it stands.
        id_line: the line on which it names its id; 1 when it could not be read so far.
        front: its front matter, if that can be read.
        template: the template, if there is no problem.
        problems: all that must be mended.
    """

    file: str
    id_line: int
    front: FrontMatter | None
    template: ConversationTemplate | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """The parts of a file, and what was read in them, with lines of the file."""

    parts: tuple[Part, ...]
    names: Mapping[str, int]
    unguarded: frozenset[str]


@lru_cache(maxsize=_REMEMBERED)
def read(file: str, data: bytes) -> Checked:
    """Read one file that was checked before; only one that cannot be read is checked again.

    Args:
        file: what to call it in a problem.
        data: what stands in it.
    """
    sheet = _open(file, data)
    if isinstance(sheet, Sheet):
        parts = body.cut(file, sheet.body, sheet.body_line)
        front = front_matter.read(sheet)
        if isinstance(parts, tuple) and isinstance(front, FrontMatter):
            return Checked(file, _id_line(sheet), front, _template(file, front, parts), ())
    return check(file, data)


@lru_cache(maxsize=_REMEMBERED)
def check(file: str, data: bytes) -> Checked:
    """Check one file.

    Args:
        file: what to call it in a problem.
        data: what stands in it.
    """
    sheet = _open(file, data)
    if isinstance(sheet, Problem):
        return Checked(file, 1, None, None, (sheet,))
    text, problems = _text(sheet)
    problems += _wording(sheet)
    front = front_matter.read(sheet)
    if not isinstance(front, FrontMatter):
        return Checked(file, 1, None, None, (*front, *problems))
    problems += _front_wording(sheet, front)
    problems += _conditions(sheet, front)
    template = None
    if text is not None:
        problems += [*_names(sheet, front, text), *_kind(sheet, front, text)]
        template = _template(file, front, text.parts)
        problems += trial(template, text.parts)
    template = None if problems else template
    return Checked(file, _id_line(sheet), front, template, tuple(problems))


def _id_line(sheet: Sheet) -> int:
    return sheet.tree.line(("id",)) + 1


def _open(file: str, data: bytes) -> Sheet | Problem:
    if len(data) > LARGEST:
        what = f"The file is larger than {LARGEST:,} bytes"
        return Problem(file, 1, what, "Shorten it, or make two templates of it")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "The file is not UTF-8 text here", "Save it again as UTF-8")
    return front_matter.cut(file, text)


def _text(sheet: Sheet) -> tuple[_Text | None, list[Problem]]:
    """Parse the body, or say all that is wrong with it."""
    cut = body.cut(sheet.file, sheet.body, sheet.body_line)
    problems = cut if isinstance(cut, list) else []
    # With wrong headings the rest is read in one piece, so that all there is to mend is known.
    parts = cut if isinstance(cut, tuple) else (Part("", sheet.body, sheet.body_line),)
    names: dict[str, int] = {}
    unguarded: set[str] = set()
    for part in parts:
        tree = _parse(sheet.file, part)
        if isinstance(tree, Problem):
            problems.append(tree)
            continue
        reading = allow.read(tree)
        problems += [
            Problem(sheet.file, part.line + refusal.line - 1, refusal.what, refusal.mend)
            for refusal in reading.refusals
        ]
        names = {name: part.line + line - 1 for name, line in reading.names.items()} | names
        unguarded |= reading.unguarded
    text = None if problems else _Text(parts, names, frozenset(unguarded))
    return text, problems


def _parse(file: str, part: Part) -> nodes.Template | Problem:
    try:
        return ENVIRONMENT.parse(part.text)
    except TemplateSyntaxError as error:
        return Problem(
            file,
            part.line + error.lineno - 1,
            f"The template's syntax is not right ({(error.message or '').rstrip('.')})",
            "Close each {{ and {%, and each {% if %} with {% endif %} in the part where it begins",
        )
    except (RecursionError, ValueError):
        # The parser calls itself for each bracket, and Python reads no number of 5,000 digits.
        what = "This is nested too deeply, or has a number that is too long"
        return Problem(file, part.line, what, "Use {{ name }} and {% if name %}, and little else")


def _wording(sheet: Sheet) -> Iterator[Problem]:
    # Tags become blanks of the same size, so that lines and neighbours stay where they are.
    text = _TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), sheet.body)
    for finding in wording.check(text):
        what = f'The wording "{finding.words}": {finding.why}'
        yield Problem(sheet.file, sheet.body_line + finding.line - 1, what, finding.suggestion)


def _front_wording(sheet: Sheet, front: FrontMatter) -> Iterator[Problem]:
    for key, text in (("title", front.title), ("fits", front.fits)):
        for finding in wording.check(text):
            what = f'The wording "{finding.words}": {finding.why}'
            yield sheet.problem((key,), what, finding.suggestion)


_NAMES = sorted(name for name, metric in METRICS.items() if metric.privacy.is_on_pages)


def _conditions(sheet: Sheet, front: FrontMatter) -> Iterator[Problem]:
    for number, condition in enumerate(front.when):
        wrong = _wrong(condition)
        if wrong:
            yield sheet.problem(("when", number, "metric"), *wrong)


def _wrong(condition: Condition) -> tuple[str, str] | None:
    metric = METRICS.get(condition.metric)
    if metric is None:
        what = f"There is no metric {shown(condition.metric)}"
        return what, "Use one of " + ", ".join(_NAMES)
    if metric.privacy is Privacy.RESTRICTED:
        what = f"`{metric.id}` is restricted and brings up no conversation"
        return what, "Take it out; stewards look at it in a blameless review"
    if not metric.privacy.is_on_pages:
        what = f"`{metric.id}` is on no page and brings up no conversation"
        return what, "Take it out; the report about unintended effects asks about it"
    if condition.adverse and metric.better is None:
        return f"Neither way is better for `{metric.id}`", "Write `words: [rose, fell]` instead"
    return None


def _names(sheet: Sheet, front: FrontMatter, text: _Text) -> Iterator[Problem]:
    for name in sorted(set(front.needs) - set(text.names)):
        what = f"`needs` has {shown(name)}, which the body does not use"
        yield sheet.problem(("needs",), what, "Take it out of `needs`")
    for name in sorted(set(text.names) - set(front.needs)):
        what = f"The body uses `{name}`, which `needs` does not have"
        yield Problem(sheet.file, text.names[name], what, f"Add `{name}` to `needs`")


def _kind(sheet: Sheet, front: FrontMatter, text: _Text) -> Iterator[Problem]:
    if front.kind is Kind.SIGNAL:
        return
    if front.kind is Kind.CHECK_IN:
        refused = text.unguarded
        mend = "Leave it out, or put it inside {% if pattern %} ... {% endif %}"
    else:
        refused = SIGNAL_NAMES & set(text.names)
        mend = "Leave it out; this kind of page has no numbers"
    for name in sorted(refused):
        what = f"`{name}` is empty without a trend, and kind `{front.kind}` may have none"
        yield Problem(sheet.file, text.names[name], what, mend)


def _template(file: str, front: FrontMatter, parts: tuple[Part, ...]) -> ConversationTemplate:
    named = [condition.metric for condition in front.when]
    metrics = [METRICS[metric] for metric in named if metric in METRICS]
    return ConversationTemplate(
        **front.model_dump(),
        file=file,
        texts=tuple(part.text for part in parts),
        metric_topics=frozenset(
            name for metric in metrics for name in (metric.id, metric.label, *metric.topics)
        ),
    )
