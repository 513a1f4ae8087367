"""Once a month a team's channel gets the numbers that its manager sees, once, whatever breaks."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot import app
from bot.commitments import jobs as commitment_jobs
from bot.commitments.carried import Action
from bot.demo import company
from bot.demo.local_slack import SCOPES, Fault
from bot.digest import jobs, words
from bot.signals import words as signals
from bot.slack import check
from tests.commitments.conftest import changed
from tests.commitments.steps import does, records
from tests.workspace import ALICE, MARTA, NOAM, POLICY, STEWARD, STRANGER, open_workspace, reads_as

pytestmark = pytest.mark.journey
PAYMENTS, SEARCH, EDGE = "C0PAYMENTS", "C0SEARCH01", "C0EDGE0001"
CHANNELS = (PAYMENTS, SEARCH, EDGE)
DUE = {SEARCH: "2026-12-01T04:15", PAYMENTS: "2026-12-01T09:00", EDGE: "2026-12-01T15:00"}
"""10:00 on Tuesday 1 December in Kathmandu, Berlin and New York."""
ZONES = (
    ("    channel: C0SEARCH01", "    channel: C0SEARCH01\n    time_zone: Asia/Kathmandu"),
    ("    channel: C0EDGE0001", "    channel: C0EDGE0001\n    time_zone: America/New_York"),
)
SIX = [
    user
    for user, name in company.people().items()
    if name in {"Alice", "Basim", "Chika", "Diana", "Emile", "Fatma"}
]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POST = "chat.postMessage"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def workspace(clock, database_url, tmp_path):
    """The sample company in three zones: Payments is eventful, Search is quiet, Edge is small."""
    text = changed(company.write(tmp_path, clock.now()), *ZONES)
    with open_workspace(clock, database_url, tmp_path, coach_yml=text) as opened:
        jobs.plan(opened.coach.digests)
        yield opened


def reaches(workspace, moment):
    """Move the clock to an instant, with nothing awake on the way."""
    workspace.clock.forward(seconds=(at(moment) - workspace.clock.now()).total_seconds())


def wakes(workspace, moment=None):
    """Let the wake-ups happen, at an instant if one is given."""
    if moment is not None:
        reaches(workspace, moment)
    jobs.plan(workspace.coach.digests)
    workspace.sweeps()


def collects(workspace):
    """Let the newest week be last week's, and collect."""
    config = workspace.settings.coach_config
    text = config.read_text("utf-8")
    company.write(config.parent, workspace.clock.now())
    config.write_text(text, "utf-8")
    workspace.collects()


def edits(workspace, *changes):
    """Change `coach.yml`, and start Coach with it."""
    config = workspace.settings.coach_config
    config.write_text(changed(config, *changes), "utf-8")
    workspace.restarts()
    jobs.plan(workspace.coach.digests)


def channel(workspace, name=PAYMENTS):
    return [reads_as(one) for one in workspace.slack.messages(name)]


def notes(workspace, user=MARTA):
    """What a manager was told of a digest."""
    found = [one for one in workspace.slack.dm(user) if one.text.startswith("About the digest")]
    return [reads_as(one) for one in found]


def a_month_passes(workspace):
    for moment in DUE.values():
        reaches(workspace, moment)
        collects(workspace)
        wakes(workspace)


def test_a_month_passes_for_three_teams_in_three_zones(workspace):
    a_month_passes(workspace)
    payments, search = channel(workspace), channel(workspace, SEARCH)

    assert [len(payments), len(search), channel(workspace, EDGE)] == [1, 1, []]
    lines = payments[0].splitlines()
    assert lines == [
        "Payments: 19 Oct to 29 Nov 2026",
        (
            "*What the team wants to improve:* Let the AI assistant take the routine work, without more"
            " rework after the merge."
        ),
        "The team looks at it together every two weeks, until Tuesday 16 February 2027.",
        (
            "*How it moved:* Rework after merge did not clearly change, from 12 to 13 %. *What must not"
            " suffer:* High-severity findings rose, from 0.43 to 0.91 per 1,000 lines."
        ),
        (
            "19 Oct to 29 Nov 2026 against the year before · auth-service, ledger · collected"
            f" <!date^{int(at(DUE[PAYMENTS]).timestamp())}^{{date_short_pretty}} at {{time}}"
            "|2026-12-01 09:00 UTC>"
        ),
        "*What changed*",
        (
            "• Pull request cycle time (ready for review to merge) fell, by 20 to 40 %: median 19 h,"
            " three in four within 34 h (about 160 in all), before that median 28 h, three in four"
            " within 2.1 days (about 1,200 in all)"
        ),
        (
            "• AI suggestions accepted (accepted out of shown, in the editor) rose, by 27 to 40 %: 36 %"
            " (1,200 of 3,360), before that 27 % (6,882 of 25,760)"
        ),
        (
            "• High-severity findings (new in reviewed pull requests, per 1,000 lines) rose, by 51 to 200 %: 0.91 per"
            " 1,000 lines (40 in 108 reviews), before that 0.43 per 1,000 lines (146 in 828 reviews)"
        ),
        (
            "• High-severity findings in auth-service (new in reviewed pull requests, per 1,000 lines)"
            " rose, by 130 to 420 %: 1.2 per 1,000 lines (31 in 54 reviews), before that 0.36 per 1,000 lines (70 in 414"
            " reviews)"
        ),
        "*What did not clearly change*",
        (
            "• Rework after merge (reverted or fixed within 21 days of the merge): 13 % (20 of 156),"
            " before that 12 % (145 of 1,196)"
        ),
        "*One question for the retro:* What holds a change up between being ready and being merged?",
        lines[13],
        "*Pull request cycle time, with rework after merge beside it:* faster, watch quality.",
        "Chart: Pull request cycle time",
        (
            "*Beside the chart, what must be looked at with it:* Rework after merge (reverted or fixed"
            " within 21 days of the merge): 13 % (20 of 156), before that 12 % (145 of 1,196)"
        ),
        "[Question this number] [Add context] [Decide what to improve] [What is this?]",
        signals.IN_PILOT,
        words.FOOTER,
        POLICY,
    ]
    assert lines[13].startswith("*What this cannot show:*")
    assert search[0].splitlines() == [
        "Search: 19 Oct to 29 Nov 2026",
        (
            "Nothing clearly changed from 19 Oct to 29 Nov 2026: high-severity findings, pull request"
            " cycle time, rework after merge."
        ),
        (
            "No news is worth knowing too. `/coach team` shows everybody in the team the numbers, the"
            " same that the manager sees."
        ),
        "[Question this number] [Add context] [Decide what to improve] [What is this?]",
        signals.IN_PILOT,
        POLICY,
    ]
    assert notes(workspace, NOAM) == [
        (
            f"<#{EDGE}> gets no digest for *Edge*. It takes more than 5 members to show a number that"
            " points at nobody, and coach.yml lists 4. As soon as there are more, it comes by itself."
            " I tell you this once."
        )
    ]
    assert notes(workspace) == []


@SQLITE
def test_no_digest_names_anybody_of_the_company(workspace):
    a_month_passes(workspace)
    said = json.dumps([one.blocks for name in CHANNELS for one in workspace.slack.messages(name)])

    assert len(said) > 1000
    assert "<@" not in said
    for user, name in company.people().items():
        assert user not in said
        assert name not in said


@SQLITE
def test_the_channel_shows_the_numbers_of_the_managers_page_and_no_others(workspace):
    a_month_passes(workspace)
    workspace.types(MARTA, "/coach prep")
    page = reads_as(workspace.page(MARTA))
    rows = [line.split(" | ") for line in page.splitlines() if line.count(" | ") == 4][1:]
    lines = [one for one in channel(workspace)[0].splitlines() if one.startswith("• ")]

    assert len(rows) == len(lines) == 5
    for subject, recent, before, *_ in rows:
        assert any(subject in one and f": {recent}, before that {before}" in one for one in lines)


@SQLITE
def test_an_experiment_is_not_told_of_where_somebody_could_be_guessed(workspace):
    for user in SIX[:5]:
        records(workspace, engineer=user, experiment="smaller_changes", check_in="2026-12-01")
        does(workspace, user, Action.AGREE)
    records(workspace, engineer=SIX[5], experiment="pairing", check_in="2026-12-01")  # not agreed
    a_month_passes(workspace)
    wakes(workspace, "2027-01-05T09:00")
    wakes(workspace, "2027-02-02T09:00")

    assert len(channel(workspace)) == 3
    assert not [one for one in channel(workspace) if "xperiment" in one]


@SQLITE
def test_experiments_that_are_alike_are_one_line_and_something_else_is_none(workspace):
    kinds = ["smaller_changes", "smaller_changes", "pairing", "something_else", "tool_setup",
             "checklist"]  # fmt: skip
    days = dict.fromkeys(kinds, "2026-12-02") | {"checklist": "2027-02-03"}
    for user, kind in zip(SIX, kinds, strict=True):
        records(workspace, engineer=user, experiment=kind, check_in=days[kind])
        does(workspace, user, Action.AGREE)
    a_month_passes(workspace)
    wakes(workspace, "2027-01-05T09:00")
    assert not [one for one in channel(workspace) if "xperiment" in one], "nobody can tell yet"
    wakes(workspace, "2027-02-02T09:00")
    lines = [one for one in channel(workspace)[-1].splitlines() if "n experiment with" in one]

    assert lines == [
        "• An experiment with pairing: cannot tell yet",
        "• An experiment with smaller pull requests: cannot tell yet",
        "• An experiment with setting a tool up: cannot tell yet",
    ]
    wakes(workspace, "2027-03-02T09:00")
    march = [one for one in channel(workspace)[-1].splitlines() if "n experiment with" in one]
    assert march == ["• An experiment with a checklist: cannot tell yet"]


@SQLITE
def test_an_experiment_that_ended_is_judged_as_its_two_people_see_it(workspace):
    collects(workspace)
    for user in SIX:
        records(workspace, engineer=user, experiment="smaller_changes", check_in="2027-02-01")
        does(workspace, user, Action.AGREE)
    reaches(workspace, "2027-02-01T09:30")
    collects(workspace)
    wakes(workspace)
    outcome = [reads_as(one) for one in workspace.slack.dm(ALICE) if "cycle time" in reads_as(one)]
    wakes(workspace, "2027-02-02T09:00")

    assert ": no clear change" in outcome[-1]
    assert "• An experiment with smaller pull requests: no clear change" in channel(workspace)[-1]


@SQLITE
def test_a_workspace_without_native_charts_gets_the_same_digest_with_a_table(workspace):
    workspace.slack.workspace.native_charts = False
    a_month_passes(workspace)

    assert len(channel(workspace)) == 1
    assert "Signal | Last 6 weeks | The year before" in channel(workspace)[0]
    assert "Chart:" not in channel(workspace)[0]


class Died(BaseException):
    """The process ends here."""


@contextmanager
def dies_at(workspace, number) -> Iterator[list[str]]:
    """Let the process die at a point of what it does: before a commit, or around a call of Slack."""
    points, died = count(1), []

    def pass_by(point: str) -> None:
        if next(points) == number:
            died.append(point)
            raise Died

    def before_commit(_connection: Any) -> None:
        pass_by("before a commit")

    client = workspace.coach.bolt.client
    call = client.api_call

    def called(method: str, **given: Any) -> Any:
        pass_by(f"before {method}")
        answer = call(method, **given)
        pass_by(f"after {method}")
        return answer

    client.api_call = called
    event.listen(Engine, "commit", before_commit)
    try:
        with suppress(Died):
            yield died
    finally:
        event.remove(Engine, "commit", before_commit)
        client.api_call = call


def test_killed_at_each_point_each_month_still_has_one_digest(clock, database_url, tmp_path):
    """Each month one point further, until a month comes in which nothing more can be broken off."""
    with open_workspace(clock, database_url, tmp_path) as workspace:
        jobs.plan(workspace.coach.digests)
        seen = []
        for number in range(1, 60):
            rows = workspace.coach.digests
            with rows.database.read() as connection:
                due = connection.exec_driver_sql("SELECT max(due_at) FROM digest").scalar()
            due = datetime.fromisoformat(str(due))
            due = due if due.tzinfo else due.replace(tzinfo=UTC)
            workspace.clock.forward(seconds=(due - workspace.clock.now()).total_seconds())
            with dies_at(workspace, number) as died:
                jobs.plan(workspace.coach.digests)
                commitment_jobs.sweep(workspace.coach.nudges, workspace.coach.outbox)
            seen += died
            workspace.restarts()
            for _ in range(3):
                workspace.clock.forward(minutes=2)
                wakes(workspace)
            assert len(channel(workspace)) == len(channel(workspace, SEARCH)) == number, died
            if not died:
                break

        assert {"before a commit", f"before {POST}", f"after {POST}"} <= {*seen}
        assert channel(workspace, EDGE) == []
        assert len(notes(workspace, NOAM)) == 1
        assert notes(workspace) == []


def test_two_processes_on_one_database_post_each_digest_once(workspace):
    other = app.build(workspace.settings, workspace.clock)
    both = (workspace.coach, other)
    reaches(workspace, DUE[EDGE])

    def works(coach):
        for _ in range(3):
            jobs.plan(coach.digests)
            commitment_jobs.sweep(coach.nudges, coach.outbox)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(works, both))
    wakes(workspace)
    other.close()

    assert [len(channel(workspace, name)) for name in CHANNELS] == [1, 1, 0]
    assert len(notes(workspace, NOAM)) == 1


@SQLITE
def test_a_digest_of_a_day_on_which_coach_was_down_comes_late_and_by_day(workspace):
    reaches(workspace, "2026-12-05T02:00")
    workspace.restarts()
    wakes(workspace)
    assert channel(workspace) == []  # Saturday, at 3 in the morning in Berlin

    wakes(workspace, "2026-12-07T05:59")
    assert channel(workspace) == []
    wakes(workspace, "2026-12-07T06:00")
    assert len(channel(workspace)) == 1
    assert notes(workspace) == []


@SQLITE
def test_a_digest_is_skipped_after_five_working_days_and_the_manager_is_told_once(workspace):
    wakes(workspace, "2026-12-09T10:00")
    wakes(workspace, "2026-12-10T10:00")
    assert channel(workspace) == []
    assert notes(workspace) == [
        (
            "The digest of *Payments* for December 2026 was skipped: Coach was not running, and by now it"
            " would be too late. The next one comes on time. `/coach digest preview` shows you the"
            " numbers now."
        )
    ]

    wakes(workspace, "2027-01-05T09:00")
    assert len(channel(workspace)) == 1
    assert len(notes(workspace)) == 1


@SQLITE
def test_a_digest_that_waited_in_the_outbox_for_too_long_is_skipped_too(workspace):
    workspace.slack.workspace.revoked = "token_revoked"
    wakes(workspace, DUE[PAYMENTS])
    workspace.slack.workspace.revoked = ""
    workspace.restarts()
    wakes(workspace, "2026-12-09T10:00")
    wakes(workspace)

    assert channel(workspace) == []
    assert len(notes(workspace)) == 1
    assert "was skipped" in notes(workspace)[0]


def leaves(workspace):
    everybody = workspace.slack.workspace.channels[PAYMENTS].members
    workspace.slack.change_channel(PAYMENTS, members=everybody - {workspace.slack.bot_user_id})


def joins(workspace):
    everybody = workspace.slack.workspace.channels[PAYMENTS].members
    workspace.slack.change_channel(PAYMENTS, members=everybody | {workspace.slack.bot_user_id})


@SQLITE
def test_a_manager_is_told_once_that_coach_is_not_in_the_channel_until_it_is(workspace):
    leaves(workspace)
    for moment in (DUE[PAYMENTS], "2027-01-05T09:00", "2027-02-02T09:00"):
        wakes(workspace, moment)
        wakes(workspace)
    assert len(notes(workspace)) == 1
    assert f"I am not in <#{PAYMENTS}>. Type `/invite @coach` there" in notes(workspace)[0]

    joins(workspace)
    wakes(workspace, "2027-03-02T09:00")
    assert len(channel(workspace)) == 1
    leaves(workspace)
    wakes(workspace, "2027-04-06T08:00")
    wakes(workspace)
    assert len(notes(workspace)) == 2


@SQLITE
def test_another_reason_is_told_anew(workspace):
    leaves(workspace)
    wakes(workspace, DUE[PAYMENTS])
    wakes(workspace)
    workspace.slack.change_channel(PAYMENTS, is_archived=True)
    wakes(workspace, "2027-01-05T09:00")
    wakes(workspace)
    wakes(workspace, "2027-02-02T08:50")  # by now the others have what is theirs
    workspace.slack.fail(POST, Fault.error("restricted_action_read_only_channel"))
    wakes(workspace, "2027-02-02T09:00")
    wakes(workspace)
    told = zip(notes(workspace), ("I am not in", "is archived", "do not let me write"), strict=True)

    assert [note for note, phrase in told if phrase not in note] == []


@SQLITE
def test_a_channel_that_is_renamed_is_still_the_same_one(workspace):
    workspace.slack.change_channel(PAYMENTS, name="paying")
    wakes(workspace, DUE[PAYMENTS])

    assert len(channel(workspace)) == 1
    assert notes(workspace) == []


@SQLITE
def test_another_channel_in_coach_yml_gets_the_digest_that_was_on_its_way(workspace):
    workspace.slack.add_channel("C0PAYING01", name="paying", members=company.people())
    workspace.slack.fail(POST, Fault.RATE_LIMITED(retry_after=60))
    wakes(workspace, DUE[PAYMENTS])
    edits(workspace, ("channel: C0PAYMENTS", "channel: C0PAYING01"))
    workspace.clock.forward(minutes=5)
    wakes(workspace)

    assert channel(workspace) == []
    assert len(channel(workspace, "C0PAYING01")) == 1


@SQLITE
def test_a_team_that_leaves_coach_yml_gets_no_digest_that_was_on_its_way(workspace):
    workspace.slack.fail(POST, Fault.RATE_LIMITED(retry_after=60))
    wakes(workspace, DUE[PAYMENTS])
    assert channel(workspace) == []
    config = workspace.settings.coach_config
    start, end = "  - id: payments", "  - id: search"
    text = config.read_text("utf-8")
    config.write_text(text[: text.index(start)] + text[text.index(end) :], "utf-8")
    workspace.restarts()
    workspace.clock.forward(minutes=5)
    wakes(workspace)

    assert channel(workspace) == notes(workspace) == []
    assert len(channel(workspace, SEARCH)) == 1


@SQLITE
def test_a_small_team_that_grows_gets_its_digest_without_being_asked(workspace):
    wakes(workspace, DUE[EDGE])
    wakes(workspace)
    edits(workspace, ("U0SOFIA001]", "U0SOFIA001, U0TOMAS001, U0ULRIK001]"))
    wakes(workspace, "2027-01-05T15:00")

    assert len(channel(workspace, EDGE)) == 1
    assert len(notes(workspace, NOAM)) == 1


@SQLITE
def test_a_reply_that_is_lost_is_settled_by_the_history_of_the_channel(workspace):
    workspace.slack.fail(POST, Fault.REPLY_LOST, times=2)
    wakes(workspace, DUE[PAYMENTS])
    workspace.clock.forward(minutes=2)
    wakes(workspace)

    assert len(channel(workspace)) == len(channel(workspace, SEARCH)) == 1
    assert notes(workspace) == []


@SQLITE
def test_without_the_history_a_lost_reply_is_never_answered_by_a_second_digest(workspace):
    without = SCOPES - {"channels:history", "groups:history"}
    workspace.slack.workspace.scopes = without
    workspace.restarts()
    workspace.slack.fail(POST, Fault.REPLY_LOST, times=2)
    wakes(workspace, DUE[PAYMENTS])
    for _ in range(3):
        workspace.clock.forward(minutes=2)
        wakes(workspace)

    assert len(channel(workspace)) == len(channel(workspace, SEARCH)) == 1
    assert notes(workspace) == [
        (
            f"I cannot tell whether the digest of *Payments* for December 2026 stands in <#{PAYMENTS}>:"
            " Slack did not answer, and I may not look. Please look there yourself. I do not post it"
            " again, so that it never stands there twice."
        )
    ]


def test_two_managers_who_switch_it_off_at_once_have_one_effect(clock, database_url, tmp_path):
    text = changed(company.write(tmp_path, clock.now()), (f"[{MARTA}]", f"[{MARTA}, {NOAM}]"))
    with open_workspace(clock, database_url, tmp_path, coach_yml=text) as workspace:
        acts = [
            lambda user=user: workspace.types(user, "/coach digest off payments", settle=False)
            for user in (MARTA, NOAM)
        ]
        with ThreadPoolExecutor(2) as pool:
            said = sorted(pool.map(lambda act: act(), acts))
        workspace.settles()
        workspace.sweeps()

        assert said == [
            "The digest of Payments is off already, so there is nothing to change.",
            f"The digest of Payments is off from now on. I say so in <#{PAYMENTS}>, without a name.",
        ]
        assert channel(workspace) == [
            (
                "A manager of the team has switched the digest off, so no numbers of Payments come to this"
                " channel from now on. Everybody in the team still sees them, the same as the manager,"
                " with `/coach team`."
            )
        ]


@SQLITE
def test_what_is_switched_off_stays_off_until_a_manager_switches_it_on(workspace):
    workspace.types(MARTA, "/coach digest off")
    wakes(workspace, DUE[PAYMENTS])
    assert len(channel(workspace)) == 1
    said = workspace.types(MARTA, "/coach digest on")
    workspace.sweeps()
    assert said.startswith("The digest of Payments is on again, next due <!date^")
    assert "again, the next time on Tuesday 5 January 2027." in channel(workspace)[-1]

    wakes(workspace, "2027-01-05T09:00")
    assert len(channel(workspace)) == 3
    assert "Payments: " in channel(workspace)[-1]
    assert notes(workspace) == []


@SQLITE
def test_a_command_that_slack_delivers_twice_switches_once(workspace):
    workspace.types(MARTA, "/coach digest off")
    workspace.types(MARTA, "/coach digest on")
    workspace.types(MARTA, "/coach digest off")
    workspace.clock.forward(seconds=2)
    workspace.slack.redeliver()
    workspace.settles()
    workspace.sweeps()

    assert ["off" in one for one in channel(workspace)] == [True, False, True]


@SQLITE
def test_a_digest_that_is_switched_off_while_it_waits_does_not_come(workspace):
    workspace.slack.fail(POST, Fault.RATE_LIMITED(retry_after=60))
    wakes(workspace, DUE[PAYMENTS])
    workspace.types(MARTA, "/coach digest off")
    workspace.clock.forward(minutes=5)
    wakes(workspace)

    assert len(channel(workspace)) == 1
    assert "switched the digest off" in channel(workspace)[0]
    assert notes(workspace) == []


@SQLITE
@pytest.mark.parametrize("user", [MARTA, ALICE])
def test_a_manager_and_a_member_see_before_what_the_channel_gets(workspace, user):
    workspace.clock.forward(days=12)
    collects(workspace)
    workspace.types(user, "/coach digest preview")
    shown = workspace.slack.ephemerals(user)[-1]
    check.message({"text": shown.text, "blocks": shown.blocks})
    first, *preview = reads_as(shown).splitlines()
    assert channel(workspace) == []
    wakes(workspace, DUE[PAYMENTS])
    posted = channel(workspace)[0].splitlines()

    assert first.startswith(f"This is what <#{PAYMENTS}> would get now. Only you see it;")
    drawn = {line for line in posted if line.startswith(("Chart: ", "*Beside the chart"))}
    tabled = {line for line in preview if line.count(" | ") == 4}
    assert [line for line in preview if line not in tabled] == [
        line for line in posted if line not in drawn
    ]
    assert (len(drawn), len(tabled)) == (2, 6)


@SQLITE
@pytest.mark.parametrize(
    ("user", "typed", "answer"),
    [
        (MARTA, "digest", "Say what to do with the digest: `/coach digest preview`"),
        (MARTA, "digest now", "Say what to do with the digest"),
        (NOAM, "digest preview", "Type one of these: `/coach digest preview search`,"),
        (NOAM, "digest off", "`/coach digest off search`, `/coach digest off edge`."),
        (NOAM, "digest on SEARCH", "The digest of Search is on already"),
        (NOAM, "digest off payments", "No team of yours is called “payments”."),
        (NOAM, "digest off <!channel>", "called “&lt;!channel&gt;”"),
        (NOAM, "digest preview edge", "and coach.yml lists 4 for Edge."),
        (ALICE, "digest off", f"For Payments that is <@{MARTA}>."),
        (ALICE, "digest on payments", "Switching the digest is for a team's managers."),
        (STRANGER, "digest preview", f"ask <@{STEWARD}> to add you to coach.yml"),
        (STEWARD, "digest off payments", "You are not listed in any team"),
    ],
)
def test_whoever_asks_wrongly_is_answered_in_one_plain_sentence(workspace, user, typed, answer):
    assert answer in workspace.types(user, f"/coach {typed}")
    assert [channel(workspace, name) for name in CHANNELS] == [[], [], []]
