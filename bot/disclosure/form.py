"""What a manager filled in to disclose a number, checked: a problem a field, each with its mend. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.disclosure import evidence, words
from bot.disclosure.disclosure import LATEST, NOTICE, Said, said
from bot.metrics.metric import Metric
from bot.playbook import wording
from bot.slack.text import clean

METRIC: Final = "metric"
THRESHOLD: Final = "threshold"
EXPECTATION: Final = "expectation"
LIMITS: Final = "limits"
EVIDENCE: Final = "evidence"
EFFECTIVE: Final = "effective"
KEEP: Final = "keep_wording"
BECAUSE: Final = "because"
TEXTS: Final = (THRESHOLD, EXPECTATION, LIMITS, EVIDENCE)
MOST: Final = 800
LEAST: Final = 3
"""Letters and digits of a text that says anything."""
Filled = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that can be kept."""

    said: Said
    effective: date


def limits_of(metric: Metric) -> str:
    """Return the limits that a form begins with: the catalogue's, and those of every number."""
    return f"{metric.cannot_show} {words.ARTICLE_LIMITS}"


def read(filled: Filled, metric: Metric, today: date) -> Form | dict[str, str]:
    """Return the form, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        metric: the number that is disclosed.
        today: the team's own day.
    """
    texts = {name: text(filled, name) for name in TEXTS}
    keeps = filled.get(KEEP) is True
    theirs = {**texts, LIMITS: texts[LIMITS].replace(metric.cannot_show, "")}
    flagged = {name: found for name in TEXTS if (found := _wording(theirs[name]))}
    problems = {} if keeps else dict(flagged)
    problems |= {name: found for name in TEXTS if (found := _problem(name, texts[name]))}
    day = _day(filled)
    if problem := _out_of_reach(day, today):
        problems[EFFECTIVE] = problem
    if problems or day is None:
        return problems
    made = Said(metric.definition, metric.version, **texts, kept_wording=keeps and bool(flagged))
    return Form(made, day)


def text(filled: Filled, name: str) -> str:
    """Return what stands in a field, without what cannot be seen."""
    return clean(str(filled.get(name) or "")).strip()


def problem(name: str, written: str) -> str:
    """Return why a text cannot be kept; "" where it can."""
    if sum(char.isalnum() for char in written) < LEAST:
        return words.EMPTY_LIMITS if name == LIMITS else words.EMPTY
    if len(written) > MOST:
        return words.TOO_LONG.format(length=f"{len(written):,}", most=MOST)
    return ""


def _problem(name: str, written: str) -> str:
    found = problem(name, written)
    if not found and name == EVIDENCE and not evidence.other(written):
        return words.SOLE_BASIS
    return found


def _wording(written: str) -> str:
    for found in wording.check(written):
        return words.SUGGESTED.format(words=found.words, why=found.why, suggestion=found.suggestion)
    return ""


def _day(filled: Filled) -> date | None:
    try:
        return date.fromisoformat(str(filled.get(EFFECTIVE) or ""))
    except ValueError:
        return None


def _out_of_reach(day: date | None, today: date) -> str:
    if day is None:
        return words.CHOOSE_DAY
    if day < today + NOTICE:
        return words.TOO_SOON.format(day=said(today + NOTICE))
    return words.TOO_FAR.format(day=said(today + LATEST)) if day > today + LATEST else ""
