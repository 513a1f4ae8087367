"""What `coach init` asks: the organisation, and one team after the other."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.begin.terminal import Terminal, words
from bot.errors import CoachError
from bot.slack.members import Members, Person
from bot.teams.roster import SMALLEST_GROUP, folded
from bot.teams.rules import Channel, Id, Name, SlackUser, Zone

_ID = "A Slack member id; in Slack: the person's profile, the three dots, Copy member ID."
_FEW = (
    "  With {number} members, no number that people make will be shown: it takes more than"
    f" {SMALLEST_GROUP}. The conversation templates work all the same."
)


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team as it was described."""

    id: str
    name: str
    channel: str
    managers: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """All that was asked."""

    name: str
    time_zone: str
    stewards: tuple[str, ...]
    teams: tuple[NewTeam, ...]


def interview(terminal: Terminal, members: Members | None) -> Begun:
    """Ask for everything that a first `coach.yml` needs.

    Args:
        terminal: where to ask.
        members: asks Slack who is in a group or channel; None: ids are typed.
    """
    terminal.say("Enter takes what stands in [brackets]; Ctrl-C leaves without writing anything.")
    name = terminal.one("Name of the organisation", Name)
    zone = terminal.one("Time zone, such as Europe/Berlin", Zone, default="UTC")
    terminal.say("\nStewards govern: they answer questions about numbers, and see what is waiting.")
    terminal.say(_ID)
    stewards = terminal.several("Stewards, divided by spaces", SlackUser, doubt=_twice)
    teams: list[NewTeam] = []
    while not teams or _yes(terminal.ask("\nAnother team? [no]: ")):
        teams.append(_team(terminal, members, teams))
    return Begun(name, zone, stewards, tuple(teams))


def _team(terminal: Terminal, members: Members | None, others: Sequence[NewTeam]) -> NewTeam:
    taken = {folded(text) for team in others for text in (team.id, team.name)}

    def is_taken(text: str) -> str | None:
        return "Another team is already called that." if folded(text) in taken else None

    terminal.say("")
    name = terminal.one("Name of the team", Name, doubt=is_taken)
    proposed = _short(name)
    known_as = terminal.one("What is typed after /coach prep", Id, default=proposed, doubt=is_taken)
    terminal.say("Its channel gets the digest. In Slack: the channel's details, at the very end.")
    channel = terminal.one("Channel id", Channel)
    managers = terminal.several("Managers, divided by spaces", SlackUser, doubt=_twice)
    found = _members(terminal, members, channel, managers)
    if len(found) <= SMALLEST_GROUP:
        terminal.say(_FEW.format(number=len(found)))
    return NewTeam(known_as, name, channel, managers, found)


def _members(
    terminal: Terminal, members: Members | None, channel: str, managers: Sequence[str]
) -> tuple[str, ...]:
    if members is None:
        return terminal.several("Members, divided by spaces", SlackUser, doubt=_twice)
    while True:
        typed = terminal.ask("Members: a user group such as @payments, or Enter for the channel: ")
        handle = typed.strip().removeprefix("@")
        try:
            found = members.of_group(handle) if handle else members.of_channel(channel)
        except CoachError as error:
            terminal.say(f"  {error}")
            continue
        people = [one for one in found if one.id not in managers]
        if people:
            return _without_some(terminal, people)
        terminal.say("  Slack shows nobody there besides bots and the managers.")


def _without_some(terminal: Terminal, people: Sequence[Person]) -> tuple[str, ...]:
    """Show who was found, the managers left out, and let some more be left out."""
    terminal.say(f"  {len(people)} people, without bots, guests and the managers:")
    for number, one in enumerate(people, 1):
        terminal.say(f"  {number:>3}  {one.name} ({one.id})")
    while True:
        typed = words(terminal.ask("Leave out, by number, divided by spaces [nobody]: "))
        wrong = [one for one in typed if not one.isdecimal() or not 1 <= int(one) <= len(people)]
        out = {int(one) for one in typed if one not in wrong}
        if not wrong and len(out) < len(people):
            return tuple(one.id for at, one in enumerate(people, 1) if at not in out)
        terminal.say(f"  Give numbers from 1 to {len(people)}, and keep at least one.")


def _twice(answers: Sequence[Any]) -> str | None:
    again = next((one for at, one in enumerate(answers) if one in answers[:at]), None)
    return None if again is None else f"{again} is named twice; name each person once."


def _yes(typed: str) -> bool:
    return typed.strip().lower() in {"y", "yes"}


def _short(name: str) -> str:
    """Propose what to type for a team: its name in small letters without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return short if re.match(r"[a-z]", short) else ""
