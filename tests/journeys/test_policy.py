"""A change of the policy: announced to each team 14 days before, refused without, the same everywhere."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot import app
from bot.audit import store as audit
from bot.commitments.carried import Action
from bot.demo import company
from bot.digest import jobs as digest_jobs
from bot.errors import OperatorError
from bot.metrics.paused import BARRED
from bot.policy import words
from bot.slack import check
from tests.commitments.steps import does, records
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, open_workspace, reads_as

pytestmark = pytest.mark.journey
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND = "U0STEWARD2"
CHANNELS = ("C0PAYMENTS", "C0SEARCH01", "C0EDGE0001")
WHY = "We look at <quality> first & at speed later"
NEW = """\
  metrics: [findings_new, rework_after_merge, ai_acceptance]
  formal: https://people.example.com/reviews
  evaluation: [{name: Annual review, starts: 2027-01-11, ends: 2027-01-22}]
  retention: {questions: 3}
"""
FEWER = "pr_cycle_time"


def policy(text):
    return f"policy:\n{text}"


def change(text=NEW, day="2026-12-02", why=WHY):
    inner = "".join(f"  {line}\n" for line in text.splitlines())
    return (
        f"policy_change:\n  takes_effect: {day}\n  why: '{why}'\n"
        f"  approved_by: [{STEWARD}, {SECOND}]\n  policy:\n{inner}"
    )


@pytest.fixture
def workspace(clock, database_url, tmp_path) -> Iterator:
    with open_workspace(clock, database_url, tmp_path) as opened:
        opened.has_collected()
        yield opened


def writes(workspace, *parts, floor=5):
    """Let `coach.yml` end with these parts, with two stewards, without starting Coach anew."""
    config = workspace.settings.coach_config
    text = company.write(config.parent, workspace.clock.now()).read_text("utf-8")
    text = text.replace(f"[{STEWARD}]", f"[{STEWARD}, {SECOND}]\n  minimum_group: {floor}")
    config.write_text("\n".join([text, *parts]), "utf-8")


def edits(workspace, *parts, floor=5):
    """Do so, and start Coach anew."""
    writes(workspace, *parts, floor=floor)
    workspace.restarts()


def refused(workspace, *parts, floor=5):
    """Do so, and return why it does not start; then let the process before go on."""
    with pytest.raises(OperatorError) as raised:
        edits(workspace, *parts, floor=floor)
    return str(raised.value)


def at(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def notices(workspace, channel="C0PAYMENTS"):
    return [one for one in map(reads_as, workspace.slack.messages(channel)) if "policy" in one]


def acts(workspace):
    """Return what the audit has of the policy, oldest first."""
    with workspace.coach.deliverer.database.read() as reading:
        found = audit.newest(reading, 1000)[::-1]
    return [(one.act, one.by) for one in found if "policy" in one.act or "floor" in one.act]


def asks(workspace, user=ALICE):
    """Return what somebody reads who types `/coach policy`."""
    workspace.types(user, "/coach policy")
    return reads_as(workspace.slack.ephemerals(user)[-1])


def version(workspace):
    return asks(workspace).partition("Version *")[2][:8]


@SQLITE
def test_a_change_is_announced_waits_fourteen_days_and_then_holds_without_a_restart(workspace):
    before = version(workspace)
    workspace.types(MARTA, "/coach prep")
    page = reads_as(workspace.page(MARTA))
    assert page.endswith(f"Policy {before}: `/coach policy`")
    assert "Pull request cycle time (" in page

    workspace.clock.forward(hours=11)  # half past nine in the evening in Berlin
    edits(workspace, change(day="2026-12-02"))
    workspace.sweeps()
    assert notices(workspace) == [], "nobody is told at night"
    workspace.wakes_at(at("2026-11-19T06:00"))

    (told,) = notices(workspace)
    lines = told.splitlines()
    after = lines[-1].split()[4]
    assert lines == [
        "The policy of Coach changes on Wednesday 2 December 2026",
        "*What changes*",
        f"• These numbers are shown nowhere any more: {lines[2].partition('more: ')[2]}",
        "• Only the numbers that are listed are allowed; before, all that Coach has.",
        "• How people are evaluated here is described at https://people.example.com/reviews.",
        (
            "• A new time of evaluation: Annual review, from Monday 11 January 2027 to Friday 22"
            " January 2027."
        ),
        "• Questions about numbers, from their answer: kept 3 months, before 6 months.",
        "*Why:* We look at &lt;quality&gt; first &amp; at speed later",
        words.NOTICE_WHO.format(approvers=2),
        f"Policy {before} until then, {after} from that day on",
    ]
    assert "Pull request cycle time" in lines[2]
    assert [notices(workspace, channel) for channel in CHANNELS] == [[told]] * 3
    assert not any(name in told for name in ("<@", STEWARD, SECOND))
    coming = asks(workspace, STRANGER)
    assert f"*What changes on Wednesday 2 December 2026* (version {after})" in coming
    assert "shown nowhere any more: " in coming
    assert version(workspace) == before

    workspace.wakes_at(at("2026-12-01T22:59"))  # 23:59 in Berlin
    workspace.types(MARTA, "/coach prep")
    assert "Pull request cycle time (" in reads_as(workspace.page(MARTA))
    assert version(workspace) == before
    workspace.clock.forward(minutes=1)
    workspace.types(MARTA, "/coach prep")  # before any wake-up: the clock decides
    page = reads_as(workspace.page(MARTA))
    assert page.endswith(f"Policy {after}: `/coach policy`")
    assert f"Pull request cycle time, {BARRED}" in page
    assert "Pull request cycle time (" not in page
    workspace.sweeps()
    workspace.sweeps()
    assert acts(workspace) == [
        ("policy_adopted", ""),
        ("policy_announced", ""),
        ("policy_approved", STEWARD),
        ("policy_approved", SECOND),
        ("policy_changed", ""),
    ]

    edits(workspace, change())  # the day is over, and the file still has both
    edits(workspace, policy(NEW))
    workspace.sweeps()
    assert version(workspace) == after
    assert "since Wednesday 2 December 2026" in asks(workspace)
    assert "no change is announced" in asks(workspace)
    assert [len(acts(workspace)), len(notices(workspace))] == [5, 1]


@SQLITE
def test_a_policy_that_skipped_the_notice_comes_too_early_or_is_left_behind_is_refused(workspace):
    skipped = refused(workspace, policy(NEW))
    assert "is not the one in force" in skipped
    assert "kept 3 months, before 6 months" in skipped
    assert "2026-12-02 or a later day" in skipped
    soon = refused(workspace, change(day="2026-12-01"))
    assert "The earliest possible day is 2026-12-02" in soon
    assert acts(workspace) == [("policy_adopted", "")]

    edits(workspace, change())
    assert "that day has not come" in refused(workspace, policy(NEW))
    workspace.clock.forward(days=14)
    edits(workspace, change())
    left = refused(workspace)
    assert "is the one from before Wednesday 2 December 2026" in left
    edits(workspace, policy(NEW))


@SQLITE
def test_the_floor_can_be_raised_at_once_and_is_never_lowered(workspace):
    before = version(workspace)
    edits(workspace, floor=7)
    raised = version(workspace)
    assert raised != before
    assert "at least 7 people beside the reader" in asks(workspace)
    assert "Write 7 or more" in refused(workspace, floor=6)
    edits(workspace, floor=7)

    assert version(workspace) == raised
    assert acts(workspace) == [("policy_adopted", ""), ("floor_raised", "")]


@SQLITE
def test_a_change_that_is_changed_or_withdrawn_is_called_off_and_told_where_it_was_announced(
    workspace,
):
    edits(workspace, change())
    edits(workspace, change(day="2026-12-03"))  # before anybody was told of the first
    workspace.sweeps()
    (first,) = notices(workspace)
    assert first.startswith("The policy of Coach changes on Thursday 3 December 2026")
    assert words.NOTICE_REPLACES not in first

    workspace.clock.forward(days=2)
    assert "2026-12-04" in refused(workspace, change(day="2026-12-03", why="For another reason"))
    edits(workspace, change(day="2026-12-04", why="For another reason"))
    workspace.sweeps()
    second = notices(workspace)[-1]
    assert words.NOTICE_REPLACES in second
    assert "*Why:* For another reason" in second

    edits(workspace)
    workspace.sweeps()
    last = notices(workspace)[-1]
    assert last == words.OFF_TEXT.format(day="Friday 4 December 2026")
    assert len(notices(workspace)) == 3
    workspace.clock.forward(days=20)
    workspace.sweeps()
    assert "no change is announced" in asks(workspace)
    assert [act for act, _ in acts(workspace)].count("policy_called_off") == 3
    assert "policy_changed" not in [act for act, _ in acts(workspace)]


@SQLITE
def test_where_the_channel_cannot_be_told_its_managers_are_and_it_is_tried_again(workspace):
    everybody = {NOAM, ALICE}
    workspace.slack.change_channel("C0EDGE0001", members=everybody)
    edits(workspace, change())
    workspace.sweeps()
    said = [reads_as(one) for one in workspace.slack.dm(NOAM)][-1]

    assert notices(workspace, "C0EDGE0001") == []
    assert said.startswith("I could not tell <#C0EDGE0001> that the policy of Coach changes on")
    both = everybody | {workspace.slack.bot_user_id}
    workspace.slack.change_channel("C0EDGE0001", members=both)
    workspace.clock.forward(days=1)
    workspace.sweeps()
    assert len(notices(workspace, "C0EDGE0001")) == 1
    assert len(notices(workspace)) == 1


def test_two_processes_that_start_at_once_announce_once_and_change_once(workspace):
    writes(workspace, change())
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(app.build, workspace.settings, workspace.clock) for _ in range(2)]
        coaches = [one.result() for one in both]
    workspace.sweeps()
    told = [len(notices(workspace, channel)) for channel in CHANNELS]
    workspace.clock.forward(days=14)
    with ThreadPoolExecutor(2) as pool:
        turned = list(pool.map(lambda coach: coach.keeper.wake(), coaches))
    held = [coach.keeper.wake() for coach in coaches]
    acted = [act for act, _ in acts(workspace)]
    for coach in coaches:
        coach.close()

    assert told == [1, 1, 1]
    assert any(turned)
    assert not any(held)
    assert acted.count("policy_announced") == acted.count("policy_changed") == 1
    assert acted.count("policy_approved") == 2


@SQLITE
def test_a_number_that_is_not_allowed_is_on_no_surface_and_in_no_choice(workspace):
    records(workspace, metric=FEWER, check_in="2026-12-02")
    does(workspace, ALICE, Action.AGREE)
    edits(workspace, change())
    digest_jobs.plan(workspace.coach.digests)
    workspace.slack.open_home(ALICE)
    workspace.settles()
    workspace.clock.forward(days=14)
    workspace.collects()
    workspace.sweeps()
    stands = reads_as(workspace.slack.home(ALICE))  # put anew, though nobody opened it
    assert f"Pull request cycle time, {BARRED}" in stands
    workspace.sweeps()
    outcomes = [one for one in map(reads_as, workspace.slack.dm(ALICE)) if BARRED in one]
    assert len(outcomes) == 1, "what became of an experiment is not told by that number either"
    shown = {}
    for user, typed in ((MARTA, "prep"), (ALICE, "team")):
        workspace.types(user, f"/coach {typed}")
        shown[typed] = reads_as(workspace.page(user))
    workspace.types(MARTA, "/coach digest preview")
    shown["digest"] = reads_as(workspace.slack.ephemerals(MARTA)[-1])
    workspace.slack.open_home(ALICE)
    workspace.settles()
    shown["home"] = reads_as(workspace.slack.home(ALICE))
    policy_line = f"Policy {version(workspace)}: `/coach policy`"
    forms = {}
    for user, typed in ((MARTA, f"commit <@{ALICE}>"), (ALICE, "decide"), (ALICE, "question")):
        workspace.types(user, f"/coach {typed}")
        forms[typed.split()[0]] = workspace.form(user)

    for name, said in shown.items():
        assert policy_line in said, name
        assert "Pull request cycle time (" not in said, name
        assert f"Pull request cycle time, {BARRED}" in said, name
    for name, form in forms.items():
        values = [
            option["value"]
            for block in form.blocks
            for option in block.get("element", {}).get("options", ())
        ]
        assert FEWER not in values, name
        assert "rework_after_merge" in values, name


@SQLITE
def test_everybody_reads_the_whole_policy_in_one_answer_that_slack_takes(workspace):
    said = asks(workspace, STRANGER)
    message = workspace.slack.ephemerals(STRANGER)[-1]
    check.message({"text": message.text, "blocks": message.blocks})

    for part in (
        "• *High-severity findings:*",
        "*Commit counts:*",
        words.SEES,
        "• The audit, which says who did what: 24 months",
        "*The floor:*",
        words.NO_FORMAL,
        f"*Who approves:* <@{STEWARD}>.",
    ):
        assert part in said
    assert said.splitlines()[-1].startswith("*Who approves:*"), "nothing is left out"
