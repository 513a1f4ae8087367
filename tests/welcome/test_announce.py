"""How a team hears of Coach: a manager reads the text, and posts it with one button."""

import json

import pytest

from bot.demo import company
from bot.demo.local_slack import Fault
from bot.metrics import catalogue
from bot.slack import check
from bot.teams.roster import Member, Team
from bot.welcome import blocks, words
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, reads_as

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAYMENTS = company.PAYMENTS
TEXT = [
    "What Coach shows of Payments",
    words.INTRO,
    words.MEASURED,
    (
        "• *Rework after merge* (reverted or fixed within 21 days of the merge): see how often merged work"
        " comes back, so that we can catch issues earlier together."
    ),
    (
        "• *Pull request cycle time* (ready for review to merge): see how long finished work waits, so that"
        " we can remove what holds it up."
    ),
    (
        "• *AI suggestions accepted* (accepted out of shown, in the editor): see how well suggestions fit"
        " our work, so that we can set the assistant up to help."
    ),
    (
        "• *High-severity findings* (new in reviewed pull requests, per 1,000 lines): see where new code is"
        " exposed, so that we can add checks and tests there first."
    ),
    words.NOT_MEASURED.format(floor=5),
    words.WHO_SEES.format(digest=words.DIGEST),
    words.OBJECT,
]


def preview(workspace, typed="/coach announce", user=MARTA):
    workspace.types(user, typed)
    return workspace.slack.ephemerals(user)[-1]


def posts(workspace, user=MARTA):
    workspace.presses(
        user, preview(workspace, "/coach announce payments", user), blocks.POST_ACTION
    )
    workspace.sweeps()
    return workspace.slack.ephemerals(user)[-1].text


def channel(workspace):
    return [reads_as(one).splitlines() for one in workspace.slack.messages(PAYMENTS)]


def test_the_channel_gets_exactly_what_the_manager_has_read(workspace):
    read = reads_as(preview(workspace)).splitlines()

    assert read == [words.PREVIEW.format(channel=f"<#{PAYMENTS}>"), *TEXT, f"[{words.POST}]"]
    assert channel(workspace) == [], "nothing is posted before the button is pressed"
    assert posts(workspace) == words.POSTING.format(channel=f"<#{PAYMENTS}>")
    assert channel(workspace) == [TEXT]
    said = json.dumps(workspace.slack.messages(PAYMENTS)[0].blocks)
    assert "<@" not in said
    assert not [name for name in company.people().values() if name in said]


def test_it_stands_in_the_channel_once_a_day_however_often_it_is_pressed(workspace, clock):
    posts(workspace)
    workspace.slack.redeliver()
    workspace.sweeps()

    assert posts(workspace) == words.STANDS.format(channel=f"<#{PAYMENTS}>")
    assert len(channel(workspace)) == 1
    clock.forward(days=1)
    assert posts(workspace) == words.POSTING.format(channel=f"<#{PAYMENTS}>")
    assert len(channel(workspace)) == 2


def test_a_kill_between_the_button_and_the_post_loses_nothing(workspace):
    shown = preview(workspace)
    workspace.slack.fail("chat.postMessage", Fault.UNREACHABLE)
    workspace.presses(MARTA, shown, blocks.POST_ACTION)
    workspace.restarts()
    workspace.clock.forward(minutes=5)
    workspace.sweeps()

    assert channel(workspace) == [TEXT]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"is_archived": True}, "is_archived"), ({"members": frozenset({MARTA})}, "not_in_channel")],
)
def test_a_manager_is_told_in_private_what_to_do_and_may_press_again(workspace, change, code):
    before = {name: getattr(workspace.slack.workspace.channels[PAYMENTS], name) for name in change}
    workspace.slack.change_channel(PAYMENTS, **change)
    posts(workspace)
    workspace.sweeps()
    note = reads_as(workspace.page(MARTA))

    assert channel(workspace) == []
    assert note == words.REASONS[code].format(channel=f"<#{PAYMENTS}>")
    workspace.slack.change_channel(PAYMENTS, **before)
    posts(workspace)
    assert channel(workspace) == [TEXT]


def test_nobody_but_its_managers_announces_coach_to_a_team(workspace):
    stewards = f"<@{STEWARD}>"
    assert workspace.types(ALICE, "/coach announce") == words.NO_MANAGER.format(stewards=stewards)
    assert workspace.types(NOAM, "/coach announce") == words.WHICH.format(
        commands="`/coach announce search`, `/coach announce edge`"
    )
    assert workspace.types(NOAM, "/coach announce payments") == words.NO_TEAM.format(
        name="“payments”", commands="`/coach announce search`, `/coach announce edge`"
    )
    shown = preview(workspace)
    workspace.presses(ALICE, shown, blocks.POST_ACTION)
    assert channel(workspace) == []


def test_a_small_team_is_told_that_no_digest_comes(workspace):
    read = reads_as(preview(workspace, "/coach announce edge", NOAM))

    assert "no digest comes to this channel" in read


def test_the_longest_text_there_can_be_fits_a_message(database_url):
    team = Team(
        id="t", name="N" * 80, channel="C0LONGEST1", time_zone="UTC", managers=(MARTA,),
        members=(Member(slack=ALICE),),
    )  # fmt: skip
    made = blocks.announcement(team, list(catalogue.METRICS), 5)

    check.message(made)
    check.message(blocks.preview(team, made))


def test_what_may_stand_in_the_channel_is_never_posted_a_second_time(workspace):
    workspace.slack.workspace.scopes -= {"channels:history"}
    workspace.slack.fail("chat.postMessage", Fault.REPLY_LOST)
    posts(workspace)
    workspace.clock.forward(minutes=5)
    workspace.sweeps()
    assert reads_as(workspace.page(MARTA)) == words.UNSURE.format(channel=f"<#{PAYMENTS}>")

    assert posts(workspace) == words.STANDS.format(channel=f"<#{PAYMENTS}>")
    workspace.sweeps()
    assert len(channel(workspace)) == 1


def test_a_text_that_changed_after_it_was_read_is_not_posted(workspace):
    shown, config = preview(workspace), workspace.settings.coach_config
    config.write_text(config.read_text("utf-8").replace("name: Payments", "name: Billing"), "utf-8")
    workspace.restarts()
    workspace.presses(MARTA, shown, blocks.POST_ACTION)

    assert channel(workspace) == []
    assert workspace.slack.ephemerals(MARTA)[-1].text == words.CHANGED
