"""The register of recipients: whom a controller's data may be sent to."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class DataLevel(StrEnum):
    """How much of people's data is sent, from the least on: numbers and states; words too; contacts too."""

    IDS = "ids"
    CONTENTS = "contents"
    CONTENTS_AND_CONTACTS = "contents_and_contacts"

    def at_most(self, other: "DataLevel") -> "DataLevel":
        """The lesser of two."""
        order = list(DataLevel)
        return min(self, other, key=order.index)


class Recipient(Struct, frozen=True, kw_only=True):
    """One row of the register. `host` is in lower case and ASCII; `port` 0 is any; countries are ISO 3166 codes.

    `country`: where the data will be, as the controller declares. `registered_in`: where the addresses are registered,
    if the controller knows that this is elsewhere. `is_local`: a machine of the controller's own. `most_data`: the most
    that webhooks may send there.
    """

    controller_id: UUID
    host: str
    port: int = 0
    recipient: str
    country: str
    registered_in: str | None = None
    purpose: str
    categories: str
    notice_on: date | None = None
    is_local: bool = False
    most_data: DataLevel = DataLevel.IDS


async def insert_recipient(connection: Connection, recipient: Recipient) -> bool:
    """Stores a recipient; False where its host and port are in the register already."""
    columns = {name: getattr(recipient, name) for name in Recipient.__struct_fields__}
    return await _queries.insert_recipient.run(connection, **columns) == 1


async def update_recipient(connection: Connection, recipient: Recipient, *, keeps_level: bool) -> bool:
    """Replaces what is said of a host and port, but (`keeps_level`) `most_data`; False where they are not listed."""
    columns = {name: getattr(recipient, name) for name in Recipient.__struct_fields__}
    return await _queries.update_recipient.run(connection, **columns, keeps_level=keeps_level) == 1


async def hold_recipient(connection: Connection, *, controller_id: UUID, host: str, port: int) -> Recipient | None:
    """Who is listed for this host and this very port; nobody else changes that until the transaction ends."""
    row = await _queries.hold_recipient.first(connection, controller_id=controller_id, host=host, port=port)
    return _recipient(row) if row else None


async def delete_recipient(connection: Connection, *, controller_id: UUID, host: str, port: int) -> bool:
    """Takes a recipient out of the register; False where it is not in it."""
    return await _queries.delete_recipient.run(connection, controller_id=controller_id, host=host, port=port) == 1


async def find_recipient(connection: Connection, *, controller_id: UUID, host: str, port: int) -> Recipient | None:
    """Who is listed for this host and port."""
    row = await _queries.find_recipient.first(connection, controller_id=controller_id, host=host, port=port)
    return _recipient(row) if row else None


async def all_recipients(connection: Connection, controller_id: UUID | None = None) -> list[Recipient]:
    """The register of a controller, or of all, by host."""
    return [_recipient(row) for row in await _queries.all_recipients.all(connection, controller_id=controller_id)]


def _recipient(row: Row) -> Recipient:
    columns = {name: row[name] for name in Recipient.__struct_fields__}
    return Recipient(**columns | {"most_data": DataLevel(row["most_data"])})
