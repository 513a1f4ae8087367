"""The form in which somebody questions a number, and the one in which a steward answers. Pure."""

from collections.abc import Sequence

from bot.metrics import catalogue
from bot.questions import form, words
from bot.questions.carried import View
from bot.questions.question import Question
from bot.slack import blocks as b, inputs
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION = 75


def ask(team: Team, metrics: Sequence[str], named: str = "") -> inputs.View:
    """Return the form for a question.

    Args:
        team: whose number.
        metrics: the ids of the numbers that may be questioned, one at least.
        named: the id of the one that was named; "" for none.
    """
    options = [(clip(catalogue.get(one).label, _OPTION), one) for one in metrics]
    built = [
        b.section("intro", words.INTRO),
        b.context("open", words.INTRO_OPEN.format(team=escape(team.name))),
        inputs.choice_input(form.METRIC, words.METRIC, options, initial=named),
        inputs.text_input(form.TEXT, words.TEXT, hint=_hint(words.TEXT_HINT)),
    ]
    return inputs.modal(
        View.ASK,
        words.TITLE,
        built,
        submit=words.SUBMIT,
        close=words.CLOSE,
        private_metadata=team.id,
    )


def answer(question: Question, team: str) -> inputs.View:
    """Return the form for an answer.

    Args:
        question: what is asked.
        team: the team's name.
    """
    metric = catalogue.get(question.metric)
    about = words.ANSWER_ABOUT.format(
        metric=metric.label, interval=metric.interval, team=escape(team)
    )
    built = [
        b.section("about", about),
        b.words("asked", words.QUESTION_SAID, question.text),
        inputs.text_input(form.TEXT, words.FORM_ANSWER, hint=_hint(words.FORM_HINT)),
    ]
    return inputs.modal(
        View.ANSWER,
        words.FORM_TITLE,
        built,
        submit=words.FORM_SUBMIT,
        close=words.CLOSE,
        private_metadata=question.id,
    )


def _hint(text: str) -> str:
    return text.format(least=form.LEAST, most=form.MOST)
