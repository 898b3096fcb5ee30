"""Views of the inbox that colleagues share, as JSON that `core.shared_views` knows."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Audience(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sees it: whoever works on any site of the controller, or on the one that is named, or is in a department."""

    controller_id: UUID
    site_id: UUID | None = None
    department_id: UUID | None = None


class StoredView(Struct, frozen=True, kw_only=True):
    """One view with its version; `view` is JSON."""

    id: UUID
    audience: Audience
    version: int
    view: str


async def list_shared(
    connection: Connection,
    *,
    operator_id: UUID,
    controller_ids: Collection[UUID],
    site_ids: Collection[UUID],
    sees_all: bool,
) -> list[StoredView]:
    """Those that the operator sees, in no order; `sees_all`: those of departments that they are not in, too."""
    rows = await _queries.list_shared.all(
        connection,
        operator_id=operator_id,
        controller_ids=list(controller_ids),
        site_ids=list(site_ids),
        sees_all=sees_all,
    )
    return [
        StoredView(
            id=row["id"],
            audience=Audience(
                controller_id=row["controller_id"], site_id=row["site_id"], department_id=row["department_id"]
            ),
            version=row["version"],
            view=row["view"],
        )
        for row in rows
    ]


async def count_shared(connection: Connection, controller_id: UUID) -> int:
    """How many a controller has."""
    return int(await _queries.count_shared.value(connection, controller_id=controller_id))


async def insert_shared(connection: Connection, view: StoredView) -> bool:
    """Adds one; False where there is one of this id."""
    values = asdict(view.audience) | {"id": view.id, "version": view.version, "view": view.view}
    return await _queries.insert_shared.run(connection, **values) == 1


async def update_shared(connection: Connection, view: StoredView) -> bool:
    """Changes one that is still of `view.version`, which is counted on; False where it is not."""
    values = asdict(view.audience) | {"id": view.id, "over_version": view.version, "view": view.view}
    return await _queries.update_shared.run(connection, **values) == 1


async def delete_shared(connection: Connection, *, controller_id: UUID, id: UUID, over_version: int) -> bool:
    """Deletes one that is still of this version; False where it is not."""
    values = {"controller_id": controller_id, "id": id, "over_version": over_version}
    return await _queries.delete_shared.run(connection, **values) == 1
