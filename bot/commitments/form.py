"""What somebody filled in, checked: a problem a field, each with how to mend it. Pure.

Nothing is cut or changed silently: the form stays open until it can be kept as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.commitments.record import Experiment, Said, Terms
from bot.playbook import wording
from bot.slack.text import clean

PATTERN: Final = "pattern"
HYPOTHESIS: Final = "hypothesis"
EXPERIMENT: Final = "experiment"
ENGINEER_WILL: Final = "engineer_will"
MANAGER_WILL: Final = "manager_will"
CHECK_IN: Final = "check_in"
METRIC: Final = "metric"
NOT_HELPING: Final = "not_helping"
KEEP: Final = "keep_wording"
ENGINEER: Final = "engineer"
PURPOSE: Final = "purpose"
"""Whether the conversation was coaching. For a formal one there is no form."""
TEXTS: Final = (PATTERN, HYPOTHESIS, ENGINEER_WILL, MANAGER_WILL, NOT_HELPING)
MOST: Final = 800
"""Characters of a text: one thing, said shortly. Two versions of five fit into one message."""
LATEST_DAYS: Final = 365
"""A check-in further away than a year is forgotten by everybody."""
Filled = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that can be kept."""

    said: Said
    terms: Terms
    kept_wording: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What the fields are held to.

    Attributes:
        today: the author's own day.
        next_day_of_both: returns the first day from a given one on which both people work.
        metrics: the ids that may be chosen.
    """

    today: date
    next_day_of_both: Callable[[date], date]
    metrics: frozenset[str]


def read(filled: Filled, rules: Rules) -> Form | dict[str, str]:
    """Return the form, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        rules: what the fields are held to.
    """
    texts = {name: _text(filled, name) for name in TEXTS}
    keeps = filled.get(KEEP) is True
    problems = {name: said for name in TEXTS if (said := _text_problem(texts[name]))}
    flagged = {name: said for name in TEXTS if (said := _wording_problem(texts[name]))}
    if not keeps:
        problems = {**flagged, **problems}
    day, day_problem = _day(filled, rules)
    if day is None:
        problems[CHECK_IN] = day_problem
    experiment, metric = str(filled.get(EXPERIMENT) or ""), str(filled.get(METRIC) or "")
    if experiment not in set(Experiment):
        problems[EXPERIMENT] = "Choose one of the list."
    if metric not in rules.metrics:
        problems[METRIC] = "Choose one of the list."
    if problems or day is None:
        return problems
    terms = Terms(Experiment(experiment), metric, day)
    return Form(Said(**texts), terms, kept_wording=keeps and bool(flagged))


def _text(filled: Filled, name: str) -> str:
    return clean(str(filled.get(name) or "")).strip()


def _text_problem(text: str) -> str:
    if not any(char.isprintable() and not char.isspace() for char in text):
        return "Write one sentence here. A conversation is kept only with both sides in it."
    if len(text) > MOST:
        return (
            f"That is {len(text):,} characters; {MOST:,} fit. Say the one thing that matters most"
            " and keep the rest for your own notes."
        )
    return ""


def _wording_problem(text: str) -> str:
    found = wording.check(text)
    if not found:
        return ""
    first = found[0]
    return (
        f"“{first.words}”: {first.why}. {first.suggestion} To keep your words as they are,"
        " tick the box at the end; the other side will see that you did."
    )


def _day(filled: Filled, rules: Rules) -> tuple[date | None, str]:
    try:
        day = date.fromisoformat(str(filled.get(CHECK_IN) or ""))
    except ValueError:
        return None, "Choose a day."
    if day <= rules.today:
        return None, "That day is not ahead of you. Choose one from tomorrow on."
    if (day - rules.today).days > LATEST_DAYS:
        return None, "That is more than a year away. Choose a day on which you will still remember."
    both = rules.next_day_of_both(day)
    if both != day:
        return None, (
            "That is not a working day for both of you."
            f" The next one is {both:%A} {both.day} {both:%B %Y}."
        )
    return day, ""
