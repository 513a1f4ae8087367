"""Cuts a collection into batches of teams, each of which is asked for, and stored, by itself. Pure.

A source that fails in the midst of a large company then leaves what was collected before, and the
next run goes on from there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.sources.source import Source
from bot.teams.roster import Roster, Team

PARTS = 64
"""What is asked for by itself, such as repositories, in a batch: enough to ask for many at a time."""


def batches(
    roster: Roster, name: str, kind: type[Source], teams: Sequence[Team]
) -> Iterator[Sequence[Team]]:
    """Yield the teams in batches, none of which asks for what another does.

    All in one where one question serves many teams, and where teams are added up into groups: what
    may be stored of a group hangs on all of them.

    Args:
        roster: the groups.
        name: the source's name.
        kind: the source's class.
        teams: the teams that have telemetry from it, in the order in which they are wanted.
    """
    if not teams:
        return
    if roster.groups or any(
        kind.parts(one) is None for team in teams for _, one in team.scopes_of(name)
    ):
        yield teams
        return
    batch: list[Team] = []
    number = 0
    for together, parts in _connected(name, kind, teams):
        if batch and number + parts > PARTS:
            yield batch
            batch, number = [], 0
        batch, number = [*batch, *together], number + parts
    if batch:
        yield batch


def _connected(
    name: str, kind: type[Source], teams: Sequence[Team]
) -> Iterator[tuple[list[Team], int]]:
    """Yield teams that have a part in common, directly or over others, with how many parts it is."""
    parts = {team.id: _parts(name, kind, team) for team in teams}
    by_part: dict[str, list[Team]] = defaultdict(list)
    for team in teams:
        for part in parts[team.id]:
            by_part[part].append(team)
    seen: set[str] = set()
    for team in teams:
        if team.id in seen:
            continue
        seen.add(team.id)
        found, whole = [team], set[str]()
        for one in found:  # Grows while it is walked through.
            for part in parts[one.id] - whole:
                new = [other for other in by_part[part] if other.id not in seen]
                seen.update(other.id for other in new)
                found += new
            whole |= parts[one.id]
        yield found, len(whole)


def _parts(name: str, kind: type[Source], team: Team) -> frozenset[str]:
    found = (kind.parts(scope) for _, scope in team.scopes_of(name))
    return frozenset(part for parts in found for part in parts or ())
