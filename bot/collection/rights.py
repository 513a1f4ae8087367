"""Asks each source whether Coach may read all that it needs; stores nothing, and counts nothing."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.collection.collect import AT_ONCE, broke
from bot.collection.pull import made
from bot.errors import CoachError, OperatorError
from bot.sources.source import Source, Tokens
from bot.teams.roster import Roster


def lacking(roster: Roster, tokens: Tokens) -> Iterator[str]:
    """Yield a line for each right that a source lacks, and for each source that did not answer.

    A source that no team has telemetry from is not asked.

    Args:
        roster: the sources, and what of them belongs to whom.
        tokens: what the environment holds for sources.
    """
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="coach-rights") as pool:
        for found in pool.map(lambda name: _of_one(roster, name, tokens), roster.sources):
            yield from found


def _of_one(roster: Roster, name: str, tokens: Tokens) -> Sequence[str]:
    teams = [team for team in roster.teams if team.scopes_of(name)]
    if not teams:
        return ()
    zones = {team.id: team.zone for team in teams}
    told: list[str] = []
    try:
        told.extend(_asked(name, made(roster, name, teams, zones, tokens)))
    except OperatorError as error:
        told.append(f"Source {name}: {error}")
    except CoachError as error:
        told.append(f"Source {name} did not say what Coach may read: {error}")
    except Exception:  # noqa: BLE001 - one source that breaks never stops the others
        told.append(f"Source {name}: {broke(name)}")
    return told


def _asked(name: str, source: Source) -> Iterator[str]:
    for probe in source.probes():
        try:
            probe.ask()
        except OperatorError as error:
            yield f"Source {name} lacks the right `{probe.right}`: {error}"
