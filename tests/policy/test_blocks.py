"""`/coach policy` and the notice: everything is in them, nobody is named in a channel, and Slack takes them."""

from datetime import date
from typing import Any

import pytest

from bot.metrics.catalogue import METRICS
from bot.metrics.forbidden import FORBIDDEN
from bot.policy import blocks, words
from bot.policy.difference import differences
from bot.policy.read import InForce
from bot.policy.sees import who_sees_what
from bot.policy.store import Change
from bot.slack import check
from bot.teams.policy import DEFAULT, EvaluationWindow, Policy, Retention
from bot.teams.roster import Organisation
from tests.clock import T0

ORGANISATION = Organisation(
    name="Example & Co", time_zone="UTC", stewards=("U0STEWARD1", "U0STEWARD2")
)
WINDOWS = tuple(
    EvaluationWindow(name="&" * 80, starts=date(2027, month, 1), ends=date(2027, month, 9))
    for month in range(1, 13)
)
LARGEST = Policy(
    metrics=tuple(METRICS),
    individual="on",
    formal=f"https://example.com/{'&' * 480}",
    evaluation=WINDOWS * 6,
    retention=Retention(weeks=6, closed_commitments=1, conversations=3, questions=1, audit=12),
)


def change(before, said):
    return Change("c", said, before, "&" * 300, date(2026, 12, 14), 2, T0)


def said(message):
    return "\n".join(
        part["text"]
        for block in message["blocks"]
        for part in (block.get("text"), *block.get("elements", ()))
        if part
    )


def test_the_answer_has_every_metric_with_its_purpose_every_refusal_and_who_sees_what():
    message = blocks.policy(InForce(DEFAULT, 5, T0), ORGANISATION)
    check.message(message)
    text = said(message)

    for metric in METRICS.values():
        assert metric.label in text
        assert metric.purpose in text
    assert all(one.reason in text for one in FORBIDDEN)
    assert all(f"*{one.what}:* {one.who}" in text for one in who_sees_what(DEFAULT))
    assert "Example & Co" in text
    assert f"Version *{DEFAULT.version(5)}*, since Wednesday 18 November 2026." in text
    assert {*words.RETENTION} == {*Retention.model_fields}


@pytest.mark.parametrize("pair", [(DEFAULT, LARGEST), (LARGEST, DEFAULT)])
def test_the_largest_policy_and_change_are_shortened_by_whole_lines(pair):
    before, after = pair
    coming = change(before, after)
    message = blocks.policy(InForce(before, 5, T0, coming), ORGANISATION)
    check.message(message)
    notice = blocks.notice(coming, 5, is_late=False, replaces=True)
    check.message(notice)

    assert not [one for one in differences(before, after) if "None" in one]
    assert "<@" not in said(notice)
    assert "&" not in said(notice).replace("&amp;", "")


def test_each_part_of_a_policy_that_changes_is_told_and_nothing_else_is():
    changes: dict[str, Any] = {
        "metrics": ("findings_new", "rework_after_merge"),
        "individual": "on",
        "formal": "https://example.com/x",
        "evaluation": WINDOWS[:1],
        "retention": Retention(audit=36),
    }
    told = {name: differences(DEFAULT, Policy(**{name: new})) for name, new in changes.items()}

    assert {*changes} == {*Policy.model_fields}
    assert all(told.values())
    assert differences(DEFAULT, DEFAULT) == []
    assert differences(DEFAULT, Policy(**changes)) == [
        one for some in told.values() for one in some
    ]
    assert told["retention"] == [
        "The audit, which says who did what: kept 36 months, before 24 months."
    ]
