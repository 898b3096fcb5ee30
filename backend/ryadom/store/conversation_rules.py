"""Rules of sites for their conversations, as JSON: what is in it is the core's business; and what rules ask of one."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class StoredRules(Struct, frozen=True, kw_only=True):
    """Of one site. The version is 0 where nobody has made any yet."""

    version: int = 0
    json: str = "[]"


class Facts(Struct, frozen=True, kw_only=True):
    """What rules ask of a conversation: where it began, where its visitor was last, and whether they are a customer.

    `is_known`: there is a card of theirs, the site has said who they are, or they are taken for somebody known.
    """

    landing_url: str
    page_url: str
    department_id: UUID | None
    is_known: bool


async def all_rules(connection: Connection) -> dict[UUID, StoredRules]:
    """Those of every site that has any."""
    return {row["site_id"]: _stored(row) for row in await _queries.all_rules.all(connection)}


async def rules_of_sites(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, StoredRules]:
    """By site; each is there."""
    rows = await _queries.rules_of_sites.all(connection, site_ids=list(site_ids))
    found = {row["site_id"]: _stored(row) for row in rows}
    return {id: found.get(id, StoredRules()) for id in site_ids}


async def put_rules(connection: Connection, site_id: UUID, json: str, *, over_version: int) -> bool:
    """Replaces all rules of a site; False where they are not of the version `over_version` any more."""
    query = _queries.update_rules if over_version else _queries.insert_rules
    return await query.run(connection, site_id=site_id, rules=json, over_version=over_version) == 1


async def find_facts(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> Facts:
    """Of a conversation whose lock is held."""
    row = await _queries.find_facts.one(connection, site_id=site_id, conversation_id=conversation_id)
    return Facts(
        landing_url=row["landing_url"] or "",
        page_url=row["page_url"] or "",
        department_id=row["department_id"],
        is_known=row["is_known"],
    )


async def is_department_chosen(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> bool:
    """Whether a person has chosen the department of a conversation that has one since it was last opened.

    The visitor in their form, an operator or a program by handing it over; not a rule. Its lock is held.
    """
    row = await _queries.is_department_chosen.one(connection, site_id=site_id, conversation_id=conversation_id)
    return bool(row["is_chosen"])


def _stored(row: Row) -> StoredRules:
    return StoredRules(version=row["version"], json=row["rules"])
