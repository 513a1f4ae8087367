"""The form in which a team's decision is named, with what is named already. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.approvals.blocks import labels
from bot.approvals.read import Standing
from bot.decisions import chosen, form, words
from bot.decisions.carried import Action, Seen, View
from bot.decisions.decision import Cadence, Decision, said
from bot.decisions.store import Stored
from bot.metrics import catalogue
from bot.metrics.metric import Metric
from bot.slack import blocks as b, inputs
from bot.slack.text import clip, escape, quote
from bot.teams.policy import DEFAULT, Policy
from bot.teams.roster import Team

_OPTION = 75


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows.

    Attributes:
        team: whose decision.
        stored: what it has decided last; None: nothing yet.
        today: the team's own day.
        stewards: whom to ask where the team has no telemetry.
        standing: which of its metrics a steward has not approved.
        policy: the organisation's, which says what may be chosen at all.
    """

    team: Team
    stored: Stored | None
    today: date
    stewards: str
    standing: Standing
    policy: Policy = DEFAULT


def deciding(shown: Shown, note: str = "", entered: form.Filled | None = None) -> inputs.View:
    """Return the form.

    Args:
        shown: what it shows.
        note: what has just happened; "" for nothing.
        entered: what somebody has filled in already; None: what is named now, which they change.
    """
    built = [
        b.section("intro", words.INTRO.format(team=escape(shown.team.name))),
        *([b.section("note", note)] if note else []),
        *_named(shown),
        *_sources(shown),
        *_fields(_begins_with(shown) if entered is None else entered, shown),
    ]
    return inputs.modal(
        View.FORM,
        words.TITLE,
        built,
        submit=words.SUBMIT,
        close=words.CLOSE,
        private_metadata=Seen.of(shown.team.id, shown.stored).encode(),
    )


def _begins_with(shown: Shown) -> form.Filled:
    """Return what the fields begin with: what is to be changed, unless it is over."""
    if shown.stored is None or shown.today > shown.stored.decision.until:
        return {}
    return form.filled_with(shown.stored.decision)


def _named(shown: Shown) -> Iterator[b.Block]:
    if shown.stored is None:
        return
    decision, text = shown.stored.decision, escape(shown.stored.decision.improve)
    if shown.today > decision.until:
        ended = words.ENDED_ON.format(day=said(decision.until), improve=text)
        yield b.context("ended", ended)
        return
    if decision.unknown:
        gone = words.METRIC_GONE.format(improve=text, metrics=_labels(decision))
        yield b.section("named", gone)
    else:
        day = said(decision.until)
        now = words.NOW.format(improve=text, cadence=decision.cadence.label, day=day)
        yield b.section("named", now)
        yield from _unapproved(shown.standing)
    sure = b.Confirm(words.END_SURE, words.END_WHAT, words.END, words.NOT_NOW)
    value = Seen.of(shown.team.id, shown.stored).encode()
    yield b.actions("do", [b.button(Action.END, words.END, value, confirm=sure)])


def _unapproved(standing: Standing) -> Iterator[b.Block]:
    if not standing.metrics:
        return
    if not standing.reason:
        yield b.section("waits", words.WAITS.format(metrics=labels(standing.metrics)))
        return
    yield b.section("not_yet", words.NOT_YET.format(metrics=labels(standing.metrics)))
    yield b.words("why_not_yet", words.NOT_YET_WHY, standing.reason)


def _labels(decision: Decision) -> str:
    """Return the metrics that cannot be shown: by their labels, or as they are stored."""
    known = catalogue.METRICS
    return " and ".join(
        known[name].label if name in known else quote(name) for name in decision.unknown
    )


def _sources(shown: Shown) -> Iterator[b.Block]:
    team = shown.team
    if not team.telemetry and not any(service.telemetry for service in team.services):
        yield b.context("no_source", words.NO_SOURCE.format(stewards=shown.stewards))


def _fields(filled: form.Filled, shown: Shown) -> Iterator[b.Block]:
    policy = shown.policy
    held = {name: str(value) for name, value in filled.items() if value}
    hint = words.IMPROVE_HINT.format(least=form.LEAST, most=form.MOST)
    yield inputs.text_input(
        form.IMPROVE,
        words.IMPROVE,
        hint=hint,
        initial=held.get(form.IMPROVE, ""),
        multiline=False,
    )
    processes = _options(chosen.processes(policy))
    for name, label, options, said_below in (
        (chosen.OUTCOME, words.OUTCOME, _options(chosen.outcomes(policy)), ""),
        (chosen.PROCESS, words.PROCESS, processes, words.PROCESS_HINT),
        (chosen.PROCESS_TOO, words.PROCESS_TOO, [(words.NO_SECOND, form.NONE), *processes], ""),
        (
            chosen.GUARDRAIL,
            words.GUARDRAIL,
            _options(chosen.guardrails(policy)),
            words.GUARDRAIL_HINT,
        ),
    ):
        usual = form.NONE if name == chosen.PROCESS_TOO else None
        offered = {value for _, value in options}
        begins = held.get(name, usual)
        initial = begins if begins in offered else None
        yield inputs.choice_input(name, label, options, initial, said_below)
    often = [(one.label[0].upper() + one.label[1:], str(one)) for one in Cadence]
    cadence = held.get(form.CADENCE, Cadence.TWO_WEEKS)
    yield inputs.choice_input(form.CADENCE, words.CADENCE, often, cadence)
    until = date.fromisoformat(held[form.UNTIL]) if form.UNTIL in held else shown.today + form.USUAL
    yield inputs.day_input(form.UNTIL, words.UNTIL, until, words.UNTIL_HINT)
    answers = [(words.YES, form.YES), (words.NO, form.NO)]
    retro = held.get(form.RETRO)
    yield inputs.choice_input(form.RETRO, words.RETRO, answers, retro, words.RETRO_HINT)


def _options(metrics: Sequence[Metric]) -> list[tuple[str, str]]:
    return [(clip(metric.label, _OPTION), metric.id) for metric in metrics]
