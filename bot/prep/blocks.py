"""The pages as Slack blocks. Pure: the same page gives the same blocks, to the byte."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.commitments.carry import record_button
from bot.policy.blocks import line as policy_line
from bot.prep import evaluation, words
from bot.prep.ask import Page, WhichTeam
from bot.prep.prepare import Prep
from bot.signals import blocks as signals
from bot.slack import blocks as b
from bot.slack.text import clip, escape

TEMPLATE_ACTION = "prep.template"
TEAM_ACTION = "prep.team"
LOOK_ACTION = "prep.look"
_TOPIC = 60
_SECTION = 2900
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Carried:
    """What a menu of this page carries: ids only. Who may do it is asked again when it is used."""

    team: str
    engineer: str | None
    choice: str = ""

    def encode(self) -> str:
        """Return it as an option's value, at most 150 characters."""
        return f"{self.team}/{self.engineer or ''}/{self.choice}"

    @classmethod
    def decode(cls, value: str) -> "Carried":
        """Read an option's value."""
        team, engineer, choice = value.split("/", 2)
        return cls(team, engineer or None, choice)


def page(
    prep: Prep,
    stewards: Sequence[str],
    now: datetime,
    still_open: Sequence[b.Block] = (),
    *,
    charts: bool = True,
) -> dict[str, Any]:
    """Return the message.

    Args:
        prep: the page.
        stewards: whom to ask where there are no numbers yet.
        now: this instant, to say how old the numbers are.
        still_open: what the two of this conversation promised each other before.
        charts: whether the workspace takes native charts; all numbers also stand as text.
    """
    built: list[b.Block] = [b.header("title", clip(words.TITLE.format(team=prep.team.name), 150))]
    if prep.evaluating is not None:
        built.append(evaluation.said(prep.evaluating))
    if prep.engineer:
        built.append(b.context("with", words.WITH.format(engineer=prep.engineer)))
    rest = [
        *(_numbers(prep, stewards, now, charts=charts) if prep.evaluating is None else ()),
        *_conversation(prep),
        record_button(prep.team.id, prep.engineer),
        *signals.in_pilot(prep.signals),
        b.context("footer", words.FOOTER, policy_line(prep.signals.version)),
    ]
    if prep.evaluating is not None:
        built.extend(evaluation.covered(prep.evaluating, [*built, *rest]))
    built.extend(_as_it_fits(still_open, [*built, *rest]))
    text = words.FALLBACK.format(team=escape(prep.team.name))
    return {"text": text, "blocks": [*built, *rest]}


def _numbers(
    prep: Prep, stewards: Sequence[str], now: datetime, *, charts: bool
) -> Iterator[b.Block]:
    """Yield the team's signals, and what can be said to them."""
    yield from signals.signals(prep.signals, prep.focus, stewards, now)
    yield from signals.charts(prep.focus, prep.beside) if charts else ()
    yield signals.voice(prep.team.id)


def team_page(
    prep: Prep, stewards: Sequence[str], now: datetime, *, charts: bool = True
) -> dict[str, Any]:
    """Return the message for everybody of a team: the numbers of the page, without a conversation.

    Args:
        prep: the page.
        stewards: whom to ask where there are no numbers yet.
        now: this instant, to say how old the numbers are.
        charts: whether the workspace takes native charts; all numbers also stand as text.
    """
    team = escape(prep.team.name)
    title = words.TITLE_GROUP if prep.signals.group else words.TITLE_TEAM
    built = [
        b.header("title", clip(title.format(team=prep.team.name), 150)),
        b.context("same", words.SAME.format(team=team)),
        *signals.signals(prep.signals, prep.focus, stewards, now, prep.more),
        *(signals.charts(prep.focus, prep.beside) if charts else ()),
        signals.voice(prep.team.id),
        *signals.in_pilot(prep.signals),
        b.context("footer", words.FOOTER_TEAM, policy_line(prep.signals.version)),
    ]
    return {"text": words.FALLBACK_TEAM.format(team=team), "blocks": built}


def _as_it_fits(still_open: Sequence[b.Block], others: Sequence[b.Block]) -> Iterator[b.Block]:
    """Yield what is still open: as much as Slack takes in one message, and where to see the rest."""
    if not still_open:
        return
    more = b.context("open_more", words.OPEN_MORE)
    fitting = b.fitting([[one] for one in still_open], [*others, more])
    yield from still_open[:fitting]
    if fitting < len(still_open):
        yield more


def which_team(asked: WhichTeam) -> dict[str, Any]:
    """Return the question which team is meant, with a menu."""
    topic = clip(asked.topic, _TOPIC).replace("/", " ")
    options = [
        (clip(team.name, _OPTION), Carried(team.id, asked.engineer, topic).encode())
        for team in asked.teams[:100]
    ]
    if asked.page is Page.PREP:
        text, action = words.WHICH_TEAM, TEAM_ACTION
    else:
        text, action = words.WHICH_OF_MINE, LOOK_ACTION
    menu = b.select("which", action, words.WHICH_TEAM_HINT, options)
    return {"text": text, "blocks": [b.section("question", text), menu]}


def _conversation(prep: Prep) -> Iterator[b.Block]:
    template, parts = prep.choice.template, prep.conversation
    yield b.divider("line")
    yield b.header("template", clip(template.title, 150))
    yield b.context("why", escape(prep.choice.reason))
    steps = (
        ("observe", "1. Observe", parts.observe),
        ("explore", "2. Explore", parts.explore),
        ("align", "3. Align", parts.align),
        ("support", "4. Support", parts.support),
    )
    for block_id, title, text in steps:
        yield b.section(block_id, f"*{title}*\n{clip(text, _SECTION)}")
    options = _others(prep)
    if options:
        yield b.select("another", TEMPLATE_ACTION, words.ANOTHER, options)


def _others(prep: Prep) -> Sequence[tuple[str, str]]:
    return [
        (clip(other.title, _OPTION), Carried(prep.team.id, prep.engineer, other.id).encode())
        for other in prep.choice.others[:100]
    ]
