"""Asks the database about reports: when they are due, what they say, and the answers before them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.db import Connection, Session, due, insert
from bot.effects.report import Report
from bot.effects.schedule import Due, Quarter, Step
from bot.effects.tables import AnswerRow, EffectsRow, ReportRow

Reading = Session | Connection
_TABLE: Any = EffectsRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_C = _TABLE.c
_REPORTS: Any = ReportRow.__table__  # type: ignore[attr-defined]
_R = _REPORTS.c
_ANSWERS: Any = AnswerRow.__table__  # type: ignore[attr-defined]
_A = _ANSWERS.c
_CHUNK = 500
"""Rows that one statement changes: engines limit the parameters of one."""
_DUE: Any = due.longest_due([_TABLE], _C.due_at, _C.team_id)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is due next of a team.

    Attributes:
        team: the team's id.
        schedule: the fingerprint of the schedule by which it was planned.
    """

    team: str
    schedule: str
    due: Due


def get(reading: Reading, team: str) -> Planned | None:
    """Return what is due next of a team; None: nothing is planned yet."""
    row = reading.execute(select(_TABLE).where(_C.team_id == team)).first()
    return None if row is None else _planned(row)


def schedules(reading: Reading) -> Mapping[str, str]:
    """Return the fingerprint of every team's schedule, by the team's id."""
    return {row.team_id: row.schedule for row in reading.execute(select(_C.team_id, _C.schedule))}


def lock(session: Session, teams: Collection[str]) -> list[Planned]:
    """Return what is due of some teams, and keep others from changing it until the end."""
    query = select(_TABLE).where(_C.team_id.in_(list(teams))).order_by(_C.team_id)
    return [_planned(row) for row in session.execute(query.with_for_update())]


def add(session: Session, made: Sequence[Planned]) -> None:
    """Write down what is due of teams of which nothing is written down; the others keep theirs."""
    for start in range(0, len(made), _CHUNK):
        rows = [{"team_id": one.team, **_columns(one)} for one in made[start : start + _CHUNK]]
        session.execute(insert(session, _TABLE).values(rows).on_conflict_do_nothing())


def claim_due(session: Session, now: datetime, most: int) -> list[Planned]:
    """Return teams of which something is due, longest due first; no other process gets the same ones."""
    return [_planned(row) for row in session.execute(_DUE, {"now": now, "most": most})]


def plan(session: Session, made: Planned) -> None:
    """Write down what is due next of a team that has something written down."""
    session.execute(update(_TABLE).where(_C.team_id == made.team).values(**_columns(made)))


def remove(session: Session, teams: Iterable[str]) -> None:
    """Plan nothing more for some teams."""
    session.execute(delete(_TABLE).where(_C.team_id.in_(sorted(teams))))


def keep(session: Session, team: str, report: Report, now: datetime) -> None:
    """Keep a report."""
    values = {"quarter": report.quarter, "content": report.to_json(), "made_at": now}
    statement = insert(session, _REPORTS).values(team_id=team, **values)
    session.execute(statement.on_conflict_do_nothing())


def forget_reports_before(session: Session, instant: datetime) -> int:
    """Delete the reports that were made before an instant; return how many."""
    gone = session.execute(delete(_REPORTS).where(_R.made_at < instant))
    return int(gone.rowcount)


def report(reading: Reading, team: str, quarter: str) -> Report | None:
    """Return a team's report on a quarter; None where there is none, or none any more."""
    query = select(_R.content).where(_R.team_id == team, _R.quarter == quarter)
    found = reading.execute(query).scalar()
    return None if found is None else Report.from_json(found)


def reports(reading: Reading, team: str) -> list[Report]:
    """Return a team's reports that are kept, newest first."""
    query = select(_R.content).where(_R.team_id == team).order_by(_R.quarter.desc())
    return [Report.from_json(one) for one in reading.execute(query).scalars()]


def answer(session: Session, team: str, quarter: str, question: str, mark: str, said: str) -> None:
    """Keep an answer; one with the same mark is put in its place."""
    mine = {"team_id": team, "quarter": quarter, "question": question, "mark": mark}
    statement = insert(session, _ANSWERS).values(**mine, answer=said)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[_ANSWERS.c[name] for name in mine], set_={"answer": said}
        )
    )


def take_back(session: Session, team: str, quarter: str, question: str, mark: str) -> None:
    """Delete an answer, where there is one with that mark."""
    mine = (_A.team_id == team, _A.quarter == quarter, _A.question == question, _A.mark == mark)
    session.execute(delete(_ANSWERS).where(*mine))


def answers(reading: Reading, team: str, quarter: str) -> list[tuple[str, str]]:
    """Return each answer of a team with its question, in no order of who gave it."""
    query = select(_A.question, _A.answer).where(_A.team_id == team, _A.quarter == quarter)
    return [(row.question, row.answer) for row in reading.execute(query.order_by(_A.mark))]


def forget_answers(session: Session, team: str, quarter: str) -> None:
    """Delete the answers of a team. Their key is destroyed by whoever calls this."""
    session.execute(delete(_ANSWERS).where(_A.team_id == team, _A.quarter == quarter))


def _columns(one: Planned) -> dict[str, Any]:
    return {
        "schedule": one.schedule,
        "quarter": one.due.quarter.name,
        "step": str(one.due.step),
        "due_at": one.due.at,
    }


def _planned(row: Any) -> Planned:
    due = Due(Quarter.parse(row.quarter), Step(row.step), row.due_at)
    return Planned(row.team_id, row.schedule, due)
