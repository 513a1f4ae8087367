"""The row is the schedule: teams are asked once, reports made once, and answers gone for good after."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from sqlalchemy import insert

from bot.audit.noted import Act, Noted
from bot.audit.trail import Trail
from bot.commitments.tables import CommitmentRow, ConversationRow, RevisionRow
from bot.db import Database
from bot.delivery.outbox import Outbox
from bot.effects import jobs, store
from bot.effects.act import Effects
from bot.effects.carried import Action, Asked
from bot.effects.plan import BATCH, Planner
from bot.effects.promises import HALF, MOST
from bot.effects.pulse import MORE_YES, Question
from bot.effects.scrutiny import MORE, USUAL
from bot.effects.tell import Telling
from bot.sealing.ring import KeyRing, new_key
from bot.sealing.vault import Vault
from bot.slack.client import Poster, web_client
from tests.digest.sample import MEMBERS, a_team
from tests.digest.test_plan import a_roster, teams

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKS, REPORTS = "2026-12-18T09:00", "2027-01-01T09:00"
KEYS = KeyRing.parse(new_key())


class Desk:
    """A planner as one process has it; nothing is sent, so no Slack is needed."""

    def __init__(self, database, clock, *of_teams):
        self.database, self.clock = database, clock
        outbox = Outbox(database, Poster(web_client("xoxb-none", "http://127.0.0.1:1/")), clock)
        telling, vault = Telling(database, outbox, a_roster(*of_teams)), Vault(KEYS)
        self.trail = Trail.open(database, vault, clock)
        self.planner = Planner(database, vault, self.trail, telling, clock)
        self.effects = Effects(database, self.planner, clock)

    def wakes_at(self, text):
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        self.clock.forward(seconds=(moment - self.clock.now()).total_seconds())
        jobs.plan(self.planner)

    def rows(self, query):
        with self.database.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def planned(self, kind):
        return self.rows(f"SELECT recipient, details FROM delivery WHERE kind = '{kind}'")  # noqa: S608

    def report(self, team="payments"):
        with self.database.read() as connection:
            return store.reports(connection, team)[0]

    def answers(
        self, user, token, action=Action.YES, question=Question.RATHER_NOT, quarter="2026-Q4"
    ):
        return self.effects.answer(
            user, action, Asked("payments", quarter, question, token).encode()
        )

    def notes(self, act, team, by, about):
        with self.database.write() as session:
            self.trail.note(session, Noted(cast("Act", act), by=by, about=about, team=team))


@pytest.fixture
def desk(database, clock):
    made = Desk(database, clock, a_team())
    jobs.plan(made.planner)
    return made


@SQLITE
def test_each_member_is_asked_once_and_each_report_made_once(desk):
    desk.wakes_at("2026-12-18T08:59")
    assert desk.planned("effects.pulse") == []
    for _ in range(3):
        desk.wakes_at(ASKS)
    assert sorted(one for one, _ in desk.planned("effects.pulse")) == sorted(MEMBERS)
    desk.wakes_at("2027-01-01T08:59")
    assert desk.planned("effects") == []
    for _ in range(3):
        desk.wakes_at(REPORTS)

    assert [one for one, _ in desk.planned("effects")] == ["C0PAYMENTS"]
    assert [one for one, _ in desk.planned("effects.steward")] == ["U0STEWARD1"]
    assert desk.rows("SELECT quarter, step FROM effects") == [("2027-Q1", "pulse")]
    assert desk.rows("SELECT act, team_id FROM audit_entry") == [("effects_reported", "payments")]


def test_several_processes_at_once_ask_and_report_once(database_url, clock):
    number = 2 * BATCH + 1
    opened = [Database(database_url) for _ in range(3)]
    desks = [Desk(one, clock, *teams(number)) for one in opened]
    barrier = threading.Barrier(len(desks))

    def wakes(desk):
        barrier.wait()
        jobs.plan(desk.planner)

    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(wakes, desks))
        clock.forward(days=31)
        list(pool.map(wakes, desks))
        clock.forward(days=14)
        list(pool.map(wakes, desks))

    assert len(desks[0].planned("effects.pulse")) == number * len(MEMBERS)
    assert len(desks[0].planned("effects")) == number
    assert desks[0].rows("SELECT count(*) FROM effects_report") == [(number,)]
    for one in opened:
        one.close()


@SQLITE
def test_what_dies_in_the_middle_of_a_report_leaves_nothing_of_it_and_keeps_the_answers(
    desk, monkeypatch
):
    class Died(BaseException):
        pass

    def dies(*_given):
        raise Died

    desk.wakes_at(ASKS)
    for number, user in enumerate(MEMBERS):
        desk.answers(user, f"token{number}")
    with monkeypatch.context() as broken:
        broken.setattr(store, "plan", dies)  # after all was written, before the row moved on
        with pytest.raises(Died):
            desk.wakes_at(REPORTS)
    assert desk.planned("effects") == desk.rows("SELECT * FROM effects_report") == []
    jobs.plan(desk.planner)

    assert len(desk.planned("effects")) == 1
    assert desk.report().pulse == {Question.RATHER_NOT: MORE_YES}


@SQLITE
def test_an_answer_can_be_changed_and_taken_back_and_only_until_the_report(desk):
    wanted = "SELECT question, answer FROM pulse_answer"
    assert "closed" in desk.answers(MEMBERS[0], "a")
    desk.wakes_at(ASKS)
    desk.answers(MEMBERS[0], "a")
    assert desk.rows(wanted) == [("rather_not", "yes")]
    desk.answers(MEMBERS[0], "a", Action.NO)
    desk.answers(MEMBERS[0], "a", Action.NO)
    assert desk.rows(wanted) == [("rather_not", "no")]
    desk.answers(MEMBERS[0], "a", Action.YES, Question.HELP)
    desk.answers(MEMBERS[0], "a", Action.NEITHER)
    assert desk.rows(wanted) == [("help", "yes")]
    assert "closed" in desk.answers(MEMBERS[0], "a", quarter="2026-Q3")
    assert "for the members" in desk.answers("U0MARTA001", "b")
    assert desk.rows(wanted) == [("help", "yes")]

    desk.wakes_at(REPORTS)
    assert "closed" in desk.answers(MEMBERS[0], "a")
    assert desk.rows(wanted) == desk.rows("SELECT * FROM record_key WHERE record <> 'audit'") == []


@SQLITE
@pytest.mark.parametrize(
    ("people", "is_asked", "is_small"), [(8, False, False), (5, False, True)], ids=["late", "small"]
)
def test_a_report_knows_why_its_team_was_not_asked(database, clock, people, is_asked, is_small):
    if not is_small:
        clock.forward(days=40)
    desk = Desk(database, clock, a_team(users=MEMBERS[:people]))
    jobs.plan(desk.planner)
    desk.wakes_at("2026-12-29T09:00")
    assert desk.planned("effects.pulse") == []
    desk.wakes_at(REPORTS)

    assert (desk.report().is_asked, desk.report().is_small) == (is_asked, is_small)


@SQLITE
def test_answers_of_a_team_that_is_gone_are_deleted_with_their_key(desk):
    desk.wakes_at(ASKS)
    desk.answers(MEMBERS[0], "a")
    Desk(desk.database, desk.clock, a_team(id="other")).planner.reconcile()

    assert desk.rows("SELECT * FROM pulse_answer") == []
    assert desk.rows("SELECT record FROM record_key") == [("audit",)]


def a_record(number, manager, state, engineer=None):
    """A record of a quarter with one promise of its manager."""
    day = datetime(2026, 11, 20, 9, tzinfo=UTC)
    record: dict[str, Any] = {
        "id": f"record{number}", "team_id": "payments", "manager": manager,
        "engineer": engineer or f"U0ENGINEER{number}", "stage": "agreed", "revision": 1,
        "agreed_revision": 1, "agreed_at": day, "created_at": day,
    }  # fmt: skip
    revision = {
        "conversation_id": f"record{number}", "number": 1, "author": "manager", "experiment": "x",
        "metric": "pr_cycle_time", "check_in": date(2026, 12, 10), "kept_wording": False,
        "sealed": b"", "written_at": day,
    }  # fmt: skip
    promise = {
        "id": f"promise{number}", "conversation_id": f"record{number}", "side": "manager",
        "owner": manager, "state": state, "settled_at": None if state == "open" else day,
    }  # fmt: skip
    return record, revision, promise


@SQLITE
def test_what_is_asked_for_and_promised_is_counted_from_audit_and_records(database, clock):
    others = teams(7)
    desk = Desk(database, clock, a_team(), *others)
    jobs.plan(desk.planner)
    desk.wakes_at("2026-11-23T09:00")
    for each in range(4):
        desk.notes("individual_asked", "payments", "U0MARTA001", MEMBERS[each])
    for team in others:
        desk.notes("individual_asked", team.id, "U0OTHER001", f"U0{team.id}")
    rows = [
        a_record(number, f"U0BOSS{number % 7}", "done" if number % 4 else "open")
        for number in range(14)
    ]
    with database.write() as session:
        for table, of_table in zip(
            (ConversationRow, RevisionRow, CommitmentRow), zip(*rows, strict=True), strict=True
        ):
            session.execute(insert(table.__table__), list(of_table))  # type: ignore[attr-defined]
    for number in range(14):
        whom = number if number % 2 else number + 100
        desk.notes("page_shown", "payments", f"U0BOSS{number % 7}", f"U0ENGINEER{whom}")
    desk.wakes_at(ASKS)
    desk.wakes_at(REPORTS)

    found = desk.report()
    assert (found.scrutiny, found.kept, found.preps) == (MORE, MOST, HALF)
    assert desk.report("team-1").scrutiny == USUAL
    assert desk.report("team-1").kept == MOST
    written = str(desk.rows("SELECT content FROM effects_report"))
    assert "U0" not in written
    assert not [each for each in ("14", "4,", "11") if each in written]
