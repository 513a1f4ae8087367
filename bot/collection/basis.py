"""Who and what a team's weeks are counted with, as a fingerprint that only tells whether it changed."""

import hashlib
import json

from bot.metrics import catalogue
from bot.teams.roster import Team


def fingerprint(team: Team, source: str) -> str:
    """Return a fingerprint of all that decides which of a source's facts count, and how.

    These are the members, what of the source belongs to which service, and the definitions. A number
    that is counted again after one of them changed differs by what changed: by one person's work
    where one person came or left.

    Args:
        team: whose weeks.
        source: the source's name in `coach.yml`.
    """
    counted = {
        "members": sorted(team.people_of(source)),
        "scopes": [
            (service, scope.model_dump(mode="json")) for service, scope in team.scopes_of(source)
        ],
        "definitions": sorted((one.id, one.version) for one in catalogue.METRICS.values()),
    }
    said = json.dumps([team.id, source, counted], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
