"""Questions and answers as messages. Pure: the same question gives the same blocks, to the byte."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot.metrics import catalogue
from bot.questions import words
from bot.questions.carried import About, Action
from bot.questions.question import KEPT, Question
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION, _OPTIONS = 75, 100


def asked(question: Question, team: str) -> dict[str, Any]:
    """Return the message to a steward: with a button while it is open, with the answer after.

    Args:
        question: what is asked.
        team: the team's name.
    """
    built = [b.header("title", words.QUESTION_TITLE), *_question(question, team)]
    if question.is_open:
        built.append(b.context("until", words.QUESTION_UNTIL.format(team=escape(team))))
    return {"text": words.QUESTION_TEXT, "blocks": built}


def _question(question: Question, team: str, number: str = "") -> Iterator[b.Block]:
    asks = words.QUESTION_ASKS.format(
        asker=question.asker, team=escape(team), day=_day(question.asked_at)
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
    if question.closed_at is None:
        yield b.actions(f"do{number}", [b.button(Action.ANSWER, words.ANSWER, question.id)])
        return
    yield b.words(f"answer{number}", words.ANSWER_SAID, question.answer)
    day = _day(question.closed_at)
    yield b.context(f"answered{number}", words.QUESTION_ANSWERED.format(day=day, days=KEPT.days))


def answered(question: Question, team: str, stewards: Sequence[str]) -> dict[str, Any]:
    """Return the message to whoever asked.

    Args:
        question: what was asked and answered.
        team: the team's name.
        stewards: whom to talk to where doubts remain.
    """
    metric = catalogue.get(question.metric)
    about = words.ANSWER_ABOUT.format(
        metric=metric.label, interval=metric.interval, team=escape(team)
    )
    footer = words.ANSWER_FOOTER.format(stewards=mentioned(stewards), days=KEPT.days)
    built = [
        b.header("title", words.ANSWER_TITLE),
        b.section("about", about),
        b.words("asked", words.ANSWER_ASKED, question.text),
        b.words("answer", words.ANSWER_SAID, question.answer),
        b.context("footer", footer),
    ]
    return {"text": words.ANSWER_TEXT, "blocks": built}


def deleted() -> dict[str, Any]:
    """Return what stands in place of a question that is kept nowhere any more."""
    return {"text": words.DELETED, "blocks": [b.section("deleted", words.DELETED)]}


def listing(waiting: Sequence[tuple[Question, str]]) -> dict[str, Any]:
    """Return the questions that wait, for a steward.

    Args:
        waiting: each with the name of its team, oldest first; as many are shown as fit.
    """
    if not waiting:
        return {"text": words.LIST_NOTHING}
    head = [b.header("title", words.LIST_TITLE)]
    pieces = [
        [*_question(question, team, str(number)), b.divider(f"line{number}")]
        for number, (question, team) in enumerate(waiting)
    ]
    more = b.context("more", words.LIST_MORE.format(number=len(pieces)))
    fits = b.fitting(pieces, [*head, more])
    built = [*head, *(block for piece in pieces[:fits] for block in piece)]
    if fits < len(pieces):
        built.append(b.context("more", words.LIST_MORE.format(number=len(pieces) - fits)))
    return {"text": words.LIST_TITLE, "blocks": built}


def which_team(teams: Sequence[Team], metric: str) -> dict[str, Any]:
    """Return the question which team's number is meant, with a menu.

    Args:
        teams: those that may be meant.
        metric: the id of the number, where one was named.
    """
    options = [
        (clip(team.name, _OPTION), About(team.id, metric).encode()) for team in teams[:_OPTIONS]
    ]
    menu = b.select("which", Action.TEAM, words.WHICH_HINT, options)
    return {"text": words.WHICH, "blocks": [b.section("question", words.WHICH), menu]}


def mentioned(users: Sequence[str]) -> str:
    """Return people as mentions, for a message in private."""
    return " or ".join(f"<@{one}>" for one in users)


def _day(instant: datetime) -> str:
    """Return a day that each reader sees in their own zone."""
    seconds = int(instant.timestamp())
    return f"<!date^{seconds}^{{date_long}}|{instant.day} {instant:%B %Y}>"
