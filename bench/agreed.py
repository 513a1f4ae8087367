"""A company in which every engineer has agreed on something with their manager.

Of each pair there is one record with two promises. Ids are made from numbers, so that the rows of
different tables fit together and are remembered nowhere, and yet look like random ones to an index.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import update

from bench.bulk import fill
from bot.commitments import kinds
from bot.commitments.follow_up_store import State
from bot.commitments.read import part_of
from bot.commitments.record import Experiment, Promise, Said, Side, Stage
from bot.commitments.tables import CommitmentRow, ConversationRow, FollowUpRow, RevisionRow
from bot.db import Database
from bot.delivery.tables import DeliveryRow, DeliveryState
from bot.people.tables import Kind, PersonRow
from bot.sealing.cipher import encrypt, random_key
from bot.sealing.ring import KeyRing
from bot.sealing.tables import RecordKeyRow
from bot.teams.roster import Member, Organisation, Roster, Team

ZONE = "Europe/Berlin"
TEAM = 10
"""Members of a team."""
_SAID = Said(
    pattern="Pull requests waited for review for two days, twice as long as in spring.",
    hypothesis="They are larger since the two of us share one ticket.",
    engineer_will="Open each pull request as soon as one part of it can be read by itself.",
    manager_will="Move the planning so that mornings are free for reviews.",
    not_helping="More of them come back with questions.",
)
_AT_ONCE = 10_000
"""Records whose words are in memory at once."""
_WORDS = json.dumps(_SAID.to_json(), sort_keys=True, separators=(",", ":")).encode()
_TABLES: dict[str, Any] = {
    row.__tablename__: row.__table__  # type: ignore[union-attr]  # SQLModel adds it
    for row in (
        ConversationRow, RevisionRow, CommitmentRow, FollowUpRow, DeliveryRow, PersonRow,
        RecordKeyRow,
    )
}  # fmt: skip


def engineer(pair: int) -> str:
    return f"U0ENG{pair:07d}"


def manager(pair: int) -> str:
    return f"U0BOSS{pair // TEAM:06d}"


def team(pair: int) -> str:
    return f"team-{pair // TEAM:06d}"


def roster(pairs: int) -> Roster:
    """Return the teams of so many pairs, ten engineers to a manager."""
    return Roster(
        organisation=Organisation(name="Many", time_zone=ZONE, stewards=("U0STEWARD1",)),
        teams=tuple(
            Team(
                id=team(first),
                name=f"Team {first // TEAM}",
                channel=f"C{first // TEAM:08d}",
                time_zone=ZONE,
                managers=(manager(first),),
                members=tuple(
                    Member(slack=engineer(pair)) for pair in range(first, min(first + TEAM, pairs))
                ),
            )
            for first in range(0, pairs, TEAM)
        ),
    )


def promise(pair: int, side: Side) -> str:
    """Return the id of one of the two promises of a pair."""
    return _id("commitment", pair, side)


def agree(database: Database, pairs: Iterable[int], now: datetime) -> None:
    """Write down the records, without their words, and the promises."""
    numbers = list(pairs)
    fill(database, _TABLES["conversation"], (_conversation(pair, now) for pair in numbers))
    fill(
        database,
        _TABLES["commitment"],
        (_commitment(pair, side) for pair in numbers for side in Side),
    )


def say(database: Database, pairs: Iterable[int], ring: KeyRing, now: datetime) -> None:
    """Write down the words of the records, sealed as the vault seals them."""
    coming = iter(pairs)
    while batch := list(islice(coming, _AT_ONCE)):
        sealed = [(pair, *_sealed(_id("conversation", pair), ring)) for pair in batch]
        fill(
            database,
            _TABLES["record_key"],
            (
                {"record": _id("conversation", pair), "key_id": key, "wrapped": wrapped,
                 "created_at": now}
                for pair, key, wrapped, _ in sealed
            ),
        )  # fmt: skip
        fill(
            database,
            _TABLES["conversation_revision"],
            (_revision(pair, words, now) for pair, _, _, words in sealed),
        )


def know(database: Database, pairs: Iterable[int], now: datetime) -> None:
    """Write down what Slack said of the engineers just now."""
    fill(
        database,
        _TABLES["person"],
        (
            {"user": engineer(pair), "kind": str(Kind.MEMBER), "time_zone": ZONE,
             "checked_at": now}
            for pair in pairs
        ),
    )  # fmt: skip


def remind(
    database: Database,
    pairs: Iterable[int],
    due_at: Callable[[int], datetime],
    which: Iterable[tuple[Side, int]],
) -> None:
    """Plan nudges.

    Args:
        database: where the promises stand.
        pairs: whose.
        due_at: when, by the number of the nudge among these.
        which: of each pair, whose promise is meant and whether it is the first or second nudge.
    """
    fill(database, _TABLES["follow_up"], _follow_ups(pairs, due_at, tuple(which)))


def between(database: Database, team_id: str, leads: str, works: str) -> None:
    """Let the one record there is be that of two people of a team."""
    with database.write() as session:
        pair = {"team_id": team_id, "manager": leads, "engineer": works}
        session.execute(update(_TABLES["conversation"]).values(**pair))
        promises = _TABLES["commitment"]
        for side, owner in ((Side.MANAGER, leads), (Side.ENGINEER, works)):
            session.execute(update(promises).where(promises.c.side == side).values(owner=owner))
        session.execute(update(_TABLES["follow_up"]).values(person=works))


def announce(
    database: Database, numbers: Iterable[int], due_at: Callable[[int], datetime], now: datetime
) -> None:
    """Plan messages."""
    fill(database, _TABLES["delivery"], _deliveries(numbers, due_at, now))


def _id(kind: str, *parts: object) -> str:
    return blake2b("/".join(map(str, (kind, *parts))).encode(), digest_size=16).hexdigest()


def _conversation(pair: int, now: datetime) -> dict[str, Any]:
    return {
        "id": _id("conversation", pair),
        "team_id": team(pair),
        "manager": manager(pair),
        "engineer": engineer(pair),
        "stage": str(Stage.AGREED),
        "revision": 1,
        "agreed_revision": 1,
        "agreed_at": now - timedelta(days=7),
        "created_at": now - timedelta(days=7),
        "delete_at": now + timedelta(days=372),
    }


def _commitment(pair: int, side: Side) -> dict[str, Any]:
    return {
        "id": promise(pair, side),
        "conversation_id": _id("conversation", pair),
        "side": str(side),
        "owner": engineer(pair) if side is Side.ENGINEER else manager(pair),
        "state": str(Promise.OPEN),
    }


def _sealed(record: str, ring: KeyRing) -> tuple[str, bytes, bytes]:
    """Return the id of the ring's key, the record's own key wrapped with it, and the words."""
    key = random_key()
    return *ring.wrap(key, record), encrypt(AESGCM(key), _WORDS, (record, part_of(1)))


def _revision(pair: int, sealed: bytes, now: datetime) -> dict[str, Any]:
    check_in: date = now.date() + timedelta(days=7)
    return {
        "conversation_id": _id("conversation", pair),
        "number": 1,
        "author": str(Side.ENGINEER),
        "experiment": str(Experiment.SMALLER_CHANGES),
        "metric": "pr_cycle_time",
        "check_in": check_in,
        "kept_wording": False,
        "sealed": sealed,
        "written_at": now - timedelta(days=7),
    }


def _follow_ups(
    pairs: Iterable[int], due_at: Callable[[int], datetime], which: tuple[tuple[Side, int], ...]
) -> Iterator[dict[str, Any]]:
    planned = ((pair, side, number) for pair in pairs for side, number in which)
    for at, (pair, side, number) in enumerate(planned):
        yield {
            "id": _id("follow_up", pair, side, number),
            "commitment_id": promise(pair, side),
            "number": number,
            "person": engineer(pair) if side is Side.ENGINEER else manager(pair),
            "state": str(State.PLANNED),
            "due_at": due_at(at),
            "chosen": False,
        }


def _deliveries(
    numbers: Iterable[int], due_at: Callable[[int], datetime], now: datetime
) -> Iterator[dict[str, Any]]:
    for at, number in enumerate(numbers):
        yield {
            "key": _id("delivery", number) + _id("rest", number),
            "kind": kinds.OUTCOME,
            "recipient": engineer(number),
            "subject": _id("conversation", number),
            "details": {"revision": 1, "look": 1},
            "state": str(DeliveryState.PENDING),
            "due_at": due_at(at),
            "unsure": False,
            "attempts": 0,
            "created_at": now - timedelta(days=7),
        }
