"""From the end of a conversation to what came of it: both people's screens, read aloud."""

from datetime import UTC, date, datetime

import pytest

from bot.commitments.carried import Action
from bot.metrics.week import Week
from tests.workspace import ALICE, MARTA, reads_as

pytestmark = pytest.mark.journey

FILLED = {
    "pattern": "Findings in auth-service rose over six weeks.",
    "hypothesis": "Changes to the login flow are large and hard to review.",
    "experiment": "smaller_changes",
    "engineer_will": "Split the login change into three pull requests.",
    "manager_will": "Move the release by a week so that there is time for it.",
    "check_in": "2026-12-02",
    "metric": "findings_new",
    "not_helping": "Findings stay where they are although changes are smaller.",
}


def record(workspace, **other):
    """Marta records what she and Alice agreed."""
    workspace.types(MARTA, f"/coach commit {workspace.slack.mention(ALICE)}")
    problems = workspace.submits(MARTA, **{**FILLED, **other})
    assert problems == {}
    workspace.sweeps()


def agreed(workspace, **other):
    record(workspace, **other)
    workspace.presses(ALICE, workspace.page(ALICE), Action.AGREE)
    workspace.sweeps()


def berlin(day, hour, minute=0, month=11, year=2026):
    """An instant of Berlin's winter time."""
    return datetime(year, month, day, hour - 1, minute, tzinfo=UTC)


def test_the_whole_way_from_a_record_to_what_came_of_it(workspace):
    workspace.types(MARTA, f"/coach prep {workspace.slack.mention(ALICE)}")
    page = workspace.page(MARTA)
    workspace.presses(MARTA, page, Action.RECORD)
    form = workspace.form(MARTA)
    begun = {block["block_id"]: block for block in form.blocks}
    assert "High-severity findings in auth-service rose" in str(begun["pattern"])
    assert begun["check_in"]["element"]["initial_date"] == "2026-12-02"

    assert workspace.submits(MARTA, **FILLED) == {}
    workspace.sweeps()
    hers, his = workspace.page(MARTA), workspace.page(ALICE)
    assert reads_as(hers) == WAITING
    assert reads_as(his) == ASKED
    assert his.text == "A record of your conversation is here for you to look at."

    workspace.presses(ALICE, his, Action.SUGGEST)
    assert workspace.submits(ALICE, engineer_will="Split it in two, and pair on the first.") == {}
    workspace.sweeps()
    assert reads_as(workspace.page(MARTA)).startswith(
        "What you two might try\nBetween <@U0MARTA001> (manager) and <@U0ALICE001> (engineer).\n"
        "<@U0ALICE001> suggests a change to this record."
    )
    assert (
        "Before: the engineer will\n> Split the login change into three pull requests."
        in reads_as(workspace.page(MARTA))
    )
    assert "Version 2, by <@U0ALICE001> on Wednesday 18 November. Changed: the engineer will." in (
        reads_as(workspace.page(MARTA))
    )

    workspace.presses(MARTA, workspace.page(MARTA), Action.AGREE)
    workspace.sweeps()
    for person in (MARTA, ALICE):
        text = reads_as(workspace.page(person))
        assert "You both agreed on Wednesday 18 November." in text
        assert "> Split it in two, and pair on the first." in text
        assert "[Google Calendar] [Outlook]" in text

    # Alice is reminded half-way, on Wednesday 25 November at 9:30 in Berlin; Marta a day before.
    workspace.wakes_at(berlin(24, 9, 29))
    assert "A quiet reminder" not in reads_as(workspace.page(MARTA))
    workspace.wakes_at(berlin(24, 9, 30))
    assert reads_as(workspace.page(MARTA)) == MARTAS_NUDGE
    workspace.presses(MARTA, workspace.page(MARTA), Action.DONE)
    workspace.sweeps()
    assert "<@U0MARTA001>: done on Tuesday 24 November." in reads_as(workspace.page(MARTA))
    assert "[Done]" not in reads_as(workspace.page(MARTA))

    workspace.wakes_at(berlin(25, 9, 29))
    assert "A quiet reminder" not in reads_as(workspace.page(ALICE))
    workspace.wakes_at(berlin(25, 9, 30))
    nudge = workspace.page(ALICE)
    assert "> Split it in two, and pair on the first." in reads_as(nudge)
    assert nudge.text == "A reminder that you agreed to is here."
    menu = next(
        element
        for block in nudge.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == Action.SNOOZE
    )
    workspace.chooses(ALICE, nudge, Action.SNOOZE, menu["options"][0]["value"])
    workspace.sweeps()
    assert "You will be reminded on Thursday 26 November." in reads_as(workspace.page(ALICE))
    assert "[Done]" not in reads_as(workspace.page(ALICE))

    workspace.wakes_at(berlin(26, 9, 30))
    last = workspace.page(ALICE)
    assert last.ts != nudge.ts
    assert "This was the second and last reminder." in reads_as(last)
    assert "Remind me" not in reads_as(last)
    workspace.presses(ALICE, last, Action.DONE)
    workspace.sweeps()
    assert "<@U0ALICE001>: done on Thursday 26 November." in reads_as(workspace.page(ALICE))

    workspace.wakes_at(berlin(2, 9, 30, month=12))
    looked = [workspace.page(person) for person in (MARTA, ALICE)]
    assert reads_as(looked[0]) == reads_as(looked[1]) == FIRST_LOOK
    assert looked[0].text == "It is time to look again at what you agreed to try."

    # When the six weeks after are known (a rework counts for 21 days), it can be said: findings fell, and rework stayed as it was.
    add_weeks(workspace)
    workspace.wakes_at(berlin(1, 9, 30, month=2, year=2027))
    looked = [workspace.page(person) for person in (MARTA, ALICE)]
    assert reads_as(looked[0]) == reads_as(looked[1])
    assert reads_as(looked[0]).startswith(SECOND_LOOK)

    workspace.presses(MARTA, looked[0], Action.KEEP)
    workspace.sweeps()
    for person in (MARTA, ALICE):
        text = reads_as(workspace.page(person))
        assert "*What you made of it:* you keep what you tried." in text
        assert "[Keep it]" not in text


def add_weeks(workspace):
    """Let the team's numbers go on until 31 January: fewer findings, as much rework as before."""
    path = workspace.settings.coach_config.parent / "weekly.csv"
    week, lines = Week(date(2026, 11, 16)), []
    for last in range(11):
        for service, findings in (("auth-service", last % 2), ("ledger", 1)):
            lines.append(f"payments,{service},{week},findings_new,high,{findings},4.2,9,,,")
        lines.append(f"payments,,{week},rework_after_merge,,{3 + last % 2},26,,,8,0.24")
        week = week.plus(1)
    path.write_text(path.read_text() + "\n".join(lines) + "\n")
    workspace.clock.forward(
        seconds=(berlin(1, 4, month=2, year=2027) - workspace.clock.now()).total_seconds()
    )
    workspace.collects()


WAITING = """\
What you two might try
Between <@U0MARTA001> (manager) and <@U0ALICE001> (engineer).
This waits for <@U0ALICE001> to look at it. It counts once both of you agree.
What was noticed about the team's work
> Findings in auth-service rose over six weeks.
The shared guess
> Changes to the login flow are large and hard to review.
*Experiment:* Smaller pull requests
*Look again on:* Wednesday 2 December
*The team's number to look at:* High-severity findings
The engineer will
> Split the login change into three pull requests.
The manager will
> Move the release by a week so that there is time for it.
What would show that it does not help
> Findings stay where they are although changes are smaller.
[Suggest a change]"""
ASKED = WAITING.replace(
    "This waits for <@U0ALICE001> to look at it. It counts once both of you agree.",
    "<@U0MARTA001> wrote this down after your conversation. It counts only once you agree, and you can"
    " change any of it. Until then nobody is reminded of anything.",
).replace("[Suggest a change]", "[Agree] [Suggest a change] [Rather not]")
MARTAS_NUDGE = """\
A quiet reminder of what you said you would do. Nobody else sees this.
You said you would:
> Move the release by a week so that there is time for it.
From your conversation with <@U0ALICE001>. The day to look again together: Wednesday 2 December.
[Done] [Remind me …] [Pick a day] [Change] [Drop] [I need help]
`/coach stop` ends all reminders, `/coach commitments` lists what is open."""
FIRST_LOOK = """\
Looking again: smaller pull requests
<@U0MARTA001> and <@U0ALICE001>, you wanted to look again at what you tried. Both of you get this same message.
*High-severity findings: nothing yet after, 0.5 per 1,000 lines (167 in 828 reviews) before: cannot tell yet*
0 of the 6 weeks after are over; the week of the agreement and the next one are left out; 0 of 6 weeks can be compared, with 46 before; it takes at least 3 of these 6 weeks and 6 before
*What this cannot show:* Which findings matter in this system, code that the analyser never reads, and the extra care that an urgent fix or a legacy area asks for.
Things that are worth a talk tend to come up in a bad stretch, and often get better by themselves. So "helped" is a hint, not proof.
You said it would not be helping if
> Findings stay where they are although changes are smaller.
There will be one more look on Monday 1 February, once enough weeks have passed.
What do you two make of it?
[Keep it] [Adjust it] [Try another]"""
# 9 findings in six weeks of 8.4 thousand lines; before them 167 in 46 weeks of 7.3 thousand: 40 in the
# last six, and in the forty usual ones six times 19, and 13.
SECOND_LOOK = """\
Looking again: smaller pull requests
<@U0MARTA001> and <@U0ALICE001>, you wanted to look again at what you tried. Both of you get this same message. This is the second look, now that there are enough weeks after it began.
*High-severity findings: 0.18 per 1,000 lines after, 0.5 before: helped*
6 of 6 weeks can be compared, with 46 before
*Its guardrail:* Rework after merge: 13 % after, 12 before: no clear change
"""
