"""Operators and the sites they work on."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Operator(Struct, frozen=True, kw_only=True):
    """One operator; `email` is compared without regard to case."""

    id: UUID
    email: str
    name: str
    password_hash: str
    site_keys: tuple[str, ...]


async def insert_operator(connection: Connection, operator: Operator) -> bool:
    """Stores a new operator with the sites they work on; False where the address is taken."""
    inserted = await _queries.insert_operator.run(
        connection, id=operator.id, email=operator.email, name=operator.name, password_hash=operator.password_hash
    )
    if inserted:
        await _queries.add_to_sites.run(connection, operator_id=operator.id, site_keys=list(operator.site_keys))
    return inserted == 1


async def find_operator_by_email(connection: Connection, email: str) -> Operator | None:
    """The operator with this address."""
    row = await _queries.find_operator_by_email.first(connection, email=email)
    return _operator(row) if row else None


async def all_operators(connection: Connection) -> list[Operator]:
    """Every operator, oldest first."""
    return [_operator(row) for row in await _queries.all_operators.all(connection)]


async def set_password_hash(connection: Connection, operator_id: UUID, password_hash: str) -> None:
    """Replaces the password's hash."""
    await _queries.set_password_hash.run(connection, id=operator_id, password_hash=password_hash)


async def find_name_on_site(connection: Connection, *, site_id: UUID, operator_id: UUID) -> str | None:
    """The name of an operator who works on the site; None for anybody else."""
    name: str | None = await _queries.find_name_on_site.value(connection, site_id=site_id, operator_id=operator_id)
    return name


def _operator(row: Row) -> Operator:
    return Operator(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        password_hash=row["password_hash"],
        site_keys=tuple(row["site_keys"]),
    )
