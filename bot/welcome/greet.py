"""What somebody reads who types nothing after `/coach`. Pure."""

from bot.slack.role import Role
from bot.teams.access import roles_of
from bot.teams.roster import Roster
from bot.welcome import words

_FIRST = (
    (Role.MANAGER, words.ONE_THING_MANAGER),
    (Role.MEMBER, words.ONE_THING_MEMBER),
    (Role.STEWARD, words.ONE_THING_STEWARD),
)
"""One thing to do; whoever is several of these is told the first."""


def greeting(roster: Roster, user: str) -> str:
    """Return what Coach is, what it will never do, and one thing to do, as mrkdwn."""
    roles = roles_of(roster, user)
    stewards = " or ".join(f"<@{one}>" for one in roster.organisation.stewards)
    nobody = words.ONE_THING_NOBODY.format(stewards=stewards)
    one_thing = next((said for role, said in _FIRST if role in roles), nobody)
    return f"{words.WHAT}\n{words.NEVER}\n{one_thing}\n{words.MORE}"
