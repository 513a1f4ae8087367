"""Home tabs for tests: every default is valid; a test spells out what it is about."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments.pieces import Open
from bot.commitments.read import Record
from bot.commitments.record import (
    Commitment,
    Conversation,
    Experiment,
    Promise,
    Revision,
    Said,
    Side,
    Stage,
    Terms,
)
from bot.demo.local_slack.records import View
from bot.home.compose import Home
from bot.signals.gather import Signals
from tests.clock import T0

WORDS = frozenset(
    [
        "help",
        "prep",
        "team",
        "commit",
        "commitments",
        "question",
        "questions",
        "audit",
        "context",
        "digest",
        "effects",
        "stop",
        "start",
        "metrics",
        "mine",
        "announce",
    ]
)
STEWARD = "U0STEWARD1"


def an_open(viewer: str, found: Sequence[Record] = (), **said: Any) -> Open:
    """What is open between somebody and others."""
    defaults: dict[str, Any] = {
        "viewer": viewer,
        "zone": ZoneInfo("Europe/Berlin"),
        "stopped": False,
        "found": found,
        "help_url": {
            user: f"https://slack.com/app_redirect?team=T&channel={user}"
            for one in found
            for user in (one.conversation.manager, one.conversation.engineer)
        },
        "sharing": {},
    }
    return Open(**{**defaults, **said})


def a_home(viewer: str = "U0MARTA001", **said: Any) -> Home:
    """What somebody sees whom coach.yml does not list."""
    defaults: dict[str, Any] = {
        "open": an_open(viewer),
        "manages": (),
        "lines": (),
        "belongs": (),
        "pages": (),
        "governing": None,
        "is_known": False,
        "stewards": (STEWARD,),
        "version": "3fa9c21b",
        "words": WORDS,
        "now": T0,
    }
    return Home(**{**defaults, **said})


def managing(signals: Iterable[Signals], **said: Any) -> Home:
    """What a manager of these teams sees."""
    found = list(signals)
    return a_home(manages=[one.team for one in found], lines=found, is_known=True, **said)


def belonging(signals: Iterable[Signals], **said: Any) -> Home:
    """What a member of these teams sees."""
    found = list(signals)
    return a_home(belongs=[one.team for one in found], pages=found, is_known=True, **said)


def a_record(number: int, manager: str, engineer: str, **said: Any) -> Record:
    """A record that both agreed to, with a promise of each that is still open."""
    stage = said.get("stage", Stage.AGREED)
    length = said.get("length", 40)
    text = ("word " * length)[:length].strip()
    promises = [
        Commitment(f"p{number}{side}", f"r{number}", side, user, Promise.OPEN)
        for side, user in ((Side.MANAGER, manager), (Side.ENGINEER, engineer))
    ]
    held = Conversation(
        id=f"r{number}",
        team="payments",
        manager=manager,
        engineer=engineer,
        stage=stage,
        turn=said.get("turn"),
        revision=1,
        agreed_revision=1 if stage is Stage.AGREED else None,
        agreed_at=T0 if stage is Stage.AGREED else None,
        conclusion=None,
        follows=None,
        created_at=T0,
    )
    terms = Terms(Experiment.EARLIER_REVIEW, "pr_cycle_time", date(2026, 12, 2))
    said_so = Said(text, text, f"Engineer {number}: {text}", f"Manager {number}: {text}", text)
    version = Revision(1, Side.MANAGER, said_so, terms, kept_wording=False, written_at=T0)
    return Record(held, (version,), tuple(promises), ())


def a_view(payload: dict[str, Any]) -> View:
    """A Home tab as a person sees it."""
    return View("U0MARTA001", {"id": "V1", "hash": "1", **payload})
