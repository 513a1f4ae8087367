"""The policy in coach.yml and a change of it: whole, approved by two, a change; all said at once."""

from datetime import date
from pathlib import Path

import pytest

from bot.teams.policy import DEFAULT, NOTICE_DAYS, Policy, Retention
from tests.teams.sample import TEXT, problems, read

TWO = TEXT.replace("[U0STEWARD1]", "[U0STEWARD1, U0STEWARD2]")
CHANGE = """\
policy_change:
  takes_effect: 2026-12-14
  why: {why}
  approved_by: {approved}
  policy: {policy}
"""
BOTH = "[U0STEWARD1, U0STEWARD2]"


def change(policy="{individual: 'on'}", approved=BOTH, why="To try it out"):
    return CHANGE.format(policy=policy, approved=approved, why=why)


def test_a_policy_and_a_change_of_it_are_read_in_whatever_order_their_lists_are(tmp_path):
    one, other = "rework_after_merge", "pr_cycle_time"
    winter = "{name: Winter, starts: 2027-01-11, ends: 2027-01-11}"
    first = read(
        tmp_path, f"{TWO}policy: {{metrics: [{one}, {other}], evaluation: [{winter}]}}\n{change()}"
    )
    again = read(tmp_path, f"{TWO}policy: {{metrics: [{other}, {one}], evaluation: [{winter}]}}\n")

    assert first.policy_change is not None
    assert first.policy_change.policy == Policy(individual="on")
    assert first.policy == again.policy
    assert first.policy.version(5) == again.policy.version(5) != first.policy.version(6)
    assert first.policy.window_on(date(2027, 1, 11)) == first.policy.evaluation[0]
    assert first.policy.window_on(date(2027, 1, 12)) is None


CASES = {
    "a window that ends before it starts": (
        "policy: {evaluation: [{name: Spring, starts: 2027-04-05, ends: 2027-04-01}]}",
        "This window ends before it starts",
        "Exchange the two days",
    ),
    "windows that overlap by a day": (
        (
            "policy: {evaluation: [{name: A, starts: 2027-04-01, ends: 2027-04-05},"
            " {name: B, starts: 2027-04-05, ends: 2027-04-09}]}"
        ),
        "This window has days that `A` has too",
        "Let each day belong to one window",
    ),
    "speed without its guardrail": (
        "policy: {metrics: [pr_cycle_time, findings_inherited]}",
        "`pr_cycle_time` is never shown without a guardrail, and none of its own is in the list",
        "Add `",
    ),
    "a metric twice": (
        "policy: {metrics: [findings_new, findings_new]}",
        "This metric is already in the list",
        "Keep one of the two",
    ),
    "what is never measured": (
        "policy: {metrics: [findings_new, commits_per_developer]}",
        "names what Coach never measures",
        "Remove it: ",
    ),
    "nobody approves it": (
        change(approved="[]"),
        "needs two different stewards who stand behind it",
        "once they have agreed",
    ),
    "one approves it twice": (
        change(approved="[U0STEWARD1, U0STEWARD1]"),
        "needs two different stewards who stand behind it",
        "once they have agreed",
    ),
    "somebody approves it who is no steward": (
        change(approved="[U0STEWARD1, U0STEWARD2, U0MARTA001]"),
        "This is no steward of this file",
        "Put the Slack id of one of `organisation: stewards`",
    ),
    "it changes nothing": (
        "policy: {formal: 'https://example.com/x'}\n"
        + change(policy="{formal: 'https://example.com/x'}"),
        "This changes nothing",
        f"{NOTICE_DAYS} days or more ahead",
    ),
    "the reason names somebody": (
        change(why="Because @alice asked for it"),
        "`why` names somebody",
        "Say the reason without a name",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_trouble_with_a_policy_is_told_with_its_mend(case, tmp_path):
    written, what, mend = CASES[case]
    found = problems(tmp_path, f"{TWO}{written}\n")

    assert [one for one in found if what in one.what and mend in one.mend], found
    assert all(one.line > TWO.count("\n") for one in found)
    assert "U0MARTA" not in "".join(map(str, found))


def test_a_steward_who_is_alone_is_told_to_name_a_second(tmp_path):
    (found,) = problems(tmp_path, f"{TEXT}{change(approved='[U0STEWARD1]')}")

    assert "this file has one alone" in found.what
    assert found.mend.startswith("Name a second one under `organisation: stewards`")


def test_the_example_file_has_the_usual_policy_and_its_commented_change_can_be_used(tmp_path):
    example = Path("coach.example.yml").read_text("utf-8")
    start, end = example.index("# policy_change:"), example.index("# What Coach may read.")
    commented = example[start:end]
    used = "\n".join(line.removeprefix("# ") for line in commented.splitlines())
    policy = example[example.index("\npolicy:") : example.index("# A change of the policy")]
    roster = read(tmp_path, TWO + policy + used)
    parts = {line.strip(" #").split(":")[0] for line in policy.splitlines()}

    assert roster.policy == DEFAULT
    assert roster.policy_change is not None
    assert roster.policy_change.approved_by == ("U0STEWARD1", "U0STEWARD2")
    assert {*Policy.model_fields, *Retention.model_fields} <= parts
