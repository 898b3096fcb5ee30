"""Whose journals an operator may read, and how much of them: all, or what has to do with their own sites."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import ControllerUnknown
from ryadom.store.controllers import all_controllers
from ryadom.store.journal import Sight
from ryadom.store.sites import Site, all_sites, sites_of_operator
from ryadom.store.sql import Connection


class JournalView(Struct, frozen=True, kw_only=True):
    """One controller's journal as one operator sees it. `sites`: those of the controller's that they work on."""

    controller_id: UUID
    legal_name: str
    sites: tuple[Site, ...]
    sight: Sight


async def journals_of(connection: Connection, operator_id: UUID) -> list[JournalView]:
    """The journals of the controllers on some of whose sites an operator works, oldest controller first.

    Who works on all of a controller's sites sees all of its journal. Who works on some sees what names these sites, and
    the comings and goings of those who work on them: sites of the same firm may be run by people who should not see
    each other's visitors, and a record without a site may tell of any.
    """
    own = {site.id for site in await sites_of_operator(connection, operator_id)}
    sites = await all_sites(connection)
    views = []
    for controller in await all_controllers(connection):
        of_controller = [site for site in sites if site.controller_id == controller.id]
        shared = tuple(site for site in of_controller if site.id in own)
        if shared:
            sight = Sight(is_whole=len(shared) == len(of_controller), site_ids=tuple(site.id for site in shared))
            name = controller.legal_name
            views.append(JournalView(controller_id=controller.id, legal_name=name, sites=shared, sight=sight))
    return views


def still_sees(now: JournalView, before: JournalView) -> bool:
    """Whether who is given what they saw before may see all of that yet: their sites may have been taken, or others
    added to the controller's."""
    if now.sight.is_whole or before.sight.is_whole:
        return now.sight.is_whole
    return set(now.sight.site_ids).issuperset(before.sight.site_ids)


def find_view(views: Sequence[JournalView], controller_id: UUID | None) -> JournalView:
    """The view of a controller's journal; of the first, where none is named.

    Raises:
        ControllerUnknown: there is none such, or it is not the operator's: deliberately the same answer.
    """
    for view in views:
        if controller_id in (None, view.controller_id):
            return view
    raise ControllerUnknown("You work on no site of such a controller.", field="controller_id")
