"""The second factor of signing in: one-time codes of an authenticator (TOTP, RFC 6238), and recovery codes."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pyotp
import segno
import structlog
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.errors import SecondFactorRefused
from ryadom.store import second_factors as store
from ryadom.store.database import Database
from ryadom.store.sql import Connection

STEP_S = 30
SKEW_STEPS = 1
"""A phone's clock may be wrong by as much, either way."""

PURPOSE = "second factor"
ISSUER = "Рядом"
RECOVERY_CODES = 10
RECOVERY_CODE_BYTES = 10
PENDING_LIMIT_S = 900.0
"""How long a secret that was begun waits for its first code: one that lies about would be there to be guessed."""

QUIET_ZONE = 4
"""Modules of white around the code, which readers need."""

log = structlog.get_logger(__name__)


class QrCode(Struct, frozen=True):
    """A QR code to draw: the side of its square in modules with the white around, and the black as an SVG path."""

    size: int
    path: str


class Enrolment(Struct, frozen=True, kw_only=True):
    """What an authenticator application needs, by camera or by hand."""

    secret: str
    uri: str
    qr: QrCode


class SecondFactors:
    """Enrols and checks second factors. `now` is the wall clock, which phones share."""

    def __init__(self, database: Database, seal: Seal, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._seal = seal
        self._now = now

    async def begin(self, operator_id: UUID, *, account: str) -> Enrolment:
        """A new secret, to be confirmed by a code of it; until then the one before counts. Apps show `account`."""
        secret = pyotp.random_base32()
        pending = self._seal.close(secret.encode(), owner=operator_id.bytes)
        async with self._database.connection() as connection:
            await store.put_pending(connection, operator_id, pending)
        uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)
        return Enrolment(secret=secret, uri=uri, qr=qr_code(uri))

    async def confirm(self, connection: Connection, operator_id: UUID, code: str) -> list[str]:
        """Makes the secret that was begun the one that counts; gives new recovery codes, which are shown this once.

        Inside a transaction, which ends without a change where this raises.

        Raises:
            SecondFactorRefused: a wrong code, or nothing was begun in the last 15 minutes.
        """
        pending = (await store.find_factor(connection, operator_id, pending_limit_s=PENDING_LIMIT_S)).pending_secret
        opened = self._seal.open(pending, owner=operator_id.bytes) if pending else None
        step = next(self._steps_of(opened.secret, clean_code(code)), None) if opened else None
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        hashes = [_digest(code) for code in codes]
        if (
            pending is None
            or step is None
            or not await store.confirm_pending(
                connection, operator_id, pending_secret=pending, step=step, codes_sha256=hashes
            )
        ):
            raise _refused()
        return codes

    async def spend(self, operator_id: UUID, code: str) -> None:
        """Accepts a code once: six digits of the application, or a recovery code.

        Raises:
            SecondFactorRefused: wrong, too old, or used before.
        """
        code = clean_code(code)
        async with self._database.transaction() as connection:
            sealed = (await store.find_factor(connection, operator_id, pending_limit_s=PENDING_LIMIT_S)).sealed_secret
            opened = self._seal.open(sealed, owner=operator_id.bytes) if sealed else None
            if sealed and opened is None:
                log.error("second factor can't be opened: its secret key is gone", operator_id=str(operator_id))
            for step in self._steps_of(opened.secret, code) if opened else ():
                if await store.spend_step(connection, operator_id, step):
                    break
            else:
                if not await store.spend_recovery_code(connection, operator_id, _digest(code)):
                    raise _refused()
            if sealed and opened and opened.is_stale:
                resealed = self._seal.close(opened.secret, owner=operator_id.bytes)
                await store.reseal(connection, operator_id, sealed_secret=sealed, resealed=resealed)

    async def count_recovery_codes(self, operator_id: UUID) -> int:
        """How many recovery codes are left."""
        async with self._database.connection() as connection:
            return await store.count_recovery_codes(connection, operator_id)

    def _steps_of(self, secret: bytes, code: str) -> Iterator[int]:
        """The steps around now whose code this is, as a rule one or none."""
        totp = pyotp.TOTP(secret.decode())
        now = int(self._now().timestamp()) // STEP_S
        for step in range(now - SKEW_STEPS, now + SKEW_STEPS + 1):
            if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
                yield step


def clean_code(code: str) -> str:
    """A code as it is compared: without the spaces and hyphens that people read and write it with."""
    plain = unicodedata.normalize("NFKC", code).lower()
    return "".join(char for char in plain if char.isalnum())


def qr_code(text: str) -> QrCode:
    """The text as a QR code, drawn here: no other host ever sees it."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE)]
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_black in enumerate(row) if is_black)
    return QrCode(size=len(rows), path="".join(squares))


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_CODE_BYTES)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _digest(code: str) -> bytes:
    return hashlib.sha256(clean_code(code).encode()).digest()


def _refused() -> SecondFactorRefused:
    return SecondFactorRefused("The code is wrong, too old, or was used before. Take the next one.", field="code")
