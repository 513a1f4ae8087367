"""Reports and questions as Slack blocks. Pure: the same report gives the same blocks, to the byte.

Nobody is named or mentioned in them, and no figure stands in them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.effects import words
from bot.effects.carried import ANSWERS, Asked
from bot.effects.pulse import Question
from bot.effects.report import Noticed, Report
from bot.effects.schedule import Quarter
from bot.metrics import catalogue
from bot.metrics.signs import Kind
from bot.questions import blocks as questions
from bot.questions.carried import About, Action
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_HEADER = 150
_OPTION = 75
Message = dict[str, Any]
Piece = Sequence[b.Block]


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what holds of its team as it is read.

    Attributes:
        paused: the ids of the numbers that are shown nowhere.
        outright: those of them that a steward can bring back with a button.
        floor: the organisation's minimum group.
    """

    team: Team
    report: Report
    paused: frozenset[str]
    outright: frozenset[str]
    floor: int


def report(told: Told, *, opening: str = "") -> Message:
    """Return the report.

    Args:
        told: what is told.
        opening: a line above it, for somebody who asked for it in private.
    """
    name, span = told.team.name, _span(Quarter.parse(told.report.quarter))
    above = [b.context("opening", opening)] if opening else []
    head = [*above, b.header("title", clip(words.TITLE.format(team=name, span=span), _HEADER))]
    text = words.FALLBACK.format(team=escape(name), span=span)
    if told.report.is_empty:
        return {"text": text, "blocks": [*head, b.section("empty", words.EMPTY)]}
    head.append(b.section("intro", words.INTRO))
    footer = b.context("footer", words.FOOTER)
    pieces = list(_pieces(told))
    fits = b.fitting(pieces, [*head, footer])
    shown = [block for piece in pieces[:fits] for block in piece]
    return {"text": text, "blocks": [*head, *shown, footer]}


def _pieces(told: Told) -> Iterator[Piece]:
    """Yield what there is to say; a piece is there as a whole or not."""
    yield from _signs(told)
    of_words = (
        ("scrutiny", words.SCRUTINY, told.report.scrutiny),
        ("preps", words.PREPS, told.report.preps),
        ("kept", words.KEPT, told.report.kept),
    )
    for name, phrases, word in of_words:
        if word is not None:
            yield _finding(told, name, phrases[word], is_fine=word in words.FINE)
    yield from _pulse(told)


def _signs(told: Told) -> Iterator[Piece]:
    signs = [one for one in told.report.signs if one.metrics <= catalogue.METRICS.keys()]
    if not signs:
        said = words.SIGNS_NONE if told.report.is_judged else words.SIGNS_TOO_LITTLE
        yield [b.section("signs", said)]
    for number, one in enumerate(signs):
        yield _sign(told, f"sign{number}", one)


def _sign(told: Told, name: str, one: Noticed) -> Piece:
    """Return a sign with its button; of a number that is paused, that it is."""
    about = About(told.team.id, one.number)
    hidden = sorted(one.metrics & told.paused)
    if hidden:
        labels = " and ".join(catalogue.get(each).label for each in hidden)
        row = [
            questions.bring_back(About(told.team.id, each))
            for each in hidden
            if each in told.outright
        ]
        below = [b.actions(f"{name}-do", row[:1])] if row else []
        return [b.section(name, words.PAUSED.format(metric=labels)), *below]
    button = b.button(Action.PAUSE, words.PAUSE, about.encode(), confirm=_sure())
    return [b.section(name, _said(one)), b.actions(f"{name}-do", [button])]


def _said(one: Noticed) -> str:
    metric = catalogue.get(one.metric)
    if one.kind == Kind.HABIT:
        number = catalogue.get(one.number).label
        return words.HABIT.format(
            metric=metric.label, interval=metric.interval, number=number, question=metric.question
        )
    return words.PRICE.format(
        metric=metric.label,
        moved=one.word,
        guardrail=catalogue.get(one.guardrail).label,
        guard_moved=one.guardrail_word,
        question=metric.question,
    )


def _finding(told: Told, name: str, said: str, *, is_fine: bool) -> Piece:
    """Return what is told, with a menu of the team's numbers where it asks something."""
    shown = [b.section(name, said)]
    known = [each for each in told.report.metrics if each in catalogue.METRICS]
    metrics = [each for each in known if each not in told.paused]
    if is_fine or not metrics:
        return shown
    options = [
        (clip(catalogue.get(each).label, _OPTION), About(told.team.id, each).encode())
        for each in metrics
    ]
    return [
        *shown,
        b.actions(f"{name}-do", [b.menu(Action.PAUSE, words.PAUSE_ONE, options, _sure())]),
    ]


def _pulse(told: Told) -> Iterator[Piece]:
    answered = told.report.pulse
    if not told.report.is_asked:
        said = words.PULSE_SMALL if told.report.is_small else words.PULSE_NOT
        yield [b.section("pulse", said)]
    elif not answered:
        yield [b.section("pulse", words.PULSE_FEW.format(floor=told.floor))]
    for question in Question:
        if question in answered:
            word = answered[question]
            is_fine = word == words.WISHED[question]
            line = words.PULSE_LINE.format(question=words.ASKED[question], told=words.TOLD[word])
            said = line if is_fine else f"{line} {words.PULSE_ASKS}"
            yield _finding(told, f"pulse-{question}", said, is_fine=is_fine)
    if 0 < len(answered) < len(Question):
        yield [b.context("pulse-rest", words.PULSE_REST.format(floor=told.floor))]


def pulse(team: Team, quarter: str, token: str, until: date, floor: int) -> Message:
    """Return the three questions to one member.

    Args:
        team: whose member.
        quarter: before the report on which quarter.
        token: of this very message.
        until: the last day on which an answer can be changed.
        floor: the organisation's minimum group.
    """
    day = f"{until:%A} {until.day} {until:%B}"
    asked = [
        block
        for question in Question
        for block in _question(question, Asked(team.id, quarter, question, token))
    ]
    built = [
        b.header("title", words.PULSE_TITLE),
        b.section("intro", words.PULSE_INTRO.format(team=escape(team.name))),
        *asked,
        b.context("how", words.PULSE_HOW.format(floor=floor, day=day)),
    ]
    return {"text": words.PULSE_TEXT, "blocks": built}


def _question(question: Question, asked: Asked) -> Iterator[b.Block]:
    said = words.ASKED[question]
    yield b.section(f"asked-{question}", said)
    row = [
        b.button(
            action,
            words.BUTTONS[answer],
            asked.encode(),
            label=words.LABELS.format(answer=words.BUTTONS[answer], question=said),
        )
        for action, answer in ANSWERS.items()
    ]
    yield b.actions(f"answer-{question}", row)


def which(teams: Iterable[Team]) -> Message:
    """Return the question which team is meant."""
    commands = ", ".join(f"`/coach effects {team.id}`" for team in teams)
    return {"text": words.WHICH.format(commands=commands)}


def _span(quarter: Quarter) -> str:
    return f"{quarter.first:%B} to {quarter.last:%B %Y}"


def _sure() -> b.Confirm:
    return b.Confirm(words.SURE, words.SURE_WHAT, words.YES, words.NO)
