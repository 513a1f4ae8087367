"""Template files, pages and trends, of which a test spells out only what it is about."""

from dataclasses import replace
from pathlib import Path

from bot.metrics.catalogue import METRICS
from bot.metrics.figure import Figure
from bot.metrics.trend import Trend, Word
from bot.playbook.context import Context

EXPLORE = "“What did you see?” and “What would help?”"
BODY_LINE = 12
"""The line of `## Observe` in what `a_file` writes with one condition or none."""
EXPLORE_LINE = BODY_LINE + 4
"""The line of Explore's text, when Observe's text has one line."""

A_PAGE = Context(
    team="Payments",
    pattern="High-severity findings in auth-service rose, from 4 to 11 in 52 reviewed changes",
    metric="High-severity findings",
    service="auth-service",
    word="rose",
    recent="11 in 52 reviewed changes",
    before="4 in 48 reviewed changes",
    weeks=6,
    question="Where would one more check save us the most trouble?",
    interventions=("Add a checklist.", "Pair on two changes."),
    check_in="Tuesday 14 July",
    guardrail="Rework after merge shows no clear change",
    with_person=False,
)
WITHOUT_NUMBERS = replace(
    A_PAGE,
    pattern="",
    metric="",
    service="",
    word="",
    recent="",
    before="",
    question="",
    interventions=(),
    guardrail="",
)


def a_file(
    *,
    name: str = "our_template",
    kind: str = "signal",
    when: str = "[{metric: pr_cycle_time, words: [rose]}]",
    needs: str = "[]",
    order: int = 50,
    topics: str = "[]",
    title: str = "Our template",
    observe: str = "I noticed something.",
    explore: str = EXPLORE,
    align: str = "Our shared guess: it is the build.",
    support: str = "One experiment, until we meet again.",
) -> str:
    """Write a template; without anything said it is a valid one."""
    front = {
        "id": name,
        "title": title,
        "fits": "It fits when we say so.",
        "kind": kind,
        **({"when": when} if kind == "signal" else {"topics": topics}),
        "needs": needs,
        "language": "en",
        "version: 1\norder": order,
    }
    lines = "\n".join(f"{key}: {value}" for key, value in front.items())
    return (
        f"---\n{lines}\n---\n## Observe\n{observe}\n\n## Explore\n{explore}\n\n"
        f"## Align\n{align}\n\n## Support\n{support}\n"
    )


def write(folder: Path, **files: str) -> Path:
    """Write files named `<name>.md.j2` into a folder, and return it."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md.j2").write_text(text, encoding="utf-8")
    return folder


def a_trend(
    metric: str = "pr_cycle_time",
    word: str = "rose",
    *,
    service: str = "",
    before: float | None = 20.0,
    recent: float | None = 30.0,
) -> Trend:
    """Judge a series beforehand; figures matter only where several services moved."""
    return Trend(
        metric=METRICS[metric],
        service=service,
        word=Word(word),
        recent=_figure(recent),
        before=_figure(before),
        with_marked=None,
        change=None,
        weekly=(),
        marked=(),
        usual=None,
        reasons=(),
    )


def _figure(value: float | None) -> Figure:
    return Figure(weeks=(), value=value, p75=None, numerator=1.0, denominator=None, sample_size=50)
