"""Requests of data subjects as programs may have them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside
from ryadom.store.subject_requests import Kind, Status, SubjectRequest, request_of

_queries = queries_beside(__file__)


class Reach(Struct, frozen=True, kw_only=True):
    """Requests of a controller that came from these sites, and (`has_siteless`) from none known."""

    controller_id: UUID
    site_ids: Sequence[UUID]
    has_siteless: bool


class RequestFilter(Struct, frozen=True, kw_only=True):
    """Which requests; None is all. `is_open`: those that wait for an answer, or those that have one.

    `due_before`, `due_since`: whose last day is before, and on or after that one; both leave out what has none yet.
    """

    status: Status | None = None
    kind: Kind | None = None
    is_open: bool | None = None
    due_before: date | None = None
    due_since: date | None = None


async def find_request(
    connection: Connection, reach: Reach, id: UUID, *, is_held: bool = False
) -> SubjectRequest | None:
    """The request, if it is within reach; `is_held`: until the transaction ends."""
    query = _queries.lock_request if is_held else _queries.find_request
    row = await query.first(connection, id=id, **_reach(reach))
    return request_of(row) if row else None


async def list_requests(
    connection: Connection, reach: Reach, only: RequestFilter, *, before_number: int, limit: int
) -> list[SubjectRequest]:
    """Those that are meant with a number below this one, the newest first, at most `limit`."""
    filters = {name: getattr(only, name) for name in RequestFilter.__struct_fields__}
    rows = await _queries.list_requests.all(
        connection, **_reach(reach), **filters, before_number=before_number, row_limit=limit
    )
    return [request_of(row) for row in rows]


def _reach(reach: Reach) -> dict[str, object]:
    return {
        "controller_id": reach.controller_id,
        "site_ids": list(reach.site_ids),
        "has_siteless": reach.has_siteless,
    }
