"""What somebody means by `/coach digest preview | off | on [team]`. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.digest import words
from bot.slack.text import escape, quote
from bot.teams.roster import Roster, Team, folded


class Wish(StrEnum):
    """What can be done with a digest."""

    PREVIEW = "preview"
    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do with one team's digest, by somebody who may."""

    wish: Wish
    team: Team


@dataclass(frozen=True, slots=True)
class Sorry:
    """It cannot be done; the text says why and what to do next."""

    text: str


def understand(roster: Roster, user: str, rest: str) -> Asked | Sorry:
    """Say what is to be done with which team's digest.

    Args:
        roster: who is in which team.
        user: who asked.
        rest: what they typed after `digest`.
    """
    first, _, named = " ".join(rest.split()).partition(" ")
    if first.lower() not in set(Wish):
        return Sorry(words.USE)
    wish = Wish(first.lower())
    managed = roster.teams_managed_by(user)
    mine = _each_once((*managed, *roster.teams_of_member(user)))
    if not mine:
        return Sorry(words.NOBODY.format(stewards=_people(roster.organisation.stewards)))
    may = mine if wish is Wish.PREVIEW else managed
    team = _named(mine, named)
    if team is not None:
        return Asked(wish, team) if team in may else _not_yours(team)
    if named:
        return Sorry(words.NO_TEAM.format(name=quote(named), commands=_commands(wish, may or mine)))
    if len(may) == 1:
        return Asked(wish, may[0])
    return Sorry(words.WHICH.format(commands=_commands(wish, may))) if may else _not_yours(mine[0])


def _named(mine: Iterable[Team], named: str) -> Team | None:
    wanted = folded(named)
    return next((t for t in mine if wanted in {folded(t.id), folded(t.name)}), None)


def _each_once(teams: Iterable[Team]) -> tuple[Team, ...]:
    return tuple({team.id: team for team in teams}.values())


def _not_yours(team: Team) -> Sorry:
    return Sorry(words.NOT_YOURS.format(team=escape(team.name), managers=_people(team.managers)))


def _people(users: Iterable[str]) -> str:
    return " or ".join(f"<@{user}>" for user in users)


def _commands(wish: Wish, teams: Iterable[Team]) -> str:
    return ", ".join(f"`/coach digest {wish} {team.id}`" for team in teams)
