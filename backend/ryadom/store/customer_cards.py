"""What operators have written down of a visitor, and how it came about."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class CustomerFacts(Struct, frozen=True, kw_only=True):
    """Who a visitor is by what operators wrote down; what is empty nobody has."""

    name: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    about: str = ""


class CustomerCard(Struct, frozen=True, kw_only=True):
    """The same as it stands. `revision`: 0 while nothing was ever written down."""

    revision: int = 0
    facts: CustomerFacts = CustomerFacts()
    changed_at: datetime | None = None


class Hand(Struct, frozen=True, kw_only=True):
    """Whose change it is: an operator's, or that of a program with this key."""

    operator_id: UUID | None = None
    api_key_id: UUID | None = None


class Change(Struct, frozen=True, kw_only=True):
    """One field that somebody has changed; empty `before` or `after`: there was, or is, nothing.

    `hand_name`: the operator's, or the program's key's.
    """

    id: UUID
    revision: int
    field: str
    before: str
    after: str
    hand_name: str
    is_by_program: bool
    at: datetime


async def find_card(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> CustomerCard:
    """What is written down of a visitor."""
    row = await _queries.find_card.first(connection, site_id=site_id, visitor_id=visitor_id)
    if row is None:
        return CustomerCard()
    facts = CustomerFacts(**{name: row[name] for name in CustomerFacts.__struct_fields__})
    return CustomerCard(revision=row["revision"], facts=facts, changed_at=row["changed_at"])


async def put_card(
    connection: Connection, facts: CustomerFacts, *, site_id: UUID, visitor_id: UUID, revision: int
) -> None:
    """Replaces what is written down. To be called with the visitor's row held."""
    values = {name: getattr(facts, name) for name in facts.__struct_fields__}
    await _queries.put_card.run(connection, site_id=site_id, visitor_id=visitor_id, revision=revision, **values)


async def note_changes(
    connection: Connection,
    changes: Mapping[str, tuple[str, str]],
    *,
    site_id: UUID,
    visitor_id: UUID,
    revision: int,
    hand: Hand,
) -> None:
    """Adds to the history what stood in each field before, and what stands there now."""
    for field, (before, after) in changes.items():
        await _queries.insert_change.run(
            connection,
            site_id=site_id,
            visitor_id=visitor_id,
            id=new_id(),
            revision=revision,
            field=field,
            before=before,
            after=after,
            operator_id=hand.operator_id,
            api_key_id=hand.api_key_id,
        )


async def is_change_of(
    connection: Connection,
    hand: Hand,
    *,
    site_id: UUID,
    visitor_id: UUID,
    revision: int,
    fields: Collection[str],
) -> bool:
    """Whether this hand made the card's revision, and changed all of these fields by it."""
    count = await _queries.count_changes_of.value(
        connection,
        site_id=site_id,
        visitor_id=visitor_id,
        revision=revision,
        operator_id=hand.operator_id,
        api_key_id=hand.api_key_id,
        fields=list(fields),
    )
    return int(count) == len(fields)


async def list_changes(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, before_id: UUID | None, limit: int
) -> list[Change]:
    """The history of a card before one of its changes (None: from its end), the newest first."""
    rows = await _queries.list_changes.all(
        connection, site_id=site_id, visitor_id=visitor_id, before_id=before_id, row_limit=limit
    )
    return [Change(**row) for row in rows]
