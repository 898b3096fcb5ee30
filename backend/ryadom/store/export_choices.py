"""What conversations of sites may be of: departments, operators and tags, by which an export is narrowed down."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Choice(Struct, frozen=True, kw_only=True):
    """One of a kind; `email` is an operator's."""

    id: UUID
    name: str
    email: str = ""


class Choices(Struct, frozen=True, kw_only=True):
    """Each kind by its names. Departments of several sites may have the same name."""

    departments: tuple[Choice, ...]
    operators: tuple[Choice, ...]
    tags: tuple[Choice, ...]


async def list_choices(connection: Connection, site_ids: Collection[UUID]) -> Choices:
    """What there is on these sites, also what is archived, and who is not there any more but has conversations."""
    ids = list(site_ids)
    departments = await _queries.list_departments.all(connection, site_ids=ids)
    operators = await _queries.list_operators.all(connection, site_ids=ids)
    tags = await _queries.list_tags.all(connection, site_ids=ids)
    return Choices(
        departments=tuple(Choice(**row) for row in departments),
        operators=tuple(Choice(**row) for row in operators),
        tags=tuple(Choice(**row) for row in tags),
    )
