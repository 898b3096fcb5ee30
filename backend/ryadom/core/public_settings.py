"""What programs read of how the firm works: sites, operators, departments, tags, ready replies. Lists oldest first."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.list_cursors import ListCursors
from ryadom.core.public_lists import PageAsked, Walk, walk
from ryadom.errors import DepartmentUnknown, LabelUnknown, OperatorUnknown, ReplyUnknown, SiteUnknown
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
from ryadom.store.public_settings import (
    find_department,
    find_operator,
    find_reply,
    find_tag,
    list_departments,
    list_operators,
    list_replies,
    list_tags,
)
from ryadom.store.sites import Site

T = TypeVar("T", bound=PublicSetting)


class PublicSettings(Struct, frozen=True, kw_only=True):
    """Pages of it, and one of each.

    Pages raise CursorInvalid and CursorExpired, and ScopeMissing for a site that is not the key's.
    """

    database: Database
    cursors: ListCursors

    def sites(self, program: Program, asked: PageAsked) -> Page[PublicSite]:
        """Those that the key may ask for."""
        step = self._walk(program, asked, "sites")
        found = [_shown(site) for site in sorted(program.sites, key=lambda site: site.id) if site.id > step.place.id]
        return _page(step, found[: step.row_limit])

    def site(self, program: Program, id: UUID) -> PublicSite:
        """One of the same.

        Raises:
            SiteUnknown: there is none that the key may ask for.
        """
        for site in program.sites:
            if site.id == id:
                return _shown(site)
        raise SiteUnknown("This key may ask for no site with this id.", field="id")

    async def operators(self, program: Program, asked: PageAsked) -> Page[PublicOperator]:
        """Whoever works on these sites, also who may not sign in any more."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "operators")
        async with self.database.connection() as connection:
            found = await list_operators(connection, site_ids, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def operator(self, program: Program, id: UUID) -> PublicOperator:
        """One of the same.

        Raises:
            OperatorUnknown: there is none that the key may ask for.
        """
        async with self.database.connection() as connection:
            found = await find_operator(connection, [site.id for site in program.sites], id)
        if found is None:
            raise OperatorUnknown("Nobody with this id works on the sites of this key.", field="id")
        return found

    async def departments(self, program: Program, asked: PageAsked) -> Page[PublicDepartment]:
        """Of these sites, archived or not."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "departments")
        async with self.database.connection() as connection:
            found = await list_departments(connection, site_ids, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def department(self, program: Program, id: UUID) -> PublicDepartment:
        """One of the same.

        Raises:
            DepartmentUnknown: there is none that the key may ask for.
        """
        async with self.database.connection() as connection:
            found = await find_department(connection, [site.id for site in program.sites], id)
        if found is None:
            raise DepartmentUnknown("The sites of this key have no department with this id.", field="id")
        return found

    async def tags(self, program: Program, asked: PageAsked) -> Page[PublicTag]:
        """Of the firm, archived or not."""
        step = self._walk(program, asked, "tags")
        async with self.database.connection() as connection:
            found = await list_tags(connection, program.key.controller_id, after_id=step.place.id, limit=step.row_limit)
        return _page(step, found)

    async def tag(self, program: Program, id: UUID) -> PublicTag:
        """One of the same.

        Raises:
            LabelUnknown: there is none that the key may ask for.
        """
        async with self.database.connection() as connection:
            found = await find_tag(connection, program.key.controller_id, id)
        if found is None:
            raise LabelUnknown("There is no tag with this id.", field="id")
        return found

    async def canned_replies(self, program: Program, asked: PageAsked) -> Page[PublicCannedReply]:
        """Those that colleagues share on these sites; no operator's own."""
        site_ids = [site.id for site in program.chosen(asked.site_keys)]
        step = self._walk(program, asked, "canned-replies")
        async with self.database.connection() as connection:
            found = await list_replies(
                connection, program.key.controller_id, site_ids, after_id=step.place.id, limit=step.row_limit
            )
        return _page(step, found)

    async def canned_reply(self, program: Program, id: UUID) -> PublicCannedReply:
        """One of the same.

        Raises:
            ReplyUnknown: there is none that the key may ask for.
        """
        async with self.database.connection() as connection:
            found = await find_reply(connection, program.key.controller_id, [site.id for site in program.sites], id)
        if found is None:
            raise ReplyUnknown("Colleagues share no ready reply with this id on the sites of this key.", field="id")
        return found

    def _walk(self, program: Program, asked: PageAsked, name: str) -> Walk:
        return walk(self.cursors, program, asked, name, first=OLDEST)


def _shown(site: Site) -> PublicSite:
    return PublicSite(id=site.id, key=site.key, name=site.name, origins=site.origins, basis=site.basis)


def _page(step: Walk, found: Sequence[T]) -> Page[T]:
    return step.page(found, [ListPlace(one.id) for one in found])
