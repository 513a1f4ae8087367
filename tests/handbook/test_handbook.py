"""The playbook cannot drift from what Coach does: it is made from the same sources."""

from dataclasses import replace

import pytest

from bot import cli
from bot.demo import company
from bot.handbook import blocks, words
from bot.handbook.compose import compose
from bot.handbook.parts import Sources, parts
from bot.metrics import catalogue, forbidden
from bot.metrics.forbidden import ForbiddenMetric
from bot.metrics.pair import Verdict
from bot.metrics.trend import Word
from bot.playbook import load, wording
from bot.playbook.template import PARTS
from bot.playbook.wording import FindingKind, Rule
from bot.slack import check
from bot.teams.policy import Policy
from tests.commitments.steps import told
from tests.workspace import STEWARD, STRANGER, open_workspace, reads_as

LINK = "https://example.com/how-we-evaluate"
SOURCES = Sources(
    metrics=catalogue.METRICS,
    safest=catalogue.SAFEST,
    forbidden=forbidden.FORBIDDEN,
    rules=wording.rules(),
    templates=load.load(None).templates,
    policy=Policy(),
    floor=5,
)
NAMES = [
    "allowed",
    "forbidden",
    "trends",
    "conversation",
    "phrases",
    "asking",
    "escalation",
    "never",
]


def said(sources: Sources, name: str) -> str:
    found = next(one for one in parts(sources) if one.name == name)
    return "\n".join([found.intro, *(f"{one.head}: {one.text}" for one in found.entries)])


@pytest.mark.parametrize("rule", wording.rules(), ids=lambda rule: rule.kind)
def test_each_rather_not_fails_the_check_by_its_own_rule_and_each_say_passes(rule: Rule):
    assert rule.kind in {one.kind for one in wording.check(rule.rather_not)}
    assert wording.check(rule.say) == ()
    assert rule.say in said(SOURCES, "phrases")
    assert rule.rather_not in said(SOURCES, "phrases")


def test_what_is_said_to_managers_in_it_passes_the_check_of_wording_itself():
    for one in parts(SOURCES):
        if one.name == "conversation":
            assert wording.check(" ".join(entry.text for entry in one.entries)) == ()


def test_a_source_that_changes_is_seen_in_the_playbook():
    new = catalogue.get("first_review_wait").model_copy(
        update={"id": "new_one", "label": "A new one"}
    )
    rule = wording.rules()[0].model_copy(update={"say": "Say this.", "rather_not": "Not that."})
    template = SOURCES.templates[0].model_copy(update={"title": "Our own talk"})
    other = replace(
        SOURCES,
        metrics={**SOURCES.metrics, "new_one": new},
        forbidden=(*SOURCES.forbidden, ForbiddenMetric("Coffee breaks", ("coffee",), "No use.")),
        rules=(*SOURCES.rules, rule),
        templates=(*SOURCES.templates, template),
        policy=Policy(formal=LINK),
        floor=7,
    )

    for name, text in (
        ("allowed", f"A new one: {new.purpose}"),
        ("allowed", "at least 7 of them"),
        ("forbidden", "Coffee breaks: No use."),
        ("phrases", "“Say this.” Rather not: “Not that.”"),
        ("conversation", "Our own talk"),
        ("escalation", LINK),
    ):
        assert text in said(other, name)
        assert text not in said(SOURCES, name)

    label = catalogue.get("first_review_wait").label
    strict = replace(SOURCES, policy=Policy(metrics=catalogue.SAFEST))
    assert f"{label}: " not in said(strict, "allowed")
    assert f"{label}: {words.LEFT_OUT}" in said(strict, "forbidden")
    assert words.LEFT_OUT not in said(SOURCES, "forbidden")


def test_every_metric_word_step_and_refusal_is_in_it():
    for metric in catalogue.METRICS.values():
        assert f"{metric.label}: {metric.purpose}" in said(SOURCES, "allowed")
    for one in forbidden.FORBIDDEN:
        assert f"{one.name}: {one.reason}" in said(SOURCES, "forbidden")
    assert {*words.WORDS} == {*Word}
    assert {*words.TOGETHER} == {*Verdict}
    assert {*words.KINDS} == {*FindingKind}
    assert tuple(words.STEPS) == PARTS


def test_everybody_reads_each_part_in_slack_within_its_limits(clock, migrated_sqlite, tmp_path):
    (tmp_path / "coach.db").write_bytes(migrated_sqlite.read_bytes())
    with open_workspace(clock, f"sqlite:///{tmp_path}/coach.db", tmp_path) as workspace:
        overview = workspace.types(STRANGER, "/coach playbook")
        for one in parts(SOURCES):
            workspace.types(STRANGER, f"/coach playbook {one.name}")
            message = workspace.slack.ephemerals(STRANGER)[-1]
            assert one.title in reads_as(message)
            assert one.name in overview
            assert words.STEWARDS not in reads_as(message)
        assert [one.name for one in parts(SOURCES)] == NAMES
        workspace.types(STRANGER, "/coach playbook escalation")
        assert f"<@{STEWARD}>" in told(workspace, STRANGER)
        unknown = workspace.types(STRANGER, "/coach playbook <!channel>")
        assert "<!channel>" not in unknown
        assert words.OVERVIEW in unknown
        for one in parts(SOURCES):
            check.message(blocks.part(one, f"<@{STEWARD}>"))


def test_the_shell_prints_the_same_as_markdown_with_the_own_templates_and_policy(
    clock, tmp_path, capsys
):
    config = tmp_path / "coach.yml"
    text = company.write(tmp_path, clock.now()).read_text("utf-8")
    config.write_text(f"{text}policy:\n  formal: {LINK}\n", "utf-8")

    assert cli.main(["playbook", "--config", str(config)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"# {words.TITLE}\n")
    for one in compose(load.load(None), Policy(), 5):
        assert f"## {one.title}\n" in printed
        assert all(f"**{entry.head}:**" in printed for entry in one.entries if entry.head)
    assert LINK in printed
    assert words.STEWARDS not in printed
