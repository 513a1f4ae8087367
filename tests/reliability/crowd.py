"""A company of many small teams in which everybody's promises fall due on the same days.

It is filled through `Records`, with words that are really sealed; afterwards it counts in Slack's
own store how often each promise reached the one who made it.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr
from sqlalchemy import func, select

from bot import app
from bot.clock import Clock
from bot.commitments import kinds, store, words
from bot.commitments.form import Form
from bot.commitments.record import Experiment, Said, Side, Terms
from bot.commitments.tables import FollowUpRow
from bot.db import Database
from bot.delivery import outbox_store
from bot.delivery.kind import REDRAW
from bot.delivery.tables import DeliveryRow, DeliveryState
from bot.demo.local_slack import LocalSlack
from bot.sealing.ring import new_key
from bot.settings import Settings
from tests.clock import FrozenClock

AGREED = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
"""A Wednesday, when all of them agreed."""
CHECK_IN = date(2026, 12, 2)
FIRST = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""Everybody's first reminder is due, and everybody is at work: a Wednesday."""
SECOND = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
"""Everybody's second reminder is due, and the look at what came of it is not: a Tuesday."""
DAY = timedelta(days=1)
ZONES = ("Europe/London", "Europe/Berlin", "Africa/Lagos", "Europe/Athens")
"""At ten in UTC all of them are at work, and for some hours more."""
_DAYS_OFF = [(FIRST + number * DAY).date().isoformat() for number in range(400)]
_KEYS = new_key()
_DELIVERY: Any = DeliveryRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_FOLLOW_UP: Any = FollowUpRow.__table__  # type: ignore[attr-defined]


def settings(slack: LocalSlack, database_url: str, config: Path) -> Settings:
    """Return what Coach is started with."""
    return Settings(
        slack_bot_token=SecretStr(slack.bot_token),
        slack_api_url=slack.api_url,
        database_url=SecretStr(database_url),
        coach_config=config,
        coach_encryption_keys=SecretStr(_KEYS),
    )


@dataclass(frozen=True, slots=True)
class Crowd:
    """Teams of one manager and some engineers; the manager agrees with each of them on something.

    Attributes:
        teams: how many.
        engineers: how many in each.
    """

    teams: int
    engineers: int = 1

    def manager(self, team: int) -> str:
        return f"U0M{team:06d}"

    def engineer(self, team: int, number: int) -> str:
        return f"U0E{team * self.engineers + number:06d}"

    def pairs(self) -> Iterator[tuple[int, str, str]]:
        """Yield the team, the manager and the engineer of each record."""
        for team, number in product(range(self.teams), range(self.engineers)):
            yield team, self.manager(team), self.engineer(team, number)

    def people(self) -> list[str]:
        return sorted({user for _, *both in self.pairs() for user in both})

    def move_in(self, slack: LocalSlack) -> None:
        """Put them into a local Slack."""
        for team, manager, engineer in self.pairs():
            for user in {manager, engineer} - slack.workspace.users.keys():
                slack.add_user(user, name=user[2:].lower(), tz=ZONES[team % len(ZONES)])

    def write(self, folder: Path, *, closed: int | None = None) -> Path:
        """Write their `coach.yml` into a folder; one team may be off for the next four hundred days."""
        teams = [
            {
                "id": f"team-{team}",
                "name": f"Team {team}",
                "channel": f"C{team:08d}",
                "time_zone": ZONES[team % len(ZONES)],
                "managers": [self.manager(team)],
                "members": [self.engineer(team, number) for number in range(self.engineers)],
                "holidays": _DAYS_OFF if team == closed else [],
            }
            for team in range(self.teams)
        ]
        organisation = {"name": "Crowd", "time_zone": "UTC", "stewards": ["U0STEWARD1"]}
        path = folder / "coach.yml"
        path.write_text(json.dumps({"organisation": organisation, "teams": teams}), "utf-8")
        return path

    def agree(self, given: Settings) -> None:
        """Let all of them agree; the cards that tell of it count as read."""
        coach = app.build(given, FrozenClock(AGREED))
        with closing(coach), coach.deliverer.database.write() as session:
            for team, manager, engineer in self.pairs():
                made = coach.records.record(
                    session,
                    team=f"team-{team}",
                    manager=manager,
                    engineer=engineer,
                    author=Side.MANAGER,
                    form=_form(manager, engineer),
                )
                coach.records.agree(session, made.id, engineer, 1)
                outbox_store.cancel(session, now=AGREED, subject=made.id, kinds=(kinds.RECORD,))

    def promises(self) -> dict[str, str]:
        """Return everything that was promised, and who promised it."""
        found = {}
        for _, manager, engineer in self.pairs():
            said = _form(manager, engineer).said
            found[said.manager_will], found[said.engineer_will] = manager, engineer
        return found


def _form(manager: str, engineer: str) -> Form:
    """Return what two people agree on: each sentence is in no other record."""
    pair = f"{manager[3:]}-{engineer[3:]}"
    said = Said(
        pattern=f"Reviews took longer, seen by {pair}.",
        hypothesis=f"Changes are large, thinks {pair}.",
        engineer_will=f"Split the next change, promise e-{pair}.",
        manager_will=f"Make room for it, promise m-{pair}.",
        not_helping=f"Reviews stay long, says {pair}.",
    )
    return Form(
        said, Terms(Experiment.SMALLER_CHANGES, "findings_new", CHECK_IN), kept_wording=False
    )


def commitment_of(database: Database, user: str) -> str:
    """Return the first promise of somebody, as the buttons carry it."""
    with database.read() as connection:
        (held, *_) = store.in_use_of(connection, user)
        return next(one.id for one in store.commitments(connection, [held.id]) if one.owner == user)


class Count(NamedTuple):
    """What came of it, by two ways of counting that know nothing of each other.

    Attributes:
        messages: how many stand in Slack.
        lost: promises of which their owner was not reminded although they should have been.
        twice: promises of which their owner was reminded more often than they should have been.
        lost_keys: messages that count as sent and do not stand in Slack.
        keys_twice: messages that stand in Slack more than once.
    """

    messages: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    lost_keys: tuple[str, ...]
    keys_twice: tuple[str, ...]

    @property
    def wrong(self) -> int:
        """How much is lost or came twice."""
        return sum(map(len, self[1:]))


def count(
    slack: LocalSlack, database: Database, crowd: Crowd, wanted: Mapping[str, range]
) -> Count:
    """Count the messages by their keys, and each promise by its words.

    Args:
        slack: where they stand.
        database: where it stands what was sent.
        crowd: whose promises they are.
        wanted: by promise, how often it may have reached its owner.
    """
    keys: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for user in crowd.people():
        for message in slack.dm(user):
            assert message.metadata is not None
            keys[message.metadata["event_payload"]["key"]] += 1
            if message.text == words.NUDGE_TEXT:
                found.update(_promises_in(json.dumps(message.blocks), user))
    promises = {f"{owner}/{_name(said)}": wanted[said] for said, owner in crowd.promises().items()}
    assert found.keys() <= promises.keys(), "somebody was told of what is not theirs"
    return Count(
        messages=sum(keys.values()),
        lost=tuple(one for one, times in promises.items() if found[one] < times.start),
        twice=tuple(one for one, times in promises.items() if found[one] >= times.stop),
        lost_keys=tuple(one for one in _sent(database) if one not in keys),
        keys_twice=tuple(one for one, number in keys.items() if number > 1),
    )


def _sent(database: Database) -> list[str]:
    """Return the keys of all messages that count as sent."""
    is_sent = _DELIVERY.c.state == DeliveryState.SENT
    query = select(_DELIVERY.c.key).where(is_sent, _DELIVERY.c.kind != REDRAW)
    with database.read() as connection:
        return list(connection.execute(query).scalars())


def _name(promise: str) -> str:
    return promise.rpartition("promise ")[2].rstrip(".")


def _promises_in(text: str, user: str) -> Iterator[str]:
    for part in text.split("promise ")[1:]:
        yield f"{user}/{part.partition('.')[0]}"


def waiting(database: Database, now: datetime) -> int:
    """Return how much is to be done within the next hour: messages, and reminders to be queued."""
    soon = now + timedelta(hours=1)
    with database.read() as connection:
        return sum(
            int(connection.execute(select(func.count()).where(due_at <= soon)).scalar() or 0)
            for due_at in (_DELIVERY.c.due_at, _FOLLOW_UP.c.due_at)
        )


@dataclass(frozen=True, slots=True)
class Company:
    """A crowd that agreed, and the local Slack in which it is."""

    crowd: Crowd
    slack: LocalSlack
    given: Settings
    database: Database

    def count(self, wanted: range, **other: range) -> Count:
        """Count; `other` says of some people how often each of their promises may have come."""
        return count(
            self.slack,
            self.database,
            self.crowd,
            {promise: other.get(owner, wanted) for promise, owner in self.crowd.promises().items()},
        )


@contextmanager
def open_company(crowd: Crowd, clock: Clock, database_url: str, folder: Path) -> Iterator[Company]:
    """Open a company in which everybody has agreed already."""
    database = Database(database_url)
    with closing(database), LocalSlack(clock=clock) as slack:
        crowd.move_in(slack)
        given = settings(slack, database_url, crowd.write(folder))
        crowd.agree(given)
        yield Company(crowd, slack, given, database)
