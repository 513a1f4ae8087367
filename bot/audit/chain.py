"""How entries are bound to each other. Pure.

The hash of an entry is HMAC-SHA-256 (RFC 2104) over the hash before it and the entry itself, as
JSON with sorted keys. An alias is SHA-256 over a random salt of 128 bits and the person's id.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

START = "0" * 64
"""What the first entry of all is bound to."""
SHORT = 16
"""So many digits of a hash are enough to compare by eye."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is bound: people are aliases here.

    Attributes:
        by: the alias of who did it; None when Coach did it by itself.
        about: the alias of whom it concerns; None for nobody.
    """

    number: int
    at: datetime
    act: str
    by: str | None
    about: str | None
    team: str | None
    details: Mapping[str, Any]

    def row(self) -> dict[str, Any]:
        """Return it as it is stored, without its hash."""
        return {
            "number": self.number,
            "at": self.at,
            "act": self.act,
            "by": self.by,
            "about": self.about,
            "team_id": self.team,
            "details": self.details,
        }


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends, and where it starts.

    Attributes:
        number: of the last entry; 0: there is none.
        first: the number of the oldest entry that is kept.
        before: the hash of the entry before that one.
        seal: binds `first` and `before`.
    """

    number: int
    hash: str
    first: int
    before: str
    seal: str


def bound(key: bytes, before: str, link: Link) -> str:
    """Return the hash of an entry, in hex."""
    said = [
        *(before, link.number, link.at.isoformat(), link.act, link.by, link.about, link.team),
        dict(link.details),
    ]
    written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, written.encode(), sha256).hexdigest()


def sealed_start(key: bytes, first: int, before: str) -> str:
    """Return the seal over where a chain starts whose oldest entries were deleted in time."""
    return hmac.new(key, f"start:{first}:{before}".encode(), sha256).hexdigest()


def new_salt() -> str:
    """Return a salt for an alias, from the operating system's own source of chance."""
    return secrets.token_hex(16)


def alias(salt: str, user: str) -> str:
    """Return the alias of a person; without the salt nobody can find out whose it is."""
    return sha256(f"{salt}:{user}".encode()).hexdigest()[:32]
