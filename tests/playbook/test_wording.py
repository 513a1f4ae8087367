"""The wording check against lines that managers might write."""

import re
import time

import pytest

from bot.playbook.wording import FindingKind, Rules, _compiled, check
from tests.playbook.corpus import FINE, REFUSED

LINES = [(kind, line) for kind, lines in REFUSED.items() for line in lines]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(LINES) >= 30
    assert len(FINE) >= 30
    assert set(REFUSED) == set(FindingKind)


@pytest.mark.parametrize(("kind", "line"), LINES, ids=[line for _, line in LINES])
def test_wording_that_closes_a_conversation_is_found_with_its_kind(kind: str, line: str) -> None:
    assert kind in {finding.kind for finding in check(line)}


@pytest.mark.parametrize("line", FINE, ids=[line[:60] for line in FINE])
def test_wording_that_opens_a_conversation_is_let_through(line: str) -> None:
    assert check(line) == ()


def test_precision_and_recall_over_the_corpus_are_whole() -> None:
    found = [bool(check(line)) for _, line in LINES]
    let_through = [not check(line) for line in FINE]
    true_positives = sum(found)

    assert true_positives / len(found) == 1.0
    assert true_positives / (true_positives + let_through.count(False)) == 1.0


def test_a_finding_says_where_what_why_and_what_instead() -> None:
    text = "Hello.\nI think you\u2019re\n  too slow, and that is all."

    (finding,) = check(text)

    assert finding.words == text[finding.start : finding.end] == "you\u2019re\n  too slow"
    assert finding.line == 2
    assert finding.kind is FindingKind.VERDICT
    assert "conclusion about a person" in finding.why
    assert "Describe what happened" in finding.suggestion


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "\u02bc", "\u2032", "\uff07"])
def test_every_kind_of_apostrophe_reads_the_same(apostrophe: str) -> None:
    assert [f.words for f in check(f"YOU{apostrophe}RE SLOW")] == [f"YOU{apostrophe}RE SLOW"]


@pytest.mark.parametrize("words", ["yOu aRe SLOW", "you are \u017flow", "you are wea\u212a"])
def test_every_case_of_a_letter_reads_the_same_and_is_shown_as_written(words: str) -> None:
    assert [f.words for f in check(f"\u0130 think {words}.")] == [words]


def test_a_pattern_is_small_unless_case_counts_in_it() -> None:
    small = [pattern.pattern for _, pattern in _compiled() if not pattern.flags & re.IGNORECASE]

    assert len(small) > 30
    assert all(pattern == pattern.lower() and pattern.isascii() for pattern in small)


def test_several_findings_come_in_the_order_of_the_text() -> None:
    findings = check("You never try harder. The dashboard says you are slow.")

    assert [(f.words, f.kind.value) for f in findings] == [
        ("never", "absolute"),
        ("try harder", "moral"),
        ("The dashboard says", "dashboard"),
        ("you are slow", "verdict"),
    ]


def test_findings_of_one_kind_that_overlap_are_said_once_and_apart_twice() -> None:
    once = check("The dashboard says your quality is poor.")
    twice = check("The dashboard says your quality is poor. The dashboard says so.")

    assert [f.kind.value for f in once] == ["dashboard", "verdict"]
    assert [f.kind.value for f in twice] == ["dashboard", "verdict", "dashboard"]


def test_no_suggestion_would_be_refused_itself() -> None:
    for rule in {rule.kind: rule for rule, _ in _compiled()}.values():
        assert check(rule.suggestion) == ()
        assert check(rule.why) == ()


@pytest.mark.parametrize(
    "piece",
    ["you ", " ", "the dashboard ", "Ana ", "slower ", "you made only ", "a", "A", "9", "your x y ",
     "better aa bb cc ", "nine of the a b ", "\n", "compared to all ", "you're just so very "],
)  # fmt: skip
def test_ten_thousand_characters_take_a_time_that_only_grows_with_the_length(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    check(text)

    def seconds(of: str) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            check(of)
            times.append(time.process_time() - start)
        return min(times)

    once = seconds(text)
    assert once < 1.0
    assert seconds(text * 4) < 12 * once + 0.05


def test_a_pattern_without_an_upper_bound_is_not_accepted() -> None:
    rule = {"kind": "moral", "why": "w", "suggestion": "s", "phrases": ["p"]}
    rule |= {"say": "s", "rather_not": "p"}

    Rules.model_validate({"lists": {}, "rules": [rule | {"patterns": [r"a{0,3}\+"]}]})
    for endless in ("a*b", "(?:a b)+", r"\w+"):
        with pytest.raises(ValueError, match=re.escape("rules.0.patterns.0")):
            Rules.model_validate({"lists": {}, "rules": [rule | {"patterns": [endless]}]})
