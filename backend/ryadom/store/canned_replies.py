"""Ready replies as they are stored: each on one shelf, a controller's, a site's or an operator's own."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Shelf(Struct, frozen=True, kw_only=True):
    """Whose a reply is: exactly one is given."""

    controller_id: UUID | None = None
    site_id: UUID | None = None
    operator_id: UUID | None = None


class StoredReply(Struct, frozen=True, kw_only=True):
    """A reply; `version` counts its changes from 1."""

    id: UUID
    shelf: Shelf
    shortcut: str
    body: str
    version: int


async def list_replies(
    connection: Connection, *, operator_id: UUID, site_ids: Collection[UUID], controller_ids: Collection[UUID]
) -> list[StoredReply]:
    """The operator's own, those of these sites and of these controllers, by shortcut."""
    rows = await _queries.list_replies.all(
        connection, operator_id=operator_id, site_ids=list(site_ids), controller_ids=list(controller_ids)
    )
    return [
        StoredReply(
            id=row["id"],
            shelf=Shelf(controller_id=row["controller_id"], site_id=row["site_id"], operator_id=row["operator_id"]),
            shortcut=row["shortcut"],
            body=row["body"],
            version=row["version"],
        )
        for row in rows
    ]


async def count_replies(connection: Connection, shelf: Shelf) -> int:
    """How many are on a shelf."""
    return int(await _queries.count_replies.value(connection, **_columns(shelf)))


async def insert_reply(connection: Connection, *, id: UUID, shelf: Shelf, shortcut: str, body: str) -> bool:
    """Adds a reply; False where its shelf has one with this shortcut, in whatever case."""
    values = {"id": id, "shortcut": shortcut, "body": body, **_columns(shelf)}
    return await _queries.insert_reply.value(connection, **values) is not None


async def has_shortcut(connection: Connection, *, id: UUID, shortcut: str) -> bool:
    """Whether another reply on the shelf of this one has the shortcut, in whatever case."""
    return bool(await _queries.has_shortcut.value(connection, id=id, shortcut=shortcut))


async def update_reply(connection: Connection, *, id: UUID, over_version: int, shortcut: str, body: str) -> bool:
    """Changes a reply; False where it is not at this version any more."""
    values = {"id": id, "over_version": over_version, "shortcut": shortcut, "body": body}
    return await _queries.update_reply.value(connection, **values) is not None


async def delete_reply(connection: Connection, *, id: UUID, over_version: int) -> bool:
    """Deletes a reply; False where it is not at this version any more."""
    return await _queries.delete_reply.value(connection, id=id, over_version=over_version) is not None


def _columns(shelf: Shelf) -> dict[str, object]:
    return {"controller_id": shelf.controller_id, "site_id": shelf.site_id, "operator_id": shelf.operator_id}
