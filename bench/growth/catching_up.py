"""A database that was filled at once, as one that has run all that year."""

from datetime import UTC, datetime

from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.store.database import open_database


async def catch_up(url: str) -> None:
    """Search and reports are as far as on an installation that has run all that year: what is walked over is over.

    Else the large database would be measured with hours of that beside it, which happen once in its life, and the small
    one without. No more of it is there than this run needs: what was said in that year is not found, and not counted.
    """
    async with open_database(url, pool_size=2) as database:
        await Feeder(database, Lexemes()).step()
        await RoundsUpkeep(database, now=lambda: datetime.now(UTC)).keep_page()
        async with database.connection() as connection:
            await connection.execute("UPDATE search_feed SET walk = '', cards_walk = '', cards_cursor = cursor")
            await connection.execute("UPDATE rounds_progress SET swept_site_id = NULL, swept_id = NULL")
