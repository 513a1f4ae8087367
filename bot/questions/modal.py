"""The form in which somebody questions a number, and the one in which a steward answers. Pure."""

from collections.abc import Iterator, Sequence

from bot.metrics import catalogue
from bot.questions import blocks, form, words
from bot.questions.carried import About, Action, View
from bot.questions.question import Choice, Question
from bot.questions.store import Sealed
from bot.slack import blocks as b, inputs
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION = 75


def ask(
    team: Team, metrics: Sequence[str], named: str = "", mine: Sequence[Sealed] = ()
) -> inputs.View:
    """Return the form for a question.

    Args:
        team: whose number.
        metrics: the ids of the numbers that may be questioned, one at least.
        named: the id of the one that was named; "" for none.
        mine: the questions of whoever asks about this team that are open, oldest first.
    """
    options = [(clip(catalogue.get(one).label, _OPTION), one) for one in metrics]
    built = [
        b.section("intro", words.INTRO),
        b.context("open", words.INTRO_OPEN.format(team=escape(team.name))),
        *_mine(team, mine),
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


def _mine(team: Team, mine: Sequence[Sealed]) -> Iterator[b.Block]:
    """Yield somebody's own open questions, and the menu with which they withdraw one."""
    if not mine:
        return
    lines = [
        words.MINE_LINE.format(metric=catalogue.get(one.metric).label, day=blocks.day(one.asked_at))
        for one in mine
    ]
    yield b.section("mine", "\n".join([words.MINE.format(team=escape(team.name)), *lines]))
    options = [(clip(catalogue.get(one.metric).label, _OPTION), one.id) for one in mine]
    menu = b.menu(Action.WITHDRAW, words.WITHDRAW_ONE, options, blocks.SURE)
    yield b.actions("withdraw", [menu])


def answer(question: Question, team: str, *, is_paused: bool = False) -> inputs.View:
    """Return the form for an answer.

    Args:
        question: what is asked.
        team: the team's name.
        is_paused: whether a steward has paused the number, so that it cannot be paused again.
    """
    metric = catalogue.get(question.metric)
    about = words.ANSWER_ABOUT.format(
        metric=metric.label, interval=metric.interval, team=escape(team)
    )
    built = [
        b.section("about", about),
        b.words("asked", words.QUESTION_SAID, question.text),
        _choices([one for one in Choice if not (is_paused and one is Choice.PAUSED)]),
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


def lift(about: About, team: str) -> inputs.View:
    """Return the form with which a number is shown again that nobody questions any more.

    Args:
        about: which number of which team.
        team: the team's name.
    """
    metric = catalogue.get(about.metric).label
    built = [
        b.section("about", words.LIFT_ABOUT.format(metric=metric, team=escape(team))),
        _choices([Choice.EXPLAINED, Choice.CORRECTED]),
    ]
    return inputs.modal(
        View.LIFT,
        words.LIFT_TITLE,
        built,
        submit=words.LIFT_SUBMIT,
        close=words.CLOSE,
        private_metadata=about.encode(),
    )


def _choices(offered: Sequence[Choice]) -> b.Block:
    options = [(words.FORM_CHOICES[one], str(one)) for one in offered]
    return inputs.choice_input(form.CHOICE, words.FORM_CHOICE, options, hint=words.FORM_CHOICE_HINT)


def _hint(text: str) -> str:
    return text.format(least=form.LEAST, most=form.MOST)
