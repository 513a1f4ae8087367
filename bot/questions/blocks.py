"""Questions and answers as messages. Pure: the same question gives the same blocks, to the byte."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.metrics import catalogue
from bot.questions import words
from bot.questions.carried import About, Action
from bot.questions.pause import Why
from bot.questions.question import Closed, Question
from bot.questions.store import Correction
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.slack.words import Reply
from bot.teams.roster import Team

_OPTION, _OPTIONS = 75, 100
_PAUSED = 10
"""So many paused numbers are listed."""
SURE = b.Confirm(words.WITHDRAW_SURE, words.WITHDRAW_WHAT, words.WITHDRAW, words.WITHDRAW_NO)


def asked(question: Question, team: str) -> dict[str, Any]:
    """Return the message to a steward: with a button while it is open, with the answer after.

    Args:
        question: what is asked.
        team: the team's name.
    """
    built = [b.header("title", words.QUESTION_TITLE), *_question(question, team)]
    if question.is_open:
        until = words.QUESTION_PAUSED if question.interim else words.QUESTION_UNTIL
        built.append(b.context("until", until.format(team=escape(team))))
    return {"text": words.QUESTION_TEXT, "blocks": built}


def _question(question: Question, team: str, number: str = "") -> Iterator[b.Block]:
    asks = words.QUESTION_ASKS.format(
        asker=question.asker, team=escape(team), day=day(question.asked_at)
    )
    metric = catalogue.get(question.metric)
    yield b.section(
        f"metric{number}",
        words.QUESTION_METRIC.format(
            metric=metric.label, interval=metric.interval, definition=metric.definition
        ),
    )
    yield b.words(f"asked{number}", words.QUESTION_SAID, question.text)
    yield b.context(f"asks{number}", asks)
    if question.interim:
        yield b.words(f"interim{number}", words.INTERIM_SAID, question.interim)
    if question.closed_at is None or question.closed_as is None:
        yield b.actions(f"do{number}", [b.button(Action.ANSWER, words.ANSWER, question.id)])
        return
    if question.answer:
        yield b.words(f"answer{number}", words.ANSWER_SAID, question.answer)
    said = words.QUESTION_CLOSED[question.closed_as]
    yield b.context(
        f"answered{number}", said.format(day=day(question.closed_at), deleted=_deleted(question))
    )


def answered(question: Question, team: str, stewards: Sequence[str]) -> dict[str, Any]:
    """Return the message to whoever asked.

    Args:
        question: what was asked and answered.
        team: the team's name.
        stewards: whom to talk to where doubts remain.
    """
    footer = words.ANSWER_FOOTER.format(stewards=mentioned(stewards), deleted=_deleted(question))
    came = words.ANSWER_CLOSED[question.closed_as or Closed.EXPLAINED]
    built = [
        b.header("title", words.ANSWER_TITLE),
        *_asked(question, team, came),
        b.words("answer", words.ANSWER_SAID, question.answer),
        b.context("footer", footer),
    ]
    return {"text": words.ANSWER_TEXT, "blocks": built}


def _deleted(question: Question) -> str:
    return day(question.delete_at) if question.delete_at is not None else words.IN_TIME


def paused(question: Question, team: str) -> dict[str, Any]:
    """Return the message to whoever asked that a steward paused the number.

    Args:
        question: what was asked.
        team: the team's name.
    """
    built = [
        b.header("title", words.INTERIM_TITLE),
        *_asked(question, team, words.ANSWER_PAUSED),
        b.words("answer", words.INTERIM_SAID, question.interim),
        b.context("footer", words.INTERIM_FOOTER if question.is_open else words.INTERIM_CLOSED),
    ]
    return {"text": words.ANSWER_TEXT, "blocks": built}


def _asked(question: Question, team: str, came: str) -> Iterator[b.Block]:
    metric = catalogue.get(question.metric)
    about = words.ANSWER_ABOUT.format(
        metric=metric.label, interval=metric.interval, team=escape(team)
    )
    yield b.section("about", about)
    yield b.words("asked", words.ANSWER_ASKED, question.text)
    yield b.section("came", came)


def confirmed(text: str, question: str) -> dict[str, Any]:
    """Return the answer to whoever asked in one line, with a button to withdraw the question."""
    button = b.button(Action.WITHDRAW, words.WITHDRAW, question, confirm=SURE)
    return {"text": text, "blocks": [b.section("asked", text), b.actions("withdraw", [button])]}


def pausing(said: str, number: int) -> dict[str, Any]:
    """Return the message to a steward that a number pauses by itself, or will soon.

    Args:
        said: which number, and when.
        number: how many questions about it are open.
    """
    where = words.PAUSING_WHERE.format(number=number)
    built = [b.section("pausing", said), b.context("where", where)]
    return {"text": words.PAUSING_TEXT, "blocks": built}


def deleted() -> dict[str, Any]:
    """Return what stands in place of a question that is kept nowhere any more."""
    return {"text": words.DELETED, "blocks": [b.section("deleted", words.DELETED)]}


@dataclass(frozen=True, slots=True)
class Held:
    """A number that is paused, and why.

    Attributes:
        team: the team's name.
        is_questioned: whether a question about it is open.
    """

    about: About
    team: str
    why: Why
    is_questioned: bool

    @property
    def can_be_pressed(self) -> bool:
        """Whether a button shows it again: no answer to a question would."""
        return self.why is Why.OUTRIGHT or not self.is_questioned


def listing(
    waiting: Sequence[tuple[Question, str]],
    held: Sequence[Held] = (),
    corrections: Sequence[tuple[Correction, str]] = (),
) -> dict[str, Any]:
    """Return the questions that wait, the numbers that are paused, and the last corrections.

    Args:
        waiting: each with the name of its team, oldest first; as many are shown as fit.
        held: the numbers that are paused.
        corrections: each with the name of its team, newest first.
    """
    if not (waiting or held or corrections):
        return {"text": words.LIST_NOTHING}
    head = [b.header("title", words.LIST_TITLE)]
    if not waiting:
        head.append(b.section("nothing", words.LIST_NOTHING))
    tail = [*_held(held), *_corrections(corrections)]
    pieces = [
        [*_question(question, team, str(number)), b.divider(f"line{number}")]
        for number, (question, team) in enumerate(waiting)
    ]
    more = b.context("more", words.LIST_MORE.format(number=len(pieces)))
    fits = b.fitting(pieces, [*head, *tail, more])
    built = [*head, *(block for piece in pieces[:fits] for block in piece)]
    if fits < len(pieces):
        built.append(b.context("more", words.LIST_MORE.format(number=len(pieces) - fits)))
    return {"text": words.LIST_TITLE, "blocks": [*built, *tail]}


def questions_in(listed: Reply) -> int:
    """Return how many questions a list has room for."""
    return sum(block["block_id"].startswith("asked") for block in listed.get("blocks", ()))


def _held(held: Sequence[Held]) -> Iterator[b.Block]:
    """Yield the numbers that are paused; a button where no answer would show them again."""
    if not held:
        return
    alone = [one for one in held if one.can_be_pressed]
    others = [one for one in held if not one.can_be_pressed]
    shown = [*alone, *others][:_PAUSED]
    yield b.section("paused", words.PAUSED_TITLE)
    for number, one in enumerate(shown):
        is_known = one.is_questioned or one.why is Why.OUTRIGHT
        why = words.PAUSED_WHY[one.why] if is_known else words.PAUSED_ALONE
        metric = catalogue.get(one.about.metric).label
        said = words.PAUSED_LINE.format(metric=metric, team=escape(one.team), why=why)
        yield b.context(f"paused{number}", said)
        if one.why is Why.OUTRIGHT:
            yield b.actions(f"lift{number}", [bring_back(one.about)])
        elif not one.is_questioned:
            button = b.button(Action.LIFT, words.LIFT, one.about.encode())
            yield b.actions(f"lift{number}", [button])
    if len(shown) < len(held):
        left = len(held) - len(shown)
        yield b.context("paused_more", words.PAUSED_MORE.format(number=left))


def _corrections(corrections: Sequence[tuple[Correction, str]]) -> Iterator[b.Block]:
    if corrections:
        lines = [words.CORRECTIONS, *(_correction(one, team) for one, team in corrections)]
        yield b.section("corrections", "\n".join(lines))


def _correction(one: Correction, team: str) -> str:
    at = one.corrected_at
    said = words.CORRECTING if one.after is None else words.CORRECTION
    return said.format(
        metric=catalogue.get(one.metric).label,
        team=escape(team),
        before=one.before,
        after=one.after,
        day=f"{at.day} {at:%b %Y}",
    )


def bring_back(about: About) -> b.Element:
    """Return the button with which a steward brings back a number that was paused outright."""
    return b.button(Action.BRING_BACK, words.BRING_BACK, about.encode())


def which_team(teams: Sequence[Team], metric: str, *, is_asked: bool = False) -> dict[str, Any]:
    """Return the question which team's number is meant, with a menu.

    Args:
        teams: those that may be meant.
        metric: the id of the number, where one was named.
        is_asked: whether a question was typed, which is not sent yet.
    """
    text = words.WHICH_FIRST if is_asked else words.WHICH
    options = [
        (clip(team.name, _OPTION), About(team.id, metric).encode()) for team in teams[:_OPTIONS]
    ]
    menu = b.select("which", Action.TEAM, words.WHICH_HINT, options)
    return {"text": text, "blocks": [b.section("question", text), menu]}


def mentioned(users: Sequence[str]) -> str:
    """Return people as mentions, for a message in private."""
    return " or ".join(f"<@{one}>" for one in users)


def day(instant: datetime) -> str:
    """Return a day that each reader sees in their own zone."""
    seconds = int(instant.timestamp())
    return f"<!date^{seconds}^{{date_long}}|{instant.day} {instant:%B %Y}>"
