"""Slack is asked once a day about whom Coach has to write to; without an answer, what is known stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo.local_slack import Fault
from bot.errors import TransientError
from bot.people import store
from bot.people.hours import Dnd, next_moment
from bot.people.know import FRESH, REST, People, Person
from bot.people.tables import Kind
from bot.slack.client import web_client
from bot.slack.directory import Directory, SlackUser
from bot.slack.problems import PersonGone
from bot.teams.work_week import WorkWeek
from tests.clock import T0
from tests.people.conftest import ALICE, MARTA, NOAM, STEWARD, STRANGER

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LISBON, KATHMANDU = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kathmandu")
BOB = "U0BOB00001"


def asked(slack):
    """About whom Slack was asked, in order."""
    return [call.arguments["user"] for call in slack.calls if call.method == "users.info"]


def said(**more):
    return SlackUser(**{"tz": "Asia/Tokyo", "deleted": False, "is_bot": False,
                        "is_restricted": False, **more})  # fmt: skip


def hears(database, people, user, said_of_them, at):
    with database.write() as session:
        people.hear(session, user, said_of_them, at)


def known(database, people, user):
    with database.read() as connection:
        return people.known(connection, user)


def test_a_person_is_as_slack_describes_them(people):
    assert people.person(ALICE) == Person(ALICE, KATHMANDU)
    assert people.person(MARTA).zone == LISBON


def test_slack_is_asked_once_and_again_after_a_day(people, slack, clock):
    for _ in range(3):
        people.person(ALICE)
        people.hours(ALICE)
    assert asked(slack) == [ALICE]
    clock.forward(hours=24, seconds=-1)
    people.person(ALICE)
    assert asked(slack) == [ALICE]
    clock.forward(seconds=1)
    people.person(ALICE)
    assert asked(slack) == [ALICE, ALICE]


def test_somebody_who_moved_is_known_to_have_after_a_day(people, slack, clock):
    people.person(ALICE)
    slack.change_user(ALICE, tz="America/New_York")
    assert people.person(ALICE).zone == KATHMANDU
    clock.forward(days=1)

    assert people.person(ALICE).zone == NEW_YORK
    assert next_moment(people.hours(ALICE), clock.now()) == datetime(
        2026, 11, 19, 14, 30, tzinfo=UTC
    )


def test_a_person_has_the_working_days_of_the_roster_and_the_zone_of_slack(people):
    hours = people.hours(ALICE)

    assert (hours.zone, hours.week) == (KATHMANDU, WorkWeek(country="DE", subdivision="BE"))
    assert people.hours(NOAM).week == WorkWeek()
    assert people.hours(STRANGER).week == WorkWeek()


@pytest.mark.parametrize(
    "fault",
    [
        Fault.UNREACHABLE,
        Fault.SERVER_ERROR,
        Fault.RATE_LIMITED(30),
        Fault.error("missing_scope"),
        Fault.error("token_revoked"),
        Fault.error("user_not_visible"),
        Fault.error("user_not_found"),
    ],
    ids=["unreachable", "broken", "busy", "scope", "revoked", "hidden", "unknown"],
)
def test_without_an_answer_what_is_known_stands(people, slack, clock, database, fault):
    people.person(ALICE)
    with database.write() as session:
        store.set_stopped(session, ALICE, clock.now())
    clock.forward(days=2)
    slack.fail("users.info", fault, times=9)

    assert people.person(ALICE) == Person(ALICE, KATHMANDU, stopped=True)


@pytest.mark.parametrize(
    ("user", "zone"),
    [(ALICE, BERLIN), (MARTA, BERLIN), (NOAM, NEW_YORK), (STEWARD, BERLIN), (STRANGER, BERLIN)],
    ids=["member", "manager", "manager elsewhere", "steward", "stranger"],
)
def test_of_somebody_never_seen_the_zone_is_the_teams_or_the_organisations(
    people, slack, user, zone
):
    slack.fail("users.info", Fault.UNREACHABLE, times=9)

    assert people.person(user) == Person(user, zone)
    assert people.hours(user).zone == zone


def test_after_a_try_that_failed_nobody_is_asked_about_for_a_minute(people, slack, clock):
    slack.fail("users.info", Fault.UNREACHABLE)
    assert people.person(ALICE).zone == BERLIN
    clock.forward(seconds=REST - 1)
    assert people.person(ALICE).zone == BERLIN
    assert people.person(MARTA).zone == BERLIN
    clock.forward(seconds=1)

    assert people.person(ALICE).zone == KATHMANDU


def test_somebody_whom_slack_does_not_show_is_asked_about_once_a_day(people, slack, clock):
    slack.fail("users.info", Fault.error("user_not_visible"))
    for _ in range(3):
        assert people.person(ALICE) == Person(ALICE, BERLIN)
    assert people.person(MARTA).zone == LISBON
    assert asked(slack) == [ALICE, MARTA]
    clock.forward(days=1)
    assert people.person(ALICE).zone == KATHMANDU


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd", "Europe", "\x00", "a" * 999])
def test_a_zone_that_is_none_is_the_teams(people, database, zone):
    hears(database, people, ALICE, said(), T0)
    hears(database, people, ALICE, said(tz=zone), T0)

    assert known(database, people, ALICE).zone == BERLIN
    assert people.person(ALICE).zone == BERLIN


def test_a_zone_that_the_system_has_no_more_is_the_teams(people, database):
    with database.write() as session:
        store.hear(session, ALICE, T0)
        store.learn(session, ALICE, kind=Kind.MEMBER, time_zone="Europe/Atlantis")

    assert people.person(ALICE).zone == BERLIN


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"is_bot": True}, Kind.BOT),
        ({"is_restricted": True}, Kind.GUEST),
        ({"is_bot": True, "is_restricted": True}, Kind.BOT),
        ({}, Kind.MEMBER),
    ],
)
def test_guests_and_bots_are_told_apart_from_members(people, slack, changes, kind):
    slack.change_user(ALICE, **changes)

    assert people.person(ALICE).kind is kind


def test_a_guest_of_a_single_channel_is_a_guest_too():
    assert SlackUser.read({"is_ultra_restricted": True}).is_restricted


def test_what_slack_leaves_out_of_a_person_is_not_made_up():
    assert SlackUser.read({"tz": 7, "is_bot": None}) == said(tz=None)


def test_somebody_who_left_is_reported_once_and_keeps_their_zone(people, slack, clock, left):
    people.person(ALICE)
    slack.change_user(ALICE, deleted=True)
    for _ in range(3):
        clock.forward(days=1)
        assert people.person(ALICE) == Person(ALICE, KATHMANDU, gone=True)

    assert left == [ALICE]


def test_somebody_who_is_back_is_not_gone_and_may_leave_again(people, slack, clock, left):
    for deleted in (True, False, True):
        slack.change_user(ALICE, deleted=deleted)
        clock.forward(days=1)
        assert people.person(ALICE).gone is deleted

    assert left == [ALICE, ALICE]


def test_what_follows_from_leaving_is_undone_with_it(people, slack, database, left):
    def breaks(session, user):
        raise RuntimeError("undone")

    people.on_gone = breaks
    slack.change_user(ALICE, deleted=True)
    with pytest.raises(RuntimeError, match="undone"):
        people.person(ALICE)

    assert not known(database, people, ALICE).gone


def test_whoever_could_not_be_written_to_is_gone_without_asking(people, database, slack, left):
    for _ in range(2):
        with database.write() as session:
            people.left(session, ALICE)

    assert known(database, people, ALICE).gone
    assert left == [ALICE]
    assert asked(slack) == []


def test_news_that_comes_late_is_not_believed_and_slack_is_asked(people, database, slack, left):
    people.person(ALICE)
    hears(database, people, ALICE, said(deleted=True), T0 - timedelta(minutes=5))

    assert left == []
    assert people.person(ALICE) == Person(ALICE, KATHMANDU)
    assert asked(slack) == [ALICE, ALICE]


def test_inside_a_transaction_slack_is_never_asked(people, database, slack):
    with database.write() as session:
        assert people.known(session, ALICE) == Person(ALICE, BERLIN)
        assert people.known_hours(session, ALICE).zone == BERLIN
        assert people.known_hours(session, ALICE).week.country == "DE"
    assert asked(slack) == []
    people.person(ALICE)
    with database.read() as connection:
        assert people.known_hours(connection, ALICE).zone == KATHMANDU


def test_no_transaction_is_open_while_slack_is_asked(people, database, slack, clock):
    """A second process may write while the first one waits for Slack."""

    class Waiting:
        def user(self, user):
            with database.write() as session:
                store.set_stopped(session, user, clock.now())
            return said()

    people._directory = Waiting()

    assert people.person(ALICE) == Person(ALICE, ZoneInfo("Asia/Tokyo"), stopped=True)


def test_coach_concerns_itself_with_the_roster_and_those_it_knows_already(people):
    assert [people.concerns(user) for user in (ALICE, BOB, MARTA, STEWARD)] == [True] * 4
    assert not people.concerns(STRANGER)
    people.person(STRANGER)
    assert people.concerns(STRANGER)


def test_somebody_forgotten_is_asked_about_anew(people, database, slack):
    people.person(ALICE)
    with database.write() as session:
        people.forget(session, ALICE)
    assert known(database, people, ALICE) == Person(ALICE, BERLIN)
    people.person(ALICE)

    assert asked(slack) == [ALICE, ALICE]


def test_somebody_forgotten_who_said_stop_is_still_not_written_to(people, database, clock):
    with database.write() as session:
        store.set_stopped(session, ALICE, clock.now())
        people.forget(session, ALICE)

    assert people.person(ALICE).stopped


def test_no_id_of_a_person_shows_when_they_are_printed(people):
    assert "ALICE" not in repr(people.person(ALICE))


def seconds(instant):
    return int(instant.timestamp())


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("dnd", "expected"),
    [
        ({}, Dnd()),
        (
            {"dnd_enabled": True, "next_dnd_start_ts": seconds(T0 - HOUR),
             "next_dnd_end_ts": seconds(T0 + HOUR)},
            Dnd(T0 - HOUR, T0 + HOUR),
        ),
        (
            {"dnd_enabled": False, "next_dnd_start_ts": seconds(T0 - HOUR),
             "next_dnd_end_ts": seconds(T0 + HOUR)},
            Dnd(),
        ),
        (
            {"snooze_enabled": True, "snooze_endtime": seconds(T0 + HOUR)},
            Dnd(snoozed_until=T0 + HOUR),
        ),
        (
            {"snooze_enabled": True, "snooze_endtime": 10**15},
            Dnd(snoozed_until=T0 + timedelta(days=1)),
        ),
        ({"snooze_enabled": True, "snooze_endtime": None}, Dnd()),
    ],
    ids=["never", "now", "switched off", "snoozed", "snoozed for ever", "without an end"],
)  # fmt: skip
def test_do_not_disturb_is_what_slack_says_at_this_moment(people, slack, dnd, expected):
    slack.change_user(ALICE, dnd=dnd)

    assert people.dnd(ALICE) == expected


SNOOZED = {"snooze_enabled": True, "snooze_endtime": seconds(T0 + HOUR)}


def test_without_the_scope_nobody_is_known_to_be_disturbed(people, slack):
    slack.change_user(ALICE, dnd=SNOOZED)
    slack.workspace.scopes -= {"dnd:read"}

    assert people.dnd(ALICE) == Dnd()


def test_where_the_scope_was_never_granted_slack_is_not_asked(database, roster, clock, slack):
    slack.change_user(ALICE, dnd=SNOOZED)
    directory = Directory(web_client(slack.bot_token, slack.api_url))
    people = People(database, roster, clock, directory, dnd=False)

    assert people.dnd(ALICE) == Dnd()
    assert "dnd.info" not in [call.method for call in slack.calls]


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.UNREACHABLE, TransientError), (Fault.error("user_not_found"), PersonGone)],
    ids=["unreachable", "unknown"],
)
def test_whether_somebody_may_be_disturbed_is_never_guessed(people, slack, fault, error):
    slack.fail("dnd.info", fault)
    with pytest.raises(error):
        people.dnd(ALICE)


def test_slack_is_asked_at_most_once_a_day():
    assert timedelta(hours=24) == FRESH
