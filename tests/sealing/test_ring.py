"""The key ring tells which key is wrong and what to do, and never shows one."""

import base64
import re
import subprocess
import sys

import pytest

from bot.errors import OperatorError
from bot.sealing.cipher import Tampered, random_key
from bot.sealing.ring import MAKE_ONE, KeyMissing, KeyRing, new_key
from tests.sealing.keys import NEW, OLD, key_id, ring

BYTES = base64.b64decode(OLD)
ODD = b"\xfb\xef\xbe" * 10 + b"\xff\xff"
"""In base64 this is nothing but characters that the alphabet for URLs replaces."""


def test_the_first_key_wraps_and_all_of_them_unwrap():
    data_key = random_key()
    by, wrapped = ring(OLD).wrap(data_key, "r")
    rotated = ring(NEW, OLD)

    assert by == ring(OLD).current == key_id(OLD)
    assert rotated.ids == (key_id(NEW), key_id(OLD))
    assert rotated.unwrap(by, wrapped, "r") == data_key
    assert rotated.wrap(data_key, "r")[0] == key_id(NEW)


@pytest.mark.parametrize(
    "written",
    [
        base64.b64encode(ODD).decode(),
        base64.urlsafe_b64encode(ODD).decode(),
        base64.urlsafe_b64encode(ODD).decode().rstrip("="),
        f"  {base64.b64encode(ODD).decode()}\n",
    ],
)
def test_a_key_may_be_written_in_either_alphabet_of_base64(written):
    assert ring(written).current == key_id(base64.b64encode(ODD).decode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The 1st key in COACH_ENCRYPTION_KEYS is empty."),
        (f"{OLD},", "The 2nd key in COACH_ENCRYPTION_KEYS is empty."),
        (f"{OLD},{NEW},{OLD}", "The 3rd key in COACH_ENCRYPTION_KEYS is one of those before it."),
        (f"{OLD[:-4]}", "The 1st key in COACH_ENCRYPTION_KEYS has 30 bytes instead of 32."),
        (f"{OLD},no/such+key!", "The 2nd key in COACH_ENCRYPTION_KEYS is not base64."),
        (f"{OLD},ключ", "The 2nd key in COACH_ENCRYPTION_KEYS is not base64."),
        (f"{OLD};{NEW}", "The 1st key in COACH_ENCRYPTION_KEYS is not base64."),
        (f"{OLD} {NEW}", "The 1st key in COACH_ENCRYPTION_KEYS is not base64."),
        (BYTES.hex(), "The 1st key in COACH_ENCRYPTION_KEYS has 48 bytes instead of 32."),
    ],
)
def test_a_broken_key_is_told_by_its_place_and_never_shown(text, said):
    with pytest.raises(OperatorError) as raised:
        KeyRing.parse(text)

    assert str(raised.value).startswith(said)
    assert MAKE_ONE in str(raised.value)
    for part in filter(None, re.split(r"[,; ]", text)):
        assert part not in str(raised.value).removesuffix(MAKE_ONE)


def test_the_command_in_the_message_prints_a_key_that_is_taken():
    program = MAKE_ONE[MAKE_ONE.index('"') + 1 : -1]
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout  # noqa: PLW1510 - an empty key fails below

    assert len(ring(made).ids) == 1
    assert ring(new_key()).ids != ring(new_key()).ids


def test_a_wrapped_key_belongs_to_one_record_and_no_bit_of_it_may_change():
    held = ring(OLD)
    by, wrapped = held.wrap(random_key(), "r")
    others = [
        wrapped[:at] + bytes([wrapped[at] ^ 1 << bit]) + wrapped[at + 1 :]
        for at in range(len(wrapped))
        for bit in range(8)
    ]

    for other in others:
        with pytest.raises(Tampered, match="key of the record r"):
            held.unwrap(by, other, "r")
    with pytest.raises(Tampered, match="key of the record s"):
        held.unwrap(by, wrapped, "s")


def test_a_key_of_the_ring_cannot_be_said_to_be_another_one():
    by, wrapped = ring(OLD).wrap(random_key(), "r")

    with pytest.raises(Tampered):
        ring(NEW, OLD).unwrap(key_id(NEW), wrapped, "r")
    with pytest.raises(KeyMissing, match=f"COACH_ENCRYPTION_KEYS lacks {by}: .*Put it back"):
        ring(NEW).unwrap(by, wrapped, "r")


def test_a_ring_shows_ids_and_no_key():
    shown = f"{ring(NEW, OLD)!r} {ring(NEW, OLD)}"

    assert key_id(NEW) in shown
    for key in (NEW, OLD):
        secret = base64.b64decode(key)
        assert all(form not in shown for form in (key, secret.hex(), repr(secret), str(secret)))
