"""What people read when they ask what is measured."""

import pytest

from bot.metrics import catalogue
from bot.metrics.describe import describe, overview
from bot.metrics.forbidden import FORBIDDEN
from bot.metrics.metric import Metric, Privacy

LONGEST = 2_900
EVERY = pytest.mark.parametrize("metric", catalogue.METRICS.values(), ids=lambda metric: metric.id)


@EVERY
def test_an_explanation_holds_everything_and_fits_one_block(metric: Metric) -> None:
    text = describe(metric)
    assert len(text) < LONGEST
    for part in (
        metric.label,
        metric.interval,
        metric.purpose,
        metric.definition,
        metric.best_for,
        metric.risk,
        metric.cannot_show,
        metric.question,
        *metric.interventions,
        f"`{metric.id}`, definition version {metric.version}",
    ):
        assert part in text


def test_the_better_direction_is_said_in_words() -> None:
    assert "Lower is better" in describe(catalogue.get("pr_cycle_time"))
    assert "Higher is better" in describe(catalogue.get("deployment_frequency"))
    assert "Neither way is better" in describe(catalogue.get("ai_acceptance"))


def test_a_speed_metric_says_what_it_comes_with() -> None:
    text = describe(catalogue.get("pr_cycle_time"))
    assert "Never alone: it comes with change fail rate or rework after merge." in text
    assert "Never alone" not in describe(catalogue.get("rework_after_merge"))


def test_the_privacy_level_is_said_in_plain_words() -> None:
    assert "whole team" in describe(catalogue.get("findings_new"))
    assert "five people" not in describe(catalogue.get("findings_new"))
    assert "at least five people" in describe(catalogue.get("rework_after_merge"))
    assert "whole group of people" in describe(catalogue.get("ai_active_share"))
    restricted = describe(catalogue.get("incident_linked_changes"))
    assert "stewards alone" in restricted
    assert "five people" not in restricted
    sign = describe(catalogue.get("drafts_flipped"))
    assert "in the report about unintended effects alone. It is on no page." in sign
    assert "To the whole team and the stewards, in the same words" in sign
    assert "at least five people" in sign
    assert "Neither way is better" in sign


def test_the_overview_lists_every_metric_once_under_its_layer() -> None:
    text = overview()
    assert len(text) < LONGEST
    lines = text.splitlines()
    for metric in catalogue.METRICS.values():
        assert len([line for line in lines if f"`{metric.id}`" in line]) == 1
    signs = [m.id for m in catalogue.METRICS.values() if m.privacy is Privacy.EFFECTS]
    named = ", ".join(f"`{name}`" for name in signs)
    assert f"In the report about unintended effects alone: {named}." in lines
    titles = [line for line in lines if line.startswith("*")]
    assert titles == [
        "*What we want*",
        "*How we work*",
        "*What must not suffer*",
        "*What Coach never measures*",
    ]
    under = lines[lines.index("*How we work*") : lines.index("*What must not suffer*")]
    assert any("`pr_cycle_time`" in line for line in under)
    assert not any("`change_fail_rate`" in line for line in under)


def test_the_overview_ends_with_what_is_refused_and_why() -> None:
    lines = overview().splitlines()
    refused = lines[lines.index("*What Coach never measures*") + 1 :]
    assert refused == [f"• {forbidden.name}. {forbidden.reason}" for forbidden in FORBIDDEN]
