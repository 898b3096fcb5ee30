"""Connectors to CRMs: of which sites, by which sealed settings, when a conversation is pushed, and how it goes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Rules(Struct, frozen=True, kw_only=True):
    """When a conversation is pushed. By hand it always may be.

    `contacts`: once a telephone or an address is known. `tag_ids`: once it gets one of these. `most_score`: once it is
    rated with so much or less; 0 is never. `needs_contacts`: not without a telephone or an address.
    """

    contacts: bool = False
    closed: bool = False
    tag_ids: tuple[UUID, ...] = ()
    most_score: int = 0
    needs_contacts: bool = True


class StoredConnector(Struct, frozen=True, kw_only=True):
    """One connector. `site_ids`: none is all of the controller's. `waiting`: pushes to come, where it was counted.

    `generation`: how often its settings were changed.
    """

    id: UUID
    controller_id: UUID
    site_ids: tuple[UUID, ...]
    kind: str
    origin: str
    sealed_settings: bytes
    mapping: Mapping[str, str]
    rules: Rules
    made_at: datetime
    failures: int = 0
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    trouble: str = ""
    stopped_at: datetime | None = None
    disabled_at: datetime | None = None
    generation: int = 0
    waiting: int = 0


class Listening(Struct, frozen=True, kw_only=True):
    """Of a connector what the fan-out needs to know."""

    id: UUID
    controller_id: UUID
    site_ids: frozenset[UUID]
    rules: Rules


async def insert_connector(connection: Connection, connector: StoredConnector) -> None:
    """Stores a new connector; when it was made is told by the database."""
    await _queries.insert_connector.run(
        connection,
        id=connector.id,
        controller_id=connector.controller_id,
        site_ids=list(connector.site_ids),
        kind=connector.kind,
        origin=connector.origin,
        sealed_settings=connector.sealed_settings,
        mapping=msgspec.json.encode(connector.mapping).decode(),
        rules=msgspec.json.encode(connector.rules).decode(),
        disabled_at=connector.disabled_at,
    )


async def count_connectors(connection: Connection) -> int:
    """How many there are in the installation."""
    return int(await _queries.count_connectors.value(connection))


async def list_connectors(connection: Connection) -> list[StoredConnector]:
    """All, also those that are stopped or disabled, oldest first."""
    return [_connector(row) for row in await _queries.list_connectors.all(connection)]


async def list_for_site(connection: Connection, *, controller_id: UUID, site_id: UUID) -> list[StoredConnector]:
    """Those that are for a site, also those that are stopped or disabled, oldest first; what waits is not counted."""
    rows = await _queries.list_for_site.all(connection, controller_id=controller_id, site_id=site_id)
    return [_connector(row) for row in rows]


async def find_connector(connection: Connection, id: UUID) -> StoredConnector | None:
    """The connector with this number."""
    row = await _queries.find_connector.first(connection, id=id)
    return _connector(row) if row else None


async def find_leased(connection: Connection, node: UUID, id: UUID) -> StoredConnector | None:
    """A connector, if this process may push for it now."""
    row = await _queries.find_leased.first(connection, node=node, id=id)
    return _connector(row) if row else None


async def list_listening(connection: Connection) -> list[Listening]:
    """For whom conversations are queued."""
    return [
        Listening(
            id=row["id"],
            controller_id=row["controller_id"],
            site_ids=frozenset(row["site_ids"]),
            rules=msgspec.json.decode(row["rules"], type=Rules),
        )
        for row in await _queries.list_listening.all(connection)
    ]


async def reseal_connector(connection: Connection, connector: StoredConnector, resealed: bytes) -> None:
    """Keeps the settings under a newer key, unless somebody has changed them meanwhile."""
    await _queries.reseal_connector.run(
        connection, id=connector.id, sealed_settings=connector.sealed_settings, resealed=resealed
    )


async def halt_connector(connection: Connection, id: UUID, *, generation: int, trouble: str) -> datetime | None:
    """Has nobody push by settings of this generation any more, nor by the next until it is enabled.

    Gives when that was, by which whoever goes on knows that it still is; None where it is not of this generation.
    """
    halted_at: datetime | None = await _queries.halt_connector.value(
        connection, id=id, generation=generation, trouble=trouble
    )
    return halted_at


async def change_connector(
    connection: Connection, connector: StoredConnector, *, halted_at: datetime | None = None
) -> bool:
    """Replaces sites, settings, mapping and rules by the next generation.

    False where it is not of this one any more, or not halted as it was at `halted_at`.
    """
    count = await _queries.change_connector.run(
        connection,
        id=connector.id,
        generation=connector.generation,
        halted_at=halted_at,
        site_ids=list(connector.site_ids),
        origin=connector.origin,
        sealed_settings=connector.sealed_settings,
        mapping=msgspec.json.encode(connector.mapping).decode(),
        rules=msgspec.json.encode(connector.rules).decode(),
    )
    return count == 1


async def enable_connector(connection: Connection, id: UUID) -> None:
    """Lets a connector push again."""
    await _queries.enable_connector.run(connection, id=id)


async def disable_connector(connection: Connection, id: UUID) -> bool:
    """Lets a connector push nothing more; False where it is disabled."""
    return await _queries.disable_connector.run(connection, id=id) == 1


async def stop_connector(connection: Connection, id: UUID, *, generation: int, trouble: str) -> bool:
    """Lets what it is to push wait until somebody changes its settings.

    False where it does, or is disabled, or they are not of this generation any more.
    """
    return await _queries.stop_connector.run(connection, id=id, generation=generation, trouble=trouble) == 1


async def delete_connector(connection: Connection, id: UUID) -> None:
    """Forgets a connector, and what there still is of its pushes."""
    await _queries.delete_connector.run(connection, id=id)


async def lease_connectors(
    connection: Connection, node: UUID, *, lease_s: float, but: Collection[UUID] = ()
) -> list[UUID]:
    """Connectors with something due that nobody pushes for, without `but`: from now on this process does."""
    rows = await _queries.lease_connectors.all(connection, node=node, lease_s=lease_s, but=list(but))
    return [row["id"] for row in rows]


async def renew_leases(connection: Connection, node: UUID, ids: Collection[UUID], *, lease_s: float) -> set[UUID]:
    """Keeps this process's leases of connectors that are not disabled; gives those it still has."""
    rows = await _queries.renew_leases.all(connection, node=node, ids=list(ids), lease_s=lease_s)
    return {row["id"] for row in rows}


async def end_leases(connection: Connection, node: UUID, ids: Collection[UUID]) -> None:
    """Leaves connectors to whoever comes next."""
    await _queries.end_leases.run(connection, node=node, ids=list(ids))


async def note_success(connection: Connection, id: UUID, *, generation: int) -> None:
    """The CRM has taken something by settings of this generation: nothing is wrong any more, unless it is stopped."""
    await _queries.note_success.run(connection, id=id, generation=generation)


async def note_failure(connection: Connection, id: UUID, *, generation: int, trouble: str) -> int:
    """A call has failed; gives how many have in a row, 0 where the connector is gone or has newer settings."""
    return await _queries.note_failure.value(connection, id=id, generation=generation, trouble=trouble) or 0


async def pause_connector(connection: Connection, id: UUID, *, pause_s: float) -> None:
    """Lets nothing be tried for so long."""
    await _queries.pause_connector.run(connection, id=id, pause_s=pause_s)


def _connector(row: Row) -> StoredConnector:
    columns = {name: row[name] for name in StoredConnector.__struct_fields__}
    return StoredConnector(
        **columns
        | {
            "site_ids": tuple(row["site_ids"]),
            "mapping": msgspec.json.decode(row["mapping"], type=dict[str, str]),
            "rules": msgspec.json.decode(row["rules"], type=Rules),
        }
    )
