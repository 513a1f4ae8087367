"""What is said about pilots in messages. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.pilot import words
from bot.pilot.carried import Action, Part
from bot.pilot.state import Choice, Pilot, Side, Stage, Written
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION, _OPTIONS = 75, 100
_SAID = {Stage.RUNNING: words.RUNNING, Stage.ENDED: words.ENDED, Stage.OFF: words.OFF}
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pilot stands, for somebody.

    Attributes:
        team: whose pilot.
        pilot: the pilot; None: it has not begun.
        sides: for which parts they may answer; none for a member of the team.
        now: what is answered in this round.
        before: what was answered in the round before, as long as this one has no answer.
        stewards: whom to name.
    """

    team: Team
    pilot: Pilot | None
    sides: Sequence[Side]
    now: Sequence[Written]
    before: Sequence[Written]
    stewards: str


def standing(found: Standing) -> Message:
    """Return where a pilot stands, with what may be done about it."""
    stage = _stage(found)
    shown = [b.section("stage", stage), b.section("meaning", words.MEANING)]
    if not found.sides:
        managers = " or ".join(f"<@{one}>" for one in found.team.managers)
        said = words.FOR_MEMBERS.format(managers=managers, stewards=found.stewards)
        shown.append(b.section("whom", said))
    elif found.pilot is not None:
        shown += [*_parts(found), *_do(found, found.pilot)]
    return {"text": stage, "blocks": shown}


def _stage(found: Standing) -> str:
    name = escape(found.team.name)
    if found.pilot is None:
        return words.NOT_BEGUN.format(team=name)
    day = found.pilot.since.astimezone(found.team.zone).date()
    return _SAID[found.pilot.stage].format(team=name, day=f"{day.day} {day:%B %Y}")


def _parts(found: Standing) -> Iterator[b.Block]:
    is_over = found.pilot is not None and found.pilot.stage is Stage.ENDED
    if not is_over:
        said = {one.side: words.CHOICES[one.choice] for one in found.now}
        lines = [
            words.PART.format(side=words.SIDES[side], said=said.get(side, words.OPEN))
            for side in Side
        ]
        yield b.section("parts", words.PARTS.format(lines="\n".join(lines)))
        yield from written(found.now)
    if found.before and not found.now:
        yield b.section("before", words.PARTS_BEFORE)
        yield from written(found.before)


def written(found: Sequence[Written]) -> Iterator[b.Block]:
    """Yield what was answered, each part with its words as a quotation."""
    for one in found:
        if one.choice is Choice.START:
            continue
        answers = words.ANSWERS.format(
            choice=words.CHOICES[one.choice],
            knew=words.KNEW_SAID.get(one.knew, one.knew),
            worry=words.WORRY_SAID.get(one.worry, one.worry),
        )
        said = words.PART.format(side=words.SIDES[one.side], said=answers)
        yield b.context(f"answers-{one.side}", said)
        if one.text:
            label = words.WRITTEN.format(side=words.SIDES[one.side])
            yield b.words(f"written-{one.side}", label, one.text)


def _do(found: Standing, pilot: Pilot) -> Iterator[b.Block]:
    if pilot.stage is Stage.ENDED:
        return
    answered = {one.side for one in found.now}
    mine = [side for side in found.sides if side not in answered]
    is_off = pilot.stage is Stage.OFF
    each = words.START_AS if is_off else words.ANSWER_AS
    alone = words.START if is_off else words.ANSWER
    action = Action.START if is_off else Action.ANSWER
    buttons = [
        b.button(
            f"{action}.{side}",
            each[side] if len(found.sides) > 1 else alone,
            Part(pilot.team, side, pilot.round).encode(),
        )
        for side in mine
    ]
    if buttons:
        yield b.actions("do", buttons)


def which_team(teams: Sequence[Team]) -> Message:
    """Return the question which team is meant, with a menu of those that may be."""
    options = [(clip(team.name, _OPTION), team.id) for team in teams[:_OPTIONS]]
    menu = b.select("which", Action.TEAM, words.WHICH_HINT, options)
    return {"text": words.WHICH, "blocks": [b.section("question", words.WHICH), menu]}


def note(said: str, found: Sequence[Written]) -> Message:
    """Return what those are told who may answer for a part.

    Args:
        said: what happened.
        found: what was written.
    """
    return {"text": words.NOTE_TEXT, "blocks": [b.section("note", said), *written(found)]}
