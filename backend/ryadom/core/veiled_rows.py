"""Rows of the inbox for operators who see contacts masked."""

import asyncio
from collections.abc import Sequence

from ryadom.privacy.display import PREVIEW_CHARS
from ryadom.privacy.veil import Veil
from ryadom.protocol.operator import Conversation
from ryadom.store.conversations import last_bodies
from ryadom.store.database import Database


async def cover_rows(database: Database, veil: Veil, rows: Sequence[Conversation]) -> list[Conversation]:
    """The rows, in their order, masked as their sites say.

    A last message that was cut is read whole and cut once it is masked: so a row shows what a panel makes of the
    message itself when it comes, and no half of a number is left at the end.
    """
    masked = [row for row in rows if veil.hides_on(row.site_id)]
    if not masked:
        return list(rows)
    cut = [row for row in masked if row.last_message and len(row.last_message.body) >= PREVIEW_CHARS]
    bodies = {}
    if cut:
        async with database.connection() as connection:
            bodies = await last_bodies(connection, [(row.site_id, row.id) for row in cut])
    return await asyncio.to_thread(lambda: [veil.cover_row(row, bodies.get(row.id)) for row in rows])
