"""Finds wording in a manager's text that judges, compares or counts a person, and says what to say instead.

It is a list of words, not a model: the same text gives the same findings, and each finding can be
traced to a line of `wording.yml`. It is advice; whoever writes may know better.
"""

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints


class FindingKind(StrEnum):
    """What is the matter with the words."""

    VERDICT = "verdict"
    COMPARISON = "comparison"
    DASHBOARD = "dashboard"
    ABSOLUTE = "absolute"
    RANK = "rank"
    COUNT_PER_PERSON = "count_per_person"
    MORAL = "moral"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text.

    Attributes:
        start: the offset of its first character.
        end: the offset behind its last character.
        line: the line it starts on, counted from 1.
        words: the words themselves, as they were written.
        kind: what is the matter.
        why: why it closes a conversation, without a full stop.
        suggestion: what to say instead.
    """

    start: int
    end: int
    line: int
    words: str
    kind: FindingKind
    why: str
    suggestion: str


Bounded = Annotated[str, StringConstraints(pattern=r"^(?:[^*+\\]|\\.)*$", min_length=3)]
"""A regular expression without `*` and `+`: what it matches has a greatest length."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Strict):
    """One rule of `wording.yml`.

    Attributes:
        say: a sentence that opens a conversation; it passes the check.
        rather_not: one that this rule finds.
    """

    kind: FindingKind
    why: str
    suggestion: str
    say: str
    rather_not: str
    phrases: tuple[str, ...] = ()
    patterns: tuple[Bounded, ...] = ()


class Rules(_Strict):
    """All of `wording.yml`."""

    lists: dict[str, Bounded]
    rules: tuple[Rule, ...]


_ALIKE: Final = str.maketrans("\u2018\u2019\u02bc\u2032\uff07\u2010\u2011", "'''''--")
"""Apostrophes and hyphens that look alike; each becomes one character, so offsets stay."""
_SMALL: Final = str.maketrans(
    string.ascii_uppercase + "\u0130\u0131\u212a\u017f", string.ascii_lowercase + "iiks"
)
"""Makes every letter that is an `a` to `z` in another case a small one; offsets stay here too."""
_CASE_COUNTS: Final = "(?-i:"
_LIST: Final = re.compile(r"<([a-z]+)>")
_SPACE: Final = r"\s{1,9}"


def check(text: str) -> tuple[Finding, ...]:
    """Return what to say another way, in the order of the text.

    The time it takes grows with the length of the text and no faster.
    """
    plain = text.translate(_ALIKE)
    small = plain.translate(_SMALL)
    found = {
        (match.start(), match.end(), rule.kind): rule
        for rule, pattern in _compiled()
        for match in pattern.finditer(plain if pattern.flags & re.IGNORECASE else small)
    }
    spans = sorted(found, key=lambda span: (span[0], -span[1], span[2]))
    findings: list[Finding] = []
    reached = dict.fromkeys(FindingKind, -1)
    for start, end, kind in spans:
        if start < reached[kind]:
            continue  # It overlaps a finding of the same kind, and one thing is said once.
        reached[kind] = end
        rule = found[start, end, kind]
        line = text.count("\n", 0, start) + 1
        finding = Finding(start, end, line, text[start:end], kind, rule.why, rule.suggestion)
        findings.append(finding)
    return tuple(findings)


def rules() -> tuple[Rule, ...]:
    """Return what is looked for, in the order of `wording.yml`."""
    return _read().rules


@cache
def _read() -> Rules:
    text = resources.files("bot.playbook").joinpath("wording.yml").read_text("utf-8")
    return Rules.model_validate(yaml.load(text, yaml.CSafeLoader))


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    found = _read()
    compiled = []
    for rule in found.rules:
        phrases = "|".join(_phrase(phrase.lower()) for phrase in rule.phrases)
        for pattern in (rf"\b(?:{phrases})\b", *rule.patterns) if phrases else rule.patterns:
            whole = _spaced(_filled(pattern, found.lists))
            # In small letters a pattern is found in half the time that ignoring the case takes.
            flags = re.IGNORECASE if _CASE_COUNTS in whole else re.NOFLAG
            compiled.append((rule, re.compile(whole, flags)))
    return tuple(compiled)


def _phrase(phrase: str) -> str:
    return " ".join(re.escape(word) for word in phrase.split())


def _filled(pattern: str, lists: dict[str, str]) -> str:
    return _LIST.sub(lambda name: f"(?:{lists[name[1]]})", pattern)


def _spaced(pattern: str) -> str:
    """Let any space stand where the pattern has one, except where a look-behind must know its size."""
    return re.sub(r"(\(\?<![^)]*\))| ", lambda found: found[1] or _SPACE, pattern)
