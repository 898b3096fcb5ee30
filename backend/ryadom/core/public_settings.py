"""What programs read of how the firm works: sites, operators, departments, tags, ready replies. All oldest first."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.list_cursors import ListCursors
from ryadom.core.public_lists import PageAsked, Walk, walk
from ryadom.protocol.public_pages import Page
from ryadom.protocol.public_settings import (
    PublicCannedReply,
    PublicDepartment,
    PublicOperator,
    PublicSetting,
    PublicSite,
    PublicTag,
)
from ryadom.store.database import Database
from ryadom.store.public_lists import OLDEST, ListPlace
from ryadom.store.public_settings import list_departments, list_operators, list_replies, list_tags

T = TypeVar("T", bound=PublicSetting)


class PublicSettings(Struct, frozen=True, kw_only=True):
    """Pages of it. All raise CursorInvalid and CursorExpired, and ScopeMissing for a site that is not the key's."""

    database: Database
    cursors: ListCursors

    def sites(self, program: Program, asked: PageAsked) -> Page[PublicSite]:
        """Those that the key may ask for."""
        step = self._walk(program, asked, "sites")
        found = [
            PublicSite(id=site.id, key=site.key, name=site.name, origins=site.origins, basis=site.basis)
            for site in sorted(program.sites, key=lambda site: site.id)
            if site.id > step.place.id
        ]
        return _page(step, found[: step.row_limit])

    async def operators(self, program: Program, asked: PageAsked) -> Page[PublicOperator]:
        """Whoever works on these sites, also who may not sign in any more."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "operators")
        async with self.database.connection() as connection:
            found = await list_operators(connection, site_ids, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def departments(self, program: Program, asked: PageAsked) -> Page[PublicDepartment]:
        """Of these sites, archived or not."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "departments")
        async with self.database.connection() as connection:
            found = await list_departments(connection, site_ids, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def tags(self, program: Program, asked: PageAsked) -> Page[PublicTag]:
        """Of the firm, archived or not."""
        step = self._walk(program, asked, "tags")
        async with self.database.connection() as connection:
            found = await list_tags(connection, program.key.controller_id, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def canned_replies(self, program: Program, asked: PageAsked) -> Page[PublicCannedReply]:
        """Those that colleagues share on these sites; no operator's own."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "canned-replies")
        async with self.database.connection() as connection:
            found = await list_replies(
                connection, program.key.controller_id, site_ids, after_id=step.place.id, limit=step.row_limit
            )
        return _page(step, found)

    def _walk(self, program: Program, asked: PageAsked, name: str) -> Walk:
        return walk(self.cursors, program, asked, name, first=OLDEST)


def _page(step: Walk, found: Sequence[T]) -> Page[T]:
    return step.page(found, [ListPlace(one.id) for one in found])
