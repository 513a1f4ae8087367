"""Collects telemetry: fetch, fold, store. The only place where facts and the database meet.

A trailing window is pulled again each time and replaced, never added to, because sources correct
themselves. Each team's weeks and its cursor change in one transaction, and those of a group with its
teams', so that a process that is killed leaves either all of it or nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot import log
from bot.clock import Clock
from bot.collection import pull as pulling, store, together
from bot.collection.pull import FIRST_WEEKS
from bot.collection.putting import Brought
from bot.db import Database
from bot.db.lock import held
from bot.errors import CoachError, OperatorError, TransientError
from bot.slack.reference import new_reference
from bot.sources.source import NO_TOKENS, Report, Tokens
from bot.teams.roster import Roster, Team

AT_ONCE = 4
"""Sources that are pulled at the same time; each of them makes one call after another."""
Progress = Callable[[str, int, int], None]
_log = log.get("collection")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to collect: all by default.

    Attributes:
        teams: ids of teams; empty: all of them.
        sources: names of sources; empty: all of them.
        back_fill: weeks to look back, whatever the cursors say; None: from the cursors.
    """

    teams: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    back_fill: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How one source went.

    Attributes:
        source: its name in `coach.yml`.
        outcome: `ok`, `empty`, `busy`, `failed` (try again) or `refused` (somebody must mend it).
        said: one line that a person understands.
        rows: how many weekly rows were stored.
    """

    source: str
    outcome: str
    said: str
    rows: int = 0

    @property
    def went_well(self) -> bool:
        """Whether the source answered, be it with nothing."""
        return self.outcome in {"ok", "empty"}


@dataclass(frozen=True, slots=True)
class Collector:
    """Collects for a roster, with the tokens that the environment holds for sources."""

    database: Database
    roster: Roster
    clock: Clock
    progress: Progress = field(default=lambda _source, _done, _total: None)
    tokens: Tokens = field(default_factory=lambda: NO_TOKENS, repr=False)

    def collect(self, wanted: Wanted) -> list[Result]:
        """Collect; one source that fails never stops the others.

        Raises:
            OperatorError: a team or source is asked for that is not in `coach.yml`.
        """
        known = {team.id: team for team in self.roster.teams}
        _refuse_unknown("team", wanted.teams, known)
        _refuse_unknown("source", wanted.sources, self.roster.sources)
        teams = [known[team] for team in wanted.teams or known]
        names = wanted.sources or tuple(self.roster.sources)
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="coach-collect") as pool:
            return list(pool.map(lambda name: self._one(name, teams, wanted.back_fill), names))

    def _one(self, name: str, teams: Sequence[Team], back_fill: int | None) -> Result:
        mine = [team for team in teams if team.scopes_of(name)]
        if not mine:
            return Result(name, "empty", "no team has telemetry from it")
        with held(self.database, f"collect-{name}", wait=False) as got:
            if not got:
                return Result(name, "busy", "another process is collecting it right now")
            try:
                result = self._collect(name, mine, back_fill)
            except CoachError as error:
                outcome = "failed" if isinstance(error, TransientError) else "refused"
                self._write_down(name, mine, outcome, str(error))
                result = Result(name, outcome, str(error))
            except Exception:  # noqa: BLE001 - one source that breaks never stops the others
                said = f"it broke on something Coach does not know; reference {new_reference()}"
                _log.exception("source_broke", source=name, said=said)
                self._write_down(name, mine, "refused", said)
                result = Result(name, "refused", said)
        _log.info("source_collected", source=name, outcome=result.outcome, rows=result.rows)
        return result

    def _collect(self, name: str, teams: Sequence[Team], back_fill: int | None) -> Result:
        groups = list(together.complete(self.roster, name, teams))
        ids = [*(team.id for team in teams), *(group.id for group in groups)]
        with self.database.read() as connection:
            cursors = store.collected_until(connection, name, ids)
        new = {team for group in groups if group.id not in cursors for team in group.headcounts}
        if new and back_fill is not None:
            back_fill = max(back_fill, FIRST_WEEKS)
        cursors = {team: until for team, until in cursors.items() if team not in new}
        pull = pulling.plan(self.roster, name, teams, cursors, back_fill, self.clock.now())
        report = Report(progress=lambda done, total: self.progress(name, done, total))
        rows = pulling.run(self.roster, pull, teams, report, groups, self.tokens)
        _log_skipped(name, report)
        number = sum(len(found) for found in rows.values())
        outcome, said = "ok" if number else "empty", _said(number, report)
        brought = Brought(self.roster, pull, report, rows, said)
        for group, mine in together.batches(teams, groups):
            with self.database.write() as session:
                brought.put(session, mine, group)
        return Result(name, outcome, said, number)

    def _write_down(self, name: str, teams: Sequence[Team], outcome: str, said: str) -> None:
        now = self.clock.now()
        for team in teams:
            with self.database.write() as session:
                store.failed(
                    session, team=team.id, source=name, now=now, outcome=outcome, said=said
                )


def _refuse_unknown(what: str, asked: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted(set(asked) - set(known))
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise OperatorError(f"coach.yml has no {what} {', '.join(unknown)}. It has: {there}.")


def _said(rows: int, report: Report) -> str:
    parts = [f"{rows} weekly rows" if rows else "it answered, and there was nothing to count"]
    if report.skipped:
        parts.append(f"{report.skipped.total()} unreadable pieces left out")
    if report.history_starts is not None:
        parts.append(f"its history starts on {report.history_starts:%Y-%m-%d}")
    return "; ".join(parts)


def _log_skipped(name: str, report: Report) -> None:
    for reason, places in report.places.items():
        _log.warning(
            "pieces_skipped",
            source=name,
            reason=reason,
            number=report.skipped[reason],
            first_places="; ".join(places),
        )
