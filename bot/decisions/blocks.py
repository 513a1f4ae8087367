"""What is said about decisions in messages. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.decisions import words
from bot.decisions.carried import Action
from bot.decisions.decision import Decision, said
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION, _OPTIONS = 75, 100


def which_team(teams: Sequence[Team]) -> dict[str, Any]:
    """Return the question which team is meant, with a menu of those that may be."""
    options = [(clip(team.name, _OPTION), team.id) for team in teams[:_OPTIONS]]
    menu = b.select("which", Action.TEAM, words.WHICH_HINT, options)
    return {"text": words.WHICH, "blocks": [b.section("question", words.WHICH), menu]}


def ends(team: Team, decision: Decision) -> dict[str, Any]:
    """Return what a manager is told a week before a decision ends."""
    name = escape(team.name)
    text = words.ENDS.format(team=name, day=said(decision.until), improve=escape(decision.improve))
    do = b.actions("do", [b.button(Action.OPEN, words.NAME_NEXT, team.id)])
    return {"text": words.ENDS_TEXT.format(team=name), "blocks": [b.section("ends", text), do]}
