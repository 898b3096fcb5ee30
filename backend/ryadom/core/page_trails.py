"""The way a visitor took through the site since their conversation began, for operators who read it."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.reveals import find_on_sites
from ryadom.privacy.veil import Veil
from ryadom.store.conversations import VisitedPage, list_visited_pages
from ryadom.store.database import Database


class PageTrails:
    """Gives the way; contacts that forms have written into addresses are masked for who may not see them."""

    def __init__(self, database: Database, veil: Veil) -> None:
        self._database = database
        self._veil = veil

    async def read(self, operator_id: UUID, conversation_id: UUID, *, sees_contacts: bool) -> list[VisitedPage]:
        """The newest 100 pages, oldest first.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
        """
        async with self._database.connection() as connection:
            site, head = await find_on_sites(connection, operator_id, conversation_id)
            pages = await list_visited_pages(connection, site_id=site.id, id=head.id)
        if sees_contacts or not self._veil.hides_on(site.id):
            return pages
        # A hundred addresses full of digits take seconds, and others write meanwhile.
        return await asyncio.to_thread(self._covered, site.id, pages)

    def _covered(self, site_id: UUID, pages: Sequence[VisitedPage]) -> list[VisitedPage]:
        return [
            replace(
                page, url=self._veil.cover_address(site_id, page.url), title=self._veil.cover_text(site_id, page.title)
            )
            for page in pages
        ]
