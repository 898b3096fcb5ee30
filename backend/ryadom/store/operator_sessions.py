"""Operators' sessions, and the count of failed sign-ins. Cookies and addresses are kept only as hashes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.operators import Role
from ryadom.store.password_links import delete_links_made_by
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class OperatorSession(Struct, frozen=True, kw_only=True):
    """A live session and whose it is; `public_name` and `avatar` are as in `protocol.shared.Author`."""

    id: UUID
    operator_id: UUID
    email: str
    name: str
    role: Role
    has_second_factor: bool
    public_name: str = ""
    avatar: str = ""


class SessionLine(Struct, frozen=True, kw_only=True):
    """One of an operator's sessions in their list."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime


class Attempts(Struct, frozen=True, kw_only=True):
    """How often a key has been tried in its window, and in how many seconds the window ends."""

    count: int
    window_ends_in_s: float


async def insert_session(
    connection: Connection,
    *,
    id: UUID,
    operator_id: UUID,
    password_hash: str,
    has_second_factor: bool,
    token_sha256: bytes,
) -> bool:
    """Begins a session of somebody who has proven the password of this hash, and a second factor if they had one.

    False where the password is another one by now, or there is a second factor that was not asked for. Inside a
    transaction.
    """
    held = await _queries.hold_proven.first(connection, operator_id=operator_id, password_hash=password_hash)
    if held is None:
        return False
    count = await _queries.insert_session.run(
        connection,
        id=id,
        operator_id=operator_id,
        has_second_factor=has_second_factor,
        token_sha256=token_sha256,
    )
    return count == 1


async def find_session(connection: Connection, *, token_sha256: bytes, idle_limit_s: float) -> OperatorSession | None:
    """The session of a cookie, unless it has been idle too long; finding it counts as use, at most once a minute."""
    row = await _queries.find_session.first(connection, token_sha256=token_sha256, idle_limit_s=idle_limit_s)
    if row is None:
        return None
    if row["seen_s_ago"] > 60:
        await _queries.touch_session.run(connection, id=row["id"])
    return OperatorSession(
        id=row["id"],
        operator_id=row["operator_id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        has_second_factor=row["has_second_factor"],
        public_name=row["public_name"],
        avatar=row["avatar_digest"] or "",
    )


async def list_sessions(connection: Connection, *, operator_id: UUID, idle_limit_s: float) -> list[SessionLine]:
    """The sessions that an operator has, the one used last first, at most 100."""
    rows = await _queries.list_sessions.all(connection, operator_id=operator_id, idle_limit_s=idle_limit_s)
    return [SessionLine(id=row["id"], created_at=row["created_at"], last_seen_at=row["last_seen_at"]) for row in rows]


async def session_ids_of(connection: Connection, *operator_ids: UUID) -> list[UUID]:
    """The ids of all sessions of these operators."""
    return [row["id"] for row in await _queries.session_ids_of.all(connection, operator_ids=list(operator_ids))]


async def sessions_on_site(connection: Connection, site_id: UUID) -> list[UUID]:
    """The ids of all sessions of the operators who work on a site."""
    return [row["id"] for row in await _queries.sessions_on_site.all(connection, site_id=site_id)]


async def hold_sessions(connection: Connection, operator_id: UUID) -> set[UUID]:
    """The ids of an operator's sessions, none of which is ended by anybody else until the transaction ends."""
    return {row["id"] for row in await _queries.hold_sessions.all(connection, operator_id=operator_id)}


async def end_session(connection: Connection, *, operator_id: UUID, id: UUID) -> bool:
    """Ends one session of an operator; False where they have none of this id."""
    return await _queries.end_session.run(connection, operator_id=operator_id, id=id) == 1


async def end_sessions(connection: Connection, *, operator_id: UUID, but: UUID | None = None) -> list[UUID]:
    """Ends an operator's sessions, except one; gives the ids of those that were ended.

    Links to choose a password that they have made for others end too: somebody else may have made them in one of these.
    """
    rows = await _queries.end_sessions.all(connection, operator_id=operator_id, but=but)
    # After it, and not in one statement: whoever makes a link holds their session until it is there.
    await delete_links_made_by(connection, operator_id)
    return [row["id"] for row in rows]


async def touch_live_sessions(connection: Connection, ids: Collection[UUID]) -> set[UUID]:
    """Of the sessions with an open socket, those that still exist; an open socket counts as use."""
    return {row["id"] for row in await _queries.touch_live_sessions.all(connection, ids=list(ids))}


async def delete_session(connection: Connection, token_sha256: bytes) -> None:
    """Ends the session of a cookie."""
    await _queries.delete_session.run(connection, token_sha256=token_sha256)


async def delete_idle_sessions(connection: Connection, idle_limit_s: float) -> int:
    """Forgets sessions that have been idle too long; gives how many."""
    return await _queries.delete_idle_sessions.run(connection, idle_limit_s=idle_limit_s)


async def count_attempt(connection: Connection, *, key_hmac: bytes, limit: int, window_s: float) -> Attempts:
    """Counts a sign-in before it is tried, so that parallel guesses can't slip past the limit.

    Past the limit the window no longer moves: a stranger can't keep an account locked for ever.
    """
    row = await _queries.count_attempt.one(connection, key_hmac=key_hmac, attempt_limit=limit, window_s=window_s)
    return Attempts(count=row["failures"], window_ends_in_s=row["window_ends_in_s"])


async def forgive_attempts(connection: Connection, key_hmacs: Collection[bytes]) -> None:
    """Takes one attempt back from each key, after a success."""
    await _queries.forgive_attempts.run(connection, key_hmacs=list(key_hmacs))


async def forget_attempts(connection: Connection, *, key_hmac: bytes) -> None:
    """Starts a key's count afresh, after a success."""
    await _queries.forget_attempts.run(connection, key_hmac=key_hmac)


async def delete_old_attempts(connection: Connection, window_s: float) -> int:
    """Forgets attempts whose window is over; gives how many keys."""
    return await _queries.delete_old_attempts.run(connection, window_s=window_s)
