"""The form in which a record is written, and the window with all its versions. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import form, words
from bot.commitments.card import changed
from bot.commitments.carried import Action, Draft, View
from bot.commitments.dates import day_of, said
from bot.commitments.read import Record
from bot.commitments.record import Experiment, Revision
from bot.metrics import catalogue, choices
from bot.slack import blocks as b, inputs
from bot.slack.text import clip
from bot.teams.formal import COACHING

_OPTION = 75
_VERSIONS = 14
"""In a window: seven blocks each stay below Slack's hundred."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What stands in a form from the start.

    Attributes:
        draft: what it is about.
        texts: by field.
        check_in: the day to look again.
        metric: the id of the team's number.
        metrics: the ids of those that may be chosen; None: all that can be measured.
        experiment: what they try; None: nothing is chosen yet.
        ticked: whether the author keeps their wording.
    """

    draft: Draft
    texts: Mapping[str, str]
    check_in: date
    metric: str | None = None
    metrics: frozenset[str] | None = None
    experiment: Experiment | None = None
    ticked: bool = False


def record(shown: Shown) -> inputs.View:
    """Return the form."""
    is_new = not shown.draft.conversation
    built: list[b.Block] = [
        b.context("intro", words.FORM_INTRO),
        *(_purpose() if is_new else ()),
    ]
    if shown.draft.engineer:
        between = f"With <@{shown.draft.engineer}>." if is_new else ""
        built.extend([b.context("with", between)] if between else [])
    else:
        built.append(inputs.person_input(form.ENGINEER, words.FORM_ENGINEER))
    built.extend(_text(name, shown) for name in (form.PATTERN, form.HYPOTHESIS))
    options = [(one.label, str(one)) for one in Experiment]
    chosen = str(shown.experiment) if shown.experiment else None
    built.append(
        inputs.choice_input(form.EXPERIMENT, words.FORM_EXPERIMENT, options, initial=chosen)
    )
    built.extend(_text(name, shown) for name in (form.ENGINEER_WILL, form.MANAGER_WILL))
    built.append(inputs.day_input(form.CHECK_IN, words.FORM_CHECK_IN, shown.check_in))
    metrics = [
        (clip(one.label, _OPTION), one.id)
        for one in choices.measurable()
        if shown.metrics is None or one.id in shown.metrics
    ]
    initial = shown.metric if shown.metric in {name for _, name in metrics} else None
    built.append(inputs.choice_input(form.METRIC, words.FORM_METRIC, metrics, initial=initial))
    built.append(_text(form.NOT_HELPING, shown))
    built.append(
        inputs.tick_input(
            form.KEEP,
            words.FORM_KEEP,
            words.FORM_KEEP_TEXT,
            words.FORM_KEEP_HINT,
            ticked=shown.ticked,
        )
    )
    return inputs.modal(
        View.FORM,
        words.FORM_TITLE if is_new else words.FORM_SUGGEST,
        built,
        submit=words.FORM_SUBMIT,
        close=words.FORM_CLOSE,
        private_metadata=shown.draft.encode(),
    )


def _purpose() -> Iterator[b.Block]:
    """Yield the question what the conversation was for. It takes the form away once it was formal."""
    offered = [(said, value) for value, said in words.FORM_PURPOSES.items()]
    yield b.section("purposes", words.FORM_PURPOSE)
    hint = words.FORM_PURPOSES[COACHING]
    yield b.actions(form.PURPOSE, [b.menu(Action.PURPOSE, hint, offered, initial=COACHING)])


def _text(name: str, shown: Shown) -> b.Block:
    return inputs.text_input(
        name,
        words.FIELDS[name],
        hint=words.FORM_HINTS[name],
        initial=shown.texts.get(name, ""),
    )


def from_revision(draft: Draft, revision: Revision, check_in: date) -> Shown:
    """Return a form that starts with a version of a record."""
    return Shown(
        draft=draft,
        texts=revision.said.to_json(),
        check_in=check_in,
        metric=revision.terms.metric,
        experiment=revision.terms.experiment,
        ticked=revision.kept_wording,
    )


def history(found: Record, zone: ZoneInfo) -> inputs.View:
    """Return a window with all versions of a record, the newest first."""
    pairs = [*zip((None, *found.revisions), found.revisions, strict=False)]
    built = [
        block
        for earlier, later in pairs[: -_VERSIONS - 1 : -1]
        for block in _version(found, earlier, later, zone)
    ]
    return inputs.modal(View.HISTORY, words.HISTORY, built, submit=None, close="Close")


def _version(
    found: Record, earlier: Revision | None, later: Revision, zone: ZoneInfo
) -> Iterator[b.Block]:
    author = found.conversation.person(later.author)
    day = day_of(later.written_at, zone)
    if earlier is None:
        heading = words.FIRST.format(author=author, day=day)
    else:
        fields = ", ".join(changed(earlier, later)) or "nothing"
        heading = words.CHANGED.format(number=later.number, author=author, day=day, fields=fields)
    yield b.section(f"version{later.number}", f"*{heading}*")
    told: dict[str, Any] = dict(later.said.to_json())
    for name in form.TEXTS:
        yield b.words(f"{name}{later.number}", words.FIELDS[name], told[name])
    terms = words.EXPERIMENT.format(
        experiment=later.terms.experiment.label,
        day=said(later.terms.check_in),
        metric=catalogue.get(later.terms.metric).label,
    )
    yield b.section(f"terms{later.number}", terms)
