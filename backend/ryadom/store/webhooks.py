"""Endpoints of webhooks: who is told of what, by which URL and secret, and how it goes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.store.egress import DataLevel
from ryadom.store.sql import Connection, Row, queries_beside

MOST_COUNTED = 10_000
"""What waits beyond that is not counted: a list must not take longer because somebody's program is away."""

_queries = queries_beside(__file__)


class StoredEndpoint(Struct, frozen=True, kw_only=True):
    """One endpoint. `site_ids`: none is all of the controller's. `sealed_before` signs too until `before_until`.

    `failures`: attempts since one succeeded; `failing_since` then. With a `bot_id` it answers as this bot, and has
    `answer_within_s` for that; after `close_after_min` of silence what it has answered is closed, if that is said.
    `api_key_id`: of the program that has said last of what it is told; it ends with that key, which is called
    `key_name` and is over, or was revoked, at `key_ends_at`; None: never, unless it is revoked.
    """

    id: UUID
    controller_id: UUID
    site_ids: tuple[UUID, ...]
    events: tuple[str, ...]
    data: DataLevel
    origin: str
    sealed_url: bytes
    sealed_secret: bytes
    sealed_before: bytes | None = None
    before_until: datetime | None = None
    made_at: datetime
    failures: int = 0
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: str = ""
    api_key_id: UUID | None = None
    key_name: str | None = None
    key_ends_at: datetime | None = None
    bot_id: UUID | None = None
    bot_name: str | None = None
    answer_within_s: int | None = None
    close_after_min: int | None = None


class ListedEndpoint(StoredEndpoint, frozen=True, kw_only=True):
    """The same, with how it goes. `waiting`: deliveries to come, `MOST_COUNTED` and one where there are more; of the
    1,000 that are due first the oldest was queued at `waiting_since`. `succeeded_at`: when one was taken last, of the
    newest 10,000, or, where over 1,000 wait, of the newest 1,000 and the 1,000 before what waits first; where that was
    asked."""

    waiting: int
    waiting_since: datetime | None
    succeeded_at: datetime | None


E = TypeVar("E", bound=StoredEndpoint)


class Moved(Struct, frozen=True, kw_only=True):
    """A URL that an endpoint is told at from now on."""

    origin: str
    sealed_url: bytes


class Sealed(Struct, frozen=True, kw_only=True):
    """An endpoint's URL and secrets, sealed; `before`: the secret before the newest, if there was one."""

    url: bytes
    secret: bytes
    before: bytes | None


class Audience(Struct, frozen=True, kw_only=True):
    """Of an endpoint what the fan-out needs to know."""

    id: UUID
    controller_id: UUID
    site_ids: frozenset[UUID]
    events: frozenset[str]
    bot_id: UUID | None = None


async def insert_endpoint(
    connection: Connection,
    *,
    id: UUID,
    controller_id: UUID,
    site_ids: Sequence[UUID],
    events: Sequence[str],
    data: DataLevel,
    origin: str,
    sealed_url: bytes,
    sealed_secret: bytes,
    api_key_id: UUID | None = None,
    bot_id: UUID | None = None,
    answer_within_s: int | None = None,
    close_after_min: int | None = None,
    ordered_sha256: bytes | None = None,
) -> None:
    """Stores a new endpoint. `ordered_sha256`: of what a program ordered, see `find_order`."""
    await _queries.insert_endpoint.run(
        connection,
        id=id,
        controller_id=controller_id,
        site_ids=list(site_ids),
        events=list(events),
        data=data,
        origin=origin,
        sealed_url=sealed_url,
        sealed_secret=sealed_secret,
        api_key_id=api_key_id,
        bot_id=bot_id,
        answer_within_s=answer_within_s,
        close_after_min=close_after_min,
        ordered_sha256=ordered_sha256,
    )


async def find_order(connection: Connection, id: UUID) -> bytes | None:
    """Of what a program ordered an endpoint with; None where none did, or an older version stored it."""
    found: bytes | None = await _queries.find_order.value(connection, id=id)
    return found


async def count_endpoints(connection: Connection, api_key_id: UUID | None = None) -> tuple[int, int]:
    """How many there are in the installation, and how many of them this key looks after."""
    row = await _queries.count_endpoints.one(connection, api_key_id=api_key_id)
    return row["known"], row["of_key"]


async def list_stored(connection: Connection) -> list[StoredEndpoint]:
    """All, also those that are disabled, oldest first."""
    return [endpoint_of(row, StoredEndpoint) for row in await _queries.list_stored.all(connection, ids=None)]


async def list_endpoints(
    connection: Connection, ids: Collection[UUID] | None = None, *, with_success: bool = True
) -> list[ListedEndpoint]:
    """These, or all, with how it goes, also those that are disabled, oldest first.

    `with_success`: with `succeeded_at`, which is dear.
    """
    rows = await _queries.list_endpoints.all(
        connection, ids=None if ids is None else list(ids), with_success=with_success
    )
    return [endpoint_of(row, ListedEndpoint) for row in rows]


async def find_endpoint(connection: Connection, id: UUID) -> StoredEndpoint | None:
    """The endpoint with this number."""
    row = await _queries.list_stored.first(connection, ids=[id])
    return endpoint_of(row, StoredEndpoint) if row else None


async def lock_endpoint(connection: Connection, id: UUID) -> StoredEndpoint | None:
    """The same, held until the transaction ends."""
    await _queries.hold_endpoint.run(connection, id=id)
    return await find_endpoint(connection, id)


async def list_keyless(connection: Connection) -> list[UUID]:
    """Those that are enabled although the key of their program is over."""
    return [row["id"] for row in await _queries.list_keyless.all(connection)]


async def count_by_key(connection: Connection) -> dict[UUID, int]:
    """How many of those that are enabled end with each key; keys without any are left out."""
    return {row["api_key_id"]: row["count"] for row in await _queries.count_by_key.all(connection)}


async def list_enabled(connection: Connection) -> list[Audience]:
    """Who is to be told of what."""
    return [
        Audience(
            id=row["id"],
            controller_id=row["controller_id"],
            site_ids=frozenset(row["site_ids"]),
            events=frozenset(row["events"]),
            bot_id=row["bot_id"],
        )
        for row in await _queries.list_enabled.all(connection)
    ]


async def change_endpoint(
    connection: Connection,
    id: UUID,
    *,
    site_ids: Sequence[UUID] | None,
    events: Sequence[str] | None,
    data: DataLevel | None,
    moved: Moved | None,
    answer_within_s: int | UnsetType,
    close_after_min: int | UnsetType | None,
    api_key_id: UUID | None,
) -> bool:
    """Says of what an endpoint is told, how much and where, and of a bot how long it has; what is None, or of a bot
    left out, stays as it is. False where there is none."""
    changed = await _queries.change_endpoint.run(
        connection,
        id=id,
        site_ids=None if site_ids is None else list(site_ids),
        events=None if events is None else list(events),
        data=data,
        origin=moved.origin if moved else None,
        sealed_url=moved.sealed_url if moved else None,
        answer_within_s=None if answer_within_s is UNSET else answer_within_s,
        says_silence=close_after_min is not UNSET,
        close_after_min=None if close_after_min is UNSET else close_after_min,
        api_key_id=api_key_id,
    )
    return changed == 1


async def replace_secret(
    connection: Connection, id: UUID, *, sealed_secret: bytes, both_s: float, api_key_id: UUID | None
) -> None:
    """Puts a new secret in, which a program knows; the one until now signs beside it for `both_s`."""
    await _queries.replace_secret.run(
        connection, id=id, sealed_secret=sealed_secret, both_s=both_s, api_key_id=api_key_id
    )


async def reseal_endpoint(connection: Connection, endpoint: StoredEndpoint, sealed: Sealed) -> None:
    """Keeps URL and secrets under a newer key, unless somebody has changed them meanwhile."""
    await _queries.reseal_endpoint.run(
        connection,
        id=endpoint.id,
        sealed_secret=endpoint.sealed_secret,
        sealed_url=endpoint.sealed_url,
        resealed_url=sealed.url,
        resealed_secret=sealed.secret,
        sealed_before=sealed.before,
    )


async def enable_endpoint(connection: Connection, id: UUID, *, api_key_id: UUID | None) -> bool:
    """Lets an endpoint be told again; False where it is."""
    return await _queries.enable_endpoint.run(connection, id=id, api_key_id=api_key_id) == 1


async def disable_endpoint(connection: Connection, id: UUID, *, because: str) -> bool:
    """Lets an endpoint be told nothing more; False where it is not."""
    return await _queries.disable_endpoint.run(connection, id=id, because=because) == 1


async def delete_endpoint(connection: Connection, id: UUID) -> None:
    """Forgets an endpoint and what was told it."""
    await _queries.delete_endpoint.run(connection, id=id)


def endpoint_of(row: Row, shape: type[E]) -> E:
    """An endpoint from its columns."""
    columns = {name: row[name] for name in shape.__struct_fields__}
    return shape(
        **columns
        | {
            "site_ids": tuple(row["site_ids"]),
            "events": tuple(row["events"]),
            "data": DataLevel(row["data"]),
        }
    )
