"""What is new of a customer since somebody was told of them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class NewFields(Struct, frozen=True, kw_only=True):
    """Which of how somebody is called and reached says something else than before."""

    name: bool = True
    phone: bool = True
    email: bool = True


async def fields_since(connection: Connection, *, site_id: UUID, visitor_id: UUID, since: datetime) -> NewFields:
    """Which fields of a customer were changed after a moment; all, where there is no such visitor."""
    row = await _queries.fields_since.first(connection, site_id=site_id, visitor_id=visitor_id, since=since)
    return NewFields(name=row["name"], phone=row["phone"], email=row["email"]) if row else NewFields()
