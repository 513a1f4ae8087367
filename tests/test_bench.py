"""The benches measure what they say: databases that are as full as Coach itself would make them."""

from datetime import timedelta

from sqlalchemy import text

from bench import agreed, bulk
from bot.commitments import follow_up_store
from bot.commitments.record import Side
from bot.sealing.ring import KeyRing, new_key


def test_records_that_a_bench_fills_in_stay_and_their_reminders_are_taken_up(database, clock):
    now = clock.now()
    agreed.agree(database, range(30), now)
    agreed.say(database, range(30), KeyRing.parse(new_key()), now)
    agreed.know(database, range(30), now)
    due = [now - timedelta(hours=1), now + timedelta(days=1)]
    agreed.remind(database, range(30), lambda pair: due[pair % 2], [(Side.ENGINEER, 1)])
    bulk.settle(database)

    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM commitment")).scalar() == 60
    with database.write() as session:
        found = follow_up_store.claim_due(session, now=now, lease_until=due[1], most=100)
    assert len(found) == 15
