"""Collects telemetry: fetch, fold, store. The only place where facts and the database meet.

A trailing window is pulled again each time and replaced, never added to, because sources correct
themselves. Each team's weeks and its cursor change in one transaction, and those of a group with its
teams', so that a process that is killed leaves either all of it or nothing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot import log
from bot.clock import Clock
from bot.collection import pull as pulling, store, together
from bot.collection.batches import batches
from bot.collection.pull import FIRST_WEEKS
from bot.collection.putting import Brought
from bot.db import Database
from bot.db.lock import held
from bot.errors import CoachError, OperatorError, TransientError
from bot.slack.reference import new_reference
from bot.sources.registry import source_class
from bot.sources.source import NO_TOKENS, Report, Tokens
from bot.teams.roster import Roster, Team

AT_ONCE = 4
"""Sources that are pulled at the same time."""
LATELY = timedelta(hours=12)
"""How long ago a back-fill may have broken off that goes on where it was."""
ALL_DONE = (
    "all its teams were collected that far back in the last hours; `--again` asks for them anew"
)
Progress = Callable[[str, int, int], None]
_log = log.get("collection")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to collect: all by default.

    Attributes:
        teams: ids of teams; empty: all of them.
        sources: names of sources; empty: all of them.
        back_fill: weeks to look back, whatever the cursors say; None: from the cursors.
        goes_on: whether a team that was collected so far back in the last hours is left out.
    """

    teams: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    back_fill: int | None = None
    goes_on: bool = False


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
            return list(pool.map(lambda name: self._one(name, teams, wanted), names))

    def _one(self, name: str, teams: Sequence[Team], wanted: Wanted) -> Result:
        mine = [team for team in teams if team.scopes_of(name)]
        if not mine:
            return Result(name, "empty", "no team has telemetry from it")
        with held(self.database, f"collect-{name}", wait=False) as got:
            if not got:
                return Result(name, "busy", "another process is collecting it right now")
            run = Run(self, name, wanted)
            try:
                result = run.collect(mine)
            except CoachError as error:
                outcome = "failed" if isinstance(error, TransientError) else "refused"
                result = run.broken(mine, outcome, str(error))
            except Exception:  # noqa: BLE001 - one source that breaks never stops the others
                result = run.broken(mine, "refused", broke(name))
        _log.info("source_collected", source=name, outcome=result.outcome, rows=result.rows)
        return result


@dataclass(slots=True)
class Run:
    """One source, batch after batch; what was stored stays when a later batch fails.

    Attributes:
        collector: with what it is collected.
        name: the source's name.
        wanted: what to collect.
        done: the ids of the teams that are stored.
        rows: how many weekly rows were stored.
        skipped: what could not be read.
        history_starts: how far back the source could look, where that was less than asked for.
    """

    collector: Collector
    name: str
    wanted: Wanted
    done: set[str] = field(default_factory=set)
    rows: int = 0
    skipped: int = 0
    history_starts: datetime | None = None

    def collect(self, teams: Sequence[Team]) -> Result:
        """Collect some teams.

        Raises:
            TransientError: the source did not answer.
            OperatorError: somebody must mend something first.
        """
        roster, name = self.collector.roster, self.name
        left = self._left(teams)
        if not left:
            return Result(name, "ok", ALL_DONE)
        kind = source_class(roster.sources[name].kind)
        cut = list(batches(roster, name, kind, left))
        for number, batch in enumerate(cut):
            self._batch(batch, number, len(cut))
        before = len(teams) - len(left)
        said = _said(self.rows, self.skipped, self.history_starts)
        if before:
            said = f"{said}; {before} of {len(teams)} teams were collected before"
        return Result(name, "ok" if self.rows or before else "empty", said, self.rows)

    def broken(self, teams: Sequence[Team], outcome: str, said: str) -> Result:
        """Write down that it went wrong for those who are not stored."""
        lacking = [team for team in teams if team.id not in self.done]
        self._write_down(lacking, outcome, said)
        if self.done:
            said = f"{said} ({len(self.done)} of {len(teams)} teams are collected.)"
        return Result(self.name, outcome, said, self.rows)

    def _left(self, teams: Sequence[Team]) -> list[Team]:
        """Return the teams to collect: who was never collected, or longest ago, comes first."""
        database, now = self.collector.database, self.collector.clock.now()
        ids = [team.id for team in teams]
        with database.read() as connection:
            until = store.collected_until(connection, self.name, ids)
            if self.wanted.goes_on and self.wanted.back_fill is not None:
                since = store.asked_since(connection, self.name, ids, now - LATELY)
                self._leave_out(teams, since, now)
        never = datetime.min.replace(tzinfo=UTC)
        left = [team for team in teams if team.id not in self.done]
        return sorted(left, key=lambda team: until.get(team.id) or never)

    def _leave_out(
        self, teams: Sequence[Team], since: Mapping[str, datetime], now: datetime
    ) -> None:
        """Take those as done who were collected so far back lately; of groups all, or nobody."""
        roster = self.collector.roster
        asked = pulling.plan(roster, self.name, teams, {}, self.wanted.back_fill, now)
        done = {
            team.id
            for team in teams
            if team.id in since
            and since[team.id] <= asked.first[team.id].starts(asked.zones[team.id])
        }
        if not roster.groups or len(done) == len(teams):
            self.done |= done

    def _batch(self, teams: Sequence[Team], number: int, of: int) -> None:
        roster, database = self.collector.roster, self.collector.database
        name, back_fill = self.name, self.wanted.back_fill
        groups = list(together.complete(roster, name, teams))
        ids = [*(team.id for team in teams), *(group.id for group in groups)]
        with database.read() as connection:
            cursors = store.collected_until(connection, name, ids)
        new = {team for group in groups if group.id not in cursors for team in group.headcounts}
        if new and back_fill is not None:
            back_fill = max(back_fill, FIRST_WEEKS)
        cursors = {team: until for team, until in cursors.items() if team not in new}
        pull = pulling.plan(roster, name, teams, cursors, back_fill, self.collector.clock.now())
        report = Report(progress=_of_all(self.collector.progress, name, number, of))
        rows = pulling.run(roster, pull, teams, report, groups, self.collector.tokens)
        _log_skipped(name, report)
        stored = sum(len(found) for found in rows.values())
        skipped = report.skipped.total()
        brought = Brought(roster, pull, report, rows, _said(stored, skipped, report.history_starts))
        for group, mine in together.batches(teams, groups):
            with database.write() as session:
                brought.put(session, mine, group)
            self.done.update(team.id for team in mine)
        self.rows, self.skipped = self.rows + stored, self.skipped + skipped
        self.history_starts = report.history_starts or self.history_starts

    def _write_down(self, teams: Sequence[Team], outcome: str, said: str) -> None:
        now = self.collector.clock.now()
        for team in teams:
            with self.collector.database.write() as session:
                store.failed(
                    session, team=team.id, source=self.name, now=now, outcome=outcome, said=said
                )


def _of_all(progress: Progress, name: str, number: int, of: int) -> Callable[[int, int], None]:
    """Return what tells how far all batches are, by how far one of them is."""
    return lambda done, total: progress(name, number * total + done, of * total)


def broke(source: str) -> str:
    """Log what is being handled, and return what to say of it where nobody knows what it is."""
    said = f"it broke on something Coach does not know; reference {new_reference()}"
    _log.exception("source_broke", source=source, said=said)
    return said


def _refuse_unknown(what: str, asked: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted(set(asked) - set(known))
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise OperatorError(f"coach.yml has no {what} {', '.join(unknown)}. It has: {there}.")


def _said(rows: int, skipped: int, history_starts: datetime | None) -> str:
    parts = [f"{rows} weekly rows" if rows else "it answered, and there was nothing to count"]
    if skipped:
        parts.append(f"{skipped} unreadable pieces left out")
    if history_starts is not None:
        parts.append(f"its history starts on {history_starts:%Y-%m-%d}")
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
