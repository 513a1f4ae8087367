"""What somebody means by `/coach prep [team] [@engineer] [topic]` or `/coach team [team]`. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bot.prep import words
from bot.slack.text import mentions, quote, without_mentions
from bot.teams import formal
from bot.teams.access import may_prepare
from bot.teams.belonging import belongs, teams_meant, teams_of
from bot.teams.policy import Policy
from bot.teams.roster import Roster, Team

_NAMED = 10
"""Teams that are named to somebody who has more."""


class Page(StrEnum):
    """The two pages that can be asked for. Both show the same numbers."""

    PREP = "prep"
    """For a manager, before a conversation."""
    TEAM = "team"
    """For everybody of a team: the numbers alone."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page that somebody asked for: ids only, so that it can wait in the inbox.

    Attributes:
        user: who asked.
        team: the team's id.
        engineer: whom the conversation is with, if they said so.
        topic: what they want to talk about, in their words; "" when left open.
        template: the id of a conversation template they chose; None: the one that fits.
        channel: where the page is that is to be redrawn; None for a new page.
        ts: which message that is.
        page: which of the two pages it is.
    """

    user: str
    team: str
    engineer: str | None = None
    topic: str = ""
    template: str | None = None
    channel: str | None = None
    ts: str | None = None
    page: Page = Page.PREP

    def to_json(self) -> dict[str, Any]:
        """Return what the inbox keeps until the page is delivered."""
        # `asdict` copies deeply, and each acknowledgement would wait for that.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PageRequest":
        """Read what `to_json` wrote."""
        return cls(**{**stored, "page": Page(stored.get("page", Page.PREP))})


@dataclass(frozen=True, slots=True)
class WhichTeam:
    """It may be one of several teams, and they did not say which."""

    teams: tuple[Team, ...]
    engineer: str | None = None
    topic: str = ""
    page: Page = Page.PREP


@dataclass(frozen=True, slots=True)
class Sorry:
    """It cannot be done; the text says why and what to do next."""

    text: str


def understand(
    roster: Roster, user: str, rest: str, policy: Policy
) -> PageRequest | WhichTeam | Sorry:
    """Say which page is meant; none where they say that the conversation is formal.

    Args:
        roster: who is in which team.
        user: who asked.
        rest: what they typed after `prep`, with mentions as Slack escapes them.
        policy: the policy that is in force.
    """
    managed = roster.teams_managed_by(user)
    if not managed:
        return Sorry(_not_a_manager(roster, user))
    team, topic = _team_and_topic(managed, without_mentions(rest))
    people = mentions(rest)
    if formal.is_said_in(topic):
        return Sorry(formal.said(policy, roster.organisation.stewards))
    return _of_managed(user, managed, (team, topic, people))


def _of_managed(
    user: str,
    managed: tuple[Team, ...],
    meant: tuple[Team | None, str, list[str]],
) -> PageRequest | WhichTeam | Sorry:
    """Say which page of a manager is meant: by the team, the topic and the people that they named."""
    team, topic, people = meant
    if len(people) > 1 or user in people:
        return Sorry(words.ONE_ENGINEER)
    engineer = people[0] if people else None
    if team is not None:
        return _page(user, team, engineer, topic)
    if engineer is not None:
        managed = tuple(one for one in managed if one.has_member(engineer))
        if not managed:
            return Sorry(words.IN_NONE.format(engineer=engineer))
    if len(managed) == 1:
        return _page(user, managed[0], engineer, topic)
    return WhichTeam(managed, engineer, topic)


def understand_team(roster: Roster, user: str, rest: str) -> PageRequest | WhichTeam | Sorry:
    """Say which team's page is meant.

    Args:
        roster: who is in which team.
        user: who asked.
        rest: what they typed after `team`, with mentions as Slack escapes them.
    """
    mine = teams_of(roster, user)
    if not mine:
        return Sorry(words.NOBODY.format(stewards=_people(roster.organisation.stewards)))
    if mentions(rest):
        return Sorry(words.NOT_ABOUT_PEOPLE)
    meant = teams_meant(roster, user, rest)
    if not meant:
        return Sorry(_not_of_it(roster, mine, rest))
    if len(meant) > 1:
        return WhichTeam(meant, page=Page.TEAM)
    return PageRequest(user=user, team=meant[0].id, page=Page.TEAM)


def may_see(roster: Roster, asked: PageRequest) -> bool:
    """Say whether whoever asked may have this page, as long as the team is in the roster."""
    allowed = may_prepare if asked.page is Page.PREP else belongs
    return allowed(roster, asked.user, asked.team)


def _not_of_it(roster: Roster, mine: tuple[Team, ...], rest: str) -> str:
    """Say that somebody has no such team; whether it is there at all, the file tells them."""
    named = [quote(team.name) for team in mine[:_NAMED]]
    return words.NOT_OF_IT.format(
        words=quote(rest),
        teams=", ".join(named) + (" and more" if len(mine) > _NAMED else ""),
        stewards=_people(roster.organisation.stewards),
    )


def _people(users: Iterable[str]) -> str:
    return " or ".join(f"<@{one}>" for one in users)


def _page(user: str, team: Team, engineer: str | None, topic: str) -> PageRequest | Sorry:
    if engineer is not None and not team.has_member(engineer):
        return Sorry(words.NOT_LISTED.format(engineer=engineer, team=quote(team.name)))
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
        team = quote(mine[0].name)
        return words.FOR_MANAGERS.format(team=team, managers=_people(mine[0].managers))
    return words.NO_MANAGER.format(stewards=_people(roster.organisation.stewards))
