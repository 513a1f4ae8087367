"""Who and what a team's weeks are counted with, as a fingerprint that only tells whether it changed."""

import hashlib
import json
from collections.abc import Sequence

from bot.metrics import catalogue
from bot.sources.registry import source_class
from bot.teams.roster import SourceEntry, Team


def fingerprint(team: Team, source: str, entry: SourceEntry) -> str:
    """Return a fingerprint of all that decides which of a source's facts count, and how.

    These are the members, what of the source belongs to which service, the definitions of what the
    source tells, and such options as decide whose doing counts. A number that is counted again after
    one of them changed differs by what changed: by one person's work where one person came or left.

    Args:
        team: whose weeks.
        source: the source's name in `coach.yml`.
        entry: its kind and options, some of which may decide whose doing counts.
    """
    kind = source_class(entry.kind)
    counted = {
        "members": sorted(team.people_of(source)),
        "scopes": [
            (service, scope.model_dump(mode="json")) for service, scope in team.scopes_of(source)
        ],
        "definitions": sorted((name, catalogue.get(name).version) for name in kind.metrics),
    }
    if kind.decisive:
        counted["options"] = entry.options.model_dump(mode="json", include=set(kind.decisive))
    said = json.dumps([team.id, source, counted], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def fingerprint_together(group: str, teams: Sequence[Team], source: str, entry: SourceEntry) -> str:
    """Return a fingerprint of all that decides which facts count for a group.

    Args:
        group: the group's id.
        teams: those of its teams that have telemetry from the source.
        source: the source's name in `coach.yml`.
        entry: its kind and options.
    """
    said = json.dumps([group, sorted(fingerprint(team, source, entry) for team in teams)])
    return hashlib.sha256(said.encode()).hexdigest()
