"""The policy as Slack blocks: `/coach policy`, the notice to a channel, and the small line. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.metrics import catalogue
from bot.metrics.forbidden import FORBIDDEN
from bot.metrics.metric import Metric, Privacy
from bot.policy import words
from bot.policy.difference import differences, window
from bot.policy.read import InForce
from bot.policy.sees import who_sees_what
from bot.policy.store import Change
from bot.slack import blocks as b
from bot.slack.text import clip, escape
from bot.teams.policy import NOTICE_DAYS, Policy
from bot.teams.roster import Organisation

_HEADER: Final = 150
_LONGEST: Final = 2900
"""Characters of a paragraph, with some room below Slack's 3,000."""
_CHANGES: Final = 4500
"""Characters of all that changes, in a message that holds 11,000."""
_WINDOWS: Final = 12
"""Of so many times of evaluation at most, the next ones."""
Message = dict[str, Any]

_SAID = {Privacy.RESTRICTED: words.RESTRICTED, Privacy.EFFECTS: words.EFFECTS}
"""How a metric is told of that is on no page."""


def line(version: str) -> str:
    """Return the small line that every page and digest carries."""
    return words.LINE.format(version=version)


def notice(change: Change, minimum_group: int, *, is_late: bool, replaces: bool) -> Message:
    """Return what a team's channel gets about a change. Nobody is named in it.

    Args:
        change: what changes.
        minimum_group: the organisation's floor, which the versions cover.
        is_late: whether it holds already.
        replaces: whether the channel was told of another change before, which does not come.
    """
    day = words.day(change.takes_effect)
    title, who = words.NOTICE_TITLE, words.NOTICE_WHO
    if is_late:
        title, who = words.NOTICE_TITLE_LATE, words.NOTICE_WHO_LATE
    versions = words.NOTICE_VERSION.format(
        before=change.before.version(minimum_group), after=change.said.version(minimum_group)
    )
    built = [
        b.header("title", clip(title.format(day=day), _HEADER)),
        *([b.context("replaces", words.NOTICE_REPLACES)] if replaces else []),
        *_sections("changes", words.NOTICE_WHAT, _changes(change)),
        b.section("why", words.NOTICE_WHY.format(why=escape(change.why))),
        b.section("who", who.format(approvers=change.approvers)),
        b.context("version", versions),
    ]
    return {"text": words.NOTICE_FALLBACK.format(day=day), "blocks": built}


def called_off(change: Change) -> Message:
    """Return what a team's channel gets when a change that it was told of does not come."""
    said = words.OFF_TEXT.format(day=words.day(change.takes_effect))
    return {"text": said, "blocks": [b.section("off", said)]}


def policy(found: InForce, organisation: Organisation) -> Message:
    """Return what `/coach policy` answers, whoever asks.

    Args:
        found: what is in force, and what is to come.
        organisation: whose policy it is.
    """
    name = organisation.name
    pieces = [list(piece) for piece in _pieces(found, organisation)]
    opening = [b.header("title", clip(words.TITLE.format(organisation=name), _HEADER))]
    shown = b.fitting(pieces, opening)
    text = words.FALLBACK.format(organisation=escape(name), version=found.version)
    built = [*opening, *(block for piece in pieces[:shown] for block in piece)]
    return {"text": text, "blocks": built}


def _pieces(found: InForce, organisation: Organisation) -> Iterator[Iterable[b.Block]]:
    """Yield what there is to say, each as a whole; what somebody must know stands first."""
    held, floor = found.policy, organisation.minimum_group
    yield [b.section("what", f"{words.WHAT_FOR}\n{_version(found, organisation)}")]
    yield _coming(found.coming, floor)
    yield _sections("metrics", *_allowed(held))
    yield _sections("forbidden", words.FORBIDDEN, map(_forbidden, FORBIDDEN))
    sights = (words.SEES_LINE.format(what=s.what, who=s.who) for s in who_sees_what(held))
    yield _sections("sees", words.SEES, sights)
    yield _sections("kept", words.KEPT, _kept(held))
    yield [b.section("floor", words.FLOOR.format(floor=floor))]
    yield [b.section("formal", _formal(held))]
    if held.evaluation:
        lines = [words.LINE_ITEM.format(text=window(one)) for one in held.evaluation]
        yield _sections("windows", words.WINDOWS, lines[-_WINDOWS:])
    stewards = " and ".join(f"<@{one}>" for one in organisation.stewards)
    who = words.WHO_APPROVES.format(stewards=stewards, days=NOTICE_DAYS)
    yield [b.section("approves", clip(who, _LONGEST))]


def _version(found: InForce, organisation: Organisation) -> str:
    if found.since is None:
        return words.VERSION_NEW.format(version=found.version)
    since = found.since.astimezone(ZoneInfo(organisation.time_zone)).date()
    return words.VERSION.format(version=found.version, day=words.day(since))


def _coming(change: Change | None, floor: int) -> Iterator[b.Block]:
    if change is None:
        yield b.section("coming", words.NOTHING_COMING)
        return
    version = change.said.version(floor)
    title = words.COMING.format(day=words.day(change.takes_effect), version=version)
    yield from _sections("coming", title, _changes(change))
    yield b.section("coming_why", words.COMING_WHY.format(why=escape(change.why)))


def _changes(change: Change) -> list[str]:
    """Return what changes, a line each; of very much, as many whole lines as there is room for."""
    lines = [words.LINE_ITEM.format(text=one) for one in differences(change.before, change.said)]
    kept: list[str] = []
    for one in lines:
        if sum(map(len, kept)) + len(one) > _CHANGES:
            return [*kept, words.MORE]
        kept.append(one)
    return kept


def _allowed(held: Policy) -> tuple[str, list[str]]:
    shown = [metric for metric in catalogue.METRICS.values() if held.allows(metric.id)]
    title = words.ALLOWED_ALL if held.metrics is None else words.ALLOWED_SOME
    return title, [_metric(one) for one in shown]


def _metric(metric: Metric) -> str:
    said = _SAID.get(metric.privacy, words.METRIC)
    return said.format(label=metric.label, purpose=metric.purpose)


def _forbidden(one: Any) -> str:
    return words.FORBIDDEN_LINE.format(name=one.name, reason=one.reason)


def _kept(held: Policy) -> Iterator[str]:
    for name, what in words.RETENTION.items():
        months = words.months(getattr(held.retention, name))
        yield words.RETENTION_LINE.format(what=what, months=months)


def _formal(held: Policy) -> str:
    if held.formal is None:
        return words.NO_FORMAL
    return words.FORMAL.format(address=escape(held.formal))


def _sections(name: str, title: str, lines: Iterable[str]) -> Iterator[b.Block]:
    """Yield a title and lines as few paragraphs, each line whole."""
    gathered: list[Sequence[str]] = []
    paragraph = [title]
    for one in lines:
        if sum(map(len, paragraph)) + len(paragraph) + len(one) > _LONGEST:
            gathered.append(paragraph)
            paragraph = []
        paragraph.append(clip(one, _LONGEST))
    for number, text in enumerate([*gathered, paragraph]):
        yield b.section(f"{name}{number or ''}", "\n".join(text))
