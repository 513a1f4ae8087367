"""The catalogue says what may be measured, and the forbidden list what never will be."""

import re

import pytest

from bot.metrics import catalogue
from bot.metrics.forbidden import FORBIDDEN, reason
from bot.metrics.metric import Kind, Layer, Metric, Privacy, Unit

IDS = (
    "findings_new",
    "findings_inherited",
    "pr_cycle_time",
    "first_review_wait",
    "review_iterations",
    "rework_after_merge",
    "test_failure_rate",
    "defect_escape_rate",
    "ai_acceptance",
    "ai_active_share",
    "deployment_frequency",
    "change_fail_rate",
    "lead_time",
    "incident_linked_changes",
    "findings_opened",
    "findings_closed",
    "test_case_failure_rate",
    "flaky_rate",
    "incident_count",
    "incident_restore_time",
    "pulls_held_overnight",
    "quick_large_reviews",
    "drafts_flipped",
)
ADOPTION = ("ai_acceptance", "ai_active_share")
SIGNS = ("pulls_held_overnight", "quick_large_reviews", "drafts_flipped")
SPEED = ("pr_cycle_time", "first_review_wait", "deployment_frequency", "lead_time")
BLAME = re.compile(
    r"\b(blam(?!eless)\w+|bad|good|poor|lazy|slow|slower|weak|weakest|worst|best developer|guilty|"
    r"culprit\w*|offend\w+|underperform\w*|underus\w+|careless|sloppy|incompeten\w+|"
    r"you are|should have)\b|!",
    re.IGNORECASE,
)
EVERY = pytest.mark.parametrize("metric", catalogue.METRICS.values(), ids=lambda metric: metric.id)


def texts(metric: Metric) -> dict[str, str]:
    return {
        "label": metric.label,
        "interval": metric.interval,
        "purpose": metric.purpose,
        "best_for": metric.best_for,
        "risk": metric.risk,
        "cannot_show": metric.cannot_show,
        "question": metric.question,
        "definition": metric.definition,
        **{f"move {n}": move for n, move in enumerate(metric.interventions)},
    }


def test_the_catalogue_has_exactly_the_agreed_metrics() -> None:
    assert set(catalogue.METRICS) == set(IDS)
    assert all(key == metric.id for key, metric in catalogue.METRICS.items())


def test_the_catalogue_cannot_be_changed_at_run_time() -> None:
    with pytest.raises(TypeError):
        catalogue.METRICS["commits"] = catalogue.get("lead_time")  # type: ignore[index]


@EVERY
def test_guardrails_exist_and_are_neither_speed_nor_adoption(metric: Metric) -> None:
    for name in metric.guardrails:
        guardrail = catalogue.get(name)
        assert name != metric.id
        assert not guardrail.needs_guardrail
        assert name not in SPEED + ADOPTION
        assert guardrail.layer is not Layer.PROCESS
        assert guardrail.privacy is Privacy.TEAM, "a guardrail must be allowed on the page"


def test_speed_and_adoption_metrics_all_ask_for_a_guardrail() -> None:
    asking = {metric.id for metric in catalogue.METRICS.values() if metric.needs_guardrail}
    assert asking == set(SPEED + ADOPTION)


@pytest.mark.parametrize("name", ADOPTION)
def test_adoption_has_no_better_direction_and_is_for_cohorts(name: str) -> None:
    metric = catalogue.get(name)
    assert metric.better is None
    assert metric.privacy is Privacy.COHORT
    assert set(metric.guardrails) == {"findings_new", "rework_after_merge"}


def test_only_adoption_and_signs_are_without_a_better_direction() -> None:
    without = {metric.id for metric in catalogue.METRICS.values() if metric.better is None}
    assert without == set(ADOPTION + SIGNS)


def test_the_safest_three_to_start_with_are_for_the_whole_team() -> None:
    assert catalogue.SAFEST == ("findings_new", "pr_cycle_time", "rework_after_merge")
    assert all(catalogue.get(name).privacy is Privacy.TEAM for name in catalogue.SAFEST)


def test_incidents_are_the_only_restricted_metric() -> None:
    restricted = [m.id for m in catalogue.METRICS.values() if m.privacy is Privacy.RESTRICTED]
    assert restricted == ["incident_linked_changes"]


def test_signs_guard_others_and_are_for_the_report_about_effects_alone() -> None:
    alone = [m for m in catalogue.METRICS.values() if m.privacy is Privacy.EFFECTS]
    assert [metric.id for metric in alone] == list(SIGNS)
    assert {metric.layer for metric in alone} == {Layer.GUARDRAIL}
    assert not any(metric.privacy.is_on_pages for metric in alone)
    assert not {name for m in catalogue.METRICS.values() for name in m.guardrails} & set(SIGNS)


@EVERY
def test_kind_and_unit_of_a_metric_agree(metric: Metric) -> None:
    units = {
        Kind.RATIO: {Unit.SHARE, Unit.PER_KLOC},
        Kind.DISTRIBUTION: {Unit.HOURS, Unit.TURNS},
        Kind.COUNT: {Unit.PER_WEEK},
    }
    assert metric.unit in units[metric.kind]


@EVERY
def test_small_samples_are_held_back_as_the_rules_ask(metric: Metric) -> None:
    if metric.kind is Kind.DISTRIBUTION:
        assert metric.minimum_sample >= 10
    elif metric.id == "findings_inherited":
        assert metric.minimum_sample == 1, "a full analysis is no sample"
    elif metric.kind is Kind.RATIO:
        assert metric.minimum_sample >= 20


@pytest.mark.parametrize(
    "name", ["findings_new", "findings_inherited", "findings_opened", "findings_closed"]
)
def test_findings_keep_unrated_ones_apart_and_head_with_the_severe(name: str) -> None:
    metric = catalogue.get(name)
    assert metric.dimensions == ("critical", "high", "medium", "low", "info", "unrated")
    assert metric.headline == ("critical", "high")
    assert not metric.from_people


@EVERY
def test_durations_and_shares_made_by_people_are_marked_as_such(metric: Metric) -> None:
    of_the_service = {
        "findings_new",
        "findings_inherited",
        "deployment_frequency",
        "change_fail_rate",
        "defect_escape_rate",
        "findings_opened",
        "findings_closed",
        "test_case_failure_rate",
        "incident_count",
        "incident_restore_time",
    }
    assert metric.from_people is (metric.id not in of_the_service)


@EVERY
def test_the_wording_is_whole_calm_and_blames_nobody(metric: Metric) -> None:
    for what, text in texts(metric).items():
        assert BLAME.search(text) is None, f"{what}: {text}"
        assert text.isascii(), f"{what}: {text}"
        assert not set(text) & set("<>&*`~"), f"{what} would break Slack's text: {text}"
        if what not in {"label", "interval"}:
            assert re.match(r"^[A-Z].*[.?]$", text), f"{what} is no sentence: {text}"
    assert metric.question.endswith("?")
    assert len(metric.purpose) <= 140
    assert "so that we can" in metric.purpose
    assert 3 <= len(metric.interventions) <= 4


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pr_cycle_time", "pr_cycle_time"),
        ("PR-Cycle-Time", "pr_cycle_time"),
        ("  cycle   time ", "pr_cycle_time"),
        ("pull request cycle time", "pr_cycle_time"),
        ("Pickup time", "first_review_wait"),
        ("review", "review_iterations"),
        ("Findings", "findings_new"),
        ("high severity findings", "findings_new"),
        ("legacy", "findings_inherited"),
        ("REWORK", "rework_after_merge"),
        ("adoption", "ai_active_share"),
        ("AI", "ai_acceptance"),
        ("incidents", "incident_count"),
        ("incident causes", "incident_linked_changes"),
    ],
)
def test_a_metric_is_found_by_id_label_or_topic(words: str, expected: str) -> None:
    found = catalogue.find(words)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize("words", ["", "  ", "weather", "cycle", "commits", "pr_cycle_time x"])
def test_words_that_mean_no_metric_find_none(words: str) -> None:
    assert catalogue.find(words) is None


def test_no_two_metrics_answer_to_the_same_words() -> None:
    for metric in catalogue.METRICS.values():
        for words in (metric.id, metric.label, *metric.topics):
            assert catalogue.find(words) == metric, f"{words} also means another metric"


def test_an_unknown_id_is_an_error_and_no_guess() -> None:
    with pytest.raises(KeyError):
        catalogue.get("PR_CYCLE_TIME")


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ("commits", "Commit counts"),
        ("Commit Count", "Commit counts"),
        ("commits_per_engineer", "Commit counts"),
        ("number-of-commits", "Commit counts"),
        ("commitsPerDay", "Commit counts"),
        ("lines_of_code", "Lines of code"),
        ("Lines of Code", "Lines of code"),
        ("LinesOfCode", "Lines of code"),
        ("LOC", "Lines of code"),
        ("loc_per_developer", "Lines of code"),
        ("keystrokes", "Keystrokes and screens"),
        ("Key-Strokes logged: keystrokes", "Keystrokes and screens"),
        ("screen time", "Keystrokes and screens"),
        ("time_online", "Time online"),
        ("Hours Online", "Time online"),
        ("slack-presence", "Time online"),
        ("hours_worked", "Time online"),
        ("tickets_closed", "Tickets closed"),
        ("tickets_closed_per_person", "Tickets closed"),
        ("closed tickets", "Tickets closed"),
        ("story points", "Tickets closed"),
        ("ai_use_per_person", "AI use per person"),
        ("AI usage by developer", "AI use per person"),
        ("acceptance_per_engineer", "AI use per person"),
        ("adoption-rate-per-user", "AI use per person"),
        ("leaderboard", "Rankings and scores"),
        ("Ranking", "Rankings and scores"),
        ("stack rank", "Rankings and scores"),
        ("productivity_score", "Rankings and scores"),
        ("top performers", "Rankings and scores"),
        ("rework_per_person", "Anything about one person"),
        ("findings_by_author", "Anything about one person"),
        ("review wait per engineer", "Anything about one person"),
        ("bugs_per_developer", "Anything about one person"),
        ("prs per head", "Anything about one person"),
    ],
)
def test_forbidden_figures_are_refused_with_their_reason(spelling: str, kind: str) -> None:
    expected = next(forbidden.reason for forbidden in FORBIDDEN if forbidden.name == kind)
    assert reason(spelling) == expected


@EVERY
def test_nothing_in_the_catalogue_is_forbidden(metric: Metric) -> None:
    for words in (metric.id, metric.label, *metric.topics):
        assert reason(words) is None, words


@pytest.mark.parametrize("words", ["", "commitment", "allocation", "cranks", "personality test"])
def test_a_forbidden_word_inside_another_word_is_no_refusal(words: str) -> None:
    assert reason(words) is None


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=lambda forbidden: forbidden.name)
def test_every_reason_is_one_calm_sentence(forbidden) -> None:
    assert re.match(r"^[A-Z][^.!?]{20,108}\.$", forbidden.reason)
    assert BLAME.search(forbidden.reason) is None


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=lambda forbidden: forbidden.name)
def test_every_listed_spelling_is_one_that_can_match(forbidden) -> None:
    for spelling in forbidden.names:
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", spelling), spelling
        assert reason(spelling) is not None
