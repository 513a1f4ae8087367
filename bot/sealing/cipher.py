"""Encrypts bytes and binds them to their place. Pure, but for the random nonce.

AES-256-GCM. What comes out is one byte for the version of this layout, the nonce of 96 bits, the
encrypted bytes, and their tag of 128 bits. Nonces are random, which is safe for 2**32 messages
under one key (NIST SP 800-38D, 8.3); no key here comes near that.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import OperatorError

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SHORTEST = len(_VERSION) + _NONCE_BYTES + _TAG_BYTES


class Tampered(OperatorError):
    """Something encrypted does not belong to its row, or was changed."""


def random_key() -> bytes:
    """Return a new key, from the operating system's own source of chance."""
    return secrets.token_bytes(KEY_BYTES)


def encrypt(key: AESGCM, plain: bytes, place: tuple[str, str]) -> bytes:
    """Encrypt; what comes out can be decrypted only with the same key and for the same place."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + key.encrypt(nonce, plain, _bound_to(place))


def decrypt(key: AESGCM, sealed: bytes, place: tuple[str, str]) -> bytes:
    """Decrypt what `encrypt` made.

    Raises:
        Tampered: it was made with another key or for another place, or a bit of it was changed.
    """
    if len(sealed) < _SHORTEST or not sealed.startswith(_VERSION):
        raise Tampered
    nonce, encrypted = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return key.decrypt(nonce, encrypted, _bound_to(place))
    except InvalidTag:
        raise Tampered from None


def _bound_to(place: tuple[str, str]) -> bytes:
    return "\x1f".join(place).encode()
