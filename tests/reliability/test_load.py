"""Ten times as many people as usual are due at once: how late it gets, and that nothing comes early.

Time is simulated: whoever waits is at once so much later. The local Slack keeps to Slack's limits.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import app
from bot.commitments import jobs, words
from bot.commitments.tables import FollowUpRow
from bot.demo.local_slack import SCOPES
from tests.reliability.clocks import SimulatedClock
from tests.reliability.crowd import FIRST, Crowd

USUAL = 10
"""So many engineers of a large company have their reminder in the same minute."""
OPENINGS = (
    timedelta(hours=7, minutes=30),
    timedelta(hours=8, minutes=30),
    timedelta(hours=9, minutes=30),
)
"""When it is half past nine in Athens; in Berlin and Lagos; and in London: in UTC."""
MINUTES = 8
TABLE = FollowUpRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


@pytest.fixture
def clock():
    return SimulatedClock(FIRST.replace(hour=0, minute=0))


@pytest.fixture
def crowd():
    """In Berlin and in Lagos together, a hundred engineers begin in the same minute."""
    return Crowd(20, engineers=10)


def due_of(database, users):
    """Return when each of these people's first reminder is due, as it was planned."""
    with database.read() as connection:
        rows = connection.execute(select(TABLE.c.person, TABLE.c.due_at).where(TABLE.c.number == 1))
        return {row.person: row.due_at for row in rows if row.person in users}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("scopes", "a_minute"), [(SCOPES - {"dnd:read"}, 300), (SCOPES, 50)], ids=["posts", "dnd"]
)
@pytest.mark.long
def test_with_ten_times_the_load_it_is_only_as_late_as_slacks_own_limits_make_it(
    scopes, a_minute, company, clock
):
    """Slack lets apps post 300 times a minute, and ask 50 times whom they would disturb."""
    company.slack.workspace.limits = True
    company.slack.workspace.scopes = scopes
    engineers = {engineer for *_, engineer in company.crowd.pairs()}
    due = due_of(company.database, engineers)
    together = max(list(due.values()).count(moment) for moment in due.values())
    coach = app.build(company.given, clock)
    midnight = clock.now()
    for opening in OPENINGS:
        clock.forward(seconds=(midnight + opening - clock.now()).total_seconds() - 20)
        while clock.now() < midnight + opening + timedelta(minutes=MINUTES):
            jobs.sweep(coach.nudges, coach.outbox)
            clock.forward(seconds=jobs.SWEEP_SECONDS)
    coach.close()
    late = sorted(
        float(message.ts) - due[user].timestamp()
        for user in engineers
        for message in company.slack.dm(user)
        if message.text == words.NUDGE_TEXT
    )

    assert together == 10 * USUAL
    assert len(late) == len(engineers)
    assert late[0] >= 0, "something came before its time"
    assert late[len(late) * 99 // 100] <= jobs.SWEEP_SECONDS + 60 * together / a_minute + 10
