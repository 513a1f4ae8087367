"""Reads entries of the audit in words: everybody's for the stewards, and a person's own part.

Who did something, and whom it concerned, are the same to the database. They part here: what the stewards
read has no field for whom it concerned.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.audit import store, words
from bot.audit.noted import GONE, Entry
from bot.audit.store import Writing
from bot.audit.words import Said
from bot.metrics import catalogue
from bot.people.know import People
from bot.slack.text import clip, escape
from bot.teams.roster import Roster

_NAME = 60
"""Characters of a team's name; its whole name stands in coach.yml."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words.

    Attributes:
        at: when, in the reader's zone.
        text: a sentence without its full stop, as mrkdwn.
    """

    number: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Worded:
    """Words entries, with the names of teams as `coach.yml` has them now."""

    roster: Roster
    people: People

    def for_stewards(
        self, reading: Writing, reader: str, most: int, before: int | None = None
    ) -> list[Line]:
        """Return the newest entries of everybody, newest first.

        Args:
            reading: where they are.
            reader: the steward who reads, for days and hours in their zone.
            most: so many at most.
            before: only those whose number is less.
        """
        zone = self.people.known(reading, reader).zone
        found = store.newest(reading, most, before=before)
        return [Line(one.number, one.at.astimezone(zone), self._to_stewards(one)) for one in found]

    def own(self, reading: Writing, user: str, most: int) -> list[Line]:
        """Return the newest entries by or about a person, for nobody but them, newest first.

        Args:
            reading: where they are.
            user: whose part; days and hours are in their zone.
            most: so many at most.
        """
        zone = self.people.known(reading, user).zone
        found = store.newest(reading, most, of=user)
        return [Line(one.number, one.at.astimezone(zone), self._to_one(one, user)) for one in found]

    def _to_stewards(self, one: Entry) -> str:
        return words.sentence(_said(one).stewards, self._fields(one))

    def _to_one(self, one: Entry, user: str) -> str:
        said = _said(one)
        template = (said.mine if one.by == user else said.theirs) or said.stewards
        whom = words.WHOM_GONE if one.about == GONE else f"<@{one.about}>" if one.about else ""
        with_whom = words.WITH_WHOM.format(whom=whom) if whom else ""
        own = {"whom": whom or words.MISSING, "with_whom": with_whom}
        return words.sentence(template, {**self._fields(one), **own})

    def _fields(self, one: Entry) -> dict[str, str]:
        """Return what any sentence may say: the ids and words of an entry, and no figure."""
        team = self._team(one.team)
        written = {
            name: escape(clip(said, _NAME))
            for name, said in one.details.items()
            if isinstance(said, str)
        }
        return {
            **written,
            "who": _who(one.by),
            "team": team or words.MISSING,
            "of_team": words.OF_TEAM.format(team=team) if team else "",
            "metric": _metric(str(one.details.get("metric", ""))),
        }

    def _team(self, name: str) -> str:
        team = self.roster.by_id.get(name)
        return escape(clip(team.name if team else name, _NAME))


def _said(one: Entry) -> Said:
    return words.ACTS.get(one.act, words.OTHER)


def _who(by: str) -> str:
    if not by:
        return words.COACH
    return words.SOMEBODY_GONE if by == GONE else f"<@{by}>"


def _metric(name: str) -> str:
    metric = catalogue.METRICS.get(name)
    return metric.label if metric else escape(clip(name, _NAME)) or words.A_NUMBER
