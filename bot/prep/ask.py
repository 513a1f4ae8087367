"""What somebody means by `/coach prep [team] [@engineer] [topic]`. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.slack.text import mentions, quote, without_mentions
from bot.teams.roster import Roster, Team


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page that somebody asked for: ids only, so that it can wait in the inbox.

    Attributes:
        user: the manager who asked.
        team: the team's id.
        engineer: whom the conversation is with, if they said so.
        topic: what they want to talk about, in their words; "" when left open.
        template: the id of a conversation template they chose; None: the one that fits.
        channel: where the page is that is to be redrawn; None for a new page.
        ts: which message that is.
    """

    user: str
    team: str
    engineer: str | None = None
    topic: str = ""
    template: str | None = None
    channel: str | None = None
    ts: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what the inbox keeps until the page is delivered."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PageRequest":
        """Read what `to_json` wrote."""
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class WhichTeam:
    """They manage several teams and did not say which."""

    teams: tuple[Team, ...]
    engineer: str | None
    topic: str


@dataclass(frozen=True, slots=True)
class Sorry:
    """It cannot be done; the text says why and what to do next."""

    text: str


def understand(roster: Roster, user: str, rest: str) -> PageRequest | WhichTeam | Sorry:
    """Say which page is meant.

    Args:
        roster: who is in which team.
        user: who asked.
        rest: what they typed after `prep`, with mentions as Slack escapes them.
    """
    managed = roster.teams_managed_by(user)
    if not managed:
        return Sorry(_not_a_manager(roster, user))
    people = mentions(rest)
    if len(people) > 1 or user in people:
        return Sorry("Name the one engineer you will talk with, other than yourself, or nobody.")
    engineer = people[0] if people else None
    team, topic = _team_and_topic(managed, without_mentions(rest))
    if team is not None:
        return _page(user, team, engineer, topic)
    if engineer is not None:
        managed = tuple(one for one in managed if one.has_member(engineer))
        if not managed:
            return Sorry(f"<@{engineer}> is in none of the teams you manage.")
    if len(managed) == 1:
        return _page(user, managed[0], engineer, topic)
    return WhichTeam(managed, engineer, topic)


def _page(user: str, team: Team, engineer: str | None, topic: str) -> PageRequest | Sorry:
    if engineer is not None and not team.has_member(engineer):
        return Sorry(
            f"<@{engineer}> is not listed in {quote(team.name)}. Leave the name out for a page about"
            " the team, or ask whoever keeps coach.yml to add them."
        )
    return PageRequest(user=user, team=team.id, engineer=engineer, topic=topic)


def _team_and_topic(managed: tuple[Team, ...], words: str) -> tuple[Team | None, str]:
    """Find the team whose id or name opens the words; the longest such name wins."""
    said = " ".join(words.split())
    names = sorted(
        ((name, team) for team in managed for name in (team.id, team.name)),
        key=lambda pair: -len(pair[0]),
    )
    for name, team in names:
        if said.lower() == name.lower() or said.lower().startswith(name.lower() + " "):
            return team, said[len(name) :].strip()
    return None, said


def _not_a_manager(roster: Roster, user: str) -> str:
    mine = roster.teams_of_member(user)
    if mine:
        team = mine[0]
        managers = " or ".join(f"<@{one}>" for one in team.managers)
        return (
            f"Preparing a page is for a team's managers. For {quote(team.name)} that is {managers}."
            " Ask them to show you: the page holds nothing about one person,"
            " and no number that you may not see."
        )
    stewards = " or ".join(f"<@{one}>" for one in roster.organisation.stewards)
    return (
        "You are not listed as a manager of any team, so there is no page to prepare."
        f" If you should be, ask {stewards} to add you to coach.yml."
    )
