"""With which other conversation one was merged: of whoever is limited it is told only to those who see that one too."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import replace

from ryadom.protocol.operator import Conversation
from ryadom.protocol.shared import AnyEntry, ConversationMerged, History, StatusChanged
from ryadom.store.purviews import NOBODY, Purview, who_sees
from ryadom.store.sql import Connection


async def hide_in_rows(
    connection: Connection, rows: Sequence[Conversation], purview: Purview | None
) -> Sequence[Conversation]:
    """The rows, in their order, that name no conversation out of this sight. Asks only where any names one."""
    if purview is None:
        return rows
    keys = [(row.site_id, row.merged_into) for row in rows if row.merged_into]
    seen = await _seen(connection, keys, purview)
    return [row if row.merged_into is None or row.merged_into in seen else _alone(row) for row in rows]


async def hide_in_history(connection: Connection, site_id: UUID, history: History, purview: Purview | None) -> History:
    """The same of a page of a timeline."""
    if purview is None:
        return history
    keys = [(site_id, id) for entry in history.entries if (id := _other_of(entry))]
    if not keys:
        return history
    seen = await _seen(connection, keys, purview)
    entries = [one if (id := _other_of(one)) is None or id in seen else _unlinked(one) for one in history.entries]
    return replace(history, entries=entries)


async def _seen(connection: Connection, keys: Iterable[tuple[UUID, UUID]], purview: Purview) -> set[UUID]:
    distinct = list(dict.fromkeys(keys))
    if not distinct:
        return set()
    seers = await who_sees(connection, distinct, operator_ids=[purview.operator_id])
    return {id for _, id in distinct if seers.get(id, NOBODY).include(purview.operator_id)}


def _alone(row: Conversation) -> Conversation:
    return replace(row, merged_into=None)


def _other_of(entry: AnyEntry) -> UUID | None:
    match entry:
        case StatusChanged(merged_into=UUID() as id) | ConversationMerged(from_id=UUID() as id):
            return id
    return None


def _unlinked(entry: AnyEntry) -> AnyEntry:
    match entry:
        case StatusChanged():
            return replace(entry, merged_into=UNSET)
        case ConversationMerged():
            return replace(entry, from_id=None)
    return entry
