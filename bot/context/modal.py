"""The form in which a team's weeks are marked, with what is marked already. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.context import form, words
from bot.context.carried import Action, View
from bot.context.marker import Marker, Reason, dated
from bot.slack import blocks as b, inputs
from bot.slack.text import clip, escape
from bot.teams.roster import Team

_OPTION = 75
_ROOM = 2700
"""Characters of the marks that are listed."""
_LISTED = 24
"""So many marks are listed, the newest: what is older explains little that is looked at now."""


def marking(team: Team, marked: Sequence[Marker], today: date) -> inputs.View:
    """Return the form.

    Args:
        team: whose weeks.
        marked: what it has marked already, oldest first.
        today: the team's own day, which both days begin with.
    """
    reasons = [(one.label[0].upper() + one.label[1:], str(one)) for one in Reason]
    built = [
        b.section("intro", words.INTRO.format(team=escape(team.name))),
        *_marked(marked),
        inputs.choice_input(form.REASON, words.REASON, reasons, hint=words.REASON_HINT),
        inputs.day_input(form.FIRST, words.FIRST, today),
        inputs.day_input(form.LAST, words.LAST, today, words.LAST_HINT),
        inputs.text_input(
            form.TEXT,
            words.TEXT,
            hint=words.TEXT_HINT.format(most=form.MOST),
            multiline=False,
            optional=True,
            most=form.MOST,
        ),
    ]
    return inputs.modal(
        View.FORM,
        words.TITLE,
        built,
        submit=words.SUBMIT,
        close=words.CLOSE,
        private_metadata=team.id,
    )


def _marked(marked: Sequence[Marker]) -> Iterator[b.Block]:
    if not marked:
        yield b.context("marked", words.NOTHING)
        return
    listed = marked[: -_LISTED - 1 : -1]
    lines, room = [words.MARKED_NOW], _ROOM
    for one in listed:
        line = f"• {escape(dated(one))}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    listed = listed[: len(lines) - 1]
    if len(marked) > len(listed):
        lines.append(words.MARKED_MORE.format(number=len(marked) - len(listed)))
    yield b.section("marked", "\n".join(lines))
    sure = b.Confirm(words.TAKE_BACK_SURE, words.TAKE_BACK_WHAT, words.TAKE_BACK, words.NO)
    options = [(clip(dated(one), _OPTION), one.id) for one in listed]
    yield b.actions("back", [b.menu(Action.TAKE_BACK, words.TAKE_BACK, options, sure)])
