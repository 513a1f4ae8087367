"""The Home tab on its way: opened, acted in, shown anew; and what goes wrong with Slack meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from bot.commitments.carried import About, Action
from bot.commitments.record import Promise
from bot.db import Connection
from bot.demo.local_slack import SCOPES, Fault, View
from bot.home import store, words
from bot.home.compose import Composer, Home
from bot.home.offers import WORD_ACTION
from bot.home.publish import LEASE, Homes
from bot.people.words import STARTED, STOPPED
from bot.slack import blocks as b
from bot.slack.words import COMMAND
from tests.commitments.steps import (
    FILLED,
    agreed,
    berlin,
    elements_of,
    newest_with,
    nudges,
    records,
    rows,
)
from tests.workspace import ALICE, MARTA, NOAM, STEWARD, STRANGER, Workspace, reads_as

PUBLISH = "views.publish"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def opens(workspace: Workspace, *users: str) -> None:
    for user in users:
        assert workspace.slack.open_home(user).status == 200
        workspace.settles()


def home(workspace: Workspace, user: str) -> View:
    shown = workspace.slack.home(user)
    assert shown is not None
    return shown


def reads(workspace: Workspace, user: str) -> str:
    return reads_as(home(workspace, user))


def presses(workspace: Workspace, user: str, action: str, value: Any = None) -> None:
    workspace.presses(user, home(workspace, user), action, value)


def chooses(workspace: Workspace, user: str, action: str, value: str) -> None:
    workspace.slack.choose(user, home(workspace, user), action, value)
    workspace.settles()


def window(workspace: Workspace, user: str) -> str:
    """What the window says that somebody has open."""
    (shown,) = workspace.slack.views(user)
    return reads_as(shown)


def published(workspace: Workspace) -> list[str | None]:
    """How each publication went: the error, or nothing."""
    return [call.error for call in workspace.slack.calls if call.method == PUBLISH]


def stale(workspace: Workspace) -> list[str]:
    return [
        str(row[0])
        for row in rows(workspace, 'SELECT "user" FROM home_tab WHERE stale_at IS NOT NULL')
    ]


def test_what_two_people_do_in_their_home_tabs_both_see_at_once(workspace):
    opens(workspace, MARTA, ALICE)
    assert words.NOTHING_OPEN in reads(workspace, MARTA)

    presses(workspace, MARTA, Action.RECORD)
    assert workspace.submits(MARTA, engineer=ALICE, **FILLED) == {}
    assert "*Waiting for the other side*" in reads(workspace, MARTA)
    assert "*Waiting for your answer*" in reads(workspace, ALICE)

    presses(workspace, ALICE, Action.AGREE)
    assert "> Open drafts on the first day." in reads(workspace, ALICE)
    assert "*Waiting" not in reads(workspace, ALICE) + reads(workspace, MARTA)
    assert "*Check-ins that are coming*" in reads(workspace, MARTA)

    presses(workspace, MARTA, Action.DONE)
    assert "*What you will do*" not in reads(workspace, MARTA)
    assert "*What was promised to you*" not in reads(workspace, ALICE)
    block = next(one for one in home(workspace, ALICE).blocks if one["block_id"][:8] == "promise-")
    workspace.slack.choose(
        ALICE, home(workspace, ALICE), Action.SNOOZE_DAY, "2026-11-27", block_id=block["block_id"]
    )
    workspace.settles()
    assert "Next reminder on Friday 27 November." in reads(workspace, ALICE)
    chooses(workspace, ALICE, Action.SNOOZE, snoozed(workspace, "week"))
    assert "Next reminder on Monday 23 November." in reads(workspace, ALICE)
    presses(workspace, ALICE, Action.DROP)
    assert "> Open drafts" not in reads(workspace, ALICE) + reads(workspace, MARTA)
    assert stale(workspace) == []


def snoozed(workspace: Workspace, until: str) -> str:
    """What the menu sends with which a promise is put off."""
    options = (
        option["value"]
        for element in elements_of(home(workspace, ALICE))
        for option in element.get("options", ())
    )
    return str(next(one for one in options if one.endswith(f"/{until}")))


@sqlite_only
def test_a_change_by_message_or_command_is_shown_by_the_next_wake_up(workspace):
    agreed(workspace)
    opens(workspace, MARTA, ALICE, STRANGER)
    workspace.types(ALICE, "/coach stop")
    assert words.STOPPED not in reads(workspace, ALICE)
    assert stale(workspace) == [ALICE]
    workspace.sweeps()
    assert words.STOPPED in reads(workspace, ALICE)

    workspace.presses(MARTA, newest_with(workspace, MARTA, Action.SUGGEST), Action.SUGGEST)
    assert workspace.submits(MARTA, manager_will="Keep Fridays free.") == {}
    workspace.sweeps()
    assert "> Keep Fridays free." in reads(workspace, ALICE)
    assert "views.publish" not in {call.method for call in workspace.slack.calls if call.error}
    before = len(published(workspace))
    workspace.sweeps()
    assert len(published(workspace)) == before


@sqlite_only
def test_a_reminder_that_went_out_is_no_longer_said_to_be_coming(workspace):
    agreed(workspace)
    opens(workspace, ALICE)
    assert "Next reminder on Wednesday 25 November." in reads(workspace, ALICE)
    workspace.wakes_at(berlin(25, 11))
    workspace.sweeps()

    assert len(nudges(workspace, ALICE)) == 1
    assert "Next reminder on Wednesday 25 November." not in reads(workspace, ALICE)
    assert stale(workspace) == []


@sqlite_only
def test_who_never_opened_the_tab_is_not_shown_one(workspace):
    agreed(workspace)
    workspace.sweeps()

    assert published(workspace) == []
    assert rows(workspace, "SELECT * FROM home_tab") == []


@sqlite_only
def test_the_messages_beside_the_tab_open_without_it(workspace):
    assert workspace.slack.open_home(MARTA, tab="messages").status == 200
    workspace.settles()

    assert published(workspace) == []


@sqlite_only
def test_a_record_that_is_deleted_goes_from_both_tabs(workspace):
    agreed(workspace)
    opens(workspace, MARTA, ALICE)
    workspace.clock.forward(days=800)
    workspace.cleans()
    workspace.sweeps()

    assert words.NOTHING_OPEN in reads(workspace, MARTA)
    assert words.NOTHING_OPEN in reads(workspace, ALICE)


@sqlite_only
def test_each_button_and_menu_of_everybody_answers_and_none_breaks(workspace, logged):
    records(workspace)
    for user in (MARTA, NOAM, ALICE, STEWARD, STRANGER):
        opens(workspace, user)
        for element in elements_of(home(workspace, user)):
            touches(workspace, user, element)
    agreed(workspace)
    for user in (MARTA, ALICE):
        for name in (Action.CHANGE, Action.HELP, Action.SUGGEST, Action.DONE):
            opens(workspace, user)
            if name in {element["action_id"] for element in elements_of(home(workspace, user))}:
                presses(workspace, user, name)

    assert "crashed" not in logged.getvalue()
    assert "job_stopped" not in logged.getvalue()


def touches(workspace: Workspace, user: str, element: dict[str, Any]) -> None:
    """Press a button, or choose the first of a menu; something must come of it."""
    if element["action_id"] in {Action.AGREE, Action.DECLINE}:
        return
    before = (workspace.slack.views(user), len(workspace.slack.dm(user)))
    if "options" in element:
        value = element["options"][0]["value"]
        chooses(workspace, user, element["action_id"], value)
    else:
        presses(workspace, user, element["action_id"], element.get("value"))
    assert before != (workspace.slack.views(user), len(workspace.slack.dm(user))), element
    for view in workspace.slack.views(user):
        workspace.slack.close_view(user, view)
    workspace.clock.forward(seconds=4)


@sqlite_only
def test_a_page_is_prepared_from_the_tab_and_comes_once_to_the_messages(workspace):
    opens(workspace, MARTA)
    presses(workspace, MARTA, f"{WORD_ACTION}.prep")
    assert "in your messages with me in a moment" in window(workspace, MARTA)
    assert "Payments: before your conversation" in reads_as(workspace.page(MARTA))
    workspace.clock.forward(seconds=1)
    workspace.slack.redeliver()
    workspace.settles()

    assert len(workspace.slack.dm(MARTA)) == 1
    opened = [call.error for call in workspace.slack.calls if call.method == "views.open"]
    assert opened == [None]


@sqlite_only
def test_stop_and_start_in_the_tab_change_places(workspace):
    opens(workspace, ALICE)
    presses(workspace, ALICE, f"{WORD_ACTION}.stop")
    assert window(workspace, ALICE) == STOPPED
    assert words.STOPPED in reads(workspace, ALICE)
    presses(workspace, ALICE, f"{WORD_ACTION}.start")
    assert window(workspace, ALICE) == STARTED
    assert words.STOPPED not in reads(workspace, ALICE)


@sqlite_only
def test_what_has_buttons_of_its_own_comes_to_the_messages(workspace):
    opens(workspace, MARTA)
    presses(workspace, MARTA, f"{WORD_ACTION}.digest_preview")

    assert window(workspace, MARTA) == words.IN_MESSAGES
    assert "*What the team wants to improve:*" in reads_as(workspace.page(MARTA))


@sqlite_only
def test_what_slack_does_not_take_for_the_messages_is_not_said_to_be_there(workspace):
    opens(workspace, MARTA)
    workspace.slack.fail("chat.postMessage", Fault.SERVER_ERROR)
    presses(workspace, MARTA, f"{WORD_ACTION}.digest_preview")

    assert window(workspace, MARTA).startswith("Slack did not take it for your messages with me.")
    assert workspace.slack.dm(MARTA) == []


@sqlite_only
def test_a_word_that_is_no_longer_theirs_says_so_in_a_window(workspace):
    opens(workspace, ALICE)
    button = b.actions("forged", [b.button(f"{WORD_ACTION}.prep", "Prepare", "prep payments")])
    forges(workspace, ALICE, button)
    presses(workspace, ALICE, f"{WORD_ACTION}.prep")

    assert "Preparing a page is for a team's managers." in window(workspace, ALICE)


def forges(workspace: Workspace, user: str, block: dict[str, Any]) -> None:
    """Let somebody's Home tab have something else in it than Coach put there."""
    with workspace.slack.workspace.changed:
        shown = home(workspace, user)
        forged = replace(shown, payload={**shown.payload, "blocks": [*shown.blocks, block]})
        workspace.slack.workspace.views[shown.id] = forged


@sqlite_only
def test_a_button_that_is_pressed_twice_counts_once_and_the_second_is_told(workspace):
    agreed(workspace)
    opens(workspace, ALICE)
    shown = home(workspace, ALICE)
    workspace.presses(ALICE, shown, Action.DONE)
    workspace.presses(ALICE, shown, Action.DONE)

    assert window(workspace, ALICE) == "That one is done already."
    assert rows(workspace, "SELECT count(*) FROM commitment WHERE state = 'done'") == [(1,)]


@sqlite_only
def test_a_window_that_cannot_be_opened_from_the_tab_says_why_in_a_window(workspace):
    agreed(workspace)
    opens(workspace, NOAM)
    conversation = str(rows(workspace, "SELECT id FROM conversation")[0][0])
    about = About(conversation, 1).encode()
    forges(workspace, NOAM, b.actions("forged", [b.button(Action.SUGGEST, "Suggest", about)]))
    presses(workspace, NOAM, Action.SUGGEST)

    assert window(workspace, NOAM) == "Only the two people of a record can do that."


@sqlite_only
def test_a_calendar_file_asked_for_in_the_tab_comes_to_the_messages(workspace):
    workspace.slack.workspace.scopes = SCOPES | {"files:write"}
    agreed(workspace)
    opens(workspace, ALICE)
    conversation = str(rows(workspace, "SELECT id FROM conversation")[0][0])
    about = About(conversation, 1).encode()
    forges(workspace, ALICE, b.actions("forged", [b.button(Action.ICS, "File", about)]))
    presses(workspace, ALICE, Action.ICS)

    (file,) = workspace.slack.files(workspace.slack.dm_id(ALICE))
    assert file.name == "check-in.ics"


@sqlite_only
def test_two_hundred_openings_by_one_person_cost_a_handful_of_calls(workspace):
    with ThreadPoolExecutor(8) as many:
        answers = [*many.map(lambda _: workspace.slack.open_home(MARTA), range(200))]
    workspace.settles()

    assert {answer.status for answer in answers} == {200}
    assert 1 <= len(published(workspace)) <= 10
    assert "Payments" in reads(workspace, MARTA)
    assert stale(workspace) == []


@sqlite_only
def test_a_tab_that_slack_says_is_empty_is_shown_again(workspace):
    opens(workspace, MARTA)
    opens(workspace, MARTA)
    assert len(published(workspace)) == 1
    del workspace.slack.workspace.homes[MARTA]
    opens(workspace, MARTA)
    workspace.clock.forward(seconds=2)
    workspace.sweeps()

    assert "Payments" in reads(workspace, MARTA)
    assert stale(workspace) == []


class Slow(Composer):
    """Composes as always, and then lets something happen before the view leaves."""

    meanwhile: Callable[[], None]

    @override
    def compose(self, connection: Connection, user: str) -> Home:
        made = super().compose(connection, user)
        meanwhile, Slow.meanwhile = Slow.meanwhile, lambda: None
        meanwhile()
        return made


def slowly(workspace: Workspace, meanwhile: Callable[[], None]) -> Homes:
    """Return the Home tabs of a process that is overtaken by what happens meanwhile."""
    coach = workspace.coach
    composer = coach.homes._composer
    Slow.meanwhile = meanwhile
    return Homes(
        coach.deliverer.database,
        Slow(composer.roster, composer.mine, composer.table, composer.clock),
        coach.homes._views,
        coach.homes._people,
        workers=coach.workers,
        urgent=coach.urgent,
        clock=workspace.clock,
    )


@pytest.mark.parametrize("is_first", [False, True])
def test_a_process_with_an_older_state_never_overwrites_a_newer_one(workspace, is_first):
    agreed(workspace)
    if not is_first:
        opens(workspace, ALICE)
    promise = str(rows(workspace, "SELECT id FROM commitment WHERE side = 'engineer'")[0][0])

    def settles_it_elsewhere() -> None:
        with workspace.coach.deliverer.database.write() as session:
            workspace.coach.records.settle(session, promise, ALICE, Promise.DONE)
        workspace.coach.homes.opened(ALICE, is_empty=False)
        assert workspace.slack.wait_for(
            lambda: (
                workspace.slack.home(ALICE) is not None
                and "*What you will do*" not in reads(workspace, ALICE)
            )
        )

    slowly(workspace, settles_it_elsewhere).opened(ALICE, is_empty=False)
    workspace.settles()
    for _ in range(3):
        workspace.clock.forward(seconds=5)
        workspace.sweeps()

    assert "*What you will do*" not in reads(workspace, ALICE)
    assert stale(workspace) == []
    if not is_first:
        assert "hash_conflict" in published(workspace)


@sqlite_only
def test_a_tab_that_somebody_else_keeps_changing_is_shown_in_the_end(workspace):
    opens(workspace, MARTA)
    workspace.types(MARTA, "/coach stop")
    workspace.slack.fail(PUBLISH, Fault.error("hash_conflict"), times=2)
    workspace.sweeps()

    assert words.STOPPED in reads(workspace, MARTA)
    assert published(workspace)[-3:] == ["hash_conflict", "hash_conflict", None]
    assert stale(workspace) == []


@sqlite_only
def test_a_rate_limit_keeps_the_tab_stale_for_as_long_as_slack_says(workspace):
    opens(workspace, MARTA, ALICE)
    workspace.types(MARTA, "/coach stop")
    workspace.types(ALICE, "/coach stop")
    before = len(published(workspace))
    workspace.slack.fail(PUBLISH, Fault.RATE_LIMITED(30))
    workspace.coach.homes.refresh()
    workspace.settles()
    for _ in range(5):
        workspace.clock.forward(seconds=5)
        workspace.sweeps()
    assert len(published(workspace)) - before <= 2
    workspace.clock.forward(seconds=10)
    workspace.sweeps()

    assert words.STOPPED in reads(workspace, MARTA)
    assert words.STOPPED in reads(workspace, ALICE)
    assert stale(workspace) == []


@sqlite_only
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fault.SERVER_ERROR, 10),
        (Fault.SERVER_ERROR_AFTER, 10),
        (Fault.REPLY_LOST, 10),
        (Fault.UNREACHABLE, 10),
        (Fault.error("not_enabled"), 900),
    ],
)
def test_what_slack_does_not_take_is_shown_later(workspace, fault, seconds):
    opens(workspace, MARTA)
    workspace.types(MARTA, "/coach stop")
    workspace.slack.fail(PUBLISH, fault)
    workspace.sweeps()
    assert stale(workspace) == [MARTA]
    workspace.sweeps()
    workspace.clock.forward(seconds=seconds)
    workspace.sweeps()
    workspace.clock.forward(seconds=5)
    workspace.sweeps()

    assert words.STOPPED in reads(workspace, MARTA)
    assert stale(workspace) == []


@sqlite_only
def test_a_tab_whose_process_died_is_shown_by_another(workspace):
    opens(workspace, MARTA)
    workspace.types(MARTA, "/coach stop")
    with workspace.coach.deliverer.database.write() as session:
        now = workspace.clock.now()
        assert store.claim(session, MARTA, now, now + LEASE)
        assert not store.claim(session, MARTA, now, now + LEASE)
    workspace.restarts()
    workspace.sweeps()
    assert words.STOPPED not in reads(workspace, MARTA)
    workspace.clock.forward(seconds=60)
    workspace.sweeps()

    assert words.STOPPED in reads(workspace, MARTA)


@sqlite_only
def test_what_changes_while_a_tab_is_published_is_published_too(workspace):
    opens(workspace, MARTA)
    workspace.types(MARTA, "/coach stop")

    def starts() -> None:
        workspace.slack.command(MARTA, COMMAND, "start")

    homes = slowly(workspace, starts)
    homes.refresh()
    workspace.settles()
    assert stale(workspace) == [MARTA]
    workspace.sweeps()

    assert words.STOPPED not in reads(workspace, MARTA)
    assert stale(workspace) == []


@sqlite_only
def test_the_tab_works_over_socket_mode_too(workspace):
    with workspace.over_socket_mode():
        opens(workspace, MARTA)
        presses(workspace, MARTA, f"{WORD_ACTION}.help")

    assert "Payments" in reads(workspace, MARTA)
    assert "prep" in window(workspace, MARTA)
