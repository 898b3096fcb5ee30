"""Visitors of a filled database who come back: their tokens are signed as the server would have signed them."""

from datetime import UTC, datetime

import asyncpg

from bench.load.plan import Visitor
from bench.load.server import SECRET_KEYS
from bench.load.stand import SITE_KEY
from ryadom.core.tokens import VisitorTokens

# In an order of its own for each seed, and the same every time.
PICK = """SELECT c.site_id, c.id, c.visitor_id, c.last_public_seq
FROM conversations AS c
JOIN sites AS s ON s.id = c.site_id
WHERE s.key = $1 AND c.status = $2 AND c.queued_at IS NULL AND c.last_public_seq > $3
ORDER BY md5(CAST(c.id AS text))
LIMIT $4"""


async def pick_visitors(database_url: str, count: int, *, status: str, missed: int) -> tuple[Visitor, ...]:
    """Visitors with conversations of this status that wait for nobody, who have not seen the last `missed` entries.

    Raises:
        LookupError: there are not so many.
    """
    tokens = VisitorTokens(SECRET_KEYS, lifetime_days=1, now=lambda: datetime.now(UTC))
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(PICK, SITE_KEY, status, missed, count)
    finally:
        await connection.close()
    if len(rows) < count:
        raise LookupError(f"{count} conversations that are {status} were asked for, and {len(rows)} are there")
    return tuple(
        Visitor(
            token=tokens.issue(site_id=row["site_id"], visitor_id=row["visitor_id"]),
            conversation_id=str(row["id"]),
            after_seq=row["last_public_seq"] - missed,
        )
        for row in rows
    )
