"""What somebody filled in to name a decision, checked: a problem a field, each with its mend. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from bot.decisions import chosen, words
from bot.decisions.chosen import GUARDRAIL, OUTCOME, PROCESS, PROCESS_TOO
from bot.decisions.decision import Cadence, Decision, said
from bot.log import redact
from bot.slack.text import clean
from bot.teams.policy import DEFAULT, Policy

IMPROVE: Final = "improve"
CADENCE: Final = "cadence"
UNTIL: Final = "until"
RETRO: Final = "retro"
NONE: Final = "none"
"""What the menu of the second process metric sends where there is none."""
YES: Final = "yes"
NO: Final = "no"
LEAST: Final = 10
MOST: Final = 140
"""Characters: one sentence, which stands at the top of every page."""
SOONEST: Final = timedelta(days=14)
USUAL: Final = timedelta(days=90)
LATEST: Final = timedelta(days=184)
Filled = Mapping[str, str | bool | None]
_METRICS = (OUTCOME, PROCESS, PROCESS_TOO, GUARDRAIL)
_NAMES = re.compile(r"<[@#!]|@\w")
"""Mentions as Slack writes them, and names and addresses as people do."""


def read(
    filled: Filled, today: date, kept: date | None = None, policy: Policy = DEFAULT
) -> Decision | dict[str, str]:
    """Return the decision, or what is wrong with it, by field.

    Args:
        filled: what stands in each field.
        today: the team's own day.
        kept: the end of the decision that is changed, which it may keep; None: there is none.
        policy: the organisation's, which says what may be shown at all.
    """
    improve = clean(_text(filled, IMPROVE)).strip()
    problems = {IMPROVE: _not_a_sentence(_text(filled, IMPROVE), improve)}
    metrics = {name: _text(filled, name) for name in _METRICS}
    if metrics[PROCESS_TOO] in {"", NONE}:
        del metrics[PROCESS_TOO]
    problems |= chosen.problems(metrics, policy)
    until = _day(filled)
    problems[UNTIL] = _out_of_reach(until, today, kept)
    cadence, retro = _text(filled, CADENCE), _text(filled, RETRO)
    problems[CADENCE] = "" if cadence in set(Cadence) else words.CHOOSE_ONE
    problems[RETRO] = "" if retro == YES else words.NOT_ON_THE_BOARD
    if retro not in {YES, NO}:
        problems[RETRO] = words.CHOOSE_ONE
    problems = {name: problem for name, problem in problems.items() if problem}
    if problems or until is None:
        return problems
    return Decision(
        improve=improve,
        outcome=metrics[OUTCOME],
        process=tuple(metrics[name] for name in (PROCESS, PROCESS_TOO) if name in metrics),
        guardrail=metrics[GUARDRAIL],
        cadence=Cadence(cadence),
        until=until,
    )


def filled_with(decision: Decision) -> Filled:
    """Return the fields as they stand for a decision; whether it goes on the board is asked anew."""
    first, *others = decision.process
    return {
        IMPROVE: decision.improve,
        OUTCOME: decision.outcome,
        PROCESS: first,
        PROCESS_TOO: others[0] if others else NONE,
        GUARDRAIL: decision.guardrail,
        CADENCE: decision.cadence,
        UNTIL: decision.until.isoformat(),
    }


def _text(filled: Filled, name: str) -> str:
    return str(filled.get(name) or "")


def _not_a_sentence(written: str, improve: str) -> str:
    """Return why a text cannot stand on every page of a team; "" where it can."""
    seen = sum(char.isprintable() for char in " ".join(improve.split()))
    plain = unicodedata.normalize("NFKC", improve)
    if len(written.strip().splitlines()) > 1:
        return words.ONE_LINE
    if _NAMES.search(plain) or redact(plain) != plain:
        return words.NO_NAMES
    if seen < LEAST:
        return words.TOO_SHORT.format(least=LEAST)
    if len(improve) > MOST:
        return words.TOO_LONG.format(length=f"{len(improve):,}", most=MOST)
    return ""


def _day(filled: Filled) -> date | None:
    try:
        return date.fromisoformat(_text(filled, UNTIL))
    except ValueError:
        return None


def _out_of_reach(until: date | None, today: date, kept: date | None) -> str:
    if until is None:
        return words.CHOOSE_DAY
    if until == kept and until >= today:
        return ""
    if until < today + SOONEST:
        return words.TOO_SOON.format(day=said(today + SOONEST))
    return words.TOO_FAR.format(day=said(today + LATEST)) if until > today + LATEST else ""
