"""What a site tells of its visitors: who they are by its server's word, attributes and events by its pages' word."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.customer_links import VisitorRef
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

Scalar = str | int | float | bool
"""What an attribute or a property of an event may be."""

MAX_EVENTS = 100
"""Of one visitor: the oldest go."""


class Identity(Struct, frozen=True, kw_only=True):
    """Who a visitor is at the site. `external_id` was signed; the rest too where `is_verified`, and may be empty."""

    external_id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    is_verified: bool = False


class StoredIdentity(Identity, frozen=True, kw_only=True):
    """The same with when the site last said something new of it."""

    identified_at: datetime


class Namesake(Struct, frozen=True, kw_only=True):
    """Another browser of the same person: a visitor with a conversation; tokens up to the generation are refused."""

    visitor_id: UUID
    revoked_generation: int


class TrackedEvent(Struct, frozen=True, kw_only=True):
    """Something that a page told of."""

    id: UUID
    name: str
    properties: dict[str, Scalar]
    at: datetime


class Profile(Struct, frozen=True, kw_only=True):
    """All that a site has told of a visitor; events newest first."""

    identity: StoredIdentity | None
    attributes: dict[str, Scalar]
    events: tuple[TrackedEvent, ...]


async def find_identity(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> StoredIdentity | None:
    """Who the visitor is by their site's word; None where it has said nothing."""
    row = await _queries.find_identity.first(connection, site_id=site_id, visitor_id=visitor_id)
    return StoredIdentity(**row) if row else None


async def find_namesake(connection: Connection, *, site_id: UUID, external_id: str, but_id: UUID) -> Namesake | None:
    """Who of the others with this number at the site was last active; nobody who is erased or blocked."""
    row = await _queries.find_namesake.first(connection, site_id=site_id, external_id=external_id, but_id=but_id)
    return Namesake(**row) if row else None


async def browsers_of_people(connection: Connection, people: Sequence[VisitorRef]) -> list[VisitorRef]:
    """The visitors whom their sites have identified as these people, these first; of each at most 20 others."""
    rows = await _queries.browsers_of_people.all(
        connection, site_ids=[one.site_id for one in people], visitor_ids=[one.visitor_id for one in people]
    )
    return list(dict.fromkeys((*people, *(VisitorRef(row["site_id"], row["visitor_id"]) for row in rows))))


async def put_identity(connection: Connection, identity: Identity, *, site_id: UUID, visitor_id: UUID) -> None:
    """Notes who a visitor is, in place of what was said before."""
    await _queries.put_identity.run(
        connection,
        site_id=site_id,
        visitor_id=visitor_id,
        external_id=identity.external_id,
        name=identity.name,
        email=identity.email,
        phone=identity.phone,
        is_verified=identity.is_verified,
    )


async def name_if_nameless(connection: Connection, *, site_id: UUID, visitor_id: UUID, name: str, before: str) -> bool:
    """Names a visitor who has no name, or the one that the site told before; gives whether that changed it."""
    named = await _queries.name_if_nameless.run(
        connection, site_id=site_id, visitor_id=visitor_id, name=name, before=before
    )
    return named == 1


async def read_attributes(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> dict[str, Scalar]:
    """The attributes of a visitor; none where nothing was told."""
    json = await _queries.read_attributes.value(connection, site_id=site_id, visitor_id=visitor_id)
    return _scalars(json) if json else {}


async def put_attributes(
    connection: Connection, attributes: dict[str, Scalar], *, site_id: UUID, visitor_id: UUID
) -> None:
    """Replaces the attributes of a visitor."""
    json = msgspec.json.encode(attributes).decode()
    await _queries.put_attributes.run(connection, site_id=site_id, visitor_id=visitor_id, attributes=json)


async def insert_event(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, id: UUID, name: str, properties: dict[str, Scalar]
) -> None:
    """Adds an event, unless it is there already, and lets those go that are older than the newest 100."""
    await _queries.insert_event.run(
        connection,
        site_id=site_id,
        visitor_id=visitor_id,
        id=id,
        name=name,
        properties=msgspec.json.encode(properties).decode(),
    )
    await _queries.forget_events.run(connection, site_id=site_id, visitor_id=visitor_id, kept=MAX_EVENTS)


async def read_profile(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Profile:
    """All that the site has told of a visitor."""
    events = await _queries.list_events.all(connection, site_id=site_id, visitor_id=visitor_id)
    return Profile(
        identity=await find_identity(connection, site_id=site_id, visitor_id=visitor_id),
        attributes=await read_attributes(connection, site_id=site_id, visitor_id=visitor_id),
        events=tuple(
            TrackedEvent(id=row["id"], name=row["name"], properties=_scalars(row["properties"]), at=row["at"])
            for row in events
        ),
    )


def _scalars(json: str) -> dict[str, Scalar]:
    return msgspec.json.decode(json, type=dict[str, Scalar])
