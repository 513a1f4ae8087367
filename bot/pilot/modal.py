"""The form that asks how a pilot was. Pure."""

from bot.pilot import form, words
from bot.pilot.carried import Part, View
from bot.slack import blocks as b, inputs
from bot.slack.text import escape
from bot.teams.roster import Team


def answering(team: Team, part: Part) -> inputs.View:
    """Return the form for one part.

    Args:
        team: whose pilot.
        part: which part, in which round.
    """
    intro = words.FORM_INTRO.format(side=words.SIDES[part.side], team=escape(team.name))
    knew = [(said, name) for name, said in words.KNEW_SAID.items()]
    worry = [(said, name) for name, said in words.WORRY_SAID.items()]
    choices = [(said, str(one)) for one, said in words.CHOICE_SAID.items()]
    hint = words.TEXT_HINT.format(most=form.MOST)
    return inputs.modal(
        View.FORM,
        words.TITLE,
        [
            b.section("intro", intro),
            inputs.choice_input(form.KNEW, words.KNEW, knew, hint=words.KNEW_HINT),
            inputs.choice_input(form.WORRY, words.WORRY, worry, hint=words.WORRY_HINT),
            inputs.choice_input(form.CHOICE, words.CHOICE, choices),
            inputs.text_input(form.TEXT, words.TEXT, hint=hint, optional=True),
        ],
        submit=words.SUBMIT,
        close=words.CLOSE,
        private_metadata=part.encode(),
    )
