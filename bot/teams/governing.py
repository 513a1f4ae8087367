"""What the policy in `coach.yml`, and a change of it, must be: whole, approved by two, and a change."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.metrics.catalogue import METRICS
from bot.metrics.metric import Layer, Metric, Privacy
from bot.teams.policy import APPROVERS, NOTICE_DAYS, Policy
from bot.teams.tree import Loc, Trouble, each, shown

_PLACES: tuple[Loc, ...] = (("policy",), ("policy_change", "policy"))
_NAMES = re.compile(r"<[@#!]|@\w")
"""Mentions as Slack writes them, and names and addresses as people do."""


def check(data: Any) -> Iterator[Trouble]:
    """Yield what is wrong with the policy and with the change of it.

    Args:
        data: what the file says, of whatever shape.
    """
    for place in _PLACES:
        for _, policy in each(data, *(str(step) for step in place)):
            yield from _windows(place, policy)
            yield from _metrics((*place, "metrics"), policy)
    for _, change in each(data, "policy_change"):
        if isinstance(change, dict):
            yield from _is_approved(data, change)
            yield from _is_a_change(data, change)
            yield from _names_nobody(change)


def _windows(place: Loc, policy: Any) -> Iterator[Trouble]:
    before: list[tuple[date, date, str]] = []
    for loc, window in each(policy, "evaluation", None):
        starts, ends = _day(window, "starts"), _day(window, "ends")
        if starts is None or ends is None:
            continue  # A day that is none is reported where it is written.
        if ends < starts:
            mend = "Exchange the two days, or correct one of them"
            yield Trouble((*place, *loc, "ends"), "This window ends before it starts", mend)
            continue
        over = next((name for first, last, name in before if starts <= last and first <= ends), "")
        if over:
            what = f"This window has days that {over} has too"
            yield Trouble((*place, *loc), what, "Let each day belong to one window at most")
        before.append((starts, ends, shown(window.get("name"))))


def _day(window: Any, key: str) -> date | None:
    with suppress(ValueError, AttributeError):
        return date.fromisoformat(str(window.get(key)))
    return None


def _metrics(place: Loc, policy: Any) -> Iterator[Trouble]:
    found = [((*place, *loc), str(name)) for loc, name in each(policy, "metrics", None)]
    allowed: set[str] = set()
    for loc, name in found:
        if name in allowed:
            yield Trouble(loc, "This metric is already in the list", "Keep one of the two")
        allowed.add(name)
    known = [METRICS[name] for name in allowed if name in METRICS]
    for loc, name in found:
        metric = METRICS.get(name)
        if metric and metric.needs_guardrail and allowed.isdisjoint(metric.guardrails):
            names = " or ".join(f"`{one}`" for one in metric.guardrails)
            what = (
                f"`{name}` is never shown without a guardrail, and none of its own is in the list"
            )
            yield Trouble(loc, what, f"Add {names}, or remove it")
    if len(known) == len(allowed) and known:
        yield from _is_enough(place, known)


def _is_enough(place: Loc, allowed: list[Metric]) -> Iterator[Trouble]:
    """Yield what a team could not decide with these: it names what should change, and what guards it."""
    seen = [metric for metric in allowed if metric.privacy is not Privacy.RESTRICTED]
    if not any(metric.better for metric in seen):
        what = "With these metrics alone a team can name nothing that it wants to improve"
        yield Trouble(place, what, "Add one of which a direction is better, such as `findings_new`")
    elif not any(m.layer is not Layer.PROCESS and not m.needs_guardrail for m in seen):
        what = "None of these metrics can guard what a team wants to improve"
        yield Trouble(place, what, "Add one that can, such as `rework_after_merge`")


def _is_approved(data: Any, change: Any) -> Iterator[Trouble]:
    stewards = {str(one) for _, one in each(data, "organisation", "stewards", None)}
    place: Loc = ("policy_change", "approved_by")
    approved: set[str] = set()
    for loc, name in each(change, "approved_by", None):
        here = ("policy_change", *loc)
        if str(name) not in stewards:
            what = "This is no steward of this file, and stewards approve a change"
            yield Trouble(here, what, "Put the Slack id of one of `organisation: stewards`")
        elif str(name) in approved:
            yield Trouble(here, "This steward is already in the list", "Keep one of the two")
        else:
            approved.add(str(name))
    if "approved_by" not in change or len(approved) >= APPROVERS:
        return
    if len(stewards) < APPROVERS:
        what = "A change of the policy needs two stewards, and this file has one alone"
        mend = "Name a second one under `organisation: stewards`, and let both stand here"
        yield Trouble(place, what, mend)
    else:
        what = "A change of the policy needs two different stewards who stand behind it"
        yield Trouble(place, what, "List both of them here once they have agreed")


def _is_a_change(data: Any, change: Any) -> Iterator[Trouble]:
    if "policy" not in change:
        return
    now: Any = next((policy for _, policy in each(data, "policy")), {})
    with suppress(ValidationError):  # What is wrong is reported where it is written.
        if Policy.model_validate(now) == Policy.model_validate(change["policy"]):
            what = "This changes nothing: it is the policy that stands under `policy`"
            mend = (
                "Remove `policy_change`; for a change, write the whole policy as it will be here,"
                f" {NOTICE_DAYS} days or more ahead"
            )
            yield Trouble(("policy_change",), what, mend)


def _names_nobody(change: Any) -> Iterator[Trouble]:
    why = change.get("why")
    if isinstance(why, str) and _NAMES.search(why):
        what = "`why` names somebody, and every team's channel gets it"
        yield Trouble(("policy_change", "why"), what, "Say the reason without a name")
