"""The first thing that people read of Coach, by what they are."""

import pytest

from bot.welcome import words
from tests.workspace import ALICE, MARTA, STEWARD, STRANGER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINES, WIDTH = 20, 100


def test_nobody_hears_of_coach_before_they_turn_to_it(workspace):
    workspace.sweeps()

    assert workspace.slack.posted == []
    assert [call.method for call in workspace.slack.calls if call.method.startswith("chat")] == []


@pytest.mark.parametrize(
    ("user", "one_thing"),
    [
        (MARTA, words.ONE_THING_MANAGER),
        (ALICE, words.ONE_THING_MEMBER),
        (STEWARD, words.ONE_THING_STEWARD),
        (STRANGER, words.ONE_THING_NOBODY.format(stewards=f"<@{STEWARD}>")),
    ],
)
def test_whoever_types_nothing_reads_what_it_is_what_it_never_does_and_one_thing_to_do(
    workspace, user, one_thing
):
    said = workspace.types(user, "/coach")

    assert said.splitlines() == [words.WHAT, words.NEVER, one_thing, words.MORE]


HELP = {
    MARTA: [
        "prep [team] [@engineer] [topic]`: a page on your team's trends, and how to open the talk",
        "team [team]`: your team's numbers, the same for its members and managers",
        "commit @engineer`: write down what you both agreed",
        "commitments`: what is open, in both directions",
        'question [metric] ["why"]`: doubt a number of your team, and get an answer',
        'context [add] [team] [kind from..to "text"]`: say what happened in your team\'s weeks',
        "decide [team]`: name what your team wants to improve this quarter",
        "disclose [@engineer]`: tell an engineer what may be spoken of, long before",
        "pilot [team]`: what in pilot means, and how one ends",
        "digest preview|off|on [team]`: what the team's channel gets once a month",
        'individual @engineer metric "reason"`: ask somebody to share one number',
        "effects [team]`: whether measuring does harm: a team's newest report",
        "announce [team]`: a text that tells your team of Coach, to read and post",
        "mine`: what I hold about you",
        "playbook [part]`: how to use all this well, part by part",
        "metrics [name]`: what each signal means, and what it cannot show",
        "policy`: what I may show here, to whom, and for how long",
        "stop`: from now on I send you nothing unasked",
        "start`: I may write to you again after a stop",
    ],
    STEWARD: [
        "commitments`: what is open, in both directions",
        "questions`: what waits for an answer",
        "pilot [team]`: what in pilot means, and how one ends",
        'individual @engineer metric "reason"`: ask somebody to share one number',
        "effects [team]`: whether measuring does harm: a team's newest report",
        "mine`: what I hold about you",
        "audit`: who opened, changed and deleted what",
        "playbook [part]`: how to use all this well, part by part",
        "metrics [name]`: what each signal means, and what it cannot show",
        "policy`: what I may show here, to whom, and for how long",
        "stop`: from now on I send you nothing unasked",
        "start`: I may write to you again after a stop",
    ],
}
HELP[ALICE] = [
    line
    for line in HELP[MARTA]
    if line.split()[0] not in {"prep", "commit", "announce", "pilot", "individual"}
]
HELP[STRANGER] = [
    line
    for line in HELP[STEWARD]
    if line.split()[0] not in {"questions`:", "audit`:", "effects", "pilot", "individual"}
]


@pytest.mark.parametrize("user", HELP)
def test_the_help_is_a_screen_of_what_is_for_somebody_and_no_more(workspace, user):
    opening, *lines = workspace.types(user, "/coach help").splitlines()

    assert lines == [f"• `/coach {line}" for line in HELP[user]]
    assert len(lines) < LINES
    assert all(len(line) <= WIDTH for line in (opening, *lines))


def test_what_the_help_does_not_list_is_still_refused_kindly(workspace):
    assert "is for a team's managers" in workspace.types(ALICE, "/coach prep")
    assert "answered by the stewards" in workspace.types(ALICE, "/coach questions")
    assert "You manage no team" in workspace.types(ALICE, "/coach announce")
