"""The question which team's weeks are meant, as a message. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.context import words
from bot.context.carried import Action
from bot.slack import blocks as b
from bot.slack.text import clip
from bot.teams.roster import Team

_OPTION, _OPTIONS = 75, 100


def which_team(teams: Sequence[Team]) -> dict[str, Any]:
    """Return the question, with a menu of the teams that may be meant."""
    options = [(clip(team.name, _OPTION), team.id) for team in teams[:_OPTIONS]]
    menu = b.select("which", Action.TEAM, words.WHICH_HINT, options)
    return {"text": words.WHICH, "blocks": [b.section("question", words.WHICH), menu]}
