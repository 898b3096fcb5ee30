"""Signed heads of the journal: lines that the owner keeps elsewhere, and with which a rewritten chain is found out.

Ed25519, so that whoever has the public key can check a line without any secret and without this software. The signing
key is derived from the server's secret key, which is not in the database: who can only write there forges no head.
Who has the server itself can sign anything from then on, but not change what was carried away before.
"""

import fcntl
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from ryadom.errors import HeadsUnusable
from ryadom.privacy.derived_keys import derive_key
from ryadom.store import journal
from ryadom.store.database import Database

FORMAT = "ryadom-journal-head-1"
PURPOSE = "journal heads 1"
HEADS_FILE = "journal_heads.jsonl"
"""In the data folder, where the server adds the heads once a day."""


class SignedHead(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the file, as JSON. `hash`, `public_key` and `signature` are in hexadecimal digits."""

    at: datetime
    controller_id: UUID
    number: int
    hash: str
    public_key: str
    signature: str


class HeadSigner:
    """Signs with the newest secret key, and knows the public keys of all."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        keys = [Ed25519PrivateKey.from_private_bytes(derive_key(key, PURPOSE)) for key in secret_keys]
        self._key = keys[0]
        self.public_keys = tuple(key.public_key().public_bytes_raw().hex() for key in keys)

    async def sign_heads(self, database: Database, now: datetime) -> list[SignedHead]:
        """Every chain's head as it is now."""
        async with database.connection() as connection:
            heads = await journal.read_heads(connection)
        return [self._signed(head, now) for head in heads]

    def _signed(self, head: journal.Head, at: datetime) -> SignedHead:
        unsigned = SignedHead(
            at=at,
            controller_id=head.controller_id,
            number=head.number,
            hash=head.hash.hex(),
            public_key=self.public_keys[0],
            signature="",
        )
        return msgspec.structs.replace(unsigned, signature=self._key.sign(signed_text(unsigned)).hex())


def signed_text(head: SignedHead) -> bytes:
    """What the signature is of: five lines of text, each ended by a line feed."""
    at = msgspec.to_builtins(head.at)
    return f"{FORMAT}\n{head.controller_id}\n{head.number}\n{head.hash}\n{at}\n".encode()


def check_signature(head: SignedHead, public_keys: Iterable[str]) -> bool:
    """Whether one of these keys signed exactly this."""
    if head.public_key not in public_keys:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), signed_text(head))
    except (InvalidSignature, ValueError):
        return False
    return True


def append_heads(file: Path, heads: Sequence[SignedHead], *, once_a_day: bool = False) -> bool:
    """Adds heads to the end of the file, safely for several processes, and waits for the disk.

    With `once_a_day` nothing is done, and False given, where the newest line is of the same day (UTC).

    Raises:
        HeadsUnusable: the file can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if once_a_day and heads and _last_day(file) == heads[0].at.date():
                return False
            stream.write(b"".join(msgspec.json.encode(head) + b"\n" for head in heads))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise HeadsUnusable(f"{file} can't be written: {error.strerror}. Let this user write there.") from error
    return True


def read_heads(file: Path) -> list[SignedHead]:
    """Every line of the file; signatures are not checked yet.

    Raises:
        HeadsUnusable: the file can't be read, or a line is none of ours; its number is said.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise HeadsUnusable(f"{file} can't be read: {error.strerror}.") from error
    heads = []
    for number, line in enumerate(lines, 1):
        try:
            heads.append(msgspec.json.decode(line, type=SignedHead))
        except (msgspec.DecodeError, ValueError):
            raise HeadsUnusable(f"{file}: line {number} is no signed head.") from None
    return heads


def _last_day(file: Path) -> object:
    heads = read_heads(file)
    return heads[-1].at.date() if heads else None
