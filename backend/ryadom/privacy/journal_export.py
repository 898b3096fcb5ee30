"""The journal as CSV for spreadsheets: `;` between cells, a byte order mark, no cell that is a formula."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from uuid import UUID

from ryadom.privacy.person_keys import PersonKeys, Unsealed, sealed_of
from ryadom.privacy.spreadsheets import BYTE_ORDER_MARK, csv_rows
from ryadom.privacy.veil import Veil
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal import WHOLE, Filter, Head, Sight
from ryadom.store.journal_chain import Action, Actor, Link, Record, Sealed

COLUMNS = (
    "number", "at", "action", "result", "actor_kind", "actor_id", "actor_name", "network", "site_id", "visitor_ids",
    "conversation_ids", "details", "personal_details", "hash",
)  # fmt: skip
DESTROYED = "(destroyed)"
UNREADABLE = "(unreadable)"
BLOCKED = "(blocked)"


async def export_csv(
    database: Database,
    keys: PersonKeys,
    head: Head,
    wanted: Filter,
    *,
    by: Actor,
    sight: Sight = WHOLE,
    veil: Veil | None = None,
) -> AsyncGenerator[str]:
    """A controller's records up to a head that fit and may be seen, as pieces of one CSV text, oldest first.

    `veil`: for who does not see contacts.

    The export is itself journalled before its first piece is given. Memory holds one stretch of the chain at a time,
    and no connection is held while somebody reads slowly.

    Raises:
        JournalUnavailable: the journal can't be written, so nothing is exported.
        JournalBroken: a row holds what no record can hold.
    """
    async with database.connection() as connection:
        await journal.append(connection, [record_of_export(head.controller_id, wanted, by)])
    yield BYTE_ORDER_MARK + csv_rows([COLUMNS])
    for after in range(0, head.number, journal.STRETCH):
        up_to = min(after + journal.STRETCH, head.number)
        async with database.connection() as connection:
            links = await journal.select_stretch(
                connection, head.controller_id, wanted, sight, after=after, up_to=up_to
            )
            opened = await keys.open_those_that_open(connection, sealed_of(links))
        if veil:
            opened = await asyncio.to_thread(opened.covered, links, veil)
        if links:
            yield csv_rows(_cells(link, opened) for link in links)


def record_of_export(controller_id: UUID, wanted: Filter, by: Actor) -> Record:
    """What the journal says of an export of itself."""
    asked = {name: str(value) for name in Filter.__struct_fields__ if (value := getattr(wanted, name)) is not None}
    return Record(controller_id=controller_id, action=Action.EXPORTED, actor=by, details={"what": "journal", **asked})


def _cells(link: Link, opened: Unsealed) -> Sequence[str]:
    record = link.record
    return (
        str(link.number),
        link.at.isoformat(),
        record.action,
        record.result,
        record.actor.kind,
        str(record.actor.id or ""),
        record.actor.name,
        record.actor.network or "",
        str(record.site_id or ""),
        " ".join(map(str, record.visitor_ids)),
        " ".join(map(str, record.conversation_ids)),
        _pairs(record.details),
        _personal(record.sealed, opened) if record.sealed else "",
        link.hash.hex(),
    )


def _personal(sealed: Sealed, opened: Unsealed) -> str:
    if sealed in opened.blocked:
        return BLOCKED
    if sealed in opened.unreadable:
        return UNREADABLE
    details = opened.details.get(sealed)
    return DESTROYED if details is None else _pairs(details)


def _pairs(details: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(details.items()))
