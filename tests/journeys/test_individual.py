"""Two keys: a manager asks for one number, and its owner alone shows it; a refusal is told from silence by nobody."""

import re
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest

from bot.delivery.keys import key_of
from bot.demo.local_slack import Fault
from bot.individual import words
from bot.individual.carried import Action
from bot.individual.request import BUSY, SETTLES
from bot.individual.show import KEY
from bot.metrics import catalogue
from tests.clock import FrozenClock
from tests.commitments.steps import actions_of, berlin, everything_stored, rows
from tests.individual.steps import (
    ASKS,
    BASIM,
    NUMBER,
    REASON,
    asked,
    asks,
    card_in,
    gets,
    now_in,
    two_keys,
)
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, reads_as

pytestmark = pytest.mark.journey
REWORK = catalogue.get("rework_after_merge")
REQUESTS = "SELECT state, with_number, begun_at, ts, answer_by, due_at FROM individual_request"
ACTS = "SELECT act, details FROM audit_entry WHERE act <> 'policy_adopted' ORDER BY number"
KEYS = "SELECT record FROM record_key WHERE record != 'audit'"
ENDS = berlin(25, 16, 30)
"""Five working days of Alice after Wednesday, at the end of the day."""


@pytest.fixture
def workspace(clock, database_url, tmp_path):
    with two_keys(clock, database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def quick(clock, migrated_sqlite, tmp_path):
    with two_keys(clock, _sqlite(migrated_sqlite, tmp_path), tmp_path) as opened:
        yield opened


def _sqlite(migrated, folder):
    folder.mkdir(exist_ok=True)
    (folder / "coach.db").write_bytes(migrated.read_bytes())
    return f"sqlite:///{folder}/coach.db"


@contextmanager
def busy(workspace):
    """Keep what follows an acknowledgement waiting."""
    free = Event()
    for _ in range(4):
        workspace.coach.workers.submit("busy", lambda: free.wait(20) or None)
    try:
        yield
    finally:
        free.set()
        workspace.settles()


def test_a_number_is_shared_as_its_owner_saw_it_and_gone_on_the_eighth_day(workspace, logged):
    assert asks(workspace) == words.ASKED.format(engineer=ALICE, day="Wednesday 25 November")
    message = gets(workspace)
    assert message.text == words.ASK_TEXT, "a lock screen tells nothing"
    assert reads_as(message).splitlines() == [
        "May I show this?",
        (
            f"<@{MARTA}> asks to see one number of your work, Rework after merge, of the last six complete"
            " weeks. It is yours, and nothing is shown unless you press a button. Doing nothing is fine."
        ),
        "Why they ask",
        f"> {REASON}",
        words.ASK_CARD,
        "Rework after merge, of one person",
        (
            f"<@{ALICE}>, 14 Sep to 25 Oct 2026 (reverted or fixed within 21 days of the merge):"
            f" *{NUMBER}*"
        ),
        "It rests on 23 pieces of work.",
        words.CARD_LIMITS.format(limits=REWORK.cannot_show),
        words.CARD_DEFINITION.format(definition=REWORK.definition),
        words.CARD_ALONE,
        "[Share] [Share without numbers] [Not now]",
        words.ASK_RULES.format(manager=MARTA, day="Wednesday 25 November"),
    ]
    stored = everything_stored(workspace)
    for number in (b"7 of 23", b"30 %", b"0.304", REASON.encode()):
        assert number not in stored
        assert number.decode() not in logged.getvalue()
    assert workspace.slack.dm(MARTA) == []

    workspace.presses(ALICE, message, Action.SHARE)
    (shown,) = workspace.slack.dm(MARTA)
    assert shown.text == words.SHARED_TEXT
    assert card_in(shown) == card_in(message)
    assert reads_as(shown).splitlines()[-1] == words.SHARED_UNTIL.format(
        engineer=ALICE, day="Wednesday 25 November"
    )
    theirs = now_in(workspace, message)
    assert card_in(theirs) == card_in(message)
    assert actions_of(theirs) == {Action.TAKE_BACK}
    assert [row[0] for row in rows(workspace, ACTS)] == ["individual_asked", "individual_shared"]
    assert b"7 of 23" not in everything_stored(workspace)
    workspace.presses(ALICE, message, Action.SHARE)
    assert len(workspace.slack.dm(MARTA)) == 1

    workspace.wakes_at(berlin(25, 10, 30))
    assert len(workspace.slack.dm(MARTA)) == 1
    workspace.wakes_at(berlin(25, 10, 31))
    assert workspace.slack.dm(MARTA) == []
    workspace.wakes_at(ENDS + timedelta(minutes=1))
    assert workspace.slack.dm(MARTA) == [], "no word of nothing when something was shown"
    assert reads_as(now_in(workspace, message)) == words.OVER
    assert rows(workspace, REQUESTS) == []
    assert rows(workspace, KEYS) == []


def view_of_marta(workspace):
    """All that a manager ever sees or could count, and what Slack was asked towards them."""
    workspace.types(MARTA, "/coach mine")
    mine = {MARTA, workspace.slack.dm_id(MARTA)}
    return {
        "messages": [
            (one.text, one.blocks) for one in workspace.slack.posted if one.channel in mine
        ],
        "told": [(one.text, one.blocks) for one in workspace.slack.ephemerals(MARTA)],
        "calls": [
            (one.method, one.arguments.get("text"), one.error)
            for one in workspace.slack.calls
            if mine & set(map(str, one.arguments.values()))
        ],
        "audit": rows(workspace, "SELECT number, at, act, details FROM audit_entry"),
        "planned": rows(
            workspace,
            "SELECT kind, state, due_at, attempts, closed_at, details FROM delivery ORDER BY 1, 3",
        ),
        "requests": rows(workspace, REQUESTS),
        "inbox": rows(workspace, "SELECT count(*) FROM inbox"),
    }


def lived(clock, folder, migrated, does, logged):
    """What Marta sees, each day, when Alice does something with her message."""
    seen, before = [], len(logged.getvalue())
    with two_keys(clock, _sqlite(migrated, folder), folder) as workspace:
        message = asked(workspace)
        does(workspace, message)
        workspace.sweeps()
        for moment in (berlin(19, 10), ENDS - timedelta(minutes=2), ENDS, ENDS + timedelta(days=2)):
            workspace.wakes_at(moment)
            seen.append(view_of_marta(workspace))
        assert reads_as(now_in(workspace, message)) == words.OVER
        assert rows(workspace, REQUESTS) == []
        assert rows(workspace, KEYS) == []
    return seen, re.sub(r"timestamp=\S+", "", logged.getvalue()[before:])


def test_not_now_and_silence_are_the_same_to_the_byte_on_every_side_but_the_engineers(
    migrated_sqlite, tmp_path, logged
):
    def refuses(workspace, message):
        workspace.slack.fail("chat.update", Fault.SERVER_ERROR_AFTER)  # not even trouble is told of
        workspace.presses(ALICE, message, Action.NOT_NOW)
        workspace.presses(ALICE, message, Action.NOT_NOW)
        closed = now_in(workspace, message)
        assert reads_as(closed) == words.CLOSED
        assert actions_of(closed) == set()

    def ignores(_workspace, _message):
        return

    def takes_back_before_it_is_shown(workspace, message):
        with busy(workspace):
            workspace.slack.press(ALICE, message, Action.SHARE)
            assert rows(workspace, REQUESTS)[0][:2] == ("agreed", 1)
            workspace.slack.press(ALICE, message, Action.NOT_NOW)
        assert reads_as(now_in(workspace, message)) == words.CLOSED

    lives = (refuses, ignores, takes_back_before_it_is_shown)
    refused, ignored, taken_back = (
        lived(FrozenClock(), tmp_path / does.__name__, migrated_sqlite, does, logged)
        for does in lives
    )
    assert refused == ignored == taken_back
    last = ignored[0][-1]["messages"]
    assert [blocks[0]["text"]["text"] for _, blocks in last] == [
        words.ENDED.format(day="Wednesday 18 November", metric="Rework after merge")
    ]


def test_somebody_is_willing_to_talk_without_a_number(quick):
    message = asked(quick)
    quick.presses(ALICE, message, Action.WITHOUT)
    (shown,) = quick.slack.dm(MARTA)

    assert reads_as(shown).splitlines()[0] == words.WILLING.format(
        engineer=ALICE, metric="Rework after merge"
    )
    assert card_in(shown) == []
    assert not re.search("7 of|30 %", reads_as(shown))
    assert '"figure": false' in str(rows(quick, ACTS)[1][1])


def test_what_is_shown_can_be_taken_back_at_once(quick):
    message = asked(quick)
    quick.presses(ALICE, message, Action.SHARE)
    quick.presses(ALICE, now_in(quick, message), Action.TAKE_BACK)

    assert quick.slack.dm(MARTA) == []
    assert reads_as(now_in(quick, message)) == words.OVER
    assert rows(quick, REQUESTS) == []
    quick.wakes_at(ENDS)
    assert quick.slack.dm(MARTA) == []


def posts_and_dies(workspace, message):
    """Agree, post, and die before it is written down."""
    individual = workspace.coach.individual
    with busy(workspace):
        workspace.slack.press(ALICE, message, Action.SHARE)
        (request,) = (row[0] for row in rows(workspace, "SELECT id FROM individual_request"))
        with workspace.coach.deliverer.database.write() as session:
            found = individual.requests.begin(session, request)
        assert found is not None
        channel = workspace.slack.dm_id(MARTA)
        sent = {"text": words.SHARED_TEXT, "blocks": card_in(message)}
        individual.showing.poster.post(channel, sent, key_of(KEY, request))
    workspace.restarts()
    return request


def test_a_process_that_dies_after_posting_neither_posts_twice_nor_loses_the_consent(workspace):
    message = asked(workspace)
    posts_and_dies(workspace, message)
    workspace.clock.forward(seconds=BUSY.total_seconds())
    workspace.presses(ALICE, message, Action.SHARE)

    assert len(workspace.slack.dm(MARTA)) == 1
    assert rows(workspace, REQUESTS)[0][0] == "shown"


def test_what_a_dead_process_posted_is_found_and_taken_away_in_time(quick):
    message = asked(quick)
    posts_and_dies(quick, message)
    quick.wakes_at(quick.clock.now() + SETTLES + timedelta(minutes=1))
    assert rows(quick, REQUESTS)[0][0] == "shown"
    quick.wakes_at(quick.clock.now() + timedelta(days=7))

    assert quick.slack.dm(MARTA) == []
    assert rows(quick, REQUESTS) == []


def test_a_consent_withdrawn_while_a_process_posts_leaves_nothing_there(quick):
    message = asked(quick)
    request = posts_and_dies(quick, message)
    quick.presses(ALICE, message, Action.NOT_NOW)
    individual = quick.coach.individual
    quick.clock.forward(seconds=BUSY.total_seconds())
    with quick.coach.deliverer.database.write() as session:
        assert individual.requests.begin(session, request) is None
    quick.wakes_at(quick.clock.now() + SETTLES)

    assert quick.slack.dm(MARTA) == []
    state, *others = rows(quick, REQUESTS)[0]
    assert (state, *others[:3]) == ("asked", None, None, None)
    quick.wakes_at(ENDS)
    assert len(quick.slack.dm(MARTA)) == 1


def test_a_source_that_fails_leaves_the_word_without_a_number(quick, logged):
    folder = quick.settings.coach_config.parent
    (folder / "shop").rename(folder / "away")
    message = asked(quick)

    assert words.ASK_NO_CARD in reads_as(message)
    assert actions_of(message) == {Action.WITHOUT, Action.NOT_NOW}
    assert card_in(message) == []
    assert "event=source_not_asked" in logged.getvalue()
    quick.presses(ALICE, message, Action.WITHOUT)
    assert len(quick.slack.dm(MARTA)) == 1


def test_a_steward_switches_all_of_it_off_at_once(quick):
    shared = asked(quick)
    quick.presses(ALICE, shared, Action.SHARE)
    asks(quick, whom=BASIM)
    still_open = gets(quick, BASIM)
    assert quick.types(MARTA, "/coach individual off") == words.STEWARDS_ONLY
    assert quick.types(STEWARD, "/coach individual off") == words.SWITCHED_OFF

    assert quick.slack.dm(MARTA) == []
    assert rows(quick, REQUESTS) == []
    assert reads_as(now_in(quick, still_open, BASIM)) == words.OVER
    assert asks(quick) == words.OFF
    quick.presses(BASIM, still_open, Action.SHARE)
    assert quick.slack.dm(MARTA) == []
    assert quick.types(STEWARD, "/coach individual on") == words.ON
    quick.wakes_at(ENDS)
    assert len(quick.slack.dm(MARTA)) == 1, "an open one ends as silence does, when it does"
    assert [row[0] for row in rows(quick, ACTS)].count("individual_switched") == 2


def test_what_slack_does_not_take_away_is_tried_until_it_is(quick, logged):
    message = asked(quick)
    quick.presses(ALICE, message, Action.SHARE)
    quick.slack.fail("chat.delete", Fault.error("cant_delete_message"))
    quick.presses(ALICE, now_in(quick, message), Action.TAKE_BACK)
    assert len(quick.slack.dm(MARTA)) == 1
    assert rows(quick, REQUESTS)[0][0] == "over"
    assert "event=request_stuck" in logged.getvalue()
    quick.slack.fail("chat.delete", Fault.REPLY_LOST)
    quick.wakes_at(quick.clock.now() + timedelta(hours=1))
    assert quick.slack.dm(MARTA) == []
    assert rows(quick, REQUESTS)[0][0] == "over", "nobody knows yet that it is gone"
    quick.wakes_at(quick.clock.now() + timedelta(minutes=1))
    assert rows(quick, REQUESTS) == []


REFUSED = (
    (ASKS, MARTA, words.ONESELF),
    (ASKS, STRANGER, words.NOT_THEIR_MANAGER),
    (ASKS, "U0IRINA001", words.NOT_THEIR_MANAGER),
    (ASKS, "U0CHIKA001", words.NO_SOURCE.format(metric="Rework after merge")),
    ("rework_after_merge", ALICE, words.NO_REASON.format(fewest=20)),
    ('rework_after_merge "too short"', ALICE, words.NO_REASON.format(fewest=20)),
    ('rework_after_merge "You are the worst reviewer here."', ALICE, "“"),
    (f'ai_acceptance "{REASON}"', ALICE, "is never shown of one person"),
    (f'ai_active_share "{REASON}"', ALICE, "is never shown of one person"),
    (f'incident_linked_changes "{REASON}"', ALICE, "blameless review"),
    (f'findings_new "{REASON}"', ALICE, "nobody makes it"),
    (f'deployment_frequency "{REASON}"', ALICE, "nobody makes it"),
    (f'lines of code "{REASON}"', ALICE, "Counting lines rewards writing more"),
    (f'nonsense "{REASON}"', ALICE, "There is no signal called"),
    (f'lead_time "{REASON}"', ALICE, "Your team does not look at"),
    (f'"{REASON}"', ALICE, "Which number do you mean?"),
)


def test_what_cannot_be_asked_is_answered_kindly_and_reaches_nobody(quick):
    for what, whom, said in REFUSED:
        assert said in asks(quick, what, whom=whom), what
    quick.sweeps()

    assert rows(quick, REQUESTS) == []
    assert rows(quick, ACTS) == []
    assert quick.slack.posted == []


def test_nobody_is_asked_twice_nor_after_a_stop_nor_when_they_have_left(quick):
    assert asks(quick, user=NOAM) == words.NOT_THEIR_MANAGER
    asks(quick)
    quick.clock.forward(seconds=2)
    assert quick.slack.redeliver().status == 200
    assert asks(quick) == words.OPEN_ALREADY.format(engineer=ALICE, day="Wednesday 25 November")
    assert len(rows(quick, REQUESTS)) == 1
    quick.types(BASIM, "/coach stop")
    assert asks(quick, whom=BASIM) == words.SAID_STOP.format(engineer=BASIM)
    for user in (BASIM, ALICE):
        quick.slack.change_user(user, deleted=True)
        quick.slack.user_changed(user)
    quick.sweeps()
    assert asks(quick, whom=BASIM) == words.GONE
    assert rows(quick, REQUESTS) == []
    assert quick.types(MARTA, "/coach individual") == words.USAGE
    both = f"{quick.slack.mention(ALICE)} {quick.slack.mention(BASIM)} {ASKS}"
    assert quick.types(MARTA, f"/coach individual {both}") == words.ONE_AT_A_TIME


def test_off_is_the_default_and_the_policy_is_above_the_steward(clock, migrated_sqlite, tmp_path):
    with two_keys(clock, _sqlite(migrated_sqlite, tmp_path), tmp_path, policy="{}") as workspace:
        assert asks(workspace) == words.OFF
        assert workspace.types(STEWARD, "/coach individual on") == words.ON_POLICY_OFF
        assert asks(workspace) == words.OFF


def test_whoever_has_the_team_no_more_is_shown_nothing_that_was_agreed_to_before(quick):
    message = asked(quick)
    config = quick.settings.coach_config
    config.write_text(
        config.read_text("utf-8").replace(f"managers: [{MARTA}]", f"managers: [{NOAM}]")
    )
    quick.restarts()
    quick.presses(ALICE, message, Action.SHARE)

    assert quick.slack.dm(MARTA) == []
    assert reads_as(now_in(quick, message)) == words.OVER
    assert rows(quick, REQUESTS) == []


def test_the_message_comes_in_the_engineers_hours_and_what_was_asked_at_night_waits(quick):
    quick.wakes_at(berlin(19, 22))
    asks(quick)
    quick.wakes_at(berlin(20, 9, 29))
    assert quick.slack.dm(ALICE) == []
    quick.wakes_at(berlin(20, 9, 30))

    assert "[Share]" in reads_as(gets(quick))


def test_a_message_that_is_not_as_it_was_sent_shares_nothing(quick):
    message = asked(quick)
    with quick.slack.workspace.changed:
        message.blocks[:] = [one for one in message.blocks if one["block_id"] != "card_limits"]
    quick.presses(ALICE, message, Action.SHARE)

    assert quick.slack.dm(MARTA) == []
    assert reads_as(quick.slack.ephemerals(ALICE)[-1]) == words.NOT_AS_SENT
    assert rows(quick, REQUESTS)[0][:2] == ("asked", None)
    quick.presses(BASIM, message, Action.WITHOUT)
    assert quick.slack.dm(MARTA) == [], "nobody else's press counts"
