"""The Home tab as Slack blocks. Pure: the same state gives the same blocks, to the byte."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.commitments import listing, pieces
from bot.home import offers, telling, words
from bot.home.compose import Home
from bot.policy.blocks import line as policy_line
from bot.signals.gather import Signals
from bot.slack import blocks as b
from bot.slack.check import BLOCKS, LARGEST_VIEW

WORD_ACTION = offers.WORD_ACTION
View = dict[str, Any]


def home(shown: Home) -> View:
    """Return the view: at most 100 blocks, and nothing in it cut in the middle."""
    before = [*_top(shown), *_manager(shown)]
    after = [*_pages(shown), *_governing(shown), offers.of_everybody(shown)]
    after.append(b.context("footer", words.FOOTER, policy_line(shown.version)))
    return {"type": "home", "blocks": [*before, *_open(shown, [*before, *after]), *after]}


def emptied() -> View:
    """Return the view of somebody who asked to be forgotten."""
    return {"type": "home", "blocks": [b.section("emptied", words.EMPTIED)]}


def fits(found: Sequence[pieces.Piece], others: Sequence[b.Block]) -> int:
    """Return how many pieces, from the first on, a Home tab takes beside other blocks."""
    blocks = BLOCKS["home"] - len(others)
    room = LARGEST_VIEW - _size(others)
    for number, piece in enumerate(found):
        blocks -= len(piece)
        room -= _size(piece)
        if blocks < 0 or room < 0:
            return number
    return len(found)


def _size(found: Sequence[b.Block]) -> int:
    """Return how many bytes blocks take, with the commas between and the view around them."""
    return len(json.dumps(found)) + 100


def _top(shown: Home) -> Iterator[b.Block]:
    """What Coach is and what it will never do, and the one thing to do."""
    yield b.header("title", "Coach")
    yield b.section("what", f"{words.WHAT}\n{words.NEVER}")
    if shown.manages:
        yield b.section("begin", words.BEGIN_MANAGER)
        yield from offers.prepare(shown)
    elif shown.belongs:
        yield b.section("begin", words.BEGIN_MEMBER)
        yield from offers.look(shown)
    elif shown.governing is not None:
        yield b.section("begin", words.BEGIN_STEWARD)
    else:
        asked = " or ".join(f"<@{one}>" for one in shown.stewards)
        yield b.section("begin", words.UNKNOWN.format(stewards=asked))
    if shown.open.stopped:
        yield b.context("stopped", words.STOPPED)
    yield from offers.disclosed(shown)


def _manager(shown: Home) -> Iterator[b.Block]:
    """A line on each team, in the order of coach.yml, and what can be done with them."""
    if shown.lines:
        is_only = shown.is_about_one_team
        told = [telling.team_line(one, shown.stewards, is_only=is_only) for one in shown.lines]
        lines = [words.TEAMS, *told]
        if len(shown.lines) < len(shown.manages):
            left = len(shown.manages) - len(shown.lines)
            lines.append(words.TEAMS_MORE.format(number=left))
        for number, text in enumerate(telling.paragraphs(lines)):
            yield b.section(f"teams{number}", text)
        limits = telling.limits(one for one in shown.lines if is_only or not one.group)
        if limits:
            yield b.context("limits", limits)
    yield from offers.of_teams(shown)


def _open(shown: Home, others: Sequence[b.Block]) -> Iterator[b.Block]:
    """What is open between them and others, as far as there is room; for those whom it concerns."""
    if not (shown.manages or shown.belongs or shown.open.found):
        return
    heading = b.header("open", words.OPEN)
    nothing = b.section("nothing_open", words.NOTHING_OPEN)
    found = (
        pieces.mine(shown.open),
        pieces.theirs(shown.open),
        pieces.check_ins(shown.open),
        pieces.asked(shown.open),
        pieces.waiting(shown.open),
        pieces.shared(shown.open),
        pieces.sharing(shown.open),
    )
    yield heading
    yield from list(listing.fitting(found, [*others, heading], fits)) or [nothing]


def _pages(shown: Home) -> Iterator[b.Block]:
    """The numbers of each team that lists them, and what they can say to them."""
    for found in shown.pages:
        yield from _page(found, shown)
    if len(shown.pages) < len(shown.belongs):
        left = len(shown.belongs) - len(shown.pages)
        yield b.context("pages_more", words.PAGES_MORE.format(number=left))


def _page(found: Signals, shown: Home) -> Iterator[b.Block]:
    team = found.team
    is_only = shown.is_about_one_team
    lines = telling.page(found, shown.stewards, is_only=is_only)
    for number, text in enumerate(telling.paragraphs(lines)):
        yield b.section(f"page{number}-{team.id}", text)
    small = [*telling.small_print(found, is_old=telling.is_old(found, shown.now))]
    if small and (is_only or not found.group):
        yield b.context(f"small-{team.id}", *small)
    yield offers.voice(team)


def _governing(shown: Home) -> Iterator[b.Block]:
    """What a steward looks after."""
    found = shown.governing
    if found is None:
        return
    yield b.header("govern", words.GOVERN)
    for number, text in enumerate(telling.paragraphs(telling.sources(found))):
        yield b.section(f"sources{number}", text)
    for number, text in enumerate(telling.paragraphs(telling.waiting(found))):
        yield b.section(f"waiting{number}", text)
    yield from offers.of_a_steward(shown)
