"""The key ring: its first key wraps the keys of records, the others still unwrap older ones.

Pure. No key shows in a `repr` or in an error; a key is named by its id, the first 12 hex digits of
its SHA-256.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import OperatorError
from bot.sealing.cipher import KEY_BYTES, Tampered, decrypt, encrypt, random_key

VARIABLE = "COACH_ENCRYPTION_KEYS"
MAKE_ONE = (
    "`coach keys new` prints a new key, and so does "
    'python -c "import secrets,base64; print(base64.b64encode(secrets.token_bytes(32)).decode())"'
)
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}
_URL_SAFE = str.maketrans("-_", "+/")
_ID_DIGITS = 12


class KeyMissing(OperatorError):
    """A key is missing without which what people wrote cannot be read."""


def new_key() -> str:
    """Return a new key for the ring, in base64."""
    return base64.b64encode(random_key()).decode()


@dataclass(frozen=True, slots=True, eq=False)
class KeyRing:
    """The keys that wrap the keys of records.

    Attributes:
        source: where the keys stand, for messages: a variable or the name of a file.
        current: the id of the key that wraps from now on.
        ciphers: all keys by their ids, ready for use.
    """

    source: str
    current: str
    ciphers: Mapping[str, AESGCM] = field(repr=False)

    @classmethod
    def parse(cls, text: str, *, source: str = VARIABLE, mend: str = MAKE_ONE) -> "KeyRing":
        """Read keys of 32 bytes in base64, divided by commas, the current one first.

        Args:
            text: the keys; base64 may be the standard one or the one for URLs.
            source: where they stand, for messages.
            mend: what to do about a broken key, for messages.

        Raises:
            OperatorError: one of them is no key; the message says which and why, and shows none.
        """
        ciphers: dict[str, AESGCM] = {}
        for number, written in enumerate(text.split(","), start=1):
            key, problem = _decoded(written.strip())
            key_id = hashlib.sha256(key).hexdigest()[:_ID_DIGITS]
            if key_id in ciphers:
                problem = "is one of those before it"
            if problem:
                nth = _ORDINALS.get(number, f"{number}th")
                raise OperatorError(f"The {nth} key in {source} {problem}. {mend}")
            ciphers[key_id] = AESGCM(key)
        return cls(source, next(iter(ciphers)), ciphers)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys, the current one first."""
        return tuple(self.ciphers)

    def wrap(self, data_key: bytes, record: str) -> tuple[str, bytes]:
        """Encrypt a record's key with the current key; return that one's id and the bytes."""
        cipher = self.ciphers[self.current]
        return self.current, encrypt(cipher, data_key, (record, self.current))

    def unwrap(self, key_id: str, wrapped: bytes, record: str) -> bytes:
        """Return a record's key.

        Raises:
            KeyMissing: the ring lacks the key that it was wrapped with.
            Tampered: it is the key of another record, or was changed.
        """
        cipher = self.ciphers.get(key_id)
        if cipher is None:
            raise self.lacks([key_id])
        try:
            return decrypt(cipher, wrapped, (record, key_id))
        except Tampered:
            raise Tampered(
                f"The stored key of the record {record} is that of another one, or was changed. "
                "Restore its row in the table record_key from a backup."
            ) from None

    def lacks(self, key_ids: Iterable[str], hint: str = "") -> KeyMissing:
        """Return the error that says which keys the ring should hold too, and where one may be."""
        return KeyMissing(
            f"{self.source} lacks {', '.join(sorted(key_ids))}: what people wrote is encrypted "
            "with that, and cannot be read without it. Keys are named by the first "
            f"{_ID_DIGITS} hex digits of their SHA-256. Put it back, behind the current key "
            f"and a comma.{hint}"
        )


def _decoded(written: str) -> tuple[bytes, str]:
    """Return the key and what is wrong with it, of which one is empty."""
    if not written:
        return b"", "is empty"
    text = written.rstrip("=").translate(_URL_SAFE)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return b"", "is not base64"
    if len(key) != KEY_BYTES:
        return b"", f"has {len(key)} bytes instead of {KEY_BYTES}"
    return key, ""
