"""Sealed secrets, QR codes, and how codes are read."""

from uuid import uuid4

import pytest

from ryadom.core.sealing import NONCE_BYTES, Seal
from ryadom.core.second_factor import clean_code, qr_code

OLD, NEW = "an old secret key, 32 characters", "a new secret key, 32 characters!"
OWNER = uuid4().bytes


def test_sealed_secret_opens_for_its_owner_only() -> None:
    seal = Seal([NEW], purpose="test")
    sealed = seal.close(b"secret", owner=OWNER)
    assert b"secret" not in sealed
    opened = seal.open(sealed, owner=OWNER)
    assert opened is not None
    assert (opened.secret, opened.is_stale) == (b"secret", False)
    assert seal.open(sealed, owner=uuid4().bytes) is None


def test_secret_sealed_under_an_older_key_opens_and_is_known_to_be_stale() -> None:
    sealed = Seal([OLD], purpose="test").close(b"secret", owner=OWNER)
    opened = Seal([NEW, OLD], purpose="test").open(sealed, owner=OWNER)
    assert opened is not None
    assert (opened.secret, opened.is_stale) == (b"secret", True)
    assert Seal([NEW], purpose="test").open(sealed, owner=OWNER) is None


def test_key_of_one_purpose_does_not_open_what_was_sealed_for_another() -> None:
    sealed = Seal([NEW], purpose="one").close(b"secret", owner=OWNER)
    assert Seal([NEW], purpose="another").open(sealed, owner=OWNER) is None


@pytest.mark.parametrize("length", [0, NONCE_BYTES - 1, NONCE_BYTES, NONCE_BYTES + 5])
def test_cut_secret_does_not_open(length: int) -> None:
    seal = Seal([NEW], purpose="test")
    assert seal.open(seal.close(b"secret", owner=OWNER)[:length], owner=OWNER) is None


@pytest.mark.parametrize("written", ["123456", " 123 456 ", "１２３４５６", "123-456"])
def test_code_is_read_however_it_is_written(written: str) -> None:
    assert clean_code(written) == "123456"


def test_qr_code_has_its_three_corners_and_white_around() -> None:
    code = qr_code("otpauth://totp/x?secret=ABC")
    black = {tuple(map(int, square.split("h")[0].split(" "))) for square in code.path.split("M")[1:]}
    last = code.size - 1
    for x, y in ((4, 4), (last - 4, 4), (4, last - 4)):
        assert (x, y) in black
    assert all(3 < x < last - 3 and 3 < y < last - 3 for x, y in black)
