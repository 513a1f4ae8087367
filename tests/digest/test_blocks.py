"""What the digest says, line by line; at its largest; and never of a person or under the floor."""

import json
import re
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from bot.commitments.ended import Ended
from bot.commitments.record import Experiment
from bot.context.marker import Marker, Reason
from bot.demo import company
from bot.demo.local_slack import Message
from bot.digest import blocks, words
from bot.metrics import catalogue, floor
from bot.metrics.metric import Kind
from bot.metrics.outcome import Verdict
from bot.slack import check
from tests.builders import LAST, a_week, a_year
from tests.digest.sample import (
    DECISION,
    FAST,
    HIGHER,
    MEMBERS,
    SLOW,
    STEADY,
    a_digest,
    a_team,
    findings,
    markers,
)
from tests.workspace import POLICY, reads_as

SMALLER = Ended(Experiment.SMALLER_CHANGES, Verdict.NO_CLEAR_CHANGE)
METRICS = tuple(catalogue.get(name).id for name in ("rework_after_merge", "pr_cycle_time",
                "ai_acceptance", "findings_new"))  # fmt: skip
NUMBERS = [{"source": "numbers", "scope": {}}]


def shown(message):
    """The message as it stands in the channel, once it passed the check."""
    check.message(message)
    return Message("C0PAYMENTS", "1.000001", "U0COACHBOT1", message["text"], message["blocks"])


def read(found, **how):
    return reads_as(shown(blocks.digest(found, **how))).splitlines()


def ids(message):
    return [block["block_id"] for block in message["blocks"]]


def eventful(**said):
    rows = [
        *a_year("rework_after_merge", STEADY, STEADY),
        *a_year("pr_cycle_time", SLOW, FAST),
        *a_year("ai_acceptance", [None] * 5 + [3], [3, 2, None, None, None, None]),
        *findings(STEADY, HIGHER),
        *findings(STEADY, HIGHER, service="auth-service"),
    ]
    team = a_team(telemetry=NUMBERS, services=[{"name": "auth-service"}])
    return a_digest(rows, **{"team": team, "decision": DECISION, **said})


def test_an_eventful_digest_says_what_moved_what_did_not_and_what_is_too_little():
    lines = read(eventful(ended=[SMALLER], questioned={"pr_cycle_time": 2}, markers=markers(1)))

    assert lines == [
        "Payments: 5 Oct to 15 Nov 2026",
        "*What the team wants to improve:* Less rework.",
        "The team looks at it together every two weeks, until Tuesday 16 February 2027.",
        (
            "*How it moved:* Rework after merge did not clearly change, from 11 to 11 %."
            " *What must not suffer:* High-severity findings rose, from 0.21 to 0.63 per 1,000 lines."
        ),
        lines[4],
        "*What changed*",
        (
            "• Pull request cycle time (ready for review to merge) fell, by 60 to 70 %: median 20 h, three in four"
            " within 30 h (about 50 in all), before that median 2.1 days, three in four within"
            " 3.7 days (about 410 in all)"
        ),
        (
            "• High-severity findings (new in reviewed pull requests, per 1,000 lines) rose, by 140 to 280 %:"
            " 0.63 per 1,000 lines (114 in 180 reviews), before that"
            " 0.21 per 1,000 lines (290 in 1,380 reviews)"
        ),
        (
            "• High-severity findings in auth-service (new in reviewed pull requests, per 1,000 lines)"
            " rose, by 140 to 280 %: 0.63 per 1,000 lines (114 in 180 reviews), before that"
            " 0.21 per 1,000 lines (290 in 1,380 reviews)"
        ),
        "*What did not clearly change*",
        (
            "• Rework after merge (reverted or fixed within 21 days of the merge):"
            " 11 % (19 of 180), before that 11 % (145 of 1,380)"
        ),
        "*What nothing can be said of*",
        lines[12],
        f"*One question for the retro:* {catalogue.get('pr_cycle_time').question}",
        lines[14],
        "*Pull request cycle time, with rework after merge beside it:* faster, watch quality.",
        "*What the team marked in these weeks:* people getting started in the team (1 to 2 Sep).",
        lines[17],
        "*Experiments that ended*",
        "• An experiment with smaller pull requests: no clear change",
        lines[20],
        "Chart: Pull request cycle time",
        "*Beside the chart, what must be looked at with it:* " + lines[10].removeprefix("• "),
        "[Question this number] [Add context] [Decide what to improve] [What is this?]",
        words.FOOTER,
        POLICY,
    ]
    assert lines[4].startswith("5 Oct to 15 Nov 2026 against the year before · auth-service · ")
    assert lines[12].startswith(
        "• AI suggestions accepted (accepted out of shown, in the editor): "
    )
    assert lines[14].startswith("*What this cannot show:*")
    assert lines[17].startswith("*Being questioned:* Pull request cycle time (2).")
    assert lines[20].startswith("Things that are worth a talk tend to come up in a bad stretch")


def test_a_week_that_is_mostly_marked_is_in_no_figure_of_the_digest():
    migration = Marker("m1", "payments", Reason.MIGRATION, date(2026, 10, 26), date(2026, 10, 29))
    lines = read(eventful(markers=[migration]))

    assert (
        "*What the team marked in these weeks:* a migration (26 to 29 Oct). Weeks that are mostly"
        " marked are left out of what is judged; where weeks are drawn, they stand in brackets."
    ) in lines
    assert (
        "• Rework after merge (reverted or fixed within 21 days of the merge):"
        " 11 % (17 of 150); with the marked weeks 11 % (19 of 180), before that 11 % (145 of"
        " 1,380)"
    ) in lines


def test_a_workspace_without_native_charts_gets_the_table_in_place_of_the_chart():
    with_chart, without = read(eventful()), read(eventful(), charts=False)

    assert [line for line in with_chart if line.startswith(("Chart", "*Beside"))]
    assert [line for line in without if line.startswith(("Chart", "*Beside"))] == []
    assert "Signal | Last 6 weeks | The year before | What can be said | Week by week" in without
    assert blocks.has_chart(eventful())


def test_a_quiet_digest_is_two_lines_and_the_buttons():
    rows = [*a_year("rework_after_merge", STEADY, STEADY), *findings(STEADY, STEADY)]
    found = a_digest([*rows, *a_year("pr_cycle_time", FAST, FAST)], markers=markers(3))

    assert read(found) == [
        "Payments: 5 Oct to 15 Nov 2026",
        (
            "Nothing clearly changed from 5 Oct to 15 Nov 2026: high-severity findings, pull request"
            " cycle time, rework after merge."
        ),
        (
            "No news is worth knowing too. `/coach team` shows everybody in the team the numbers, the"
            " same that the manager sees."
        ),
        "[Question this number] [Add context] [Decide what to improve] [What is this?]",
        POLICY,
    ]
    assert not blocks.has_chart(found)


def test_a_quiet_digest_of_a_team_that_has_decided_says_what_first():
    rows = [*a_year("rework_after_merge", STEADY, STEADY), *findings(STEADY, STEADY)]
    lines = read(a_digest(rows, decision=DECISION))

    assert lines[1:3] == [
        "*What the team wants to improve:* Less rework.",
        "The team looks at it together every two weeks, until Tuesday 16 February 2027.",
    ]
    assert lines[3].startswith("Nothing clearly changed from 5 Oct to 15 Nov 2026: rework after")
    assert lines[-1] == POLICY
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("found", "first"),
    [
        (a_digest(team=a_team()), "coach.yml names no source of telemetry for it"),
        (a_digest(), "no source has delivered anything that may be shown"),
        (
            a_digest(a_year("rework_after_merge", STEADY, STEADY, contributors=3)),
            "too little stands behind them",
        ),
        (
            a_digest(a_year("rework_after_merge", [None] * 6, [None] * 4 + [3, 3])),
            "Nothing can be said of the numbers of 5 Oct to 15 Nov 2026 yet: rework",
        ),
    ],
)
def test_where_nothing_can_be_shown_two_lines_say_why_and_mention_nobody(found, first):
    lines = read(found)

    assert lines[-1] == POLICY
    assert len(lines) == 5
    assert first in lines[1]
    assert "`/coach team`" in lines[2]


def test_an_experiment_that_ended_makes_a_period_worth_a_whole_digest():
    rows = [*a_year("rework_after_merge", STEADY, STEADY), *findings(STEADY, STEADY)]

    assert "• An experiment with smaller pull requests: no clear change" in read(
        a_digest(rows, ended=[SMALLER])
    )


def test_a_decision_whose_outcome_is_not_shown_says_so_with_the_reason():
    team = a_team(telemetry=NUMBERS)
    lines = read(a_digest(findings(STEADY, HIGHER), team=team, decision=DECISION))

    assert (
        "*How it moved:* Rework after merge: not shown, too little behind it to show for these weeks."
        in lines[3]
    )


def test_what_people_typed_into_coach_yml_stays_text():
    nasty = "<!channel> <@U0MEMBER00> *a* & <https://x.example|b>"
    team = a_team(
        name="Pay & <@U0MEMBER00>",
        services=[{"name": "<!here> auth"}],
        telemetry=NUMBERS,
    )
    rows = [*findings(STEADY, HIGHER), *findings(STEADY, HIGHER, service="<!here> auth")]
    rows += a_year("rework_after_merge", STEADY, STEADY)
    decision = replace(DECISION, improve=nasty)
    message = blocks.digest(a_digest(rows, team=team, decision=decision))
    mrkdwn = [block for block in message["blocks"] if block["type"] in {"section", "context"}]

    assert "High-severity findings in &lt;!here&gt; auth" in json.dumps(mrkdwn)
    for sign in ("<@", "<!c", "<!h", "<h"):
        assert sign not in json.dumps(mrkdwn)
        assert sign not in message["text"]


def largest(letter):
    """The largest team that `coach.yml` takes, where everything moved and everything was marked."""
    names = [f"{letter * 77}{number:03}" for number in range(40)]
    team = a_team(
        name=letter * 80,
        telemetry=NUMBERS,
        services=[{"name": name} for name in names],
    )
    rows = [
        *a_year("rework_after_merge", STEADY, HIGHER),
        *a_year("pr_cycle_time", SLOW, FAST),
        *a_year("ai_acceptance", STEADY, HIGHER),
        *findings(STEADY, HIGHER),
        *(row for name in names for row in findings(STEADY, HIGHER, service=name)),
    ]
    kinds = [kind for kind in Experiment if kind is not Experiment.SOMETHING_ELSE]
    return a_digest(
        rows,
        team=team,
        decision=replace(DECISION, improve=letter * 140),
        markers=markers(60),
        questioned=dict.fromkeys(METRICS, 999),
        ended=[Ended(*one) for one in product(kinds, Verdict)],
    )


@pytest.mark.parametrize("letter", ["W", "&", "<", "ß", "👩‍💻"])
@pytest.mark.parametrize("charts", [True, False])
def test_the_largest_digest_is_shortened_by_whole_lines_and_pieces(letter, charts):
    letter = letter if len(letter) == 1 else letter[0]
    message = blocks.digest(largest(letter), charts=charts)
    check.message(message)
    said = reads_as(shown(message)).splitlines()

    # The team's own trends are there whatever had to go, and no line ends in the middle.
    for label in ("Rework after merge", "Pull request cycle time", "AI suggestions accepted",
                  "High-severity findings"):  # fmt: skip
        assert any(line.startswith(f"• {label} (") for line in said)
    assert ids(message)[-2:] == ["voice", "footer"]
    for line in said:
        if line.startswith("• ") and "before that" in line:
            assert line.endswith(")")
    if letter == "&":
        assert any(re.fullmatch(r"and \d more, which `/coach team` shows", one) for one in said)


weeks = st.builds(
    lambda metric, number, value, people, share, service: (
        metric,
        {
            "week": LAST.plus(-number),
            "contributors": None if metric == "findings_new" else people,
            "largest_share": None if metric == "findings_new" else share,
            "service": service,
            "dimension": "high" if metric == "findings_new" else "",
            **(
                {"values": [float(value), value * 2.0]}
                if catalogue.get(metric).kind is Kind.DISTRIBUTION
                else {"numerator": float(value)}
            ),
        },
    ),
    st.sampled_from(METRICS),
    st.integers(0, 20),
    st.integers(1, 29),
    st.integers(1, 9),
    st.sampled_from([0.2, 0.49, 0.5, 0.9]),
    st.sampled_from(["", "ledger"]),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        weeks, max_size=60, unique_by=lambda one: (one[0], one[1]["week"], one[1]["service"])
    ),
    headcount=st.integers(1, 8),
    with_decision=st.booleans(),
    charts=st.booleans(),
    ended=st.frozensets(st.builds(Ended, st.sampled_from(Experiment), st.sampled_from(Verdict))),
    marked=st.integers(0, 20),
)
def test_no_digest_names_anybody_or_shows_a_figure_below_the_floor(
    rows, headcount, with_decision, charts, ended, marked
):
    team = a_team(
        users=MEMBERS[:headcount],
        telemetry=NUMBERS,
        services=[{"name": "ledger"}],
    )
    made = [a_week(metric, **said) for metric, said in rows]
    stands = [
        row for row in made if floor.stands(row.contributors, row.largest_share, headcount, 5)
    ]
    given: dict[str, Any] = {
        "team": team,
        "decision": DECISION if with_decision else None,
        "ended": sorted(ended),
        "markers": markers(marked),
    }
    message = blocks.digest(a_digest(made, **given), charts=charts)
    check.message(message)
    said = json.dumps(message)

    assert "<@" not in said
    assert not [user for user in (*MEMBERS, *team.managers) if user in said]
    assert not re.search(rf"\b({'|'.join(company.people().values())})\b", said)
    if made and stands:  # when the newest was collected is no figure
        assert message == blocks.digest(a_digest(stands, **given), charts=charts)
    if not stands:
        assert not re.search(r"\d (%|h|days|per 1,000)|of \d", said)
