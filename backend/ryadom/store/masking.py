"""What sites do with personal data in messages, where they have said so."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class PolicyRow(Struct, frozen=True, kw_only=True):
    """One site's word on one kind; both as they are stored, for a newer program may know more of them."""

    site_id: UUID
    kind: str
    policy: str


async def all_policies(connection: Connection) -> list[PolicyRow]:
    """Every row of every site."""
    return [_row(row) for row in await _queries.all_policies.all(connection)]


async def policies_of_site(connection: Connection, site_id: UUID) -> list[PolicyRow]:
    """The rows of a site."""
    return [_row(row) for row in await _queries.policies_of_site.all(connection, site_id=site_id)]


async def set_policy(connection: Connection, row: PolicyRow) -> None:
    """Stores a site's word on a kind in place of what it said before."""
    await _queries.set_policy.run(connection, site_id=row.site_id, kind=row.kind, policy=row.policy)


def _row(row: Row) -> PolicyRow:
    return PolicyRow(site_id=row["site_id"], kind=row["kind"], policy=row["policy"])
