"""Which process delivers to which endpoint, and how it goes there."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside
from ryadom.store.webhooks import StoredEndpoint, endpoint_of

_queries = queries_beside(__file__)


class Failing(Struct, frozen=True):
    """How many attempts in a row have failed, and for how many seconds that has gone on."""

    failures: int
    failing_s: float


async def lease_endpoints(
    connection: Connection, node: UUID, *, lease_s: float, but: Collection[UUID] = ()
) -> list[UUID]:
    """Endpoints with something due that nobody delivers to, without `but`: from now on this process does."""
    rows = await _queries.lease_endpoints.all(connection, node=node, lease_s=lease_s, but=list(but))
    return [row["id"] for row in rows]


async def renew_leases(connection: Connection, node: UUID, ids: Collection[UUID], *, lease_s: float) -> set[UUID]:
    """Keeps this process's leases of endpoints that are not disabled; gives those it still has."""
    rows = await _queries.renew_leases.all(connection, node=node, ids=list(ids), lease_s=lease_s)
    return {row["id"] for row in rows}


async def end_leases(connection: Connection, node: UUID, ids: Collection[UUID]) -> None:
    """Leaves endpoints to whoever comes next."""
    await _queries.end_leases.run(connection, node=node, ids=list(ids))


async def find_leased(connection: Connection, node: UUID, id: UUID, *, is_bot: bool = False) -> StoredEndpoint | None:
    """An endpoint, if this process may deliver to it now; or a bot's, which may be at rest, if it may ask that."""
    row = await _queries.find_leased.first(connection, node=node, id=id, is_bot=is_bot)
    return endpoint_of(row, StoredEndpoint) if row else None


async def hold_url(connection: Connection, id: UUID) -> bytes | None:
    """By which URL an endpoint is told, as it is sealed; nobody changes it until the transaction ends."""
    url: bytes | None = await _queries.hold_url.value(connection, id=id)
    return url


async def note_success(connection: Connection, id: UUID, *, at: bytes) -> None:
    """Something was taken at this URL, as it is sealed: nothing fails any more, unless the endpoint has another."""
    await _queries.note_success.run(connection, id=id, at=at)


async def note_failures(
    connection: Connection, id: UUID, *, at: bytes, failures: int, has_succeeded: bool, untried_s: float
) -> Failing | None:
    """So many attempts have failed, since one succeeded if any has; None where the endpoint is gone, or `at` another
    URL by now.

    Where the failure before is older than `untried_s`, nothing is known of the time between: failing begins anew.
    """
    row = await _queries.note_failures.first(
        connection, id=id, at=at, failures=failures, has_succeeded=has_succeeded, untried_s=untried_s
    )
    return Failing(row["failures"], row["failing_s"]) if row else None


async def pause_endpoint(connection: Connection, id: UUID, *, at: bytes, pause_s: float) -> None:
    """Lets nothing be tried at this URL for so long."""
    await _queries.pause_endpoint.run(connection, id=id, at=at, pause_s=pause_s)
