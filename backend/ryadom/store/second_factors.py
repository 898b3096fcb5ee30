"""Second factors of operators: sealed secrets, the newest step used, and what is left of the recovery codes."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Factor(Struct, frozen=True, kw_only=True):
    """What is kept of an operator's second factor, both secrets sealed.

    `sealed_secret`: the one whose codes count, None before the first was confirmed; `pending_secret`: one that has been
    shown and not been confirmed yet.
    """

    sealed_secret: bytes | None
    pending_secret: bytes | None


async def find_factor(connection: Connection, operator_id: UUID, *, pending_limit_s: float) -> Factor:
    """The second factor of an operator, empty where there is none; what has been pending for longer is left out."""
    row = await _queries.find_factor.first(connection, operator_id=operator_id, pending_limit_s=pending_limit_s)
    if row is None:
        return Factor(sealed_secret=None, pending_secret=None)
    return Factor(sealed_secret=row["sealed_secret"], pending_secret=row["pending_secret"])


async def put_pending(connection: Connection, operator_id: UUID, pending_secret: bytes) -> None:
    """Keeps a secret that is to be confirmed; one that was pending before is forgotten."""
    await _queries.put_pending.run(connection, operator_id=operator_id, pending_secret=pending_secret)


async def confirm_pending(
    connection: Connection, operator_id: UUID, *, pending_secret: bytes, step: int, codes_sha256: Collection[bytes]
) -> bool:
    """Makes the pending secret the one that counts, its `step` used, with new codes; False where it is gone."""
    confirmed = await _queries.confirm_pending.run(
        connection, operator_id=operator_id, pending_secret=pending_secret, step=step
    )
    if not confirmed:
        return False
    await _queries.delete_recovery_codes.run(connection, operator_id=operator_id)
    await _queries.insert_recovery_codes.run(connection, operator_id=operator_id, codes=list(codes_sha256))
    return True


async def spend_step(connection: Connection, operator_id: UUID, step: int) -> bool:
    """Uses up a step and all before it; False where it was used already."""
    return await _queries.spend_step.run(connection, operator_id=operator_id, step=step) == 1


async def spend_recovery_code(connection: Connection, operator_id: UUID, code_sha256: bytes) -> bool:
    """Uses up a recovery code; False where there is no such code, or no more."""
    return await _queries.spend_recovery_code.run(connection, operator_id=operator_id, code_sha256=code_sha256) == 1


async def reseal(connection: Connection, operator_id: UUID, *, sealed_secret: bytes, resealed: bytes) -> None:
    """Replaces the sealed form of the same secret."""
    await _queries.reseal.run(connection, operator_id=operator_id, sealed_secret=sealed_secret, resealed=resealed)


async def delete_factor(connection: Connection, operator_id: UUID) -> bool:
    """Forgets an operator's second factor and recovery codes; False where there was none."""
    return await _queries.delete_factor.run(connection, operator_id=operator_id) == 1


async def count_recovery_codes(connection: Connection, operator_id: UUID) -> int:
    """How many recovery codes are left."""
    count: int = await _queries.count_recovery_codes.value(connection, operator_id=operator_id)
    return count
