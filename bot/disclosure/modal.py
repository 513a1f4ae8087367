"""The two windows in which a number is disclosed, and those in which it is read and answered. Pure."""

from datetime import date

from bot.disclosure import blocks, form, words
from bot.disclosure.carried import Draft, View
from bot.disclosure.disclosure import NOTICE, Disclosure, choices
from bot.metrics.metric import Metric
from bot.slack import blocks as b, inputs
from bot.slack.text import escape
from bot.teams.policy import Policy
from bot.teams.roster import Team

_LINES = (form.THRESHOLD,)
_FIELDS = {
    form.THRESHOLD: (words.THRESHOLD, words.THRESHOLD_HINT),
    form.EXPECTATION: (words.EXPECTATION, words.EXPECTATION_HINT),
    form.LIMITS: (words.LIMITS, words.LIMITS_HINT),
    form.EVIDENCE: (words.EVIDENCE, words.EVIDENCE_HINT),
}


def metric(draft: Draft, team: Team, policy: Policy) -> inputs.View:
    """Return the first window: which number."""
    offered = [(one.label, one.id) for one in choices(policy)]
    built = [
        *_intro(draft, team),
        inputs.choice_input(form.METRIC, words.METRIC, offered, hint=words.METRIC_HINT),
    ]
    return inputs.modal(
        View.METRIC,
        words.TITLE,
        built,
        submit=words.NEXT,
        close=words.CLOSE,
        private_metadata=draft.encode(),
    )


def disclosing(draft: Draft, team: Team, chosen: Metric, today: date) -> inputs.View:
    """Return the second window: what is disclosed of that number."""
    built = [
        *_intro(draft, team),
        b.section("number", blocks.definition(chosen, chosen.definition)),
        *(_field(name, form.limits_of(chosen)) for name in form.TEXTS),
        inputs.day_input(
            form.EFFECTIVE, words.EFFECTIVE, today + NOTICE, hint=words.EFFECTIVE_HINT
        ),
        inputs.tick_input(form.KEEP, words.KEEP, words.KEEP_TEXT, words.KEEP_HINT),
    ]
    return inputs.modal(
        View.FORM,
        words.TITLE,
        built,
        submit=words.SUBMIT,
        close=words.CLOSE,
        private_metadata=draft.encode(),
    )


def because(found: Disclosure) -> inputs.View:
    """Return the window in which the engineer says why they disagree."""
    hint = b.section("who", words.BECAUSE_HINT.format(manager=found.manager))
    return inputs.modal(
        View.BECAUSE,
        words.BECAUSE_TITLE,
        [hint, inputs.text_input(form.BECAUSE, words.BECAUSE)],
        submit="Send",
        close=words.CLOSE,
        private_metadata=found.id,
    )


def reading(found: Disclosure, team: str) -> inputs.View:
    """Return the window in which either of the two reads all of it."""
    return inputs.modal(
        View.TEXT, words.TEXT_TITLE, blocks.text(found, team), submit=None, close="Close"
    )


def _intro(draft: Draft, team: Team) -> list[b.Block]:
    intro = words.INTRO.format(engineer=draft.engineer, team=escape(team.name))
    return [b.section("intro", intro), b.context("never", words.NEVER)]


def _field(name: str, limits: str) -> b.Block:
    label, hint = _FIELDS[name]
    begins = limits if name == form.LIMITS else ""
    return inputs.text_input(name, label, hint=hint, initial=begins, multiline=name not in _LINES)
